"""Absolute addresses: of the site's pages and files, of licences, of DOIs."""

from __future__ import annotations

import re
from urllib.parse import quote

from plumbline.evidence.addresses import split_address
from plumbline.project import Project

__all__ = ["absolute", "doi_address", "licence_address", "web_address"]

_CC = re.compile(r"CC-(?P<terms>BY(?:-NC)?(?:-SA|-ND)?)-(?P<version>\d\.\d)")


def absolute(project: Project, address: str) -> str:
    """Return the absolute form of an address that is relative to the site's root.

    Where the site's address is not known it stays relative.
    """
    site = project.site_url
    root = site if site.endswith("/") or not site else f"{site}/"
    return f"{root}{quote(address, safe='/#?=&')}"


def web_address(address: object) -> str:
    """Return an address if it leads to a page of the web, else nothing."""
    if not isinstance(address, str) or not re.fullmatch(r"https?://[^\s<>\"'\\^`{|}]+", address):
        return ""
    parts = split_address(address)
    return address if parts is not None and parts.hostname else ""


def doi_address(doi: str) -> str:
    """Return the address at which a DOI is resolved."""
    return f"https://doi.org/{quote(doi, safe='/()')}"


def licence_address(name: str) -> str:
    """Return the address of a licence by its SPDX identifier: the licence itself where it is CC."""
    if name == "CC0-1.0":
        return "https://creativecommons.org/publicdomain/zero/1.0/"
    found = _CC.fullmatch(name)
    if found is not None:
        terms = found["terms"].lower()
        return f"https://creativecommons.org/licenses/{terms}/{found['version']}/"
    return f"https://spdx.org/licenses/{quote(name, safe='')}.html"
