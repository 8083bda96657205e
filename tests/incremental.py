"""A library that is edited in one folder, and clean builds of copies that it is held against.

What is kept between runs, the cache and the former site, may save time and nothing else. So a
build and a check that have both must say and write what those say and write that have neither.
"""

from __future__ import annotations

import datetime as dt
import re
import shutil
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from difflib import unified_diff
from pathlib import Path
from typing import Self

from support import DAY, ROOT, Run, Site, run_mkdocs, run_python, tree_of_bytes

__all__ = ["CACHE", "Edit", "Library", "Outcome", "expect_same", "run_both"]

CACHE = ".cache"
"""Folder of a project in which runs keep what can be made again."""
_LEFT_BY_BUILDS = (CACHE, "site", ".site.*")
_CHECK = "from plumbline.cli import main; main(prog_name='plumbline')"
_BYTECODE = ROOT / ".cache" / "bytecode"
Tree = dict[str, bytes]


@dataclass(frozen=True)
class Outcome:
    """What a build and a check ended with, printed and left.

    Attributes:
        build: what the build printed, without what differs from folder to folder and run to run.
        check: what the check printed, as JSON.
        site: every file of the site by its path.
    """

    build: Run
    check: Run
    site: Tree


@dataclass
class Library:
    """A project, the program that it runs with, and what else a build depends on.

    Attributes:
        site: the project.
        code: folder of the program's code, which copies of the project share.
        day: the day that counts as today.
        env: variables of the environment.
        browser: path of what draws pictures and prints; without one neither is made.
    """

    site: Site
    code: Path
    day: dt.date = DAY
    env: dict[str, str] = field(default_factory=dict)
    browser: str = "no-browser"

    @classmethod
    def write(cls, folder: Path) -> Self:
        """Write `tests/sites/edited` to a folder, with templates, styles and program of its own."""
        site = Site(folder / "project", empty=True)
        shutil.copytree(ROOT / "tests" / "sites" / "edited", site.root, dirs_exist_ok=True)
        shutil.copytree(ROOT / "docs" / "overrides", site.root / "docs" / "overrides")
        code = folder / "hooks"
        shutil.copytree(ROOT / "hooks", code, ignore=shutil.ignore_patterns("__pycache__"))
        library = cls(site, code)
        library.configure()
        return library

    @property
    def root(self) -> Path:
        """The project's folder."""
        return self.site.root

    @property
    def cache(self) -> Path:
        """The folder of what the program itself keeps."""
        return self.root / CACHE / "plumbline"

    def configure(self, **options: object) -> None:
        """Write mkdocs.yml."""
        nav = [{"Home": "index.md"}, {"Briefings": "briefings/index.md"}, {"About": "about.md"}]
        options = {"nav": nav, **options}
        hooks = [str(self.code / "mkdocs_hooks.py")]
        self.site.configure(theme={"custom_dir": "docs/overrides"}, hooks=hooks, **options)

    def edit(self, path: str, *replacements: tuple[str, str]) -> Self:
        """Replace texts that a file holds once each."""
        for old, new in replacements:
            self.site.edit(path, old, new)
        return self

    def edit_code(self, path: str, old: str, new: str) -> None:
        """Replace a text that a file of the program holds once."""
        text = (self.code / path).read_text(encoding="utf-8")
        assert text.count(old) == 1, f"{path} holds {old!r} {text.count(old)} times"
        (self.code / path).write_text(text.replace(old, new), encoding="utf-8")

    def tree(self) -> Tree:
        """Return the site as it stands."""
        return tree_of_bytes(self.root / "site")

    def run(
        self, *, strict: bool = True, check_first: bool = False, apart: bool = False
    ) -> Outcome:
        """Build and check, in processes of their own.

        Args:
            strict: whether the build is strict.
            check_first: whether the check comes before the build.
            apart: the second of the two begins without what the first one has kept.
        """
        check = self.run_plumbline("check", "--format", "json") if check_first else None
        if apart:
            shutil.rmtree(self.root / CACHE, ignore_errors=True)
        env = {**self._environment, "PLUMBLINE_BROWSER": self.browser}
        build = run_mkdocs(self.root, "build", *["--strict"] * strict, day=self.day, env=env)
        if apart:
            shutil.rmtree(self.root / CACHE, ignore_errors=True)
        check = check or self.run_plumbline("check", "--format", "json")
        return Outcome(self._plain(build), self._plain(check), self.tree())

    def run_plumbline(self, *options: str) -> Run:
        """Run `plumbline` as a process of its own."""
        return run_python(self.root, "-c", _CHECK, *options, day=self.day, env=self._environment)

    def copy(self, folder: Path) -> Library:
        """Return a copy of the project without anything that builds leave; the code is shared."""
        left = shutil.ignore_patterns(*_LEFT_BY_BUILDS)
        shutil.copytree(self.root, folder, ignore=left, symlinks=True)
        site = object.__new__(Site)  # it has been written already
        site.root = folder
        return Library(site, self.code, self.day, dict(self.env), self.browser)

    def forget(self) -> None:
        """Remove what builds leave."""
        for name in (CACHE, "site"):
            shutil.rmtree(self.root / name, ignore_errors=True)

    def discard_bytecode(self) -> None:
        """Remove what Python keeps of the copied code beside the repository's."""
        shutil.rmtree(_BYTECODE / self.code.relative_to("/"), ignore_errors=True)

    @property
    def _environment(self) -> dict[str, str]:
        return {"PYTHONPATH": str(self.code), **self.env}

    def _plain(self, run: Run) -> Run:
        """Return a run without the folder's name, that of the new site, and the time it took."""

        def plain(text: str) -> str:
            text = text.replace(str(self.root), "<project>")
            text = re.sub(r"\.site\.new/[^/\s]+", ".site.new/<new>", text)
            return re.sub(r"in [0-9.]+ seconds", "in <some> seconds", text)

        return Run(run.code, plain(run.output), plain(run.errors))


@dataclass(frozen=True)
class Edit:
    """Something that happens to a project between two builds, and what it must lead to.

    What it leads to is asked of the clean build, so that an edit which does nothing, or not what it
    is meant to, does not pass for a test.

    Attributes:
        name: says what happens.
        make: makes it happen.
        alters: files of the site that are other ones after it, appear or go.
        says: what the check, or a build that it fails, then prints.
        fails: the build fails, strict as it is.
        strict: whether the build is strict.
        keeps: no file of the site changes.
    """

    name: str
    make: Callable[[Library], object]
    alters: Sequence[str] = ()
    says: str = ""
    fails: bool = False
    strict: bool = True
    keeps: bool = False

    def verify(self, before: Tree, clean: Outcome) -> None:
        """Expect of a clean build what the edit must lead to; `before` is the former site."""
        log = clean.build.log + clean.check.log
        assert (clean.build.code != 0) is self.fails, log
        assert self.says in log, f"{self.says!r} is not in:\n{log}"
        if self.fails:
            assert clean.site == {}
            return
        for name in self.alters:
            assert clean.site.get(name) != before.get(name), f"{name} has not changed"
        if self.keeps:
            assert difference(before, clean.site) == []


def run_both(
    library: Library, copy: Path, *, strict: bool = True, check_first: bool = False
) -> tuple[Outcome, Outcome]:
    """Build and check a project with all that is kept of it, and a clean copy, at the same time.

    Args:
        library: the project.
        copy: where the copy is written; it is removed again.
        strict: whether builds are strict.
        check_first: whether the check comes before the build.
    """
    clean = library.copy(copy)
    try:
        with ThreadPoolExecutor(2) as threads:
            runs = [
                threads.submit(one.run, strict=strict, check_first=check_first, apart=one is clean)
                for one in (library, clean)
            ]
            kept, fresh = (run.result() for run in runs)
    finally:
        shutil.rmtree(copy, ignore_errors=True)
    return kept, fresh


def expect_same(kept: Outcome, clean: Outcome, site: Tree | None = None) -> None:
    """Expect that two runs said and left the same; fail with every line and file that differs.

    Args:
        kept: what was run with a cache.
        clean: what was run without.
        site: what is expected of the first site, where it is not the second.
    """
    found: list[str] = []
    for what, ours, theirs in (
        ("build", kept.build, clean.build),
        ("check", kept.check, clean.check),
    ):
        old, new = ([f"exit status {run.code}", *run.log.splitlines()] for run in (ours, theirs))
        found += unified_diff(old, new, f"{what} with cache", f"clean {what}", n=1, lineterm="")
    found += difference(kept.site, clean.site if site is None else site)
    assert not found, "what was kept made a difference:\n" + "\n".join(found)


def difference(kept: Tree, clean: Tree) -> list[str]:
    """Return a line for each file in which two sites differ."""
    found = []
    for name in sorted(kept.keys() | clean.keys()):
        if name not in clean:
            found.append(f"{name}: a clean build has no such file")
        elif name not in kept:
            found.append(f"{name}: only a clean build has it")
        elif kept[name] != clean[name]:
            found.append(f"{name}: {_first_difference(kept[name], clean[name])}")
    return found


def _first_difference(kept: bytes, clean: bytes) -> str:
    length = min(len(kept), len(clean))
    at = next((i for i in range(length) if kept[i] != clean[i]), length)
    around = slice(max(0, at - 30), at + 50)
    return f"at byte {at}, {kept[around]!r} where a clean build has {clean[around]!r}"
