"""Addresses that briefings had before: a page at each that leads on, and lines for web servers."""

from __future__ import annotations

from html import escape
from urllib.parse import urlsplit

from plumbline.evidence.marks import strip_marks
from plumbline.library import briefing, former_slugs, public_slugs
from plumbline.project import BRIEFINGS, Project
from plumbline.query import kept_query, query

__all__ = ["former_addresses", "redirect_lines", "redirect_page"]


@kept_query
def former_addresses(project: Project) -> dict[str, str]:
    """Return the former slugs of briefings that have a page, each with the present one."""
    shown = public_slugs(project)
    return {old: new for old, new in sorted(former_slugs(project).items()) if new in shown}


@query
def redirect_page(project: Project, old: str) -> str:
    """Return the page at a former address; it needs neither script nor web server.

    Raises:
        KeyError: no briefing with a page had this slug.
    """
    new = former_addresses(project)[old]
    title = escape(strip_marks(briefing(project, new).title))
    target = f"../{new}/"
    base = f"{project.site_url.rstrip('/')}/{BRIEFINGS}/{new}/" if project.site_url else target
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        f"<title>{title}</title>\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="robots" content="noindex">\n'
        f'<meta http-equiv="refresh" content="0; url={target}">\n'
        f'<link rel="canonical" href="{escape(base)}">\n'
        '<link rel="icon" href="data:,">\n'
        "</head>\n<body>\n<main>\n<h1>This briefing has a new address</h1>\n"
        f'<p><a href="{target}">{title}</a></p>\n</main>\n</body>\n</html>\n'
    )


@query
def redirect_lines(project: Project) -> str:
    """Return the file `_redirects`, which several hosts read: from, to, 301; a line each."""
    folder = urlsplit(project.site_url).path.rstrip("/")
    return "".join(
        f"{folder}/{BRIEFINGS}/{old}/* {folder}/{BRIEFINGS}/{new}/:splat 301\n"
        for old, new in former_addresses(project).items()
    )
