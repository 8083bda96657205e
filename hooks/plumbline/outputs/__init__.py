"""What machines read of the site: citations, metadata, structured data, feeds, plain Markdown."""
