"""Placeholder until the comparison is written by its owner; overwrite this file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from plumbline.evidence.quantities import Quantity


class Outcome(StrEnum):
    HOLDS = "holds"
    FAILS = "fails"
    UNCHECKED = "unchecked"


@dataclass(frozen=True, slots=True)
class Verdict:
    outcome: Outcome
    reason: str = ""
    slip: str = ""
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    value: Decimal | tuple[Decimal, Decimal]
    measure: str
    unit: str
    magnitude: Decimal
    qualifier: str = "="


def compare(written: Quantity, known: Known, neighbours: Mapping[str, Decimal] | None = None) -> Verdict:
    value = known.value[0] if isinstance(known.value, tuple) else known.value
    ok = abs(written.low - value) <= written.step / 2
    return Verdict(Outcome.HOLDS if ok else Outcome.FAILS, "" if ok else f"{written.low} {value}")


def check_direction(clause: str, sign: int) -> Verdict:
    return Verdict(Outcome.UNCHECKED)
