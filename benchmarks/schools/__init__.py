"""Schools drawn from a seed: nobody in them is real, and the same seed is always the same school."""

from benchmarks.schools.primary import primary
from benchmarks.schools.secondary import secondary
from benchmarks.schools.special import special

__all__ = ["primary", "secondary", "special"]
