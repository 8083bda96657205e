"""A new briefing that passes the checks as a draft."""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata

__all__ = ["scaffold_briefing", "slugify"]

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
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:100].rstrip("-") or otherwise


def scaffold_briefing(title: str, day: dt.date, author: str, topic: str) -> str:
    """Return the text of a new draft's index.md."""
    # JSON's quoted strings are YAML's, whatever the title holds.
    return _TEMPLATE.format(
        title=json.dumps(title, ensure_ascii=False), day=day.isoformat(), author=author, topic=topic
    )
