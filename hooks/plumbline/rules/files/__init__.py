"""Rules about files and folders."""
