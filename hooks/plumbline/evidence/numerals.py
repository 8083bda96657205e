"""Numerals in digits: separators of thousands and decimals, whatever the language."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

__all__ = ["Numeral", "coarse_step", "find_digits", "fold", "read_digits"]

_MAX_DIGITS = 24  # within the 28 significant digits of Decimal arithmetic
_SPACES = " \u00a0\u2009\u202f"
_VULGAR = "½⅓⅔¼¾⅕⅖⅗⅘⅙⅚⅛⅜⅝⅞"
_START = re.compile(rf"[0-9{_VULGAR}]")
_DIGITS = re.compile(
    rf"(?:(?P<spaced>[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}}(?![0-9]))+(?:[.,][0-9]+)?)"
    rf"|[0-9]+(?:[.,'’·][0-9]+)*)?[{_VULGAR}]?"
)
_LEADING_POINT = re.compile(r"(?<![\w.,])\.\Z")
_FULL_WIDTH = {"％": "%", "＄": "$", "－": "-", "＋": "+", "．": ".", "￥": "¥"}
_THREES = re.compile(r"[1-9][0-9]{0,2}(?:([.,'’ ])[0-9]{3})(?:\1[0-9]{3})*")
_INDIAN = re.compile(r"[1-9][0-9]?(?:,[0-9]{2})+,[0-9]{3}")


@dataclass(frozen=True, slots=True)
class Numeral:
    """A number as such, before anything around it is read.

    Attributes:
        start: offset of its first character.
        end: offset after it.
        value: what it says; words such as "two million" include their magnitude.
        step: unit of its last digit; of words, the magnitude they end in.
        coarse_step: unit of its last digit that is not zero.
        kind: "digits", "words", "share" ("a third") or "multiple" ("twice").
        magnitude: what words carry in themselves: a million in "two million".
        plain: digits only, without separators.
    """

    start: int
    end: int
    value: Decimal
    step: Decimal
    coarse_step: Decimal
    kind: str = "digits"
    magnitude: Decimal = Decimal(1)
    plain: bool = False


def fold(text: str) -> str:
    """Return a text of the same length with its digits and full-width signs in ASCII."""
    if text.isascii():
        return text
    table = {
        ord(c): _FULL_WIDTH.get(c) or str(unicodedata.decimal(c))
        for c in set(text)
        if c in _FULL_WIDTH or (c.isdecimal() and not c.isascii())
    }
    return text.translate(table) if table else text


def read_digits(written: str, decimal: str = ".", group: str = ",") -> tuple[Decimal, int] | None:
    """Return the value of digits with separators and their number of decimals, or None.

    A separator that cannot group thousands marks the decimals, so "48,2" is 48.2 in English too;
    thousands may also be grouped by spaces, apostrophes or as in India ("1,00,000").

    Args:
        written: ASCII digits and separators.
        decimal: the language's decimal separator.
        group: the language's separator of thousands.
    """
    bare = re.sub(rf"[{_SPACES}]", " ", written).replace("’", "'").replace("·", decimal)
    whole, fraction = bare, ""
    points = [c for c in bare if c in ".,"]
    if points:
        last = points[-1]
        head, _, tail = bare.rpartition(last)
        if len(points) == 1 and not re.search("[ ']", head):
            if last == decimal or not _THREES.fullmatch(bare):
                whole, fraction = head, tail
        elif last not in head:
            whole, fraction = head, tail
    if (fraction and not fraction.isdigit()) or len(whole) + len(fraction) > 2 * _MAX_DIGITS:
        return None
    if whole and not whole.isdigit() and not _THREES.fullmatch(whole):
        if group != "," and decimal == "," and not fraction:
            return None
        if not _INDIAN.fullmatch(whole):
            return None
    digits = re.sub(r"[^0-9]", "", whole)
    if len(digits) + len(fraction) > _MAX_DIGITS:
        return None
    return Decimal(f"{digits}.{fraction}" if fraction else digits or "0"), len(fraction)


def find_digits(text: str, decimal: str = ".", group: str = ",") -> Iterator[Numeral]:
    """Yield the numerals in digits of a folded text; a number that cannot be read is left out."""
    at = 0
    while opening := _START.search(text, at):
        start = opening.start()
        match = _DIGITS.match(text, start)
        if match is None:
            return
        at, written = match.end(), match[0]
        if match["spaced"] and written.count(" ") == 1 and not group.isspace():
            # One plain space groups only where the language does so: "in May 12 300 people".
            written = written.partition(" ")[0]
            at = start + len(written)
        if start and text[start - 1] == "." and _LEADING_POINT.search(text, start - 1, start):
            start, written = start - 1, f".{written}"
        vulgar = written[-1] if written[-1] in _VULGAR else ""
        read = read_digits(written.rstrip(_VULGAR), decimal, group)
        if read is None or (vulgar and read[1]):
            continue
        value, decimals = read
        step = Decimal(1).scaleb(-decimals)
        if vulgar:
            value += Decimal(str(round(unicodedata.numeric(vulgar), 6)))
            step = Decimal("0.1")
        yield Numeral(
            start,
            at,
            value,
            step,
            step if vulgar else coarse_step(value, step),
            plain=written.isdigit(),
        )


def coarse_step(value: Decimal, step: Decimal) -> Decimal:
    """Return the unit of the last digit that is not zero, `step` for zero itself."""
    if not value:
        return step
    return max(step, Decimal(1).scaleb(int(value.normalize().as_tuple().exponent)))
