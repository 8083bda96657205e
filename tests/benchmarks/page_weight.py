"""Page weight: the bytes of a page with three charts, beside the same page of stock MkDocs.

Counted are the bodies of all answers as a server sends them with gzip, by the server itself, so
that workers and scripts are included. Headers are not, as they differ from host to host.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import asdict
from importlib.metadata import version
from itertools import chain
from typing import Any

import find_browser
from benchmarks.loading import PHASES, WINDOWS, Fetched, Subject, load, open_browser
from benchmarks.markdown_table import aligned
from benchmarks.measurement import Options
from benchmarks.peer import build_peers, install_peer, peer_versions
from benchmarks.sample import build_plumbline
from benchmarks.serving import KINDS, LEVEL, Answer, compressed

__all__ = ["NAME", "measure", "table"]

NAME = "page-weight"
_PICTURE = re.compile(rb'<svg class="pl-picture.*?</svg>', re.DOTALL)
_PLOTLY = re.compile(r"plotly\.js v([\d.]+)")


def measure(options: Options) -> dict[str, Any]:
    """Return what each page fetches, in every window that was asked for."""
    subjects = [build_plumbline(options.work / "plumbline")]
    versions = {"plumbline": {p: version(p) for p in ("mkdocs", "mkdocs-material", "plotly")}}
    if options.peer:
        python = install_peer(options.cache)
        versions["plugin"] = peer_versions(python)
        subjects += build_peers(options.work, python)
    for subject in subjects:
        versions.setdefault(subject.name, {})["plotly.js"] = _plotly_version(subject)
    pages = []
    with open_browser(find_browser.find()) as browser:
        versions["browser"] = {"chromium": browser.version}
        for window in options.windows:
            pages += [_page(s, window, load(browser, s, window)) for s in subjects]
    return {
        "encoding": f"gzip level {LEVEL}",
        "counted": "bodies of answers, without headers",
        "versions": versions,
        "pages": pages,
    }


def _plotly_version(subject: Subject) -> str:
    """Return the version that the site's copy of plotly.js states."""
    for file in sorted(subject.site.rglob("*.js")):
        with file.open(encoding="utf-8", errors="replace") as script:
            if found := _PLOTLY.search(script.read(200)):
                return found[1]
    return ""


def _page(subject: Subject, window: str, fetched: Fetched) -> dict[str, Any]:
    html = (subject.site / subject.page / "index.html").read_bytes()
    bare = _PICTURE.sub(b"", html)
    return {
        "subject": subject.name,
        "label": subject.label,
        "window": window,
        "viewport": dict(WINDOWS[window]),
        "charts": subject.charts,
        "phases": {phase: _sums(fetched.answers[phase]) for phase in PHASES},
        "pictures": {
            "raw": len(html) - len(bare),
            "sent": len(compressed(html)) - len(compressed(bare)),
        },
        "requests": [
            {"phase": phase, **asdict(answer)}
            for phase in PHASES
            for answer in fetched.answers[phase]
        ],
        "failed": sorted(
            {a.path for a in chain.from_iterable(fetched.answers.values()) if a.status != 200}
        ),
        "foreign": fetched.foreign,
        "stood_in": list(subject.stood_in),
    }


def _sums(answers: list[Answer]) -> dict[str, Any]:
    """Return how many answers there were and how large, in all and by kind."""

    def add_up(some: list[Answer]) -> dict[str, int]:
        return {
            "requests": len(some),
            "sent": sum(a.sent for a in some),
            "raw": sum(a.raw for a in some),
        }

    kinds = {kind: add_up([a for a in answers if a.kind == kind]) for kind in KINDS}
    return {**add_up(answers), "kinds": {k: sums for k, sums in kinds.items() if sums["requests"]}}


# --- As a table


def table(result: dict[str, Any]) -> str:
    """Return the result as Markdown: a table for each window, then what the bytes of ours are."""
    pages = result["pages"]
    windows = list(dict.fromkeys(page["window"] for page in pages))
    parts = []
    for window in windows:
        shown = [page for page in pages if page["window"] == window]
        size = shown[0]["viewport"]
        parts += [
            f"A page with {shown[0]['charts']} charts in a window of {size['width']}×"
            f"{size['height']}, kB as sent with {result['encoding']} (1 kB = 1,000 bytes)",
            aligned(list(_rows(shown))),
        ]
    first = pages[0]
    parts += [f"What {first['label']} fetches before interaction, bytes", aligned(_files(first))]
    for page in pages:
        if page["window"] == windows[0]:
            parts += [f"{page['label']}: {said} {address}" for said, address in _foreign(page)]
    return "\n\n".join(parts)


def _rows(pages: list[dict[str, Any]]) -> Iterator[list[str]]:
    yield ["", *(page["label"] for page in pages)]
    opened = [page["phases"]["opened"] for page in pages]
    yield ["**before interaction**", *(f"**{_kilo(phase['sent'])}**" for phase in opened)]
    for kind in KINDS:
        sums = [phase["kinds"].get(kind) for phase in opened]
        if any(sums):
            yield [kind, *(_kilo(s["sent"]) if s else "–" for s in sums)]
        if kind == "html":
            yield ["html: inline pictures", *(_kilo(page["pictures"]["sent"]) for page in pages)]
    yield ["before, not compressed", *(_kilo(phase["raw"]) for phase in opened)]
    yield ["requests", *(str(phase["requests"]) for phase in opened)]
    for phase, name in (("scrolled", "scrolling to a chart"), ("reached", "reaching for it")):
        yield [f"more on {name}", *(_kilo(page["phases"][phase]["sent"]) for page in pages)]
    totals = [sum(phase["sent"] for phase in page["phases"].values()) for page in pages]
    yield ["**in all**", *(f"**{_kilo(total)}**" for total in totals)]
    yield ["before, times Plumbline’s", *(_times(p["sent"], opened[0]["sent"]) for p in opened)]
    yield ["in all, times Plumbline’s", *(_times(total, totals[0]) for total in totals)]
    yield ["asked of other hosts", *(str(len(list(_foreign(page)))) for page in pages)]
    yield ["failed", *(str(len(page["failed"])) for page in pages)]


def _foreign(page: dict[str, Any]) -> Iterator[tuple[str, str]]:
    yield from (("not reached, so not counted:", address) for address in page["foreign"])
    yield from (("answered, and counted, in place of", address) for address in page["stood_in"])


def _files(page: dict[str, Any]) -> list[list[str]]:
    opened = [r for r in page["requests"] if r["phase"] == "opened"]
    opened.sort(key=lambda r: -int(r["sent"]))
    rows = [["file", "sent", "not compressed"]]
    for request in opened:
        name = request["path"].rsplit("/", 1)[-1] or "the page"
        rows.append([name, f"{request['sent']:,}", f"{request['raw']:,}"])
    return rows


def _kilo(count: int) -> str:
    return f"{count / 1000:,.1f}" if count else "0"


def _times(part: int, whole: int) -> str:
    return f"{part / whole:.1f}"
