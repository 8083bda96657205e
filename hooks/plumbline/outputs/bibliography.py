"""A bibliographic record as CSL-JSON, BibTeX and RIS.

BibTeX follows the fields that both BibTeX and BibLaTeX read. RIS follows the specification of
Research Information Systems; the number of a report stands in SN, where Zotero and EndNote have it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from plumbline.outputs.texts import one_line

__all__ = ["to_bibtex", "to_csl_json", "to_ris"]

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_LATEX = str.maketrans(
    {
        "\\": r"{\textbackslash}",
        "{": r"\{",
        "}": r"\}",
        "%": r"\%",
        "$": r"\$",
        "#": r"\#",
        "&": r"\&",
        "_": r"\_",
        "~": r"{\textasciitilde}",
        "^": r"{\textasciicircum}",
        "'": r"{\textquotesingle}",
        "`": r"{\`{}}",
        "<": r"{\textless}",
        ">": r"{\textgreater}",
        '"': r"{\textquotedbl}",
    }
)


def to_csl_json(record: Mapping[str, Any]) -> str:
    """Return a record as a CSL-JSON file."""
    return json.dumps([record], ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def to_bibtex(record: Mapping[str, Any]) -> str:
    """Return a record as a BibTeX file; braces keep titles and institutions as they are written."""
    year, month, day = record["issued"]["date-parts"][0]
    names = " and ".join(_bibtex_name(name) for name in record.get("author", ()))
    fields = [
        ("author", names),
        ("title", f"{{{_latex(record['title'])}}}"),
        ("institution", _braced(record.get("publisher"))),
        ("number", _braced(record.get("number"))),
        ("date", f"{year:04}-{month:02}-{day:02}"),
        ("year", f"{year:04}"),
        ("month", None),
        ("doi", _verbatim(record.get("DOI"))),
        ("url", _verbatim(record.get("URL"))),
        ("language", _latex(record.get("language", ""))),
        ("keywords", _latex(record.get("keyword", ""))),
        ("abstract", _braced(record.get("abstract"))),
    ]
    lines = [
        f"  month = {_MONTHS[month - 1]}," if name == "month" else f"  {name} = {{{value}}},"
        for name, value in fields
        if value or name == "month"
    ]
    return "\n".join([f"@techreport{{{record['id']},", *lines, "}", ""])


def _bibtex_name(name: Mapping[str, str]) -> str:
    if "literal" in name:
        return f"{{{_latex(name['literal'])}}}"
    return f"{{{_latex(name['family'])}}}, {{{_latex(name['given'])}}}"


def _braced(text: str | None) -> str:
    return f"{{{_latex(text)}}}" if text else ""


def _latex(text: str) -> str:
    """Return a text as LaTeX reads it back: special characters escaped, hyphens kept apart."""
    escaped = one_line(text).translate(_LATEX)
    while "--" in escaped:  # which would become a dash
        escaped = escaped.replace("--", "-{}-")
    return escaped


def _verbatim(address: str | None) -> str:
    """Return an address or a DOI, which BibTeX files hold unescaped, with balanced braces."""
    marks = {"{": "%7B", "}": "%7D", "\\": "%5C"}
    return "".join(marks.get(c, c) for c in one_line(address or ""))


def to_ris(record: Mapping[str, Any]) -> str:
    """Return a record as a RIS file, with the line ends that the format asks for."""
    year, month, day = record["issued"]["date-parts"][0]
    lines: list[tuple[str, str]] = [("TY", "RPRT"), ("ID", record["id"])]
    lines.append(("TI", record["title"]))
    lines += [("AU", _ris_name(name)) for name in record.get("author", ())]
    written = f"{year:04}/{month:02}/{day:02}"
    lines += [("PY", f"{year:04}"), ("DA", f"{written}/")]
    for tag, name in (
        ("PB", "publisher"),
        ("SN", "number"),
        ("DO", "DOI"),
        ("UR", "URL"),
        ("LA", "language"),
        ("AB", "abstract"),
    ):
        lines.append((tag, record.get(name, "")))
    keywords: Sequence[str] = record.get("keyword", "").split(", ")
    lines += [("KW", keyword) for keyword in keywords]
    text = [f"{tag}  - {one_line(value)}" for tag, value in lines if value]
    return "\r\n".join([*text, "ER  - ", ""])


def _ris_name(name: Mapping[str, str]) -> str:
    """Return a name; a comma at its end keeps an institution's name from being taken apart."""
    if "literal" in name:
        return f"{name['literal']},"
    return f"{name['family']}, {name['given']}"
