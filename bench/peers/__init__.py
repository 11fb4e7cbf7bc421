"""What a school could use instead of the planner: by hand, by rule of thumb, and with general tools."""
