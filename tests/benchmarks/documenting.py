"""The results of a run written into a page of the documentation, between two comments."""

from __future__ import annotations

import datetime as dt
import re
from pathlib import Path
from typing import Any

__all__ = ["describe_run", "insert_result"]


def describe_run(report: dict[str, Any]) -> str:
    """Return day and machine of a run in a sentence."""
    day = dt.date.fromisoformat(report["day"])
    machine = report["machine"]
    return (
        f"Measured on {day.day} {day:%B %Y}, on {machine['system']} with {machine['cores']} cores "
        f"and {machine['memory_gib']} GiB of memory, Python {machine['python']}."
    )


def insert_result(file: Path, name: str, text: str) -> None:
    """Replace what stands between `<!-- NAME -->` and `<!-- /NAME -->`.

    Raises:
        ValueError: the file has no such comments.
    """
    page = file.read_text(encoding="utf-8")
    place = re.compile(
        rf"(<!-- {re.escape(name)} -->\n).*?(<!-- /{re.escape(name)} -->)", re.DOTALL
    )
    if not place.search(page):
        raise ValueError(f"{file} has no comments <!-- {name} --> and <!-- /{name} -->")
    changed = place.sub(lambda match: f"{match[1]}\n{text}\n\n{match[2]}", page)
    file.write_text(changed, encoding="utf-8")
