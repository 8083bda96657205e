"""The base of everything that authors write in YAML."""

from __future__ import annotations

import datetime as dt
import re
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints

__all__ = ["KEY_PATTERN", "Day", "Model", "Text"]

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
KEY_PATTERN = r"^[a-z0-9]+(-[a-z0-9]+)*$"


def _only_a_day(value: object) -> object:
    # Left alone, pydantic would take a number for seconds since 1970.
    if isinstance(value, str) and not re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}", value):
        raise ValueError("a date (YYYY-MM-DD) was expected")
    return value


Day = Annotated[dt.date, BeforeValidator(_only_a_day)]


class Model(BaseModel):
    """Base of what authors write in YAML: unknown keys are errors, values never change.

    A model is built when it is first used, and what is said of its fields is read by `field_docs`
    when somebody asks: both together are a fifth of what a check of one file would wait for.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, defer_build=True)
