"""What a check reports, and how it is shown to people and to programs."""
