"""Text at random that is like English: its words as often as English has them, in sentences.

Words and pairs of words come with their counts out of the package symspellpy, whose lists were
counted in large collections of text. Pairs keep some of the order that English has, so that the
text repeats itself about as much as prose does. Titles and names are of words written down here.
Words that Plumbline reads as quantities are left
out: every number of a corpus is one that it means.
"""

from __future__ import annotations

import random
import re
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
_AMOUNTS = re.compile(r"(doubl|tripl|trebl|quadrupl|quintupl|halv)\w*|\w+(fold|teenth|ties|tieth)")
_LETTERS = {"a", "i"}
# The lists were counted on the open web.
_COARSE = ("cock", "cunt", "dick", "fuck", "nud", "porn", "puss", "sex", "shit", "slut", "whore")
_SUBJECTS = tuple(
    """
    access accession accord account agencies agreement agriculture airspace alliance aluminium
    ammonia appraisal arbitration archive armament arrears assembly assets audit autonomy bailout
    balance ballot bank barley barrier basin battery bilateral biofuel bond border boycott branch
    budget bureau cabinet cable canal capacity capital carbon cargo cement ceasefire census charter
    chemicals climate coal coalition coast cobalt coffee commerce commission commodities compact
    competition compliance concession conference conflict congress consortium consulate consumer
    container contract convention copper corridor cotton council counterfeit court creditor crude
    currency customs dairy debt default defence deficit delegation demand deposit depot desert
    development diesel diplomacy directive disarmament dispute district dividend dock donor drought
    dumping duties economy elections electricity embargo embassy emissions employment energy
    engagement equity escrow estate exchange excise expansion expenditure exporters factories famine
    farmland federation fertiliser finance fisheries fleet flood food forecast foreign forestry
    forum freight frontier fuel funding futures gas geography gold governance grain grant graphite
    grid growth guarantee gulf harbour haulage highway holding housing hydrogen imports incentive
    income index industry inflation infrastructure inquiry inspection institute insurance
    integration interest investment invoice irrigation islands judiciary junta jurisdiction labour
    lease legislature lender levy liability licence liquidity lithium livestock loan logistics
    lumber machinery mandate manufacture margin maritime market measures mediation merchant metals
    migration military minerals mining ministry mission monetary monopoly moratorium mortgage
    mountain munitions navigation negotiation network neutrality nickel observers offshore
    orchard ordinance outlook output oversight palladium parliament parity partnership passage
    patents payments peninsula pension permits petroleum pipeline plantation plateau policy port
    potash poultry power premium presidency prices procurement production profit programme
    protectorate protocol province quarry quota rail ratification raw receipts recession recovery
    referendum refinery reform refugees regime region register regulation relief remittance rent
    republic reserves reservoir resolution resources revenue rice river road route rubber rules
    sanctions satellite savings sector security semiconductor senate settlement shares shipping
    shipyard shortage silver smelter soil solar sovereignty soybean spending stability standards
    steel steppe storage strait strategy subsidy sugar summit supervision suppliers surplus survey
    tanker tariff tax technology telecommunications terminal territory textiles timber tobacco toll
    tonnage tourism trade traffic transit transparency transport treasury treaty tribunal tungsten
    turbine unemployment union uranium valley valuation vessel veto village voters wages warehouse
    water weapons welfare wheat winter wool workforce yield zinc zone
    """.split()
)


@dataclass(frozen=True)
class _Pieces:
    """Words and pairs with running sums of how often they are to be drawn."""

    texts: tuple[str, ...]
    sums: tuple[float, ...]


@cache
def _pieces() -> _Pieces:
    """Read both lists; half of what is drawn is pairs."""
    single = _read(_SINGLE)
    pairs = _read(_PAIRS)
    weights = [*_shares(single), *_shares(pairs)]
    return _Pieces((*single, *pairs), tuple(accumulate(weights)))


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
        and not _AMOUNTS.fullmatch(text)
        and not text.startswith(_COARSE)
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
        """Return so many different words out of politics and trade."""
        return self._chance.sample(_SUBJECTS, count)

    def title(self, count: int) -> str:
        """Return so many words out of politics and trade, as a title."""
        *words, last = self.names(count)
        return f"{' '.join(words)} and {last}".capitalize()

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
