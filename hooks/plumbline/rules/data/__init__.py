"""Rules about datasets."""
