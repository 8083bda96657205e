"""Queries over the data package and its tables."""

from __future__ import annotations

from plumbline.content.text_file import TextFile
from plumbline.data.csv_export import export_csv
from plumbline.data.datapackage import DataPackageFile, read_datapackage
from plumbline.data.descriptor import describe_package
from plumbline.data.sql_engine import SqlTable
from plumbline.data.table import Table, read_table
from plumbline.project import BRIEFINGS, Project, list_folder, read_text
from plumbline.query import kept_query, query

__all__ = [
    "DATA",
    "PACKAGE",
    "data_complete",
    "datapackage",
    "exported_csv",
    "offered_datasets",
    "published_package",
    "sql_table",
    "table",
]

DATA = f"{BRIEFINGS}/data"
PACKAGE = f"{DATA}/datapackage.yaml"


@query
def datapackage(project: Project) -> DataPackageFile:
    """Return the data package; a site without briefings/data/ has an empty one."""
    if not list_folder(project, DATA):
        return read_datapackage(TextFile(PACKAGE, ""))
    return read_datapackage(read_text(project, PACKAGE))


@kept_query
def data_complete(project: Project) -> bool:
    """Return whether the data package could be read, and the declaration of each dataset in it."""
    return datapackage(project).complete


@query
def table(project: Project, name: str) -> Table | None:
    """Return a dataset's table, or None when it is not declared."""
    resource = datapackage(project).get(name)
    if resource is None:
        return None
    where = datapackage(project).locate(name, "path")
    return read_table(read_text(project, f"{DATA}/{resource.path}"), resource, where)


@query
def sql_table(project: Project, name: str) -> SqlTable | None:
    """Return a dataset as the SQL engine takes it, or None when there is no such dataset."""
    read = table(project, name)
    if read is None:
        return None
    return SqlTable(name, tuple((f.name, f.type) for f in read.fields), read.rows)


@query
def offered_datasets(project: Project) -> tuple[str, ...]:
    """Return the names of the datasets whose rows readers may have, sorted."""
    package = datapackage(project)
    return tuple(n for n in package.names if (r := package.get(n)) is not None and r.redistribute)


@query
def exported_csv(project: Project, name: str) -> bytes:
    """Return a dataset as the CSV file that readers get.

    Raises:
        KeyError: there is no such dataset.
    """
    read = table(project, name)
    if read is None:
        raise KeyError(name)
    return export_csv(read).encode()


@query
def published_package(project: Project) -> str:
    """Return the Data Package of the datasets that are offered, as JSON."""
    names = offered_datasets(project)
    tables = {name: read for name in names if (read := table(project, name)) is not None}
    files = {name: exported_csv(project, name) for name in tables}
    return describe_package(datapackage(project).package, tables, files)
