"""JSON read like YAML: into plain strings, with the place of every key and value kept.

`json` alone gives no places, and YAML's reader rejects some of JSON (tabs, surrogate pairs).
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right

from plumbline.content.yaml_source import Path, Span, Value, YamlDocument
from plumbline.diagnostics.diagnostic import Finding, Location

__all__ = ["read_json"]

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[{}\[\],:]|[^\s{}\[\],:"]+')
_MAX_DEPTH = 40


def read_json(text: str, path: str) -> YamlDocument:
    """Parse a JSON document.

    Returns:
        The document, numbers and booleans as the strings that they are written as. What is wrong
        is a finding (SR041 malformed-json, YA003 duplicate-key), never an exception.
    """
    document = YamlDocument(path)
    if not text.strip():
        return document
    tokens = list(_TOKEN.finditer(text))
    why, where = "", Location(path)
    try:
        json.loads(text)
    except json.JSONDecodeError as error:
        why, where = error.msg[0].lower() + error.msg[1:], Location(path, error.lineno, error.colno)
    except (RecursionError, ValueError):
        why = "nested too deep, or a number of thousands of digits"
    if not why and _depth(tokens) > _MAX_DEPTH:
        why = f"nested more than {_MAX_DEPTH} levels deep"
    if why:
        fix = "Export the file again; it is not meant to be written by hand."
        document.findings.append(Finding("SR041", f"malformed JSON: {why}", where, fix))
    else:
        document.data = _Reader(text, tokens, document).read(())
    return document


def _depth(tokens: list[re.Match[str]]) -> int:
    depth = deepest = 0
    for token in tokens:
        depth += (token[0] in "[{") - (token[0] in "]}")
        deepest = max(deepest, depth)
    return deepest


class _Reader:
    """Walks over the tokens of a text that is known to be JSON."""

    def __init__(self, text: str, tokens: list[re.Match[str]], document: YamlDocument) -> None:
        self._tokens = iter(tokens)
        self._document = document
        self._lines = [0, *(m.end() for m in re.finditer("\n", text))]

    def read(self, path: Path, token: re.Match[str] | None = None) -> Value:
        """Read the value that begins at a token, the next one if none is given; keep its place."""
        first = last = token or next(self._tokens)
        value: Value
        if first[0] == "[":
            value, last = self._read_list(path)
        elif first[0] == "{":
            value, last = self._read_mapping(path)
        elif first[0] == "null":
            value = None
        else:
            value = _unquote(first[0]) if first[0][0] == '"' else first[0]
        self._document.values[path] = self._span(first.start(), last.end())
        return value

    def _read_list(self, path: Path) -> tuple[list[Value], re.Match[str]]:
        items: list[Value] = []
        for token in self._tokens:
            if token[0] == "]":
                return items, token
            if token[0] != ",":
                items.append(self.read((*path, len(items)), token))
        raise AssertionError("JSON that is never closed")

    def _read_mapping(self, path: Path) -> tuple[dict[str, Value], re.Match[str]]:
        entries: dict[str, Value] = {}
        for token in self._tokens:
            if token[0] == "}":
                return entries, token
            if token[0] == ",":
                continue
            key = _unquote(token[0])
            next(self._tokens)  # the colon
            if key in entries:
                self._refuse_again((*path, key), token)
            else:
                self._document.keys[(*path, key)] = self._span(*token.span())
                entries[key] = self.read((*path, key))
        raise AssertionError("JSON that is never closed")

    def _refuse_again(self, path: Path, token: re.Match[str]) -> None:
        document, span = self._document, self._span(*token.span())
        where = Location(document.path, span.line, span.column, span.end_line, span.end_column)
        line = document.keys[path].line
        message = f"the key {path[-1]!r} stands here again; it was first given on line {line}"
        fix = "Keep one of the two; the first is used."
        document.findings.append(Finding("YA003", message, where, fix))
        self.read((*path, "\0"))  # kept where nobody looks

    def _span(self, start: int, end: int) -> Span:
        line, end_line = bisect_right(self._lines, start), bisect_right(self._lines, end)
        return Span(
            line, start - self._lines[line - 1] + 1, end_line, end - self._lines[end_line - 1] + 1
        )


def _unquote(text: str) -> str:
    if "\\" not in text:
        return text[1:-1]
    # Half of a surrogate pair could not be written to any file.
    raw = str(json.loads(text)).encode("utf-16", "surrogatepass")
    return raw.decode("utf-16", "replace")
