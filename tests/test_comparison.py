"""What was written against what is known: verdict, words and likely slip side by side."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from plumbline.evidence.comparison import (
    Known,
    Outcome,
    Verdict,
    check_direction,
    compare,
    tolerance,
)
from plumbline.evidence.quantities import Quantity
from plumbline.evidence.quantity_reader import find_quantities, read_quantity

Value = str | tuple[str, str]


def read(text: str, language: str = "en") -> Quantity:
    quantity = read_quantity(text, language)
    assert quantity is not None
    return quantity


def known(value: Value, unit: str = "", qualifier: str = "=") -> Known:
    if isinstance(value, tuple):
        return Known.of_unit((Decimal(value[0]), Decimal(value[1])), unit, qualifier)
    return Known.of_unit(Decimal(value), unit, qualifier)


def verdict(text: str, value: Value, unit: str = "", qualifier: str = "=") -> Verdict:
    return compare(read(text), known(value, unit, qualifier))


HOLDING = [
    # rounding: within half of the last written digit, ties either way
    ("$5.17 billion", "5170.4", "USD million"),
    ("$5.2 billion", "5170.4", "USD million"),
    ("$5 billion", "5170.4", "USD million"),
    ("$5,170.4 million", "5170.4", "USD million"),
    ("5.15", "5.145", ""),
    ("5.14", "5.145", ""),
    ("3.0", "3.04", ""),
    ("18%", "17.88", "%"),
    ("61%", "61.19", "%"),
    ("3.5%", "3.52", "%"),
    ("46 to 1", "46.44", "ratio"),
    ("forty-six times", "46.44", "ratio"),
    ("46-fold", "46.44", "ratio"),
    ("2.8 times", "2.811", "ratio"),
    ("tenfold", "10.3", "ratio"),
    ("doubled", "2.04", "ratio"),
    ("107 million tonnes", "107", "million tonnes"),
    ("107 mt", "107.02", "million tonnes"),
    ("107,000 kt", "107", "million tonnes"),
    ("31.12 bcm", "31.12", "billion cubic metres"),
    ("2.15 mb/d", "2.15", "million barrels per day"),
    ("2.15 million barrels a day", "2.15", "million barrels per day"),
    ("500 kilometres", "500", "km"),
    ("6.9 percentage points", "6.9", "percentage points"),
    ("690 basis points", "6.9", "percentage points"),
    ("€67.5 billion", "67.5", "EUR billion"),
    ("67.5 billion euros", "67.5", "EUR billion"),
    # a bare number: the stored or the base unit
    ("5,170", "5170.4", "USD million"),
    ("5.17 billion", "5170.4", "USD million"),
    ("5,170,400,000", "5170.4", "USD million"),
    ("107", "107", "million tonnes"),
    ("46", "46", "%"),
    ("46%", "46", ""),
    ("46%", "0.46", ""),
    ("$46", "46", ""),
    # about: 190 to 210 for 200
    ("about 200", "190", ""),
    ("about 200", "210", ""),
    ("about 46 times", "46.44", "ratio"),
    ("about $80 billion", "80", "USD billion"),
    ("about $80 billion", "83.9", "USD billion"),
    ("roughly 2%", "2.4", "%"),
    ("some $9 billion", "9.06", "USD billion"),
    ("~40", "42", ""),
    ("40 or so", "38", ""),
    ("about 1,000", "950", ""),
    ("about 4.5", "4.54", ""),
    # nearly: below, by at most 5%
    ("nearly 80%", "76", "%"),
    ("nearly 80%", "79.99", "%"),
    ("almost $43 billion", "42.94", "USD billion"),
    ("nearly twelve times", "11.72", "ratio"),
    ("nearly five times", "4.76", "ratio"),
    ("nearly twice", "1.91", "ratio"),
    ("just under 5%", "4.9", "%"),
    # over and under
    ("more than 46 times", "46.44", "ratio"),
    ("over $5 billion", "5.17", "USD billion"),
    ("just over $5 billion", "5.17", "USD billion"),
    ("less than a fifth", "17.9", "%"),
    ("under $6 billion", "5.17", "USD billion"),
    ("at least 46", "46", ""),
    ("at least 46", "50", ""),
    ("at most 46", "46", ""),
    ("up to 46", "12", ""),
    ("no more than 46", "46", ""),
    ("no less than 46", "46.1", ""),
    ("never exceeded $43 billion", "42.94", "USD billion"),
    ("46 or more", "46", ""),
    # fractions
    ("a third", "33.4", "%"),
    ("a third", "0.3334", "share"),
    ("a third", "0.3334", ""),
    ("two-thirds", "66.2", "%"),
    ("half", "50.4", "%"),
    ("about half", "48", "%"),
    ("a quarter", "25.4", "%"),
    ("one in five", "20.3", "%"),
    ("nearly half", "48.9", "%"),
    ("more than a third", "34.5", "%"),
    ("nine-tenths", "0.898", "ratio"),
    # shares, ratios, percent
    ("18%", "0.1788", "share"),
    ("106.9%", "1.069", "ratio"),
    ("doubled", "104", "%"),
    ("tripled", "201", "%"),
    # change claims: sizes; the sign only where it was written
    ("6.9%", "-6.9", "%"),
    ("−6.9%", "-6.9", "%"),
    ("-6.9%", "-6.92", "%"),
    ("+3%", "3.2", "%"),
    ("a fall of 6.9%", "-6.88", "%"),
    ("$16.7 billion", "-16.705", "USD billion"),
    ("more than 6%", "-6.9", "%"),
    ("(5.2)", "-5.2", ""),
    # years
    ("2011", "2011", "year"),
    ("in 2011", "2011", "year"),
    ("2011", "2011", ""),
    # ranges
    ("$38–47 billion", ("38", "47"), "USD billion"),
    ("between 38 and 47 billion", ("38.4", "46.6"), "USD billion"),
    ("3–5%", "4.2", "%"),
    ("3–5%", "5.4", "%"),
    ("about 40 billion", ("38", "47"), "USD billion"),
    ("more than 30 billion", ("38", "47"), "USD billion"),
    ("less than 50 billion", ("38", "47"), "USD billion"),
    # zero
    ("0%", "0.4", "%"),
    ("zero per cent", "0", "%"),
    # counts: only the numbers
    ("46 ships", "46", "vessels"),
    ("46 cars", "46", ""),
    ("5 million people", "5", "million persons"),
]


@pytest.mark.parametrize(("text", "value", "unit"), HOLDING)
def test_it_holds(text: str, value: Value, unit: str) -> None:
    found = verdict(text, value, unit)
    assert (found.outcome, found.reason, found.slip) == (Outcome.HOLDS, "", "")


FAILING = [
    # text, value, unit, what the data say, likely slip
    ("$51.7 billion", "5170.4", "USD million", "$5.17 billion", "ten times too large"),
    ("$52 billion", "5170.4", "USD million", "$5.17 billion", "ten times too large"),
    ("$517 million", "5170.4", "USD million", "$5.17 billion", "ten times too small"),
    ("$517 billion", "5170.4", "USD million", "$5.17 billion", "a hundred times too large"),
    ("460%", "46", "%", "46%", "ten times too large"),
    ("4.6 to 1", "46.44", "ratio", "46.44 times", "ten times too small"),
    ("$50 billion", "5.4", "USD billion", "$5.4 billion", "ten times too large"),
    ("10,700 tonnes", "107", "million tonnes", "107 million tonnes",
     "ten thousand times too small"),
    ("$5.17 million", "5170.4", "USD million", "$5.17 billion", "million written for billion"),
    ("$5.17 trillion", "5170.4", "USD million", "$5.17 billion", "trillion written for billion"),
    ("$5.17 billion", "5.17", "USD million", "$5.17 million", "billion written for million"),
    ("107 billion tonnes", "107", "million tonnes", "107 million tonnes",
     "billion written for million"),
    ("$5.17", "5170.4", "USD million", "$5.17 billion", "“billion” is missing"),
    ("107 tonnes", "107", "million tonnes", "107 million tonnes", "“million” is missing"),
    ("€5.17 billion", "5170.4", "USD million", "$5.17 billion", "the currency is USD, not EUR"),
    ("5.17 billion yuan", "5170.4", "USD million", "$5.17 billion", "the currency is USD, not CNY"),
    ("$67.5 billion", "67.5", "EUR billion", "€67.5 billion", "the currency is EUR, not USD"),
    ("¥67.5 billion", "67.5", "EUR billion", "€67.5 billion", "the currency is EUR, not ¥"),
    ("6.9%", "6.9", "percentage points", "6.9 percentage points", "percent for points"),
    ("6.9 percentage points", "6.9", "%", "6.9%", "points for percent"),
    ("$5.17 billion", "5.17", "%", "5.17%", "the data are in per cent"),
    ("5.17%", "5.17", "USD billion", "$5.17 billion", "the data are in USD"),
    ("107%", "107", "million tonnes", "107 million tonnes", "the data are in tonnes"),
    ("107 million barrels", "107", "million tonnes", "107 million tonnes",
     "the unit is tonnes, not barrels"),
    ("$107 million", "107", "million tonnes", "107 million tonnes", "the data are in tonnes"),
    ("2.15 million barrels", "2.15", "million barrels per day", "2.15 million barrels per day",
     "the unit is barrels per day, not barrels"),
    ("$5.71 billion", "5170.4", "USD million", "$5.17 billion", "two digits are transposed"),
    ("$1.57 billion", "5170.4", "USD million", "$5.17 billion", "two digits are transposed"),
    ("46", "64", "", "64", "two digits are transposed"),
    ("5.16", "5.169", "", "5.169", "cut off instead of rounded"),
    ("17%", "17.88", "%", "17.9%", "cut off instead of rounded"),
    ("$5.1 billion", "5.17", "USD billion", "$5.17 billion", "cut off instead of rounded"),
    ("$5.47 billion", "5.17", "USD billion", "$5.17 billion", "one digit differs"),
    ("−6.9%", "6.9", "%", "6.9%", "the sign is wrong"),
    ("+6.9%", "-6.9", "%", "−6.9%", "the sign is wrong"),
    ("$3.99 billion", "5170.4", "USD million", "$5.17 billion", ""),
    ("5.180", "5.17", "", "5.17", "one digit differs"),
    ("3.0", "3.06", "", "3.06", "cut off instead of rounded"),
    ("about 200", "189.9", "", "189.9", ""),
    ("about 200", "210.1", "", "210.1", ""),
    ("about $80 billion", "84.1", "USD billion", "$84.1 billion", ""),
    ("nearly 80%", "75.9", "%", "75.9%", ""),
    ("nearly 80%", "80.1", "%", "80.1%", ""),
    ("nearly 80%", "80", "%", "80%", ""),
    ("nearly twice", "1.86", "ratio", "1.86 times", ""),
    ("nearly twice", "2.1", "ratio", "2.1 times", ""),
    ("nearly 1 million", "0.8", "million", "0.8 million", ""),
    ("more than $43 billion", "42.94", "USD billion", "$42.9 billion", ""),
    ("more than 46", "46", "", "46", ""),
    ("just over $5 billion", "5.6", "USD billion", "$5.6 billion", ""),
    ("less than a fifth", "20.1", "%", "20.1%", ""),
    ("at least 46", "45.9", "", "45.9", ""),
    ("at most 46", "46.1", "", "46.1", ""),
    ("never exceeded $42 billion", "42.94", "USD billion", "$42.9 billion", ""),
    ("a third", "35", "%", "35%", ""),
    ("half", "48", "%", "48%", ""),
    ("one in five", "25", "%", "25%", ""),
    ("2012", "2011", "year", "2011", ""),
    ("$38–47 billion", ("38", "57"), "USD billion", "$38–57 billion", ""),
    ("3–5%", "6.1", "%", "6.1%", ""),
    ("about 30 billion", ("38", "47"), "USD billion", "$38–47 billion", ""),
    ("more than 50 billion", ("38", "47"), "USD billion", "$38–47 billion", ""),
    ("46 times", "3", "ratio", "3 times", ""),
    ("31.12 bcm", "31.12", "billion cubic feet", "31.12 billion cubic feet", ""),
]  # fmt: skip


@pytest.mark.parametrize(("text", "value", "unit", "says", "slip"), FAILING)
def test_it_fails(text: str, value: Value, unit: str, says: str, slip: str) -> None:
    found = verdict(text, value, unit)
    assert found.outcome is Outcome.FAILS
    assert found.reason == f"written {text}, the data say {says}"
    assert found.slip == slip


@pytest.mark.parametrize(
    ("text", "value", "unit"),
    [
        ("46 times", "46", "%"),
        ("40 billion", ("38", "47"), "USD billion"),
        ("more than 40 billion", ("38", "47"), "USD billion"),
        ("46", "NaN", ""),
        ("46", "Infinity", ""),
    ],
)
def test_it_cannot_be_checked(text: str, value: Value, unit: str) -> None:
    found = verdict(text, value, unit)
    assert found.outcome is Outcome.UNCHECKED
    assert found.reason


H, F, U = Outcome.HOLDS, Outcome.FAILS, Outcome.UNCHECKED


@pytest.mark.parametrize(
    ("text", "qualifier", "value", "outcome"),
    [
        ("more than 55%", ">", "55", H),
        ("over 50%", ">", "55", H),
        ("at least 55%", ">", "55", H),
        ("55% or more", ">", "55", H),
        ("well over 50%", ">", "55", H),
        ("55%", ">", "55", F),
        ("60%", ">", "55", F),
        ("more than 60%", ">", "55", F),
        ("less than 55%", ">", "55", F),
        ("less than 60%", ">", "55", U),
        ("at most 50%", ">", "55", F),
        ("about 55%", ">", "55", U),
        ("about 40%", ">", "55", F),
        ("nearly 55%", ">", "55", F),
        ("nearly 60%", ">", "55", U),
        ("40–50%", ">", "55", F),
        ("50–60%", ">", "55", U),
        ("less than 55%", "<", "55", H),
        ("under 60%", "<", "55", H),
        ("at most 55%", "<", "55", H),
        ("55%", "<", "55", F),
        ("less than 50%", "<", "55", F),
        ("more than 55%", "<", "55", F),
        ("more than 50%", "<", "55", U),
        ("nearly 55%", "<", "55", U),
        ("about 55%", "<", "55", U),
        ("about 70%", "<", "55", F),
        ("55%", "~", "55", H),
        ("about 55%", "~", "55", H),
        ("about 55%", "~", "56", H),
        ("56%", "~", "55", F),
        ("about 60%", "~", "50", F),
        ("more than 55%", "~", "55", U),
        ("more than 50%", "~", "55", H),
        ("more than 60%", "~", "50", F),
        ("less than 55%", "~", "55", U),
        ("nearly 55%", "~", "55", U),
        ("nearly 55%", "~", "54", H),
    ],
)
def test_a_qualified_value_supports(
    text: str, qualifier: str, value: str, outcome: Outcome
) -> None:
    assert verdict(text, value, "%", qualifier).outcome is outcome


@pytest.mark.parametrize(
    ("qualifier", "says"),
    [(">", "more than 55%"), ("<", "less than 55%"), ("~", "about 55%"), ("=", "55%")],
)
def test_the_reason_names_the_qualifier(qualifier: str, says: str) -> None:
    assert verdict("46%", "55", "%", qualifier).reason == f"written 46%, the data say {says}"


@pytest.mark.parametrize(
    ("text", "value", "remark"),
    [
        ("more than 40", "44", ""),
        ("more than 40", "44.1", "the value is 10% above this, rather far for “more than”"),
        ("more than 40", "60", "the value is 50% above this, rather far for “more than”"),
        ("well over 40", "60", ""),
        ("far more than 40", "60", ""),
        ("at least 40", "60", ""),
    ],
)
def test_remarks(text: str, value: str, remark: str) -> None:
    found = verdict(text, value)
    assert (found.outcome, found.remark) == (Outcome.HOLDS, remark)


def test_a_bare_yen_sign_is_remarked_on() -> None:
    found = verdict("¥500 billion", "500", "CNY billion")
    assert (found.outcome, found.remark) == (Outcome.HOLDS, "“¥” may be yen or yuan")


@pytest.mark.parametrize(
    ("text", "neighbours", "slip"),
    [
        ("$3.53 billion", {"2022": "16147", "2024": "3526.6"}, "this is the value of 2024"),
        ("$16.1 billion", {"2022": "16147", "2024": "3526.6"}, "this is the value of 2022"),
        ("$9.99 billion", {"2022": "16147", "2024": "3526.6"}, ""),
        ("$51.7 billion", {"2019": "51700"}, "ten times too large"),
        ("$3.53 billion", {"2022": "NaN", "2024": "3526.6"}, "this is the value of 2024"),
    ],
)
def test_the_value_next_door(text: str, neighbours: dict[str, str], slip: str) -> None:
    nearby = {name: Decimal(value) for name, value in neighbours.items()}
    found = compare(read(text), known("5170.4", "USD million"), nearby)
    assert (found.outcome, found.slip) == (Outcome.FAILS, slip)


def test_the_year_next_door() -> None:
    found = compare(read("2012"), known("2011", "year"), {"the lowest": Decimal(2012)})
    assert found.slip == "this is the value of the lowest"


@pytest.mark.parametrize(
    ("unit", "measure", "name", "magnitude"),
    [
        ("USD million", "USD", "", 10**6),
        ("EUR billion", "EUR", "", 10**9),
        ("million USD", "USD", "", 10**6),
        ("USD", "USD", "", 1),
        ("USD per barrel", "USD", "", 1),
        ("%", "percent", "", 1),
        ("percent", "percent", "", 1),
        ("percentage points", "points", "", 1),
        ("points", "points", "", 1),
        ("ratio", "times", "", 1),
        ("times", "times", "", 1),
        ("share", "share", "", 1),
        ("year", "year", "", 1),
        ("million tonnes", "", "tonnes", 10**6),
        ("billion cubic metres", "", "cubic metres", 10**9),
        ("bcm", "", "cubic metres", 10**9),
        ("million barrels per day", "", "barrels per day", 10**6),
        ("GW", "", "watts", 10**9),
        ("km", "", "metres", 1000),
        ("thousand vehicles", "", "vehicles", 1000),
        ("port calls", "", "port calls", 1),
        ("index, 2015 = 100", "", "index 2015 = 100", 1),
        ("", "", "", 1),
        (None, "", "", 1),
    ],
)
def test_the_unit_of_a_dataset_is_understood(
    unit: str | None, measure: str, name: str, magnitude: int
) -> None:
    read_unit = Known.of_unit(Decimal(1), unit)
    assert (read_unit.measure, read_unit.unit) == (measure, name)
    assert read_unit.magnitude == magnitude


@pytest.mark.parametrize(
    ("source", "language", "written", "outcome"),
    [
        ("48,2 miliardi di dollari", "it", "$48.2 billion", H),
        ("48,2 miliardi di dollari", "it", "$48 billion", H),
        ("48,2 miliardi di dollari", "it", "$48.3 billion", F),
        ("$89,21 млрд", "ru", "$89.2 billion", H),
        ("55,45 tỷ USD", "vi", "$55.5 billion", H),
        ("1,63 Billionen Yuan", "de", "1.63 trillion yuan", H),
        ("4,1 milliards d'euros", "fr", "€4.1 billion", H),
        ("4,1 milliards d'euros", "fr", "$4.1 billion", F),
        ("2401.1亿美元", "zh", "$240.1 billion", H),
        ("более 90%", "ru", "more than 90%", H),
        ("более 90%", "ru", "90%", F),
        ("около 200 млрд", "ru", "about 200 billion", H),
        ("entre 3 et 5 %", "fr", "3–5%", H),
    ],
)
def test_what_a_source_says_against_what_was_written(
    source: str, language: str, written: str, outcome: Outcome
) -> None:
    (said,) = find_quantities(source, language)
    assert compare(read(written), Known.of_quantity(said)).outcome is outcome


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("about 200", "10"),
        ("200", "0.5"),
        ("about 46", "0.5"),
        ("about 4.5", "0.05"),
        ("about 1,000", "50"),
        ("about $80 billion", "4E+9"),
        ("$80 billion", "5E+8"),
        ("about 5.17", "0.005"),
        ("about 30", "1.5"),
        ("about 3", "0.5"),
    ],
)
def test_the_tolerance_is(text: str, expected: str) -> None:
    assert tolerance(read(text)) == Decimal(expected)


DIRECTIONS = [
    ("a fall of 6.9%", -1, H, ""),
    ("fell by 6.9%", -1, H, ""),
    ("rose by 6.9%", 1, H, ""),
    ("declined 6.9% to $228.105 billion", -1, H, ""),
    ("6.9% less than a year before", -1, H, ""),
    ("6.9% more than a year before", 1, H, ""),
    ("was down 12.3%", -1, H, ""),
    ("was up 12.3%", 1, H, ""),
    ("fell by more than 6.9%", -1, H, ""),
    ("rose by less than 6.9%", 1, H, ""),
    ("rose up to 6.9%", 1, H, ""),
    ("fell by more than a third", -1, H, ""),
    ("growth of 3%", 1, H, ""),
    ("Growth of 3%", 1, H, ""),
    ("exports grew by 3%", 1, H, ""),
    ("shrank by 3%", -1, H, ""),
    ("a drop of 3%", -1, H, ""),
    ("dropped and fell 3%", -1, H, ""),
    ("doubled", 1, H, ""),
    ("halved", -1, H, ""),
    ("a contraction of 3%", -1, H, ""),
    ("3% higher", 1, H, ""),
    ("3% lower", -1, H, ""),
    ("a surplus of $5 billion", 1, H, ""),
    ("a deficit of $5 billion", -1, H, ""),
    ("a trade deficit of more than $5 billion", -1, H, ""),
    ("rose by 6.9%", -1, F, "written “rose”, the data say a fall"),
    ("a fall of 6.9%", 1, F, "written “fall”, the data say a rise"),
    ("growth of 3%", -1, F, "written “growth”, the data say a fall"),
    ("was up 12.3%", -1, F, "written “up”, the data say a fall"),
    ("a surplus of $5 billion", -1, F, "written “surplus”, the data say a deficit"),
    ("a deficit of $5 billion", 1, F, "written “deficit”, the data say a surplus"),
    ("did not fall by 6.9%", 1, U, "the direction of the clause is not clear"),
    ("never rose by 6.9%", -1, U, "the direction of the clause is not clear"),
    ("didn’t rise by 6.9%", -1, U, "the direction of the clause is not clear"),
    ("growth slowed to 3%", 1, U, "the direction of the clause is not clear"),
    ("failed to grow 3%", 1, U, "the direction of the clause is not clear"),
    ("although exports rose 3%", -1, U, "the direction of the clause is not clear"),
    ("exports rose 3% and imports fell 2%", 1, U, "the clause says more than one direction"),
    ("the deficit rose by 5%", 1, U, "the clause says more than one direction"),
    ("from a surplus to a deficit", 1, U, "the clause says more than one direction"),
    ("traded $5 billion", 1, U, "no direction is said"),
    ("made up 5%", -1, U, "no direction is said"),
    ("up to 5%", -1, U, "no direction is said"),
    ("more than 5%", -1, U, "no direction is said"),
    ("", 1, U, "no direction is said"),
    ("rose by 3%", 0, U, "the value is zero"),
    ("a downtown cutting-edge upgrade of 5%", 1, U, "no direction is said"),
]


@pytest.mark.parametrize(("clause", "sign", "outcome", "reason"), DIRECTIONS)
def test_the_direction_of_a_clause(clause: str, sign: int, outcome: Outcome, reason: str) -> None:
    found = check_direction(clause, sign)
    assert (found.outcome, found.reason) == (outcome, reason)


@given(clause=st.text(), sign=st.integers(-1, 1))
@settings(deadline=None)
def test_any_clause_is_taken(clause: str, sign: int) -> None:
    assert check_direction(clause, sign).outcome in Outcome


# --- properties ---

_STORED = st.decimals(min_value="1", max_value="999999", places=2)


@st.composite
def rounded(draw: st.DrawFn) -> tuple[str, Decimal]:
    """A stored value in USD million, and how somebody writes it, rounded."""
    stored = draw(_STORED)
    word, power = draw(st.sampled_from([("million", 6), ("billion", 9), ("m", 6), ("bn", 9)]))
    places = draw(st.integers(0, 3))
    shown = round(stored.scaleb(6 - power), places)
    assume(shown)
    gap = "" if len(word) < 3 else " "
    return f"${shown:,.{places}f}{gap}{word}", stored


@settings(deadline=None)
@given(case=rounded())
def test_what_was_rounded_holds(case: tuple[str, Decimal]) -> None:
    text, stored = case
    assert compare(read(text), Known.of_unit(stored, "USD million")).outcome is Outcome.HOLDS


@settings(deadline=None)
@given(case=rounded())
def test_about_holds_where_the_plain_number_does(case: tuple[str, Decimal]) -> None:
    text, stored = case
    found = compare(read(f"about {text}"), Known.of_unit(stored, "USD million"))
    assert found.outcome is Outcome.HOLDS


@settings(deadline=None)
@given(case=rounded(), power=st.integers(1, 3))
def test_a_slipped_decimal_point_is_caught_and_named(case: tuple[str, Decimal], power: int) -> None:
    text, stored = case
    number, _, word = text[1:].replace(",", "").partition(" ")
    if not word:
        number, word = number.rstrip("mbn"), number.lstrip("0123456789.")
    places = max(len(number.partition(".")[2]) - power, 0)
    slipped = f"${Decimal(number).scaleb(power):.{places}f} {word}"
    found = compare(read(slipped), Known.of_unit(stored, "USD million"))
    times = ("ten times", "a hundred times", "a thousand times")[power - 1]
    names = {f"{times} too large", "billion written for million", "trillion written for billion"}
    assert found.outcome is Outcome.FAILS
    assert found.slip in names


@settings(deadline=None)
@given(
    written=st.sampled_from(
        [
            *(
                "$5 billion,46%,46 times,a third,about 200,nearly twice,3–5%,¥5 billion,2011".split(
                    ","
                )
            ),
            *("more than 55%,107 mt,5 points,−5,up to 5,0,half a million,one in five".split(",")),
        ]
    ),
    value=st.one_of(
        st.decimals(allow_nan=True, allow_infinity=True),
        st.tuples(
            st.decimals(allow_nan=False, allow_infinity=False),
            st.decimals(allow_nan=False, allow_infinity=False),
        ),
    ),
    unit=st.sampled_from(["", "USD million", "%", "points", "ratio", "year", "bcm", "share"]),
    qualifier=st.sampled_from(["=", ">", "<", "~", "", "?"]),
)
def test_any_value_is_compared_without_an_error(
    written: str, value: Decimal | tuple[Decimal, Decimal], unit: str, qualifier: str
) -> None:
    found = compare(read(written), Known.of_unit(value, unit, qualifier), {"x": Decimal(1)})
    assert found.outcome in Outcome
    assert bool(found.reason) is (found.outcome is not Outcome.HOLDS)
