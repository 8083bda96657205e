"""Finding: what is found under which words and filters, and the index that readers search."""
