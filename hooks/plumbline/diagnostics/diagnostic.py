"""Values that describe one problem at one place in one file."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

__all__ = ["Diagnostic", "Finding", "Location", "Severity", "count_errors", "sort_diagnostics"]


class Severity(StrEnum):
    """How much a diagnostic weighs: an error fails a strict build, the others are only shown."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"


@dataclass(frozen=True, slots=True, order=True)
class Location:
    """A place in a file.

    Attributes:
        path: relative to the project's root, with forward slashes.
        line: counted from 1.
        column: counted from 1, in Unicode code points.
        end_line: line of the first character after the span.
        end_column: column of the first character after the span.
    """

    path: str
    line: int = 1
    column: int = 1
    end_line: int = 0
    end_column: int = 0

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclass(frozen=True, slots=True)
class Finding:
    """What a reader or a rule found, before the registry adds the rule's name and severity.

    Attributes:
        code: the rule's code, such as "CI001".
        message: one sentence without a full stop: what is wrong and what was found.
        location: where.
        suggestion: the likely fix, as a sentence; empty when none is known.
        replacement: text that would take the span's place, where there is one right answer.
    """

    code: str
    message: str
    location: Location
    suggestion: str = ""
    replacement: str | None = None

    def at_severity(self, severity: Severity, rule: str) -> Diagnostic:
        """Return the diagnostic that this finding becomes under a rule's name and severity."""
        return Diagnostic(
            code=self.code,
            rule=rule,
            severity=severity,
            message=self.message,
            location=self.location,
            suggestion=self.suggestion,
            replacement=self.replacement,
        )


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One rule's report at one place, ready to be shown.

    Attributes:
        source_line: the text of the line at `location`, for the terminal's caret; may be empty.
    """

    code: str
    rule: str
    severity: Severity
    message: str
    location: Location
    suggestion: str = ""
    replacement: str | None = None
    source_line: str = field(default="", compare=False)

    def with_source_line(self, text: str) -> Diagnostic:
        """Return the same diagnostic with the line that it points at."""
        return replace(self, source_line=text)

    def hardened(self) -> Diagnostic:
        """Return the same diagnostic with a warning made an error (`warnings_as_errors`)."""
        if self.severity is Severity.WARNING:
            return replace(self, severity=Severity.ERROR)
        return self


def sort_diagnostics(diagnostics: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Return diagnostics by path, line, column and code, each once."""
    unique = dict.fromkeys(diagnostics)
    return tuple(sorted(unique, key=lambda d: (d.location, d.code, d.message)))


def count_errors(diagnostics: Iterable[Diagnostic]) -> int:
    """Return how many diagnostics are errors."""
    return sum(1 for d in diagnostics if d.severity is Severity.ERROR)
