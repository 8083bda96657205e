"""What went wrong with a query, in an author's words; DuckDB's own text is for programmers."""

from __future__ import annotations

import difflib
import json
import re
from collections.abc import Iterable, Mapping
from typing import Any

__all__ = ["SqlError", "SqlUnavailableError", "describe_failure", "nearest"]

_PREFIX = re.compile(r"^(?:[A-Z][A-Za-z-]* ){1,4}Error: ")
_INTEGERS = re.compile(r"\bU?INT(?:8|16|32|64|128)\b|\bINTEGER_LITERAL\b")
# Sentences that advise what an author cannot do: change a setting.
_ADVICE = re.compile(r"\b(?:Use|use|or|Try|Consider)\b[^.\n]*\bSET\b")
_LONGEST = 300


class SqlError(Exception):
    """A query that has no result.

    Attributes:
        message: what is wrong, without a full stop.
        position: offset in the query of the character it begins at, where it is known.
        suggestion: what to write instead, a sentence, or "".
        passing: whether it may work another time: a limit was reached, or the database was stopped.
    """

    def __init__(
        self,
        message: str,
        position: int | None = None,
        suggestion: str = "",
        *,
        passing: bool = False,
    ) -> None:
        super().__init__(message)
        self.passing = passing
        self.message = message
        self.position = position
        self.suggestion = suggestion

    def __str__(self) -> str:
        return f"{self.message}. {self.suggestion}" if self.suggestion else self.message

    def as_dict(self) -> dict[str, Any]:
        """Return the error as what JSON can carry."""
        return {
            "message": self.message,
            "position": self.position,
            "suggestion": self.suggestion,
            "passing": self.passing,
        }

    @classmethod
    def from_dict(cls, data: Mapping[str, Any]) -> SqlError:
        """Return the error that `as_dict` described."""
        return cls(data["message"], data["position"], data["suggestion"], passing=data["passing"])


class SqlUnavailableError(SqlError):
    """The database did not start or was stopped from outside: nothing is known of the query."""

    def __init__(self, message: str) -> None:
        super().__init__(message, passing=True)


def nearest(name: str, known: Iterable[str]) -> str:
    """Return "Did you mean …?" with the known name most like `name`, or ""."""
    found = difflib.get_close_matches(name.lower(), sorted({k.lower() for k in known}), 1, 0.6)
    return f'Did you mean "{found[0]}"?' if found else ""


def describe_failure(text: str, sql: str, memory_mb: int, seconds: float) -> SqlError:
    """Return in plain words what DuckDB reports, given that it reports as JSON.

    Args:
        text: the text of DuckDB's exception, with the setting `errors_as_json`, or the JSON that
            `json_serialize_sql` gives for a query it cannot read.
        sql: the query, to turn DuckDB's byte offset into a character's.
        memory_mb: what the query could use, in MB.
        seconds: how long it could take.
    """
    details = _details(text)
    kind = str(details.get("exception_type") or details.get("error_type") or "").lower()
    message = str(details.get("exception_message") or details.get("error_message") or text)
    if "out of memory" in kind or "out of memory" in text[:80].lower():
        return SqlError(
            f"the query needs more than the {memory_mb} MB of memory it may use", passing=True
        )
    if kind == "interrupt" or "interrupted" in text[:60].lower():
        return SqlError(
            f"the query takes longer than the {seconds:g} seconds it may take", passing=True
        )
    position = _position(details, sql)
    candidates = [c for c in str(details.get("candidates", "")).split(",") if c]
    name = str(details.get("name", ""))
    if details.get("error_subtype") == "COLUMN_NOT_FOUND":
        # DuckDB guesses at alternatives too freely ("total" for "rowid"), so we show them all.
        offered = ", ".join(f'"{c.split(".")[-1]}"' for c in candidates[:6])
        suggestion = nearest(name, candidates) or (f"Candidates: {offered}." if offered else "")
        return SqlError(f'there is no column "{name}" here', position, suggestion)
    if details.get("error_subtype") == "NO_MATCHING_FUNCTION" or message.startswith("No function"):
        call = _INTEGERS.sub("INTEGER", str(details.get("call") or name))
        return SqlError(
            f"{call} does not work with values of these types",
            position,
            "Check the columns' types, or convert a value with CAST(… AS …).",
        )
    if "ivision by zero" in message:
        return SqlError("division by zero", position, "NULLIF(divisor, 0) gives no value instead.")
    return SqlError(_sentence(message), position, _advice(message))


def _details(text: str) -> dict[str, Any]:
    start = text.find("{")
    if start >= 0:
        try:
            found = json.loads(text[start:])
        except (ValueError, RecursionError):
            return {}
        if isinstance(found, dict):
            return found
    return {}


def _position(details: Mapping[str, Any], sql: str) -> int | None:
    """Return the offset in characters of what DuckDB gives in bytes of UTF-8."""
    try:
        offset = int(details["position"])
    except (KeyError, TypeError, ValueError):
        return None
    encoded = sql.encode("utf-8", "replace")
    if not 0 <= offset <= len(encoded):
        return None
    return len(encoded[:offset].decode("utf-8", "ignore"))


def _sentence(message: str) -> str:
    """Return the first useful sentence: begun in lower case, no full stop, no C++."""
    first = _PREFIX.sub("", message).strip().split("\n", 1)[0]
    first = re.split(r"(?<=[.!])\s", _ADVICE.split(first, maxsplit=1)[0], maxsplit=1)[0]
    first = re.split(r"\s-\s", first, maxsplit=1)[0].strip(" .!,;")
    first = _INTEGERS.sub("INTEGER", first)
    word = first.split(" ", 1)[0]
    if word[1:].islower() or len(word) == 1:
        first = first[:1].lower() + first[1:]
    if len(first) > _LONGEST:
        first = f"{first[: _LONGEST - 1]}…"
    return first or "the database cannot answer the query"


def _advice(message: str) -> str:
    found = re.search(
        r"Did you mean \"[^\"\n]+\"\?|Either add it[^\n]+|Candidate tables: [^\n]+", message
    )
    return found[0] if found else ""
