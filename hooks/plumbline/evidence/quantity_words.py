"""Words around numbers, by language, that CLDR does not hold: hedges, short currency names, links.

Every entry is a fragment of a regular expression, matched without regard to case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plumbline.evidence.quantities import Hedge

__all__ = ["CURRENCY_CODES", "CURRENCY_PREFIXES", "SYMBOL_UNITS", "Words"]

CURRENCY_PREFIXES: Mapping[str, str] = {
    r"US\s?\$|U\.S\.\s?\$": "USD",
    r"CA?\$|Can\$": "CAD",
    r"AU?\$": "AUD",
    r"HK\$": "HKD",
    r"NZ\$": "NZD",
    r"S\$": "SGD",
    r"NT\$": "TWD",
    r"R\$": "BRL",
    r"Mex\$": "MXN",
    r"CN¥": "CNY",
    r"JP¥": "JPY",
    r"RMB": "CNY",
    r"Rs\.?": "INR",
    r"\$": "$",
    r"€": "EUR",
    r"£": "GBP",
    r"[¥￥]": "¥?",
    r"₽": "RUB",
    r"₹": "INR",
    r"₩": "KRW",
    r"₫": "VND",
    r"₴": "UAH",
    r"₺": "TRY",
    r"₸": "KZT",
    r"₪": "ILS",
}
"""Symbols, most specific first; "$" stands for the site's own dollar."""

# Codes that are also English words in capitals (ALL, COP, TOP, TRY…) would misfire on headings.
CURRENCY_CODES = (
    "USD EUR GBP RUB CNY CNH RMB JPY INR CHF CAD AUD NZD HKD SGD TWD KRW VND BRL MXN UAH TRY KZT"
    " ILS SEK NOK DKK PLN CZK HUF ZAR SAR AED IRR IDR THB MYR EGP BYN UZS PKR SDR"
).split()


@dataclass(frozen=True, slots=True)
class Words:
    """What a language says around numbers.

    Attributes:
        magnitudes: words and abbreviations beside those of CLDR, with the power of ten.
        currencies: short names of currencies by code; "$" is the site's own dollar.
        percent, points, basis_points, times: words of these measures.
        units: names of units beside those of CLDR, by our name for them.
        link: what may stand between a magnitude and a currency or unit ("di dollari").
        before, after: hedges on either side of a number.
        between, both, start, to: "between X and Y", "from X to Y".
        chance: "in" of "one in five".
        orders: words that make the number after them a name, a date or a place.
    """

    magnitudes: Mapping[str, int] = field(default_factory=dict)
    currencies: Mapping[str, str] = field(default_factory=dict)
    percent: str = ""
    points: str = ""
    basis_points: str = ""
    times: str = ""
    units: Mapping[str, str] = field(default_factory=dict)
    link: str = ""
    before: Mapping[Hedge, str] = field(default_factory=dict)
    after: Mapping[Hedge, str] = field(default_factory=dict)
    between: str = ""
    both: str = ""
    start: str = ""
    to: str = ""
    chance: str = ""
    orders: str = ""


SYMBOL_UNITS: Mapping[str, tuple[str, int]] = {
    r"Mt|MMT|mmt|mt": ("tonnes", 6),
    r"kt": ("tonnes", 3),
    r"[Mm]b/d|mbpd|mmb/d|mmbpd|mln b/d": ("barrels per day", 6),
    r"kb/d|kbpd": ("barrels per day", 3),
    r"b/d|bpd|bbl/d": ("barrels per day", 0),
    r"bcm|bn m3|bn m³": ("cubic metres", 9),
    r"mcm": ("cubic metres", 6),
    r"tcm": ("cubic metres", 12),
    r"m3|m³": ("cubic metres", 0),
    r"bcf": ("cubic feet", 9),
    r"tcf": ("cubic feet", 12),
    r"(?i:kilomet(?:re|er)s?)": ("metres", 3),
    r"(?i:terawatt[- ]?hours?)": ("watt-hours", 12),
    r"(?i:gigawatt[- ]?hours?)": ("watt-hours", 9),
    r"(?i:megawatt[- ]?hours?)": ("watt-hours", 6),
    r"(?i:kilowatt[- ]?hours?)": ("watt-hours", 3),
    r"TWh": ("watt-hours", 12),
    r"GWh": ("watt-hours", 9),
    r"MWh": ("watt-hours", 6),
    r"kWh": ("watt-hours", 3),
    r"TW": ("watts", 12),
    r"GW": ("watts", 9),
    r"MW": ("watts", 6),
    r"kW": ("watts", 3),
    r"km2|km²|sq\.? km": ("square kilometres", 0),
    r"km": ("metres", 3),
    r"kg": ("kilograms", 0),
    r"ha": ("hectares", 0),
    r"MMBtu|mmBtu|MBtu": ("British thermal units", 6),
    r"TEUs?": ("containers", 0),
    r"°C|℃": ("degrees Celsius", 0),
}
"""Abbreviated units, case as written, with the power of ten they carry."""
