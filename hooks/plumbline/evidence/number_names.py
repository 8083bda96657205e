"""Numbers that are no quantities: dates, times, article and page numbers, names such as F-16."""

from __future__ import annotations

import re

from plumbline.content.prose import MASK
from plumbline.evidence.lookback import match_back
from plumbline.evidence.numerals import Numeral
from plumbline.evidence.quantity_lexicon import Lexicon, runs_on

__all__ = [
    "could_be_year",
    "follows_label",
    "follows_proper_noun",
    "is_continued",
    "is_list_marker",
    "name_ends_at",
]

_LONGEST_LIST = 20  # points that are numbered "(1)", "(2)" …
_LIST_MARKER = re.compile(r"(?:\A|(?<=\n))[ \t>]*(?:[*+-][ \t]+)?\Z")
_GROUPED_CODE = re.compile(
    r"\+?[0-9]{1,4}([ -])\(?[0-9]{2,4}\)?(?:\1[0-9]{2,4}){1,4}(?![0-9])"
    r"|[0-9]+(?:[-‑][0-9]+){2,6}[Xx]?(?![\w])"
)
_CLOCK = re.compile(
    r"[0-9]+:(?!1(?![0-9]))[0-9]+(?:[:,.][0-9]+)*"  # also scores and scales; 46:1 is a ratio
    r"|[0-9]{1,2}(?:\.[0-9]{2})?\s?(?:[ap]\.m\.|[ap]m|[AP]M|noon|o['’]clock)(?![^\W_])"
    r"|[0-9]{1,2}(?:\.[0-9]{2}|[0-9]{2})?\s?(?:GMT|UTC|CET|BST|EST|EDT|MSK)(?![^\W_])"
)
_NUMERIC_DATE = re.compile(
    r"[12][0-9]{3}[-/][0-9]{1,2}(?:[-/][0-9]{1,2})?(?![0-9])"
    r"|[0-3]?[0-9]([-/])[01]?[0-9]\1[0-9]{2,4}(?![0-9])"
)
_DOCKET = re.compile(r"\(?[A-Z][A-Za-z]*\([12][0-9]{3}\)\s*")
_POWER = re.compile(r"\s?[×x*⋅·]\s?10(?:\^|\*\*|[⁰-⁹⁻¹²³])")
_CITED_LAW = re.compile(r"\s(?:U\.?\s?S\.?\s?C|C\.?F\.?R|Fed\.\s?Reg|Stat\.)")
_CJK_DATE = re.compile(r"[0-9]{1,4}(?:年|月|日|号|號|届|年代|년|월|일)")
_CONTINUED = re.compile(
    r"\s*(?:,|,?\s*and|,?\s*or|to|&|[-–—/]|\+|,?\s*et|,?\s*und|,?\s*и|,?\s*y|,?\s*e)\s*\Z"
)
_NAME = re.compile(r"(?P<name>[^\W\d_][^\W\d_'’&.-]*)\s")
_CLOCK_INITIALS = frozenset("apAPnoGUCBEM")
_CJK_COUNTERS = frozenset("年月日号號届년월일")
# Words that begin a clause and are no names, although they may be capitalised.
_NO_NAMES = frozenset(
    "a about above across after all almost also although among an and another approximately are"
    " around as at because before below between but by circa during each every exactly exceeding"
    " fewer for from had has have if in into is it its just less like more most nearly no not of"
    " on only or other our out over per roughly since so some than that the their then there these"
    " they this those through to toward towards under until up upon was we were when where whereas"
    " whether which while with within without yet".split()
)


def name_ends_at(text: str, flat: str, numeral: Numeral, lexicon: Lexicon) -> int | None:
    """Return where a name, date or code that holds the numeral ends, or None if there is none.

    What this decides, the words after the number cannot change: "10:30", "2024-05-01", "1990s",
    "F-16", "COVID-19", "20 November", "9/11", "H1", "No. 14066".
    """
    start, end = numeral.start, numeral.end
    if numeral.kind != "digits":
        return None
    before = text[start - 1] if start else ""
    if (before and before in _CODE_SIGNS) or _is_attached(text, start, lexicon):
        return end
    after = text[end : end + 2]
    for pattern in _patterns_before(after):
        found = pattern.match(text, start)
        if found is not None and (pattern is not _GROUPED_CODE or _is_code(text, found)):
            return found.end()
    if after[:1] in "× x*⋅·" and (power := _POWER.match(text, end)):
        return power.end()
    if after in (" U", " C", " F", " S") and _CITED_LAW.match(text, end):
        return end
    if numeral.plain and numeral.end - start > 1 and text[start] == "0":
        return end
    if (after[:1] == "/" and after[1:].isdigit()) or (after and after[0] in "^_=@"):
        return end
    return _date_end(text, flat, numeral, lexicon)


_CODE_SIGNS = "/_#@=\\^№第"


def _patterns_before(after: str) -> tuple[re.Pattern[str], ...]:
    """Return the patterns that can apply where these characters follow the first digits."""
    if not after:
        return ()
    first = after[0]
    if first in ":-/.‑":
        return (_NUMERIC_DATE, _CLOCK, _GROUPED_CODE)
    if first in _CJK_COUNTERS:
        return (_CJK_DATE,)
    clock = first in _CLOCK_INITIALS or (first.isspace() and after[1:] in _CLOCK_INITIALS)
    codes = (_GROUPED_CODE,) if first == " " and (after[1:].isdigit() or after[1:] == "(") else ()
    return (*((_CLOCK,) if clock else ()), *codes)


def _is_attached(text: str, start: int, lexicon: Lexicon) -> bool:
    """Return whether a letter that is no currency stands right before: "G7", "A320"."""
    if not start or not text[start - 1].isalpha() or runs_on(text[start - 1]):
        return False
    return lexicon.prefix.search_back(text, start, 8) is None


def _is_code(text: str, found: re.Match[str]) -> bool:
    written = found[0]
    if "-" in written or "‑" in written:
        return True
    plus = written.startswith("+") or text[found.start() - 1 : found.start()] == "+"
    return plus and sum(c.isdigit() for c in written) >= 9


def _date_end(text: str, flat: str, numeral: Numeral, lexicon: Lexicon) -> int | None:
    if not numeral.plain or numeral.end - numeral.start > 2 or not 1 <= numeral.value <= 31:
        return None
    found = lexicon.month_after.match(text, numeral.end)
    if found is not None:
        return found.end()
    if match_back(lexicon.month_before, flat, numeral.start, 2):
        return numeral.end
    return None


def follows_label(text: str, flat: str, start: int, lexicon: Lexicon) -> bool:
    """Return whether a label or a month stands before: "Article 5", "No. 14066", "May 5"."""
    if match_back(lexicon.orders, flat, start, 2) or match_back(_DOCKET, flat, start):
        return True
    before = text[max(0, start - 2) : start]
    if before[-1:] in ("[", "(") and before[:-1].isalpha():  # COM(2022)
        return True
    return match_back(lexicon.month_before, flat, start, 2) is not None


def follows_proper_noun(flat: str, start: int, lexicon: Lexicon) -> bool:
    """Return whether a capitalised word amid an English sentence stands before: "Nord Stream 2"."""
    if lexicon.language != "en":
        return False
    named = match_back(_NAME, flat, start)
    if named is None or not named["name"][0].isupper() or named["name"][-2:] in ("'s", "’s"):
        return False
    ahead = flat[max(0, named.start() - 2) : named.start()].rstrip(" ")
    opens = not ahead or not (ahead[-1].isalnum() or ahead[-1] in ",’'&-")
    return not opens and named["name"].lower() not in _NO_NAMES


def is_continued(text: str, end: int, start: int) -> bool:
    """Return whether a number goes on a list of names: the 8 of "pp. 3-5 and 8"."""
    return start - end <= 8 and _CONTINUED.match(text, end, start) is not None


def could_be_year(numeral: Numeral) -> bool:
    """Return whether a numeral may be a year: four digits, 1000 to 2100."""
    return numeral.plain and numeral.end - numeral.start == 4 and 1000 <= numeral.value <= 2100


def is_list_marker(text: str, numeral: Numeral) -> bool:
    """Return whether a numeral opens a line as "1." or "(1)" does, or is a note such as "[3]".

    The text of a link, whose address is masked, is no note, and few lists have "(21)".
    """
    start, end = numeral.start, numeral.end
    if not numeral.plain or end - start > 3:
        return False
    before, after = text[start - 1 : start], text[end : end + 1]
    if (before, after) == ("[", "]"):
        return text[end + 1 : end + 2] != MASK
    if (before, after) == ("(", ")"):
        return numeral.value <= _LONGEST_LIST
    opens = _LIST_MARKER.search(text, max(0, start - 12), start) is not None
    return opens and after in (".", ")") and text[end + 1 : end + 2] in (" ", "\t")
