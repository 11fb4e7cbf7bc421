"""A report told to people: as lines on a terminal, as a page that stands alone, as plain data."""
