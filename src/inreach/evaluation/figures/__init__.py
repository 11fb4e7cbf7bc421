"""The figures of a report: each a number with its uncertainty and its sentence, or a refusal with its reason."""
