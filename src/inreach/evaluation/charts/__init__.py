"""The charts of an evaluation: drawings, their tables, and the words that go with them."""
