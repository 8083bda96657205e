"""`plumbline check --fix`: what has one right answer is mended, the rest is left alone."""

from __future__ import annotations

import shutil
from pathlib import Path

from click.testing import CliRunner

from plumbline.cli import main
from plumbline.diagnostics.diagnostic import Diagnostic, Location, Severity
from plumbline.diagnostics.fixes import apply_fixes

BASE = Path(__file__).parent / "rules" / "_base"


def fix(line: int, column: int, end: int, replacement: str | None) -> Diagnostic:
    where = Location("a.md", line, column, line, end)
    return Diagnostic("XX000", "rule", Severity.ERROR, "message", where, "", replacement)


def test_spans_are_replaced_from_several_lines() -> None:
    text = "one two\r\nthree four\n"
    found = [fix(1, 5, 8, "2"), fix(2, 1, 6, "3")]
    assert apply_fixes(text, found) == ("one 2\r\n3 four\n", 2)


def test_overlapping_fixes_wait_for_the_next_run() -> None:
    assert apply_fixes("abcdef", [fix(1, 1, 4, "x"), fix(1, 2, 5, "y")]) == ("xdef", 1)


def test_what_has_no_replacement_or_lies_outside_is_left_alone() -> None:
    assert apply_fixes("abc", [fix(1, 1, 2, None), fix(9, 1, 2, "x")]) == ("abc", 0)


def test_the_command_fills_in_a_number_and_keeps_the_rest_of_the_file(tmp_path: Path) -> None:
    shutil.copytree(BASE, tmp_path / "site")
    path = tmp_path / "site/briefings/harbour-trade/index.md"
    text = path.read_text(encoding="utf-8").replace(
        "status: published\n",
        "status: published\nclaims:\n  calls: {value: port_calls.calls, where: {year: 2024}}\n",
    )
    text = text.replace("counted more calls", "counted [?](claim:calls)")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    result = CliRunner().invoke(main, ["check", "--fix", str(path)])
    wanted = text.replace("[?](claim:calls)", "[905 calls](claim:calls)").replace("\n", "\r\n")
    assert path.read_bytes() == b"\xef\xbb\xbf" + wanted.encode()
    assert result.exit_code == 0, result.output
