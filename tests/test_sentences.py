"""Where a sentence ends, and with it the reach of a citation."""

from __future__ import annotations

import pytest

from plumbline.evidence.sentences import Sentences


def split(text: str) -> list[str]:
    sentences, position, found = Sentences(text), 0, []
    while position < len(text):
        start, end = sentences.around(position)
        found.append(text[start:end].strip())
        position = end
    return [f for f in found if f]


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        ("One. Two.", ["One.", "Two."]),
        ("Trade fell. [@a] It rose.", ["Trade fell. [@a]", "It rose."]),
        ("Trade fell [@a]. It rose.", ["Trade fell [@a].", "It rose."]),
        ("By the U.S. Census it rose.", ["By the U.S. Census it rose."]),
        ("It was 5.17 billion. Then less.", ["It was 5.17 billion.", "Then less."]),
        ("See fig. 3 and No. 4 there.", ["See fig. 3 and No. 4 there."]),
        ("“It rose.” Then it fell.", ["“It rose.”", "Then it fell."]),
        ("One line\n\nAnother.", ["One line", "Another."]),
        ("- one\n- two", ["- one", "- two"]),
        ("Did it? It did!", ["Did it?", "It did!"]),
        (
            "It rose. **Then** it fell. *So* it was.",
            ["It rose.", "**Then** it fell.", "*So* it was."],
        ),
    ],
)
def test_sentences(text: str, sentences: list[str]) -> None:
    assert split(text) == sentences
