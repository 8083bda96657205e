"""Run the measurements: print their tables and write bench.json."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import signal
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import building, page_weight, search_weight
from benchmarks.documenting import describe_run, insert_result
from benchmarks.loading import WINDOWS
from benchmarks.measurement import Measurement, Options
from support import ROOT

__all__ = ["main"]

_PAGE = ROOT / "docs" / "benchmarks.md"
MEASUREMENTS: tuple[Measurement, ...] = (building, page_weight, search_weight)


def main(arguments: list[str]) -> int:
    """Run as a command."""
    names = [measurement.NAME for measurement in MEASUREMENTS]
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"all of {', '.join(names)}")
    parser.add_argument("--skip-peer", action="store_true", help="measure Plumbline alone")
    parser.add_argument(
        "--keep-peer",
        action="store_true",
        help="take what an earlier run measured of the other programs’ builds",
    )
    parser.add_argument(
        "--sizes",
        type=_numbers,
        default=(100, 300, 1_000),
        help="numbers of briefings, with commas: 100,300,1000,3000,10000",
    )
    parser.add_argument("--repeats", type=int, default=3, help="how often each build is measured")
    parser.add_argument(
        "--search-sizes", type=_numbers, default=(10_000,), help="numbers of pages to search"
    )
    parser.add_argument("--window", choices=WINDOWS, help="open pages in one window only")
    parser.add_argument(
        "--document", action="store_true", help="write what was timed into docs/benchmarks.md"
    )
    parser.add_argument("--output", type=Path, default=ROOT / "bench.json", help="the JSON file")
    asked = parser.parse_args(arguments)
    if unknown := set(asked.names) - set(names):
        parser.error(f"there is no measurement {', '.join(sorted(unknown))}")
    report: dict[str, Any] = {"day": dt.datetime.now(dt.UTC).date().isoformat(), **_machine()}
    for measurement in MEASUREMENTS:
        if asked.names and measurement.NAME not in asked.names:
            continue
        with tempfile.TemporaryDirectory(prefix="plumbline-bench-") as work:
            options = Options(
                work=Path(work),
                cache=ROOT / ".cache" / "bench",
                peer=not asked.skip_peer,
                windows=(asked.window,) if asked.window else tuple(WINDOWS),
                sizes=asked.sizes,
                keep=asked.keep_peer,
                repeats=asked.repeats,
                search_sizes=asked.search_sizes,
            )
            result = measurement.measure(options)
        report[measurement.NAME] = result
        _write(asked.output, report)
        shown = measurement.table(result)
        sys.stdout.write(f"{shown}\n\n")
        if asked.document and measurement.NAME == building.NAME:
            insert_result(_PAGE, building.NAME, f"{describe_run(report)}\n\n{shown}")
    return 0


def _numbers(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(",") if part)


def _write(file: Path, report: dict[str, Any]) -> None:
    text = json.dumps(report, indent=2, ensure_ascii=False)
    file.write_text(f"{text}\n", encoding="utf-8")


def _machine() -> dict[str, Any]:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "machine": {
            "system": f"{platform.system()} {platform.machine()}",
            "cores": os.cpu_count(),
            "memory_gib": round(memory / 2**30, 1),
            "python": platform.python_version(),
        }
    }


if __name__ == "__main__":
    # Whoever ends this ends what it started: a signal unwinds every `with`.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    sys.exit(main(sys.argv[1:]))
