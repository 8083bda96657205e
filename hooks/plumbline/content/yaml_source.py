"""YAML read into plain strings with the place of every key and value kept.

Scalars stay strings (the models convert them), so `no`, `12:30` and `0306406152` are not turned
into something else on the way. Anchors and aliases are refused: no author needs them here, and a
few lines of them can stand for gigabytes.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, NamedTuple, TypeAlias

import yaml

from plumbline.content.yaml_errors import explain_syntax_error, find_forbidden_character
from plumbline.diagnostics.diagnostic import Finding, Location

__all__ = ["Path", "Span", "Value", "YamlDocument", "read_yaml"]

Value: TypeAlias = "str | list[Value] | dict[str, Value] | None"
Path: TypeAlias = "tuple[str | int, ...]"

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_MAX_DEPTH = 40
_Parser = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
_ENDS = frozenset({yaml.SequenceEndEvent, yaml.MappingEndEvent})
_WITH_PLACES = _ENDS | {
    yaml.AliasEvent,
    yaml.SequenceStartEvent,
    yaml.MappingStartEvent,
}
"""Events that begin or end a value, beside scalars; the others are about documents."""


class Span(NamedTuple):
    """Start and end of a key or value: lines and columns counted from 1."""

    line: int
    column: int
    end_line: int
    end_column: int


@dataclass(slots=True)
class YamlDocument:
    """One YAML document.

    Attributes:
        data: strings, None, lists and dictionaries; None when the text could not be parsed.
        values: place of each value by its path, such as `("key_judgments", 0, "text")`.
        keys: place of each mapping key by the path of its value.
        findings: what is wrong with the syntax.
    """

    path: str
    data: Value = None
    values: dict[Path, Span] = field(default_factory=dict)
    keys: dict[Path, Span] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def locate(self, path: Path) -> Location:
        """Return where a value stands; for a path that is absent, where its nearest parent does."""
        for length in range(len(path), -1, -1):
            span = self.values.get(path[:length])
            if span is not None:
                nothing = (span.line, span.column) == (span.end_line, span.end_column)
                if length and (nothing or length < len(path)):
                    span = self.keys.get(path[:length], span)
                elif length == 0:  # the whole document is no useful place to underline
                    return Location(self.path, span.line, span.column)
                return _location(self.path, span)
        return Location(self.path)

    def locate_key(self, path: Path) -> Location:
        """Return where the key of a value stands."""
        span = self.keys.get(path)
        return _location(self.path, span) if span else self.locate(path)


@dataclass(slots=True)
class _Container:
    path: Path
    value: list[Value] | dict[str, Value]
    span: Span
    key: str | None = None
    skip: bool = False  # the value of a repeated key
    muted: bool = False  # stands within the value of a repeated key

    @property
    def awaits_key(self) -> bool:
        """Whether what comes next is a key of it."""
        return self.key is None and type(self.value) is dict


def read_yaml(
    text: str, path: str, first_line: int = 1, removed: Sequence[int] = ()
) -> YamlDocument:
    """Parse one YAML document.

    Args:
        text: the YAML, without front matter fences.
        path: the file it stands in, for diagnostics.
        first_line: the line of the file at which `text` begins.
        removed: how many characters were taken off the head of each line.

    Returns:
        The document; syntax errors are findings (YA001 malformed-yaml, YA002 tab-in-yaml,
        YA003 duplicate-key, YA004 yaml-alias), never exceptions.
    """
    document = YamlDocument(path)
    forbidden = find_forbidden_character(text, path, first_line)
    if forbidden is not None:
        document.findings.append(_shifted(forbidden, first_line, removed))
        return document
    try:
        _build(document, _events(text), first_line - 1, removed)
    except yaml.MarkedYAMLError as error:
        document.data = None
        finding = explain_syntax_error(error, text, path, first_line)
        finding = _shifted(finding, first_line, removed)
        # `*Trade* rises` is an alias and then an error: one mistake.
        if all(f.location.line != finding.location.line for f in document.findings):
            document.findings.append(finding)
    except yaml.YAMLError as error:
        document.data = None
        message = f"malformed YAML: {' '.join(str(error).split())}"
        document.findings.append(Finding("YA001", message, Location(path, first_line)))
    return document


def _shifted(finding: Finding, first_line: int, removed: Sequence[int]) -> Finding:
    where = finding.location
    more = _at(removed, where.line - first_line)
    end = where.end_column + more if where.end_column else 0
    moved = replace(where, column=where.column + more, end_column=end)
    return replace(finding, location=moved)


def _at(removed: Sequence[int], index: int) -> int:
    return removed[index] if index < len(removed) else 0


def _events(text: str) -> Iterator[yaml.Event]:
    loader = _Parser(text)
    try:
        while (event := loader.get_event()) is not None:
            yield event
    finally:
        loader.dispose()


def _mark(mark: Any) -> yaml.Mark:
    # libyaml's marks have the attributes of PyYAML's but another type, and a parser's events
    # always carry them.
    marked: yaml.Mark = mark
    return marked


def _build(
    document: YamlDocument, events: Iterator[yaml.Event], shift: int, removed: Sequence[int]
) -> None:
    stack: list[_Container] = []
    anchors: set[str] = set()
    documents = 0

    def span_of(event: Any) -> Span:
        start, end = event.start_mark, event.end_mark  # see `_mark`
        first, last = start.line, end.line
        begins, ends = start.column + 1, end.column + 1
        if removed:
            begins += _at(removed, first)
            ends += _at(removed, last)
        return Span(first + 1 + shift, begins, last + 1 + shift, ends)

    def place(parent: _Container | None, value: Value, span: Span) -> None:
        if parent is None:
            document.data = value
            document.values[()] = span
            return
        if isinstance(parent.value, list):
            if not parent.muted:
                document.values[(*parent.path, len(parent.value))] = span
            parent.value.append(value)
        elif parent.key is not None:
            if not parent.skip:
                if not parent.muted:
                    document.values[(*parent.path, parent.key)] = span
                parent.value[parent.key] = value
            parent.key, parent.skip = None, False

    for event in events:
        kind, parent = type(event), stack[-1] if stack else None
        if isinstance(event, yaml.ScalarEvent):  # first: most are
            span = span_of(event)
            if event.anchor or event.tag:
                _refuse_extras(document, event, span, anchors)
            if parent is not None and parent.awaits_key:
                _begin_key(document, parent, event.value, span)
            else:
                plain = not event.style  # libyaml says "", the parser in Python None
                place(parent, None if plain and event.value in _NULLS else event.value, span)
            continue
        if kind not in _WITH_PLACES:
            if kind is yaml.DocumentStartEvent:
                documents += 1
                if documents > 1:
                    raise yaml.MarkedYAMLError(
                        problem="a second document begins here; one was expected",
                        problem_mark=_mark(event.start_mark),
                    )
            continue
        span = span_of(event)
        if kind in _ENDS:
            done = stack.pop()
            whole = Span(done.span.line, done.span.column, span.end_line, span.end_column)
            place(stack[-1] if stack else None, done.value, whole)
            continue
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor or tag:
            _refuse_extras(document, event, span, anchors)
        is_key = parent is not None and parent.awaits_key
        if kind is yaml.AliasEvent:
            if parent is not None and is_key:
                _begin_key(document, parent, f"*{anchor}", span)
            else:
                place(parent, None, span)
        else:
            stack.append(_begin_container(event, parent, span, len(stack), is_key=is_key))


def _begin_container(
    event: yaml.Event, parent: _Container | None, span: Span, depth: int, *, is_key: bool
) -> _Container:
    if depth >= _MAX_DEPTH:
        raise yaml.MarkedYAMLError(
            problem=f"nested more than {_MAX_DEPTH} levels deep",
            problem_mark=_mark(event.start_mark),
        )
    if is_key:
        raise yaml.MarkedYAMLError(
            problem="a list or mapping cannot be a key",
            problem_mark=_mark(event.start_mark),
        )
    fresh: list[Value] | dict[str, Value] = {}
    if isinstance(event, yaml.SequenceStartEvent):
        fresh = []
    if parent is None:
        return _Container((), fresh, span)
    step = len(parent.value) if isinstance(parent.value, list) else parent.key
    path = (*parent.path, step if step is not None else "")
    return _Container(path, fresh, span, muted=parent.muted or parent.skip)


def _refuse_extras(
    document: YamlDocument, event: yaml.Event, span: Span, anchors: set[str]
) -> None:
    """Report anchors and aliases (YA004), once a name, and tags such as `!x` (YA001)."""
    anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
    where = Location(document.path, span.line, span.column)
    if anchor and anchor not in anchors:
        anchors.add(anchor)
        sign = "*" if isinstance(event, yaml.AliasEvent) else "&"
        message = f"YAML anchors and aliases are not supported, found {sign + anchor!r}"
        fix = f"Write the value out; put a text that begins with {sign} between quotation marks."
        document.findings.append(Finding("YA004", message, where, fix))
    if tag:
        shown = tag.replace("tag:yaml.org,2002:", "!!", 1)
        message = f"malformed YAML: tags are not supported, found {shown!r}"
        fix = "Put a text that begins with ! between quotation marks."
        document.findings.append(Finding("YA001", message, where, fix))


def _begin_key(document: YamlDocument, parent: _Container, key: str, span: Span) -> None:
    parent.key = key
    if parent.muted:
        return
    path = (*parent.path, key)
    first = document.keys.get(path)
    if first is None:
        document.keys[path] = span
        return
    parent.skip = True
    document.findings.append(
        Finding(
            "YA003",
            f"the key {key!r} stands here again; it was first given on line {first.line}",
            _location(document.path, span),
            "Keep one of the two; the first is used.",
        )
    )


def _location(path: str, span: Span) -> Location:
    return Location(path, span.line, span.column, span.end_line, span.end_column)
