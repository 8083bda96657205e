"""Files of the former build that the present one would make just the same.

The graph says what has not changed since (`graph_cache`); a file of the former site stands in for
it if it is still as that build left it, and if all else that pages are made of is the same: the
templates, the pages of docs/, MkDocs' configuration. It is copied, never linked: a site folder is
its owner's, who may change its files in place.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import ModuleType
from typing import cast

from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure.nav import Navigation

from plumbline.adapters.writing import link_or_write
from plumbline.kept_files import read_sealed, write_sealed

__all__ = ["FormerSite", "fingerprint_frame", "fingerprint_pages"]

_SETTINGS = (
    "site_name",
    "site_url",
    "site_description",
    "site_author",
    "copyright",
    "repo_url",
    "repo_name",
    "edit_uri",
    "edit_uri_template",
    "use_directory_urls",
    "extra",
    "extra_css",
    "extra_javascript",
    "extra_templates",
    "markdown_extensions",
    "mdx_configs",
)
"""Of MkDocs' configuration, what a page may show."""


class FormerSite:
    """The files of a site as its last build wrote them, by address and digest.

    Attributes:
        folder: the site.

    Args:
        folder: the site.
        record: JSON file that says what the build wrote; it need not exist, and is not trusted.
    """

    def __init__(self, folder: Path, record: Path) -> None:
        self.folder = folder
        self._record = record
        self._digests: dict[str, str] = {}
        self._index = ""

    def load(self, frame: str, generation: str) -> None:
        """Read the record, if it is of the same frame and goes with a state of the graph.

        Args:
            frame: as `fingerprint_frame` returns it.
            generation: which state of the graph this build began with; "" for none.
        """
        try:
            kept = json.loads(read_sealed(self._record))
            files = {str(address): str(digest) for address, digest in kept["files"].items()}
            same = bool(generation) and kept["made"] == [frame, generation]
            index = str(kept["index"])
        except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
            return
        self._digests, self._index = (files, index) if same else ({}, "")

    @property
    def is_known(self) -> bool:
        """Whether anything can be taken from it."""
        return bool(self._digests)

    def take(self, address: str, target: Path) -> bool:
        """Take a file as the former build wrote it; return False where it is not as it was.

        Args:
            address: the file, relative to the site's root.
            target: where it goes.
        """
        known, source = self._digests.get(address), self.folder / address
        if known is None:
            return False
        try:
            content = source.read_bytes()
        except (OSError, ValueError):
            return False
        if hashlib.sha256(content).hexdigest() != known:
            return False
        link_or_write(source, content, target)
        return True

    def take_folder(self, name: str, target: Path, made_from: str) -> bool:
        """Take a folder that was made from the same files; return whether it is there, whole."""
        addresses = [address for address in self._digests if address.startswith(f"{name}/")]
        if not addresses or made_from != self._index:
            return False
        return all(self.take(address, target / address) for address in addresses)

    def save(self, addresses: Iterable[str], frame: str, generation: str, index: str) -> None:
        """Record the site as it is now, in its place, if the disk takes it.

        Args:
            addresses: files that the next build may want.
            frame: as `fingerprint_frame` returns it.
            generation: which state of the graph they show.
            index: what the search index was made from.
        """
        files: dict[str, str] = {}
        for address in sorted(addresses):
            with contextlib.suppress(OSError):
                content = (self.folder / address).read_bytes()
                files[address] = hashlib.sha256(content).hexdigest()
        record = {"made": [frame, generation], "index": index, "files": files}
        write_sealed(self._record, json.dumps(record))


def fingerprint_frame(config: MkDocsConfig, nav: Navigation, code: str) -> str:
    """Return a digest of all that a page is made of beside what the core says of it.

    Args:
        config: MkDocs' configuration.
        nav: its navigation.
        code: a digest of the code, the packages and their versions.
    """
    shown = {name: config[name] for name in _SETTINGS}
    shown["theme"] = dict(config.theme)
    shown["plugins"] = {
        name: dict(getattr(plugin, "config", {})) for name, plugin in config.plugins.items()
    }
    about = [code, str(nav), _plain(shown)]  # no page holds a time of the build
    found = hashlib.sha256(json.dumps(about, sort_keys=True).encode())
    for hook in cast("dict[str, ModuleType]", config.hooks).values():
        found.update(Path(str(hook.__file__)).read_bytes())
    docs = Path(config.docs_dir)
    folders = [docs, *(Path(own) for own in [config.theme.custom_dir] if own)]
    for folder in folders:
        _add_files(found, folder, "*")
    return found.hexdigest()


def fingerprint_pages(site: Path) -> str:
    """Return a digest of all pages of a site."""
    found = hashlib.sha256()
    _add_files(found, site, "*.html")
    return found.hexdigest()


def _add_files(found: hashlib._Hash, folder: Path, pattern: str) -> None:
    for path in sorted(path for path in folder.rglob(pattern) if path.is_file()):
        found.update(f"\n{path.relative_to(folder).as_posix()}\n".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())


def _plain(value: object) -> object:
    """Return a setting as JSON has it; what is an object of Python by the name of its class."""
    if isinstance(value, Mapping):
        return {str(key): _plain(part) for key, part in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_plain(part) for part in value]
    if value is None or isinstance(value, str | int | float):
        return value
    name = getattr(value, "__qualname__", type(value).__qualname__)
    return f"{getattr(value, '__module__', '')}.{name}"
