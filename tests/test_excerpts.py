"""Excerpt files: front matter, passages with their lines, translations, and what is wrong."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.content.text_file import TextFile, decode_text
from plumbline.evidence.excerpts import (
    Excerpt,
    ExcerptFile,
    Passage,
    SourceRole,
    collect_excerpts,
    read_excerpt,
)

PATH = "briefings/sources/excerpts/rampini.md"


def read(text: str, path: str = PATH) -> ExcerptFile:
    return read_excerpt(TextFile(path, text))


def with_key(key: str, path: str) -> ExcerptFile:
    return read(f"---\nkey: {key}\n---\nWords of it.\n", path)


def codes(file: ExcerptFile) -> list[tuple[str, int]]:
    return [(f.code, f.location.line) for f in file.findings]


def test_reads_all_that_a_file_may_say() -> None:
    file = read("""\
---
key: rampini-2008-06-19        # authoritative
language: it
role: news
repost_of: la-repubblica-2008
retracted: 2009-01-31
superseded_by: rampini-2009
archive_url: https://web.archive.org/web/2008/https://example.org/
---
“un valore di 48,2 miliardi di dollari”

un secondo passo,
su due righe

## Translation
a value of 48.2 billion dollars
""")
    assert file.findings == ()
    assert file.excerpt is not None
    assert file.excerpt.model_dump(mode="json") == {
        "key": "rampini-2008-06-19",
        "language": "it",
        "role": "news",
        "repost_of": "la-repubblica-2008",
        "retracted": "2009-01-31",
        "superseded_by": "rampini-2009",
        "archive_url": "https://web.archive.org/web/2008/https://example.org/",
    }
    assert file.passages == (
        Passage("“un valore di 48,2 miliardi di dollari”", 10),
        Passage("un secondo passo,\nsu due righe", 12),
    )
    assert file.translations == (Passage("a value of 48.2 billion dollars", 16),)
    assert str(file.location) == f"{PATH}:2:6"


def test_only_the_key_is_needed() -> None:
    file = read("---\nkey: luthi-2012\n---\n")
    assert file.excerpt == Excerpt(key="luthi-2012")
    assert (file.excerpt.language, file.excerpt.role, file.excerpt.retracted) == ("en", None, False)
    assert (file.passages, file.translations, file.findings) == ((), (), ())


@pytest.mark.parametrize(
    ("body", "passages", "translations"),
    [
        ("One.\n\nTwo.", [("One.", 4), ("Two.", 6)], []),
        ("\n\nOne\nmore.\n\n\n\nTwo.\n", [("One\nmore.", 6), ("Two.", 11)], []),
        ("One.\n## Page 12\nTwo.", [("One.", 4), ("Two.", 6)], []),
        ("> One\n> more.", [("One\nmore.", 4)], []),
        (">55 mt\nof coal", [(">55 mt\nof coal", 4)], []),
        ("<!-- ours\n\nstill -->One.", [("One.", 6)], []),
        ("<!-- never closed\n\nOne.", [], []),
        ("#1 in the world", [("#1 in the world", 4)], []),
        ("Uno.\n\n## Translation (ours)\nOne.\n\nTwo.", [("Uno.", 4)], [("One.", 7), ("Two.", 9)]),
        ("## translation\nOne.\n### Page 3\nTwo.\n## Original\nTre.",
         [("Tre.", 9)], [("One.", 5), ("Two.", 7)]),
        ("- a list\n- of two", [("- a list\n- of two", 4)], []),
        ("48,2\u00a0миллиарда", [("48,2\u00a0миллиарда", 4)], []),
    ],
)  # fmt: skip
def test_splits_passages(
    body: str, passages: list[tuple[str, int]], translations: list[tuple[str, int]]
) -> None:
    file = read(f"---\nkey: k\n---\n{body}")
    assert [(p.text, p.line) for p in file.passages] == passages
    assert [(p.text, p.line) for p in file.translations] == translations


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Some words.\n", [("EX001", 1)]),
        ("", [("EX001", 1)]),
        ("---\nkey: k\nSome words.\n", [("EX001", 1)]),
        ("---\n---\nSome words.\n", [("YA006", 1)]),
        ("---\nrole: news\n---\nSome words.\n", [("YA006", 2)]),
        ("---\nkey:\n---\nSome words.\n", [("YA006", 2)]),
        ("---\nkey: k\nrol: news\n---\n", [("YA005", 3)]),
        ("---\nkey: k\nrole: newspaper\n---\n", [("YA007", 3)]),
        ("---\nkey: k\nlanguage: italian language\n---\n", [("YA007", 3)]),
        ("---\nkey: k\nretracted: last week\n---\n", [("YA007", 3)]),
        ("---\nkey: k\narchive_url: javascript:alert(1)\n---\n", [("YA007", 3)]),
        ("---\nkey: [a, b]\n---\n", [("YA007", 2)]),
        ("---\n- key\n---\n", [("YA007", 2)]),
        ("---\nkey: k\nkey: l\n---\n", [("YA003", 3)]),
        ("---\nkey: k: l\n---\n", [("YA001", 2)]),
        ("---\nkey: &a k\nrole: *a\n---\n", [("YA004", 2)]),
    ],
)
def test_reports_what_is_wrong_at_its_line(text: str, expected: list[tuple[str, int]]) -> None:
    assert codes(read(text)) == expected


def test_a_misspelt_key_leaves_the_rest_usable() -> None:
    file = read("---\nkey: k\nrol: news\n---\nWords.\n")
    assert file.excerpt == Excerpt(key="k")
    assert file.findings[0].suggestion == "Did you mean 'role'?"


def test_keeps_passages_of_a_file_with_a_broken_front_matter() -> None:
    file = read("---\nrole: news\n---\nWords.\n")
    assert file.excerpt is None
    assert file.passages == (Passage("Words.", 4),)


def test_passes_on_what_is_wrong_with_the_file() -> None:
    file = read_excerpt(decode_text(b"---\nkey: k\n---\n\xff\n", PATH))
    assert codes(file) == [("FI002", 4)]
    assert file.excerpt is None


@pytest.mark.parametrize("role", list(SourceRole))
def test_knows_every_role(role: SourceRole) -> None:
    file = read(f"---\nkey: k\nrole: {role}\n---\n")
    assert file.excerpt is not None
    assert file.excerpt.role is role


def test_collects_by_key_whatever_the_file_is_called() -> None:
    first, second = with_key("doi:10.1/a_b", "e/one.md"), with_key("luthi-2012", "e/two.md")
    library = collect_excerpts([first, second, read("no key", "e/three.md")])
    assert library.by_key == {"doi:10.1/a_b": first, "luthi-2012": second}
    assert [(f.code, f.location.path) for f in library.findings] == [("EX001", "e/three.md")]


def test_two_files_of_one_key_are_an_error_at_the_second() -> None:
    first, second = with_key("luthi-2012", "e/a.md"), with_key("luthi-2012", "e/b.md")
    library = collect_excerpts([first, second])
    assert library.by_key == {"luthi-2012": first}
    (finding,) = library.findings
    assert (finding.code, str(finding.location)) == ("EX002", "e/b.md:2:6")
    assert finding.message == "the source 'luthi-2012' already has an excerpt at e/a.md:2:6"


def test_two_keys_of_one_address_are_an_error() -> None:
    first, second = with_key("Luthi_2012", "e/a.md"), with_key("lüthi-2012", "e/b.md")
    library = collect_excerpts([first, second])
    assert set(library.by_key) == {"Luthi_2012", "lüthi-2012"}
    (finding,) = library.findings
    assert (finding.code, finding.location.path) == ("EX003", "e/b.md")
    assert "sources/luthi-2012/" in finding.message


LINES = st.sampled_from(
    ["---", "key: k", "role: news", "key:", "## Translation", "# x", "> a", "", " ", "<!--", "-->",
     "a: &b", "\t", "words", "---x", "…", "{", "]", "\u202e"]
)  # fmt: skip


@settings(deadline=None)
@given(st.one_of(st.text(), st.lists(LINES).map("\n".join)))
def test_never_fails_and_counts_lines_right(text: str) -> None:
    file = read_excerpt(decode_text(text.encode("utf-8", "surrogatepass"), PATH))
    lines = decode_text(text.encode("utf-8", "surrogatepass"), PATH).text.split("\n")
    for passage in (*file.passages, *file.translations):
        first = passage.text.split("\n")[0]
        assert first.strip()
        assert first in lines[passage.line - 1]
