"""A new briefing that passes the checks as a draft."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata

from plumbline.content.front_matter import LONGEST_TITLE

__all__ = ["scaffold_briefing", "slugify", "title_fault"]

_WITHOUT_ACCENT = str.maketrans(
    {"ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "ı": "i"}
)
"""Letters that Unicode does not take apart into one of ASCII and an accent."""

_TEMPLATE = """\
---
# yaml-language-server: $schema=../../schemas/front-matter.schema.json
title: {title}
summary: One or two sentences that say what the reader will know afterwards.
date: {day}
authors: [{author}]
topics: [{topic}]
regions: []
type: briefing
status: draft
key_judgments:
  - text: State the main finding in one sentence.
    confidence: moderate
---

Begin with the finding. Cite a source by its key in square brackets, `[@key]`.

## What we do not know
"""


def slugify(title: str, otherwise: str = "briefing") -> str:
    """Return an address made from a title: "Forty-six to one" becomes "forty-six-to-one".

    Args:
        title: the title.
        otherwise: what stands for a title without a letter or digit of ASCII.
    """
    letters = unicodedata.normalize("NFKD", title.lower()).translate(_WITHOUT_ACCENT)
    plain = letters.encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:100].rstrip("-") or otherwise


def title_fault(title: str) -> str:
    """Return why a briefing cannot have a title, to go on with "the title"; empty if it can."""
    if not title:
        return "is empty"
    if len(title) > LONGEST_TITLE:
        return f"has {len(title)} characters; {LONGEST_TITLE} are the most"
    return "" if title.isprintable() else "holds characters that cannot be printed"


def scaffold_briefing(title: str, day: dt.date, author: str, topic: str) -> str:
    """Return the text of a new draft's index.md."""
    # JSON's quoted strings are YAML's, whatever the title holds.
    return _TEMPLATE.format(
        title=json.dumps(title, ensure_ascii=False), day=day.isoformat(), author=author, topic=topic
    )
