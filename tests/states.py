"""A site with a briefing in each state that the library itself has none of, built for review."""

from __future__ import annotations

from pathlib import Path

from plumbline.project import DRAFTS
from support import Site

__all__ = ["REVIEW", "STATES", "write_states"]

REVIEW = {DRAFTS: "1"}
"""What is to be set in the environment of the build, which then holds drafts too."""

STATES = {
    "corrections": "corrections/",
    "corrected": "briefings/corrected/",
    "superseded": "briefings/superseded/",
    "withdrawn": "briefings/withdrawn/",
    "draft": "briefings/draft/",
    "scheduled": "briefings/scheduled/",
}
"""One address of each kind of page, as `test_browser.KINDS` has them for the library."""

_BODY = """Calls rose to 61 in 2023 [@port-2024].

## Why they rose

Fees fell, and the quay was dredged.
"""
_CORRECTIONS = [
    {
        "date": "2026-01-25",
        "kind": "correction",
        "where": "Why they rose",
        "was": "16 calls, of which the greater part were of ships under a flag of convenience",
        "now": "61 calls, of which the greater part were of ships under the country’s own flag",
        "note": "Two digits had changed places.",
    },
    {"date": "2026-01-20", "kind": "update", "where": "The quay", "note": "Figures of 2023."},
    {"date": "2025-12-30", "kind": "correction", "was": "1,600 tonnes", "now": "1,900 tonnes"},
]


def write_states(root: Path) -> None:
    """Write the project."""
    site = Site(root)
    site.briefing("corrected", _BODY, corrections=_CORRECTIONS, date="2025-12-01")
    site.briefing("superseded", _BODY, status="superseded", superseded_by="corrected")
    site.briefing(
        "withdrawn",
        _BODY,
        status="withdrawn",
        withdrawal_reason="The report that it rests on was withdrawn by the port.",
    )
    site.briefing("draft", _BODY, status="draft")
    site.briefing("scheduled", _BODY, status="scheduled", date="2026-02-20")
