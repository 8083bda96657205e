"""Claims computed: the value of each, and what it rests on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from plumbline.content.validation import validate_model
from plumbline.content.yaml_source import Path, YamlDocument, read_yaml
from plumbline.data.queries import datapackage, sql_table
from plumbline.data.sql_engine import SqlError
from plumbline.data.table import Cell
from plumbline.diagnostics.diagnostic import Finding, Location
from plumbline.evidence.claim_rows import select_cells
from plumbline.evidence.claim_sql import ClaimError, CompiledClaim, compile_claim
from plumbline.evidence.claims import Claim
from plumbline.evidence.marks import MarkKind, find_marks
from plumbline.evidence.places import placed_texts
from plumbline.library import briefing
from plumbline.project import BRIEFINGS, Project, list_folder, read_text
from plumbline.query import kept_query, query

__all__ = [
    "ClaimValue",
    "DeclaredClaim",
    "RowUsed",
    "claim_outcomes",
    "compiled_claims",
    "declared_claims",
    "shared_claims",
    "used_claims",
]

SHARED = f"{BRIEFINGS}/claims.yml"
INVALID = "NU003"
_ABOUT_THE_ROW = ("status", "qualifier", "source", "note", "unit")
"""Columns that say something of their row; a dataset has some of them or none."""
_MOST_ROWS = 20
"""Rows of a claim that are told about."""


@dataclass(frozen=True, slots=True)
class DeclaredClaim:
    """A claim with the place of its declaration."""

    claim: Claim
    document: YamlDocument
    path: Path

    def locate(self, path: Path = ()) -> Location:
        """Return the place of the declaration or of a part of it."""
        if not path:
            return self.document.locate_key(self.path)
        return self.document.locate((*self.path, *path))


@dataclass(frozen=True, slots=True)
class RowUsed:
    """What a dataset says about a row that a claim rests on."""

    dataset: str
    status: str
    qualifier: str
    source: str
    note: str
    unit: str = ""


@dataclass(frozen=True, slots=True)
class ClaimValue:
    """A claim's value.

    Attributes:
        value: as stored or computed, in `unit`; a pair is a range.
        unit: its unit, if it has one.
        value_type: "number", "year", "date", "text" or "boolean".
        signed: whether the sign says rise or fall.
        sql: what was run.
        datasets: what it was run on.
        rows: the rows it rests on.
        neighbours: values next door, by what they are called.
    """

    value: Cell | tuple[float, float]
    unit: str | None
    value_type: str
    signed: bool
    sql: str
    datasets: tuple[str, ...]
    rows: tuple[RowUsed, ...]
    neighbours: tuple[tuple[str, float], ...]

    @property
    def qualifier(self) -> str:
        """The qualifier of the only row it rests on; "=" for several."""
        return self.rows[0].qualifier or "=" if len(self.rows) == 1 else "="


@query
def _shared_claims(project: Project) -> tuple[dict[str, DeclaredClaim], tuple[Finding, ...]]:
    if ("claims.yml", False) not in list_folder(project, BRIEFINGS):
        return {}, ()
    file = read_text(project, SHARED)
    document = read_yaml(file.text, SHARED)
    findings = [*file.findings, *document.findings]
    declared: dict[str, DeclaredClaim] = {}
    data = document.data
    for key, value in data.items() if isinstance(data, dict) else ():
        claim, problems = validate_model(Claim, document, value, (key,), f"claim {key!r}")
        findings += problems
        if claim is not None:
            declared[key] = DeclaredClaim(claim, document, (key,))
    if data is not None and not isinstance(data, dict):
        findings.append(Finding("YA007", "a mapping of claims was expected", document.locate(())))
    return declared, tuple(findings)


def shared_claims(project: Project) -> tuple[dict[str, DeclaredClaim], tuple[Finding, ...]]:
    """Return the claims of briefings/claims.yml by id, and what is wrong with the file."""
    return _shared_claims(project)


@query
def declared_claims(project: Project, slug: str) -> dict[str, DeclaredClaim]:
    """Return the claims a briefing may use: its own, which come first, and the shared ones."""
    declared = dict(_shared_claims(project)[0])
    document = briefing(project, slug)
    if document.front_matter is not None:
        for key, claim in document.front_matter.claims.items():
            declared[key] = DeclaredClaim(claim, document.document, ("claims", key))
    return declared


@query
def used_claims(project: Project, slug: str) -> tuple[str, ...]:
    """Return the ids of the claims that the texts of a briefing use, sorted."""
    return tuple(
        sorted(
            {
                mark.target
                for text in placed_texts(project, slug)
                for mark in find_marks(text.text)
                if mark.kind is MarkKind.CLAIM
            }
        )
    )


@query
def claim_outcomes(project: Project, slug: str) -> dict[str, ClaimValue | Finding]:
    """Compute every claim a briefing declares, and the shared ones that its text uses.

    Returns:
        By id, the value or the finding (NU003 invalid-claim) that says why there is none.
    """
    compiled, faults = compiled_claims(project, slug)
    return {**faults, **_run(project, declared_claims(project, slug), compiled)}


@query
def compiled_claims(
    project: Project, slug: str
) -> tuple[dict[str, CompiledClaim], dict[str, Finding]]:
    """Compile every claim a briefing declares, and the shared ones that its text uses.

    Returns:
        By id, those that could be compiled, and the findings (NU003 invalid-claim) on the others.
    """
    declared = declared_claims(project, slug)
    own = briefing(project, slug).front_matter
    wanted = sorted({*(own.claims if own else ()), *used_claims(project, slug)} & set(declared))
    package = datapackage(project)
    resources = {n: r for n in package.names if (r := package.get(n)) is not None}
    claims = {key: d.claim for key, d in declared.items()}
    compiled: dict[str, CompiledClaim] = {}
    faults: dict[str, Finding] = {}
    for key in wanted:
        try:
            compiled[key] = _with_tables(
                project, compile_claim(claims[key], claims, resources, (key,))
            )
        except ClaimError as error:
            faults[key] = _finding(declared[key], key, str(error), error.path, error.suggestion)
    return compiled, faults


def _with_tables(project: Project, compiled: CompiledClaim) -> CompiledClaim:
    """Find out which datasets a claim in SQL reads."""
    if compiled.tables:
        return compiled
    names, fault = _tables_read(project, compiled.sql)
    if fault:
        raise ClaimError(fault, ("sql",))
    return replace(compiled, tables=names)


# Kept, so that no database is begun for a briefing of which only the prose has changed.
@kept_query
def _tables_read(project: Project, sql: str) -> tuple[tuple[str, ...], str]:
    """Return the datasets that a query reads, and why that cannot be said; empty if it can."""
    try:
        return tuple(project.sql.table_names(sql)), ""
    except SqlError as error:
        if error.passing:
            project.distrust()
        return (), str(error)


@dataclass(frozen=True, slots=True)
class _Result:
    """What a query gave: how many rows, the cells of an only one, and why there is none at all."""

    count: int
    cells: tuple[Cell, ...] = ()
    fault: str = ""


@kept_query
def _results(
    project: Project, queries: tuple[str, ...], names: tuple[str, ...]
) -> tuple[_Result, ...]:
    """Run queries over datasets; an edit of the prose leaves the same queries, and runs none."""
    if not queries:
        return ()
    tables = {n: t for n in names if (t := sql_table(project, n)) is not None}
    results = tuple(project.sql.run_many(queries, tables))
    if any(isinstance(result, SqlError) and result.passing for result in results):
        project.distrust()
    return tuple(
        _Result(0, fault=str(result))
        if isinstance(result, SqlError)
        else _Result(len(result.rows), result.rows[0] if len(result.rows) == 1 else ())
        for result in results
    )


def _run(
    project: Project,
    declared: Mapping[str, DeclaredClaim],
    compiled: Mapping[str, CompiledClaim],
) -> dict[str, ClaimValue | Finding]:
    names = {name for c in compiled.values() for name in c.tables}
    queries = tuple(claim.sql for claim in compiled.values())
    results = _results(project, queries, tuple(sorted(names)))
    outcomes: dict[str, ClaimValue | Finding] = {}
    for (key, claim), result in zip(compiled.items(), results, strict=True):
        try:
            outcomes[key] = _value(project, claim, result)
        except ClaimError as error:
            outcomes[key] = _finding(declared[key], key, str(error), error.path, error.suggestion)
    return outcomes


def _value(project: Project, claim: CompiledClaim, result: _Result) -> ClaimValue:
    if result.fault:
        raise ClaimError(result.fault)
    if result.count != 1:
        found = "no row" if not result.count else f"{result.count} rows"
        raise ClaimError(
            f"the claim gives {found} where one is needed", (), "Narrow it down with `where`."
        )
    cells = result.cells
    if len(cells) > 2:
        raise ClaimError(f"the claim gives {len(cells)} columns where one or two are needed")
    if any(cell is None for cell in cells):
        raise ClaimError("the data have no value there", (), "See the row's note in the dataset.")
    value: Cell | tuple[float, float] = cells[0]
    value_type = _type_of(claim, cells[0])
    if len(cells) == 2:
        low, high = cells
        if not isinstance(low, int | float) or not isinstance(high, int | float):
            raise ClaimError("a claim of two columns is a range and needs two numbers")
        value, value_type = (float(low), float(high)), "number"
    used = tuple(
        RowUsed(rows.dataset, *("" if cell is None else str(cell) for cell in row))
        for rows in claim.rows
        for row in select_cells(project, rows, _ABOUT_THE_ROW)[:_MOST_ROWS]
    )
    return ClaimValue(
        value=value,
        unit=_unit(claim, value_type, used),
        value_type=value_type,
        signed=claim.signed,
        sql=claim.sql,
        datasets=claim.tables,
        rows=used,
        neighbours=tuple(_neighbours(project, claim)),
    )


def _neighbours(project: Project, claim: CompiledClaim) -> Iterator[tuple[str, float]]:
    for name, rows, column in claim.neighbours:
        cells = select_cells(project, rows, (column,))
        if len(cells) == 1 and isinstance(cells[0][0], int | float):
            yield name, float(cells[0][0])


def _unit(claim: CompiledClaim, value_type: str, rows: tuple[RowUsed, ...]) -> str | None:
    """Return a value's unit: its field's, else the one that the rows themselves state."""
    stated = sorted({row.unit for row in rows if row.unit})
    if len(stated) > 1:
        raise ClaimError(
            f"the rows it rests on have different units: {', '.join(stated)}",
            (),
            "Bring them to one unit in the dataset.",
        )
    return stated[0] if stated and claim.unit is None and value_type == "number" else claim.unit


def _type_of(claim: CompiledClaim, cell: Cell) -> str:
    if claim.value_type in ("year", "date"):
        return claim.value_type
    if isinstance(cell, bool):
        return "boolean"
    return "number" if isinstance(cell, int | float) else "text"


def _finding(
    declared: DeclaredClaim, key: str, message: str, path: Path, suggestion: str
) -> Finding:
    return Finding(INVALID, f"claim {key!r}: {message}", declared.locate(path), suggestion)
