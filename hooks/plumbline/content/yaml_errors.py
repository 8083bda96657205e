"""What a YAML parser's complaint means to an author, and the place of the mistake itself.

libyaml reports where it gave up, which is often a line or many after the mistake: a quotation mark
that is never closed is noticed at the end of the file.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

import yaml

from plumbline.diagnostics.diagnostic import Finding, Location

__all__ = ["explain_syntax_error", "find_forbidden_character"]

# All but the characters of YAML 1.1; of those its line ends NEL, U+2028 and U+2029, which no editor
# and no line count of ours takes for one.
_FORBIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]"
)
_ONLY_A_KEY = re.compile(r"\s*(?:- +)*[\w$.-]+")
_NO_SPACE = re.compile(r"\s*(?:- +)*[\w$-]+(?P<colon>:)[^\s:/]")

_QUOTE = "Put the value between quotation marks."
_ALIGN = "Indent it like the other lines of its list or mapping."
_Mark = tuple[int, int]  # line and column from 0


def find_forbidden_character(text: str, path: str, first_line: int) -> Finding | None:
    """Return a finding (YA001) for the first character that YAML does not allow, or None."""
    match = _FORBIDDEN.search(text)
    if match is None:
        return None
    line = first_line + text.count("\n", 0, match.start())
    column = match.start() - text.rfind("\n", 0, match.start())
    return Finding(
        "YA001",
        f"malformed YAML: the character U+{ord(match[0]):04X} is not allowed",
        Location(path, line, column, line, column + 1),
        "Delete it; most editors do not show it.",
    )


def explain_syntax_error(
    error: yaml.MarkedYAMLError, text: str, path: str, first_line: int
) -> Finding:
    """Return the finding for a syntax error: YA001 malformed-yaml or YA002 tab-in-yaml."""
    lines = text.split("\n")
    at = _place(error.problem_mark or error.context_mark)
    tab = _tab_in_indent(lines, at[0])
    if tab is not None:
        code, message, fix = "YA002", "a tab is used for indentation", "Indent with spaces."
        at = tab
    else:
        code = "YA001"
        at, problem, fix = _explain(error, at, lines)
        message = f"malformed YAML: {problem}"
    line, column = at
    return Finding(code, message, Location(path, line + first_line, column + 1), fix)


def _place(mark: yaml.Mark | None) -> _Mark:
    return (mark.line, mark.column) if mark else (0, 0)


def _tab_in_indent(lines: Sequence[str], line: int) -> _Mark | None:
    # libyaml often stops at the line after a tab; the tab itself is the place to show.
    for candidate in (line, line - 1):
        if 0 <= candidate < len(lines):
            indent = re.match(r"[ \t]*", lines[candidate])
            if indent and "\t" in indent[0]:
                return candidate, indent[0].index("\t")
    return None


def _explain(
    error: yaml.MarkedYAMLError, at: _Mark, lines: Sequence[str]
) -> tuple[_Mark, str, str]:
    """Return the place, the problem and the likely fix."""
    problem = " ".join((error.problem or error.context or "it cannot be parsed").split())
    context = error.context or ""
    begun = _place(error.context_mark) if error.context_mark else at
    line = lines[at[0]] if at[0] < len(lines) else ""
    if "mapping values are not allowed" in problem:
        return _explain_colon(at, lines)
    if "cannot start any token" in problem:
        return at, f"a value cannot begin with {line[at[1] : at[1] + 1]!r}", _QUOTE
    if "expected alphabetic or numeric character" in problem:
        sign = lines[begun[0]][begun[1] : begun[1] + 1]
        return begun, f"a value cannot begin with {sign!r}", _QUOTE
    if "quoted scalar" in context and "unexpected" in problem:
        return begun, "this quotation mark is never closed", "Close it at the end of the value."
    if "escape" in problem:
        fix = "Use single quotation marks, or write the backslash twice."
        return at, "a backslash between double quotation marks begins an escape", fix
    if "while parsing a flow" in context:
        fix = "Close it, or put a value that holds brackets or commas between quotation marks."
        return (
            _opening_bracket(begun, lines),
            "this bracket is never closed, or a comma is missing behind it",
            fix,
        )
    if "could not find expected ':'" in problem:
        fix = "Write a key, a colon and a space; indent text that goes on from the line above."
        return begun, "a key and a colon were expected", fix
    if "did not find expected" in problem and "block" in context:
        if "scalar" in context:
            return at, "text cannot follow `|` or `>` on the same line", _QUOTE
        before = line[: at[1]].rstrip()
        if before.endswith(('"', "'", "]", "}")):
            other = " of the other kind" if before.endswith(('"', "'")) else ""
            fix = f"Put the whole value between quotation marks{other}."
            return at, f"the value has ended with the {before[-1]} before this", fix
        return at, "this line is not indented like those above it", _ALIGN
    if "are not allowed in this context" in problem:
        return at, f"a value cannot begin with {line[at[1] : at[1] + 1]!r}", _QUOTE
    return at, problem, ""


def _opening_bracket(at: _Mark, lines: Sequence[str]) -> _Mark:
    """Return the place of the last bracket up to a place: in an empty node none stands there."""
    number, column = at
    for index in range(min(number, len(lines) - 1), -1, -1):
        before = lines[index][: column + 1] if index == number else lines[index]
        found = max(before.rfind("["), before.rfind("{"))
        if found >= 0:
            return index, found
    return at


def _explain_colon(at: _Mark, lines: Sequence[str]) -> tuple[_Mark, str, str]:
    number, column = at
    if not _ONLY_A_KEY.fullmatch(lines[number][:column]) or number == 0:
        fix = "Put the whole value between quotation marks."
        return at, "a colon and a space stand within a value", fix
    # The colon of a key: the mistake is in the line before, or in how far this one is indented.
    before = _NO_SPACE.match(lines[number - 1])
    if before is not None:
        place = (number - 1, before.start("colon"))
        return place, "no space follows the colon of a key", "Put a space behind the colon."
    start = len(lines[number]) - len(lines[number].lstrip())
    return (number, start), "this line is not indented like those above it", _ALIGN
