"""Words around numbers, by language, that CLDR does not hold: hedges, short currency names, links.

Every entry is a fragment of a regular expression, matched without regard to case.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from plumbline.evidence.quantities import Hedge

__all__ = ["CURRENCY_CODES", "CURRENCY_PREFIXES", "SYMBOL_UNITS", "WORDS", "Words"]

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
    r"mb/d|mbpd|mmb/d|mmbpd|mln b/d": ("barrels per day", 6),
    r"kb/d|kbpd": ("barrels per day", 3),
    r"b/d|bpd|bbl/d": ("barrels per day", 0),
    r"bcm|bn m3|bn m³": ("cubic metres", 9),
    r"mcm": ("cubic metres", 6),
    r"tcm": ("cubic metres", 12),
    r"m3": ("cubic metres", 0),
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
    r"ha": ("hectares", 0),
    r"MMBtu|mmBtu|MBtu": ("British thermal units", 6),
    r"TEUs?": ("containers", 0),
    r"°C|℃": ("degrees Celsius", 0),
}
"""Abbreviated units, case as written, with the power of ten they carry."""

_ENGLISH = Words(
    magnitudes={
        "bn": 9,
        "bln": 9,
        "mn": 6,
        "mln": 6,
        "mio": 6,
        "tn": 12,
        "trn": 12,
        "tln": 12,
        "thousands": 3,
        "millions": 6,
        "billions": 9,
        "trillions": 12,
        "lakh crore": 12,
        "lakh": 5,
        "lakhs": 5,
        "crore": 7,
        "crores": 7,
    },
    currencies={
        "USD": r"(?:US|U\.S\.|American)[ -]dollars?",
        "CAD": r"Canadian dollars?",
        "AUD": r"Australian dollars?",
        "HKD": r"Hong Kong dollars?",
        "TWD": r"(?:New )?Taiwan(?:ese)? dollars?",
        "SGD": r"Singapore(?:an)? dollars?",
        "NZD": r"New Zealand dollars?",
        "EUR": r"euros?",
        "GBP": r"(?:British )?pounds?(?: sterling)?|sterling",
        "RUB": r"(?:Russian )?ro?ubles?",
        "BYN": r"Belarusian ro?ubles?",
        "CNY": r"(?:Chinese )?(?:yuan|renminbi)(?: renminbi)?|RMB",
        "INR": r"(?:Indian )?rupees?",
        "PKR": r"Pakistani rupees?",
        "JPY": r"(?:Japanese )?yen",
        "KRW": r"(?:South )?Korean won",
        "CHF": r"Swiss francs?",
        "VND": r"(?:Vietnamese )?dong",
        "TRY": r"Turkish lira",
        "UAH": r"(?:Ukrainian )?hryvnias?",
        "KZT": r"(?:Kazakh )?tenge",
        "$": r"dollars?",
    },
    percent=r"per[ -]?cent|pct",
    points=r"(?:percentage|per ?cent)[ -]points?|pps?|ppts?|p\.p\.",
    basis_points=r"basis[ -]points?|bps?",
    times=r"times|[ -]?folds?",
    units={
        "tonnes": r"(?:metric |long |short )?(?:tonnes?|tons?)",
        "barrels": r"barrels?|bbls?",
        "cubic metres": r"cubic met(?:re|er)s?",
        "cubic feet": r"cubic (?:feet|foot)",
        "square kilometres": r"square kilomet(?:re|er)s?",
        "hectares": r"hectares?",
        "acres": r"acres?",
        "kilograms": r"kilogram(?:me)?s?|kilos?",
        "ounces": r"(?:troy )?ounces?",
        "miles": r"miles?",
        "nautical miles": r"nautical miles?",
        "years": r"years?|yrs?",
        "quarters": r"quarters",
        "months": r"months?",
        "weeks": r"weeks?",
        "days": r"days?",
        "hours": r"hours?",
        "minutes": r"minutes?",
        "people": r"people|persons?",
        "cars": r"(?:new |used |passenger )?cars?",
        "containers": r"(?:shipping )?containers?",
        "points": r"points?",
        **{
            name: name.removesuffix("s") + "s?"
            for name in (
                "vehicles ships vessels tankers flights trains tanks missiles drones soldiers"
                " workers jobs students migrants refugees households firms banks states members"
                " units cases deaths votes seats jets"
            ).split()
        },
        "aircraft": r"aircraft|planes?",
        "troops": r"troops",
        "companies": r"compan(?:y|ies)",
        "countries": r"countr(?:y|ies)",
    },
    before={
        Hedge.ABOUT: (
            r"about|around|roughly|approximately|approx\.?|some|circa|ca?\.|close to|near(?: to)?"
            r"|in the region of|[io]n the order of|(?:an )?estimated|more or less|something like"
        ),
        Hedge.NEARLY: (
            r"nearly|almost|approaching|nearing|not quite|close on|just (?:short|shy) of"
            r"|(?:just|slightly|marginally|a (?:little|bit|shade|touch))"
            r" (?:under|below|less than|fewer than|lower than|short of)"
        ),
        Hedge.JUST_OVER: (
            r"(?:just|slightly|marginally|barely|a (?:little|bit|shade|touch))"
            r" (?:over|above|more than|higher than|upwards of)"
        ),
        Hedge.OVER: (
            r"(?:(?:well|far|much|significantly|substantially|considerably) )?"
            r"(?:over|above|(?:more|greater|higher|larger|bigger) than|in excess of"
            r"|exceed(?:s|ed|ing)?|surpass(?:es|ed|ing)?|upwards? of|north of|beyond)"
        ),
        Hedge.UNDER: (
            r"(?:(?:well|far|much|significantly|substantially|considerably) )?"
            r"(?:under|below|(?:less|fewer|lower|smaller) than|short of|south of)"
        ),
        Hedge.AT_LEAST: r"at least|a minimum of|as few as|as little as|as low as",
        Hedge.AT_MOST: (
            r"at (?:the )?most|up to|a maximum of|as much as|as many as|as high as|at a maximum"
        ),
    },
    after={
        Hedge.ABOUT: r"or so|or thereabouts|odd|give or take|-odd|-ish",
        Hedge.AT_LEAST: r"or (?:more|over|above|higher|greater)|at (?:the )?least|-?plus",
        Hedge.AT_MOST: r"or (?:less|fewer|under|below|lower)|at (?:the )?most",
    },
    between=r"between",
    both=r"and",
    start=r"from",
    to=r"to|or",
    chance=r"in|out\s+of",
    orders=(
        r"articles?|arts?\.|sections?|secs?\.|§+|paragraphs?|paras?\.|clauses?|chapters?|chap\."
        r"|titles?|annex(?:es)?|appendix|schedule|protocol|resolutions?|rule|regulation|directive"
        r"|decrees?|laws?|(?-i:Acts?|Bill|Orders?|Part|Title|Proclamation|Group|Stat\.)|E\.?O\."
        r"|(?-i:EO|HS|HTS|HTSUS|SITC|ISIC|NAICS|CN|CAS|UN|ISO|IEC|DIN|EN|RFC|COM|SWD|JOIN|ISBN)"
        r"|(?-i:ISSN|DOI|PMID|ORCID|IMO|MMSI|FY|Q|H)|Public\s+Law|Pub\.\s?L\.|U\.?S\.?C\."
        r"|C\.?F\.?R\.|H\.?R\.|Fed\.\s?Reg\.|(?:group|gang)\s+of"
        r"|tables?|figures?|figs?\.|charts?|boxe?s?|maps?|exhibits?|footnotes?|note|fn\."
        r"|pages?|pp?\.|lines?|columns?|vols?\.|volumes?|issue|item|headings?|subheadings?"
        r"|nos?\.?|nrs?\.?|numbers?|№|#|n°|nº|versions?|v\.|ver\.|phase|stage|step|round|level"
        r"|tier|type|class|category|grade|option|pillar|basket|code|tel\.?|phone|fax|day|week"
        r"|(?-i:Block|Lot|Track|Gate|Pier|Berth|Flight|Highway|Route|Room|Boeing|Airbus|Fortune)"
        r"|(?-i:FTSE|S&P|Nasdaq|Nikkei|STOXX|Stoxx|CSI|Forbes|Agenda|Horizon|Vision)"
    ),
)

WORDS: Mapping[str, Words] = {
    "en": _ENGLISH,
    "it": Words(
        magnitudes={"mld": 9, "mln": 6, "miliardi": 9, "mila": 3, "trilioni": 12, "bilioni": 12},
        currencies={
            "$": r"dollar[oi]",
            "EUR": r"euro",
            "RUB": r"rubl[oi]",
            "CNY": r"yuan|renminbi",
            "JPY": r"yen",
            "GBP": r"sterline",
            "INR": r"rupie",
            "CHF": r"franchi svizzeri",
        },
        percent=r"per ?cento",
        points=r"punt[oi] percentual[ei]|p\.p\.",
        times=r"volte",
        basis_points=r"punt[oi] base",
        units={"tonnes": r"tonnellat[ae]"},
        link=r"di|d['’]",
        before={
            Hedge.ABOUT: r"circa|quasi circa|intorno a(?:i|l)?|attorno a(?:i|l)?|all['’]incirca",
            Hedge.NEARLY: r"quasi|poco meno di|poco sotto i",
            Hedge.OVER: r"oltre|più di|sopra i|superiore a",
            Hedge.JUST_OVER: r"poco più di|poco oltre",
            Hedge.UNDER: r"meno di|sotto i|inferiore a",
            Hedge.AT_LEAST: r"almeno",
            Hedge.AT_MOST: r"fino a|al massimo",
        },
        after={Hedge.ABOUT: r"circa"},
        between=r"tra|fra",
        both=r"e",
        start=r"da(?:l|i)?",
        to=r"a|ai|al",
        orders=r"articol[oi]|art\.|pag\.|pagina|capitolo|legge|regolamento|nº|n\.|risoluzione",
    ),
    "ru": Words(
        magnitudes={
            "тыс": 3,
            "млн": 6,
            "млрд": 9,
            "трлн": 12,
            "тысячам": 3,
            "тысячами": 3,
            "тысячах": 3,
            "миллионам": 6,
            "миллионами": 6,
            "миллиону": 6,
            "миллиардам": 9,
            "миллиардами": 9,
            "миллиарду": 9,
            "миллионом": 6,
            "миллиардом": 9,
            "триллионам": 12,
        },
        currencies={
            "$": r"долл\.?|доллар(?:ов|а|ы|ам|ами|ах)?(?: США)?",
            "EUR": r"евро",
            "RUB": r"руб\.?|рубл(?:ей|я|и|ь|ям|ями)",
            "CNY": r"юан(?:ей|я|и|ь|ям)",
            "JPY": r"иен[аы]?",
            "GBP": r"фунт(?:ов|а|ы)?(?: стерлингов)?",
            "INR": r"рупи[йи]",
            "KZT": r"тенге",
            "UAH": r"грив(?:ен|ны|на)",
        },
        percent=r"процент(?:ов|а|ы|ам|ами|ах)?",
        points=r"п\. ?п\.|процентн(?:ых|ого|ый) пункт(?:ов|а)?",
        times=r"раза?",
        units={
            "tonnes": r"тонн[аы]?|т",
            "barrels per day": r"барр\.?(?:елей)? в (?:сутки|день)",
            "cubic metres": r"куб\. ?м|кубометр(?:ов|а)?|м3",
        },
        before={
            Hedge.ABOUT: r"около|примерно|приблизительно|порядка|ориентировочно",
            Hedge.NEARLY: r"почти|чуть (?:менее|меньше|ниже)|без малого",
            Hedge.OVER: r"более(?: чем)?|больше(?: чем)?|свыше|выше|превы(?:сил[аио]?|шает)",
            Hedge.JUST_OVER: r"чуть (?:более|больше|выше)",
            Hedge.UNDER: r"менее(?: чем)?|меньше(?: чем)?|ниже",
            Hedge.AT_LEAST: r"не менее(?: чем)?|как минимум|по меньшей мере",
            Hedge.AT_MOST: r"не более(?: чем)?|до|максимум",
        },
        between=r"между",
        both=r"и",
        start=r"с|от",
        to=r"до",
        orders=r"стать[еяию]|ст\.|№|стр\.|указ[а-я]*|закон[а-я]*|резолюци[а-я]*|глав[аые]",
    ),
    "de": Words(
        magnitudes={"mrd": 9, "mio": 6, "tsd": 3, "bio": 12, "milliarden": 9, "millionen": 6},
        currencies={
            "USD": r"(?:US|amerikanische)[- ]?Dollars?",
            "$": r"Dollars?",
            "EUR": r"Euros?",
            "RUB": r"Rubel",
            "CNY": r"Yuan|Renminbi",
            "JPY": r"Yen",
            "GBP": r"(?:britische )?Pfund",
            "INR": r"Rupien",
            "CHF": r"(?:Schweizer )?Franken",
        },
        percent=r"Prozent|v\. ?H\.",
        points=r"Prozentpunkten?|Pp\.?",
        times=r"[- ]?mal|[- ]?fache?[ns]?",
        basis_points=r"Basispunkten?",
        units={"tonnes": r"Tonnen?", "barrels": r"Barrel|Fass"},
        before={
            Hedge.ABOUT: r"etwa|rund|circa|ca\.|ungefähr|gut und gerne|zirka|schätzungsweise",
            Hedge.NEARLY: r"fast|knapp|beinahe|nahezu",
            Hedge.OVER: r"mehr als|über|oberhalb von",
            Hedge.JUST_OVER: r"gut|etwas mehr als",
            Hedge.UNDER: r"weniger als|unter",
            Hedge.AT_LEAST: r"mindestens|wenigstens",
            Hedge.AT_MOST: r"höchstens|bis zu|maximal",
        },
        between=r"zwischen",
        both=r"und",
        start=r"von",
        to=r"bis|auf",
        orders=r"Artikel|Art\.|Abs\.|Seite|S\.|Kapitel|Nr\.|Nummer|Resolution|Paragra(?:f|ph)|§",
    ),
    "fr": Words(
        magnitudes={
            "md": 9,
            "mds": 9,
            "mrd": 9,
            "mrds": 9,
            "mio": 6,
            "milliards": 9,
            "milliers": 3,
        },
        currencies={
            "USD": r"dollars? américains?",
            "$": r"dollars?",
            "EUR": r"euros?",
            "RUB": r"roubles?",
            "CNY": r"yuans?|renminbi",
            "JPY": r"yens?",
            "GBP": r"livres? sterling|livres?",
            "INR": r"roupies?",
            "CHF": r"francs? suisses?",
        },
        percent=r"pour ?cent",
        points=r"points? de pourcentage|points? de %|pp",
        times=r"fois",
        basis_points=r"points? de base",
        units={"barrels per day": r"barils? (?:par jour|/jour|/j)"},
        link=r"de|d['’]",
        before={
            Hedge.ABOUT: r"environ|quelque|à peu près|autour de|près de|approximativement",
            Hedge.NEARLY: r"presque|un peu moins d[e'’]",
            Hedge.OVER: r"plus d[e'’]|au-delà de|supérieure? à|au-dessus de",
            Hedge.JUST_OVER: r"un peu plus d[e'’]",
            Hedge.UNDER: r"moins d[e'’]|inférieure? à|en dessous de",
            Hedge.AT_LEAST: r"au moins|au minimum",
            Hedge.AT_MOST: r"au plus|jusqu['’]à|au maximum",
        },
        after={Hedge.ABOUT: r"environ"},
        between=r"entre",
        both=r"et",
        start=r"de",
        to=r"à",
        orders=r"articles?|art\.|page|p\.|chapitre|nº|n°|résolution|règlement|décret",
    ),
    "es": Words(
        magnitudes={"mil millones": 9, "millardos": 9, "mdd": 6, "billones": 12, "millones": 6},
        currencies={
            "USD": r"dólares estadounidenses",
            "$": r"dólar(?:es)?",
            "EUR": r"euros?",
            "RUB": r"rublos?",
            "CNY": r"yuan(?:es)?|renminbi",
            "JPY": r"yen(?:es)?",
            "GBP": r"libras?(?: esterlinas)?",
            "INR": r"rupias?",
            "CHF": r"francos suizos",
        },
        percent=r"por ?ciento",
        points=r"puntos? porcentual(?:es)?|p\.p\.",
        times=r"veces",
        basis_points=r"puntos? básicos?",
        link=r"de",
        before={
            Hedge.ABOUT: r"unos|unas|cerca de|alrededor de|aproximadamente|en torno a",
            Hedge.NEARLY: r"casi|poco menos de",
            Hedge.OVER: r"más de|superior a|por encima de",
            Hedge.JUST_OVER: r"poco más de",
            Hedge.UNDER: r"menos de|inferior a|por debajo de",
            Hedge.AT_LEAST: r"al menos|por lo menos",
            Hedge.AT_MOST: r"hasta|como máximo",
        },
        between=r"entre",
        both=r"y",
        start=r"de(?:l)?",
        to=r"a|al",
        orders=r"artículos?|art\.|página|pág\.|capítulo|núm\.|n\.º|resolución|ley|decreto",
    ),
    "pt": Words(
        magnitudes={
            "mil milhões": 9,
            "bilhões": 9,
            "biliões": 12,
            "milhões": 6,
            "trilhões": 12,
            "mi": 6,
            "bi": 9,
            "tri": 12,
        },
        currencies={
            "USD": r"dólares (?:norte-)?americanos",
            "$": r"dólar(?:es)?",
            "EUR": r"euros?",
            "RUB": r"rublos?",
            "CNY": r"yuans?|iuanes?|renminbi",
            "JPY": r"ienes?",
            "GBP": r"libras?(?: esterlinas)?",
            "INR": r"rupias?",
            "BRL": r"reais|real",
        },
        percent=r"por ?cento",
        points=r"pontos? percentua(?:l|is)|p\.p\.",
        times=r"vezes",
        basis_points=r"pontos?[- ]base",
        units={"tonnes": r"toneladas?"},
        link=r"de",
        before={
            Hedge.ABOUT: r"cerca de|aproximadamente|em torno de|por volta de|uns|umas",
            Hedge.NEARLY: r"quase|pouco menos de",
            Hedge.OVER: r"mais de|superior a|acima de",
            Hedge.JUST_OVER: r"pouco mais de",
            Hedge.UNDER: r"menos de|inferior a|abaixo de",
            Hedge.AT_LEAST: r"pelo menos|ao menos",
            Hedge.AT_MOST: r"até|no máximo",
        },
        between=r"entre",
        both=r"e",
        start=r"de",
        to=r"a|para",
        orders=r"artigos?|art\.|página|pág\.|capítulo|n\.º|nº|resolução|lei|decreto",
    ),
    "vi": Words(
        magnitudes={"tỉ": 9, "tỷ": 9, "ngàn": 3, "nghìn": 3, "triệu": 6, "nghìn tỉ": 12},
        currencies={
            "USD": r"đô ?la(?: Mỹ)?|đô",
            "EUR": r"euro|ơ-rô",
            "RUB": r"rúp|rup",
            "CNY": r"nhân dân tệ|NDT|tệ",
            "JPY": r"yên(?: Nhật)?",
            "GBP": r"bảng(?: Anh)?",
            "VND": r"đồng|VNĐ",
        },
        percent=r"phần trăm",
        points=r"điểm phần trăm|điểm %",
        times=r"lần",
        units={"tonnes": r"tấn", "cubic metres": r"mét khối|m3", "barrels": r"thùng"},
        before={
            Hedge.ABOUT: r"khoảng|chừng|ước(?: tính| đạt)?|xấp xỉ",
            Hedge.NEARLY: r"gần|suýt soát",
            Hedge.OVER: r"hơn|trên|vượt",
            Hedge.UNDER: r"dưới|chưa đến",
            Hedge.AT_LEAST: r"ít nhất|tối thiểu",
            Hedge.AT_MOST: r"tối đa|lên tới",
        },
        between=r"giữa",
        both=r"và",
        start=r"từ",
        to=r"đến|lên|xuống",
        orders=r"Điều|khoản|trang|số|tháng|ngày|năm|quý|chương",
    ),
    "zh": Words(
        magnitudes={
            "万亿": 12,
            "亿": 8,
            "万": 4,
            "百万": 6,
            "千万": 7,
            "兆": 12,
            "億": 8,
            "萬": 4,
            "萬億": 12,
            "千": 3,
            "百": 2,
            "十亿": 9,
            "百亿": 10,
        },
        currencies={
            "USD": r"美元|美金",
            "EUR": r"欧元|歐元",
            "RUB": r"卢布|盧布",
            "JPY": r"日元|日圆",
            "CNY": r"元人民币|人民币|元",
            "GBP": r"英镑",
            "INR": r"卢比",
            "HKD": r"港元|港币",
        },
        percent=r"个百分比",
        points=r"个百分点|個百分點|百分点",
        times=r"倍",
        basis_points=r"个基点",
        units={
            "tonnes": r"公?吨|公?噸",
            "barrels per day": r"桶/日|桶每日",
            "barrels": r"桶",
            "cubic metres": r"立方米",
            "cars": r"辆(?:汽车)?",
            "people": r"人",
        },
        before={
            Hedge.ABOUT: r"大?约|約|大概",
            Hedge.NEARLY: r"近|接近|将近",
            Hedge.OVER: r"超过|超|逾|突破|高于",
            Hedge.UNDER: r"不到|不足|低于|少于",
            Hedge.AT_LEAST: r"至少|不少于|不低于",
            Hedge.AT_MOST: r"至多|最多|不超过|不超",
        },
        after={Hedge.ABOUT: r"左右|上下", Hedge.AT_LEAST: r"以上", Hedge.AT_MOST: r"以下|以内"},
        to=r"至|到",
        start=r"从",
        both=r"和",
        between=r"在",
        orders=r"第|条",
    ),
}
