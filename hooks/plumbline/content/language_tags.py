"""Language tags, as BCP 47 has them."""

from __future__ import annotations

__all__ = ["check_language"]

_FREQUENT = frozenset(
    {"ar", "de", "en", "en-GB", "en-US", "es", "fr", "it", "ja", "pt", "ru", "zh"}
)
"""Tags that need not be looked up: the registry takes longer to load than a briefing to check."""


def check_language(value: str) -> str:
    """Return a language tag as it is.

    Raises:
        ValueError: it is none.
    """
    if value not in _FREQUENT:
        import langcodes

        if not langcodes.tag_is_valid(value):
            raise ValueError("a BCP 47 language tag such as en-GB or zh-Hans was expected")
    return value
