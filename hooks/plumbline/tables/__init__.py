"""Tables: a dataset query declared in a fenced block, printed as an accessible table."""
