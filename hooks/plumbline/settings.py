"""What MkDocs' configuration says to the core, as queries."""

from __future__ import annotations

from typing import Annotated

from pydantic import StringConstraints

from plumbline.content.model import Model
from plumbline.content.validation import validate_model
from plumbline.content.yaml_source import YamlDocument, read_yaml
from plumbline.diagnostics.diagnostic import Finding, Location
from plumbline.project import Project, read_text
from plumbline.query import kept_query, query

__all__ = [
    "Settings",
    "locate_setting",
    "settings",
    "settings_findings",
    "site_address",
]

_EDITORS = (
    "vscode|vscode-insiders|vscodium|cursor|windsurf|zed|idea|pycharm|webstorm|jetbrains|subl|txmt"
    "|bbedit|mvim|nvim|emacs|nova"
)
_EDITOR_URL = rf"^(?:(?:{_EDITORS})://(?:[^\s{{}}]|\{{(?:path|line|column)\}})+)?$"
"""Addresses that editors take, or nothing."""


class Settings(Model):
    """Options under `extra: plumbline:` in mkdocs.yml."""

    warnings_as_errors: bool = False
    """Let warnings fail `plumbline check` and `mkdocs build --strict` too."""
    citation_style: Annotated[str, StringConstraints(min_length=1)] = "chicago-notes-bibliography"
    """Name of a CSL style of the citation-styles project, or the path of a .csl file."""
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "USD"
    """ISO 4217 code of the currency that a bare "$" means."""
    report_issue_url: Annotated[str, StringConstraints(pattern=r"^(https?|mailto):\S+$")] | None = (
        None
    )
    """Where readers report an error: an address that begins with https:// or mailto:. Without one
    it is the form for a new issue at `repo_url`, if that is on a host known to have one."""
    editor_url: Annotated[str, StringConstraints(pattern=_EDITOR_URL)] = (
        "vscode://file/{path}:{line}:{column}"
    )
    """What the preview links a diagnostic to, with {path}, {line} and {column} put in; empty for
    no link. The scheme is one that editors register."""


@query
def _configuration(project: Project) -> YamlDocument:
    file = read_text(project, project.config)
    document = read_yaml(file.text, project.config)
    # What YAML we do not support is MkDocs' own affair as long as the file can be read.
    document.findings = [*file.findings, *(document.findings if document.data is None else ())]
    return document


@kept_query
def site_address(project: Project) -> str:
    """Return the address that the site is published at, as mkdocs.yml has it; "" where it has none.

    Of `!ENV [NAME, default]` it is the default: a check does not depend on the environment.
    """
    if project.site_url:
        return project.site_url
    data = _configuration(project).data
    found = data.get("site_url") if isinstance(data, dict) else None
    if isinstance(found, list):
        found = found[-1] if found else None
    return found if isinstance(found, str) else ""


@kept_query
def _settings(project: Project) -> tuple[Settings, tuple[Finding, ...]]:
    document = _configuration(project)
    broken = tuple(document.findings)
    data = document.data
    extra = data.get("extra") if isinstance(data, dict) else None
    ours = extra.get("plumbline") if isinstance(extra, dict) else None
    if ours is None:
        return Settings(), broken
    model, findings = validate_model(
        Settings, document, ours, ("extra", "plumbline"), "extra.plumbline"
    )
    return model or Settings(), (*broken, *findings)


def settings(project: Project) -> Settings:
    """Return the options of mkdocs.yml, the defaults where they are broken."""
    return _settings(project)[0]


def locate_setting(project: Project, name: str) -> Location:
    """Return where an option stands in mkdocs.yml."""
    return _configuration(project).locate(("extra", "plumbline", name))


def settings_findings(project: Project) -> tuple[Finding, ...]:
    """Return what is wrong with the options of mkdocs.yml."""
    return _settings(project)[1]
