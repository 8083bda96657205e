"""Characters that nobody sees: where a text holds one that no script or emoji needs."""

from __future__ import annotations

import unicodedata

__all__ = ["find_strays", "name_character"]

_FILLERS = "\u115f\u1160\u3164\uffa0\u2028\u2029"  # blank, though no format characters
_JOINERS = "\u200c\u200d"
_DIRECTION_MARKS = "\u200e\u200f\u061c\u2066\u2067\u2068\u2069"
_FLAG_TAGS = range(0xE0020, 0xE0080)  # the flag of Scotland ends in them


def find_strays(text: str) -> list[int]:
    """Return the offsets of invisible characters that have no business in a text.

    Joiners in the scripts that need them, direction marks beside right-to-left letters, and the
    parts of emoji are left alone.
    """
    if text.isascii():
        return []
    suspects = {c for c in set(text) if c > "\x7f" and _may_be_stray(c)}
    return (
        [i for i, c in enumerate(text) if c in suspects and _is_stray(text, i)] if suspects else []
    )


def _may_be_stray(character: str) -> bool:
    return character in _FILLERS or unicodedata.category(character) in ("Co", "Cf")


def _is_stray(text: str, index: int) -> bool:
    character = text[index]
    if character in _FILLERS or unicodedata.category(character) == "Co":
        return True
    if unicodedata.category(character) != "Cf":
        return False
    if character in _JOINERS:  # needed between letters of Persian or Hindi, and in emoji
        return index == 0 or unicodedata.name(text[index - 1], "").startswith(
            ("LATIN", "CYRILLIC", "GREEK", "DIGIT", "SPACE", "CJK")
        )
    if character in _DIRECTION_MARKS:
        return not any(unicodedata.bidirectional(c) in ("R", "AL") for c in text)
    # Arabic number signs are format characters that are seen.
    return ord(character) not in _FLAG_TAGS and unicodedata.bidirectional(character) != "AN"


def name_character(character: str) -> str:
    """Return "a zero width space (U+200B)"."""
    name = unicodedata.name(character, "private-use character").lower()
    article = "an" if name[0] in "aeiou" else "a"
    return f"{article} {name} (U+{ord(character):04X})"
