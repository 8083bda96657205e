"""
## What it does
Reports a link, image, download or redirect of the finished site that leads to no file of it.

A build looks at every file that it has written: pages with the HTML in them, style sheets, feeds,
the site map, redirects. What an author wrote is reported where it stands, anything else where it
stands in the site. Links to other hosts are left alone, see `plumbline links`.

## Why it matters
Readers who follow it find nothing. Only the finished site shows what a template, a theme or a raw
HTML element made of an address.

## Example
```html
<img src="quay-small.png" srcset="quay-large.png 2x" alt="The quay at low water">
```

## Use instead
```html
<img src="quay.png" alt="The quay at low water">
```
"""

from __future__ import annotations

from plumbline.diagnostics.diagnostic import Severity

CODE = "LI007"
SEVERITY = Severity.ERROR
