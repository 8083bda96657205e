"""Charts that set figures of unlike traits side by side without a word about it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from plumbline.charts.blocks import ChartBlock
from plumbline.charts.queries import chart_blocks, chart_data
from plumbline.project import Project

__all__ = ["mixed_traits"]


def mixed_traits(
    project: Project, slug: str, trait: Literal["reporter", "valuation"]
) -> Iterator[tuple[ChartBlock, str]]:
    """Yield each chart without a note whose series differ in a trait, and which has which."""
    for index, block in enumerate(chart_blocks(project, slug)):
        data, _ = chart_data(project, slug, index)
        if block.spec is None or data is None or block.spec.note is not None:
            continue
        labels = {v: s.label for s in data.series if (v := getattr(s.traits, trait))}
        if len(labels) > 1:
            yield block, ", ".join(f"{label!r} {value}" for value, label in sorted(labels.items()))
