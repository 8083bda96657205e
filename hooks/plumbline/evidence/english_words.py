"""What English says around numbers, beside CLDR."""

from __future__ import annotations

from plumbline.evidence.quantities import Hedge
from plumbline.evidence.quantity_words import Words

__all__ = ["ENGLISH"]

ENGLISH = Words(
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
        r"articles?|recitals?|arts?\.|(?-i:Art)|sections?|secs?\.|§+|paragraphs?|paras?\.|clauses?"
        r"|chapters?|chaps?\.|chs?\."
        r"|titles?|annex(?:es)?|appendix|schedule|protocol|resolutions?|rule|regulation|directive"
        r"|decrees?|laws?|(?-i:Acts?|Bill|Orders?|Part|Title|Proclamation|Group|Stat\.)|E\.?O\."
        r"|(?-i:EO|GL|SCR|Directive|HS|HTS|HTSUS|SITC|ISIC|NAICS|CN|CAS|UN|ISO|IEC|DIN|EN|RFC|COM)"
        r"|(?-i:SWD|JOIN|ISBN|ISSN|DOI|PMID|ORCID|IMO|MMSI|FY|Q|H)|Public\s+Law|Pub\.\s?L\.|U\.?S\.?C\."
        r"|(?-i:General\s+Licen[cs]e)"
        r"|C\.?F\.?R\.?|H\.?R\.|Fed\.\s?Reg\.|(?:group|gang)\s+of"
        r"|tables?|figures?|figs?\.|charts?|boxe?s?|maps?|exhibits?|footnotes?|note|fn\."
        r"|pages?|pp?\.|nn?\.|lines?|columns?|vols?\.|volumes?|issue|item|headings?|subheadings?"
        r"|nos?\.?|nrs?\.?|numbers?|№|#|n°|nº|versions?|v\.|ver\.|phase|stage|step|round|level"
        r"|tier|type|class|category|grade|option|pillar|basket|code|tel\.?|phone|fax|day|week"
        r"|(?-i:Block|Lot|Track|Gate|Pier|Berth|Flight|Highway|Route|Room|Boeing|Airbus|Fortune)"
        r"|(?-i:FTSE|S&P|Nasdaq|Nikkei|STOXX|Stoxx|CSI|Forbes|Agenda|Horizon|Vision)"
    ),
)
