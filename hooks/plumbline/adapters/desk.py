"""The desk of the preview: `/_desk/` and its JSON, out of what the checks have found so far.

The findings are handed over as they are made, and are read without any lock of the preview's: an
answer waits neither for a check nor for a rebuild, and there is one when a rebuild has failed.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import parse_qs

from plumbline.adapters.site_build import SiteBuild
from plumbline.project import BRIEFINGS
from plumbline.site.annotations import Annotation
from plumbline.site.desk import DeskList, Filter, Schedule, describe_annotation, list_desk

__all__ = ["ADDRESS", "JSON_ADDRESS", "SHARED", "Desk"]

ADDRESS = "_desk/"
"""Address of the desk, relative to the site's root; no page of a build begins with "_"."""
JSON_ADDRESS = f"{ADDRESS}diagnostics.json"
SHARED = ""
"""Stands among the slugs for what briefings share, whose findings are shown on the home page."""

_NO_STORE = ("Cache-Control", "no-store")


class Desk:
    """Keeps what the checks have found, and shows it.

    Args:
        build: the state of the site, for its templates.
        root: the path that the site is served at.
    """

    def __init__(self, build: SiteBuild, root: str) -> None:
        self._build = build
        self._root = root
        self._lock = threading.Lock()  # held to read or write what follows, and for nothing else
        self._found: dict[str, tuple[Annotation, ...]] = {}
        self._plan = Schedule()
        self._checking = True
        self._failure = ""
        self._began = f"{time.time_ns():x}"  # so that no version of an earlier process counts
        self._version = 0
        self._looked_at = SHARED

    @property
    def looked_at(self) -> str:
        """The slug whose page an author looks at; it is checked first."""
        return self._looked_at

    def take(self, slug: str, found: tuple[Annotation, ...]) -> None:
        """Take in what was found in a briefing, or in what briefings share."""
        with self._lock:
            if self._found.get(slug) != found:
                self._found[slug] = found
                self._version += 1

    def begin(self) -> None:
        """Take in that the checks run again."""
        with self._lock:
            self._version += not self._checking
            self._checking = True

    def finish(self, slugs: Iterable[str], plan: Schedule) -> None:
        """Take in that everything has been checked, which briefings there are, and the schedule."""
        present = {SHARED, *slugs}
        with self._lock:
            self._found = {slug: found for slug, found in self._found.items() if slug in present}
            self._plan, self._checking = plan, False
            self._version += 1

    def fail(self, why: str) -> None:
        """Take in that the preview could not be rebuilt, or, with nothing, that it could."""
        with self._lock:
            self._version += why != self._failure
            self._failure = why

    def answer(self, path: str, query: str, start: Callable[..., Any]) -> Iterable[bytes] | None:
        """Answer a request for the desk; None where it is for something else.

        Args:
            path: the path below the site's root.
            query: what stands after "?".
            start: WSGI's `start_response`.
        """
        asked = {name: values[-1] for name, values in parse_qs(query, errors="replace").items()}
        if path == JSON_ADDRESS:
            return self._answer_json(asked, start)
        if path in (ADDRESS, f"{ADDRESS}index.html"):
            shown = self._context({**asked, "page": ""})
            page = self._build.render_apart("desk.html", "Desk", ADDRESS, shown)
            return _send(start, "text/html; charset=utf-8", page.encode())
        return None

    def _answer_json(self, asked: dict[str, str], start: Callable[..., Any]) -> Iterable[bytes]:
        page = asked.get("page")
        if page is not None:
            self._looked_at = _slug_of(page) or SHARED
        if asked.get("since") == self._name_version():
            # A 204 would do, but MkDocs' server warns of each answer that is not a 200.
            return _send(start, "application/json", b"{}")
        context = self._context(asked)
        listed: DeskList = context["desk"]
        shown = [a for _, group in listed.files for a in group]
        template = "partials/desk-list.html"
        if page is not None:
            shown = list(context["annotations"] or ())
            template = "partials/desk-findings.html"
        body: dict[str, Any] = {
            "version": context["version"],
            "checking": context["checking"],
            "failure": context["failure"] or None,
            "counts": dict(listed.severities),
            "left_out": listed.matching - listed.shown if page is None else 0,
            "findings": [describe_annotation(a) for a in shown],
            "html": self._build.render_partial(template, context),
        }
        if page is None:
            body["filter"] = self._build.render_partial("partials/desk-filter.html", context)
        content = json.dumps(body, ensure_ascii=False).encode()
        return _send(start, "application/json", content)

    def _name_version(self) -> str:
        return f"{self._began}-{self._version}"

    def _context(self, asked: dict[str, str]) -> dict[str, Any]:
        """Return what the templates show."""
        with self._lock:
            found, plan = dict(self._found), self._plan
            checking, failure = self._checking, self._failure
            version = self._name_version()
        wanted = Filter(**{name: asked.get(name, "") for name in ("severity", "rule", "file")})
        slug = _slug_of(asked.get("page", ""))
        return {
            "root": self._root,
            "desk": list_desk((a for group in found.values() for a in group), wanted),
            "plan": plan,
            "checking": checking,
            "failure": failure,
            "version": version,
            "annotations": found.get(slug) if slug is not None else None,
        }


def _slug_of(page: str) -> str | None:
    """Return whose findings a page shows: a briefing's, those that are shared, or nobody's."""
    address = page.strip("/")
    if not address:
        return SHARED
    folder, _, slug = address.partition("/")
    return slug if folder == BRIEFINGS and slug and "/" not in slug else None


def _send(start: Callable[..., Any], kind: str, content: bytes) -> list[bytes]:
    length = ("Content-Length", str(len(content)))
    start("200 OK", [("Content-Type", kind), length, _NO_STORE])
    return [content]
