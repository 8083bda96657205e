"""Builds and previews: how long they take and what memory, on libraries of several sizes.

Every program builds the same corpus, in one run, one after the other. A cold build finds neither a
site nor a cache; a warm one follows with nothing changed. An edit is timed from the save until the
page is served with the new text, the preview having come to rest before it. Medians are shown, with
all values in bench.json. MkDocs is measured once from 300 briefings on, as its time grows with the
square of their number, and not at all above `STOCK_MOST`.
"""

from __future__ import annotations

import hashlib
import json
import os
import socket
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from benchmarks.builders import NAMES, Builder, make_builder
from benchmarks.corpus import generate
from benchmarks.corpus_files import write_peers, write_project
from benchmarks.corpus_ledger import record_all
from benchmarks.editing import Edit, await_page, measure_edit, save
from benchmarks.markdown_table import aligned
from benchmarks.measurement import Options
from benchmarks.running import Program, Run, run
from support import ROOT

__all__ = ["NAME", "STOCK_MOST", "measure", "table"]

NAME = "building"
STOCK_MOST = 1_000
_OFTEN = 100
"""Up to how many briefings stock MkDocs is measured as often as the others."""
_PATIENCE = 3_600.0


def measure(options: Options) -> dict[str, Any]:
    """Return builds, edits and memory of every program at every size."""
    results: list[dict[str, Any]] = []
    load = os.getloadavg()[0]
    for size in sorted(options.sizes):
        corpus = generate(size, sources=options.sources)
        root = options.work / str(size)
        write_project(corpus, root / "plumbline")
        record_all(root / "plumbline")
        if options.peer:
            write_peers(corpus, root)
        for name in NAMES if options.peer else NAMES[:1]:
            if name == "stock" and size > STOCK_MOST:
                continue
            kept = options.cache / "results" / f"{name}-{size}-{_digest(options)}.json"
            if name != "plumbline" and options.keep and kept.is_file():
                results.append({**json.loads(kept.read_text(encoding="utf-8")), "kept": True})
                continue
            _say(f"{name}, {size} briefings")
            builder = make_builder(name, corpus, root, options.cache)
            rare = name == "stock" and size > _OFTEN
            found = _measure_builder(builder, options.work, 1 if rare else options.repeats)
            found = {"program": name, "label": builder.label, "briefings": size, **found}
            results.append(found)
            kept.parent.mkdir(parents=True, exist_ok=True)  # also when a later one is interrupted
            kept.write_text(json.dumps(found, indent=2), encoding="utf-8")
    return {"load_before": round(load, 2), "results": results}


def _digest(options: Options) -> str:
    """Return what tells apart results that may not be set beside each other."""
    folder = Path(__file__).parent
    files = [
        *sorted(folder.glob("corpus*.py")),
        *(folder / f"{name}.py" for name in ("building", "peer_text", "vocabulary")),
    ]
    files += [ROOT / "requirements" / f"{lock}.txt" for lock in ("bench", "zensical")]
    found = hashlib.sha256(f"{options.sources} {options.repeats}".encode())
    for file in files:
        found.update(file.read_bytes())
    return found.hexdigest()[:10]


def _say(what: str) -> None:
    sys.stderr.write(f"{time.strftime('%H:%M:%S')} {what}\n")


def _measure_builder(builder: Builder, work: Path, repeats: int) -> dict[str, Any]:
    cold: list[Run] = []
    warm: list[Run] = []
    log = work / "program.log"
    for _ in range(repeats):
        _set_aside(builder, work)
        cold.append(run(builder.build, builder.folder, log, builder.env))
        warm.append(run(builder.build, builder.folder, log, builder.env))
    site = builder.folder / "site"
    pages = sum(1 for _ in site.rglob("*.html"))
    preview = _measure_preview(builder, log, builder.edits, repeats)
    checks: dict[str, list[Run]] = {}
    if builder.check:
        _set_aside(builder, work)
        checks = _measure_checks(builder, log, repeats)
    _set_aside(builder, work)
    preview["ready_cold"] = _measure_preview(builder, log, (), repeats)["ready"]
    return {
        "versions": builder.versions,
        "cold": [r.as_json() for r in cold],
        "warm": [r.as_json() for r in warm],
        **{name: [r.as_json() for r in runs] for name, runs in checks.items()},
        "pages": pages,
        "preview": preview,
    }


def _set_aside(builder: Builder, work: Path) -> None:
    """Move away what the program has made, as if it had never run there.

    To delete it would slow down the build that follows: ext4 passes over what has been deleted
    within the last minutes each time it looks for room for a file, which made twenty thousand new
    files cost not one second but up to seventeen.
    """
    aside = Path(tempfile.mkdtemp(prefix="aside-", dir=work))
    for folder in builder.made:
        if (builder.folder / folder).exists():
            (builder.folder / folder).rename(aside / folder)


def _measure_checks(builder: Builder, log: Path, repeats: int) -> dict[str, list[Run]]:
    """Check without a cache, with one, and only a briefing that was changed since."""
    edit = builder.edits[0]
    original = edit.file.read_text(encoding="utf-8")
    found: dict[str, list[Run]] = {name: [] for name in ("check_cold", "check", "check_one")}
    found["check_cold"].append(run(builder.check, builder.folder, log, builder.env))
    for number in range(1, repeats + 1):
        found["check"].append(run(builder.check, builder.folder, log, builder.env))
        save(edit.file, edit.change(original, number))
        one = (*builder.check, str(edit.file))
        # It says that the change is not declared in the ledger.
        found["check_one"].append(run(one, builder.folder, log, builder.env, status=1))
        save(edit.file, original)
    return found


def _measure_preview(
    builder: Builder, log: Path, edits: Sequence[Edit], repeats: int
) -> dict[str, Any]:
    port = _free_port()
    started = time.perf_counter()
    with Program(builder.serve(port), builder.folder, log, builder.env) as program:
        await_page(program, port, builder.address, "</html>", _PATIENCE)
        ready = time.perf_counter() - started
        found: dict[str, Any] = {}
        for edit in edits:
            taken = measure_edit(program, port, edit, repeats, _PATIENCE)
            found[edit.name] = {"label": edit.label, "seconds": [round(s, 3) for s in taken]}
        return {"ready": round(ready, 3), "edits": found, "peak": round(program.peak, 1)}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


# --- As a table


def table(result: dict[str, Any]) -> str:
    """Return the result as Markdown: a table for each size, then how time grows."""
    results = result["results"]
    sizes = list(dict.fromkeys(r["briefings"] for r in results))
    parts = []
    for size in sizes:
        shown = [r for r in results if r["briefings"] == size]
        parts += [
            f"A library of {size:,} briefings: seconds, with times Plumbline’s in brackets",
            aligned(list(_rows(shown))),
        ]
    parts += ["Cold build by number of briefings, seconds", aligned(_growth(results, sizes))]
    if any(r.get("kept") for r in results):
        parts.append("Other programs were measured in an earlier run.")
    parts += [
        f"{label}: {', '.join(f'{package} {number}' for package, number in versions.items())}."
        for label, versions in {r["label"]: r["versions"] for r in results}.items()
    ]
    parts.append(f"The load of the machine before the run was {result['load_before']}.")
    return "\n\n".join(parts)


def _rows(shown: Sequence[dict[str, Any]]) -> Iterator[list[str]]:
    yield ["", *(r["label"] for r in shown)]
    for name, label, digits in (
        ("cold", "cold build", 1),
        ("warm", "warm build", 1),
        ("check_cold", "check, without a cache", 1),
        ("check", "check", 2),
        ("check_one", "check of one changed briefing", 2),
    ):
        medians = [_median([one["seconds"] for one in r.get(name, ())]) for r in shown]
        yield _row(label, medians, digits)
    for name, label in (
        ("ready_cold", "preview answers, without a cache"),
        ("ready", "preview answers"),
    ):
        yield _row(label, [r["preview"][name] for r in shown], 1)
    edits = {n: e["label"] for r in shown for n, e in r["preview"]["edits"].items()}
    for name, label in edits.items():
        found = [r["preview"]["edits"].get(name, {}).get("seconds", []) for r in shown]
        yield _row(f"edit: {label}", [_median(seconds) for seconds in found], 2)
    for name, label in (("cold", "cold build"), ("warm", "warm build")):
        worked = [_median([one["processor"] for one in r[name]]) for r in shown]
        yield _row(f"processor, {label}", worked, 1)
    for name, label in (("cold", "cold build"), ("warm", "warm build")):
        peaks = [_median([one["peak"] for one in r[name]]) for r in shown]
        yield _row(f"memory, {label}, MiB", peaks, 0)
    yield _row("memory, preview, MiB", [r["preview"]["peak"] for r in shown], 0)
    yield ["pages", *(f"{r['pages']:,}" for r in shown)]


def _row(label: str, values: Sequence[float | None], digits: int) -> list[str]:
    ours = values[0]
    cells = []
    for index, value in enumerate(values):
        if value is None:
            cells.append("–")
        elif index and ours:
            cells.append(f"{value:,.{digits}f} ({value / ours:.1f})")
        else:
            cells.append(f"{value:,.{digits}f}")
    return [label, *cells]


def _growth(results: Sequence[dict[str, Any]], sizes: Sequence[int]) -> list[list[str]]:
    """Return seconds by size, and per 100 briefings."""
    names = dict.fromkeys(r["program"] for r in results)
    rows = [["", *(f"{size:,}" for size in sizes), *(f"{s:,}, per 100" for s in sizes)]]
    for name in names:
        found = {r["briefings"]: r for r in results if r["program"] == name}
        values = [
            _median([one["seconds"] for one in found[s]["cold"]]) if s in found else None
            for s in sizes
        ]
        per = [v and v / s * 100 for v, s in zip(values, sizes, strict=True)]
        label = next(iter(found.values()))["label"]
        rows.append([label, *("–" if v is None else f"{v:,.1f}" for v in [*values, *per])])
    return rows


def _median(values: Sequence[float]) -> float | None:
    return statistics.median(values) if values else None
