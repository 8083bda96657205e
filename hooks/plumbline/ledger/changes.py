"""What has changed in a briefing since it was recorded, in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from plumbline.ledger.state import State
from plumbline.ledger.wording import Passage

__all__ = ["Change", "find_changes"]

_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class Change:
    """One change.

    Attributes:
        text: what changed, as a clause.
        substance: whether it touches a figure, a name, a date or a judgment: it is not minor.
        passage: index of the passage as it is now; -1 where it stands in none.
        key: key of the front matter that it belongs to; empty for none.
        index: which entry under that key; -1 for the whole.
        now: the number as it is now, which may be looked for in the passage.
    """

    text: str
    substance: bool
    passage: int = -1
    key: str = ""
    index: int = -1
    now: str = ""


def find_changes(old: State, new: State) -> tuple[Change, ...]:
    """Return what differs between two states, status and new corrections aside."""
    return (
        *_signed(old, new),
        *_judgments(old, new),
        *_passages(old, new),
        *_mapped("the values of", "figures", dict(old.figures), dict(new.figures)),
        *_mapped("the value behind claim", "claims", dict(old.claims), dict(new.claims)),
        *_corrections(old, new),
    )


def _signed(old: State, new: State) -> Iterator[Change]:
    if old.date != new.date:
        yield Change(f"the date {old.date} became {new.date}", True, key="date")
    for name in ("authors", "reviewers"):
        before, after = getattr(old, name), getattr(new, name)
        if before != after:
            text = f"the {name} ‘{', '.join(before)}’ became ‘{', '.join(after)}’"
            yield Change(text, True, key=name)


def _judgments(old: State, new: State) -> Iterator[Change]:
    for tag, i1, i2, j1, j2 in _opcodes(old.judgments, new.judgments):
        if tag == "equal":
            continue
        for step in range(max(i2 - i1, j2 - j1)):
            before = old.judgments[i1 + step] if i1 + step < i2 else ""
            after = new.judgments[j1 + step] if j1 + step < j2 else ""
            if before and after:
                text = f"the key judgment “{before}” became “{after}”"
            else:
                what = "added" if after else "removed"
                text = f"the key judgment “{before or after}” was {what}"
            index = j1 + step if after else -1
            yield Change(text, True, key="key_judgments", index=index)


def _passages(old: State, new: State) -> Iterator[Change]:
    same_facts = old.facts == new.facts
    names = _difference(dict(old.names), dict(new.names))
    gone: list[Passage] = []
    come: list[int] = []
    before = [_identity(p) for p in old.passages]
    after = [_identity(p) for p in new.passages]
    for tag, i1, i2, j1, j2 in _opcodes(before, after):
        if tag == "equal":
            continue
        lost = list(old.passages[i1:i2])
        for index in range(j1, j2):
            partner = _partner(new.passages[index], lost)
            if partner is None:
                come.append(index)
            else:
                lost.remove(partner)
                yield _changed(partner, new.passages[index], index, names, same_facts=same_facts)
        gone += lost
    for index in come:
        passage = new.passages[index]
        moved = next((p for p in gone if _identity(p) == _identity(passage)), None)
        if moved is not None:
            gone.remove(moved)
            yield Change(f"{_name(passage)} was moved", False, index)
        else:
            yield Change(f"{_name(passage)} was added", not same_facts, index)
    for passage in gone:
        yield Change(f"{_name(passage)} was removed", not same_facts)


def _identity(passage: Passage) -> tuple[str, str]:
    return passage.kind, passage.words


def _partner(passage: Passage, candidates: Sequence[Passage]) -> Passage | None:
    """Return what a passage has come of: one that opens alike, else the first of its kind."""
    alike = [p for p in candidates if p.kind == passage.kind]
    return next((p for p in alike if p.opens == passage.opens), alike[0] if alike else None)


def _changed(old: Passage, new: Passage, index: int, names: str, *, same_facts: bool) -> Change:
    place = _name(new) if new.opens else _name(old)
    if old.numbers != new.numbers and not same_facts:
        numbers = list(_number_changes(old.numbers, new.numbers))
        text = "; ".join(text for text, _ in numbers)
        now = next((now for _, now in numbers if now), "")
        return Change(f"in {place}, {text}", True, index, now=now)
    if old.facts != new.facts and not same_facts:
        what = f": {names}" if names else ": their order"
        return Change(f"names, sources or decisive words of {place} changed{what}", True, index)
    return Change(f"words of {place} changed", False, index)


def _number_changes(old: Sequence[str], new: Sequence[str]) -> Iterator[tuple[str, str]]:
    for tag, i1, i2, j1, j2 in _opcodes(old, new):
        if tag == "equal":
            continue
        for step in range(max(i2 - i1, j2 - j1)):
            before = old[i1 + step] if i1 + step < i2 else ""
            after = new[j1 + step] if j1 + step < j2 else ""
            if before and after:
                yield f"number ‘{before}’ became ‘{after}’", after
            elif after:
                yield f"number ‘{after}’ was added", after
            else:
                yield f"number ‘{before}’ was removed", ""


def _difference(old: dict[str, int], new: dict[str, int]) -> str:
    lost = list((Counter(old) - Counter(new)).elements())
    gained = list((Counter(new) - Counter(old)).elements())
    if len(lost) == len(gained) == 1:
        return f"‘{lost[0]}’ became ‘{gained[0]}’"
    said = [
        f"{what} {_listed(words)}" for what, words in (("gone", lost), ("new", gained)) if words
    ]
    return ", ".join(said)


def _listed(words: list[str]) -> str:
    shown = [f"‘{word}’" for word in words[:_MOST_NAMED]]
    more = ["…"] if len(words) > _MOST_NAMED else []
    return " ".join([*shown, *more])


def _mapped(what: str, key: str, old: dict[str, str], new: dict[str, str]) -> Iterator[Change]:
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            done = "changed" if name in old and name in new else "are new"
            done = "are gone" if name not in new else done
            if key == "claims":
                done = {"are new": "is new", "are gone": "is gone"}.get(done, done)
                yield Change(f"{what} ‘{name}’ {done}", True, key="claims")
            else:
                yield Change(f"{what} {name} {done}", True)


def _corrections(old: State, new: State) -> Iterator[Change]:
    for entry in old.corrections:
        if entry not in new.corrections:
            day, kind, _ = entry.split(" ", 2)
            text = f"the entry of {day} ({kind}) among the corrections was altered or removed"
            yield Change(text, True, key="corrections")


def _name(passage: Passage) -> str:
    if passage.kind == "body":
        return f"the paragraph beginning ‘{passage.opens}’"
    return f"the {passage.kind}"


def _opcodes(
    old: Sequence[Hashable], new: Sequence[Hashable]
) -> Sequence[tuple[str, int, int, int, int]]:
    if old == new:
        return ()
    return SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
