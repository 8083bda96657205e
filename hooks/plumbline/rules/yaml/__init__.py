"""Rules about YAML."""
