"""A build replaces the site whole or leaves it as it was."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from plumbline.adapters import swap
from plumbline.adapters.swap import SiteSwap, exchange
from support import DAY, Site, epoch, run_mkdocs, tree_of_bytes, wait_until


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Site:
    """A small project that has been built once."""
    site = Site(tmp_path_factory.mktemp("swap") / "project")
    site.briefing("ports", body="The first text.\n").briefing("gone")
    site.build().page("briefings/gone/")
    return site


@pytest.fixture
def before(site: Site) -> dict[str, bytes]:
    """The site as it stands."""
    return tree_of_bytes(site.root / "site")


def leftovers(site: Site) -> list[str]:
    """What lies beside the site that a build made, its lock aside."""
    names = {p.name for p in site.root.iterdir()}
    return sorted(names - {"briefings", "docs", "mkdocs.yml", "site", ".cache", ".site.lock"})


def start_build(site: Site, **env: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "-q"],
        cwd=site.root,
        env={**os.environ, "SOURCE_DATE_EPOCH": epoch(DAY), "NO_MKDOCS_2_WARNING": "1", **env},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def test_build_that_fails_leaves_the_site(site: Site, before: dict[str, bytes]) -> None:
    site.briefing("ports", body="Changed, and wrong [@nobody].\n")
    site.build(code=1)
    assert tree_of_bytes(site.root / "site") == before
    assert leftovers(site) == []


def test_configuration_that_fails_leaves_the_site(site: Site, before: dict[str, bytes]) -> None:
    kept = (site.root / "mkdocs.yml").read_bytes()
    site.file("mkdocs.yml", kept + b"\nplugins: [no-such-plugin]\n")
    assert run_mkdocs(site.root, "build").code != 0
    site.file("mkdocs.yml", kept)
    assert tree_of_bytes(site.root / "site") == before
    assert leftovers(site) == []


def test_template_that_fails_leaves_the_site(site: Site, before: dict[str, bytes]) -> None:
    site.configure(extra_templates=["broken.html"])
    site.file("docs/broken.html", "{{ nothing.at.all }}")
    run = run_mkdocs(site.root, "build")
    site.remove("docs/broken.html").configure()
    assert run.code != 0
    assert tree_of_bytes(site.root / "site") == before
    assert leftovers(site) == []


MOMENTS: dict[str, Callable[[Path], bool]] = {
    "as it begins": lambda fresh: fresh.is_dir(),
    "while pages are written": lambda fresh: (fresh / "briefings" / "index.html").is_file(),
    "when nearly all is written": lambda fresh: (fresh / "rules" / "yaml-alias").is_dir(),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_build_that_is_killed_leaves_the_site(
    site: Site, before: dict[str, bytes], moment: str
) -> None:
    site.briefing("ports", body=f"Changed before a kill {moment}.\n")
    process = start_build(site)
    try:
        fresh = site.root / ".site.new"
        wait_until(lambda: MOMENTS[moment](fresh) or process.poll() is not None, moment)
        os.kill(process.pid, signal.SIGKILL)
    finally:
        process.wait(30)
    after = tree_of_bytes(site.root / "site")
    if after != before:  # the kill came after the exchange: then the site is the new one, whole
        assert after == tree_of_bytes(site.build().site)


def test_build_after_a_killed_one_is_whole(site: Site) -> None:
    site.file(".site.new/left/behind.html", "by a build that was killed")
    site.briefing("ports", body="The text after the kill.\n")
    built = site.build()
    built.page("briefings/ports/").has("The text after the kill.")
    built.lacks_page("left")
    assert leftovers(site) == []


def test_page_that_is_no_longer_written_goes(site: Site) -> None:
    site.remove("briefings/gone").build().lacks_page("briefings/gone")


def test_two_builds_at_once_do_not_mix_and_the_site_is_never_missing(site: Site) -> None:
    addresses = [f"https://{name}.example/" for name in ("one", "two")]
    page = site.root / "site" / "index.html"
    running = [start_build(site, SITE_URL=address) for address in addresses]
    missing = 0
    while any(process.poll() is None for process in running):
        missing += not page.exists()
    assert missing == 0
    assert [process.wait() for process in running] == [0, 0]
    found = {
        address
        for content in tree_of_bytes(site.root / "site").values()
        for address in addresses
        if address.encode() in content
    }
    assert len(found) == 1
    assert leftovers(site) == []


def test_site_can_be_built_elsewhere(site: Site, tmp_path: Path) -> None:
    target = tmp_path / "not" / "yet" / "there"
    site.build("--strict", "--site-dir", str(target))
    assert (target / "index.html").is_file()
    assert sorted(p.name for p in target.parent.iterdir()) in (
        ["there"],
        [".there.lock", "there"],
    )


# --- The exchange itself


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    first, second = tmp_path / "first", tmp_path / "second"
    for folder in (first, second):
        folder.mkdir()
        (folder / "name").write_text(folder.name)
    return first, second


def names(*folders: Path) -> list[str]:
    return [(folder / "name").read_text() for folder in folders]


def test_folders_change_places_in_one_step(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    if sys.platform in ("linux", "darwin"):  # there, no rename may be needed
        monkeypatch.setattr(Path, "rename", lambda *_: pytest.fail("not in one step"))
    exchange(*folders)
    assert names(*folders) == ["second", "first"]


@pytest.mark.parametrize("abandoned", [False, True])
def test_folders_change_places_without_the_system_call(
    folders: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch, abandoned: bool
) -> None:
    monkeypatch.setattr(swap, "_exchange_at_once", lambda *_: False)
    aside = folders[1].with_name(".second.old")
    if abandoned:  # by an exchange that was killed
        aside.mkdir()
        (aside / "name").write_text("older")
    exchange(*folders)
    assert names(*folders) == ["second", "first"]
    assert not aside.exists()


def test_system_call_that_is_refused_is_not_believed(tmp_path: Path) -> None:
    missing = os.fsencode(tmp_path / "missing")
    assert not swap._exchange_at_once(missing, os.fsencode(tmp_path))


def test_first_site_needs_no_exchange(tmp_path: Path) -> None:
    fresh = SiteSwap(tmp_path / "site")
    (fresh.begin() / "index.html").write_text("new")
    fresh.commit()
    assert (tmp_path / "site" / "index.html").read_text() == "new"
    assert not fresh.fresh.exists()


def test_abandoned_build_leaves_nothing(tmp_path: Path) -> None:
    fresh = SiteSwap(tmp_path / "site")
    (fresh.begin() / "index.html").write_text("new")
    fresh.abandon()
    assert not (tmp_path / "site").exists()
    assert not fresh.fresh.exists()
