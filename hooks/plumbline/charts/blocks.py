"""A chart as it is declared in a briefing: its specification with places, and what is wrong."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from plumbline.charts.specification import ChartSpec, ChartUse, Scale
from plumbline.content.text_file import TextFile
from plumbline.content.validation import validate_model
from plumbline.content.yaml_source import Path, Span, YamlDocument, read_yaml
from plumbline.diagnostics.diagnostic import Finding

__all__ = ["ChartBlock", "parse_chart", "read_chart_file"]


@dataclass(frozen=True, slots=True)
class ChartBlock:
    """A fenced chart block.

    Attributes:
        spec: None when the block cannot be used.
        document: gives the lines: of the block, or of the file that it uses.
        start: offset of the block in the body.
        end: offset after it.
        indent: what stands before its fence.
        findings: what is wrong with the block itself.
        use: what its `use:` names, and where; None for a chart that stands in the block.
    """

    spec: ChartSpec | None
    document: YamlDocument
    start: int
    end: int
    indent: str
    findings: tuple[Finding, ...]
    use: str | None = None


def parse_chart(
    content: str,
    path: str,
    first_line: int,
    span: tuple[int, int],
    indent: str,
    removed: Sequence[int] = (),
) -> ChartBlock:
    """Read the YAML of a chart block.

    Args:
        content: the lines between the fences, without the fence's indentation.
        path: the briefing's file.
        first_line: the line of the file on which `content` begins.
        span: offsets of the block in the briefing's body.
        indent: what stands before the fence.
        removed: how many characters were taken off the head of each line of `content`.
    """
    document = read_yaml(content, path, first_line, removed)
    findings = list(document.findings)
    spec: ChartSpec | None = None
    use: str | None = None
    if document.data is None and not document.findings:
        # An empty block has no line of its own: the fence is the place to show.
        document.values[()] = Span(first_line - 1, len(indent) + 1, 0, 0)
    if isinstance(document.data, dict) and "use" in document.data:
        used, problems = validate_model(ChartUse, document, document.data, what="chart")
        findings += problems
        use = used.use if used is not None else None
    elif document.data is not None or not document.findings:
        spec, problems = _read_spec(document)
        findings += problems
    return ChartBlock(spec, document, span[0], span[1], indent, tuple(findings), use)


def read_chart_file(block: ChartBlock, file: TextFile) -> ChartBlock:
    """Return a block with the specification that the file it uses holds.

    The chart's `id` is the file's name; one that the file states must be the same.
    """
    document = read_yaml(file.text, file.path)
    findings = [*block.findings, *file.findings, *document.findings]
    name = file.path.rpartition("/")[2].rpartition(".")[0]
    if file.readable and (document.data is not None or not document.findings):
        if isinstance(document.data, dict):
            stated = document.data.setdefault("id", name)
            if stated != name:
                message = f"chart: `id:` is {stated!r}, but the file is named {name!r}"
                fix = "Leave `id` out, or rename the file."
                findings.append(Finding("YA007", message, document.locate(("id",)), fix))
                document.data["id"] = name
        spec, problems = _read_spec(document)
        findings += problems
        return replace(block, spec=spec, document=document, findings=tuple(findings))
    return replace(block, document=document, findings=tuple(findings))


def _read_spec(document: YamlDocument) -> tuple[ChartSpec | None, list[Finding]]:
    spec, findings = validate_model(ChartSpec, document, document.data, what="chart")
    if spec is None:
        return None, findings
    wrong = list(_check_form(spec, document))
    return (None if wrong else spec), [*findings, *wrong]


def _check_form(spec: ChartSpec, document: YamlDocument) -> list[Finding]:
    """Return what no single key shows: keys that need each other, or exclude each other."""

    def invalid(path: Path, message: str, fix: str = "") -> Finding:
        return Finding("YA007", f"chart: {message}", document.locate(path), fix)

    findings: list[Finding] = []
    tabled = spec.data is not None or spec.sql is not None
    if spec.data is not None and spec.sql is not None:
        fix = "Write the dataset into the query, or leave `sql` out."
        findings.append(invalid(("sql",), "`data` and `sql` exclude each other", fix))
    if spec.where and spec.data is None:
        fix = "With `sql`, write the condition into its WHERE."
        findings.append(invalid(("where",), "`where` goes with `data`", fix))
    needed = []
    if tabled or spec.figure is None:
        needed = [name for name in ("x", "y") if not getattr(spec, name)]
        needed = ["data", *needed] if not tabled else needed
    empty = [name for name in needed if (name,) in document.keys]
    findings += [invalid((name,), f"`{name}:` at least one entry is needed") for name in empty]
    absent = [name for name in needed if name not in empty]
    if absent:
        *head, last = (repr(n) for n in absent)
        some = f"keys {', '.join(head)} and {last} are" if head else f"key {last} is"
        where = document.locate((absent[0],))
        where = replace(where, end_line=0, end_column=0)
        fix = f"Add {' and '.join(f'`{n}:`' for n in absent)}."
        fix = fix.replace("`data:`", "`data:` (or `sql:`)")
        findings.append(Finding("YA006", f"chart: the {some} missing", where, fix))
    if spec.series is not None and len(spec.y) > 1:
        message = "with `series`, `y` names one column of values"
        findings.append(invalid(("y",), message, "Leave `series` out, or keep one column."))
    for index, event in enumerate(spec.annotations):
        if event.until is not None and event.until < event.date:
            message = f"the event ends in {event.until}, before it begins"
            findings.append(invalid(("annotations", index, "until"), message))
    if spec.range is not None and spec.range[0] >= spec.range[1]:
        findings.append(invalid(("range",), "`range` runs from a lower to a higher value"))
    elif spec.range is not None and spec.scale is Scale.LOG and spec.range[0] <= 0:
        findings.append(invalid(("range",), "a log scale has no zero and nothing below it"))
    return findings
