"""
## What it does
Reports a Plotly figure that is not valid JSON, that Plotly refuses, or that holds what is not let
into a page: a map, an image, a link, a script.

## Why it matters
A figure comes from elsewhere, and a reader’s browser runs it. It may draw; it may not fetch, and it
may not lead away.

## Example
```json
{"data": [{"type": "scattermap", "lat": [55.7], "lon": [37.6]}]}
```

## Use instead
```json
{"data": [{"type": "bar", "x": [2023, 2024], "y": [810, 905]}]}
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "CH015"
SEVERITY = Severity.ERROR
