"""Find the Chrome or Chromium that the browser tests drive, and install one where there is none.

    python tests/find_browser.py            prints the path of a browser that starts
    python tests/find_browser.py --install  installs one first if it must

PLUMBLINE_BROWSER or CHROME_PATH names a browser and ends the search.
"""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from plumbline.browser import VARIABLES, BrowserError, browser_candidates, named_browser

# Each package manager's commands, and whether they are the administrator's. The cask of Chromium
# is unsigned and Homebrew no longer installs it; Chrome's is signed.
PACKAGE_MANAGERS: dict[str, tuple[bool, list[list[str]]]] = {
    "apt-get": (
        True,
        [
            ["apt-get", "update", "-qq"],
            ["apt-get", "install", "-qq", "-y", "--no-install-recommends", "chromium"],
        ],
    ),
    "dnf": (True, [["dnf", "install", "-q", "-y", "chromium"]]),
    "pacman": (True, [["pacman", "-Sy", "--noconfirm", "--needed", "chromium"]]),
    "zypper": (True, [["zypper", "--non-interactive", "install", "chromium"]]),
    "apk": (True, [["apk", "add", "--quiet", "chromium"]]),
    "brew": (False, [["brew", "install", "--quiet", "--cask", "google-chrome"]]),
}

DOWNLOAD_SECONDS = 600


class NoBrowserError(Exception):
    """No browser starts here; the message says why in one line."""


def starts(browser: str | Path) -> bool:
    """Tell whether the browser's program runs here, with every library it needs."""
    try:
        run([str(browser), "--version"], seconds=60)
    except NoBrowserError:
        return False
    return True


def find() -> str:
    """Return the path of a browser that starts."""
    try:
        named = named_browser()
    except BrowserError as error:
        raise NoBrowserError(f"{error}.") from error
    if named is not None:
        if not starts(named):
            raise NoBrowserError(f"The environment names {named}, and that does not start.")
        return str(named)
    for path in candidates():
        if starts(path):
            return str(path)
    raise NoBrowserError("No Chrome or Chromium was found.")


def candidates() -> Iterator[Path]:
    """Yield where a browser may be, Playwright's own last."""
    yield from browser_candidates()
    if path := playwright_chromium():
        yield Path(path)


def playwright_chromium() -> str | None:
    """Return the path of the Chromium in Playwright's cache."""
    try:
        from playwright.sync_api import Error, sync_playwright
    except ImportError:
        return None
    try:
        with sync_playwright() as playwright:
            path = playwright.chromium.executable_path
    except Error:
        return None
    return path if Path(path).exists() else None


def install() -> str:
    """Return the path of a browser that starts, having installed one where there was none."""
    try:
        return find()
    except NoBrowserError:
        if any(os.environ.get(variable) for variable in VARIABLES):
            raise
    tried = []
    for name, steps in installers():
        say(f"No Chrome or Chromium was found: trying {name} …")
        try:
            for step in steps:
                run(step, seconds=DOWNLOAD_SECONDS)
        except NoBrowserError as error:
            tried.append(f"{name}: {error}")
            continue
        try:
            return find()
        except NoBrowserError:
            tried.append(f"{name}: what it installed does not start")
    reasons = "; ".join(tried)
    raise NoBrowserError(
        "The browser tests need Chrome or Chromium, and none could be installed"
        f" ({reasons}). Install one, or set PLUMBLINE_BROWSER to its path."
    )


def installers() -> Iterator[tuple[str, list[list[str]]]]:
    """Yield the name and the commands of each way to install a browser here, best first."""
    playwright = [sys.executable, "-m", "playwright"]
    yield "playwright install chromium", [[*playwright, "install", "--no-shell", "chromium"]]
    as_root = root_prefix()
    if as_root is not None and sys.platform == "linux" and playwright_chromium():
        # It was downloaded and did not start: it wants libraries.
        yield "playwright install-deps", [[*as_root, *playwright, "install-deps", "chromium"]]
    for manager, (needs_root, steps) in PACKAGE_MANAGERS.items():
        if not shutil.which(manager):
            continue
        if not needs_root:
            yield manager, steps
        elif as_root is not None:
            yield manager, [[*as_root, *step] for step in steps]


def root_prefix() -> list[str] | None:
    """Return what makes a command the administrator's; None where we may not ask for that."""
    quiet = ["env", "DEBIAN_FRONTEND=noninteractive"]
    if os.geteuid() == 0:
        return quiet
    try:
        run(["sudo", "-n", "true"], seconds=10)
    except NoBrowserError:
        return None
    return ["sudo", "-n", *quiet]


def run(command: list[str], seconds: float) -> None:
    """Run a command and its children silently, for so long at most.

    Raises:
        NoBrowserError: it failed; with the last line that says something.
    """
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as output:
        try:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        except OSError as error:
            raise NoBrowserError(f"{command[0]}: {error.strerror}") from error
        try:
            code = process.wait(seconds)
        except subprocess.TimeoutExpired as error:
            raise NoBrowserError(f"not done after {seconds:.0f} seconds") from error
        finally:
            if process.poll() is None:
                with contextlib.suppress(PermissionError):  # what sudo runs is not ours to end
                    os.killpg(process.pid, signal.SIGKILL)
                    process.wait()
        if code != 0:
            output.seek(0)
            raise NoBrowserError(reason(output.read()) or f"exit code {code}")


def reason(output: str) -> str:
    """Return the line of a failed command's output that tells most."""
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error", "e:"))]
    return (errors or lines or [""])[0 if errors else -1][:200].rstrip(".")


def say(message: str) -> None:
    """Tell whoever runs the tests."""
    sys.stderr.write(f"{message}\n")
    sys.stderr.flush()


def main(arguments: list[str]) -> int:
    """Run as a command."""
    try:
        path = install() if arguments == ["--install"] else find()
    except NoBrowserError as error:
        say(str(error))
        return 1
    sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
