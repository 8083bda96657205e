"""Text at random that is like English: its words as often as English has them, in sentences.

Words and pairs of words come with their counts out of the package symspellpy, whose lists were
counted in large collections of text. Pairs keep some of the order that English has, so that the
text repeats itself about as much as prose does. Words that Plumbline reads as quantities are left
out: every number of a corpus is one that it means.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from functools import cache
from importlib.metadata import distribution
from itertools import accumulate
from pathlib import Path

__all__ = ["Prose"]

_SINGLE = "symspellpy/frequency_dictionary_en_82_765.txt"
_PAIRS = "symspellpy/frequency_bigramdictionary_en_243_342.txt"
_QUANTITIES = frozenset(
    """
    zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen
    sixteen seventeen eighteen nineteen twenty thirty forty fifty sixty seventy eighty ninety
    hundred hundreds thousand thousands million millions billion billions trillion trillions
    dozen dozens score scores half halves third thirds quarter quarters fourth fifth sixth seventh
    eighth ninth tenth twelfth percent percentage per cent cents dollar dollars euro euros pound
    pounds yuan yen once twice thrice double doubled triple tripled single couple pair both
    first second seconds times fold january february march april may june july august september
    october november december point points ton tons year years month months day days week weeks
    """.split()
)
_LETTERS = {"a", "i"}


@dataclass(frozen=True)
class _Pieces:
    """Words and pairs with running sums of how often they are to be drawn."""

    texts: tuple[str, ...]
    sums: tuple[float, ...]
    names: tuple[str, ...]


@cache
def _pieces() -> _Pieces:
    """Read both lists; half of what is drawn is pairs."""
    single = _read(_SINGLE)
    pairs = _read(_PAIRS)
    weights = [*_shares(single), *_shares(pairs)]
    common = [word for word in single if len(word) > 4]
    return _Pieces((*single, *pairs), tuple(accumulate(weights)), tuple(common[500:4500]))


def _shares(counts: dict[str, int]) -> list[float]:
    total = sum(counts.values())
    return [count / total for count in counts.values()]


def _read(name: str) -> dict[str, int]:
    """Return the entries of a list that are words, with their counts, the most frequent first."""
    file = Path(str(distribution("symspellpy").locate_file(name)))
    found: dict[str, int] = {}
    for line in file.read_text(encoding="utf-8-sig").splitlines():
        *words, count = line.split()
        if all(_is_word(word) for word in words):
            found[" ".join(words)] = int(count)
    return dict(sorted(found.items(), key=lambda entry: (-entry[1], entry[0])))


def _is_word(text: str) -> bool:
    """Return whether a text is a word of letters that stands for no quantity."""
    return (
        text.isascii()
        and text.isalpha()
        and text not in _QUANTITIES
        and (len(text) > 1 or text in _LETTERS)
    )


class Prose:
    """Draws words, sentences and names.

    Args:
        chance: decides everything, so that one seed gives one text.
    """

    def __init__(self, chance: random.Random) -> None:
        self._chance = chance
        self._pieces = _pieces()

    def words(self, count: int) -> list[str]:
        """Return so many words, as frequent as they are in English."""
        found: list[str] = []
        while len(found) < count:
            wanted = count - len(found)
            drawn = self._chance.choices(
                self._pieces.texts, cum_weights=self._pieces.sums, k=wanted // 2 + 1
            )
            found += " ".join(drawn).split(" ")
        return found[:count]

    def names(self, count: int) -> list[str]:
        """Return so many different words that are neither very common nor rare."""
        return self._chance.sample(self._pieces.names, count)

    def title(self, count: int) -> str:
        """Return so many words that are neither very common nor rare, as a title."""
        return " ".join(self.names(count)).capitalize()

    def sentences(self, count: int) -> list[str]:
        """Return sentences, without their full stops, of so many words altogether."""
        words = self.words(count)
        found: list[str] = []
        start = 0
        while start < count:
            end = start + self._chance.randint(11, 27)
            if count - end < 11:
                end = count
            sentence = words[start:end]
            if len(sentence) > 15:  # a clause more
                sentence[len(sentence) // 2] += ","
            found.append(" ".join([sentence[0].capitalize(), *sentence[1:]]))
            start = end
        return found
