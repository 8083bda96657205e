"""Rules about bibliographic records."""
