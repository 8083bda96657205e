"""What a reader downloads until the first result of a search, as `search_weight` measures it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

from benchmarks.measurement import Options
from support import ROOT

__all__ = ["NAME", "measure", "table"]

NAME = "search-weight"


def measure(options: Options) -> dict[str, Any]:
    """Build this site, and return line by line what a search of it and of larger ones fetches."""
    site = options.work / "site"
    build = [sys.executable, "-m", "mkdocs", "build", "--quiet", "--site-dir", str(site)]
    _run(build, ROOT)
    sizes = [str(size) for size in options.search_sizes]
    command = [sys.executable, "-m", "benchmarks.search_weight", str(site), *sizes]
    return {"lines": _run(command, ROOT / "tests").splitlines()}


def _run(command: list[str], folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{' '.join(command[1:4])} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


def table(result: dict[str, Any]) -> str:
    """Return the result as a Markdown list."""
    lines = "\n".join(f"- {line}" for line in result["lines"])
    return f"Between the opening of the search and its first result\n\n{lines}"
