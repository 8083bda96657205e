"""Front matter changed in its text, so that comments and order stay as the author has them."""

from __future__ import annotations

import datetime as dt
import json
import re

from plumbline.content.briefing import Briefing, parse_briefing
from plumbline.content.front_matter import Correction, FrontMatter
from plumbline.content.text_file import TextFile

__all__ = ["add_correction", "set_value", "write_correction"]


def set_value(document: Briefing, key: str, value: str, after: str) -> str | None:
    """Return a briefing's text with a plain value set, or None where that cannot be done safely.

    Args:
        document: the briefing.
        key: a key whose value is a word or a day.
        value: its new value.
        after: the key behind whose line it is put, where it is absent.
    """
    text, source = document.file.text, document.document
    lines = text.split("\n")
    span = source.values.get((key,))
    if (key,) in source.keys and span is not None and span.line == span.end_line:
        line = lines[span.line - 1]
        lines[span.line - 1] = f"{line[: span.column - 1]}{value}{line[span.end_column - 1 :]}"
    elif (key,) not in source.keys and (after,) in source.values:
        lines.insert(source.values[(after,)].end_line, f"{key}: {value}")
    else:
        return None
    return _verified(document, "\n".join(lines), {key: value})


def add_correction(document: Briefing, entry: Correction) -> str | None:
    """Return a briefing's text with a correction before all others, or None as in `set_value`."""
    front, source = document.front_matter, document.document
    if front is None:
        return None
    lines = document.file.text.split("\n")
    if ("corrections",) not in source.keys:
        end = next(i for i, text in enumerate(lines[1:], 1) if re.fullmatch(r"---[ \t]*", text))
        lines[end:end] = ["corrections:", *write_correction(entry)]
    else:
        at = source.keys[("corrections",)].line
        first = source.values.get(("corrections", 0))
        dash = re.match(r"( *)- ", lines[first.line - 1]) if first is not None else None
        if dash is None or first is None or first.line <= at:
            return None
        lines[first.line - 1 : first.line - 1] = write_correction(entry, len(dash[1]))
    corrections = (entry, *front.corrections)
    return _verified(document, "\n".join(lines), {"corrections": corrections})


def write_correction(entry: Correction, indent: int = 2) -> list[str]:
    """Return a correction as lines of YAML."""
    told = {"where": entry.where, "was": entry.was, "now": entry.now, "note": entry.note}
    pairs = [f"date: {entry.date.isoformat()}", f"kind: {entry.kind}"]
    pairs += [f"{key}: {_quote(value)}" for key, value in told.items() if value]
    space = " " * indent
    return [f"{space}{'- ' if i == 0 else '  '}{pair}" for i, pair in enumerate(pairs)]


def _quote(text: str) -> str:
    plain = re.fullmatch(r"[\w$€£“‘(][^\n#:\\]*[^\s:#\\]", text)
    return (
        text
        if plain and not re.fullmatch(r"[\d._-]+|(?i:null|~)", text)
        else json.dumps(text, ensure_ascii=False)
    )


def _verified(document: Briefing, text: str, changed: dict[str, object]) -> str | None:
    """Return a text if, read again, it differs from the briefing in nothing else."""
    front = document.front_matter
    read = parse_briefing(document.slug, TextFile(document.file.path, text))
    if front is None or read.front_matter is None or read.body != document.body:
        return None
    wanted = FrontMatter.model_validate({**dict(front), **{k: _day(v) for k, v in changed.items()}})
    return text if read.front_matter == wanted and read.findings == document.findings else None


def _day(value: object) -> object:
    if isinstance(value, str) and re.fullmatch(r"\d{4}-\d{2}-\d{2}", value):
        return dt.date.fromisoformat(value)
    return value
