"""The figures that a report prints: each a number with its uncertainty and its sentence, or a refusal with its reason."""
