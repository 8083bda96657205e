"""Tables as Markdown."""

from __future__ import annotations

__all__ = ["aligned"]


def aligned(rows: list[list[str]]) -> str:
    """Return rows, the first of which is the head, as a Markdown table that reads as plain text."""
    widths = [max(len(row[column]) for row in rows) for column in range(len(rows[0]))]
    rule = [f"{'-' * widths[0]}", *(f"{'-' * (width - 1)}:" for width in widths[1:])]

    def line(row: list[str]) -> str:
        cells = [row[0].ljust(widths[0])]
        cells += [cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True)]
        return f"| {' | '.join(cells)} |"

    return "\n".join(line(row) for row in [rows[0], rule, *rows[1:]])
