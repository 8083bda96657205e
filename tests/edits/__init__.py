"""Edits of the library in `tests/sites/edited`, one after the other, and what each must lead to."""

from edits.evidence import DATA, EVIDENCE
from edits.frame import FRAME
from edits.lives import BRIEFINGS, FILES, LEDGERS
from edits.writing import REGISTRIES, WRITING

__all__ = ["EDITS"]

EDITS = [*WRITING, *REGISTRIES, *EVIDENCE, *DATA, *FRAME, *FILES, *BRIEFINGS, *LEDGERS]
"""Each begins where the one before it has ended."""
