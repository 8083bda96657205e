"""Reading what authors write: files, YAML, front matter, authors, topics, regions."""
