"""Claims compiled to SQL: what readers are shown is what was run."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from plumbline.content.validation import did_you_mean
from plumbline.content.yaml_source import Path
from plumbline.data.cells import Cell, read_cell
from plumbline.data.datapackage import Resource, TableField
from plumbline.data.units import UnitError, common_unit, conversion_factor
from plumbline.evidence.claim_rows import RowSelection
from plumbline.evidence.claims import Change, ChangeAs, Claim

__all__ = ["ClaimError", "CompiledClaim", "compile_claim"]

_NUMERIC = frozenset({"number", "integer"})
_SIGNED = re.compile(r"balance|change|growth")
"""Fields whose sign says surplus or deficit, rise or fall."""


class ClaimError(ValueError):
    """A claim that cannot be computed.

    Attributes:
        path: where in the claim's declaration the fault lies.
        suggestion: the likely fix, or empty.
    """

    def __init__(self, message: str, path: Path = (), suggestion: str = "") -> None:
        super().__init__(message)
        self.path = path
        self.suggestion = suggestion


@dataclass(frozen=True, slots=True)
class CompiledClaim:
    """A claim as SQL.

    Attributes:
        sql: a SELECT that gives the value, in `unit`.
        unit: unit of the value; None for dates, texts and yes or no.
        value_type: type of the value after Table Schema; "any" when only the result tells.
        signed: whether the sign says rise or fall, surplus or deficit.
        tables: the datasets that are read.
        rows: the rows that it rests on.
        neighbours: the values next door: what each is called ("2022"), its row and its column.
    """

    sql: str
    unit: str | None
    value_type: str
    signed: bool
    tables: tuple[str, ...]
    rows: tuple[RowSelection, ...]
    neighbours: tuple[tuple[str, RowSelection, str], ...] = ()


def compile_claim(
    claim: Claim,
    claims: Mapping[str, Claim],
    resources: Mapping[str, Resource],
    seen: tuple[str, ...] = (),
) -> CompiledClaim:
    """Compile a claim.

    Args:
        claim: the claim.
        claims: all claims that it may refer to, by id.
        resources: the datasets by name.
        seen: ids on the way to this claim, to find circles.

    Raises:
        ClaimError: it names what does not exist, mixes units, or refers to itself.
    """
    compiler = _Compiler(claims, resources, seen)
    if claim.value is not None:
        return compiler.value(claim.value, claim.where)
    if claim.change is not None:
        return compiler.change(claim.change, claim.where, claim.as_)
    if claim.max is not None or claim.min is not None:
        form = "max" if claim.max is not None else "min"
        return compiler.extreme(form, claim.max or claim.min or "", claim.where, claim.give)
    if claim.sum is not None:
        return compiler.sum(claim.sum, claim.where)
    if claim.ratio is not None:
        return compiler.ratio(claim.ratio.of, claim.ratio.to, ("ratio", "of"), ("ratio", "to"))
    if claim.share is not None:
        return compiler.share(claim.share.of, claim.share.in_)
    if claim.difference is not None:
        return compiler.difference(claim.difference.of, claim.difference.less)
    return CompiledClaim(claim.sql or "", claim.unit, "any", signed=False, tables=(), rows=())


class _Compiler:
    def __init__(
        self, claims: Mapping[str, Claim], resources: Mapping[str, Resource], seen: tuple[str, ...]
    ) -> None:
        self._claims = claims
        self._resources = resources
        self._seen = seen

    def value(self, name: str, where: Mapping[str, str], at: Path = ("value",)) -> CompiledClaim:
        resource, field = self._field(name, at)
        condition = self._where(resource, where)
        sql = f"SELECT {_quote(field.name)} FROM {_quote(resource.name)}{condition}"
        return CompiledClaim(
            sql,
            field.unit if field.type in _NUMERIC else None,
            field.type,
            signed=_SIGNED.search(f"{field.name} {field.title or ''}".lower()) is not None,
            tables=(resource.name,),
            rows=(self._rows(resource, where),),
            neighbours=self._neighbours(resource, field, where),
        )

    def change(self, change: Change, where: Mapping[str, str], stated: ChangeAs) -> CompiledClaim:
        at: Path = ("change", "of")
        resource, field = self._field(change.of, at, numeric=True)
        key = change.over or _single_key(resource)
        if key is None:
            raise ClaimError(
                f"dataset {resource.name!r} has no single key column to go from and to",
                ("change",),
                "Name the column with `over`.",
            )
        ends = []
        rows: tuple[RowSelection, ...] = ()
        for step, value in (("from", change.from_), ("to", change.to)):
            met = {**where, key: value}
            condition = self._where(resource, met, ("change", step))
            ends.append(f"(SELECT {_quote(field.name)} FROM {_quote(resource.name)}{condition})")
            rows += (self._rows(resource, met),)
        start, end = ends
        sql, unit = f"SELECT {end} - {start}", field.unit
        if stated is ChangeAs.PERCENT:
            sql, unit = f"SELECT 100.0 * ({end} - {start}) / abs({start})", "percent"
        else:
            if stated is ChangeAs.POINTS:
                if not _is_percent(field.unit):
                    raise ClaimError(
                        f"a change in points needs a field in percent; {change.of} is in "
                        f"{field.unit or 'no unit'}",
                        ("as",),
                    )
                unit = "percentage points"
        return CompiledClaim(sql, unit, "number", True, (resource.name,), rows)

    def extreme(
        self, form: str, name: str, where: Mapping[str, str], give: str | None
    ) -> CompiledClaim:
        resource, field = self._field(name, (form,), numeric=True)
        table, column = _quote(resource.name), _quote(field.name)
        condition = self._where(resource, where)
        best = f"(SELECT {form}({column}) FROM {table}{condition})"
        joiner = " AND " if condition else " WHERE "
        at_best = f"{condition}{joiner}{column} = {best}"
        given = field
        if give is not None:
            given = self._column(resource, give, ("give",))
        return CompiledClaim(
            f"SELECT {_quote(given.name)} FROM {table}{at_best}",
            given.unit if given.type in _NUMERIC else None,
            given.type,
            signed=False,
            tables=(resource.name,),
            rows=(self._rows(resource, where, (form, field.name)),),
        )

    def sum(self, what: tuple[str, ...] | str, where: Mapping[str, str]) -> CompiledClaim:
        if isinstance(what, str):
            resource, field = self._field(what, ("sum",), numeric=True)
            condition = self._where(resource, where)
            return CompiledClaim(
                f"SELECT sum({_quote(field.name)}) FROM {_quote(resource.name)}{condition}",
                field.unit,
                "number",
                False,
                (resource.name,),
                (self._rows(resource, where),),
            )
        parts = [self._operand(name, ("sum", i)) for i, name in enumerate(what)]
        first = parts[0]
        try:
            terms = [_scaled(p, conversion_factor(p.unit, first.unit)) for p in parts]
            common_unit([None if p.unit is None else first.unit for p in parts])
        except UnitError as error:
            raise ClaimError(str(error), ("sum",)) from error
        return _combine(f"SELECT {' + '.join(terms)}", first.unit, parts, signed=False)

    def ratio(self, of: str, to: str, at_of: Path, at_to: Path) -> CompiledClaim:
        part, whole = self._operand(of, at_of), self._operand(to, at_to)
        try:
            factor = conversion_factor(part.unit, whole.unit)
        except UnitError as error:
            raise ClaimError(str(error), at_of[:1]) from error
        sql = f"SELECT {_scaled(part, factor)} / nullif({_scaled(whole, 1.0)}, 0)"
        return _combine(sql, "times", [part, whole], signed=False)

    def share(self, of: str, whole: str) -> CompiledClaim:
        ratio = self.ratio(of, whole, ("share", "of"), ("share", "in"))
        sql = ratio.sql.replace("SELECT ", "SELECT 100.0 * ", 1)
        return CompiledClaim(sql, "percent", "number", False, ratio.tables, ratio.rows)

    def difference(self, of: str, less: str) -> CompiledClaim:
        first = self._operand(of, ("difference", "of"))
        second = self._operand(less, ("difference", "less"))
        try:
            factor = conversion_factor(second.unit, first.unit)
        except UnitError as error:
            raise ClaimError(str(error), ("difference",)) from error
        unit = "percentage points" if _is_percent(first.unit) else first.unit
        sql = f"SELECT {_scaled(first, 1.0)} - {_scaled(second, factor)}"
        return _combine(sql, unit, [first, second], signed=True)

    def _operand(self, name: str, at: Path) -> CompiledClaim:
        if "." in name:
            return self.value(name, {}, at)
        claim = self._claims.get(name)
        if claim is None:
            raise ClaimError(f"there is no claim {name!r}", at, did_you_mean(name, self._claims))
        if name in self._seen:
            circle = " → ".join((*self._seen[self._seen.index(name) :], name))
            raise ClaimError(f"the claim refers to itself: {circle}", at)
        if claim.sql is not None:
            raise ClaimError(
                f"{name!r} is a claim in SQL and cannot be an operand",
                at,
                "Write the whole claim in SQL, or this operand with `value`.",
            )
        try:
            compiled = compile_claim(claim, self._claims, self._resources, (*self._seen, name))
        except ClaimError as error:
            raise ClaimError(f"through the claim {name!r}: {error}", at) from error
        if compiled.value_type not in _NUMERIC:
            raise ClaimError(f"the claim {name!r} gives no number", at)
        return compiled

    def _field(self, name: str, at: Path, *, numeric: bool = False) -> tuple[Resource, TableField]:
        dataset, _, column = name.partition(".")
        resource = self._resources.get(dataset)
        if resource is None:
            raise ClaimError(
                f"there is no dataset {dataset!r}",
                at,
                did_you_mean(
                    dataset, self._resources, "Declare it in briefings/data/datapackage.yaml."
                ),
            )
        field = self._column(resource, column, at)
        if numeric and field.type not in _NUMERIC:
            raise ClaimError(f"the column {name!r} holds {field.type}, not numbers", at)
        return resource, field

    def _column(self, resource: Resource, name: str, at: Path) -> TableField:
        for field in resource.schema_.fields:
            if field.name == name:
                return field
        known = [f.name for f in resource.schema_.fields]
        raise ClaimError(
            f"dataset {resource.name!r} has no column {name!r}",
            at,
            did_you_mean(name, known, f"Columns: {', '.join(known)}."),
        )

    def _where(self, resource: Resource, where: Mapping[str, str], at: Path | None = None) -> str:
        conditions = []
        for name, value in where.items():
            place = at or ("where", name)
            field = self._column(resource, name, place)
            conditions.append(f"{_quote(name)} = {_literal(value, field, place)}")
        return f" WHERE {' AND '.join(conditions)}" if conditions else ""

    def _rows(
        self,
        resource: Resource,
        where: Mapping[str, str],
        extreme: tuple[str, str] | None = None,
    ) -> RowSelection:
        met = [
            (name, _cell(value, self._column(resource, name, ()))) for name, value in where.items()
        ]
        return RowSelection(resource.name, tuple(met), extreme)

    def _neighbours(
        self, resource: Resource, field: TableField, where: Mapping[str, str]
    ) -> tuple[tuple[str, RowSelection, str], ...]:
        found = []
        for name, value in where.items():
            column = self._column(resource, name, ())
            if column.type not in ("year", "integer") or not value.lstrip("-").isdigit():
                continue
            found += [
                (other, self._rows(resource, {**where, name: other}), field.name)
                for other in (str(int(value) - 1), str(int(value) + 1))
            ]
        if field.type in _NUMERIC:
            # The cell beside it: exports where the total was meant.
            row = self._rows(resource, where)
            found += [
                (other.label, row, other.name)
                for other in resource.schema_.fields
                if other.type in _NUMERIC and other.unit == field.unit and other.name != field.name
            ]
        return tuple(found)


def _combine(
    sql: str, unit: str | None, parts: list[CompiledClaim], *, signed: bool
) -> CompiledClaim:
    tables = tuple(dict.fromkeys(t for p in parts for t in p.tables))
    rows = tuple(dict.fromkeys(r for p in parts for r in p.rows))
    return CompiledClaim(sql, unit, "number", signed, tables, rows)


def _scaled(part: CompiledClaim, factor: float) -> str:
    return f"({part.sql})" if factor == 1.0 else f"({part.sql}) * {factor:.12g}"


def _single_key(resource: Resource) -> str | None:
    names = resource.schema_.key
    if len(names) == 1:
        return names[0]
    years = [f.name for f in resource.schema_.fields if f.type in ("year", "yearmonth", "date")]
    return years[0] if not names and len(years) == 1 else None


def _is_percent(unit: str | None) -> bool:
    return unit is not None and re.match(r"(%|per ?cent)(\b|$|\s)", unit) is not None


def _quote(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _literal(value: str, field: TableField, at: Path) -> str:
    if field.type in ("year", "integer"):
        if not re.fullmatch(r"-?\d{1,18}", value):
            raise ClaimError(f"the column {field.name!r} holds whole numbers, found {value!r}", at)
        return value
    if field.type == "number":
        if not re.fullmatch(r"-?\d+(\.\d+)?", value):
            raise ClaimError(f"the column {field.name!r} holds numbers, found {value!r}", at)
        return value
    if field.type == "boolean":
        return "true" if value.lower() == "true" else "false"
    if field.type == "date":
        if read_cell(value, "date")[0] is None:
            raise ClaimError(
                f"the column {field.name!r} holds dates, found {value!r}", at, "Write YYYY-MM-DD."
            )
        return f"DATE '{value}'"
    return "'" + value.replace("'", "''") + "'"


def _cell(value: str, field: TableField) -> Cell:
    """Return the cell that a literal means."""
    if field.type in ("year", "integer"):
        return int(value)
    if field.type == "number":
        return float(value)
    return value.lower() == "true" if field.type == "boolean" else value
