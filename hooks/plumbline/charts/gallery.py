"""The gallery: one example for each type of chart, kept beside the types."""

from __future__ import annotations

from functools import cache
from pathlib import Path

from plumbline.charts.blocks import ChartBlock, read_chart_file
from plumbline.charts.types import NAMES
from plumbline.content.text_file import TextFile
from plumbline.content.yaml_source import YamlDocument

__all__ = ["GALLERY", "example_text", "gallery_blocks"]

GALLERY = ""
"""Stands for the gallery where a briefing's slug is asked for."""

_EXAMPLES = Path(__file__).parent / "examples"


@cache
def example_text(name: str) -> str:
    """Return the example of a type of chart, as an author writes it."""
    return (_EXAMPLES / f"{name}.yml").read_text(encoding="utf-8")


@cache
def gallery_blocks() -> tuple[ChartBlock, ...]:
    """Return the examples of all types as charts, in the order of the gallery."""
    blocks = []
    for name in NAMES:
        path = f"hooks/plumbline/charts/examples/{name}.yml"
        empty = ChartBlock(None, YamlDocument(path), 0, 0, "", ())
        blocks.append(read_chart_file(empty, TextFile(path, example_text(name))))
    return tuple(blocks)
