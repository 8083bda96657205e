"""The registries that front matter refers to: authors, topics, regions."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from typing import Annotated, Generic, TypeVar

from pydantic import StringConstraints

from plumbline.content.model import KEY_PATTERN, Day, Model, Text
from plumbline.content.text_file import TextFile
from plumbline.content.validation import validate_model
from plumbline.content.yaml_source import YamlDocument, read_yaml
from plumbline.diagnostics.diagnostic import Finding

__all__ = [
    "Author",
    "AuthorKind",
    "Region",
    "Registry",
    "Topic",
    "countries",
    "country_code",
    "country_name",
    "read_registry",
]

M = TypeVar("M", bound=Model)
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
_KEY = KEY_PATTERN.replace("a-z", "A-Za-z")


class AuthorKind(StrEnum):
    """What an author is."""

    INSTITUTION = "institution"
    PERSON = "person"


class Author(Model):
    """A desk, an institution or a person who signs briefings."""

    name: Text
    """Name as it is printed."""
    kind: AuthorKind = AuthorKind.INSTITUTION
    """institution or person."""
    description: Text | None = None
    """A sentence or two for the author's page."""
    url: Annotated[str, StringConstraints(pattern=r"^https?://\S+$")] | None = None
    """Address of the author's own page: https://…"""
    orcid: Annotated[str, StringConstraints(pattern=r"^(\d{4}-){3}\d{3}[\dX]$")] | None = None
    """ORCID iD of a person, such as 0000-0002-1825-0097."""
    family: Text | None = None
    """Family name of a person, a part of `name`; the last word of it when left out."""


class Topic(Model):
    """A subject under which briefings are gathered."""

    title: Text
    """Name as it is printed."""
    description: Text | None = None
    """A paragraph for the topic's page."""


class Region(Model):
    """A group of countries."""

    title: Text
    """Name as it is printed."""
    members: tuple[Country, ...]
    """ISO 3166-1 alpha-3 codes, such as FRA."""
    source: Text | None = None
    """Where the membership is stated."""
    as_of: Day | None = None
    """Day for which the membership holds."""


@dataclass(frozen=True, slots=True)
class Registry(Generic[M]):
    """Entries of one file by their keys.

    Attributes:
        document: where each entry stands.
        findings: what is wrong with the file; broken entries are left out.
    """

    entries: dict[str, M]
    document: YamlDocument
    findings: tuple[Finding, ...]

    def __contains__(self, key: str) -> bool:
        return key in self.entries

    def get(self, key: str) -> M | None:
        """Return an entry, or None."""
        return self.entries.get(key)

    def defines(self, key: str) -> bool:
        """Return whether the file has the key, whether or not its entry is right.

        A file that cannot be read may hold any key: one finding about it says enough.
        """
        if isinstance(self.document.data, dict):
            return key in self.document.data
        return bool(self.findings)


def read_registry(file: TextFile, model: type[M], what: str) -> Registry[M]:
    """Read a mapping of keys to entries; each broken entry is reported and left out."""
    document = read_yaml(file.text, file.path)
    findings = [*file.findings, *document.findings]
    entries: dict[str, M] = {}
    data = document.data
    if isinstance(data, dict):
        for key, value in data.items():
            if not re.fullmatch(_KEY, key):
                findings.append(
                    Finding(
                        "YA007",
                        f"{what}: the key {key!r} cannot be an address",
                        document.locate_key((key,)),
                        "Use letters, digits and single hyphens.",
                    )
                )
                continue
            entry, problems = validate_model(model, document, value, (key,), f"{what} {key!r}")
            findings += problems
            if entry is not None:
                entries[key] = entry
    elif data is not None:
        findings.append(
            Finding("YA007", f"{what}s: a mapping of keys was expected", document.locate(()))
        )
    return Registry(entries, document, tuple(findings))


@cache
def countries() -> dict[str, str]:
    """Return ISO 3166-1 alpha-3 codes with the names by which the countries are commonly called."""
    import pycountry

    return {c.alpha_3: getattr(c, "common_name", c.name).split(",")[0] for c in pycountry.countries}


def country_name(code: str) -> str | None:
    """Return the name of a country by its ISO 3166-1 alpha-3 code, or None."""
    return countries().get(code)


@cache
def _codes() -> dict[str, str]:
    codes = {name.casefold(): code for code, name in countries().items()}
    codes |= {code.casefold(): code for code in countries()}
    return codes | {
        "us": "USA",
        "united states": "USA",
        "china": "CHN",
        "russia": "RUS",
        "uk": "GBR",
        "united kingdom": "GBR",
        "eu": "EU",
        "eu27": "EU",
        "european union": "EU",
    }


def country_code(name: str) -> str | None:
    """Return the ISO 3166-1 alpha-3 code of a country by its code or English name, or None.

    The European Union counts as one: EU.
    """
    return _codes().get(name.casefold().strip())
