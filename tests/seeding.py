"""Errors planted one at a time in the real briefings, to see which the checks catch.

`python tests/seeding.py` plants every one and prints caught/planted per kind; the test suite plants
a fixed sample.
"""

from __future__ import annotations

import random
import re
import shutil
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

from plumbline.charts.queries import chart_blocks
from plumbline.diagnostics.diagnostic import Diagnostic
from plumbline.evidence.claim_values import ClaimValue, claim_outcomes
from plumbline.evidence.marks import Mark, MarkKind, find_marks
from plumbline.evidence.numbers import NumberStatus, checked_numbers
from plumbline.evidence.places import TextKind
from plumbline.evidence.quantity_reader import read_quantity
from plumbline.evidence.queries import shown_citations
from plumbline.evidence.quotation_match import QuotationOutcome
from plumbline.evidence.quotation_queries import checked_quotations
from plumbline.library import briefing, slugs
from plumbline.project import Mode, Project
from plumbline.rules.runner import all_diagnostics

ROOT = Path(__file__).resolve().parent.parent
SOURCES = "briefings/sources"


@dataclass(frozen=True)
class Error:
    """A planted error: what kind, in which file, and the text it makes of it."""

    kind: str
    path: str
    text: str
    what: str

    def first_line(self, original: str) -> int:
        """Return the first line, counted from 1, in which the text differs from the original."""
        lines = zip(original.split("\n"), self.text.split("\n"), strict=False)
        return next((n for n, (a, b) in enumerate(lines, start=1) if a != b), 1)


class Planter:
    """Finds places for errors in a copy of the project and plants them one at a time."""

    def __init__(self, folder: Path) -> None:
        for name in ("mkdocs.yml", "briefings", "docs"):
            source = ROOT / name
            if source.is_dir():
                shutil.copytree(source, folder / name)
            else:
                shutil.copy(source, folder / name)
        # The ledger sees every change; what is asked here is whether the evidence does.
        shutil.rmtree(folder / "briefings" / "ledger", ignore_errors=True)
        self.folder = folder
        self.project = Project(folder, Mode.CHECK)
        self.before = set(all_diagnostics(self.project))

    def errors(self) -> list[Error]:
        """Return all errors that can be planted, in a fixed order."""
        return [
            error
            for slug in slugs(self.project)
            for plant in KINDS
            for error in plant(self.project, slug)
        ]

    def caught(self, error: Error) -> tuple[Diagnostic, ...]:
        """Plant an error, check, take it out again; return what is said that was not before."""
        target = self.folder / error.path
        original = target.read_text(encoding="utf-8")
        target.write_text(error.text, encoding="utf-8")
        self.project.advance()
        try:
            return tuple(d for d in all_diagnostics(self.project) if _is_new(d, self.before))
        finally:
            target.write_text(original, encoding="utf-8")


def _is_new(diagnostic: Diagnostic, before: set[Diagnostic]) -> bool:
    return not any(
        d.code == diagnostic.code
        and d.message == diagnostic.message
        and d.location.path == diagnostic.location.path
        for d in before
    )


def _path(slug: str) -> str:
    return f"briefings/{slug}/index.md"


def _text(project: Project, slug: str) -> str:
    return briefing(project, slug).file.text


def _replace(project: Project, slug: str, kind: str, start: int, end: int, new: str) -> Error:
    """Return the error that replaces a span of the body."""
    text = _text(project, slug)
    offset = len(text) - len(briefing(project, slug).body)
    old = text[offset + start : offset + end]
    changed = text[: offset + start] + new + text[offset + end :]
    return Error(kind, _path(slug), changed, f"{old!r} -> {new!r}")


def _claims(project: Project, slug: str) -> Iterator[tuple[Mark, ClaimValue]]:
    outcomes = claim_outcomes(project, slug)
    for mark in find_marks(briefing(project, slug).body):
        value = outcomes.get(mark.target)
        if mark.kind is MarkKind.CLAIM and isinstance(value, ClaimValue):
            yield mark, value


def _numbers(project: Project, slug: str) -> Iterator[tuple[Mark, str, re.Match[str]]]:
    """Yield claims that are numbers in digits: the mark, its text, its digits."""
    for mark, value in _claims(project, slug):
        digits = re.search(r"\d[\d,.]*\d|\d", mark.text)
        if value.value_type == "number" and digits:
            yield mark, mark.text, digits


def _in_mark(mark: Mark, match: re.Match[str], new: str) -> tuple[int, int, str]:
    return mark.text_start + match.start(), mark.text_start + match.end(), new


def plant_digit(project: Project, slug: str) -> Iterator[Error]:
    """Change the first digit: 5.17 to 6.17."""
    for mark, _, digits in _numbers(project, slug):
        first = digits[0][0]
        new = ("1" if first == "9" else str(int(first) + 1)) + digits[0][1:]
        yield _replace(project, slug, "digit", *_in_mark(mark, digits, new))


def plant_transposition(project: Project, slug: str) -> Iterator[Error]:
    """Swap the first two different digits: 5.17 to 1.57."""
    for mark, _, digits in _numbers(project, slug):
        places = [i for i, c in enumerate(digits[0]) if c.isdigit()]
        for a, b in pairwise(places):
            if digits[0][a] != digits[0][b] and digits[0][b] != "0":
                swapped = list(digits[0])
                swapped[a], swapped[b] = swapped[b], swapped[a]
                new = "".join(swapped)
                yield _replace(project, slug, "transposition", *_in_mark(mark, digits, new))
                break


def plant_factor(project: Project, slug: str) -> Iterator[Error]:
    """Shift the decimal point: 5.17 to 51.7."""
    for mark, _, digits in _numbers(project, slug):
        plain = digits[0].replace(",", "")
        if "." in plain:
            whole, part = plain.split(".")
            new = f"{whole}{part[0]}.{part[1:]}".rstrip(".")
        else:
            new = f"{plain}0"
        yield _replace(project, slug, "factor", *_in_mark(mark, digits, new))


def plant_magnitude(project: Project, slug: str) -> Iterator[Error]:
    """Write million for billion and the other way round."""
    other = {"billion": "million", "million": "billion", "trillion": "billion"}
    for mark, text, _ in _numbers(project, slug):
        word = re.search(r"billion|million|trillion", text)
        if word:
            yield _replace(project, slug, "unit", *_in_mark(mark, word, other[word[0]]))


def plant_currency(project: Project, slug: str) -> Iterator[Error]:
    """Write euros for dollars."""
    for mark, text, _ in _numbers(project, slug):
        sign = re.search(r"\$", text)
        if sign:
            yield _replace(project, slug, "currency", *_in_mark(mark, sign, "€"))


def plant_points(project: Project, slug: str) -> Iterator[Error]:
    """Write percentage points for percent."""
    for mark, text, _ in _numbers(project, slug):
        sign = re.search(r"%", text)
        if sign:
            new = " percentage points"
            yield _replace(project, slug, "points", *_in_mark(mark, sign, new))


def plant_year(project: Project, slug: str) -> Iterator[Error]:
    """Move a year that is a claim by one."""
    for mark, value in _claims(project, slug):
        year = re.search(r"\d{4}", mark.text)
        if value.value_type == "year" and year:
            new = str(int(year[0]) + 1)
            yield _replace(project, slug, "year", *_in_mark(mark, year, new))


def plant_neighbour(project: Project, slug: str) -> Iterator[Error]:
    """Let a claim compute the value of the next year."""
    text = _text(project, slug)
    for match in re.finditer(r"(\{value: [\w.]+, where: \{year: )(\d{4})", text):
        for step in (1, -1):
            new = f"{match[1]}{int(match[2]) + step}"
            changed = text[: match.start()] + new + text[match.end() :]
            yield Error("neighbour", _path(slug), changed, f"{match[0]} -> {new}")
            break


def plant_hedge(project: Project, slug: str) -> Iterator[Error]:
    """Put a hedge before an exact number that its value belies."""
    body = briefing(project, slug).body
    for mark, value in _claims(project, slug):
        quantity = read_quantity(mark.text)
        hedged = re.search(
            r"(about|nearly|almost|over|than|least|most|some|to|around|below|above)\s*$",
            body[: mark.start],
        )
        if quantity is None or hedged or value.value_type != "number" or quantity.is_range:
            continue
        if quantity.hedge != "exact" or not isinstance(value.value, int | float):
            continue
        stored = Decimal(repr(abs(value.value)))
        for factor in (Decimal(1), Decimal(10) ** 3, Decimal(10) ** 6, Decimal(10) ** 9):
            if abs(stored * factor - abs(quantity.low)) <= quantity.step:
                stored *= factor
                break
        else:
            continue
        word = "more than " if stored <= abs(quantity.low) else "less than "
        start = mark.text_start
        yield _replace(project, slug, "hedge", start, start, word)


_OPPOSITES = {
    "fell": "rose",
    "rose": "fell",
    "decline": "growth",
    "fall": "rise",
    "shrank": "grew",
    "dropped": "climbed",
    "grew": "shrank",
    "down": "up",
    "decreased": "increased",
    "increased": "decreased",
    "up": "down",
    "drop": "rise",
    "declined": "grew",
}


def plant_direction(project: Project, slug: str) -> Iterator[Error]:
    """Turn the verb beside a change round: fell to rose."""
    body = briefing(project, slug).body
    for mark, value in _claims(project, slug):
        if not value.signed:
            continue
        clause = re.split(r"[.;:,!?\n]", body[: mark.start])[-1]
        verbs = list(re.finditer(r"\b(" + "|".join(_OPPOSITES) + r")\b", clause))
        if len(verbs) == 1:
            start = mark.start - len(clause) + verbs[0].start()
            end = start + len(verbs[0][0])
            yield _replace(project, slug, "direction", start, end, _OPPOSITES[verbs[0][0]])


def plant_claim_id(project: Project, slug: str) -> Iterator[Error]:
    """Misspell a claim's id."""
    for mark, _ in _claims(project, slug):
        start = mark.end - 1 - len(mark.target)
        yield _replace(project, slug, "claim id", start, mark.end - 1, f"{mark.target}x")


def plant_column(project: Project, slug: str) -> Iterator[Error]:
    """Misspell a column in a claim's declaration."""
    text = _text(project, slug)
    for match in re.finditer(r"(value|max|min|of|sum): [a-z_]+\.[a-z_]+", text):
        changed = text[: match.end()] + "s" + text[match.end() :]
        yield Error("column", _path(slug), changed, f"{match[0]}s")


def plant_said(project: Project, slug: str) -> Iterator[Error]:
    """Change a figure that is reported as somebody's."""
    for mark in find_marks(briefing(project, slug).body):
        digits = re.search(r"\d+", mark.text)
        if mark.kind is MarkKind.SAID and digits:
            new = str(int(digits[0]) + 7)
            yield _replace(project, slug, "said", *_in_mark(mark, digits, new))


def plant_source_number(project: Project, slug: str) -> Iterator[Error]:
    """Change a number that is matched in the source it cites."""
    for check in checked_numbers(project, slug):
        matched = check.status is NumberStatus.MATCHES_SOURCE and check.kind is TextKind.BODY
        digits = re.search(r"\d", check.text)
        if matched and digits:
            new = "1" if digits[0] == "9" else str(int(digits[0]) + 1)
            start = check.start + digits.start()
            yield _replace(project, slug, "source number", start, start + 1, new)


def plant_key(project: Project, slug: str) -> Iterator[Error]:
    """Misspell a citekey."""
    for citation in shown_citations(project, slug):
        for item in citation.items:
            yield _replace(project, slug, "citekey", item.end, item.end, "x")


def plant_locator(project: Project, slug: str) -> Iterator[Error]:
    """Add a locator that cannot be read."""
    for citation in shown_citations(project, slug):
        if not citation.narrative and briefing(project, slug).body[citation.end - 1] == "]":
            end = citation.end - 1
            yield _replace(project, slug, "locator", end, end, ", pg 5")


def _verbatim(project: Project, slug: str) -> Iterator[tuple[int, int]]:
    document = briefing(project, slug)
    for check in checked_quotations(project, slug):
        if check.outcome is QuotationOutcome.VERBATIM:
            lines = document.body.split("\n")
            where = check.location
            start = sum(len(line) + 1 for line in lines[: where.line - document.body_line])
            end = sum(len(line) + 1 for line in lines[: where.end_line - document.body_line])
            yield start + where.column - 1, end + where.end_column - 1


def plant_quoted_word(project: Project, slug: str) -> Iterator[Error]:
    """Replace a word of a quotation."""
    body = briefing(project, slug).body
    for start, end in _verbatim(project, slug):
        words = list(re.finditer(r"[a-z]{4,}", body[start:end]))
        for word in words[len(words) // 2 :][:1]:
            a, b = start + word.start(), start + word.end()
            yield _replace(project, slug, "quoted word", a, b, "harbour")


def plant_negation(project: Project, slug: str) -> Iterator[Error]:
    """Drop a negation from a quotation, or put one in."""
    body = briefing(project, slug).body
    for start, end in _verbatim(project, slug):
        found = re.search(r"\b(not|no|never|n[’']t)\b ?", body[start:end])
        if found:
            a, b = start + found.start(), start + found.end()
            yield _replace(project, slug, "negation", a, b, "")
            continue
        space = body.find(" ", start, end)
        if space > 0:
            yield _replace(project, slug, "negation", space, space, " not")


def plant_quoted_digit(project: Project, slug: str) -> Iterator[Error]:
    """Change a digit within a quotation."""
    body = briefing(project, slug).body
    for start, end in _verbatim(project, slug):
        digit = re.search(r"\d", body[start:end])
        if digit:
            new = "1" if digit[0] == "9" else str(int(digit[0]) + 1)
            a = start + digit.start()
            yield _replace(project, slug, "quoted digit", a, a + 1, new)


def _front(
    kind: str, pattern: str, new: str | Callable[[re.Match[str]], str]
) -> Callable[[Project, str], Iterator[Error]]:
    """Return a kind of error that replaces the first match of a pattern in the file."""

    def plant(project: Project, slug: str) -> Iterator[Error]:
        text = _text(project, slug)
        match = re.search(pattern, text, re.MULTILINE)
        if match:
            put = new(match) if callable(new) else match.expand(new)
            changed = text[: match.start()] + put + text[match.end() :]
            yield Error(kind, _path(slug), changed, f"{match[0]!r} -> {put!r}")

    return plant


def plant_chart_column(project: Project, slug: str) -> Iterator[Error]:
    """Misspell a column of a chart."""
    text = _text(project, slug)
    for block in chart_blocks(project, slug):
        name = block.spec.y[0] if block.spec else ""
        for match in list(re.finditer(rf"^y: .*\b{name}\b", text, re.MULTILINE))[:1]:
            changed = text[: match.end()] + "s" + text[match.end() :]
            yield Error("chart column", _path(slug), changed, f"{match[0]}s")


def plant_chart_unit(project: Project, slug: str) -> Iterator[Error]:
    """Show a chart in a currency that is not the data's."""
    text = _text(project, slug)
    for match in re.finditer(r"^unit: USD", text, re.MULTILINE):
        changed = text[: match.start()] + "unit: EUR" + text[match.end() :]
        yield Error("chart unit", _path(slug), changed, "unit: EUR")


def _record(kind: str, field: str, value: str) -> Callable[[Project, str], Iterator[Error]]:
    """Return a kind of error that gives the first cited records a wrong field."""

    def plant(project: Project, slug: str) -> Iterator[Error]:
        cited = [i.key for c in shown_citations(project, slug) for i in c.items][:3]
        for path in sorted((project.root / SOURCES).glob("*.yml")):
            text = path.read_text(encoding="utf-8")
            for key in cited:
                match = re.search(rf"^( *)- id: {re.escape(key)}\n", text, re.MULTILINE)
                if match is None:
                    continue
                record = re.compile(rf"^{match[1]}  {field}:.*\n", re.MULTILINE)
                end = re.compile(rf"^{match[1]}- ", re.MULTILINE).search(text, match.end())
                stop = end.start() if end else len(text)
                body = record.sub("", text[match.end() : stop])
                line = f"{match[1]}  {field}: {value}\n"
                changed = text[: match.end()] + line + body + text[stop:]
                yield Error(kind, f"{SOURCES}/{path.name}", changed, f"{key}: {field}: {value}")

    return plant


def plant_cell(project: Project, slug: str) -> Iterator[Error]:
    """Spoil the first number of a dataset that the briefing uses, and drop a comma of a row."""
    from plumbline.site.usage import datasets_of

    for name in datasets_of(project, slug)[:3]:
        path = f"briefings/data/{name}.csv"
        lines = (project.root / path).read_text(encoding="utf-8").split("\n")
        for kind, row in (
            ("data cell", re.sub(r",(\d)", r",~\1", lines[1], count=1)),
            ("data row", lines[1].replace(",", "", 1)),
        ):
            if row != lines[1]:
                changed = "\n".join([lines[0], row, *lines[2:]])
                yield Error(kind, path, changed, f"{lines[1]!r} -> {row!r}")


KINDS: tuple[Callable[[Project, str], Iterator[Error]], ...] = (
    plant_digit,
    plant_transposition,
    plant_factor,
    plant_magnitude,
    plant_currency,
    plant_points,
    plant_year,
    plant_neighbour,
    plant_hedge,
    plant_direction,
    plant_claim_id,
    plant_column,
    plant_said,
    plant_source_number,
    plant_key,
    plant_locator,
    plant_quoted_word,
    plant_negation,
    plant_quoted_digit,
    plant_chart_column,
    plant_chart_unit,
    plant_cell,
    _front("date", r"^date: .*$", "date: 2026-02-30"),
    _front("future date", r"^date: .*$", "date: 2031-01-01"),
    _front("updated", r"^date: .*$", r"\g<0>\nupdated: 2001-01-01"),
    _front("author", r"^authors: \[", "authors: [desk-of-trade, "),
    _front("topic", r"^topics: \[", "topics: [tradee, "),
    _front("region", r"^regions: \[", "regions: [RUX, "),
    _front("front matter key", r"^summary:", "sumary:"),
    _front("confidence", r"confidence: \w+", "confidence: certain"),
    _front("chart alt", r"^alt: .*$", ""),
    _front("link", r"\Z", "\nSee [there](../no-such-briefing/index.md).\n"),
    _record("doi", "DOI", "10.12"),
    _record("isbn", "ISBN", "978-0-306-40615-8"),
    _record("source date", "issued", '"2024-13-41"'),
    _record("source type", "type", "newspaper"),
)


def main() -> int:
    """Plant every error and print what became of it."""
    with tempfile.TemporaryDirectory(prefix="plumbline-") as folder:
        planter = Planter(Path(folder))
        planted, caught = Counter[str](), Counter[str]()
        missed: list[Error] = []
        for error in planter.errors():
            planted[error.kind] += 1
            if planter.caught(error):
                caught[error.kind] += 1
            else:
                missed.append(error)
    for kind, count in planted.items():
        print(f"{kind:18} {caught[kind]:4} of {count:4}")  # noqa: T201
    total, found = sum(planted.values()), sum(caught.values())
    print(f"{'all':18} {found:4} of {total:4}  ({found / total:.2%}), {len(planted)} kinds")  # noqa: T201
    print(f"false alarms on the untouched briefings: {len(planter.before)}")  # noqa: T201
    for error in missed:
        print(f"missed: {error.kind}: {error.path}: {error.what}")  # noqa: T201
    return 0 if found >= 0.99 * total and not planter.before else 1


def sample(errors: list[Error], each: int, seed: int = 1) -> list[Error]:
    """Return a fixed sample: at most `each` errors of every kind."""
    chance = random.Random(seed)  # noqa: S311
    by_kind: dict[str, list[Error]] = {}
    for error in errors:
        by_kind.setdefault(error.kind, []).append(error)
    return [e for listed in by_kind.values() for e in chance.sample(listed, min(each, len(listed)))]


if __name__ == "__main__":
    sys.exit(main())
