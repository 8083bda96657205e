"""The picture that other sites show beside a link to a briefing: headline, summary, a chart."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from html import escape

__all__ = ["HEIGHT", "WIDTH", "SocialCard"]

WIDTH, HEIGHT = 1200, 630
"""Its size in pixels, as Open Graph and its readers expect it."""
_RECIPE = "1"
"""Raise it when the same card is drawn otherwise than before."""
_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
_SUMMARY_LENGTH = 170
_ALT_LENGTH = 420
_STOPS = (".", "?", "!", "…")


@dataclass(frozen=True)
class SocialCard:
    """What a social card shows; every text is plain.

    Attributes:
        site_name: name of the site.
        kicker: kind and day of the briefing.
        title: its headline.
        summary: its summary.
        language: BCP 47 tag.
        chart_title: title of the chart; empty without one.
        chart_alt: what the chart shows, in words.
        chart: its picture as SVG, cleaned, coloured by the variables of tokens.css; may be empty.
        legend: names of its series with the names of their colours, where the picture has none.
        style: the style sheets: tokens.css and the card's own.
    """

    site_name: str
    kicker: str
    title: str
    summary: str
    language: str
    chart_title: str
    chart_alt: str
    chart: str
    legend: tuple[tuple[str, str], ...]
    style: str

    @cached_property
    def key(self) -> str:
        """Digest of all that decides how it looks, but for the version of Chrome."""
        return hashlib.sha256(json.dumps([_RECIPE, self.document()]).encode("ascii")).hexdigest()

    @property
    def alt(self) -> str:
        """What it shows, in words, for those who do not see it; 420 characters at most.

        That is what X takes of `twitter:image:alt`.
        """
        words = [self.title, f"Chart: {self.chart_title}", self.chart_alt]
        if not self.chart:
            words = [self.title, _cut(self.summary)]
        text = " ".join(w if w.endswith(_STOPS) else f"{w}." for w in words if w)
        if len(text) > _ALT_LENGTH:
            text = f"{text[: _ALT_LENGTH - 1].rpartition(' ')[0].rstrip(' ,;:.')} …"
        return text

    def document(self) -> str:
        """Return the HTML document that is drawn; Chrome then fits the headline to its room."""
        summary = f'<p class="card__summary">{escape(_cut(self.summary))}</p>' * bool(self.summary)
        kind = " card--charted" if self.chart else ""
        style = self.style.replace("</", "<\\/")
        return (
            f'<!doctype html>\n<html lang="{escape(self.language)}">\n<head>\n'
            '<meta charset="utf-8">\n'
            f'<meta http-equiv="Content-Security-Policy" content="{_POLICY}">\n'
            f"<title>{escape(self.title)}</title>\n"
            f"<style>{style}</style>\n</head>\n"
            f'<body class="card{kind}" data-md-color-scheme="default">\n'
            f'<header class="card__site">{escape(self.site_name)}</header>\n'
            f'<main class="card__words"><p class="card__kicker">{escape(self.kicker)}</p>'
            f'<h1 class="card__title"><span>{escape(self.title)}</span></h1>{summary}</main>\n'
            f"{self._figure()}</body>\n</html>\n"
        )

    def _figure(self) -> str:
        if not self.chart:
            return ""
        entries = "".join(
            f'<span><svg viewBox="0 0 10 10" width="10" height="10"><rect width="10" height="10" '
            f'fill="var(--pl-{escape(colour)})"/></svg>{escape(name)}</span>'
            for name, colour in self.legend
        )
        legend = f'<p class="card__legend">{entries}</p>' if entries else ""
        return (
            f'<aside class="card__chart"><p class="card__caption">{escape(self.chart_title)}</p>'
            f"{legend}{self.chart}</aside>\n"
        )


def _cut(text: str) -> str:
    """Return a text; where it is too long, cut after a sentence or else between words."""
    if len(text) <= _SUMMARY_LENGTH:
        return text
    sentence = text[: _SUMMARY_LENGTH + 1].rpartition(". ")[0]
    if len(sentence) > _SUMMARY_LENGTH // 3:
        return f"{sentence}."
    head = text[:_SUMMARY_LENGTH].rpartition(" ")[0] or text[:_SUMMARY_LENGTH]
    return f"{head.rstrip(' ,;:.')} …"
