"""Thresholds that several figures share."""

FEWEST_FOR_SHARE = 10  # reviewed targets below which no share is told
FEWEST_PUPILS = 10  # reviewed pupils below which points are not averaged
ONE_BY_ONE = 10  # reviewed targets below which each is told by itself
