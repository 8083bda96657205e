"""The kinds of changes to what has been published."""

from __future__ import annotations

from enum import StrEnum

__all__ = ["CorrectionKind"]


class CorrectionKind(StrEnum):
    """How far a change to a published briefing goes."""

    CORRECTION = "correction"
    UPDATE = "update"
    MINOR = "minor"
