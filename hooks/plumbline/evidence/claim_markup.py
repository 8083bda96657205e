"""Numbers bound to data as HTML: the mark in the text, and what it rests on below it."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from html import escape

from plumbline.data.datapackage import Resource
from plumbline.data.table import format_cell
from plumbline.evidence.claim_values import ClaimValue
from plumbline.evidence.claims import Claim

__all__ = ["claim_anchor", "claim_subject", "format_claim_value", "open_claim", "render_claims"]


_SIGNS = {"USD": "$", "EUR": "€", "GBP": "£"}


def claim_anchor(claim_id: str, occurrence: int) -> str:
    """Return the id of a claim's mark: its permalink; repeated marks are numbered."""
    return f"claim-{claim_id}" if occurrence == 1 else f"claim-{claim_id}--{occurrence}"


def open_claim(claim_id: str, occurrence: int, value: ClaimValue, root: str) -> str:
    """Return the opening tags of a claim's mark; `</data></a>` closes them.

    Without JavaScript the mark leads to the dataset's page.

    Args:
        claim_id: the claim's id.
        occurrence: how often the text has used it so far, from 1; 0 for a mark without an id.
        value: its value.
        root: relative address of the site's root, such as "../../".
    """
    dataset = value.datasets[0] if value.datasets else ""
    href = f"{root}data/{dataset}/" if dataset else f"#evidence-{claim_id}"
    shown = value.value if not isinstance(value.value, tuple) else value.value[0]
    raw = str(shown).lower() if isinstance(shown, bool) else str(shown)
    anchor = f' id="{claim_anchor(claim_id, occurrence)}"' if occurrence else ""
    return (
        f'<a class="pl-claim"{anchor} href="{escape(href)}" '
        f'data-evidence="evidence-{claim_id}"><data value="{escape(raw)}">'
    )


def format_claim_value(value: ClaimValue) -> str:
    """Return a claim's value with its unit, as stored or computed, to six significant digits."""
    raw = value.value
    if isinstance(raw, tuple):
        return f"{format_cell(_round(raw[0]))} to {_with_unit(raw[1], value.unit)}"
    if isinstance(raw, bool):
        return "yes" if raw else "no"
    if value.value_type in ("year", "date", "text") or not isinstance(raw, int | float):
        return str(raw)
    return _with_unit(raw, value.unit)


def _with_unit(number: float, unit: str | None) -> str:
    """Return "$240.11 billion", "−6.9%", "108.5 million tonnes"."""
    digits = format_cell(_round(number))
    currency, _, magnitude = (unit or "").partition(" ")
    if currency in _SIGNS:
        sign = "−" if digits.startswith("−") else ""
        return f"{sign}{_SIGNS[currency]}{digits.lstrip('−')} {magnitude}".strip()
    if unit in ("percent", "%"):
        return f"{digits}%"
    return f"{digits} {unit}" if unit else digits


def claim_subject(claim: Claim, resources: Mapping[str, Resource]) -> str:
    """Return what a claim is of, in the labels of its columns: "China–Russia goods trade, 2023".

    A claim of several operands, or in SQL, has no subject.
    """
    change = claim.change
    name = claim.value or claim.max or claim.min or (change.of if change else "")
    if isinstance(claim.sum, str):
        name = claim.sum
    dataset, _, column = name.partition(".")
    resource = resources.get(dataset)
    field = (
        next((f for f in resource.schema_.fields if f.name == column), None) if resource else None
    )
    if field is None:
        return ""
    how = {"max": "highest ", "min": "lowest ", "sum": "sum of ", "change": "change of "}
    where = ", ".join(claim.where.values())
    if change is not None:
        where = f"{change.from_} to {change.to}"
    subject = f"{how.get(claim.form, '')}{field.label}"
    return f"{subject}, {where}" if where else subject


def render_claims(
    values: Mapping[str, ClaimValue],
    claims: Mapping[str, Claim],
    resources: Mapping[str, Resource],
    source_links: Mapping[str, str],
    root: str,
    anchored: Collection[str],
    written: Mapping[str, str],
    reports: Mapping[str, str] | None = None,
) -> str:
    """Return the list of the numbers bound to data, each with what it rests on.

    Args:
        values: the claims the text uses, in the order in which it uses them.
        claims: their declarations.
        resources: the datasets by name.
        source_links: links to sources, as HTML by citekey.
        root: relative address of the site's root.
        anchored: the claims that the body uses, whose marks can be linked to.
        written: the words of each claim's first mark.
        reports: addresses at which an error in a claim is reported.
    """
    if not values:
        return ""
    entries = "".join(
        _entry(
            key,
            value,
            claims[key],
            resources,
            source_links,
            root,
            anchored=key in anchored,
            written=written.get(key, ""),
            report=(reports or {}).get(key, ""),
        )
        for key, value in values.items()
    )
    count = f"{len(values)} number{'s' if len(values) != 1 else ''}"
    return (
        '<section class="pl-claims" aria-labelledby="numbers">'
        '<h2 id="numbers">Numbers<a class="headerlink" href="#numbers" '
        'title="Link to this section">&para;</a></h2>'
        f'<details class="pl-claims__all"><summary>{count} computed from our datasets</summary>'
        f"<ul>{entries}</ul></details></section>"
    )


def _entry(
    key: str,
    value: ClaimValue,
    claim: Claim,
    resources: Mapping[str, Resource],
    source_links: Mapping[str, str],
    root: str,
    *,
    anchored: bool,
    written: str,
    report: str,
) -> str:
    rows = [("Value", f"<strong>{escape(format_claim_value(value))}</strong>")]
    rows.append(("Of", escape(claim_subject(claim, resources))))
    links = [
        f'<a href="{escape(root)}data/{escape(name)}/">{escape(resources[name].label)}</a>'
        for name in value.datasets
        if name in resources
    ]
    rows.append(("Dataset" if len(links) == 1 else "Datasets", "; ".join(links)))
    vintages = [
        r.vintage for n in value.datasets if (r := resources.get(n)) is not None and r.vintage
    ]
    retrieved = [
        f"retrieved {r.retrieved.isoformat()}"
        for n in value.datasets
        if (r := resources.get(n)) is not None and r.retrieved
    ]
    rows.append(("Edition", escape("; ".join([*vintages, *retrieved]))))
    statuses = ", ".join(sorted({r.status for r in value.rows if r.status}))
    computed = statuses and claim.form != "value"
    rows.append(("Status", escape(f"computed; rows: {statuses}" if computed else statuses)))
    rows.append(("Source", _sources(value, source_links)))
    notes = [claim.note] if claim.note else []
    if len(value.rows) == 1 and value.rows[0].note:
        notes.append(f"On the row: {value.rows[0].note}")
    rows.append(("Note", escape(" ".join(notes))))
    rows.append(("Query", f"<code>{escape(value.sql)}</code>"))
    head = f'<p class="pl-claims__written">{escape(written)}</p>' if written else ""
    listed = "".join(f"<div><dt>{name}</dt><dd>{html}</dd></div>" for name, html in rows if html)
    below = [f'<a href="#{claim_anchor(key, 1)}">Back to the text</a>'] if anchored else []
    if report:
        below.append(f'<a class="pl-report" href="{escape(report)}">Report an error</a>')
    foot = f"<p>{' · '.join(below)}</p>" if below else ""
    return f'<li id="evidence-{key}">{head}<dl>{listed}</dl>{foot}</li>'


def _sources(value: ClaimValue, source_links: Mapping[str, str]) -> str:
    keys: Sequence[str] = list(
        dict.fromkeys(k.strip() for r in value.rows for k in r.source.split(";") if k.strip())
    )
    return "; ".join(source_links.get(key, escape(key)) for key in keys[:6])


def _round(number: float) -> float:
    return number if float(number).is_integer() else float(f"{number:.6g}")
