"""Rules about numbers in the text."""
