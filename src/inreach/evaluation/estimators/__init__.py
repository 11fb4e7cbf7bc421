"""The arithmetic behind the figures: estimates with their errors, from numbers alone, without a word for the reader."""
