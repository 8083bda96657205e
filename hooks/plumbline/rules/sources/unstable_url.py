"""
## What it does
Reports an address of a cited record that only works for its author, or only for a while.

Such are files and machines of one's own, pages of search results, search engines' caches, short
links, log-in proxies of libraries and signed addresses that expire.

## Why it matters
A reader who follows the link sees something else than the author saw, or nothing.

## Example
```yaml
URL: https://www.google.com/search?q=new+quay
```

## Use instead
```yaml
URL: https://example.org/quay
```
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterator
from urllib.parse import SplitResult

from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.evidence.addresses import split_address
from plumbline.evidence.queries import cited_records
from plumbline.project import Project

CODE = "SR028"
SEVERITY = Severity.WARNING

_OWN_HOST = re.compile(r"localhost|.+\.(?:local|localhost|internal|lan|home\.arpa)")
_SEARCH = re.compile(
    r"(?:(?:www|scholar|news|books)\.)?google\.[a-z.]{2,6}/(?:search|scholar)\b"
    r"|(?:www\.)?bing\.com/search\b|(?:\w+\.)?duckduckgo\.com/\?(?:.*&)?q="
    r"|(?:www\.)?yandex\.[a-z.]{2,6}/search\b|www\.baidu\.com/s\?|search\.yahoo\.com/search\b"
)
_CACHE = re.compile(
    r"webcache\.googleusercontent\.com|translate\.googleusercontent\.com|cc\.bingj\.com"
    r"|.+\.translate\.goog"
)
_SHORT = frozenset(
    "bit.ly t.co tinyurl.com goo.gl ow.ly is.gd buff.ly rb.gy cutt.ly lnkd.in t.ly".split()
)
_PROXY = re.compile(r".*\b(?:ezproxy|libproxy|proxy\.lib|eproxy)\b.*")
_EXPIRES = re.compile(
    r"(?:^|&)(?:X-Amz-(?:Expires|Signature)|X-Goog-Signature|PHPSESSID|JSESSIONID)=|;jsessionid=",
    re.IGNORECASE,
)


def check_library(project: Project) -> Iterator[Finding]:
    """Yield a finding for each address that others cannot follow."""
    for source in cited_records(project):
        parts = split_address(source.text("URL"))
        why = _fault(parts) if parts else ""
        if why:
            yield Finding(
                CODE,
                f"source {source.key!r}: the address {why}",
                source.locate("URL"),
                "Give the address at which the publisher keeps the source, or an archived copy.",
            )


def _fault(parts: SplitResult) -> str:
    host = parts.hostname or ""
    page = f"{host}{parts.path}{'?' if parts.query else ''}{parts.query}"
    if parts.scheme == "file":
        return "names a file on the author's machine"
    if _OWN_HOST.fullmatch(host) or _is_private(host):
        return f"leads to {host}, a machine that readers cannot reach"
    if _SEARCH.match(page):
        return "is a page of search results"
    if _CACHE.fullmatch(host):
        return f"is a copy that {host} keeps for a while"
    if host.removeprefix("www.") in _SHORT:
        return f"is a short link of {host}, which hides its target"
    if _PROXY.fullmatch(host):
        return f"goes through the log-in of {host}"
    if _EXPIRES.search(parts.query) or _EXPIRES.search(parts.path):
        return "holds a session or a signature that expires"
    return ""


def _is_private(host: str) -> bool:
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False
