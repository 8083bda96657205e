"""briefings/data/datapackage.yaml: a Frictionless Data Package, version 2.

Standard: https://datapackage.org/standard/data-package/. Our own properties of a resource are
`citekeys`, `retrieved`, `vintage`, `redistribute` and the traits of all its fields.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from plumbline.content.model import Day, Model, Text
from plumbline.content.text_file import TextFile
from plumbline.content.validation import validate_model
from plumbline.content.yaml_source import YamlDocument, read_yaml
from plumbline.data.table_schema import TableField, TableSchema, Traits
from plumbline.diagnostics.diagnostic import Finding, Location

__all__ = [
    "Contributor",
    "DataPackage",
    "DataPackageFile",
    "DataSource",
    "Licence",
    "Resource",
    "TableField",
    "Traits",
    "read_datapackage",
]

Url = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$")]
LicenceName = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9._-]+$")]
_WORD = r"[A-Za-z0-9]+"
Email = Annotated[
    str,
    StringConstraints(pattern=rf"^{_WORD}([._+-]{_WORD})*@({_WORD}(-{_WORD})*\.)+[A-Za-z]{{2,}}$"),
]
RelativePath = Annotated[
    str, StringConstraints(pattern=r"^[A-Za-z0-9_][A-Za-z0-9_-]*(\.[A-Za-z0-9_-]+)*$")
]


class Licence(Model):
    """A licence of the data; it has a name or a path."""

    name: LicenceName | None = None
    """Identifier of SPDX or of the Open Definition: CC-BY-4.0, or notspecified where none is."""
    path: Text | None = None
    """Address of the licence's text."""
    title: Text | None = None
    """Name as it is printed."""

    @property
    def label(self) -> str:
        """Title, or name, or address."""
        return self.title or self.name or self.path or ""

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.name is None and self.path is None:
            raise ValueError("a licence needs a `name` or a `path`")
        return self


class DataSource(Model):
    """Where data came from."""

    title: Text | None = None
    """Name as it is printed."""
    path: Text | None = None
    """Address."""
    email: Email | None = None
    """Contact."""
    version: Text | None = None
    """Version of the source that was used."""

    @property
    def label(self) -> str:
        """Title, or address."""
        return self.title or self.path or ""


class Contributor(Model):
    """Who made the package."""

    title: Text
    """Name as it is printed."""
    path: Text | None = None
    """Address."""
    email: Email | None = None
    """Contact."""
    givenName: Text | None = None  # noqa: N815  (the standard's name)
    """Given name."""
    familyName: Text | None = None  # noqa: N815
    """Family name."""
    organization: Text | None = None
    """Organisation."""
    roles: tuple[Text, ...] = ()
    """What they did."""


class Resource(Traits):
    """One dataset; its traits are those of its fields that state none."""

    name: Name
    """Name by which charts and claims refer to it: a-z, 0-9 and underscores."""
    path: RelativePath
    """CSV file beside datapackage.yaml."""
    schema_: TableSchema = Field(alias="schema")
    """Its columns."""
    type: Literal["table"] = "table"
    """Always table."""
    title: Text | None = None
    """Name as it is printed."""
    description: Text | None = None
    """Definition, coverage and caveats."""
    homepage: Url | None = None
    """Address of the publisher's page of the dataset: https://…"""
    format: Literal["csv"] = "csv"
    """Always csv."""
    mediatype: Text | None = None
    """text/csv."""
    encoding: Text | None = None
    """utf-8."""
    bytes: int | None = None
    """Size of the file."""
    hash: Text | None = None
    """Checksum of the file."""
    dialect: dict[str, Any] | None = None
    """CSV dialect."""
    sources: tuple[DataSource, ...] = ()
    """Where the data came from."""
    licenses: tuple[Licence, ...] = ()
    """Licences of the data; those of the package when left out."""
    citekeys: tuple[Text, ...] = ()
    """Sources as citekeys: the source line of charts."""
    retrieved: Day | None = None
    """Day on which the data were fetched."""
    vintage: Text | None = None
    """Which release of the source it is."""
    redistribute: bool = True
    """Whether the terms allow us to offer the rows; false shows only what is drawn from them."""

    @property
    def label(self) -> str:
        """Title, or name."""
        return self.title or self.name

    def traits(self, field: TableField) -> Traits:
        """Return what is known of a field: its own traits, else those of the dataset."""
        stated = {name: getattr(field, name) or getattr(self, name) for name in Traits.model_fields}
        return Traits(**stated)


class DataPackage(Model):
    """All datasets of the site."""

    resources: tuple[Resource, ...] = ()
    """Datasets."""
    schema_: Text | None = Field(None, alias="$schema")
    """Profile."""
    name: Text | None = None
    """Name of the package."""
    id: Text | None = None
    """Globally unique identifier."""
    title: Text | None = None
    """Name as it is printed."""
    description: Text | None = None
    """What the package holds."""
    homepage: Url | None = None
    """Address of the package's page: https://…"""
    version: Text | None = None
    """Version of the package."""
    created: Text | None = None
    """Day of creation."""
    keywords: tuple[Text, ...] = ()
    """Keywords."""
    licenses: tuple[Licence, ...] = ()
    """Licences of the datasets that name none."""
    sources: tuple[DataSource, ...] = ()
    """Sources of the datasets that name none."""
    contributors: tuple[Contributor, ...] = ()
    """Who made the package."""
    image: Text | None = None
    """Image."""


class DataPackageFile:
    """The data package with the places of its parts.

    Attributes:
        package: empty when the file is missing or broken.
        document: gives the lines.
        findings: what is wrong with it.
        complete: whether every dataset that it declares, or may declare, is in `package`; else
            there are findings of that.

    Args:
        readable: whether it can be said which datasets it declares.
    """

    def __init__(
        self,
        package: DataPackage,
        document: YamlDocument,
        findings: tuple[Finding, ...],
        *,
        readable: bool = True,
    ) -> None:
        self.package = package
        self.document = document
        self.findings = findings
        self._by_name = {r.name: r for r in reversed(package.resources)}
        self._declared: dict[str, int] = {}
        data = document.data
        listed = data.get("resources") if isinstance(data, dict) else None
        self.complete = readable
        for index, value in enumerate(listed if isinstance(listed, list) else []):
            name = value.get("name") if isinstance(value, dict) else None
            if isinstance(name, str):
                self._declared.setdefault(name, index)
            else:
                self.complete = False
        self.complete &= self._declared.keys() <= self._by_name.keys()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, DataPackageFile):
            return NotImplemented
        return (self.package, self.document, self.findings) == (
            other.package,
            other.document,
            other.findings,
        )

    __hash__ = None  # type: ignore[assignment]  # as Python itself does beside __eq__

    @property
    def names(self) -> tuple[str, ...]:
        """Names of the datasets, sorted."""
        return tuple(sorted(self._by_name))

    def get(self, name: str) -> Resource | None:
        """Return a dataset by its name, or None."""
        return self._by_name.get(name)

    def defines(self, name: str) -> bool:
        """Return whether a dataset is declared, whether or not its declaration is right.

        A file that cannot be read may declare any: one finding about it says enough.
        """
        return name in self._declared or (self.document.data is None and bool(self.findings))

    def locate(self, name: str, *part: str | int) -> Location:
        """Return where a dataset is declared, or a part of its declaration."""
        index = self._declared.get(name)
        return self.document.locate(
            () if index is None else ("resources", index, *(part or ("name",)))
        )


def read_datapackage(file: TextFile) -> DataPackageFile:
    """Read the data package; broken resources are reported and left out (DA006)."""
    document = read_yaml(file.text, file.path)
    findings = [*file.findings, *document.findings]
    data = document.data
    if data is None:
        readable = file.readable and not document.findings
        return DataPackageFile(DataPackage(), document, tuple(findings), readable=readable)
    if not isinstance(data, dict):
        finding = Finding("YA007", "data package: a mapping was expected", document.locate(()))
        return DataPackageFile(DataPackage(), document, (*findings, finding), readable=False)
    listed = data.get("resources")
    readable = listed is None or isinstance(listed, list)
    if not readable:
        message = "data package: `resources`: a list was expected"
        findings.append(Finding("YA007", message, document.locate(("resources",))))
    head, problems = validate_model(
        DataPackage,
        document,
        {k: v for k, v in data.items() if k != "resources"},
        what="data package",
    )
    findings += problems
    resources: dict[str, Resource] = {}
    for index, value in enumerate(listed if isinstance(listed, list) else []):
        where = ("resources", index)
        resource, problems = validate_model(Resource, document, value, where, "dataset")
        findings += problems
        if resource is None:
            continue
        if resource.name in resources:
            findings.append(
                Finding(
                    "DA006",
                    f"a dataset {resource.name!r} is already declared",
                    document.locate((*where, "name")),
                    "Give it another name; the first is used.",
                )
            )
            continue
        resources[resource.name] = resource
    package = (head or DataPackage()).model_copy(update={"resources": tuple(resources.values())})
    return DataPackageFile(package, document, tuple(findings), readable=readable)
