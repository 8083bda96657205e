"""Citations and the reference list as HTML."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from urllib.parse import quote

from plumbline.evidence.citations import Citation, CitationItem
from plumbline.evidence.queries import Reference

__all__ = ["CitationMark", "reference_id", "render_citation", "render_references"]


@dataclass(frozen=True, slots=True)
class CitationMark:
    """A citation as printed: in HTML, and as text for attributes and headings' entries."""

    html: str
    text: str
    back_links: tuple[tuple[str, str], ...]  # (citekey, id of the mark)


def reference_id(key: str) -> str:
    """Return the id of a source's entry in the reference list: an id holds no white space."""
    return "ref-" + re.sub(r"\s", "_", key)


def render_citation(
    citation: Citation, numbers: Mapping[str, Reference], first_mark: int
) -> CitationMark:
    """Return the mark of a citation.

    Args:
        citation: the citation.
        numbers: references by citekey; a key that is absent is printed as such, marked.
        first_mark: number of the first mark's id; each source cited takes one.
    """
    pieces: list[str] = []
    plain: list[str] = []
    back: list[tuple[str, str]] = []
    for offset, item in enumerate(citation.items):
        reference = numbers.get(item.key)
        extra = _extras(item, narrative=citation.narrative)
        if reference is None:
            pieces.append(
                '<span class="pl-cite__unknown" title="No source has this key">'
                f"@{escape(item.key)}</span>"
            )
            plain.append(f"@{item.key}")
            continue
        mark = f"cite-{first_mark + offset}"
        back.append((item.key, mark))
        label = f"{reference.number}{extra}"
        href = f"#{quote(reference_id(item.key))}"
        pieces.append(
            f'<a class="pl-cite__link" id="{mark}" href="{escape(href)}" role="doc-noteref">'
            f"{_prefix(item)}{escape(label)}</a>"
        )
        plain.append(f"{item.prefix} {label}".strip())
    # "1, 2" for bare numbers; "1, p. 4; 2" where a comma already stands within one.
    joint = "; " if any(i.locator or i.suffix or i.prefix for i in citation.items) else ", "
    cites = escape(" ".join(i.key for i in citation.items))
    html = f'<sup class="pl-cite" data-cites="{cites}">{joint.join(pieces)}</sup>'
    text = f"[{joint.join(plain)}]"
    if citation.narrative and not citation.items[0].suppress_author:
        reference = numbers.get(citation.items[0].key)
        if reference is not None:
            html = f"{escape(reference.source.short_author)}{html}"
            text = f"{reference.source.short_author} {text}"
    return CitationMark(html, text, tuple(back))


def render_references(
    references: Sequence[Reference],
    back_links: Mapping[str, Sequence[str]],
    records: Mapping[str, str],
) -> str:
    """Return the reference list.

    Args:
        references: its entries, in order.
        back_links: ids of the marks that cite a source, by citekey.
        records: links to a source's own page and to an archived copy, as HTML by citekey.
    """
    if not references:
        return ""
    entries = "".join(
        _entry(r, back_links.get(r.source.key, ()), records.get(r.source.key, ""))
        for r in references
    )
    return (
        '<section class="pl-references" aria-labelledby="references">'
        '<h2 id="references">References<a class="headerlink" href="#references" '
        'title="Link to this section">&para;</a></h2>'
        f"<ol>{entries}</ol></section>"
    )


def _entry(reference: Reference, marks: Sequence[str], record: str) -> str:
    links = " ".join(
        f'<a class="pl-references__back" href="#{mark}" '
        f'aria-label="Back to citation {n} of reference {reference.number}">'
        f"↩{f'<sup>{n}</sup>' if len(marks) > 1 else ''}</a>"
        for n, mark in enumerate(marks, start=1)
    )
    return (
        f'<li id="{escape(reference_id(reference.source.key))}">'
        f'<span class="pl-references__entry">{reference.html}</span> {record} {links}</li>'
    )


def _prefix(item: CitationItem) -> str:
    return f"{escape(item.prefix)} " if item.prefix else ""


def _extras(item: CitationItem, *, narrative: bool) -> str:
    parts = [item.locator.written] if item.locator else []
    suffix = item.suffix.lstrip(", ").strip()
    if suffix and not (narrative and not item.locator):
        parts.append(suffix)
    return f", {', '.join(parts)}" if parts else ""
