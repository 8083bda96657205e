"""The typed front matter of a briefing; `schemas/front-matter.schema.json` comes from it."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any

from pydantic import AfterValidator, Field, StringConstraints

from plumbline.content.correction_kind import CorrectionKind
from plumbline.content.language_tags import check_language
from plumbline.content.model import KEY_PATTERN, Day, Model, Text
from plumbline.evidence.claims import Claim, ClaimId

__all__ = [
    "LONGEST_TITLE",
    "BriefingType",
    "Confidence",
    "Correction",
    "FrontMatter",
    "KeyJudgment",
    "Status",
    "Suppression",
]

LONGEST_TITLE = 200
"""Characters that a title has at most."""

RegistryKey = Annotated[str, StringConstraints(pattern=KEY_PATTERN)]


class BriefingType(StrEnum):
    """What kind of publication it is."""

    BRIEFING = "briefing"
    NOTE = "note"
    DATASET_NOTE = "dataset-note"
    METHODS_NOTE = "methods-note"
    COMMENTARY = "commentary"


class Status(StrEnum):
    """Where a briefing stands in its life."""

    DRAFT = "draft"
    SCHEDULED = "scheduled"
    PUBLISHED = "published"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"


class Confidence(StrEnum):
    """How sure a judgment is, as in US Intelligence Community Directive 203, section D.6.e(2)."""

    HIGH = "high"
    MODERATE = "moderate"
    LOW = "low"


class KeyJudgment(Model):
    """A headline finding and how sure we are of it."""

    text: Text
    """The finding, in one sentence."""
    confidence: Confidence
    """high, moderate or low."""


class Correction(Model):
    """What was changed in a published briefing."""

    date: Day
    """Day of the change."""
    kind: CorrectionKind
    """correction (something was wrong), update (something is new), minor (no fact altered)."""
    was: Text | None = None
    """The words before."""
    now: Text | None = None
    """The words after."""
    where: Text | None = None
    """Where in the briefing: a heading or an anchor."""
    note: Text | None = None
    """Why, in a sentence."""


class Suppression(Model):
    """A rule that is set aside for this briefing, with the reason."""

    rule: Text
    """The rule's code (CI001) or name (unknown-citation)."""
    reason: Text
    """Why it does not apply here."""
    until: Day | None = None
    """Last day on which it holds."""


def _valid_licence(value: str) -> str:
    if not value.replace("-", "").replace(".", "").replace("+", "").isalnum():
        raise ValueError("an SPDX licence identifier such as CC-BY-4.0 was expected")
    return value


class FrontMatter(Model):
    """Everything a briefing says about itself before its text."""

    title: Annotated[Text, Field(max_length=LONGEST_TITLE)]
    """Headline. Under 110 characters; about 70 read best."""
    summary: Text | None = None
    """One or two sentences for cards, search results and feeds, at most 300 characters."""
    date: Day
    """Day of publication (YYYY-MM-DD); for a scheduled briefing, the day on which it appears."""
    updated: Day | None = None
    """Day of the last change of substance."""
    authors: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Keys of briefings/authors.yml."""
    topics: Annotated[tuple[Text, ...], Field(min_length=1)]
    """Keys of briefings/topics.yml."""
    regions: tuple[Text, ...] = ()
    """ISO 3166-1 alpha-3 codes, or keys of briefings/regions.yml (EU, NATO, ASEAN …)."""
    type: BriefingType
    """What kind of publication it is."""
    series: Text | None = None
    """Name of the series it belongs to, if any."""
    status: Status = Status.DRAFT
    """Where it stands in its life: drafts are shown in preview and never built."""
    aliases: tuple[RegistryKey, ...] = ()
    """Slugs that the briefing had before; their addresses lead to it."""
    superseded_by: RegistryKey | None = None
    """Slug of the briefing that takes its place; goes with status superseded."""
    withdrawal_reason: Text | None = None
    """Why it was withdrawn; goes with status withdrawn."""
    key_judgments: tuple[KeyJudgment, ...] = ()
    """Headline findings with a confidence; required when the type is briefing."""
    claims: dict[ClaimId, Claim] = Field(default_factory=dict)
    """Numbers, dates and texts of the prose computed from datasets, by their ids."""
    corrections: tuple[Correction, ...] = ()
    """Changes made since publication, newest first."""
    funding: Text | None = None
    """Who paid for the work."""
    disclosures: Text | None = None
    """Interests a reader should know of."""
    reviewers: tuple[Text, ...] = ()
    """Who reviewed it: keys of briefings/authors.yml."""
    report_number: Text | None = None
    """Number in the institution's own series, such as PL-2026-01."""
    doi: Annotated[str, StringConstraints(pattern=r"^10\.\d{4,9}/\S+$")] | None = None
    """Digital Object Identifier without the resolver, such as 10.1000/182."""
    licence: Annotated[str, AfterValidator(_valid_licence)] | None = None
    """SPDX identifier of the licence of the text, such as CC-BY-4.0."""
    language: Annotated[str, AfterValidator(check_language)] = "en"
    """BCP 47 tag of the language of the text, such as en-GB."""
    ignore: tuple[Suppression, ...] = ()
    """Rules set aside for this briefing, each with a reason."""

    @classmethod
    def json_schema(cls) -> dict[str, Any]:
        """Return the JSON Schema that editors use for completion and checks."""
        return cls.model_json_schema()
