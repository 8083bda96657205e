"""A dataset as a schema.org Dataset, and all of them as a DataCatalog."""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.data.datapackage import DataPackage, Licence, Resource
from plumbline.data.queries import datapackage, exported_csv, table
from plumbline.data.table import Table
from plumbline.library import shared_source
from plumbline.outputs.addresses import absolute, licence_address, web_address
from plumbline.outputs.linked_data import Thing, describe_publisher, stated
from plumbline.project import Project
from plumbline.site.cards import describe_region

__all__ = ["describe_catalog", "describe_dataset"]

_MOMENTS = ("year", "yearmonth", "date", "datetime")
_UNNAMED = ("notspecified", "other-at", "other-closed", "other-nc", "other-open", "other-pd")
"""Names of the Open Definition that stand for no licence of their own."""


def describe_dataset(project: Project, name: str) -> Thing:
    """Return a dataset; its rows as a download only where its terms allow that.

    Raises:
        KeyError: there is no such dataset.
    """
    package = datapackage(project)
    resource, read = package.get(name), table(project, name)
    if resource is None or read is None:
        raise KeyError(name)
    page = absolute(project, f"data/{name}/")
    return stated(
        {
            "@type": "Dataset",
            "@id": page,
            "url": page,
            "name": resource.label,
            "description": _describe(project, resource),
            "creator": list(_creators(project, package.package, resource)),
            "publisher": describe_publisher(project),
            "license": list(_licences(resource.licenses or package.package.licenses)),
            "version": resource.vintage,
            "isBasedOn": web_address(resource.homepage),
            "dateModified": resource.retrieved.isoformat() if resource.retrieved else None,
            "temporalCoverage": _period(read),
            "spatialCoverage": list(_places(project, resource)),
            "variableMeasured": [
                stated(
                    {
                        "@type": "PropertyValue",
                        "name": field.label,
                        "alternateName": field.name if field.name != field.label else None,
                        "description": field.description,
                        "unitText": field.unit,
                    }
                )
                for field in resource.schema_.fields
            ],
            "isAccessibleForFree": True,
            "includedInDataCatalog": _catalog(project),
            "distribution": list(_files(project, resource)),
        }
    )


def describe_catalog(project: Project) -> Thing:
    """Return the index of datasets as a DataCatalog."""
    package = datapackage(project)
    return stated(
        {
            **_catalog(project),
            "description": package.package.description,
            "publisher": describe_publisher(project),
            "dataset": [
                {
                    "@type": "Dataset",
                    "@id": absolute(project, f"data/{name}/"),
                    "name": resource.label,
                    "url": absolute(project, f"data/{name}/"),
                }
                for name in package.names
                if (resource := package.get(name)) is not None
            ],
        }
    )


def _catalog(project: Project) -> Thing:
    page = absolute(project, "data/")
    title = datapackage(project).package.title or f"{project.site_name}: data"
    return {"@type": "DataCatalog", "@id": page, "name": title, "url": page}


def _describe(project: Project, resource: Resource) -> str:
    """Return its description; search engines want one of fifty characters at least."""
    if resource.description:
        return resource.description
    columns = ", ".join(field.label for field in resource.schema_.fields)
    return f"{resource.label}: a dataset of {project.site_name} with the columns {columns}."


def _creators(project: Project, package: DataPackage, resource: Resource) -> Iterator[Thing]:
    """Yield who made the data: the publishers that it names, else those of its source records."""
    sources = [source for source in resource.sources or package.sources if source.label]
    for source in sources:
        organisation = {"name": source.label, "url": web_address(source.path)}
        yield stated({"@type": "Organization", **organisation})
    if sources:
        return
    records = [r for key in resource.citekeys if (r := shared_source(project, key)) is not None]
    for name in dict.fromkeys(record.short_author for record in records):
        yield {"@type": "Organization", "name": name}


def _licences(licences: tuple[Licence, ...]) -> Iterator[str]:
    for licence in licences:
        address = web_address(licence.path)
        if not address and licence.name and licence.name not in _UNNAMED:
            address = licence_address(licence.name)
        if address:
            yield address


def _period(read: Table) -> str:
    """Return the time that the rows cover as an ISO 8601 interval, or nothing."""
    for field in read.fields:
        if field.type in _MOMENTS:
            cells = [cell for cell in read.column(field.name) if cell is not None]
            moments = sorted(f"{c:04}" if isinstance(c, int) else str(c) for c in cells)
            if moments:
                first, last = moments[0], moments[-1]
                return first if first == last else f"{first}/{last}"
    return ""


def _places(project: Project, resource: Resource) -> Iterator[Thing]:
    traits = [resource, *resource.schema_.fields]
    codes = dict.fromkeys(c for t in traits for c in (t.reporter, t.partner) if c)
    for code in codes:
        yield {"@type": "Place", "name": describe_region(project, code) or code}


def _files(project: Project, resource: Resource) -> Iterator[Thing]:
    if resource.redistribute:
        yield {
            "@type": "DataDownload",
            "contentUrl": absolute(project, f"data/{resource.name}/{resource.name}.csv"),
            "encodingFormat": "text/csv",
            "contentSize": f"{len(exported_csv(project, resource.name))} B",
        }
