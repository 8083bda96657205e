"""The reader of numbers: what people write on the left, what it means on the right."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plumbline.evidence.comparison import Known, Outcome, compare
from plumbline.evidence.numerals import find_digits, fold, read_digits
from plumbline.evidence.quantities import PERCENT, Hedge, Quantity
from plumbline.evidence.quantity_reader import find_quantities, read_quantity

_POWERS = {12: "e12", 9: "e9", 6: "e6", 3: "e3"}


def put(value: Decimal) -> str:
    """Return a value in short: 240100000000 is "240.1e9"."""
    for power, name in _POWERS.items():
        if abs(value) >= Decimal(10) ** power:
            return f"{float(value.scaleb(-power)):g}{name}"
    return f"{float(value):.3g}" if value % 1 else f"{value.to_integral_value():f}"


def meaning(quantity: Quantity) -> str:
    """Return what was read in short: "about 38e9–47e9 USD"."""
    hedge = "" if quantity.hedge is Hedge.EXACT else quantity.hedge.value
    ends = [put(quantity.low)] + ([put(quantity.high)] if quantity.is_range else [])
    parts = (hedge, "–".join(ends), quantity.measure, quantity.unit)
    return " ".join(p for p in parts if p)


def meanings(text: str, language: str = "en", currency: str = "USD") -> list[str]:
    return [meaning(q) for q in find_quantities(text, language, currency)]


ONE = [
    # currencies
    ("$240.1 billion", "240.1e9 USD"),
    ("US$5 trillion", "5e12 USD"),
    ("US $5 million", "5e6 USD"),
    ("U.S.$5 million", "5e6 USD"),
    ("$ 5 million", "5e6 USD"),
    ("$5", "5 USD"),
    ("$5.17", "5.17 USD"),
    ("USD 5 million", "5e6 USD"),
    ("USD5.2 million", "5.2e6 USD"),
    ("5 million USD", "5e6 USD"),
    ("5 billion dollars", "5e9 USD"),
    ("5 billion US dollars", "5e9 USD"),
    ("5-billion-dollar", "5e9 USD"),
    ("€252.8 billion", "252.8e9 EUR"),
    ("67.5 bn €", "67.5e9 EUR"),
    ("EUR 67.5 billion", "67.5e9 EUR"),
    ("67.5 billion euros", "67.5e9 EUR"),
    ("£3.2m", "3.2e6 GBP"),
    ("£5k", "5e3 GBP"),
    ("3 billion pounds", "3e9 GBP"),
    ("3 billion pounds sterling", "3e9 GBP"),
    ("C$5 million", "5e6 CAD"),
    ("CA$5 million", "5e6 CAD"),
    ("A$3bn", "3e9 AUD"),
    ("AU$3bn", "3e9 AUD"),
    ("HK$20 million", "20e6 HKD"),
    ("NZ$20 million", "20e6 NZD"),
    ("S$20 million", "20e6 SGD"),
    ("R$20 million", "20e6 BRL"),
    ("20 million Hong Kong dollars", "20e6 HKD"),
    ("20 million Canadian dollars", "20e6 CAD"),
    ("¥500 billion", "500e9 ¥?"),
    ("CN¥500 billion", "500e9 CNY"),
    ("RMB 500 billion", "500e9 CNY"),
    ("RMB500bn", "500e9 CNY"),
    ("CNY5bn", "5e9 CNY"),
    ("500 billion yuan", "500e9 CNY"),
    ("500 billion renminbi", "500e9 CNY"),
    ("500 billion yen", "500e9 JPY"),
    ("500 billion Japanese yen", "500e9 JPY"),
    ("500 billion roubles", "500e9 RUB"),
    ("500 billion rubles", "500e9 RUB"),
    ("500 billion Russian rubles", "500e9 RUB"),
    ("₽500 billion", "500e9 RUB"),
    ("₹500 crore", "5e9 INR"),
    ("Rs 500 crore", "5e9 INR"),
    ("Rs. 500 crore", "5e9 INR"),
    ("500 rupees", "500 INR"),
    ("5 million Swiss francs", "5e6 CHF"),
    # magnitudes
    ("105 thousand", "105e3"),
    ("5k", "5e3"),
    ("5 million", "5e6"),
    ("5m", "5e6"),
    ("$5m", "5e6 USD"),
    ("$5 m", "5e6 USD"),
    ("$5M", "5e6 USD"),
    ("$5mn", "5e6 USD"),
    ("5 mn", "5e6"),
    ("5 mln", "5e6"),
    ("5 billion", "5e9"),
    ("$5 bn", "5e9 USD"),
    ("$5bn", "5e9 USD"),
    ("$5B", "5e9 USD"),
    ("$5b", "5e9 USD"),
    ("$1.6 trillion", "1.6e12 USD"),
    ("$1.6trn", "1.6e12 USD"),
    ("$1.6 tn", "1.6e12 USD"),
    ("$1.6T", "1.6e12 USD"),
    ("5 lakh", "500e3"),
    ("5 crore", "50e6"),
    ("5 lakh crore", "5e12"),
    ("5 hundred thousand", "500e3"),
    ("5.17\nbillion", "5.17e9"),
    ("5.17\u00a0billion", "5.17e9"),
    # percent and points
    ("6.9%", "6.9 percent"),
    ("6.9 %", "6.9 percent"),
    ("6.9 per cent", "6.9 percent"),
    ("6.9 percent", "6.9 percent"),
    ("6.9-per-cent", "6.9 percent"),
    ("6.9-percent", "6.9 percent"),
    ("6.9 pct", "6.9 percent"),
    ("6.9 percentage points", "6.9 points"),
    ("6.9 percentage-point", "6.9 points"),
    ("one percentage point", "1 points"),
    ("2 pp", "2 points"),
    ("2pp", "2 points"),
    ("2 p.p.", "2 points"),
    ("2 %-points", "2 points"),
    ("25 basis points", "0.25 points"),
    ("25bps", "0.25 points"),
    ("half a percentage point", "0.5 points"),
    ("three-quarters of a percentage point", "0.75 points"),
    ("half a per cent", "0.5 percent"),
    ("2½%", "2.5 percent"),
    ("½ per cent", "0.5 percent"),
    # ratios
    ("46 times", "46 times"),
    ("forty-six times", "46 times"),
    ("2.8 times its trade", "2.8 times"),
    ("46-fold", "46 times"),
    ("46 fold", "46 times"),
    ("forty-six-fold", "46 times"),
    ("tenfold", "10 times"),
    ("twofold", "2 times"),
    ("46x", "46 times"),
    ("46×", "46 times"),
    ("46 to 1", "46 times"),
    ("4.6 to 1", "4.6 times"),
    ("46 to one", "46 times"),
    ("forty-six to one", "46 times"),
    ("46-to-1", "46 times"),
    ("forty-six-to-one", "46 times"),
    ("46:1", "46 times"),
    ("46 : 1", "46 times"),
    ("one and a half times", "1.5 times"),
    ("two and a half times", "2.5 times"),
    ("twice the total", "2 times"),
    ("twice as much", "2 times"),
    ("doubled", "2 times"),
    ("tripled", "3 times"),
    ("trebled", "3 times"),
    ("quadrupled", "4 times"),
    ("halved", "0.5 times"),
    ("nearly twice", "nearly 2 times"),
    ("more than doubled", "over 2 times"),
    ("almost double the total", "nearly 2 times"),
    # fractions
    ("a third of trade", "0.333 share"),
    ("one-third", "0.333 share"),
    ("one third of it", "0.333 share"),
    ("two-thirds", "0.667 share"),
    ("two thirds of it", "0.667 share"),
    ("three-quarters", "0.75 share"),
    ("three quarters of it", "0.75 share"),
    ("nine-tenths", "0.9 share"),
    ("half of it", "0.5 share"),
    ("half the trade", "0.5 share"),
    ("a quarter of exports", "0.25 share"),
    ("fell by a quarter", "0.25 share"),
    ("fell by half", "0.5 share"),
    ("less than a fifth", "under 0.2 share"),
    ("about a tenth of it", "about 0.1 share"),
    ("more than half", "over 0.5 share"),
    ("one in five", "0.2 share"),
    ("one in every five", "0.2 share"),
    ("nine in ten", "0.9 share"),
    ("nine out of ten", "0.9 share"),
    ("1 in 5", "0.2 share"),
    ("2/3 of it", "0.667 share"),
    # signs
    ("−6.9%", "-6.9 percent"),
    ("-6.9%", "-6.9 percent"),
    ("–6.9%", "-6.9 percent"),
    ("+3%", "3 percent"),
    ("minus 5 per cent", "-5 percent"),
    ("-$5 billion", "-5e9 USD"),
    ("−$5.2bn", "-5.2e9 USD"),
    ("$-5 billion", "-5e9 USD"),
    ("(5.2)", "-5.2"),
    ("($5.2 billion)", "-5.2e9 USD"),
    ("(1,234)", "-1.234e3"),
    # separators
    ("4,570.8", "4.5708e3"),
    ("1,234,567", "1.23457e6"),
    ("1\u202f234\u202f567", "1.23457e6"),
    ("1\u00a0234\u00a0567", "1.23457e6"),
    ("1\u2009234", "1.234e3"),
    ("1 234 567", "1.23457e6"),
    ("1'234'567", "1.23457e6"),
    ("1’234’567", "1.23457e6"),
    ("1,00,000", "100e3"),
    ("12,34,567.5", "1.23457e6"),
    ("1.234.567", "1.23457e6"),
    ("1.234,5", "1.2345e3"),
    ("48,2", "48.2"),
    ("12,345", "12.345e3"),
    (".5%", "0.5 percent"),
    ("0.5%", "0.5 percent"),
    ("٤٦%", "46 percent"),
    ("４６％", "46 percent"),
    # ranges
    ("$38–47 billion", "38e9–47e9 USD"),
    ("$38-47 billion", "38e9–47e9 USD"),
    ("$38bn–$47bn", "38e9–47e9 USD"),
    ("$38 billion to $47 billion", "38e9–47e9 USD"),
    ("$38 to $47 billion", "38e9–47e9 USD"),
    ("38 to 47 billion", "38e9–47e9"),
    ("38–47 billion dollars", "38e9–47e9 USD"),
    ("between 38 and 47 billion", "38e9–47e9"),
    ("between $38 billion and $47 billion", "38e9–47e9 USD"),
    ("between about 38 and 47 billion", "about 38e9–47e9"),
    ("3-5%", "3–5 percent"),
    ("3–5 per cent", "3–5 percent"),
    ("3% to 5%", "3–5 percent"),
    ("between 3% and 5%", "3–5 percent"),
    ("between 3 and 5 percentage points", "3–5 points"),
    ("5 or 6 per cent", "5–6 percent"),
    ("1.5–2 million tonnes", "1.5e6–2e6 tonnes"),
    ("one to two million", "1e6–2e6"),
    ("two to three times", "2–3 times"),
    ("about 38–47 billion", "about 38e9–47e9"),
    ("1500–2000 tonnes", "1.5e3–2e3 tonnes"),
    ("one-third to two-thirds", "0.333–0.667 share"),
    # words
    ("forty-six ships", "46 ships"),
    ("forty‑six ships", "46 ships"),
    ("Forty-six ships", "46 ships"),
    ("a dozen ships", "12 ships"),
    ("two dozen ships", "24 ships"),
    ("half a dozen ships", "6 ships"),
    ("a hundred ships", "100 ships"),
    ("a thousand ships", "1e3 ships"),
    ("one hundred and five thousand", "105e3"),
    ("five hundred thousand", "500e3"),
    ("a million people", "1e6 people"),
    ("one million people", "1e6 people"),
    ("half a million people", "500e3 people"),
    ("half a billion dollars", "500e6 USD"),
    ("a quarter of a million tonnes", "250e3 tonnes"),
    ("two and a half million", "2.5e6"),
    ("five billion dollars", "5e9 USD"),
    ("twenty-one per cent", "21 percent"),
    # units
    ("107 million tonnes", "107e6 tonnes"),
    ("107 million metric tons", "107e6 tonnes"),
    ("107 mt", "107e6 tonnes"),
    ("107Mt", "107e6 tonnes"),
    ("107m tonnes", "107e6 tonnes"),
    ("5 t", "5 tonnes"),
    ("5 kt", "5e3 tonnes"),
    ("31.12 billion cubic metres", "31.12e9 cubic metres"),
    ("31.12 billion cubic meters", "31.12e9 cubic metres"),
    ("31.12 bcm", "31.12e9 cubic metres"),
    ("31.12bn cubic metres", "31.12e9 cubic metres"),
    ("2.15 million barrels per day", "2.15e6 barrels per day"),
    ("2.15 million barrels a day", "2.15e6 barrels per day"),
    ("2.15 mb/d", "2.15e6 barrels per day"),
    ("2.15m b/d", "2.15e6 barrels per day"),
    ("2.15 million bpd", "2.15e6 barrels per day"),
    ("100m barrels", "100e6 barrels"),
    ("5 million tonnes a year", "5e6 tonnes per year"),
    ("1.2 GW", "1.2e9 watts"),
    ("500 MW", "500e6 watts"),
    ("20 TWh", "20e12 watt-hours"),
    ("20 terawatt-hours", "20e12 watt-hours"),
    ("500 kilometres", "500e3 metres"),
    ("500 km", "500e3 metres"),
    ("20 °C", "20 degrees Celsius"),
    ("5,000 troops", "5e3 troops"),
    ("120 companies", "120 companies"),
    ("2 million vehicles", "2e6 vehicles"),
    ("30 years", "30 years"),
    # hedges before
    *[
        (f"{hedge} 46%", f"{meant} 46 percent")
        for meant, hedges in {
            "about": (
                "about|around|roughly|approximately|some|circa|c.|ca.|~|≈|close to|near"
                "|an estimated|in the region of|on the order of|About|more\nor less"
            ),
            "nearly": (
                "nearly|almost|just under|just below|just short of|just shy of|a little under"
                "|slightly less than|a shade below|approaching|nearing|not quite|Nearly"
            ),
            "over": (
                "more than|over|above|exceeding|upwards of|in excess of|greater than|higher than"
                "|well over|far more than|exceeded|>|More than|more\nthan"
            ),
            "just over": "just over|just above|slightly more than|a little over|barely over",
            "under": "less than|under|below|fewer than|lower than|well under|<",
            "at least": "at least|no less than|no fewer than|not less than|a minimum of|≥",
            "at most": (
                "at most|up to|no more than|not more than|not over|never exceeded|as much as"
                "|a maximum of|did not exceed|≤|does not exceed|never more than"
            ),
        }.items()
        for hedge in hedges.split("|")
        if hedge not in ("did not exceed", "does not exceed")
    ],
    # hedges after
    ("46 or so", "about 46"),
    ("46 or more", "at least 46"),
    ("46% or more", "at least 46 percent"),
    ("46 or less", "at most 46"),
    ("46 or fewer", "at most 46"),
    ("46+", "at least 46"),
    ("46-odd", "about 46"),
    ("46 ships at least", "at least 46 ships"),
    # words around it
    ("fell by 6.9%", "6.9 percent"),
    ("fell by more than 6.9%", "over 6.9 percent"),
    ("more than 46 times the American figure", "over 46 times"),
    ("$5.17 billion in 2023", "5.17e9 USD"),
    ("a total of $5.17 billion", "5.17e9 USD"),
    ("(about $5.17 billion)", "about 5.17e9 USD"),
    ("“about $5.17 billion”", "about 5.17e9 USD"),
    ("the trade—about 46%", "about 46 percent"),
    ("a 46% fall", "46 percent"),
    ("below the $6.92 billion", "6.92e9 USD"),
    ("ratio of 46 to 1 in 2023", "46 times"),
    # bare numbers and years
    ("46", "46"),
    ("5,170", "5.17e3"),
    ("46.44", "46.4"),
    ("2011", "2.011e3 year"),
    ("in 2011", "2.011e3 year"),
    ("2,011", "2.011e3"),
    ("5000", "5e3"),
    ("2000 tonnes", "2e3 tonnes"),
    ("more than 1500 ships", "over 1.5e3 ships"),
    ("nearly 2000", "nearly 2e3"),
    ("two", "2"),
    ("one", "1"),
    ("seven months", "7 months"),
]


@pytest.mark.parametrize(("text", "expected"), ONE)
def test_a_quantity_reads_as(text: str, expected: str) -> None:
    read = read_quantity(text)
    assert read is not None
    assert meaning(read) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a record",
        "no number here",
        "from $14.45 billion to $4.57 billion",
        "$5 billion and 3%",
        "billions of dollars",
        "hundreds of ships",
        "dozens",
        "a third party",
        "1,2,3",
        "192.168.1.1",
        "1,23,45",
        "9" * 60,
        "%",
        "$",
        "–",
    ],
)
def test_no_single_quantity_is_read_from(text: str) -> None:
    assert read_quantity(text) is None


@pytest.mark.parametrize(
    ("text", "step", "coarse"),
    [
        ("$240.1 billion", "1E+8", "1E+8"),
        ("$240 billion", "1E+9", "1E+10"),
        ("$200 billion", "1E+9", "1E+11"),
        ("$3.0 billion", "1E+8", "1E+9"),
        ("200", "1", "100"),
        ("205", "1", "1"),
        ("1,200,000", "1", "1E+5"),
        ("6.90%", "0.01", "0.1"),
        ("6.9%", "0.1", "0.1"),
        ("25 basis points", "0.01", "0.01"),
        ("5 million", "1E+6", "1E+6"),
        ("five million", "1E+6", "1E+6"),
        ("five hundred thousand", "1E+3", "1E+5"),
        ("half a million", "1E+5", "1E+5"),
        ("two and a half million", "1E+5", "1E+6"),
        ("forty", "1", "10"),
        ("31.12 bcm", "1E+7", "1E+7"),
        ("107 mt", "1E+6", "1E+6"),
        ("38–47.5 billion", "1E+8", "1E+8"),
        ("0", "1", "1"),
        ("a third of it", "0.02", "0.333"),
    ],
)
def test_the_steps_are(text: str, step: str, coarse: str) -> None:
    read = read_quantity(text)
    assert read is not None
    assert read.step == Decimal(step)
    assert round(read.coarse_step, 3) == Decimal(coarse)


@pytest.mark.parametrize(
    ("text", "magnitude"),
    [
        ("$5 billion", 10**9),
        ("$5bn", 10**9),
        ("five million", 10**6),
        ("half a million", 10**6),
        ("$5", 1),
        ("5,000,000", 1),
        ("31 bcm", 10**9),
        ("5 mb/d", 10**6),
        ("38–47 billion", 10**9),
    ],
)
def test_the_magnitude_is(text: str, magnitude: int) -> None:
    read = read_quantity(text)
    assert read is not None
    assert read.magnitude == magnitude


@pytest.mark.parametrize(
    ("text", "number", "hedged"),
    [
        ("It was about $5.17 billion in 2023.", "$5.17 billion", "about $5.17 billion"),
        ("It was $5.17 billion.", "$5.17 billion", "$5.17 billion"),
        ("a fall of −6.9%, then", "−6.9%", "−6.9%"),
        ("never exceeded $43 billion", "$43 billion", "never exceeded $43 billion"),
        ("is between 38 and 47 billion", "38 and 47 billion", "between 38 and 47 billion"),
        ("was 46 to 1 in", "46 to 1", "46 to 1"),
        ("was 46 or so in", "46", "46"),
        ("took 107 million tonnes of", "107 million tonnes", "107 million tonnes"),
        ("４６％", "４６％", "４６％"),
    ],
)
def test_offsets_are_those_of_the_text(text: str, number: str, hedged: str) -> None:
    (read,) = find_quantities(text)
    assert text[read.start : read.end] == number
    assert text[read.hedge_start : read.end] == hedged
    assert read.text == hedged


@pytest.mark.parametrize(
    ("text", "sign", "negative"),
    [("−6.9%", "-", True), ("+6.9%", "+", False), ("6.9%", "", False), ("(6.9)", "-", True)],
)
def test_the_sign_is_kept(text: str, sign: str, negative: bool) -> None:
    read = read_quantity(text)
    assert read is not None
    assert (read.sign, read.negative) == (sign, negative)


@pytest.mark.parametrize(
    ("text", "currency", "expected"),
    [
        ("$5", "USD", "5 USD"),
        ("$5", "CAD", "5 CAD"),
        ("5 dollars", "AUD", "5 AUD"),
        ("$5", "EUR", "5 USD"),
        ("US$5", "CAD", "5 USD"),
        ("€5", "USD", "5 EUR"),
    ],
)
def test_the_dollar_is_the_sites(text: str, currency: str, expected: str) -> None:
    assert meanings(text, "en", currency) == [expected]


NO_QUANTITIES = [
    # years and dates
    "in 2023", "2023", "2021–22", "2021-22", "2021/22", "2010–2014", "from 2005 to 2025",
    "between 2020 and 2024", "2022 and 2023", "1992 to 2024", "mid-2023", "pre-2022", "post-1991",
    "’22", "the 1990s", "in the 2020s", "FY2023", "FY 2023", "FY2023/24", "around 2015",
    "since at least 2014", "in 2000 people died", "by 2024 banks had left", "until 2030",
    "20 November 2026", "20 November", "November 20, 2026", "Nov. 20", "20th of November",
    "5 May", "5 March 2024", "20–22 November", "20 and 21 November", "20 to 22 November",
    "February 1972", "2024-05-01", "2024-05", "01/05/2024", "5.12.2024", "2024/05/01",
    "Q1 2022", "H1 2022", "1Q22", "2Q 2023", "Q4", "H2", "the third quarter of 2023",
    # times
    "10:30", "at 10.30am", "5 pm", "5 p.m.", "1400 GMT", "at 5 o’clock", "10:30:05",
    # ordinals
    "1st", "2nd", "3rd", "21st century", "the third", "twenty-first", "the 46th session",
    "a third party", "a third country", "third-party", "the first half", "a fifth column",
    # laws, sections, tables, pages
    "Article 5", "Articles 5 and 6", "Art. 5", "Section 301", "Sections 232, 301 and 338",
    "No. 14066", "no. 7", "Nos. 3 and 4", "EO 14114", "Executive Order 14066", "Order 14066",
    "HS 27", "HS 2709", "HTS 8471", "COM(2022) 123", "COM(2022)123", "UN resolution 2231",
    "Resolution 1540 (2004)", "Regulation (EU) 2022/576", "833/2014", "Public Law 117",
    "Chapter 27", "chapter 27", "Table 3", "Figure 2", "Annex 1", "paragraph 46", "§ 5", "§5",
    "p. 5", "p.5", "pp. 3-5", "pp. 3, 5 and 8", "page 46", "footnote 12", "item 4", "note 3",
    "Title 50", "Part 746", "Rule 10", "Protocol 1", "line 46", "Phase 2", "stage 3", "Volume 46",
    "§§ 5–7", "Articles 5–7", "Ch. 8", "Art 5", "recital 12", "50 U.S.C. 1701", "22 CFR 120.1",
    "88 Fed. Reg. 1234", "31 C.F.R. § 587", "Pub. L. 115-44", "H.R. 1157", "E.O. 14024",
    "General License 8",
    # names
    "G7", "G20", "BRICS+", "BRICS 2023", "5G", "F-16", "F-16 jets", "Su-57", "T-72 tanks",
    "COVID-19", "Covid-19 cases", "A320", "Boeing 737", "MH17", "CO2", "S-400", "9/11", "24/7",
    "P5+1", "E3/EU+3", "Nord Stream 2", "Power of Siberia 2", "Arctic LNG 2", "Falcon 9",
    "S&P 500", "FTSE 100", "Fortune 500 companies", "the Group of Seven", "the Big Three",
    "the Gang of Four", "Agenda 2030", "Horizon 2020", "Yamal 2", "the Three Gorges",
    "Made in China 2025", "Channel 4", "Catch-22", "B2B", "3D", "Basel III",
    # codes
    "version 3.11", "v2.0", "1.2.3", "192.168.1.1", "+1 202 555 0143", "202-555-0143",
    "978-3-16-148410-0", "ISSN 1234-5678", "ISBN 9783161484100", "#5", "№ 5", "007", "10^8",
    "1.5×10^6", "https://example.org/2024/05/123", "a_1", "x=5", "DOI 10.1000/182", "1:50,000",
    "3:2", "report_5", "an 80-20 split", "a 5-4 vote",
    # notes
    "(1) first", "[1]", "text [12] and more",
    # words that are no numbers
    "one of them", "no one", "another one", "one-off", "a two-way street", "a five-day visit",
    "a five-year plan", "a 10-year low", "a 12-nation bloc", "a 12-month period", "zero tolerance",
    "nineteen seventy-two", "twenty twenty", "billions of dollars", "hundreds of thousands",
    "dozens of ships", "a few hundred ships", "several thousand", "millions", "many thousands",
    "double standards", "double-digit growth", "twice a year", "twice in a month", "double",
    "half-hearted", "half-year", "the second half of 2023", "the other half", "halfway",
    "a quarter later", "this quarter", "in a quarter", "the second", "a second", "seconds",
    "blindfold", "manifold", "scaffold", "threefold-ish", "to triple", "unfold", "triple A",
    "once", "single", "both", "a couple",
]  # fmt: skip


@pytest.mark.parametrize("text", NO_QUANTITIES)
def test_no_quantity_is_found_in(text: str) -> None:
    assert meanings(f"They spoke of {text}") == []


@pytest.mark.parametrize(
    "text", ["1. First", "2) Second", "- 1. First", "A line.\n46. The next", "> 1. So"]
)
def test_list_markers_are_no_quantities(text: str) -> None:
    assert meanings(text) == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ships [450]\0\0\0\0 of them", ["450"]),
        ("tankers (231) of them", ["231"]),
        ("as he says [45]", []),
        ("points (3) and (20)", []),
    ],
)
def test_a_number_in_brackets_is_a_note_or_counted(text: str, expected: list[str]) -> None:
    assert [q.text for q in find_quantities(text)] == expected


HARD_SENTENCES = [
    (
        "In February 1972 Richard Nixon spent a week in China.",
        [],
    ),
    (
        "By Chinese customs’ count, trade reached $240.11 billion in 2023 and $244.81 billion in"
        " 2024.",
        ["240.11e9 USD", "244.81e9 USD"],
    ),
    (
        "It came to $5.17 billion in 2023: $599.6 million of exports and $4,570.8 million of"
        " imports.",
        ["5.17e9 USD", "599.6e6 USD", "4.5708e9 USD"],
    ),
    (
        "Dividing one total by the other gives 46 to 1 for 2023 and 69 to 1 for 2024.",
        ["46 times", "69 times"],
    ),
    (
        "In 1996 it was $6.83 billion, a shade below the $6.92 billion of the Census Bureau.",
        ["6.83e9 USD", "6.92e9 USD"],
    ),
    (
        "In 2011 China’s total was already about $80 billion, nearly twice the American $42.94"
        " billion.",
        ["about 80e9 USD", "nearly 2 times", "42.94e9 USD"],
    ),
    (
        "By 2021 the ratio was 4 to 1, on a Chinese total of $146.887 billion.",
        ["4 times", "146.887e9 USD"],
    ),
    (
        "No year from 1992 to 2024 reached it; the peak of 2011 fell some $9 billion short.",
        ["about 9e9 USD"],
    ),
    (
        "Imports had declined “from $14.45 billion to $4.57 billion”.",
        ["14.45e9 USD", "4.57e9 USD"],
    ),
    (
        "Exports were $526.1 million, down 12.3%, and imports $3.0 billion, down 34.2%.",
        ["526.1e6 USD", "12.3 percent", "3e9 USD", "34.2 percent"],
    ),
    (
        "China took 107 million tonnes, worth $60.6 billion, nearly twelve times all trade.",
        ["107e6 tonnes", "60.6e9 USD", "nearly 12 times"],
    ),
    (
        "Gas grew from 4.1 billion cubic metres in 2020 to 31.12 billion in 2024.",
        ["4.1e9 cubic metres", "31.12e9"],
    ),
    (
        "Executive Order 14066 of March 2022 banned imports of Russian oil.",
        [],
    ),
    (
        "Its share had risen from 11% to 34% in ten years while the EU’s fell from 47% to 11%.",
        ["11 percent", "34 percent", "10 years", "47 percent", "11 percent"],
    ),
    (
        "Trade declined in 2025 to $228.105 billion, 6.9% less than a year before.",
        ["228.105e9 USD", "6.9 percent"],
    ),
    (
        "Reuters put most of that down to “a 46% fall between January and November 2025”.",
        ["46 percent"],
    ),
    (
        "Imports were $2.85 billion in the first seven months of 2025.",
        ["2.85e9 USD", "7 months"],
    ),
    (
        "The Chinese decline alone, $16.7 billion, was nearly five times the whole.",
        ["16.7e9 USD", "nearly 5 times"],
    ),
    (
        "The measures “target nearly 80 percent of all banking assets”.",
        ["nearly 80 percent"],
    ),
    (
        "A return to the record of 2011 would replace less than a fifth of it.",
        ["under 0.2 share"],
    ),
    (
        "The G7 and the G20 met on 20 November 2026, five days after COP30, to discuss 5G.",
        ["5 days"],
    ),
    (
        "Under Section 301, tariffs rose from 7.5% to 25% on $120bn of goods in HS 84 and 85.",
        ["7.5 percent", "25 percent", "120e9 USD"],
    ),
    (
        "Between 2020 and 2024 exports rose 3–5% a year, or $3 billion to $45 billion.",
        ["3–5 percent", "3e9–45e9 USD"],
    ),
    (
        "Exports rose $3 billion to $45 billion.",
        ["3e9 USD", "45e9 USD"],
    ),
    (
        "They rose from 38 to 47 billion dollars.",
        ["38e9 USD", "47e9 USD"],
    ),
    (
        "Two-thirds of the 120 ships were over 15 years old; one in five flew no flag.",
        ["0.667 share", "120 ships", "over 15 years", "0.2 share"],
    ),
    (
        "In 2023 46 ships sailed; 1,500 followed, and 2000 tonnes were lost.",
        ["46 ships", "1.5e3", "2e3 tonnes"],
    ),
    (
        "The 12-month average fell by half a percentage point, to 2½%.",
        ["0.5 points", "2.5 percent"],
    ),
    (
        "A dozen F-16s and forty-six Su-57s flew on 9/11; a third of them were new.",
        ["12", "46", "0.333 share"],
    ),
    (
        "Regulation (EU) No 833/2014, Article 5(2), p. 46, n. 12, caps it at $60 a barrel.",
        ["60 USD"],
    ),
    (
        "Arctic LNG 2 could ship 19.8 mt a year; Nord Stream 2 never opened.",
        ["19.8e6 tonnes per year"],
    ),
    (
        "Prices doubled in 2022, then halved; double-digit inflation returned twice a decade.",
        ["2 times", "0.5 times"],
    ),
    (
        "At 10:30 on 5 May, 30 of the 46 banks (65%) had reported.",
        ["30", "46 banks", "65 percent"],
    ),
    (
        "Call +44 20 7946 0958 or see https://example.org/2024/05/46 and version 2.7.1.",
        [],
    ),
    (
        "Of $5.17 billion, c. 12% (~$600m) were exports; the rest, ≈$4.6bn, imports.",
        ["5.17e9 USD", "about 12 percent", "about 600e6 USD", "about 4.6e9 USD"],
    ),
    (
        "Imports fell −6.9% year on year, by 2 percentage points more than in Q3 2024.",
        ["-6.9 percent", "2 points"],
    ),
    (
        "It cost ¥500 billion, RMB 35 billion or 4.9 trillion roubles.",
        ["500e9 ¥?", "35e9 CNY", "4.9e12 RUB"],
    ),
    (
        "The US accounts for a quarter of world output, a fifth of imports and a third place.",
        ["0.25 share", "0.2 share"],
    ),
    (
        "More than\n240 billion dollars were traded, up to 30% of it in\nyuan.",
        ["over 240e9 USD", "at most 30 percent"],
    ),
    (
        "The 100-plus ships and 40-odd banks bought 12 kg in 3 days.",
        ["at least 100", "about 40", "12 kilograms", "3 days"],
    ),
    (
        "Trade never exceeded $43 billion, and no more than 1.5 million tonnes were moved.",
        ["at most 43e9 USD", "at most 1.5e6 tonnes"],
    ),
]


@pytest.mark.parametrize(("sentence", "expected"), HARD_SENTENCES)
def test_exactly_these_are_found(sentence: str, expected: list[str]) -> None:
    assert meanings(sentence) == expected


@pytest.mark.parametrize(
    ("text", "counted"),
    [
        ("two ships", False),
        ("ten years", False),
        ("ten", False),
        ("10", False),
        ("three to five", False),
        ("2011", False),
        ("eleven ships", True),
        ("46 ships", True),
        ("2 tonnes", True),
        ("$5", True),
        ("5%", True),
        ("3.5 years", True),
        ("0.5", True),
        ("two million", True),
        ("a third of it", True),
        ("twice the total", True),
        ("−5", True),
        ("5 to 20", True),
    ],
)
def test_coverage_counts(text: str, counted: bool) -> None:
    read = read_quantity(text)
    assert read is not None
    assert read.is_counted is counted


FOREIGN = [
    ("it", "48,2 miliardi di dollari", "48.2e9 USD"),
    ("it", "oltre 4,1 mld di euro", "over 4.1e9 EUR"),
    ("it", "1.234,5 milioni", "1.2345e9"),
    ("it", "5 milioni di tonnellate", "5e6 tonnes"),
    ("it", "31 miliardi di metri cubi", "31e9 cubic metres"),
    ("it", "il 6,9%", "6.9 percent"),
    ("it", "6,9 per cento", "6.9 percent"),
    ("it", "3 punti percentuali", "3 points"),
    ("it", "quarantasei volte", "46 times"),
    ("it", "tra 3 e 5 miliardi di euro", "3e9–5e9 EUR"),
    ("it", "circa 200 mila", "about 200e3"),
    ("it", "quasi 80 miliardi", "nearly 80e9"),
    ("it", "più del 70 per cento", "over 70 percent"),
    ("it", "meno del 30 per cento", "under 30 percent"),
    ("it", "circa il 30 per cento", "about 30 percent"),
    ("it", "526,1 milioni di dollari", "526.1e6 USD"),
    ("it", "$5.17 miliardi", "5.17e9 USD"),
    ("ru", "$89,21 млрд", "89.21e9 USD"),
    ("ru", "240,1 миллиарда долларов", "240.1e9 USD"),
    ("ru", "240 миллиардов долларов США", "240e9 USD"),
    ("ru", "1\u00a0234\u00a0567 тонн", "1.23457e6 tonnes"),
    ("ru", "12 300 тонн", "12.3e3 tonnes"),
    ("ru", "на 26,3%", "26.3 percent"),
    ("ru", "26,3 процента", "26.3 percent"),
    ("ru", "2 процентных пункта", "2 points"),
    ("ru", "2 п.п.", "2 points"),
    ("ru", "в 2,4 раза", "2.4 times"),
    ("ru", "более 90%", "over 90 percent"),
    ("ru", "около 60 млрд юаней", "about 60e9 CNY"),
    ("ru", "1,5 трлн рублей", "1.5e12 RUB"),
    ("ru", "1,5 трлн руб.", "1.5e12 RUB"),
    ("ru", "100 млн т", "100e6 tonnes"),
    ("ru", "48 млрд куб. м", "48e9 cubic metres"),
    ("ru", "500 тыс. баррелей", "500e3 barrels"),
    ("ru", "500 тыс. баррелей в сутки", "500e3 barrels per day"),
    ("ru", "12.5 млн", "12.5e6"),
    ("vi", "55,45 tỷ USD", "55.45e9 USD"),
    ("vi", "38,8 tỷ USD", "38.8e9 USD"),
    ("vi", "38,8 tỉ USD", "38.8e9 USD"),
    ("vi", "1.234 triệu USD", "1.234e9 USD"),
    ("vi", "khoảng 240 tỷ đô la", "about 240e9 USD"),
    ("vi", "tăng 26,3%", "26.3 percent"),
    ("vi", "5 triệu tấn", "5e6 tonnes"),
    ("vi", "gấp 2,4 lần", "2.4 times"),
    ("de", "1,63 Billionen Yuan", "1.63e12 CNY"),
    ("de", "48,2 Mrd. Dollar", "48.2e9 USD"),
    ("de", "48,2 Mrd. €", "48.2e9 EUR"),
    ("de", "67,5 Milliarden Euro", "67.5e9 EUR"),
    ("de", "rund 5 Mio. Tonnen", "about 5e6 tonnes"),
    ("de", "6,9 Prozent", "6.9 percent"),
    ("de", "2 Prozentpunkte", "2 points"),
    ("de", "das 46-fache", "46 times"),
    ("de", "2,4-mal", "2.4 times"),
    ("de", "sechsundvierzig", "46"),
    ("de", "31 Milliarden Kubikmeter", "31e9 cubic metres"),
    ("de", "1.234.567", "1.23457e6"),
    ("de", "zwischen 3 und 5 Milliarden Euro", "3e9–5e9 EUR"),
    ("de", "fast 80 Prozent", "nearly 80 percent"),
    ("de", "mehr als 5 %", "over 5 percent"),
    ("de-CH", "1’234’567.5", "1.23457e6"),
    ("fr", "4,1 milliards d'euros", "4.1e9 EUR"),
    ("fr", "4,1 milliards d’euros", "4.1e9 EUR"),
    ("fr", "48,2 Md€", "48.2e9 EUR"),
    ("fr", "5 M€", "5e6 EUR"),
    ("fr", "240 milliards de dollars", "240e9 USD"),
    ("fr", "3,5 billions de dollars", "3.5e12 USD"),
    ("fr", "6,9\u00a0%", "6.9 percent"),
    ("fr", "6,9 pour cent", "6.9 percent"),
    ("fr", "2 points de pourcentage", "2 points"),
    ("fr", "46 fois", "46 times"),
    ("fr", "1 234 567 tonnes", "1.23457e6 tonnes"),
    ("fr", "12\u202f300 tonnes", "12.3e3 tonnes"),
    ("fr", "5 millions de barils par jour", "5e6 barrels per day"),
    ("fr", "quarante-six", "46"),
    ("fr", "entre 3 et 5 milliards d’euros", "3e9–5e9 EUR"),
    ("fr", "plus de 90 %", "over 90 percent"),
    ("es", "240.000 millones de dólares", "240e9 USD"),
    ("es", "48,2 mil millones de dólares", "48.2e9 USD"),
    ("es", "1,5 billones de euros", "1.5e12 EUR"),
    ("es", "6,9 por ciento", "6.9 percent"),
    ("es", "2 puntos porcentuales", "2 points"),
    ("es", "5 millones de toneladas", "5e6 tonnes"),
    ("es", "46 veces", "46 times"),
    ("es", "cuarenta y seis", "46"),
    ("es", "más de 90%", "over 90 percent"),
    ("es-MX", "1,234.5 millones", "1.2345e9"),
    ("pt", "US$ 240,1 bilhões", "240.1e9 USD"),
    ("pt", "R$ 5,2 bilhões", "5.2e9 BRL"),
    ("pt", "48,2 mil milhões de euros", "48.2e9 EUR"),
    ("pt", "5 milhões de toneladas", "5e6 tonnes"),
    ("pt", "cerca de 3 bi", "about 3e9"),
    ("pt", "2 pontos percentuais", "2 points"),
    ("zh", "2401.1亿美元", "240.11e9 USD"),
    ("zh", "1.63万亿元", "1.63e12 CNY"),
    ("zh", "约5000万吨", "about 50e6 tonnes"),
    ("zh", "增长26.3%", "26.3 percent"),
    ("zh", "6.9个百分点", "6.9 points"),
    ("zh", "46倍", "46 times"),
    ("zh", "2400多亿美元", "over 240e9 USD"),
    ("zh", "超过90%", "over 90 percent"),
    ("zh", "31亿立方米", "3.1e9 cubic metres"),
    ("zh", "3到5亿美元", "300e6–500e6 USD"),
    ("zh", "２４０亿", "24e9"),
    ("ja", "1.6兆円", "1.6e12 JPY"),
    ("ja", "2401億ドル", "240.1e9 USD"),
    ("ko", "2401억 달러", "240.1e9 USD"),
    ("uk", "48,2 млрд доларів", "48.2e9 USD"),
    ("pl", "48,2 mld dolarów", "48.2e9 USD"),
    ("nl", "48,2 miljard dollar", "48.2e9 USD"),
    ("tr", "48,2 milyar dolar", "48.2e9 USD"),
    ("en-GB", "500 kilometres", "500e3 metres"),
]


@pytest.mark.parametrize(("language", "text", "expected"), FOREIGN)
def test_in_other_languages(language: str, text: str, expected: str) -> None:
    assert meanings(text, language) == [expected]


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("it", "il 24 novembre 2025, art. 5, nel 2023"),
        ("ru", "24 ноября 2023 года, в 2023 г., статья 5, № 7, 5-й"),
        ("vi", "ngày 20 tháng 11 năm 2023, Điều 5"),
        ("de", "am 24. November 2025, Artikel 5, im Jahr 2023, S. 46"),
        ("fr", "le 24 novembre 2025, article 5, en 2023, le 1er mai"),
        ("es", "el 20 de noviembre de 2023, artículo 5"),
        ("pt", "20 de novembro de 2023, artigo 5"),
        ("zh", "2023年11月20日,第5条"),
    ],
)
def test_no_quantity_in_other_languages(language: str, text: str) -> None:
    assert meanings(text, language) == []


@pytest.mark.parametrize(
    "language", ["", "xx", "klingon", "zz-ZZ", "../../etc", "en_GB", "\0", "e" * 999]
)
def test_a_language_that_is_not_known_is_read_as_english(language: str) -> None:
    assert meanings("$5.17 billion", language) == ["5.17e9 USD"]


@pytest.mark.parametrize(
    ("written", "decimal", "group", "expected"),
    [
        ("5.17", ".", ",", ("5.17", 2)),
        ("5,170", ".", ",", ("5170", 0)),
        ("5,170", ",", ".", ("5.170", 3)),
        ("5.170", ",", ".", ("5170", 0)),
        ("5.17", ",", ".", ("5.17", 2)),
        ("0,123", ".", ",", ("0.123", 3)),
        ("1,00,000", ".", ",", ("100000", 0)),
        ("1,2,3", ".", ",", None),
        ("1.2.3", ".", ",", None),
        ("12,34,56", ".", ",", None),
        ("5.1'000", ".", ",", None),
        ("5·17", ".", ",", ("5.17", 2)),
        ("1,234.5,6", ".", ",", None),
        ("1" * 40, ".", ",", None),
    ],
)
def test_digits_read_as(
    written: str, decimal: str, group: str, expected: tuple[str, int] | None
) -> None:
    read = read_digits(written, decimal, group)
    assert read == (None if expected is None else (Decimal(expected[0]), expected[1]))


# --- properties ---

_COEFFICIENTS = st.decimals(min_value="0.01", max_value="999", places=2)
_STYLES = [
    "{}",
    "${}",
    "{} tonnes",
    "{}%",
    "{} per cent",
    "€{}",
    "{} percentage points",
    "{} dollars",
]
_SCALES = [("", 0), (" thousand", 3), (" million", 6), ("bn", 9), (" trillion", 12)]


@settings(deadline=None)
@given(
    value=st.decimals(min_value="0.001", max_value="999999999", places=3),
    places=st.integers(0, 3),
    separator=st.sampled_from(["", ",", "\u202f", "\u00a0", "’"]),
    style=st.sampled_from(_STYLES),
)
def test_what_was_rounded_and_written_reads_back(
    value: Decimal, places: int, separator: str, style: str
) -> None:
    shown = f"{value:,.{places}f}".replace(",", separator)
    read = read_quantity(style.format(shown))
    assert read is not None
    assert read.step == Decimal(1).scaleb(-places)
    assert abs(read.low - value) <= read.step / 2


@settings(deadline=None)
@given(
    coefficient=_COEFFICIENTS,
    places=st.integers(0, 2),
    scale=st.sampled_from(_SCALES),
    style=st.sampled_from(["{}", "${}", "{} tonnes", "€{}", "about {}", "some ${}"]),
)
def test_a_magnitude_reads_back(
    coefficient: Decimal, places: int, scale: tuple[str, int], style: str
) -> None:
    word, power = scale
    read = read_quantity(style.format(f"{coefficient:.{places}f}{word}"))
    assert read is not None
    assert abs(read.low - coefficient.scaleb(power)) <= read.step / 2
    assert read.step == Decimal(1).scaleb(power - places)


@settings(deadline=None)
@given(
    stored=st.decimals(min_value="1", max_value="99999999", places=1),
    scale=st.sampled_from(_SCALES),
    places=st.integers(0, 3),
)
def test_a_value_holds_when_it_is_rounded_and_written(
    stored: Decimal, scale: tuple[str, int], places: int
) -> None:
    word, power = scale
    known = Known.of_unit(stored, "USD million")
    shown = f"{stored.scaleb(6 - power):,.{places}f}"
    read = read_quantity(f"${shown}{word}")
    assert read is not None
    assert compare(read, known).outcome is Outcome.HOLDS


@settings(deadline=None)
@given(number=st.integers(0, 999_999))
def test_percent_of_whole_numbers(number: int) -> None:
    read = read_quantity(f"{number}%")
    assert read is not None
    assert (read.low, read.measure) == (Decimal(number), PERCENT)


@settings(deadline=None, max_examples=300)
@given(
    text=st.text(),
    language=st.sampled_from(["en", "it", "ru", "vi", "de", "fr", "es", "pt", "zh", "ja", "ar"]),
)
def test_any_text_is_read_without_an_error(text: str, language: str) -> None:
    for quantity in find_quantities(text, language):
        assert 0 <= quantity.hedge_start <= quantity.start < quantity.end <= len(text)
        assert quantity.low <= quantity.high
        assert quantity.step > 0
    read_quantity(text, language)


_PIECES = st.sampled_from(
    [
        "\n",
        "\u00a0",
        *(
            "$ € ¥ % - – − + , . : / ( ) [ ] ’ 1 2 5 10 46 300 2023 1,000 5.17 0 bn m k t billion"
            " million thousand trillion percent per cent points times fold to and between from in"
            " out of a one two half third quarters dozen hundred about nearly over not more than"
            " less at least most US USD Article No. November May Q1 F-16 ½ tonnes barrels per day"
            " year twice doubled or so"
        ).split(),
    ]
)


@settings(deadline=None, max_examples=500)
@given(pieces=st.lists(_PIECES, max_size=14), glue=st.sampled_from(["", " "]))
def test_any_run_of_number_like_pieces_is_read_without_an_error(
    pieces: list[str], glue: str
) -> None:
    text = glue.join(pieces)
    found = find_quantities(text)
    assert all(q.low <= q.high and q.step > 0 for q in found)
    assert all(a.end <= b.start for a, b in pairwise(found))
    read_quantity(text)


@pytest.mark.parametrize(
    "piece",
    [
        "1",
        "1 ",
        "1,",
        "1,000,",
        "1.",
        "1-",
        "1–2 ",
        "one ",
        "one hundred and ",
        "twenty-",
        "more than ",
        "no more than 1 ",
        "between 1 and ",
        "$",
        "$1 to ",
        "half a ",
        "1 million million ",
        "a",
        " ",
        "\n",
        "(",
        "not " * 3 + "5% ",
        "Article 5 and ",
        "x" * 50 + "1",
        "½",
        "5 November ",
        "1:",
        "−",
    ],
)
def test_long_hostile_texts_are_read(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    assert find_quantities(text) == find_quantities(text)


def test_folding_keeps_the_length() -> None:
    text = "４６％ ٤٦ 46 ﬁ İ ß"
    assert len(fold(text)) == len(text)
    assert fold(text)[:3] == "46%"


def test_digits_are_found_where_they_stand() -> None:
    found = list(find_digits("a 1,234.5 b .5 c 12 300"))
    assert [(n.start, n.end, n.value) for n in found] == [
        (2, 9, Decimal("1234.5")),
        (12, 14, Decimal("0.5")),
        (17, 19, Decimal(12)),
        (20, 23, Decimal(300)),
    ]
