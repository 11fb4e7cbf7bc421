"""Which targets enter a sum: the smallest gain expected, and the shortest time between two ratings."""

from __future__ import annotations

SMALLEST_GAP = 3
FEWEST_WEEKS = 4
