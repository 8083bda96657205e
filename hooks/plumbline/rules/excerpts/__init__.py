"""Rules about excerpts of sources."""
