"""Language tags: what is one and what is not."""

from __future__ import annotations

import langcodes
import pytest

from plumbline.content.language_tags import _FREQUENT, check_language


@pytest.mark.parametrize("tag", ["en", "en-GB", "it", "zh-Hans", "sr-Latn-RS", "nl", "de-CH-1996"])
def test_language_tag_is_taken_as_it_is(tag: str) -> None:
    assert check_language(tag) == tag


@pytest.mark.parametrize("tag", ["", "english", "e", "xx", "en_GB!", "zz-ZZ", "../en"])
def test_what_is_no_language_tag_is_refused(tag: str) -> None:
    with pytest.raises(ValueError, match="BCP 47 language tag such as en-GB or zh-Hans"):
        check_language(tag)


def test_tags_that_are_not_looked_up_are_in_the_registry() -> None:
    assert [tag for tag in sorted(_FREQUENT) if not langcodes.tag_is_valid(tag)] == []
