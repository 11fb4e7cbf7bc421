"""The report itself and how it is written: on a terminal, as a page, as JSON, and for several services together."""
