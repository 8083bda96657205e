"""A language's way of writing numbers, compiled: separators, magnitudes, measures, units, hedges.

Separators, magnitude words ("miliardi", "млрд", "tỷ", "Mrd."), names of months, units and
currencies come from CLDR through Babel; `quantity_words` adds what CLDR does not hold.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from itertools import groupby

from babel import Locale, UnknownLocaleError
from babel.dates import get_month_names
from babel.numbers import get_currency_name, get_decimal_symbol, get_group_symbol
from babel.units import UnknownUnitError, format_unit

from plumbline.evidence.english_words import ENGLISH
from plumbline.evidence.foreign_words import FOREIGN
from plumbline.evidence.lookback import match_back
from plumbline.evidence.quantities import Hedge
from plumbline.evidence.quantity_words import (
    CURRENCY_CODES,
    CURRENCY_PREFIXES,
    SYMBOL_UNITS,
    Words,
)

__all__ = ["GAP", "Alternatives", "Lexicon", "lexicon_for", "runs_on"]

GAP = r"(?:[-‐‑]|[^\S\n]{0,3}(?:\n[^\S\n]{0,3})?)"
"""What may stand between a number and its word: a hyphen, spaces, one line break."""

_CLDR_UNITS = {
    "mass-tonne": "tonnes",
    "mass-kilogram": "kilograms",
    "volume-barrel": "barrels",
    "volume-cubic-meter": "cubic metres",
    "area-hectare": "hectares",
    "area-square-kilometer": "square kilometres",
    "length-mile": "miles",
    "duration-year": "years",
    "duration-month": "months",
    "duration-week": "weeks",
    "duration-day": "days",
    "duration-hour": "hours",
}
_CLDR_SCALED_UNITS = {
    "length-kilometer": ("metres", 3),
    "power-megawatt": ("watts", 6),
    "power-gigawatt": ("watts", 9),
    "energy-kilowatt-hour": ("watt-hours", 3),
}
_NAMED_CURRENCIES = ("USD", "EUR", "GBP", "RUB", "CNY", "JPY", "INR", "CHF", "KRW", "VND", "BRL")
_SAMPLES = (1, 2, 5, Decimal("1.5"))  # one of every plural form of European languages
_MORE_DAYS = r"(?:(?:\s?[–—-]\s?|\s+(?:and|or|to)\s+|,\s*)[0-9]{1,2}){0,3}"
_PERIOD = r"(?:\s+(?:per|a|an|each)\s+|\s?/\s?)(?P<period>day|week|month|year|hour)\b"


@dataclass(frozen=True, slots=True)
class Alternatives:
    """A pattern of which every alternative has a meaning.

    Attributes:
        pattern: each alternative is a named group.
        meanings: name of the group -> (what it means, power of ten it carries).
    """

    pattern: re.Pattern[str]
    meanings: Mapping[str, tuple[str, int]]

    def match(self, text: str, at: int) -> tuple[str, int, int] | None:
        """Return (meaning, power of ten, end) of what stands at an offset, or None."""
        found = self.pattern.match(text, at)
        if found is None or found.lastgroup is None:
            return None
        return *self.meanings[found.lastgroup], found.end()

    def search_back(self, text: str, at: int, reach: int) -> tuple[str, int, int] | None:
        """Return (meaning, power of ten, start) of what ends at an offset, or None.

        For what no space sets apart; the pattern ends in `\\Z`.
        """
        found = self.pattern.search(text, max(0, at - reach), at)
        if found is None or found.lastgroup is None:
            return None
        return *self.meanings[found.lastgroup], found.start()

    def match_back(self, flat: str, at: int, words: int) -> tuple[str, int, int] | None:
        """Return (meaning, power of ten, start) of the words that end at an offset, or None."""
        found = match_back(self.pattern, flat, at, words)
        if found is None or found.lastgroup is None:
            return None
        return *self.meanings[found.lastgroup], found.start()


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Patterns of one language.

    Attributes:
        language: two-letter code of the language.
        spaced: words are set apart by spaces.
        decimal, group: separators.
        gap: what stands between a number and its word; `link` also holds "di", "de".
        magnitude: word or abbreviation after a number; `magnitudes` gives its power of ten.
        measure: percent, points, times or a currency after a number.
        unit: unit after a number.
        prefix: sign and currency before a number, to be searched up to its offset.
        hedge_before: hedges that end at an offset.
        hedge_ends: what words in them begin with, to tell quickly that no hedge stands there.
        hedge_after: hedges that begin at an offset.
        month_after, month_before: what makes a number the day of a date.
        between, start: words before the first of two numbers.
        connector: words and dashes between two numbers.
        orders: labels that make the number after them a name.
    """

    language: str
    spaced: bool
    decimal: str
    group: str
    gap: re.Pattern[str]
    link: re.Pattern[str]
    magnitude: re.Pattern[str]
    magnitudes: Mapping[str, int]
    measure: Alternatives
    unit: Alternatives
    period: re.Pattern[str]
    prefix: Alternatives
    hedge_before: Alternatives
    hedge_ends: frozenset[str]
    hedge_after: Alternatives
    month_after: re.Pattern[str]
    month_before: re.Pattern[str]
    between: re.Pattern[str]
    start: re.Pattern[str]
    connector: re.Pattern[str]
    orders: re.Pattern[str]


@lru_cache(maxsize=64)
def lexicon_for(language: str) -> Lexicon:
    """Return the patterns of a language by its BCP 47 tag; English for one that CLDR lacks."""
    locale = _locale(language)
    words = ENGLISH if locale.language == "en" else FOREIGN.get(locale.language, Words())
    magnitudes = {**_cldr_magnitudes(locale), **words.magnitudes}
    months = _any_of(_months(locale))
    flags = 0 if locale.language == "en" else re.IGNORECASE  # "may" is a verb, "May" a month
    named = [w for w in magnitudes if len(w) > 1 or runs_on(w)]
    return Lexicon(
        language=locale.language,
        spaced=locale.language not in ("zh", "ja", "th"),
        decimal=get_decimal_symbol(locale),
        group=get_group_symbol(locale),
        gap=re.compile(GAP),
        link=re.compile(rf"\s+(?:{words.link})\s*|{GAP}" if words.link else GAP, re.IGNORECASE),
        magnitude=re.compile(
            rf"(?:hundred\s+)?(?P<more>[多余餘])?(?P<word>{_any_of(named)}){_END}", re.IGNORECASE
        ),
        magnitudes=magnitudes,
        measure=_measures(locale, words),
        unit=_units(locale, words),
        period=re.compile(_PERIOD, re.IGNORECASE),
        prefix=_prefixes(),
        hedge_before=_hedges(words.before, before=True),
        hedge_ends=_openings(words.before.values()),
        hedge_after=_hedges(words.after, before=False),
        month_after=re.compile(
            rf"{_MORE_DAYS}\.?\s+(?:(?:of|de|di)\s+)?(?:{months})\.?(?![^\W_])", flags
        ),
        month_before=re.compile(rf"(?:{months})\.?\s+", flags),
        between=re.compile(rf"(?:{words.between or '(?!)'})\s*", re.IGNORECASE),
        start=re.compile(rf"(?:{words.start or '(?!)'})\s*", re.IGNORECASE),
        connector=_connector(words),
        orders=re.compile(rf"(?:{words.orders or '(?!)'})\s*", re.IGNORECASE),
    )


def _locale(language: str) -> Locale:
    tag = language.replace("_", "-")
    for candidate in (tag, tag.split("-")[0], "en"):
        try:
            return Locale.parse(candidate, sep="-")
        except (ValueError, UnknownLocaleError, TypeError):
            continue
    return Locale("en")


# A word ends where no letter or digit follows; Chinese and Japanese run on.
_CJK = "⺀-鿿가-힣"
_END = rf"(?-i:(?<=[{_CJK}])|(?![^\W_{_CJK}]))"  # ranges so wide compile slowly case-blind


def runs_on(word: str) -> bool:
    """Return whether a word holds characters of Chinese, Japanese or Korean, which run on."""
    return any("⺀" <= character <= "鿿" or "가" <= character <= "힣" for character in word)


def _any_of(words: Iterable[str]) -> str:
    """Return an alternation of literal words, longest first, any white space between parts."""
    distinct = sorted(set(words), key=lambda w: (-len(w), w))
    return "|".join(r"\s+".join(re.escape(p) for p in w.split()) for w in distinct) or "(?!)"


def _cldr_magnitudes(locale: Locale) -> dict[str, int]:
    """Return magnitude words with their power of ten, read off the compact decimal formats.

    CLDR writes 10,000,000,000 as "00 miliardi" in Italian: two zeros are digits, so the word
    stands for ten to the ninth.
    """
    found: dict[str, int] = {}
    for style in ("short", "long"):
        formats = locale.compact_decimal_formats.get(style, {})
        for by_plural in formats.values():
            for size, pattern in by_plural.items():
                shown = str(getattr(pattern, "pattern", pattern)).replace("'", "")
                digits = shown.count("0")
                word = " ".join(shown.replace("0", " ").split()).rstrip(".").lower()
                if digits and word:
                    found.setdefault(word, len(str(size)) - digits)
    return found


def _months(locale: Locale) -> list[str]:
    names: list[str] = []
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated"):
            months = get_month_names(width, context, locale).values()
            names += [str(m).rstrip(".") for m in months if len(str(m)) > 2]
    return [*names, "Sept"] if locale.language == "en" else names


def _unit_names(locale: Locale, unit: str) -> set[str]:
    names: set[str] = set()
    for length in ("long", "short"):
        for number in _SAMPLES:
            try:
                shown = format_unit(number, unit, length=length, locale=locale)
            except (UnknownUnitError, KeyError, ValueError):
                return names
            names.add(re.sub(r"^[\d.,]+\s*|\s*[\d.,]+$", "", shown).strip().rstrip("."))
    return {n for n in names if len(n) > 2 or runs_on(n)}


def _units(locale: Locale, words: Words) -> Alternatives:
    entries: list[tuple[str, str, int]] = []
    entries += [(f"(?-i:{p})", name, power) for p, (name, power) in SYMBOL_UNITS.items()]
    hand = [(pattern, name, 0) for name, pattern in words.units.items()]
    entries += sorted(hand, key=lambda e: -len(e[0].split("|")[0]))
    for unit, name in _CLDR_UNITS.items():
        entries.append((_any_of(_unit_names(locale, unit)), name, 0))
    for unit, (name, power) in _CLDR_SCALED_UNITS.items():
        entries.append((_any_of(_unit_names(locale, unit)), name, power))
    entries.append((r"(?-i:t)", "tonnes", 0))
    return _after_number(entries)


def _measures(locale: Locale, words: Words) -> Alternatives:
    points = "|".join(filter(None, (words.points, r"%[ -]?points?", r"(?-i:pp)(?!\.?\s?\d)")))
    percent = [w for w in (words.percent,) if w]
    names = _unit_names(locale, "concentr-percent") - {"%"}
    entries: list[tuple[str, str, int]] = [
        (words.basis_points or "(?!)", "points", -2),
        (points, "points", 0),
        ("|".join([r"[%％]", *percent, *map(re.escape, names)]), "percent", 0),
        ("|".join(filter(None, (words.times, r"[x×](?!\s?\d)"))), "times", 0),
    ]
    entries += [(pattern, code, 0) for code, pattern in words.currencies.items() if code != "$"]
    for code in _NAMED_CURRENCIES:
        plurals = {get_currency_name(code, count=n, locale=locale).lower() for n in _SAMPLES}
        entries.append((_any_of(plurals), code, 0))
    entries += [(p, c, 0) for c, p in words.currencies.items() if c == "$"]
    codes = {"RMB": "CNY", "CNH": "CNY"}
    # A currency with digits after it belongs to those: "½ $1".
    entries += [(rf"(?-i:{code})(?!\s?\d)", codes.get(code, code), 0) for code in CURRENCY_CODES]
    entries += [
        (rf"(?:{p})(?!\s?\d)", code, 0) for p, code in CURRENCY_PREFIXES.items() if "Rs" not in p
    ]
    return _after_number(entries)


def _after_number(entries: list[tuple[str, str, int]]) -> Alternatives:
    # One end for a run of words: each costs milliseconds to compile.
    parts = []
    for symbol, run in groupby(enumerate(entries), key=lambda e: _ends_in_symbol(e[1][0])):
        names = "|".join(f"(?P<g{n}>{pattern})" for n, (pattern, _, _) in run)
        parts.append(names if symbol else f"(?:{names}){_END}")
    meanings = {f"g{n}": (name, power) for n, (_, name, power) in enumerate(entries)}
    return Alternatives(re.compile("|".join(parts), re.IGNORECASE), meanings)


def _ends_in_symbol(pattern: str) -> bool:
    return not any(c.isalpha() for c in pattern)


def _prefixes() -> Alternatives:
    codes = {"RMB": "CNY", "CNH": "CNY"}
    entries = [
        (rf"(?<![^\W_]){p}" if p[0].isalpha() else p, code) for p, code in CURRENCY_PREFIXES.items()
    ]
    entries += [(rf"(?<![^\W_]){code}", codes.get(code, code)) for code in CURRENCY_CODES]
    parts = "|".join(f"(?P<g{n}>{p})" for n, (p, _) in enumerate(entries))
    meanings = {f"g{n}": (code, 0) for n, (_, code) in enumerate(entries)}
    return Alternatives(re.compile(rf"(?:{parts})[^\S\n]?\Z"), meanings)


def _hedges(table: Mapping[Hedge, str], *, before: bool) -> Alternatives:
    signs = {
        Hedge.ABOUT: "[~≈≃∼]",
        Hedge.OVER: ">",
        Hedge.UNDER: "<",
        Hedge.AT_LEAST: "[≥]|>=",
        Hedge.AT_MOST: "[≤]|<=",
    }
    kinds = [h for h in Hedge if h in table or (before and h in signs)]
    parts = []
    for hedge in kinds:
        phrase = table.get(hedge, "").replace(" ", r"\s+") or "(?!)"
        cjk = runs_on(phrase)
        if before:
            gap = r"\s*" if cjk else r"\s+"
            parts.append(rf"(?P<{hedge.name}>(?:{phrase}){gap}|(?:{signs.get(hedge, '(?!)')})\s?)")
        else:
            end = "" if cjk else r"(?![^\W_])"
            parts.append(rf"(?P<{hedge.name}>\s*(?:{phrase}){end})")
    meanings = {h.name: (h.value, 0) for h in kinds}
    body = "|".join(parts) or "(?!)"
    return Alternatives(re.compile(rf"(?:{body})\Z" if before else body, re.IGNORECASE), meanings)


def _openings(phrases: Iterable[str]) -> frozenset[str]:
    """Return the first letters, three at most, of every run of letters in some patterns."""
    openings: set[str] = set()
    for phrase in phrases:
        for run in re.finditer(r"([^\W\d_]+)(\??)", phrase.lower()):
            openings.add(run[1][:3])
            if run[2]:  # its last letter may be missing
                openings.add(run[1][:-1][:3])
    return frozenset(openings)


def _connector(words: Words) -> re.Pattern[str]:
    space = r"\s*" if runs_on(words.to) else r"\s+"
    return re.compile(
        rf"-(?P<ratio>to)-|[\s-](?P<chance>{words.chance or '(?!)'})[\s-](?:every[\s-])?"
        rf"|(?P<dash>[-‐‑–—−]{{1,2}}|\s[–—]\s)|(?P<colon>\s?:\s?)"
        rf"|{space}(?:(?P<to>{words.to or '(?!)'})|(?P<both>{words.both or '(?!)'})){space}",
        re.IGNORECASE,
    )
