"""The reader of numbers as people write them: "about $38–47 billion", "a third", "46 to 1"."""

from __future__ import annotations

import re
from dataclasses import replace

from plumbline.evidence.lookback import flatten, match_back
from plumbline.evidence.number_names import (
    could_be_year,
    follows_label,
    follows_proper_noun,
    is_continued,
    is_list_marker,
    name_ends_at,
)
from plumbline.evidence.number_words import find_number_words, is_cardinal
from plumbline.evidence.numerals import Numeral, find_digits, fold
from plumbline.evidence.quantities import PERCENT, TIME_UNITS, YEAR, Hedge, Quantity
from plumbline.evidence.quantity_lexicon import lexicon_for, runs_on
from plumbline.evidence.quantity_spans import join_numbers
from plumbline.evidence.quantity_terms import SourceText, Term, read_term

__all__ = ["find_quantities", "read_quantity"]

_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN"})
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s")


def find_quantities(text: str, language: str = "en", currency: str = "USD") -> tuple[Quantity, ...]:
    """Return the quantities of a text in order.

    Years, dates, times, ordinals, numbers of articles, pages and products ("F-16", "Section 301",
    "Nord Stream 2"), versions, codes and list markers are no quantities.

    Args:
        text: prose; offsets in the result are offsets in it.
        language: BCP 47 tag of the text; one that CLDR does not know is read as English.
        currency: ISO 4217 code of the site's currency, which a bare "$" stands for.
    """
    return tuple(_read_all(text, language, currency, lenient=False))


def read_quantity(text: str, language: str = "en", currency: str = "USD") -> Quantity | None:
    """Return the one quantity of a short span, such as the text of a link, or None.

    Words may stand around it ("fell by 6.9%"). Where a strict reading finds nothing, a bare year
    and numbers that look like part of a name are read too. None if there are two.

    Args and offsets are those of `find_quantities`.
    """
    bracketed = re.fullmatch(r"\s*\(([^()]*)\)\s*", text)
    if bracketed is not None:
        inner = read_quantity(bracketed[1], language, currency)
        return None if inner is None else _in_brackets(inner, bracketed.start(1))
    for lenient in (False, True):
        found = list(_read_all(text, language, currency, lenient=lenient))
        if len(found) > 1:
            found = [q for q in found if q.is_counted] or found
        if found:
            return found[0] if len(found) == 1 else None
    return None


def _in_brackets(inner: Quantity, shift: int) -> Quantity:
    """Return a quantity that stands in brackets, which mean a minus in accounts."""
    moved = replace(
        inner,
        start=inner.start + shift,
        end=inner.end + shift,
        hedge_start=inner.hedge_start + shift,
    )
    if inner.sign or inner.measure == YEAR or inner.hedge is not Hedge.EXACT or inner.is_range:
        return moved
    return replace(moved, low=-inner.low, high=-inner.high, sign="-")


def _read_all(text: str, language: str, currency: str, *, lenient: bool) -> list[Quantity]:
    folded = fold(text)
    lexicon = lexicon_for(language)
    dollar = currency if currency in _DOLLARS else "USD"
    return _read_numerals(text, SourceText(folded, flatten(folded), lexicon, dollar, lenient))


def _read_numerals(original: str, source: SourceText) -> list[Quantity]:
    numerals = _find_numerals(source)
    found: list[Quantity] = []
    done = named = -1  # ends of what was read last, and of the last labelled number
    for index, numeral in enumerate(numerals):
        if numeral.start < done:
            continue
        if not source.lenient and _is_plain_year(source, numeral):
            done = numeral.end
            continue
        text = source.text
        name_end = name_ends_at(text, source.flat, numeral, source.lexicon)
        if name_end is not None and not (source.lenient and name_end == numeral.end):
            done = max(name_end, numeral.end)
            named = done if _opens_list(source, numeral.start, named) else -1
            continue
        term = read_term(source, numeral, done)
        if not source.lenient and _is_name(source, term, named):
            done = term.end
            named = done if _opens_list(source, term.start, named) else -1
            continue
        joined = join_numbers(source, numerals, index, term)
        if joined is None:
            done = max(term.end, _end_of_years(source, numerals, index))
            continue
        quantity, end = joined
        if quantity is not None:
            shown = original[quantity.hedge_start : quantity.end]
            found.append(replace(quantity, text=shown))
        done = end
    return found


_AFTER_YEAR = frozenset(
    "the was were is are by of as at it from when while after but had has with for on that which"
    " a an its their according because".split()
)


def _is_plain_year(source: SourceText, numeral: Numeral) -> bool:
    """Return whether a numeral is the year of "in 2023,": a cheap look that settles most years."""
    if not could_be_year(numeral) or source.flat[numeral.start - 4 : numeral.start] != " in ":
        return False
    after = source.flat[numeral.end : numeral.end + 12]
    if after[:1] in (",", ".", ";", ")"):
        return not after[1:2].isdigit()
    return after[:1] == " " and after[1:].partition(" ")[0] in _AFTER_YEAR


def _find_numerals(source: SourceText) -> list[Numeral]:
    """Return all numerals in order; of two that overlap, the first, then the longest."""
    text, lexicon = source.text, source.lexicon
    found = list(find_digits(text, lexicon.decimal, lexicon.group))
    found += find_number_words(
        text, source.flat, lexicon.language, lexicon.magnitudes, lenient=source.lenient
    )
    return sorted(found, key=lambda n: (n.start, -n.end))


def _is_name(source: SourceText, term: Term, named: int) -> bool:
    """Return whether the words around a number make it no quantity."""
    text, numeral = source.text, term.numeral
    if numeral.kind in ("share", "multiple") or term.prefix:
        return False
    if numeral.value == 1 and numeral.kind == "words" and term.is_bare:
        return not _chance_follows(source, term)
    if not numeral.value and numeral.kind == "words" and not term.measure:
        return True
    tail = text[term.end : term.end + 2]
    if term.end == numeral.end and tail[:1].isalpha() and not runs_on(tail[:1]):
        return True  # 5G, 1st, 1990s
    attached = text[max(0, term.start - 2) : term.start]
    hyphen = attached[-1:] in ("-", "‑", "‐") and attached[:1].isalpha()
    hyphen = hyphen or (attached[-1:] == "+" and attached[:1].isalnum())
    if hyphen and term.measure != PERCENT:
        return True  # F-16, COVID-19, P5+1
    if not term.is_bare:
        return False
    if tail[:1] in ("-", "‑", "‐") and tail[1:].isalpha():
        hedged = source.lexicon.hedge_after.match(text, term.end) is not None  # 40-odd
        if not hedged and not _ratio_follows(source, term):
            return True  # a 12-nation bloc, a five-day visit
    if text[numeral.end : numeral.end + 1] in ("-", "‑") and term.unit in TIME_UNITS:
        return True
    if numeral.kind == "digits":
        if is_list_marker(text, numeral) or text[term.start - 1 : term.start] in ("'", "’"):
            return True
        if _opens_list(source, term.start, named):
            return True
        whole = numeral.plain and not term.unit
        return whole and follows_proper_noun(source.flat, term.start, source.lexicon)
    return _is_capitalised_name(text, numeral) or _are_digits_read_out(source, term)


def _opens_list(source: SourceText, start: int, named: int) -> bool:
    """Return whether a number is labelled, or goes on a list of those that are."""
    if named >= 0 and is_continued(source.text, named, start):
        return True
    return follows_label(source.text, source.flat, start, source.lexicon)


def _chance_follows(source: SourceText, term: Term) -> bool:
    found = source.lexicon.connector.match(source.text, term.end)
    return found is not None and bool(found["chance"] or found["to"] or found["dash"])


def _ratio_follows(source: SourceText, term: Term) -> bool:
    found = source.lexicon.connector.match(source.text, term.end)
    return found is not None and bool(found["ratio"] or found["chance"])


def _is_capitalised_name(text: str, numeral: Numeral) -> bool:
    """Return whether a number word is part of a name: "the Group of Seven", "the Big Three"."""
    if not text[numeral.start].isupper():
        return False
    before = text[max(0, numeral.start - 3) : numeral.start].rstrip()
    return bool(before) and before[-1].isalpha()


def _are_digits_read_out(source: SourceText, term: Term) -> bool:
    """Return whether two number words stand side by side: "nineteen seventy-two"."""
    language = source.lexicon.language
    after = re.match(r"[\s-](\w+)", source.text[term.end : term.end + 24])
    before = match_back(_WORD_BEFORE, source.flat, term.start)
    return any(m is not None and is_cardinal(m[1].lower(), language) for m in (after, before))


def _end_of_years(source: SourceText, numerals: list[Numeral], index: int) -> int:
    """Return where a span of years such as "2021–22" ends, or the end of the one numeral."""
    end = numerals[index].end
    if index + 1 < len(numerals):
        after = numerals[index + 1]
        between = source.text[end : after.start]
        if re.fullmatch(r"\s?[-‑–—/]\s?", between) and after.plain and len(str(after.value)) <= 4:
            return after.end
    return end
