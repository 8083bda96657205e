"""What a page shows is prose: no number of a text that readers see is masked from the checks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import count
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from plumbline.content.markdown import render_markdown
from plumbline.content.prose import mask_prose
from support import Element, parse_page

INLINE = (
    *("{} tonnes", "**{}**", "_{} bn_", "`code {}`", "[{} x](page.md)", "[{}](page.md 'T')"),
    *("[see @a, p. {}]", "~~{}~~", "==a {}==", "x^{}^", "<b>{}</b>", r"\[{}\]", r"\({}\)"),
    *(r"\* {}", "a ` {}", "< {}", "{} > 3", "<https://x.org/>", "a@b.org", "[{}]{{.uncounted}}"),
    *("${}", "“{} words”", "{{ {} }}", "([a {}](b_(c).md))", "{}&nbsp;t", "a<br>{}", "*{}"),
    *("[{}", "{}]", "(x {}", "[a] ({})", r"\\ {}", "[{} y][ref]", "![alt {}](a.png)"),
    *("<kbd>{}</kbd>", "`` a ` {} ``"),
)
CONTAINERS = (
    *("- {}", "1. {}", "10. {}", "* {}", "1. 1. {}", "- !!! note", "!!! note", "??? tip"),
    *('???+ tip "X {}"', '=== "T {}"', "Term {}\n:   {}", "[^1]: {}"),
)
BLOCKS = (
    "## {}",
    "| a | b |\n|---|---|\n| {} | {} |",
    "```\ncode {}\n```",
    "    code {}",
    "<!-- {} -->",
    "<!-- {}\n\n{} -->",
    "<details>\n<summary>{}</summary>\n\n{}\n\n</details>",
    "<div>\n  {}\n\n    t {}\n</div>",
    "<pre>\n{}\n\n{}\n</pre>",
    "[ref]: https://x.org/{}",
    "{}\n===",
)


class Writer:
    """Writes Markdown in which each number stands once.

    Args:
        random: what decides.
    """

    def __init__(self, random: Random) -> None:
        self._random = random
        self._numbers = count(4000)

    def write(self, depth: int = 0, most: int = 4) -> str:
        """Return some blocks."""
        blocks = (self._write_block(depth) for _ in range(self._random.randint(1, most)))
        return "\n\n".join(blocks)

    def _fill(self, form: str) -> str:
        return form.format(*(next(self._numbers) for _ in range(form.count("{}"))))

    def _write_line(self) -> str:
        forms = self._random.choices(("word {}", *INLINE), k=self._random.randint(1, 3))
        return " ".join(map(self._fill, forms))

    def _write_block(self, depth: int) -> str:
        kind = self._random.random()
        if kind < 0.3:
            return self._fill(self._random.choice(BLOCKS))
        if kind < 0.6 or depth > 2:
            return "\n".join(self._write_line() for _ in range(self._random.randint(1, 2)))
        inner = self.write(depth + 1, 2)
        if kind < 0.7:
            return re.sub(r"(?m)^", "> ", inner)
        head = self._fill(self._random.choice(CONTAINERS[:-1] if depth else CONTAINERS))
        if head == "- !!! note" and depth > 1:
            return head
        columns = 8 if head == "- !!! note" else 4
        return f"{head}\n\n{re.sub(r'(?m)^(?=.)', ' ' * columns, inner)}"


def shown_numbers(body: str) -> set[str]:
    """Return the numbers that readers see, but for those in code."""
    page = parse_page(f"<!doctype html><title>T</title><body>{render_markdown(body).html}")
    return set(re.findall(r"\d{4}", " ".join(shown_texts(page))))


def shown_texts(element: Element) -> Iterator[str]:
    if element.tag not in ("code", "pre"):
        yield element.text or ""
        for child in element:
            yield from shown_texts(child)
    yield element.tail or ""


@given(st.randoms(use_true_random=False))
def test_numbers_that_a_page_shows_are_not_masked(random: Random) -> None:
    body = f"Intro.\n\n{Writer(random).write()}\n"
    assert shown_numbers(body) - set(re.findall(r"\d{4}", mask_prose(body))) == set()
