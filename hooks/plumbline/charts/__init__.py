"""Charts: declared in a fenced block, drawn by Plotly, readable as a table."""
