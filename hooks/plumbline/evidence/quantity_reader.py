"""The reader of numbers as people write them: "about $38–47 billion", "a third", "46 to 1"."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

from plumbline.evidence.lookback import flatten, match_back
from plumbline.evidence.number_names import (
    could_be_year,
    follows_name,
    is_continued,
    is_list_marker,
    name_ends_at,
)
from plumbline.evidence.number_words import (
    ADDED_FRACTION,
    FRACTIONS,
    find_number_words,
    is_number_word,
)
from plumbline.evidence.numerals import Numeral, find_digits, fold
from plumbline.evidence.quantities import (
    COUNT_UNITS,
    PERCENT,
    POINTS,
    SHARE,
    TIME_UNITS,
    TIMES,
    YEAR,
    Hedge,
    Quantity,
)
from plumbline.evidence.quantity_lexicon import Lexicon, lexicon_for

__all__ = ["find_quantities", "read_quantity"]

_HEDGE_WORDS = 5  # the longest hedge: "on the order of", negated
_DOLLARS = frozenset({"USD", "CAD", "AUD", "NZD", "HKD", "SGD", "TWD", "MXN"})
_LETTER = re.compile(r"([^\S\n]?)([kKmMbBtT])(?![^\W_])")
_FREQUENCY = re.compile(
    r"\s+(?:an?|per|each|every|in|since|during|before|daily|weekly|monthly)(?![^\W_])", re.IGNORECASE
)
_LETTERS = {"k": 3, "m": 6, "b": 9, "t": 12}
_SIGNS = "-−–+"
_MINUS = re.compile(r"minus\s+", re.IGNORECASE)
_OPENS = re.compile(r"(?:\A|[\s(\[{“‘\"'«„:~≈<>≥≤])\Z")
_TREND = re.compile(
    r"(?:rose|rise[ns]?|rising|grew|grow[ns]?|growing|increas\w+|jump\w*|climb\w*|up|gain\w*"
    r"|surg\w+|soar\w*|fell|falls?|fallen|falling|drop\w*|declin\w+|decreas\w+|down|cut|cuts|reduc\w+"
    r"|slid|slip\w*|shrank|shrunk|shrink\w*|plung\w+|lower\w*|rais\w+|wid\w+|narrow\w*|doubled|moved"
    r"|chang\w+|went|by)\s(?:\S{1,12}\s){0,2}",
    re.IGNORECASE,
)
_EMPHATIC = re.compile(r"(?:well|far|much|significantly|substantially|considerably)\s", re.IGNORECASE)
_NEGATED = re.compile(r"(?:no|not|never|without|hardly|cannot|[a-z]+n['’]t)\s+", re.IGNORECASE)
_WORD_BEFORE = re.compile(r"([^\W\d_]+)\s")
_OPPOSITE = {Hedge.OVER: Hedge.AT_MOST, Hedge.UNDER: Hedge.AT_LEAST}
_BEFORE_YEAR = re.compile(
    r"(?:in|since|by|of|from|until|till|during|late|early|mid|through|before|after|and|for"
    r"|to|the|between|or|into|[A-Z][a-z]+)[\s-]"
)
_YEAR_HEDGES = frozenset({Hedge.NEARLY, Hedge.OVER, Hedge.JUST_OVER, Hedge.UNDER})


@dataclass(frozen=True, slots=True)
class _Text:
    """What is read: the folded text, the same flattened, its language, the site's dollar, how."""

    text: str
    flat: str
    lexicon: Lexicon
    dollar: str
    lenient: bool


@dataclass(frozen=True, slots=True)
class _Term:
    """A numeral with its sign, currency, magnitude, measure and unit."""

    numeral: Numeral
    start: int
    end: int
    sign: str = ""
    prefix: str = ""
    measure: str = ""
    unit: str = ""
    factor: Decimal = Decimal(1)
    magnitude: Decimal = Decimal(1)
    hedge: Hedge | None = None
    value: Decimal = Decimal(0)
    step: Decimal = Decimal(1)

    @property
    def is_bare(self) -> bool:
        return not self.measure and self.magnitude == 1


def find_quantities(
    text: str, language: str = "en", currency: str = "USD"
) -> tuple[Quantity, ...]:
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
    return _read_numerals(text, _Text(folded, flatten(folded), lexicon, dollar, lenient))


def _read_numerals(original: str, source: _Text) -> list[Quantity]:
    numerals = _find_numerals(source)
    found: list[Quantity] = []
    done = named = -1  # ends of what was read last, and of the last name
    for index, numeral in enumerate(numerals):
        if numeral.start < done:
            continue
        text = source.text
        name_end = name_ends_at(text, source.flat, numeral, source.lexicon)
        if name_end is not None and not (source.lenient and name_end == numeral.end):
            done = named = max(name_end, numeral.end)
            continue
        term = _read_term(source, numeral)
        if not source.lenient and _is_name(source, term, named):
            done = named = term.end
            continue
        joined = _join(source, numerals, index, term)
        if joined is None:
            done = named = max(term.end, _end_of_years(source, numerals, index))
            continue
        quantity, end = joined
        if quantity is not None:
            shown = original[quantity.hedge_start : quantity.end]
            found.append(replace(quantity, text=shown))
        done = end
    return found


def _find_numerals(source: _Text) -> list[Numeral]:
    """Return all numerals in order; of two that overlap, the first, then the longest."""
    text, lexicon = source.text, source.lexicon
    found = list(find_digits(text, lexicon.decimal, lexicon.group))
    found += find_number_words(
        text, source.flat, lexicon.language, lexicon.magnitudes, lenient=source.lenient
    )
    return sorted(found, key=lambda n: (n.start, -n.end))


# --- one number ---


def _read_term(source: _Text, numeral: Numeral) -> _Term:
    """Read what belongs to a numeral on its left and right."""
    text, lexicon = source.text, source.lexicon
    start, sign, prefix = _read_left(source, numeral)
    end, value, step = numeral.end, numeral.value, numeral.step
    hedge: Hedge | None = None
    if numeral.kind == "share":
        return _Term(numeral, start, end, sign, measure=SHARE, value=value, step=step)
    if numeral.kind == "multiple":
        return _Term(numeral, start, end, sign, measure=TIMES, value=value, step=step)
    if _may_go_on(text, end):
        added = ADDED_FRACTION.match(text, end) if lexicon.language == "en" else None
        if added is not None:
            count = Decimal({"two": 2, "three": 3}.get(added["count"].lower(), 1))
            value += count / FRACTIONS[added["name"].lower()]
            step, end = Decimal("0.1"), added.end()
        power, end, more = _read_magnitude(source, end, prefix)
        measure, unit, scale, end = _read_measure(source, end, prefix, value)
    else:
        power, more, measure, unit, scale = 0, False, prefix, "", 0
    factor = Decimal(1).scaleb(power + scale)
    magnitude = factor * numeral.magnitude if measure != POINTS else numeral.magnitude
    if more:
        hedge = Hedge.OVER
    return _Term(
        numeral, start, end, sign, prefix, measure, unit, factor, magnitude, hedge,
        value * factor, step * factor,
    )  # fmt: skip


def _may_go_on(text: str, end: int) -> bool:
    """Return whether a magnitude or measure may follow: a cheap look before the patterns."""
    ahead = text[end : end + 8].lstrip(" \u00a0\u202f\u2009-‑‐\n")
    if not ahead or ahead[0] in ",.;:)]”’\"!?":
        return False
    word = ahead.partition(" ")[0]
    return word not in _FUNCTION_WORDS


_FUNCTION_WORDS = frozenset(
    "in of to for from by on at as the than less more was were is are had has over under with"
    " or up down after before during since while which that who".split()
)


def _read_measure(
    source: _Text, end: int, prefix: str, value: Decimal
) -> tuple[str, str, int, int]:
    """Return (measure, unit, power of ten, end) of the words at an offset."""
    text, lexicon = source.text, source.lexicon
    gap = lexicon.link.match(text, end)
    at = gap.end() if gap else end
    found = lexicon.measure.match(text, at)
    if found is not None:
        name, scale, after = found
        if name in (PERCENT, POINTS, TIMES):
            frequent = name == TIMES and lexicon.language == "en" and _FREQUENCY.match(text, after)
            if prefix:
                return prefix, "", 0, end
            if frequent and value <= 10:
                return "", "occasions", 0, after
            return name, "", scale, after
        return prefix or (source.dollar if name == "$" else name), "", 0, after
    if prefix:
        return prefix, "", 0, end
    counted = lexicon.unit.match(text, at)
    if counted is None:
        return "", "", 0, end
    unit, scale, end = counted
    period = lexicon.period.match(text, end)
    if period is not None and unit not in COUNT_UNITS | TIME_UNITS:
        unit, end = f"{unit} per {period['period'].lower()}", period.end()
    return "", unit, scale, end


def _read_left(source: _Text, numeral: Numeral) -> tuple[int, str, str]:
    """Return where the number begins with its sign and currency, the sign and the currency."""
    text, start, sign, currency = source.text, numeral.start, "", ""
    inner = text[start - 1] if start and text[start - 1] in _SIGNS else ""
    at = start - len(inner)
    # Most numbers follow a lower-case word: no currency stands there, save "Rs".
    last = text[max(0, at - 2) : at].rstrip()[-1:]
    if last and not (last.isalnum() and not last.isupper() and last != "s"):
        found = source.lexicon.prefix.search_back(text, at, 8)
        if found is not None and not (inner and text[at - 1 : at].isspace()):
            name, _, start = found
            currency = source.dollar if name == "$" else name
            sign = inner
    if not sign and start and text[start - 1] in _SIGNS:
        before = text[max(0, start - 2) : start - 1]
        if _OPENS.search(before):
            start, sign = start - 1, text[start - 1]
    minus = None if sign else match_back(_MINUS, source.flat, start)
    if minus is not None:
        start, sign = minus.start(), "-"
    return start, "" if not sign else "+" if sign == "+" else "-", currency


def _read_magnitude(source: _Text, end: int, prefix: str) -> tuple[int, int, bool]:
    """Return (power of ten, end, whether "more" was said) of the magnitude words at an offset."""
    text, lexicon = source.text, source.lexicon
    power, more = 0, False
    at = _after_gap(lexicon, text, end)
    while power < 12 and (found := lexicon.magnitude.match(text, at)):
        word = " ".join(found["word"].lower().split())
        power += lexicon.magnitudes[word] + (2 if found[0][:7].lower() == "hundred" else 0)
        more = more or bool(found["more"])
        end = found.end()
        if word in _DOTTED and re.match(r"\.\s?[^\W\d_$€₽%]", text[end : end + 3]):
            end += 1
        at = _after_gap(lexicon, text, end)
        if len(word) < 3:
            break
    if power:
        return power, end, more
    letter = _LETTER.match(text, end)
    if letter is None or (letter[1] and letter[2] in "kK"):
        return 0, end, False
    attached, sized = not letter[1], letter[2] in "kKmMB"
    if prefix or (attached and sized) or (letter[2] in "mMB" and _is_measured(source, letter.end())):
        return _LETTERS[letter[2].lower()], letter.end(), False
    return 0, end, False


def _after_gap(lexicon: Lexicon, text: str, at: int) -> int:
    gap = lexicon.gap.match(text, at)
    return gap.end() if gap else at


def _is_measured(source: _Text, at: int) -> bool:
    gap = _after_gap(source.lexicon, source.text, at)
    measure = source.lexicon.measure.match(source.text, gap)
    return measure is not None or source.lexicon.unit.match(source.text, gap) is not None


_DOTTED = frozenset({"mrd", "mio", "bio", "tsd", "тыс", "млн", "млрд", "трлн", "тис", "mld", "mln"})


# --- is it a quantity at all ---


def _is_name(source: _Text, term: _Term, named: int) -> bool:
    """Return whether the words around a number make it no quantity."""
    text, numeral = source.text, term.numeral
    if numeral.kind in ("share", "multiple") or term.prefix:
        return False
    if numeral.value == 1 and numeral.kind == "words" and term.is_bare:
        return not _chance_follows(source, term)
    if not numeral.value and numeral.kind == "words" and not term.measure:
        return True
    tail = text[term.end : term.end + 2]
    if term.end == numeral.end and tail[:1].isalpha() and not "⺀" <= tail[:1] <= "鿿":
        return True  # 5G, 1st, 1990s
    attached = text[max(0, term.start - 2) : term.start]
    hyphen = attached[-1:] in ("-", "‑", "‐") and attached[:1].isalpha()
    if hyphen and term.measure != PERCENT:
        return True  # F-16, COVID-19
    if not term.is_bare:
        return False
    if tail[:1] in ("-", "‑", "‐") and tail[1:].isalpha() and not _ratio_follows(source, term):
        return True  # a 12-nation bloc, a five-day visit
    if text[numeral.end : numeral.end + 1] in ("-", "‑") and term.unit in TIME_UNITS:
        return True
    if numeral.kind == "digits":
        if is_list_marker(text, numeral) or text[term.start - 1 : term.start] in ("'", "’"):
            return True
        if named >= 0 and is_continued(text, named, term.start):
            return True
        whole = numeral.plain and not term.unit
        return follows_name(text, source.flat, term.start, source.lexicon, whole=whole)
    return _is_capitalised_name(text, numeral) or _are_digits_read_out(source, term)


def _chance_follows(source: _Text, term: _Term) -> bool:
    found = source.lexicon.connector.match(source.text, term.end)
    return found is not None and bool(found["chance"] or found["to"] or found["dash"])


def _ratio_follows(source: _Text, term: _Term) -> bool:
    found = source.lexicon.connector.match(source.text, term.end)
    return found is not None and bool(found["ratio"] or found["chance"])


def _is_capitalised_name(text: str, numeral: Numeral) -> bool:
    """Return whether a number word is part of a name: "the Group of Seven", "the Big Three"."""
    if not text[numeral.start].isupper():
        return False
    before = text[max(0, numeral.start - 3) : numeral.start].rstrip()
    return bool(before) and before[-1].isalpha()


def _are_digits_read_out(source: _Text, term: _Term) -> bool:
    """Return whether two number words stand side by side: "nineteen seventy-two"."""
    language = source.lexicon.language
    after = re.match(r"[\s-](\w+)", source.text[term.end : term.end + 24])
    before = match_back(_WORD_BEFORE, source.flat, term.start)
    return any(m is not None and is_number_word(m[1].lower(), language) for m in (after, before))


def _is_year(source: _Text, term: _Term) -> bool:
    numeral = term.numeral
    if not could_be_year(numeral) or term.sign or not term.is_bare:
        return False
    if not term.unit:
        hedge, _ = _hedge_before(source, term.start)
        return hedge not in _YEAR_HEDGES
    dated = match_back(_BEFORE_YEAR, source.flat, term.start)
    return (term.unit in COUNT_UNITS or term.unit in TIME_UNITS) and dated is not None


def _end_of_years(source: _Text, numerals: list[Numeral], index: int) -> int:
    """Return where a span of years such as "2021–22" ends, or the end of the one numeral."""
    end = numerals[index].end
    if index + 1 < len(numerals):
        after = numerals[index + 1]
        between = source.text[end : after.start]
        if re.fullmatch(r"\s?[-‑–—/]\s?", between) and after.plain and len(str(after.value)) <= 4:
            return after.end
    return end


# --- two numbers that are one quantity ---


def _join(
    source: _Text, numerals: list[Numeral], index: int, term: _Term
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
        shared = _shared(source, term, second, connector)
        if shared is not None:
            return _quantity(source, shared), term.end
    if _is_year(source, term):
        if not source.lenient:
            return None
        term = replace(term, measure=YEAR)
    if term.numeral.kind == "words" and term.value == 1 and term.is_bare and not source.lenient:
        return None, term.end
    return _quantity(source, term), term.end


def _second_term(
    source: _Text, numerals: list[Numeral], index: int, connector: re.Match[str] | None
) -> _Term | None:
    if connector is None:
        return None
    for numeral in numerals[index + 1 : index + 6]:
        if numeral.start < connector.end():
            continue
        if numeral.start - connector.end() > 8:
            return None
        if name_ends_at(source.text, source.flat, numeral, source.lexicon) is not None:
            return None
        second = _read_term(source, numeral)
        return second if second.start == connector.end() else None
    return None


def _as_ratio(
    source: _Text, first: _Term, second: _Term, connector: re.Match[str]
) -> Quantity | None:
    """Return "46 to 1" as 46 times, "one in five" as a share of 0.2."""
    if not first.is_bare or first.unit or first.sign or not second.is_bare or second.sign:
        return None
    over, under = first.value, second.value
    if connector["chance"]:
        small = over == over.to_integral_value() and 1 <= over < under <= 1000
        if not small or _is_year(source, second) or second.unit in TIME_UNITS:
            return None
        share = over / under
        step = min(Decimal("0.02"), share / 10)
        joined = replace(first, end=second.end, measure=SHARE, value=share, step=step)
        return _quantity(source, joined)
    says_to = connector["to"] and connector["to"].lower() == "to"
    if not (says_to or connector["colon"] or connector["ratio"]) or second.unit:
        return None
    if under != 1 or over <= 1 or _starts_span(source, first):
        return None
    return _quantity(source, replace(first, end=second.end, measure=TIMES))


def _starts_span(source: _Text, term: _Term) -> bool:
    return match_back(source.lexicon.start, source.flat, term.start) is not None


def _opens_range(source: _Text, term: _Term) -> int | None:
    at = _hedge_before(source, term.start)[1]
    for start in (term.start, at):
        found = match_back(source.lexicon.between, source.flat, start)
        if found is not None:
            return found.start()
    return None


def _as_range(
    source: _Text, first: _Term, second: _Term, connector: re.Match[str]
) -> Quantity | None:
    """Return "38–47 billion", "between 3% and 5%" as one quantity."""
    if connector["chance"] or connector["colon"] or connector["ratio"]:
        return None
    opened = _opens_range(source, first)
    if connector["both"] and opened is None:
        return None
    if not connector["both"] and not connector["dash"] and _starts_span(source, first):
        return None
    if _is_year(source, first) and (second.is_bare and not second.unit):
        return None
    full = bool(first.measure or first.unit) and not (first.prefix and first.magnitude == 1)
    if full and connector["to"] and opened is None and not source.lenient:
        if match_back(_TREND, source.flat, first.start, 3):
            return None  # "rose $3 billion to $45 billion"
    if " " in (connector["dash"] or "") and (full or second.is_bare):
        return None  # a parenthesis between dashes
    shared = _with_tail_of(first, second)
    if shared is None or shared.value > second.value:
        return None
    if first.sign == "-":
        if second.sign != "-" and connector["dash"]:
            second = replace(second, sign="-")
    joined = replace(shared, end=second.end)
    quantity = _quantity(source, joined)
    low, high = _signed(shared), _signed(second)
    step = min(shared.step, second.step)
    start = min(quantity.hedge_start, opened if opened is not None else quantity.hedge_start)
    return replace(
        quantity,
        low=min(low, high),
        high=max(low, high),
        step=step,
        coarse_step=min(quantity.coarse_step, _coarse(second)),
        hedge_start=start,
    )


def _shared(
    source: _Text, first: _Term, second: _Term, connector: re.Match[str]
) -> _Term | None:
    """Return the first of "from 38 to 47 billion" with the magnitude and measure of the second."""
    if not (connector["to"] and _starts_span(source, first)) or _is_year(source, first):
        return None
    return _with_tail_of(first, second) if first.is_bare or first.prefix else None


def _with_tail_of(first: _Term, second: _Term) -> _Term | None:
    """Return a term completed by what only the second number says; None if they disagree."""
    if first.numeral.kind == "multiple" or second.numeral.kind == "multiple":
        return None
    if first.measure and second.measure and first.measure != second.measure:
        return None
    if (first.measure and not second.measure) or (first.unit and first.unit != second.unit):
        # "$38–47 billion" names the currency once; "5% to 10" does not say ten of what.
        if not first.prefix or second.unit:
            return None
    if second.prefix and not first.prefix:
        return None
    if first.magnitude != 1 or first.unit or (first.measure and not first.prefix):
        return first
    return replace(
        first,
        measure=first.measure or second.measure,
        unit=second.unit,
        factor=second.factor,
        magnitude=second.magnitude,
        value=first.value * second.factor,
        step=first.step * second.factor,
    )


# --- the result ---


def _signed(term: _Term) -> Decimal:
    return -term.value if term.sign == "-" else term.value


def _coarse(term: _Term) -> Decimal:
    if term.measure == SHARE:
        return term.value
    coarse = term.numeral.coarse_step * term.factor
    return max(term.step, coarse)


def _hedge_before(source: _Text, start: int) -> tuple[Hedge | None, int]:
    """Return the hedge that ends where a number begins, and where the hedge begins."""
    table = source.lexicon.hedge_before
    if source.lexicon.spaced:
        found = table.match_back(source.flat, start, _HEDGE_WORDS)
    else:
        found = table.search_back(source.text, start, 6)
    if found is None:
        return None, start
    hedge, at = Hedge(found[0]), found[2]
    negated = match_back(_NEGATED, source.flat, at) if hedge in _OPPOSITE else None
    if negated is not None:
        return _OPPOSITE[hedge], negated.start()
    return hedge, at


def _quantity(source: _Text, term: _Term) -> Quantity:
    """Return a term as a quantity, with the hedge before or after it."""
    hedge, at = _hedge_before(source, term.start)
    after = source.lexicon.hedge_after.match(source.text, term.end)
    if hedge is None and after is not None:
        hedge = Hedge(after[0])
    elif hedge is None and source.text[term.end : term.end + 1] == "+":
        hedge = Hedge.AT_LEAST
    value = _signed(term)
    return Quantity(
        low=value,
        high=value,
        step=term.step,
        coarse_step=_coarse(term),
        start=term.start,
        end=term.end,
        hedge_start=at,
        text="",
        measure=term.measure,
        unit=term.unit,
        magnitude=term.magnitude,
        hedge=hedge or term.hedge or Hedge.EXACT,
        sign=term.sign,
        emphatic=_EMPHATIC.match(source.text, at) is not None and at < term.start,
    )
