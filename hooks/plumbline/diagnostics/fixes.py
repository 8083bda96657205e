"""Diagnostics with one right answer applied to the text they stand in."""

from __future__ import annotations

from collections.abc import Iterable

from plumbline.diagnostics.diagnostic import Diagnostic

__all__ = ["apply_fixes", "is_fixable"]


def is_fixable(diagnostic: Diagnostic) -> bool:
    """Return whether a diagnostic names one replacement for an exact span."""
    where = diagnostic.location
    return diagnostic.replacement is not None and where.end_line >= where.line > 0


def apply_fixes(text: str, diagnostics: Iterable[Diagnostic]) -> tuple[str, int]:
    """Replace the spans of fixable diagnostics of one file.

    Args:
        text: the file as it is, line ends included; a byte-order mark has been taken off.
        diagnostics: those of this file. Where spans overlap, the first is applied and the others
            wait for the next run.

    Returns:
        The new text and how many fixes it holds.
    """
    starts = [0]
    for line in text.split("\n"):
        starts.append(starts[-1] + len(line) + 1)
    spans = []
    for diagnostic in diagnostics:
        where = diagnostic.location
        if not is_fixable(diagnostic) or where.end_line >= len(starts):
            continue
        start = starts[where.line - 1] + where.column - 1
        end = starts[where.end_line - 1] + where.end_column - 1
        if start <= end <= len(text):
            spans.append((start, end, diagnostic.replacement or ""))
    pieces, position, count = [], 0, 0
    for start, end, replacement in sorted(set(spans)):
        if start < position:
            continue
        pieces += [text[position:start], replacement]
        position, count = end, count + 1
    return "".join([*pieces, text[position:]]), count
