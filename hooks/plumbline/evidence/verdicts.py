"""What a check of one number came to."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

__all__ = ["Outcome", "Verdict"]


class Outcome(StrEnum):
    """Whether what was written agrees with the data."""

    HOLDS = "holds"
    FAILS = "fails"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The outcome of a check, in words that fit after a colon.

    Attributes:
        outcome: holds, fails, or could not be checked.
        reason: why it does not hold: "written $51.7 billion, the data say $5.17 billion".
        slip: the likely mistake, "" if none is known: "ten times too large".
        remark: what to look at although it holds.
    """

    outcome: Outcome
    reason: str = ""
    slip: str = ""
    remark: str = ""

    @property
    def holds(self) -> bool:
        """Whether it holds."""
        return self.outcome is Outcome.HOLDS
