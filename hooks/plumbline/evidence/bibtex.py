"""Bibliographic records read from BibTeX and BibLaTeX.

bibtexparser splits a file into entries, with their lines, and pandoc turns the good ones into CSL.
An entry that either cannot read is reported, and the others are used.
"""

from __future__ import annotations

import hashlib
import json
import logging
import re
import subprocess
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from pathlib import Path as FilePath

from bibtexparser.exceptions import BlockAbortedException
from bibtexparser.model import (
    Block,
    DuplicateBlockKeyBlock,
    DuplicateFieldKeyBlock,
    Entry,
    Field,
    ImplicitComment,
    ParsingFailedBlock,
    String,
)
from bibtexparser.splitter import Splitter

from plumbline.content.json_source import read_json
from plumbline.content.text_file import TextFile
from plumbline.content.yaml_source import Path, Span, Value, YamlDocument
from plumbline.diagnostics.diagnostic import Finding, Location
from plumbline.evidence.sources import SourceFile, collect_sources
from plumbline.kept_files import read_sealed, write_sealed

__all__ = ["read_bibtex"]

_LOGGER = logging.getLogger("bibtexparser")  # what it logs, we report
_LOGGER.propagate = False
_LOGGER.addHandler(logging.NullHandler())

_FORMAT = 1  # of what is kept; to be raised when records are made in another way
_TIMEOUT = 60  # seconds; a thousand entries take about two
_HELPERS = ("set", "xdata", "control", "bibnote")  # entries that others refer to; no works
_HEAD = re.compile(r"@\s*\w+\s*[{(]\s*(?P<key>[^,\s{}()]*)")
_STRAY_ENTRY = re.compile(r"^[ \t]*@\w+", re.MULTILINE)
_FIX = "Close its braces and put a comma behind each field; the other entries are used."

# Fields of BibTeX in which a CSL variable may stand, the most telling first.
_WRITTEN_AS = {
    "accessed": ("urldate",),
    "collection-title": ("series",),
    "container-title": ("journaltitle", "journal", "booktitle", "maintitle"),
    "event-place": ("venue",),
    "event-title": ("eventtitle",),
    "issue": ("issue", "number"),
    "issued": ("date", "year"),
    "language": ("langid", "language"),
    "original-date": ("origdate",),
    "page": ("pages",),
    "publisher": ("publisher", "institution", "school", "organization", "howpublished"),
    "publisher-place": ("location", "address"),
    "title-short": ("shorttitle",),
}


class _PandocError(RuntimeError):
    """pandoc could not be run, or cannot read an entry."""


def read_bibtex(file: TextFile, cache_file: FilePath | None = None) -> SourceFile:
    """Read a BibTeX or BibLaTeX file.

    Findings: SR040 unreadable-bib-entry, SR004 duplicate-citekey, beside those of the file and of
    each record.

    Args:
        file: the file.
        cache_file: where what pandoc made of it is kept between runs; None keeps nothing.
    """
    findings = list(file.findings)
    entries: list[Entry] = []
    helpers: list[Block] = []
    complete = file.readable
    for block in Splitter(file.text).split().blocks:
        if isinstance(block, Entry) and block.entry_type.casefold() in _HELPERS:
            helpers.append(block)
        elif isinstance(block, Entry) and block.key:
            entries.append(block)
        elif isinstance(block, Entry):
            message, fix = "the record has no citekey", "Write a short unique key behind the brace."
            findings.append(Finding("SR001", message, _key_place(file, block), fix))
        elif isinstance(block, String):
            helpers.append(block)
        elif isinstance(block, ParsingFailedBlock):
            entry, finding = _explain(file, block, entries)
            findings.append(finding)
            entries += [entry] if entry else []
            complete = complete and (entry is not None or finding.code == "SR004")
        elif isinstance(block, ImplicitComment) and _STRAY_ENTRY.search(block.raw or ""):
            findings.append(_unreadable(file, block, "it has no braces"))
            complete = False
    records, failed = _convert(file, helpers, entries, cache_file)
    for entry, why in failed:
        findings.append(_unreadable(file, entry, why))
        complete = False
    document = _document(file, records, {e.key: e for e in reversed(entries)})
    read = collect_sources(document)
    return SourceFile(read.sources, (*findings, *read.findings), complete)


def _explain(
    file: TextFile, block: ParsingFailedBlock, entries: Sequence[Entry]
) -> tuple[Entry | None, Finding]:
    """Return what can still be used of a block that bibtexparser rejects, and what to say."""
    usable = block.ignore_error_block
    entry = usable if isinstance(usable, Entry) else None
    if isinstance(block, DuplicateBlockKeyBlock) and entry is not None:
        first = next((e for e in entries if e.key == entry.key), entry)
        message = f"the citekey {entry.key!r} is already given at {_key_place(file, first)}"
        fix = "Keep one entry, or give this one a key of its own; the first is used."
        return None, Finding("SR004", message, _key_place(file, entry), fix)
    if isinstance(block, DuplicateFieldKeyBlock) and entry is not None:
        names = " and ".join(f"`{name}`" for name in sorted(block.duplicate_keys))
        message = f"the entry {entry.key!r} gives {names} twice"
        return entry, Finding("SR040", message, _key_place(file, entry), "Keep one of the two.")
    error = block.error
    why = error.abort_reason if isinstance(error, BlockAbortedException) else str(error)
    return None, _unreadable(file, block, why)


def _unreadable(file: TextFile, block: Block, why: str) -> Finding:
    head = _HEAD.search(block.raw or "")
    named = f"the entry {head['key']!r}" if head and head["key"] else "the entry"
    reason = " ".join(why.split()).rstrip(".")
    reason = reason[:1].lower() + reason[1:]
    if "still looking for" in reason or "end of file" in reason:
        reason = "a brace or a quotation mark is not closed"
    return Finding("SR040", f"{named} cannot be read: {reason}", _key_place(file, block), _FIX)


def _key_place(file: TextFile, block: Block) -> Location:
    """Return where an entry's key stands, or else where the entry begins."""
    span = _key_span(_Offsets(file.text), block)
    return Location(file.path, span.line, span.column, span.end_line, span.end_column)


def _convert(
    file: TextFile,
    helpers: Sequence[Block],
    entries: Sequence[Entry],
    cache_file: FilePath | None,
) -> tuple[list[dict[str, Value]], list[tuple[Entry, str]]]:
    """Return the entries as CSL records, and those that pandoc cannot read, each with the reason.

    A result without failures is kept under the text it was made from.
    """
    made_from = f"{_FORMAT}\n{_pandoc_version()}\n{file.text}"
    digest = hashlib.sha256(made_from.encode()).hexdigest()
    made = _load(cache_file, digest)
    failed: list[tuple[Entry, str]] = []
    if made is None:
        made = []
        if entries:
            _run_parts("\n".join(h.raw or "" for h in helpers), entries, made, failed)
        if cache_file is not None and not failed:
            kept = json.dumps({"digest": digest, "records": made}, ensure_ascii=False)
            write_sealed(cache_file, kept)
    # Through JSON's own reader, so that numbers become the strings that records are made of.
    data = read_json(json.dumps(made), file.path).data
    keys = {e.key for e in entries}
    records = [r for r in data if isinstance(r, dict)] if isinstance(data, list) else []
    records = [r for r in records if r.get("id") in keys]
    for record in records:
        if not record.get("type"):  # of BibTeX's @misc
            record["type"] = "webpage" if "URL" in record else "document"
    found = {r.get("id") for r in records}
    told = {e.key for e, _ in failed}
    failed += [(e, "pandoc made nothing of it") for e in entries if e.key not in found | told]
    return records, failed


def _load(cache_file: FilePath | None, digest: str) -> list[object] | None:
    try:
        kept = json.loads(read_sealed(cache_file)) if cache_file else None
    except (ValueError, RecursionError):
        return None
    if not isinstance(kept, dict) or kept.get("digest") != digest:
        return None
    records = kept.get("records")
    return records if isinstance(records, list) else None


def _run_parts(
    helpers: str, entries: Sequence[Entry], made: list[object], failed: list[tuple[Entry, str]]
) -> None:
    """Convert entries; where pandoc rejects some, halve them until those stand alone."""
    try:
        made += _run_pandoc("\n\n".join([helpers, *(_braced(e.raw or "") for e in entries)]))
    except _PandocError as error:
        if len(entries) == 1:
            failed.append((entries[0], str(error)))
            return
        middle = len(entries) // 2
        _run_parts(helpers, entries[:middle], made, failed)
        _run_parts(helpers, entries[middle:], made, failed)


def _braced(raw: str) -> str:
    """Return an entry between braces; pandoc does not know `@book(…)`, which BibTeX allows."""
    head, bracket, rest = raw.partition("(")
    return f"{head}{{{rest.rstrip()[:-1]}}}" if bracket and "{" not in head else raw


def _run_pandoc(text: str) -> list[object]:
    import pypandoc

    command = [pypandoc.get_pandoc_path(), "--from=biblatex", "--to=csljson", "--sandbox"]
    try:
        done = subprocess.run(  # noqa: S603
            command,
            input=text,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=_TIMEOUT,
            check=False,
        )
        if done.returncode != 0:
            raise _PandocError(_reason(done.stderr))
        records = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise _PandocError(f"pandoc could not be run: {error}") from error
    return records if isinstance(records, list) else []


def _reason(stderr: str) -> str:
    """Return what pandoc says is wrong, without its place in our copy and without the excerpt."""
    said = [line for line in stderr.splitlines() if line.strip()]
    return next(
        (x for x in said if x.startswith(("unexpected", "expecting"))), " ".join(said)[:200]
    )


def _pandoc_version() -> str:
    from importlib.metadata import version

    return version("pypandoc_binary")


def _document(
    file: TextFile, records: Sequence[dict[str, Value]], entries: dict[str, Entry]
) -> YamlDocument:
    """Return records as if they had been written in YAML, with the places of the .bib file."""
    offsets = _Offsets(file.text)
    document = YamlDocument(file.path, list(records))
    for index, record in enumerate(records):
        entry = entries.get(str(record.get("id")))
        if entry is None:
            continue
        document.values[(index,)] = document.values[(index, "id")] = _key_span(offsets, entry)
        fields = {f.key.casefold(): f for f in entry.fields}
        for name, value in record.items():
            written = (*_WRITTEN_AS.get(name, ()), name.casefold())
            field = next((fields[w] for w in written if w in fields), None)
            if field is not None:
                key, span = _field_spans(offsets, field)
                document.keys[(index, name)] = key
                document.values |= dict.fromkeys(_paths((index, name), value), span)
    return document


def _paths(path: Path, value: Value) -> Iterator[Path]:
    """Yield the paths of a value and of all that is in it; they share one place."""
    yield path
    inside = value.items() if isinstance(value, dict) else enumerate(value or ())
    for step, entry in () if isinstance(value, str) else inside:
        yield from _paths((*path, step), entry)


class _Offsets:
    """Turns offsets in a text into lines and columns."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lines = [0, *(m.end() for m in re.finditer("\n", text))]

    def span(self, start: int, end: int) -> Span:
        """Return the span of a part of the text."""
        (line, column), (end_line, end_column) = self._place(start), self._place(end)
        return Span(line, column, end_line, end_column)

    def _place(self, offset: int) -> tuple[int, int]:
        line = bisect_right(self.lines, offset)
        return line, offset - self.lines[line - 1] + 1


def _key_span(offsets: _Offsets, block: Block) -> Span:
    start = offsets.lines[min(block.start_line or 0, len(offsets.lines) - 1)]
    head = _HEAD.search(offsets.text, start, start + len(block.raw or "") + 200)
    if head is None:
        return offsets.span(start, start)
    return offsets.span(*head.span("key" if head["key"] else 0))


def _field_spans(offsets: _Offsets, field: Field) -> tuple[Span, Span]:
    """Return where a field's name and its value stand."""
    text, value = offsets.text, str(field.value)
    start = offsets.lines[min(field.start_line or 0, len(offsets.lines) - 1)]
    name = re.compile(rf"(?<!\w){re.escape(field.key)}(?=\s*=)", re.IGNORECASE).search(text, start)
    if name is None:
        return offsets.span(start, start), offsets.span(start, start)
    at = text.find(value, name.end())
    behind = text[name.end() : at].strip()
    span = (at, at + len(value)) if behind == "=" else name.span()
    return offsets.span(*name.span()), offsets.span(*span)
