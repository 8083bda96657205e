"""Sources and citations: found in the text, checked against records, printed as references."""
