"""
## What it does
Reports an event that has no place in a chart: its axis is not one of time, or its date lies beyond
the data.

## Why it matters
The mark would stand nowhere, and the reader would miss it.

## Example
```yaml
id: calls
title: More calls than in 2022
data: port_calls
x: year
y: [calls]    # 2022 to 2024
annotations:
  - {date: 2014-03-18, text: The harbour is dredged}
```

## Use instead
```yaml
id: calls
title: More calls than in 2022
data: port_calls
x: year
y: [calls]
annotations:
  - {date: 2023-03-18, text: The harbour is dredged}
```
"""

from __future__ import annotations

from collections.abc import Iterator

from plumbline.charts.queries import chart_blocks, chart_data
from plumbline.charts.selection import ChartData
from plumbline.diagnostics.diagnostic import Finding, Severity
from plumbline.project import Project

CODE = "CH024"
SEVERITY = Severity.WARNING


TIMELESS = ("ranked-bar", "dumbbell", "slope", "small-multiples")


def check_briefing(project: Project, slug: str) -> Iterator[Finding]:
    """Yield a finding for each event that cannot be marked."""
    for index, block in enumerate(chart_blocks(project, slug)):
        data, _ = chart_data(project, slug, index)
        spec = block.spec
        if spec is None or data is None:
            continue
        for number, event in enumerate(spec.annotations):
            where = block.document.locate(("annotations", number, "date"))
            if spec.figure is not None or spec.type in TIMELESS or not data.in_time:
                message = f"the chart {spec.id!r} has no axis of time to mark {event.date} on"
                yield Finding(CODE, message, where, "Leave it out, or draw the values over time.")
                continue
            for key, date in (("date", event.date), ("until", event.until)):
                if date is not None and not _lies_within(date, data):
                    message = f"{date} lies beyond the data of the chart {spec.id!r}"
                    fix = f"They run from {data.x[0]} to {data.x[-1]}."
                    where = block.document.locate(("annotations", number, key))
                    yield Finding(CODE, message, where, fix)


def _lies_within(date: str, data: ChartData) -> bool:
    years = [int(str(x)[:4]) for x in data.x]
    return min(years) <= int(date[:4]) <= max(years)
