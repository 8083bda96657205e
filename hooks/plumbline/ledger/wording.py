"""The words, numbers and names of a text, alike for as long as a reader sees the same.

Kept simple, and apart from the reader of numbers that the checks use: what is fingerprinted today
is compared with in years, when that reader has learnt more. A change here that alters a result
must raise `FORMAT`.
"""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

__all__ = [
    "FORMAT",
    "Passage",
    "Wording",
    "fingerprint",
    "fingerprint_words",
    "make_passages",
    "normalise",
]

FORMAT = "1"
"""Version of what a ledger holds."""

_QUOTES = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛`´", "'"),
        **dict.fromkeys("“”„‟«»", '"'),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u2060\ufeff", None),
        "‑": "-",
        "‐": "-",
    }
)
_GAP = re.compile(r" +(?=[.,;:!?](?:\s|\Z))")
_RULER = re.compile(r"-{3,}")
_OPENERS, _CLOSERS = "([{\"'*_#>|", ".,;:!?)]}\"'*_…|"
_ENDS_SENTENCE = re.compile(r"""[.!?…]["')\]]*\Z|\A(?:[|]|#+|[-*+]|\d+[.)])\Z""")
_UNITS = frozenset(
    "hundred thousand million billion trillion dozen percent percentage bn m tn times".split()
)
_NUMBER_WORDS = frozenset(
    """zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred hundreds thousand thousands million millions billion billions trillion trillions dozen
    dozens half halves third thirds quarter quarters fifth fifths sixth sixths seventh sevenths
    eighth eighths ninth ninths tenth tenths first second twice thrice double doubled triple
    tripled quadruple quadrupled halved""".split()
)
_CALENDAR = frozenset(
    """January February March April May June July August September October November December
    Monday Tuesday Wednesday Thursday Friday Saturday Sunday""".split()
)
_FUNCTION_WORDS = frozenset(
    """a after all although an and as at before both but by each every for from he her here his how
    however i if in it its many most my of on or our she since some such than that the their there
    these they this those though to under we what when where which while who whose why with you
    your""".split()
)
_TURNS = frozenset(
    """not no never none nor neither cannot without hardly rose rise rises rising fell fall falls
    falling fallen grew grow grows growing grown shrank shrink shrinks increased increase increases
    decreased decrease decreases gained lost surplus deficit more less fewer above below higher
    lower over under least nearly about roughly almost export exports exported import imports
    imported""".split()
)


@dataclass(frozen=True, slots=True)
class Wording:
    """A text as it stands in a briefing, freed of markup.

    Attributes:
        kind: which text: "title", "body", "chart trade note".
        text: its words, citations left out.
        sources: citations in order, as written.
        links: addresses in order.
    """

    kind: str
    text: str
    sources: tuple[str, ...] = ()
    links: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Passage:
    """What a ledger keeps of a text.

    Attributes:
        kind: which text.
        opens: its first words, by which it is named.
        words: fingerprint of its words, sources and links.
        facts: fingerprint of its numbers, names and sources; empty where it has none.
        numbers: its numbers in order, as printed.
        names: its names and turning words in order; not kept passage by passage.
        sources: its citations in order; not kept either.
    """

    kind: str
    opens: str
    words: str
    facts: str
    numbers: tuple[str, ...]
    names: tuple[str, ...] = ()
    sources: tuple[str, ...] = ()


def fingerprint(value: object) -> str:
    """Return ten hexadecimal digits that change whenever a JSON value does."""
    text = json.dumps(value, separators=(",", ":"), ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:10]


def fingerprint_words(text: Wording) -> str:
    """Return the `words` of the passage that a text makes: alike, all else of it is alike too."""
    return _fingerprint_words(text, normalise(text.text), _sources(text))


def _fingerprint_words(text: Wording, plain: str, sources: list[str]) -> str:
    return fingerprint([plain, sources, list(text.links)])


def _sources(text: Wording) -> list[str]:
    return [normalise(source).replace(" ", "") for source in text.sources]


def normalise(text: str) -> str:
    """Return a text with white space, typographic quotation marks and hyphens made alike."""
    plain = unicodedata.normalize("NFC", text).translate(_QUOTES)
    return _RULER.sub("---", _GAP.sub("", " ".join(plain.split())))


def make_passages(texts: Iterable[Wording]) -> tuple[Passage, ...]:
    """Return what a ledger keeps of the texts of a briefing.

    A number is whatever holds a digit, with the magnitude behind it, a number word, a month or a
    weekday. A name is a word with a capital letter; at the head of a sentence only if it has one
    elsewhere in these texts too, or more capitals than one. Words that turn a statement (“not”,
    “fell”, “exports”, “nearly”) count with the names.
    """
    listed = list(texts)
    tokens = [_tokens(text.text) for text in listed]
    known = {
        core for words in tokens for core, starts in words if not starts and _is_capital(core)
    } - {""}
    return tuple(_passage(t, w, known) for t, w in zip(listed, tokens, strict=True))


def _passage(text: Wording, tokens: list[tuple[str, bool]], known: set[str]) -> Passage:
    numbers, names = tuple(_numbers([core for core, _ in tokens])), tuple(_names(tokens, known))
    sources, plain = _sources(text), normalise(text.text)
    facts = [list(numbers), list(names), sources]
    return Passage(
        text.kind,
        _opening(plain),
        _fingerprint_words(text, plain, sources),
        fingerprint(facts) if any(facts) else "",
        numbers,
        names,
        tuple(sources),
    )


def _opening(plain: str) -> str:
    words = plain.lstrip("#>-*+|\"' ").split()[:6]
    opening = " ".join(words)
    return opening if len(opening) <= 48 else f"{opening[:47]}…"


def _tokens(text: str) -> list[tuple[str, bool]]:
    """Return the words of a text without punctuation, and whether each begins a sentence."""
    found: list[tuple[str, bool]] = []
    starts = True
    for word in normalise(text).split():
        core = word.lstrip(_OPENERS).rstrip(_CLOSERS)
        found.append((core, starts))
        starts = (starts and not core) or _ENDS_SENTENCE.search(word) is not None
    return found


def _numbers(cores: list[str]) -> Iterator[str]:
    index = 0
    while index < len(cores):
        core = cores[index]
        index += 1
        digits = any(unicodedata.category(c)[0] == "N" for c in core)
        if not (digits or core in _CALENDAR or _is_number_word(core.lower())):
            continue
        while index < len(cores) and cores[index].lower() in _UNITS:
            core = f"{core} {cores[index]}"
            index += 1
        if [c.lower() for c in cores[index : index + 2]] == ["per", "cent"]:
            core = f"{core} per cent"
            index += 2
        yield core


def _is_number_word(word: str) -> bool:
    if word in _NUMBER_WORDS or (word.endswith("fold") and len(word) > 4):
        return True
    return "-" in word and any(part in _NUMBER_WORDS for part in word.split("-"))


def _names(tokens: list[tuple[str, bool]], known: set[str]) -> Iterator[str]:
    for core, starts in tokens:
        low = core.lower()
        if low in _TURNS or low.endswith("n't"):
            yield low
        elif _is_capital(core) and (not starts or core in known or _capitals(core) > 1):
            yield core.removesuffix("'s")


def _is_capital(core: str) -> bool:
    return core.lower() not in _FUNCTION_WORDS and core not in _CALENDAR and _capitals(core) > 0


def _capitals(core: str) -> int:
    return sum(c.isupper() for c in core)
