"""Environments of their own for the programs that are measured beside Plumbline."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from support import ROOT

__all__ = ["install", "package_versions"]


def install(lock: str, cache: Path) -> Path:
    """Return the Python of an environment with what a lock names, made on the first run.

    Args:
        lock: the name of a file in requirements/, without its suffix.
        cache: the folder that holds the environments.
    """
    text = (ROOT / "requirements" / f"{lock}.txt").read_text(encoding="utf-8")
    folder = cache / f"venv-{lock}"
    python, stamp = folder / "bin" / "python", folder / "installed.txt"
    wanted = f"{sys.version}\n{folder.resolve()}\n{text}"
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return python
    sys.stderr.write(f"Installing what requirements/{lock}.txt locks (once) …\n")
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
    quiet = ["-qq", "--disable-pip-version-check", "--no-input"]
    requirements = ROOT / "requirements" / f"{lock}.txt"
    subprocess.run(
        [str(python), "-m", "pip", "install", *quiet, "--require-hashes", "-r", str(requirements)],
        check=True,
    )
    stamp.write_text(wanted, encoding="utf-8")
    return python


def package_versions(python: Path, packages: Sequence[str]) -> dict[str, str]:
    """Return the versions of packages in an environment."""
    code = (
        "import importlib.metadata as m, json, sys;"
        "print(json.dumps({p: m.version(p) for p in sys.argv[1:]}))"
    )
    done = subprocess.run(
        [str(python), "-c", code, *packages], capture_output=True, text=True, check=True
    )
    found: dict[str, str] = json.loads(done.stdout)
    return found
