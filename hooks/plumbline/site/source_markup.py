"""Sources as HTML for their own pages."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

__all__ = ["render_passages"]


def render_passages(passages: Sequence[str], language: str) -> str:
    """Return the spans that briefings quote from a source."""
    quoted = "".join(
        f'<blockquote lang="{escape(language)}"><p>{escape(p)}</p></blockquote>' for p in passages
    )
    return f'<h2 id="quoted">Quoted from it</h2>{quoted}' if quoted else ""
