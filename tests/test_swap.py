"""A build replaces the site whole or leaves it as it was."""

from __future__ import annotations

import contextlib
import errno
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from plumbline.adapters import swap
from plumbline.adapters.failures import explain_failure
from plumbline.adapters.swap import SiteSwap, exchange
from support import DAY, ROOT, Site, epoch, run_mkdocs, tree_of_bytes

pytestmark = pytest.mark.slow


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
    """What lies beside the site that a build made, its lock and what Python compiles aside."""
    known = {"briefings", "docs", "mkdocs.yml", "site", ".cache", ".site.lock", "__pycache__"}
    return sorted({p.name for p in site.root.iterdir()} - known)


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


FAULTS = """
import errno, os, random, shutil, signal
from pathlib import Path
from plumbline.adapters import site_build, swap

fault = os.environ.get("FAULT", "")

def reach(stage):
    if fault == f"kill {stage}":
        os.kill(os.getpid(), signal.SIGKILL)
    if fault == f"end {stage}":
        os.kill(os.getpid(), signal.SIGTERM)
    if fault == f"full {stage}":
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

def on_pre_build(config): reach("the folder is made")
def on_files(files, config): reach("the project is checked")
def on_env(env, config, files): reach("pages are rendered")
def on_post_page(output, page, config):
    if page.url == "briefings/":
        reach("half the pages are written")
def on_post_build(config): reach("all is written")
def on_shutdown(): reach("all is done")

def between(name, module, stage):
    of_old = getattr(module, name)
    def wrapped(*args, **options):
        reach(f"before {stage}")
        result = of_old(*args, **options)
        reach(f"after {stage}")
        return result
    setattr(module, name, wrapped)

between("index_site", site_build, "the search index")
between("read_links", site_build, "links are read")  # while the index is made
between("check_links", site_build, "the check of links")
between("exchange", swap, "the exchange")

if fault == "kill while the former site is removed":
    whole = swap._remove
    def half(folder):
        if folder.exists() and any(folder.glob("*/index.html")):
            for path in sorted(folder.rglob("*.html"))[::2]:
                path.unlink()
            os.kill(os.getpid(), signal.SIGKILL)
        whole(folder)
    swap._remove = half

if fault.startswith("kill at rename"):
    swap._exchange_at_once = lambda *_: False
    renames, rename = [], Path.rename
    def counted(self, target):
        if self.suffix != ".pf_fragment":  # files of the search index
            renames.append(target)
        if len(renames) == int(fault[-1]):
            os.kill(os.getpid(), signal.SIGKILL)
        return rename(self, target)
    Path.rename = counted
"""
"""A second hook of the small project: it kills its build, or finds the disk full, at a stage."""

BEFORE = [
    "the folder is made",
    "the project is checked",
    "pages are rendered",
    "half the pages are written",
    "before the search index",
    "before links are read",
    "after links are read",
    "before the check of links",
    "after the check of links",
    "all is written",
    "before the exchange",
]
AFTER = ["after the exchange", "while the former site is removed", "all is done"]


@pytest.fixture
def faulty(site: Site) -> Iterator[Site]:
    """The project with a hook that fails where FAULT says."""
    own = str(ROOT / "hooks" / "mkdocs_hooks.py")
    site.file("faults.py", FAULTS).configure(hooks=[own, "faults.py"])
    yield site
    site.remove("faults.py").configure()


def kill_at(site: Site, stage: str) -> None:
    run = start_build(site, FAULT=f"kill {stage}")
    assert run.wait(240) == -signal.SIGKILL, f"the build was not killed {stage}"


def test_build_that_is_killed_before_the_exchange_leaves_the_site(
    faulty: Site, before: dict[str, bytes]
) -> None:
    faulty.briefing("ports", body="Changed before a kill.\n")
    for stage in BEFORE:
        kill_at(faulty, stage)
        assert tree_of_bytes(faulty.root / "site") == before, stage
        left = list((faulty.root / ".site.new").iterdir())
        assert len(left) == 1, f"{stage}: what the build before it left has not been removed"


@pytest.mark.parametrize("stage", ["pages are rendered", "before links are read"])
def test_build_that_is_told_to_end_leaves_the_site_and_nothing_else(
    faulty: Site, before: dict[str, bytes], stage: str
) -> None:
    faulty.briefing("ports", body="Changed before the end.\n")
    assert start_build(faulty, FAULT=f"end {stage}").wait(240) == 1
    assert tree_of_bytes(faulty.root / "site") == before
    assert leftovers(faulty) == ["faults.py"]


def test_build_that_is_killed_after_the_exchange_has_published(faulty: Site) -> None:
    faulty.briefing("ports", body="Changed before a late kill.\n")
    seen = {}
    for stage in AFTER:
        kill_at(faulty, stage)
        seen[stage] = tree_of_bytes(faulty.root / "site")
    whole = tree_of_bytes(faulty.build().site)
    assert [stage for stage in AFTER if seen[stage] != whole] == []
    assert leftovers(faulty) == ["faults.py"]


@pytest.mark.parametrize("rename", [2, 3])
def test_next_build_brings_back_a_site_that_was_being_renamed(
    faulty: Site, before: dict[str, bytes], rename: int
) -> None:
    faulty.briefing("ports", body=f"Changed before a kill at rename {rename}.\n")
    kill_at(faulty, f"at rename {rename}")
    faulty.file("briefings/ports/index.md", "---\ntitle: broken")
    faulty.build(code=1)  # which publishes nothing, and tidies up
    after = tree_of_bytes(faulty.root / "site")
    published = "briefings/ports/index.html"
    assert (after == before) is (rename < 3)
    assert (f"rename {rename}".encode() in after[published]) is (rename == 3)
    assert leftovers(faulty) == ["faults.py"]


def test_build_that_is_killed_at_any_moment_leaves_a_whole_site(site: Site) -> None:
    """Moments out of a seeded generator, spread over the time that a build takes here."""
    site.briefing("ports", body="The text before the kills.\n")
    started = time.monotonic()
    former = tree_of_bytes(site.build().site)
    duration = time.monotonic() - started
    site.briefing("ports", body="The text after the kills.\n")
    seen = []
    chance = random.Random(6)  # noqa: S311  (moments, no secrets)
    for part in sorted(chance.uniform(0.05, 1.05) for _ in range(5)):
        process = start_build(site)
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(part * duration)
        process.kill()
        process.wait(30)
        seen.append(tree_of_bytes(site.root / "site"))
    whole = tree_of_bytes(site.build().site)
    assert whole != former
    assert [tree in (former, whole) for tree in seen] == [True] * len(seen)
    assert leftovers(site) == []


def test_build_after_a_killed_one_is_whole(site: Site) -> None:
    site.file(".site.new/left/behind.html", "by a build that was killed")
    site.briefing("ports", body="The text after the kill.\n")
    built = site.build()
    built.page("briefings/ports/").has("The text after the kill.")
    built.lacks_page("left").lacks_page("behind.html")
    assert leftovers(site) == []


@pytest.mark.parametrize("stage", ["half the pages are written", "after links are read"])
def test_full_disk_leaves_the_site_and_is_told_in_a_sentence(
    faulty: Site, before: dict[str, bytes], stage: str
) -> None:
    faulty.briefing("ports", body="Changed while the disk was full.\n")
    run = run_mkdocs(faulty.root, "build", env={"FAULT": f"full {stage}"})  # not even strict
    assert run.code == 1
    assert "The site could not be written: the disk is full. The former site is as" in run.log
    assert "Make room, then build again." in run.log
    assert "Traceback" not in run.log
    assert tree_of_bytes(faulty.root / "site") == before
    assert leftovers(faulty) == ["faults.py"]


def test_file_that_the_system_does_not_take_leaves_the_site(
    site: Site, before: dict[str, bytes]
) -> None:
    """No simulation: the kernel refuses to let any file grow beyond a size, as on a full disk."""
    command = (
        "import resource, runpy, sys; resource.setrlimit(resource.RLIMIT_FSIZE, (90_000,) * 2)"
    )
    command += "; sys.argv = ['mkdocs', 'build']; runpy.run_module('mkdocs', run_name='__main__')"
    done = subprocess.run(
        [sys.executable, "-c", command],
        cwd=site.root,
        env={**os.environ, "SOURCE_DATE_EPOCH": epoch(DAY), "NO_MKDOCS_2_WARNING": "1"},
        capture_output=True,
        text=True,
        check=False,
    )
    log = done.stdout + done.stderr
    assert done.returncode == 1
    assert "The site could not be written: the system takes no file of that size" in log
    assert "Traceback" not in log
    assert tree_of_bytes(site.root / "site") == before
    assert leftovers(site) == []


def test_folder_that_may_not_be_written_is_told_in_a_sentence(tmp_path: Path) -> None:
    error = PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(tmp_path / "site"))
    assert explain_failure(error) == (
        f"The site could not be written: you may not write there ({tmp_path / 'site'}). The former "
        "site is as it was. Change the permissions, or build elsewhere with --site-dir, then build "
        "again."
    )


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


def test_site_behind_a_link_is_replaced_where_it_lies(tmp_path: Path) -> None:
    site = Site(tmp_path / "project").briefing("ports")
    served = tmp_path / "served"
    served.mkdir()
    (site.root / "site").symlink_to(served)
    site.build()
    assert (site.root / "site").is_symlink()
    assert (served / "briefings" / "ports" / "index.html").is_file()


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
