"""Where a reader reports an error, with the very place filled in."""

from __future__ import annotations

from urllib.parse import quote, urlsplit, urlunsplit

from plumbline.evidence.marks import strip_marks
from plumbline.library import briefing
from plumbline.project import BRIEFINGS, Project
from plumbline.settings import settings

__all__ = ["fill_in", "new_issue_address", "page_address", "report_address"]

_NEW_ISSUE = {"github.com": "/issues/new", "gitlab.com": "/-/issues/new"}
"""Path of the form by host."""


def report_address(project: Project, slug: str, anchor: str = "", what: str = "") -> str:
    """Return the address at which an error in a briefing is reported; empty where none is set.

    Args:
        project: the project.
        slug: the briefing.
        anchor: id of the claim or figure on its page; empty for the briefing as a whole.
        what: the claim or figure in words.
    """
    base = settings(project).report_issue_url or new_issue_address(project.repo_url)
    if not base:
        return ""
    front = briefing(project, slug).front_matter
    title = strip_marks(front.title) if front else slug
    body = "\n\n".join(part for part in (page_address(project, slug, anchor), what) if part)
    return fill_in(base, f"Error in “{title}”", f"{body}\n\n")


def new_issue_address(repo_url: str) -> str:
    """Return the form for a new issue of a repository on GitHub or GitLab; empty elsewhere."""
    path = _NEW_ISSUE.get(urlsplit(repo_url).hostname or "", "")
    return repo_url.rstrip("/").removesuffix(".git") + path if path else ""


def page_address(project: Project, slug: str, anchor: str = "") -> str:
    """Return the full address of a briefing, or of a place in it."""
    page = f"{project.site_url.rstrip('/')}/{BRIEFINGS}/{slug}/"
    return f"{page}#{quote(anchor)}" if anchor else page


def fill_in(base: str, title: str, body: str) -> str:
    """Return an address with title and text as parameters, those that it has already kept.

    A form on the web takes `title` and `body`, as those of GitHub and GitLab do; a mail takes
    `subject` and `body` (RFC 6068).
    """
    parts = urlsplit(base)
    name = "subject" if parts.scheme == "mailto" else "title"
    filled = f"{name}={quote(title, safe='')}&body={quote(body, safe='')}"
    together = "&".join(part for part in (parts.query, filled) if part)
    return urlunsplit(parts._replace(query=together))
