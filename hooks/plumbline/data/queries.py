"""Queries over the data package and its tables."""

from __future__ import annotations

from plumbline.content.text_file import TextFile
from plumbline.data.datapackage import DataPackageFile, read_datapackage
from plumbline.data.sql_engine import SqlTable
from plumbline.data.table import Table, read_table
from plumbline.graph import query
from plumbline.project import BRIEFINGS, Project, list_folder, read_text

__all__ = ["DATA", "PACKAGE", "datapackage", "sql_table", "table"]

DATA = f"{BRIEFINGS}/data"
PACKAGE = f"{DATA}/datapackage.yaml"


@query
def datapackage(project: Project) -> DataPackageFile:
    """Return the data package; a site without briefings/data/ has an empty one."""
    if not list_folder(project, DATA):
        return read_datapackage(TextFile(PACKAGE, ""))
    return read_datapackage(read_text(project, PACKAGE))


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
