"""The same briefing as stock MkDocs with Material and mkdocs-plotly-plugin show it.

They are installed into an environment of their own, at the versions in requirements/bench.txt.
The site is set up as the plugin's documentation says: navigation, theme and search are MkDocs' and
Material's own defaults, and each chart is a code block that holds the figure as JSON. The text is
the same; citations become footnotes, and a chart's subtitle, note and source a line below it.

The plugin fetches plotly.js from a delivery network unless it is told of a local file. No other
host is reached here, so both ways are measured, as two subjects:

- by default it asks for `plotly-latest.min.js`, which has stayed at plotly.js 1.58.5 since 2021.
  Its address in the built page is replaced by one of the local server, which answers with plotly.js
  1.58.4 out of the PyPI package plotly 4.14.3: 3,478,132 bytes instead of 3,478,174.
- with the option `lib_path` the page is measured as it was built. The file is the plotly.min.js
  that Plumbline serves.

Material's default fonts come from another host too. They are listed and not counted.
"""

from __future__ import annotations

import csv
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import yaml

from benchmarks.environment import install, package_versions
from benchmarks.loading import Subject
from benchmarks.peer_text import Table, write_peer_text
from benchmarks.sample import Sample, read_sample
from plumbline.site.plotly import plotly_script
from support import ROOT

__all__ = ["build_peers", "install_peer", "peer_markdown", "peer_versions"]

_DELIVERED = "https://cdn.plot.ly/plotly-latest.min.js"
"""What the plugin fetches by default."""
_SITE_URL = "https://peer.example/"
_PLUGIN = "mkdocs-plotly-plugin"
_PACKAGES = ("mkdocs", "mkdocs-material", _PLUGIN, "plotly")


# --- The environment


def install_peer(cache: Path) -> Path:
    """Return the Python of an environment with the plugin, made on the first run."""
    return install("bench", cache)


def peer_versions(python: Path) -> dict[str, str]:
    """Return the versions of the packages that matter."""
    return package_versions(python, _PACKAGES)


def _run(command: list[str], folder: Path | None = None) -> str:
    done = subprocess.run(
        command,
        cwd=folder,
        env={**os.environ, "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"{command[1:4]} failed:\n{done.stdout}{done.stderr}")
    return done.stdout


# --- The site


def build_peers(root: Path, python: Path) -> list[Subject]:
    """Build the site twice: with plotly.js from the delivery network, and from a local file."""
    sample = read_sample()
    by_default = _build(root / "default", python, sample, lib_path="")
    old = Path(_run([str(python), "-c", "import plotly; print(plotly.__file__)"]).strip()).parent
    shutil.copyfile(old / "package_data" / "plotly.min.js", by_default / "stand-in.js")
    page = by_default / "briefing" / "index.html"
    html = page.read_text(encoding="utf-8")
    if html.count(_DELIVERED) != 1:
        raise RuntimeError(f"the plugin's page does not ask for {_DELIVERED}")
    page.write_text(html.replace(_DELIVERED, "/stand-in.js"), encoding="utf-8")
    local = _build(root / "local", python, sample, lib_path="plotly.min.js")
    return [
        _subject("plugin", f"{_PLUGIN}, default", by_default, sample, (_DELIVERED,)),
        _subject("plugin-local", f"{_PLUGIN}, lib_path", local, sample),
    ]


def _subject(
    name: str, label: str, site: Path, sample: Sample, stood_in: tuple[str, ...] = ()
) -> Subject:
    plot = ".mkdocs-plotly.js-plotly-plot"
    return Subject(
        name=name,
        label=label,
        site=site,
        site_url=_SITE_URL,
        page="briefing/",
        charts=sample.charts,
        box=".mkdocs-plotly",
        shown=plot,
        reached=f"{plot} .main-svg",
        stood_in=stood_in,
    )


def _build(root: Path, python: Path, sample: Sample, lib_path: str) -> Path:
    docs = root / "docs"
    docs.mkdir(parents=True)
    if lib_path:
        shutil.copyfile(plotly_script(), docs / lib_path)
    (docs / "index.md").write_text("# Briefings\n\n[A briefing](briefing.md)\n", encoding="utf-8")
    (docs / "briefing.md").write_text(peer_markdown(sample), encoding="utf-8")
    (root / "mkdocs.yml").write_text(_configuration(lib_path), encoding="utf-8")
    _run([str(python), "-m", "mkdocs", "build", "--strict"], root)
    return root / "site"


def _configuration(lib_path: str) -> str:
    plugin = f"plotly: {{lib_path: {lib_path}}}" if lib_path else "plotly"
    return f"""\
site_name: Briefings
site_url: {_SITE_URL}
theme:
  name: material
plugins:
  - search
  - {plugin}
markdown_extensions:
  - footnotes
  - pymdownx.superfences:
      custom_fences:
        - name: plotly
          class: mkdocs-plotly
          format: !!python/name:mkdocs_plotly_plugin.fences.fence_plotly
"""


def peer_markdown(sample: Sample) -> str:
    """Return the briefing as an author would write it for the plugin."""
    return write_peer_text(sample.front, sample.body, _records(), _table)


# --- References and data


def _records() -> dict[str, dict[str, Any]]:
    records: dict[str, dict[str, Any]] = {}
    for file in sorted((ROOT / "briefings" / "sources").glob("*.yml")):
        loaded = yaml.safe_load(file.read_text(encoding="utf-8"))
        records |= {record["id"]: record for record in loaded["references"]}
    return records


def _table(name: str) -> Table:
    folder = ROOT / "briefings" / "data"
    package = yaml.safe_load((folder / "datapackage.yaml").read_text(encoding="utf-8"))
    resource = next(r for r in package["resources"] if r["name"] == name)
    with (folder / resource["path"]).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return {field["name"]: field for field in resource["schema"]["fields"]}, rows
