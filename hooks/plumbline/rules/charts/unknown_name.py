"""
## What it does
Looks up the names in `highlight` and `labels` among the series, columns and categories of the
chart.

## Why it matters
A name that nothing has changes nothing: what should stand out stays grey.

## Example
```yaml
id: calls
title: More calls than in 2022
data: port_calls
x: year
y: [calls]
highlight: [call]
```

## Use instead
```yaml
id: calls
title: More calls than in 2022
data: port_calls
x: year
y: [calls]
highlight: [calls]
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.charts.queries import chart_blocks, chart_data
from plumbline.content.validation import did_you_mean
from plumbline.content.yaml_source import Path
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "CH025"
SEVERITY = Severity.WARNING


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each name that nothing in its chart has."""
    for index, block in enumerate(chart_blocks(project, slug)):
        data, _ = chart_data(project, slug, index)
        spec = block.spec
        if spec is None or data is None or spec.figure is not None:
            continue
        series = [n for s in data.series for n in (s.name, s.label)]
        categories = [str(x) for x in data.x]
        columns = [c for c in (spec.x, spec.series, spec.label) if c]
        wanted: list[tuple[str, Path, list[str]]] = [
            (name, ("highlight", i), categories if spec.type == "ranked-bar" else series)
            for i, name in enumerate(spec.highlight)
        ]
        wanted += [(name, ("labels", name), [*series, *columns]) for name in spec.labels]
        for name, path, known in wanted:
            if name not in known:
                locate = block.document.locate_key if path[0] == "labels" else block.document.locate
                message = f"nothing in the chart {spec.id!r} is named {name!r}"
                fix = did_you_mean(name, known, f"Names: {', '.join(dict.fromkeys(known))}."[:200])
                yield Finding(CODE, message, locate(path), fix)
