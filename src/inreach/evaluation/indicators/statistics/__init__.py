"""The statistics of a report by the part that tells them, one entry each; `indicators.registry` puts them in order."""
