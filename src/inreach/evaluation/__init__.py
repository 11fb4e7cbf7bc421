"""What works, for whom, and how sure we are: figures with their uncertainty."""
