"""Dates written in English words: "3 May 2024", "May 3rd, 2024", "Sept. 2024"."""

from __future__ import annotations

import re

__all__ = ["read_worded_date"]

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<day>[0-9]{1,2})(?:st|nd|rd|th)?"
_YEAR = r"(?P<year>[0-9]{4})"
_FORMS = (
    re.compile(rf"(?:{_DAY}\s+(?:of\s+)?)?{_MONTH},?\s+{_YEAR}", re.IGNORECASE),
    re.compile(rf"{_MONTH}\s+{_DAY},?\s+{_YEAR}", re.IGNORECASE),
)


def read_worded_date(text: str) -> str | None:
    """Return a date in words as EDTF, "2024-05-03", or None when it is none of the known forms.

    Whether there is such a day is not looked at: "31 June 2024" becomes "2024-06-31".
    """
    for form in _FORMS:
        match = form.fullmatch(" ".join(text.split()))
        if match is not None:
            month = _MONTHS.index(match["month"][:3].lower()) + 1
            day = f"-{int(match['day']):02}" if match["day"] else ""
            return f"{match['year']}-{month:02}{day}"
    return None
