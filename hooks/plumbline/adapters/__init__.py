"""What ties the core to MkDocs; nothing else in the package imports it."""
