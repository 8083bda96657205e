"""Diagnostics as text for a terminal, as JSON, and as GitHub workflow commands."""

from __future__ import annotations

import json
import unicodedata
from collections import Counter
from collections.abc import Mapping, Sequence

from plumbline.diagnostics.diagnostic import Diagnostic, Severity

__all__ = [
    "describe",
    "format_counts",
    "format_github",
    "format_json",
    "format_one",
    "format_summary",
    "format_terminal",
]

_MAX_SOURCE_WIDTH = 160


def format_one(diagnostic: Diagnostic) -> str:
    """Return one diagnostic in the manner of a compiler: heading, source line, caret, suggestion.

    The same words appear in the terminal, in MkDocs' log and in the preview.
    """
    where = diagnostic.location
    lines = [
        f"{where}: {diagnostic.severity}[{diagnostic.code}] "
        f"{diagnostic.message} ({diagnostic.rule})"
    ]
    if diagnostic.source_line.strip():
        lines += _excerpt(diagnostic)
    if diagnostic.suggestion:
        lines.append(f"  = help: {diagnostic.suggestion}")
    return "\n".join(lines)


def format_terminal(diagnostics: Sequence[Diagnostic]) -> str:
    """Return all diagnostics, a blank line between them, and a summary line."""
    return "\n\n".join([*(format_one(d) for d in diagnostics), format_summary(diagnostics)])


def format_summary(diagnostics: Sequence[Diagnostic]) -> str:
    """Return "Found 2 errors and 1 note." or "No problems found."."""
    counted = format_counts(Counter(str(d.severity) for d in diagnostics))
    return f"Found {counted}." if counted else "No problems found."


def format_counts(counts: Mapping[str, int]) -> str:
    """Return numbers by severity in words: "2 errors and 1 note"; nothing where all are 0."""
    parts = [
        f"{count} {severity}{'s' if count != 1 else ''}"
        for severity in Severity
        if (count := counts.get(str(severity), 0))
    ]
    head, last = parts[:-1], "".join(parts[-1:])
    return f"{', '.join(head)} and {last}" if head else last


def format_json(diagnostics: Sequence[Diagnostic]) -> str:
    """Return a JSON array of objects; `schemas/diagnostics.schema.json` describes it."""
    return json.dumps([describe(d) for d in diagnostics], ensure_ascii=False, indent=2)


def describe(diagnostic: Diagnostic) -> dict[str, object]:
    """Return one diagnostic as plain values for JSON."""
    where = diagnostic.location
    return {
        "code": diagnostic.code,
        "rule": diagnostic.rule,
        "severity": str(diagnostic.severity),
        "message": diagnostic.message,
        "suggestion": diagnostic.suggestion or None,
        "replacement": diagnostic.replacement,
        "path": where.path,
        "line": where.line,
        "column": where.column,
        "end_line": where.end_line or where.line,
        "end_column": where.end_column or where.column,
    }


def format_github(diagnostics: Sequence[Diagnostic]) -> str:
    """Return GitHub Actions workflow commands, which show as annotations on a pull request.

    Source: GitHub docs, "Workflow commands for GitHub Actions", on escaping.
    """
    level = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTE: "notice"}
    lines = []
    for d in diagnostics:
        where = d.location
        properties = {
            "file": where.path,
            "line": where.line,
            "endLine": where.end_line or where.line,
            "col": where.column,
            "title": f"{d.code} {d.rule}",
        }
        text = d.message + (f"\n{d.suggestion}" if d.suggestion else "")
        joined = ",".join(f"{k}={_escape_property(str(v))}" for k, v in properties.items())
        lines.append(f"::{level[d.severity]} {joined}::{_escape_data(text)}")
    return "\n".join(lines)


def _excerpt(diagnostic: Diagnostic) -> list[str]:
    where = diagnostic.location
    source, start = diagnostic.source_line.rstrip("\r\n"), where.column - 1
    cut = 0
    if len(source) > _MAX_SOURCE_WIDTH:  # keep the caret in view on very long lines
        cut = max(0, min(start - _MAX_SOURCE_WIDTH // 2, len(source) - _MAX_SOURCE_WIDTH))
        source = source[cut : cut + _MAX_SOURCE_WIDTH]
        start -= cut
    same_line = where.end_line in (0, where.line)
    end = where.end_column - 1 - cut if same_line and where.end_column else len(source)
    if not same_line:
        end = len(source)
    if not where.end_column:
        end = start + 1
    end = max(min(end, len(source)), start + 1)
    shown = "".join(_visible(c) for c in source)
    padding = "".join(_blank(c) for c in source[:start].ljust(start))
    caret = "^" * max(sum(_width(c) for c in source[start:end]), 1)
    number = str(where.line)
    gutter = " " * len(number)
    return [f"{gutter} |", f"{number} | {shown}", f"{gutter} | {padding}{caret}"]


def _width(character: str) -> int:
    if unicodedata.combining(character):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _blank(character: str) -> str:
    return " " * _width(character)


def _visible(character: str) -> str:
    # A tab or a control character would move the caret; a bidirectional mark would mislead.
    if character == "\t":
        return "→"
    return "�" if unicodedata.category(character) in ("Cc", "Cf") else character


def _escape_data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _escape_property(text: str) -> str:
    return _escape_data(text).replace(":", "%3A").replace(",", "%2C")
