"""Rows of datasets by what stands in them: those a claim rests on, and those next door.

What a claim says is computed in SQL and shown as such. What is known beside it, such as the status
of its rows, takes several look-ups a claim, which the tables themselves answer at once where each
query takes a third of a millisecond and more.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from plumbline.data.queries import table
from plumbline.data.table import Cell
from plumbline.project import Project
from plumbline.query import query

__all__ = ["RowSelection", "select_cells"]


@dataclass(frozen=True, slots=True)
class RowSelection:
    """Some rows of a dataset.

    Attributes:
        dataset: its name.
        where: columns with the cells that the rows have in them.
        extreme: "max" or "min" and a column of numbers: of these rows those with the largest or the
            smallest number in it.
    """

    dataset: str
    where: tuple[tuple[str, Cell], ...] = ()
    extreme: tuple[str, str] | None = None


def select_cells(
    project: Project, selection: RowSelection, columns: Sequence[str]
) -> list[tuple[Cell, ...]]:
    """Return the cells of some columns, a tuple a row in the order of the dataset.

    A column that the dataset does not have gives None, and so does a missing value.
    """
    read = table(project, selection.dataset)
    if read is None:
        return []
    places = {name: index for index, name in enumerate(read.names)}
    named = tuple(name for name, _ in selection.where)
    extreme = selection.extreme
    if not {*named, *([extreme[1]] if extreme else [])} <= places.keys():
        return []  # a column that the file lacks
    found: Sequence[int] = _rows_by(project, selection.dataset, named).get(
        tuple(cell for _, cell in selection.where), ()
    )
    if extreme is not None:
        form, column = extreme
        at = places[column]
        numbers = {i: n for i in found if isinstance(n := read.rows[i][at], int | float)}
        best = (max if form == "max" else min)(numbers.values(), default=None)
        found = [i for i, number in numbers.items() if number == best]
    shown = [places.get(name) for name in columns]
    return [tuple(None if at is None else read.rows[i][at] for at in shown) for i in found]


@query
def _rows_by(
    project: Project, dataset: str, columns: tuple[str, ...]
) -> Mapping[tuple[Cell, ...], tuple[int, ...]]:
    """Return the rows of a dataset, counted from 0, by their cells in some columns."""
    read = table(project, dataset)
    found: dict[tuple[Cell, ...], list[int]] = {}
    if read is not None:
        places = [read.names.index(name) for name in columns]
        for number, row in enumerate(read.rows):
            found.setdefault(tuple([row[at] for at in places]), []).append(number)
    return {cells: tuple(numbers) for cells, numbers in found.items()}
