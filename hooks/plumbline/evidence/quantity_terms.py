"""One number with what belongs to it: sign, currency, magnitude, measure, unit and hedge."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal

from plumbline.evidence.lookback import match_back
from plumbline.evidence.number_names import could_be_year
from plumbline.evidence.number_words import ADDED_FRACTION, FRACTIONS
from plumbline.evidence.numerals import Numeral
from plumbline.evidence.quantities import (
    COUNT_UNITS,
    PERCENT,
    POINTS,
    SHARE,
    TIME_UNITS,
    TIMES,
    Hedge,
    Quantity,
)
from plumbline.evidence.quantity_lexicon import Lexicon

__all__ = [
    "SourceText",
    "Term",
    "as_quantity",
    "coarse",
    "hedge_before",
    "is_year",
    "read_term",
    "signed",
]

_HEDGE_WORDS = 5  # the longest hedge: "on the order of", negated
_LETTER = re.compile(r"([^\S\n]?)([kKmMbBtT])(?![^\W_])")
_LETTERS = {"k": 3, "m": 6, "b": 9, "t": 12}
_FREQUENCY = re.compile(
    r"\s+(?:an?|per|each|every|in|since|during|before|daily|weekly|monthly)(?![^\W_])",
    re.IGNORECASE,
)
_ENDS_OF_CURRENCIES = frozenset("$€£¥￥₽₹₩₫₴₺₸₪")
_SIGNS = "-−–+"
_MINUS = re.compile(r"minus\s+", re.IGNORECASE)
_OPENS = re.compile(r"(?:\A|[\s(\[{“‘\"'«„:~≈<>≥≤])\Z")
_EMPHATIC = re.compile(
    r"(?:well|far|much|significantly|substantially|considerably)\s", re.IGNORECASE
)
_NEGATED = re.compile(r"(?:no|not|never|without|hardly|cannot|[a-z]+n['’]t)\s+", re.IGNORECASE)
_OPPOSITE = {Hedge.OVER: Hedge.AT_MOST, Hedge.UNDER: Hedge.AT_LEAST}
_BEFORE_YEAR = re.compile(
    r"(?:in|since|by|of|from|until|till|during|late|early|mid|through|before|after|and|for"
    r"|to|the|between|or|into|[A-Z][a-z]+)[\s-]"
)
_YEAR_HEDGES = frozenset({Hedge.NEARLY, Hedge.OVER, Hedge.JUST_OVER, Hedge.UNDER})
_FUNCTION_WORDS = frozenset(
    "in of to for from by on at as the than less more was were is are had has over under with"
    " or up down after before during since while which that who".split()
)
_GOES_ON = re.compile(r"\.\s?(?:[^\W\d_]|[$€₽%])")
_DOTTED = frozenset({"mrd", "mio", "bio", "tsd", "тыс", "млн", "млрд", "трлн", "тис", "mld", "mln"})


@dataclass(frozen=True, slots=True)
class SourceText:
    """What is read: the folded text, the same flattened, its language, the site's dollar, how."""

    text: str
    flat: str
    lexicon: Lexicon
    dollar: str
    lenient: bool


@dataclass(frozen=True, slots=True)
class Term:
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
        """Whether neither measure nor magnitude was written."""
        return not self.measure and self.magnitude == 1


def read_term(source: SourceText, numeral: Numeral, floor: int = 0) -> Term:
    """Read what belongs to a numeral on its left, back to `floor`, and on its right."""
    text, lexicon = source.text, source.lexicon
    start, sign, prefix = _read_left(source, numeral)
    if start < floor:
        start, sign, prefix = numeral.start, "", ""
    end, value, step = numeral.end, numeral.value, numeral.step
    hedge: Hedge | None = None
    if numeral.kind == "share":
        return Term(numeral, start, end, sign, measure=SHARE, value=value, step=step)
    if numeral.kind == "multiple":
        return Term(numeral, start, end, sign, measure=TIMES, value=value, step=step)
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
    return Term(
        numeral, start, end, sign, prefix, measure, unit, factor, magnitude, hedge,
        value * factor, step * factor,
    )  # fmt: skip


def _may_go_on(text: str, end: int) -> bool:
    """Return whether a magnitude or measure may follow: a cheap look before the patterns."""
    ahead = text[end : end + 8].lstrip(" \u00a0\u202f\u2009-‑‐\n")
    if not ahead or ahead[0] in ',.;:)]”’"!?':
        return False
    word = ahead.partition(" ")[0]
    return word not in _FUNCTION_WORDS


def _read_measure(
    source: SourceText, end: int, prefix: str, value: Decimal
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


def _read_left(source: SourceText, numeral: Numeral) -> tuple[int, str, str]:
    """Return where the number begins with its sign and currency, the sign and the currency."""
    text, start, sign, currency = source.text, numeral.start, "", ""
    inner = text[start - 1] if start and text[start - 1] in _SIGNS else ""
    at = start - len(inner)
    # Most numbers follow a lower-case word or a comma: no currency stands there, save "Rs".
    ahead = text[max(0, at - 4) : at].rstrip()
    if ahead[-1:] in _ENDS_OF_CURRENCIES or ahead[-1:].isupper() or ahead.endswith(("Rs", "Rs.")):
        found = source.lexicon.prefix.search_back(text, at, 8)
        if found is not None and not (inner and text[at - 1 : at].isspace()):
            name, _, start = found
            currency = source.dollar if name == "$" else name
            sign = inner
    if not sign and start and text[start - 1] in _SIGNS:
        before = text[max(0, start - 2) : start - 1]
        if _OPENS.search(before):
            start, sign = start - 1, text[start - 1]
    says_minus = not sign and source.flat[max(0, start - 6) : start].lower().startswith("minus")
    minus = match_back(_MINUS, source.flat, start) if says_minus else None
    if minus is not None:
        start, sign = minus.start(), "-"
    return start, "" if not sign else "+" if sign == "+" else "-", currency


def _read_magnitude(source: SourceText, end: int, prefix: str) -> tuple[int, int, bool]:
    """Return (power of ten, end, whether "more" was said) of the magnitude words at an offset."""
    text, lexicon = source.text, source.lexicon
    power, more = 0, False
    at = _after_gap(lexicon, text, end)
    while power < 12 and (found := lexicon.magnitude.match(text, at)):
        word = " ".join(found["word"].lower().split())
        power += lexicon.magnitudes[word] + (2 if found[0][:7].lower() == "hundred" else 0)
        more = more or bool(found["more"])
        end = found.end()
        if word in _DOTTED and _GOES_ON.match(text, end):
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
    if (
        prefix
        or (attached and sized)
        or (letter[2] in "mMB" and _is_measured(source, letter.end()))
    ):
        return _LETTERS[letter[2].lower()], letter.end(), False
    return 0, end, False


def _after_gap(lexicon: Lexicon, text: str, at: int) -> int:
    gap = lexicon.gap.match(text, at)
    return gap.end() if gap else at


def _is_measured(source: SourceText, at: int) -> bool:
    gap = _after_gap(source.lexicon, source.text, at)
    measure = source.lexicon.measure.match(source.text, gap)
    return measure is not None or source.lexicon.unit.match(source.text, gap) is not None


def is_year(source: SourceText, term: Term) -> bool:
    """Return whether a number is a year by its form and by what stands around it."""
    numeral = term.numeral
    if not could_be_year(numeral) or term.sign or not term.is_bare:
        return False
    if not term.unit:
        hedge, _ = hedge_before(source, term.start)
        return hedge not in _YEAR_HEDGES
    if term.unit == "years":
        return True  # 2023 года
    dated = match_back(_BEFORE_YEAR, source.flat, term.start)
    return (term.unit in COUNT_UNITS or term.unit in TIME_UNITS) and dated is not None


def signed(term: Term) -> Decimal:
    """Return the value of a term with its sign."""
    return -term.value if term.sign == "-" else term.value


def coarse(term: Term) -> Decimal:
    """Return the unit of the last digit of a term that is not zero."""
    if term.measure == SHARE:
        return term.value
    coarse = term.numeral.coarse_step * term.factor
    return max(term.step, coarse)


def hedge_before(source: SourceText, start: int) -> tuple[Hedge | None, int]:
    """Return the hedge that ends where a number begins, and where the hedge begins."""
    table = source.lexicon.hedge_before
    if source.lexicon.spaced:
        if not _may_be_hedge(source, start):
            return None, start
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


def _may_be_hedge(source: SourceText, start: int) -> bool:
    """Return whether the word or sign before is of a hedge: a cheap look before the pattern."""
    flat = source.flat
    end = start
    while end > 0 and flat[end - 1] == " " and start - end < 8:
        end -= 1
    if not end or not flat[end - 1].isalpha():
        return end > 0 and flat[end - 1] in "~≈≃∼<>=≥≤.'’"
    word = flat[max(0, end - 28) : end].rpartition(" ")[2].lstrip("([{“„\"'‘«*_|\0").lower()
    word = word.rpartition("\0")[2]
    ends = source.lexicon.hedge_ends
    return word[:3] in ends or word[:2] in ends or word[:1] in ends


def as_quantity(source: SourceText, term: Term) -> Quantity:
    """Return a term as a quantity, with the hedge before or after it."""
    hedge, at = hedge_before(source, term.start)
    after = source.lexicon.hedge_after.match(source.text, term.end)
    if hedge is None and after is not None:
        hedge = Hedge(after[0])
    elif hedge is None and source.text[term.end : term.end + 1] == "+":
        hedge = Hedge.AT_LEAST
    value = signed(term)
    return Quantity(
        low=value,
        high=value,
        step=term.step,
        coarse_step=coarse(term),
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
