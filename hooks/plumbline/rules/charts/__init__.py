"""Rules about charts."""
