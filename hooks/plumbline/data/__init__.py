"""The Data Package of the site and the tables it describes."""
