"""Run the measurements: print their tables and write bench.json."""

from __future__ import annotations

import argparse
import datetime as dt
import json
import os
import platform
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import page_weight, search_weight
from benchmarks.loading import WINDOWS
from benchmarks.measurement import Measurement, Options
from support import ROOT

__all__ = ["main"]

MEASUREMENTS: tuple[Measurement, ...] = (page_weight, search_weight)


def main(arguments: list[str]) -> int:
    """Run as a command."""
    names = [measurement.NAME for measurement in MEASUREMENTS]
    parser = argparse.ArgumentParser(prog="benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"all of {', '.join(names)}")
    parser.add_argument("--skip-peer", action="store_true", help="measure Plumbline alone")
    parser.add_argument("--window", choices=WINDOWS, help="open pages in one window only")
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
            )
            result = measurement.measure(options)
        report[measurement.NAME] = result
        sys.stdout.write(f"{measurement.table(result)}\n")
    text = json.dumps(report, indent=2, ensure_ascii=False)
    asked.output.write_text(f"{text}\n", encoding="utf-8")
    return 0


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
    sys.exit(main(sys.argv[1:]))
