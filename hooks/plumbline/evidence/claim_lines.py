"""Claims ready to be pasted: a cell of a dataset as a line of YAML."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from collections.abc import Sequence

from plumbline.content.scaffold import slugify
from plumbline.data.cells import Cell
from plumbline.data.datapackage import Resource
from plumbline.data.table import Table

__all__ = ["ClaimLines"]

_ID_LENGTH = 80
_COLUMN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_PLAIN = re.compile(r"\w(?:[\w ./–-]*[\w.–-])?")
_WORDS = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
"""What some readers of YAML take for something else than a text."""
_NO_TEXT = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Categories of characters that nobody sees, or that YAML does not take as they are."""


class ClaimLines:
    """Writes claims on the cells of one dataset.

    A row is found again by the dataset's primary key; without one, or where that does not tell the
    row from others, by as few of the first columns as do. Columns that measure something, which
    are numbers or have a unit, tell rows apart by chance, and are left out.

    Args:
        resource: the dataset's declaration.
        table: its rows.
    """

    def __init__(self, resource: Resource, table: Table) -> None:
        self._resource = resource
        self._table = table
        self._counts: dict[tuple[int, ...], Counter[tuple[Cell, ...]]] = {}
        names = table.names
        self._key = tuple(names.index(name) for name in resource.schema_.key)
        self._leading = tuple(
            index
            for index, field in enumerate(table.fields)
            if field.type != "number" and not field.unit
        )

    def line(self, row: int, column: int) -> str:
        """Return a line such as `trade-total-2023: {value: trade.total, where: {year: 2023}}`.

        It is empty where no claim can say which cell is meant, or the cell has no value.

        Args:
            row: index of the row.
            column: index of the column.
        """
        field, cells = self._table.fields[column], self._table.rows[row]
        if cells[column] is None or not _COLUMN.fullmatch(field.name):
            return ""
        chosen = self._identify(cells)
        if chosen is None:
            return ""
        where = [(self._table.names[index], _text(cells[index])) for index in chosen]
        name = _claim_id([self._resource.name, field.name, *(text for _, text in where)])
        listed = ", ".join(f"{_scalar(key)}: {_scalar(text)}" for key, text in where)
        condition = f", where: {{{listed}}}" if listed else ""
        return f"{name}: {{value: {self._resource.name}.{field.name}{condition}}}"

    def _identify(self, cells: tuple[Cell, ...]) -> tuple[int, ...] | None:
        """Return the columns whose values only this row has, or None when none tell it apart."""
        if len(self._table.rows) == 1 and not self._key:
            return ()
        usable = {index for index in {*self._key, *self._leading} if _can_be_stated(cells[index])}
        prefixes = [self._leading[:length] for length in range(1, len(self._leading) + 1)]
        if self._key and usable.issuperset(self._key):
            prefixes.insert(0, self._key)
        for prefix in prefixes:
            chosen = tuple(index for index in prefix if index in usable)
            if chosen and self._count(chosen)[tuple(cells[i] for i in chosen)] == 1:
                return chosen
        return None

    def _count(self, columns: tuple[int, ...]) -> Counter[tuple[Cell, ...]]:
        if columns not in self._counts:
            rows = self._table.rows
            self._counts[columns] = Counter(tuple(row[i] for i in columns) for row in rows)
        return self._counts[columns]


def _can_be_stated(cell: Cell) -> bool:
    """Return whether a condition of a claim can hold a value."""
    if not isinstance(cell, str):
        return isinstance(cell, int)  # no two fractions are surely equal
    hidden = any(unicodedata.category(character) in _NO_TEXT for character in cell)
    return not hidden and cell == cell.strip() != ""


def _text(cell: Cell) -> str:
    return str(cell).lower() if isinstance(cell, bool) else str(cell)


def _scalar(text: str) -> str:
    plain = _PLAIN.fullmatch(text) and text.lower() not in _WORDS
    return text if plain else json.dumps(text, ensure_ascii=False)  # which is YAML, too


def _claim_id(parts: Sequence[str]) -> str:
    """Return an id made of texts; of one that is too long the end, which tells most."""
    slugs = [slug for part in parts if (slug := slugify(part, ""))]
    return "-".join(slugs)[-_ID_LENGTH:].strip("-")
