"""Addresses of web pages, compared as pages and freed of what only follows a reader about."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, unquote, urlsplit

__all__ = ["doi_in_address", "normalise_address", "split_address", "tracking_parameters"]

_TRACKING = re.compile(
    r"(?:utm_\w+|(?:fb|g|d)clid|gclsrc|gbraid|wbraid|msclkid|yclid|twclid|ttclid|igshid|li_fat_id"
    r"|mc_[ce]id|_hsenc|_hsmi|mkt_tok|vero_id|oly_(?:enc|anon)_id|_ga|_gl|ga_(?:source|medium))"
    r"(?==|\Z)",
    re.IGNORECASE,
)
_RESOLVER = re.compile(r"(?:dx\.|www\.)?doi\.org")
_INDEX = re.compile(r"/(?:index\.(?:html?|php|aspx?))?/*\Z", re.IGNORECASE)


def split_address(url: str) -> SplitResult | None:
    """Return the parts of an address, or None for one that cannot be read."""
    try:
        parts = urlsplit(url.strip())
        _ = parts.port  # raises for one that is no number
    except ValueError:
        return None
    return parts


def normalise_address(url: str) -> str:
    """Return an address as it is compared with others: two that name one page become equal.

    Scheme, "www.", a trailing slash, tracking parameters, the order of parameters and a fragment
    do not count; a fragment that a script reads (`#!`, `#/`) does.
    """
    parts = split_address(url)
    if parts is None or not parts.hostname:
        return url.strip()
    host = parts.hostname.removeprefix("www.")
    port = f":{parts.port}" if parts.port not in (None, 80, 443) else ""
    kept = sorted(p for p in parts.query.split("&") if p and not _TRACKING.match(p))
    query = f"?{'&'.join(kept)}" if kept else ""
    script = f"#{parts.fragment}" if parts.fragment.startswith(("!", "/")) else ""
    return f"{host}{port}{_INDEX.sub('', unquote(parts.path))}{query}{script}"


def tracking_parameters(url: str) -> tuple[list[str], str]:
    """Return the names of an address's tracking parameters, and the address without them."""
    parts = split_address(url)
    if parts is None or not parts.query:
        return [], url
    written = parts.query.split("&")
    names = [p.partition("=")[0] for p in written if _TRACKING.match(p)]
    kept = "&".join(p for p in written if not _TRACKING.match(p))
    return names, parts._replace(query=kept).geturl()


def doi_in_address(url: str) -> str | None:
    """Return the DOI that an address of doi.org names, or None."""
    parts = split_address(url)
    if parts is None or not _RESOLVER.fullmatch(parts.hostname or ""):
        return None
    found = unquote(parts.path).strip("/")
    return found if found.startswith("10.") else None
