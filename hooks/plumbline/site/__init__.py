"""What the site is made of: articles, listing pages, rule pages, files."""
