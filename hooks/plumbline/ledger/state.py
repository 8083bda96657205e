"""What readers are shown of a briefing, as a ledger keeps it."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from plumbline.charts.queries import chart_blocks, chart_data
from plumbline.charts.tabulation import tabulate
from plumbline.content.briefing import Briefing
from plumbline.content.front_matter import Correction, FrontMatter, Status
from plumbline.content.links import find_links
from plumbline.content.prose import blank_spans, find_fences, mask_code_blocks
from plumbline.diagnostics.diagnostic import Location
from plumbline.evidence.claim_values import ClaimValue, claim_outcomes, used_claims
from plumbline.evidence.marks import strip_marks
from plumbline.evidence.paragraphs import Paragraph, find_paragraphs, plain_text
from plumbline.evidence.places import TextKind, placed_texts
from plumbline.ledger.wording import (
    Passage,
    Wording,
    fingerprint,
    fingerprint_words,
    make_passages,
    normalise,
)
from plumbline.library import body_mask, briefing, citations
from plumbline.project import BRIEFINGS, Project, read_bytes
from plumbline.query import query
from plumbline.tables.queries import table_blocks, table_content

__all__ = [
    "PlacedWording",
    "Present",
    "State",
    "describe_correction",
    "present_state",
    "present_status",
    "present_texts",
    "state_beside",
]

_BLOCKS = ("chart", "table")
_HIDDEN = re.compile(r"<!--.*?(?:-->|\Z)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class State:
    """What readers are shown of a briefing.

    Attributes:
        status: published, superseded or withdrawn.
        date: day of publication.
        authors: keys of those who sign it.
        reviewers: keys of those who reviewed it.
        judgments: key judgments, each behind its confidence: "high: …".
        passages: title, summary, body and captions, in this order.
        facts: fingerprint of the facts of all passages in their order.
        names: how often each name, source and turning word stands in them.
        figures: fingerprints of the values of charts, tables and files.
        claims: fingerprints of the values behind claims.
        corrections: entries of `corrections`, each as day, kind and fingerprint.
    """

    status: str
    date: str
    authors: tuple[str, ...]
    reviewers: tuple[str, ...]
    judgments: tuple[str, ...]
    passages: tuple[Passage, ...]
    facts: str
    names: tuple[tuple[str, int], ...]
    figures: tuple[tuple[str, str], ...]
    claims: tuple[tuple[str, str], ...]
    corrections: tuple[str, ...]

    @property
    def words(self) -> str:
        """Fingerprint of the words."""
        return fingerprint([self.judgments, [(p.kind, p.words) for p in self.passages]])

    @property
    def values(self) -> str:
        """Fingerprint of what a minor change leaves alone: figures, names, dates, judgments."""
        signed = [self.date, self.authors, self.reviewers, self.judgments]
        return fingerprint([signed, self.facts, self.figures, self.claims])


@dataclass(frozen=True, slots=True)
class Present:
    """The state of a briefing as it is in the repository, and where its passages stand.

    Attributes:
        state: what readers would be shown.
        places: of each passage.
        spans: offsets of each passage in the body; None for those that stand elsewhere.
    """

    state: State
    places: tuple[Location, ...]
    spans: tuple[tuple[int, int] | None, ...]


PlacedWording = tuple[Wording, Location, "tuple[int, int] | None"]
"""A text, where it stands, and its offsets in the body if it stands there."""


@query
def present_texts(project: Project, slug: str) -> tuple[PlacedWording, ...]:
    """Return the texts that readers would be shown now; none while the front matter is broken."""
    document = briefing(project, slug)
    front = document.front_matter
    if front is None:
        return ()
    return (
        *_front_texts(document, front),
        *_body_texts(project, document),
        *_captions(project, slug),
    )


@query
def present_state(project: Project, slug: str) -> Present | None:
    """Return what readers would be shown now; None while the front matter is broken."""
    front = briefing(project, slug).front_matter
    if front is None:
        return None
    texts = present_texts(project, slug)
    passages = make_passages(text for text, _, _ in texts)
    names = Counter(name for p in passages for name in (*p.names, *p.sources))
    facts = fingerprint(
        [[n for p in passages for n in getattr(p, f)] for f in ("numbers", "names", "sources")]
    )
    state = _describe(project, slug, front, passages, facts, tuple(sorted(names.items())))
    return Present(state, tuple(p for _, p, _ in texts), tuple(s for _, _, s in texts))


def state_beside(project: Project, slug: str, recorded: State) -> State | None:
    """Return what readers would be shown now, for comparison with what they were shown.

    Where all words are as recorded, so is what is made of words alone: it is taken from there, and
    the texts are not taken apart. None while the front matter is broken.
    """
    front = briefing(project, slug).front_matter
    if front is None:
        return None
    words = [(text.kind, fingerprint_words(text)) for text, _, _ in present_texts(project, slug)]
    if words == [(passage.kind, passage.words) for passage in recorded.passages]:
        return _describe(project, slug, front, recorded.passages, recorded.facts, recorded.names)
    present = present_state(project, slug)
    return present.state if present is not None else None


def present_status(front: FrontMatter) -> str:
    """Return the status under which a ledger knows a briefing."""
    known = (Status.SUPERSEDED, Status.WITHDRAWN)
    return str(front.status) if front.status in known else "published"


def _describe(
    project: Project,
    slug: str,
    front: FrontMatter,
    passages: tuple[Passage, ...],
    facts: str,
    names: tuple[tuple[str, int], ...],
) -> State:
    return State(
        status=present_status(front),
        date=front.date.isoformat(),
        authors=front.authors,
        reviewers=front.reviewers,
        judgments=tuple(
            f"{j.confidence}: {normalise(strip_marks(j.text))}" for j in front.key_judgments
        ),
        passages=passages,
        facts=facts,
        names=names,
        figures=tuple(sorted(_figures(project, briefing(project, slug)))),
        claims=tuple(sorted(_claims(project, slug))),
        corrections=tuple(describe_correction(entry) for entry in front.corrections),
    )


def describe_correction(entry: Correction) -> str:
    """Return a correction as a ledger names it: its day, its kind, a fingerprint of the rest."""
    rest = [normalise(text or "") for text in (entry.was, entry.now, entry.where, entry.note)]
    return f"{entry.date.isoformat()} {entry.kind} {fingerprint(rest)}"


def _front_texts(document: Briefing, front: FrontMatter) -> Iterator[PlacedWording]:
    for name in (
        "title",
        "summary",
        "funding",
        "disclosures",
        "report_number",
        "doi",
        "licence",
    ):
        value = getattr(front, name)
        if value:
            yield Wording(name, strip_marks(value)), document.locate(name), None


def _captions(project: Project, slug: str) -> Iterator[PlacedWording]:
    """Yield the texts of charts and tables."""
    blocks = chart_blocks(project, slug)
    for text in placed_texts(project, slug):
        spec = blocks[text.block].spec if text.block >= 0 else None
        if spec is not None and text.kind not in (TextKind.BODY, TextKind.TITLE):
            kind = f"chart {spec.id} {text.path[0]}"
            where = blocks[text.block].document.locate(text.path)
            yield Wording(kind, strip_marks(text.text)), where, None
    for block in table_blocks(project, slug):
        if block.spec is not None:
            for name in ("title", "note"):
                value = getattr(block.spec, name)
                if value:
                    kind = f"table {block.spec.id} {name}"
                    where = block.document.locate((name,))
                    yield Wording(kind, strip_marks(value)), where, None


# The body.


def _body_texts(project: Project, document: Briefing) -> Iterator[PlacedWording]:
    slug, body = document.slug, document.body
    view, paragraphs = find_paragraphs(body_mask(project, slug))
    cited = citations(project, slug)
    links = find_links(body)
    found = [
        (start, end, plain_text(body, view, start, end, cited))
        for start, end in _join(body, paragraphs)
    ]
    found += _rest(body, [(start, end) for start, end, _ in found])
    for start, end, text in sorted(found):
        sources = tuple(body[c.start : c.end] for c in cited if start <= c.start < end)
        leads = tuple(link.url for link in links if start <= link.start < end)
        first = body.find("\n", start, end)
        where = document.locate_in_body(start, first if first >= 0 else end)
        yield Wording("body", text, sources, leads), where, (start, end)


def _join(body: str, paragraphs: list[Paragraph]) -> Iterator[tuple[int, int]]:
    """Yield runs of lines without an empty line between them: how lines are broken is no matter."""
    start, end, quote = -1, -1, None
    for paragraph in paragraphs:
        if start >= 0 and body[end : paragraph.start] == "\n" and paragraph.quote == quote:
            end = paragraph.end
            continue
        if start >= 0:
            yield start, end
        start, end, quote = paragraph.start, paragraph.end, paragraph.quote
    if start >= 0:
        yield start, end


def _rest(body: str, taken: list[tuple[int, int]]) -> Iterator[tuple[int, int, str]]:
    """Yield what stands outside paragraphs and blocks: code, titles of admonitions, definitions."""
    hidden = [match.span() for match in _HIDDEN.finditer(mask_code_blocks(body))]
    blocks = [
        (fence.start, fence.end)
        for fence in find_fences(body)
        if fence.info.split(" ", 1)[0] in _BLOCKS
    ]
    text = blank_spans(body, [*taken, *hidden, *blocks], " ")
    for match in re.finditer(r"\S[^\n]*(?:\n[^\n]*\S[^\n]*)*", text):
        if any(c.isalnum() for c in match[0]):
            yield match.start(), match.end(), match[0]


# What is computed.


def _figures(project: Project, document: Briefing) -> Iterator[tuple[str, str]]:
    slug = document.slug
    for index, block in enumerate(chart_blocks(project, slug)):
        data, _ = chart_data(project, slug, index)
        if block.spec is not None and data is not None:
            spec, table = block.spec, tabulate(block.spec, data)
            drawn = [spec.type, spec.mode, spec.scale, spec.range, list(spec.source)]
            events = [[e.date, e.until, normalise(e.text)] for e in spec.annotations]
            columns = [[c.label, c.unit] for c in table.columns]
            values = [drawn, events, columns, _plain(table.rows), _plain(table.statuses)]
            yield f"chart {spec.id}", fingerprint(values)
    for index, shown in enumerate(table_blocks(project, slug)):
        content, _ = table_content(project, slug, index)
        if shown.spec is not None and content is not None:
            values = [list(content.header), _plain(content.rows)]
            yield f"table {shown.spec.id}", fingerprint(values)
    for link in find_links(document.body):
        path = f"{BRIEFINGS}/{slug}/{link.url}"
        if re.fullmatch(r"[\w./-]+\.\w+", link.url) and ".." not in link.url:
            raw = None if path.endswith(".md") else read_bytes(project, path)
            if raw is not None:
                yield f"file {link.url}", hashlib.sha256(raw).hexdigest()[:10]


def _claims(project: Project, slug: str) -> Iterator[tuple[str, str]]:
    outcomes = claim_outcomes(project, slug)
    for key in used_claims(project, slug):
        value = outcomes.get(key)
        if isinstance(value, ClaimValue):
            statuses = sorted({row.status for row in value.rows})
            yield key, fingerprint([_plain(value.value), value.unit, statuses])


def _plain(value: object) -> object:
    """Return a value as JSON has it; numbers to twelve digits, alike on every machine."""
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, float):
        return f"{value:.12g}"
    return value if value is None or isinstance(value, bool | str) else str(value)
