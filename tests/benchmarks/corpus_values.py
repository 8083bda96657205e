"""A library of briefings as values, before it is written to files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

__all__ = ["YEARS", "Briefing", "Corpus", "Dataset", "Library", "Source"]

YEARS = range(1990, 2025)
"""The years of a dataset."""


@dataclass(frozen=True)
class Source:
    """A bibliographic record, and the passage of its text that the library keeps, if any."""

    record: dict[str, Any]
    passage: str

    @property
    def key(self) -> str:
        """Its citekey."""
        return str(self.record["id"])


@dataclass(frozen=True)
class Dataset:
    """Exports and imports of one country to another in USD million, a row a year."""

    name: str
    title: str
    reporter: str
    partner: str
    citekey: str
    rows: dict[int, tuple[float, float]]

    def total(self, year: int) -> float:
        """Return exports and imports of a year together."""
        return round(sum(self.rows[year]), 1)

    def peak(self) -> int:
        """Return the year of the highest total."""
        return max(self.rows, key=self.total)


@dataclass(frozen=True)
class Briefing:
    """A briefing as its author writes it: front matter as values, body as Markdown."""

    slug: str
    front: dict[str, Any]
    body: str


@dataclass(frozen=True)
class Corpus:
    """A library, ready to be written."""

    topics: dict[str, Any]
    authors: dict[str, Any]
    claims: dict[str, Any]
    sources: tuple[Source, ...]
    datasets: tuple[Dataset, ...]
    briefings: tuple[Briefing, ...]


@dataclass(frozen=True)
class Library:
    """What a briefing can rest on; sources in the order of their days."""

    sources: tuple[Source, ...]
    datasets: tuple[Dataset, ...]
    topics: tuple[str, ...]
    authors: tuple[str, ...]
    series: tuple[str, ...]
    countries: Sequence[str]
