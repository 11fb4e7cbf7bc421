"""What the words of Inreach mean: plain data and arithmetic, with no clock, file, setting or framework."""
