"""Two numbers that are one quantity: ranges, ratios and chances."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal

from plumbline.evidence.lookback import match_back
from plumbline.evidence.number_names import name_ends_at
from plumbline.evidence.numerals import Numeral
from plumbline.evidence.quantities import SHARE, TIME_UNITS, TIMES, YEAR, Quantity
from plumbline.evidence.quantity_terms import (
    SourceText,
    Term,
    as_quantity,
    coarse,
    hedge_before,
    is_year,
    read_term,
    signed,
)

__all__ = ["join_numbers"]

_TREND = re.compile(
    r"(?:rose|rise[ns]?|rising|grew|grow[ns]?|growing|increas\w+|jump\w*|climb\w*|up|gain\w*"
    r"|surg\w+|soar\w*|fell|falls?|fallen|falling|drop\w*|declin\w+|decreas\w+|down|cut|cuts|reduc\w+"
    r"|slid|slip\w*|shrank|shrunk|shrink\w*|plung\w+|lower\w*|rais\w+|wid\w+|narrow\w*|doubled|moved"
    r"|chang\w+|went|by)\s(?:\S{1,12}\s){0,2}",
    re.IGNORECASE,
)


def join_numbers(
    source: SourceText, numerals: list[Numeral], index: int, term: Term
) -> tuple[Quantity | None, int] | None:
    """Return the quantity that begins with a term and where it ends, or None for a year."""
    lexicon, text = source.lexicon, source.text
    connector = lexicon.connector.match(text, term.end)
    second = _second_term(source, numerals, index, connector)
    if connector is not None and second is not None:
        ratio = _as_ratio(source, term, second, connector)
        if ratio is not None:
            return ratio, second.end
        span = _as_range(source, term, second, connector)
        if span is not None:
            return span, second.end
        if connector["dash"] and _is_split(term, second):
            return None, second.end
        shared = _shared(source, term, second, connector)
        if shared is not None:
            return as_quantity(source, shared), term.end
    if is_year(source, term):
        if not source.lenient:
            return None
        term = replace(term, measure=YEAR)
    if term.numeral.kind == "words" and term.value == 1 and term.is_bare and not source.lenient:
        return None, term.end
    return as_quantity(source, term), term.end


def _second_term(
    source: SourceText, numerals: list[Numeral], index: int, connector: re.Match[str] | None
) -> Term | None:
    if connector is None:
        return None
    for numeral in numerals[index + 1 : index + 6]:
        if numeral.start < connector.end():
            continue
        if numeral.start - connector.end() > 8:
            return None
        if name_ends_at(source.text, source.flat, numeral, source.lexicon) is not None:
            return None
        second = read_term(source, numeral)
        return second if second.start == connector.end() else None
    return None


def _as_ratio(
    source: SourceText, first: Term, second: Term, connector: re.Match[str]
) -> Quantity | None:
    """Return "46 to 1" as 46 times, "one in five" as a share of 0.2."""
    if not first.is_bare or first.unit or first.sign or not second.is_bare or second.sign:
        return None
    over, under = first.value, second.value
    if connector["chance"]:
        small = over == over.to_integral_value() and 1 <= over < under <= 1000
        if not small or is_year(source, second) or second.unit in TIME_UNITS:
            return None
        share = over / under
        step = min(Decimal("0.02"), share / 10)
        joined = replace(first, end=second.end, measure=SHARE, value=share, step=step)
        return as_quantity(source, joined)
    says_to = connector["to"] and connector["to"].lower() == "to"
    if not (says_to or connector["colon"] or connector["ratio"]) or second.unit:
        return None
    if under != 1 or over <= 1 or _starts_span(source, first):
        return None
    return as_quantity(source, replace(first, end=second.end, measure=TIMES))


def _is_split(first: Term, second: Term) -> bool:
    """Return whether two bare numbers fall, as in "80-20" or a score: no range."""
    bare = first.is_bare and second.is_bare and not (first.unit or first.sign or second.sign)
    return bare and first.value > second.value


def _starts_span(source: SourceText, term: Term) -> bool:
    return match_back(source.lexicon.start, source.flat, term.start) is not None


def _opens_range(source: SourceText, term: Term) -> int | None:
    at = hedge_before(source, term.start)[1]
    for start in (term.start, at):
        found = match_back(source.lexicon.between, source.flat, start)
        if found is not None:
            return found.start()
    return None


def _as_range(
    source: SourceText, first: Term, second: Term, connector: re.Match[str]
) -> Quantity | None:
    """Return "38–47 billion", "between 3% and 5%" as one quantity."""
    if connector["chance"] or connector["colon"] or connector["ratio"]:
        return None
    opened = _opens_range(source, first)
    if connector["both"] and opened is None:
        return None
    if not connector["both"] and not connector["dash"] and _starts_span(source, first):
        return None
    if is_year(source, first) and (second.is_bare and not second.unit):
        return None
    full = bool(first.measure or first.unit) and not (first.prefix and first.magnitude == 1)
    apart = full and connector["to"] and opened is None and not source.lenient
    if apart and match_back(_TREND, source.flat, first.start, 3):
        return None  # "rose $3 billion to $45 billion"
    if " " in (connector["dash"] or "") and (full or second.is_bare):
        return None  # a parenthesis between dashes
    shared = _with_tail_of(first, second)
    if shared is None or shared.value > second.value:
        return None
    if first.sign == "-" and connector["dash"]:
        second = replace(second, sign="-")
    joined = replace(shared, end=second.end)
    quantity = as_quantity(source, joined)
    low, high = signed(shared), signed(second)
    step = min(shared.step, second.step)
    start = min(quantity.hedge_start, opened if opened is not None else quantity.hedge_start)
    return replace(
        quantity,
        low=min(low, high),
        high=max(low, high),
        step=step,
        coarse_step=min(quantity.coarse_step, coarse(second)),
        hedge_start=start,
    )


def _shared(source: SourceText, first: Term, second: Term, connector: re.Match[str]) -> Term | None:
    """Return the first of "from 38 to 47 billion" with the magnitude and measure of the second."""
    if not (connector["to"] and _starts_span(source, first)) or is_year(source, first):
        return None
    return _with_tail_of(first, second) if first.is_bare or first.prefix else None


def _with_tail_of(first: Term, second: Term) -> Term | None:
    """Return a term completed by what only the second number says; None if they disagree."""
    if first.numeral.kind == "multiple" or second.numeral.kind == "multiple":
        return None
    if first.measure and second.measure and first.measure != second.measure:
        return None
    other_unit = bool(first.unit) and first.unit != second.unit
    unfinished = other_unit or (first.measure and not second.measure)
    if unfinished and (not first.prefix or second.unit):
        # "$38–47 billion" names the currency once; "5% to 10" does not say ten of what.
        return None
    if second.prefix and not first.prefix:
        return None
    if first.magnitude != 1 or first.unit or (first.measure and not first.prefix):
        return first
    factor = second.factor * second.numeral.magnitude  # words carry their own: "two million"
    return replace(
        first,
        measure=first.measure or second.measure,
        unit=second.unit,
        factor=factor,
        magnitude=second.magnitude,
        value=first.value * factor,
        step=first.step * factor,
    )
