"""Text as YAML, for files that the program writes and people read."""

from __future__ import annotations

import json
import re

__all__ = ["quote_text"]

_ESCAPED = re.compile(r"[\x7f-\x9f\u2028\u2029\ufeff\ud800-\udfff\ufffe\uffff]")
"""What YAML takes between double quotation marks only as an escape (YAML 1.2, 5.1)."""


def quote_text(text: str) -> str:
    """Return a text between quotation marks: what JSON has is YAML too."""
    quoted = json.dumps(text, ensure_ascii=False)
    return _ESCAPED.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)
