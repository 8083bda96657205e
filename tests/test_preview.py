"""`mkdocs serve`: what an author sees after each save.

One server runs for all tests of this file; each test works in a briefing of its own.
"""

from __future__ import annotations

import re
import shutil
import signal
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from playwright.sync_api import Page, expect

from browsing import Noise
from plumbline.adapters.preview import Preview
from plumbline.adapters.requests import Requests
from plumbline.adapters.templates import changed_templates
from plumbline.site.security import page_policy
from support import ROOT, PreviewServer, Site, run_mkdocs, wait_until

BODY = "Calls rose [@port-2024].\n"
CHART = """```chart
id: calls
title: Calls at the port
data: port_calls
x: year
y: [calls]
source: [port-2024]
alt: A line that rises.
```
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PreviewServer]:
    site = Site(tmp_path_factory.mktemp("preview") / "site")
    shutil.copytree(ROOT / "docs" / "overrides", site.root / "docs" / "overrides")
    site.configure(theme={"custom_dir": "docs/overrides"})
    site.file("docs/about.md", "# About us\n\nA page of MkDocs' own.\n")
    site.briefing("steady", body=BODY + "\n" + CHART)
    site.briefing("edited", body="The first wording.\n")
    site.briefing("broken", body="A text that stays.\n")
    site.briefing("unfinished", status="draft", title="A draft of ours")
    site.briefing("later", status="scheduled", date="2026-03-01", title="One for later")
    site.file("briefings/steady/ships.svg", '<svg xmlns="http://www.w3.org/2000/svg"/>')
    with PreviewServer(site) as started:
        yield started


@pytest.fixture(scope="module")
def url(server: PreviewServer) -> str:
    return f"http://127.0.0.1:{server.port}/"


@pytest.fixture
def site(server: PreviewServer) -> Site:
    return server.site


def test_pages_are_shown(server: PreviewServer) -> None:
    server.shows("/", "About steady", "About edited")
    server.shows("/briefings/steady/", "Calls rose", "Annual Report of the Port")
    server.shows("/topics/trade/", "About steady")
    server.shows("/no-such-page/", "There is no page at this address", status=404)


def test_preview_that_began_with_nothing_keeps_what_it_found_before_it_rests(
    site: Site,
) -> None:
    kept = site.root / ".cache" / "plumbline" / "preview.sqlite"
    wait_until(kept.is_file, "the next preview has something to begin with")


def test_edited_text_is_shown(server: PreviewServer, site: Site) -> None:
    site.briefing("edited", body="The second wording.\n")
    server.shows("/briefings/edited/", "The second wording.")
    server.hides("/briefings/edited/", "The first wording.")


@pytest.mark.browser
def test_open_page_follows_a_save_under_the_policy_of_the_site(
    page: Page, url: str, site: Site
) -> None:
    site.briefing("edited", body="Seen first.\n")
    page.goto(f"{url}briefings/edited/")
    expect(page.locator(".pl-body")).to_contain_text("Seen first.")
    policy = page.locator("meta[http-equiv='Content-Security-Policy']")
    expect(policy).to_have_attribute("content", page_policy())
    site.briefing("edited", body="Seen without a hand on the page.\n")
    expect(page.locator(".pl-body")).to_contain_text("Seen without a hand on the page.")


def test_edited_style_sheet_is_served(server: PreviewServer, site: Site) -> None:
    def linked() -> str:
        (found,) = set(re.findall(r"assets/stylesheets/site-\w+\.css", server.get("/")[1]))
        return str(found)

    before = linked()
    server.shows(f"/{before}", ".pl-footer")
    site.file("docs/assets/stylesheets/footer.css", ".pl-footer { color: rebeccapurple; }")
    wait_until(lambda: linked() != before, "the page links to the new style sheet")
    server.shows(f"/{linked()}", "rebeccapurple")


def test_edited_template_is_shown_on_every_page_without_a_whole_build(
    server: PreviewServer, site: Site
) -> None:
    pages = ("/", "/briefings/steady/", "/topics/trade/", "/about/")
    builds = server.log.count("Building documentation")
    site.edit("docs/overrides/partials/footer.html", ">Read<", ">Read on<")
    for page in pages:
        server.shows(page, ">Read on<")
    server.shows("/no-such-page/", ">Read on<", status=404)
    assert server.log.count("Building documentation") == builds


def test_broken_template_says_so_and_the_mended_one_is_shown(
    server: PreviewServer, site: Site
) -> None:
    site.edit("docs/overrides/briefing.html", "{% block content %}", "{% block content %}{% if")
    server.shows("/briefings/steady/", "This page could not be rendered", status=500)
    server.shows("/topics/trade/", "About steady")
    site.edit("docs/overrides/briefing.html", "{% block content %}{% if", "{% block content %}Sic")
    server.shows("/briefings/steady/", "Sic")
    site.edit("docs/overrides/briefing.html", "{% block content %}Sic", "{% block content %}")
    server.hides("/briefings/steady/", "Sic")


def test_pages_of_mkdocs_stay_while_a_template_is_broken(server: PreviewServer, site: Site) -> None:
    footer, failures = "docs/overrides/partials/footer.html", "could not be rebuilt"
    kept = (site.root / footer).read_text(encoding="utf-8")
    for number, fault in enumerate(("{% if %}", "{% if %}{% for %}"), 1):
        before = server.log.count(failures)
        site.file(footer, kept + fault)
        server.logs(failures, before + 1)
        server.shows("/about/", "A page of MkDocs")
        assert number == 2 or server.get("/no-such-page/")[0] == 404
    site.file(footer, f"{kept}Mended.")
    server.shows("/about/", "Mended.")
    site.file(footer, kept)
    server.hides("/about/", "Mended.")


@pytest.mark.browser
def test_open_page_comes_back_with_its_briefing(
    page: Page, noise: Noise, url: str, site: Site
) -> None:
    site.briefing("gone", body="Here again.\n")
    page.goto(f"{url}briefings/gone/")
    expect(page.locator(".pl-body")).to_contain_text("Here again.")
    site.remove("briefings/gone")
    expect(page.locator("body")).to_contain_text("There is no page at this address")
    site.briefing("gone", body="Here again.\n")
    expect(page.locator(".pl-body")).to_contain_text("Here again.")
    site.remove("briefings/gone")
    noise.messages = [m for m in noise.messages if "status of 404" not in m]  # it was not there


@pytest.mark.parametrize(
    ("now", "changed"),
    [
        ({"main.html": 2}, {"main.html"}),
        ({"main.html": 2, "partials/toc.html": 2}, {"main.html", "partials/toc.html"}),
        ({"new.html": 1}, set()),  # it may take the place of one of Material's
        ({"main.html": None}, set()),
        ({"main.html": 2, "../index.md": 2}, set()),
        ({"extra.css": 2}, set()),
        ({}, set()),
    ],
)
def test_only_changes_of_templates_spare_the_whole_build(
    tmp_path: Path, now: dict[str, int | None], changed: set[str]
) -> None:
    folder = tmp_path / "docs" / "overrides"
    names = ("main.html", "partials/toc.html", "extra.css", "../index.md")
    before = {str((folder / name).resolve()): 1 for name in names}
    after = before | {str((folder / name).resolve()): state for name, state in now.items()}
    after = {path: state for path, state in after.items() if state is not None}
    assert changed_templates(before, after, folder) == changed


def test_edited_title_is_shown_wherever_it_stands(server: PreviewServer, site: Site) -> None:
    site.briefing("edited", title="A better headline", body="Text.\n")
    listings = ("/", "/briefings/", "/topics/trade/", "/authors/trade-desk/")
    for page in (*listings, "/briefings/edited/"):
        server.shows(page, "A better headline")
        server.hides(page, "About edited")


def test_edited_source_is_shown_in_the_references(server: PreviewServer, site: Site) -> None:
    site.edit("briefings/sources/sources.yml", "Tables of the customs", "Ledgers of the customs")
    site.briefing("edited", body="Trade fell [@customs-2025].\n")
    server.shows("/briefings/edited/", "Ledgers of the Customs Service")


def test_edited_data_are_shown_in_chart_and_table(server: PreviewServer, site: Site) -> None:
    server.shows("/briefings/steady/", "<td>905</td>")
    server.shows("/charts/calls/figure.json", '"y":[810.0,850.0,905.0]')
    server.shows("/charts/calls/embed/", "905 calls in 2024")
    site.edit("briefings/data/port_calls.csv", "2024,905", "2024,907")
    server.shows("/charts/calls/figure.json", '"y":[810.0,850.0,907.0]')
    server.shows("/charts/calls/calls.csv", "2024,907")
    server.shows("/charts/calls/embed/", "907 calls in 2024")
    server.shows("/briefings/steady/", "<td>907</td>")


def test_new_briefing_appears_and_a_deleted_one_goes(server: PreviewServer, site: Site) -> None:
    site.briefing("newcomer", title="Just arrived", topics=["energy"])
    server.shows("/briefings/newcomer/", "Just arrived")
    server.shows("/", "Just arrived")
    server.shows("/topics/energy/", "Just arrived")

    site.remove("briefings/newcomer")
    server.shows("/briefings/newcomer/", "There is no page at this address", status=404)
    server.hides("/", "Just arrived")
    server.shows("/topics/energy/", "There is no page at this address", status=404)


@pytest.mark.parametrize("there", [True, False])
def test_a_page_that_has_gone_is_not_written_behind_whoever_found_it(there: bool) -> None:
    written: list[Any] = []
    page = SimpleNamespace(key=SimpleNamespace(uri="topics/energy/index.md"))
    pages = SimpleNamespace(at_uri=lambda _: page if there else None)
    preview: Any = SimpleNamespace(_build=SimpleNamespace(pages=pages, render=written.append))
    Preview._render_if_there(preview, cast("Any", page))
    assert written == ([page] if there else [])


def test_nothing_is_written_behind_a_preview_that_has_ended() -> None:
    ended: list[str] = []
    lock = threading.RLock()
    index = SimpleNamespace(end=lambda: ended.append("index"))
    Preview.end(cast("Any", SimpleNamespace(_lock=lock, _index=index)))
    taken: list[bool] = []
    other = threading.Thread(target=lambda: taken.append(lock.acquire(blocking=False)))
    other.start()
    other.join()
    assert (ended, taken) == (["index"], [False])


def test_the_cache_is_given_up_for_whoever_asks_for_a_page_and_written_later() -> None:
    asked, written = Requests(), list[str]()
    nobody: AbstractContextManager[None] = nullcontext()
    readers = iter([asked, asked, nobody])

    def save_cache(checkpoint: Callable[[], None]) -> None:
        with next(readers):
            checkpoint()
        written.append("cache")

    preview: Any = SimpleNamespace(
        _asked=asked,
        _build=SimpleNamespace(save_cache=save_cache),
        _stale=SimpleNamespace(wait=lambda _: False),
    )
    Preview._keep(preview)
    assert (written, list(readers)) == (["cache"], [])


def test_what_is_not_public_is_shown_and_marked(server: PreviewServer) -> None:
    server.shows("/briefings/unfinished/", "Draft", "Shown in preview only")
    server.shows("/briefings/later/", "Scheduled", "Shown in preview only")
    server.shows("/", "A draft of ours", "pl-mark--draft", "pl-mark--scheduled")


FAULTS: dict[str, tuple[str | bytes, str]] = {
    "malformed YAML": ("---\ntitle: [never closed\n---\nText.\n", "index.md:2:8"),
    "a tab in the YAML": ("---\ntitle: A\n\tdate: 2026-01-01\n---\nText.\n", "index.md:3:"),
    "no front matter": ("Only text.\n", "index.md:1:1"),
    "front matter without an end": ("---\ntitle: A\n", "index.md:1:1"),
    "an unknown key": ("---\ntitle: A\ntitel: B\n---\nText.\n", "index.md:3:1"),
    "UTF-16": ("---\ntitle: A\n---\n".encode("utf-16"), "index.md:1:1"),
    "an empty file": ("", "index.md:1:1"),
    "a byte that is no text": (b"---\ntitle: \xff\n---\n", "index.md:2:8"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_broken_briefing_says_where_and_the_rest_stands(
    server: PreviewServer, site: Site, fault: str
) -> None:
    content, place = FAULTS[fault]
    site.file("briefings/broken/index.md", content)
    shown = server.shows("/briefings/broken/", "What the checks found", place)
    assert "About broken" not in shown
    server.shows("/", "About steady", "pl-mark--broken")
    server.shows("/briefings/steady/", "Calls rose")

    site.briefing("broken", body=f"Mended after {fault}.\n")
    server.shows("/briefings/broken/", f"Mended after {fault}.")
    server.hides("/briefings/broken/", "What the checks found")


def test_problem_in_the_text_is_shown_with_its_line(server: PreviewServer, site: Site) -> None:
    site.briefing("broken", body="Calls rose [@port-2025].\n")
    server.shows("/briefings/broken/", "index.md:13:13", "rules/unknown-citation/")
    site.briefing("broken", body="Calls rose [@port-2024].\n")
    server.hides("/briefings/broken/", "What the checks found")


@pytest.mark.parametrize(
    "path", ["briefings/authors.yml", "briefings/topics.yml", "briefings/data/port_calls.csv"]
)
def test_missing_shared_file_is_survived(server: PreviewServer, site: Site, path: str) -> None:
    kept = (site.root / path).read_bytes()
    site.remove(path)
    server.shows("/", "What the checks found", path, "About steady")
    server.shows("/briefings/steady/", "Calls rose")
    site.file(path, kept)
    server.hides("/", "What the checks found")
    server.shows("/topics/trade/", "About steady")


@pytest.mark.parametrize(
    "broken", ["site_name: [never closed\n", "", "site_name: Bare\nplugins: [none-such]\n"]
)
def test_broken_mkdocs_yml_is_survived(server: PreviewServer, site: Site, broken: str) -> None:
    kept = (site.root / "mkdocs.yml").read_bytes()
    before = server.log.count("could not be rebuilt")
    site.file("mkdocs.yml", broken)
    server.logs("could not be rebuilt", before + 1)
    server.shows("/briefings/steady/", "Calls rose")
    server.shows("/about/", "A page of MkDocs")
    site.file("mkdocs.yml", kept.replace(b"Fixture", b"Renamed"))
    server.shows("/", "Renamed")
    site.file("mkdocs.yml", kept)
    server.hides("/", "Renamed")


def test_configuration_of_another_project_is_none_of_ours(
    server: PreviewServer, site: Site
) -> None:
    builds = server.log.count("Building documentation")
    rebuilt = server.log.count("Up to date")
    site.file("briefings/steady/example/mkdocs.yml", "site_name: Another\n")
    server.logs("Up to date", rebuilt + 1)
    assert server.log.count("Building documentation") == builds


def test_configuration_with_another_name_is_heard_of(tmp_path: Path) -> None:
    site = Site(tmp_path / "site").briefing("ports", body="Calls rose.\n")
    ours = (site.root / "mkdocs.yml").read_bytes()
    site.file("journal.yml", ours)
    with PreviewServer(site, options=("--config-file", "journal.yml")) as server:
        server.shows("/", "Fixture")
        site.file("journal.yml", ours.replace(b"Fixture", b"Renamed"))
        server.shows("/", "Renamed")


def test_configuration_with_another_name_has_the_settings(tmp_path: Path) -> None:
    site = Site(tmp_path / "site").briefing("ports", body="Calls rose.\n")
    ours = (site.root / "mkdocs.yml").read_bytes()
    site.file("journal.yml", ours)
    site.configure(extra={"plumbline": {"currency": "dollars"}})
    with PreviewServer(site, options=("--config-file", "journal.yml")) as server:
        assert "mkdocs.yml" not in server.shows("/_desk/", "Nothing was found.")
        site.file("journal.yml", ours + b"extra: {plumbline: {currency: euros}}\n")
        server.shows("/_desk/", "journal.yml:", "currency")


def test_name_of_the_site_changes_wherever_it_is_shown(tmp_path: Path) -> None:
    site = Site(tmp_path / "site").briefing("ports", body="Calls rose.\n")
    ours = (site.root / "mkdocs.yml").read_bytes()
    with PreviewServer(site) as server:
        server.shows("/briefings/ports/ports.ris", "PB  - Fixture")
        site.file("mkdocs.yml", ours.replace(b"Fixture", b"Renamed"))
        server.shows("/briefings/ports/ports.ris", "PB  - Renamed")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_preview_that_is_ended_leaves_nothing_behind(tmp_path: Path, number: int) -> None:
    site = Site(tmp_path / "site").briefing("ports", body="Calls rose.\n")
    folder = tmp_path / "temporary"
    folder.mkdir()
    with PreviewServer(site, env={"TMPDIR": str(folder)}) as server:
        server.shows("/briefings/ports/", "Calls rose.")
        assert list(folder.iterdir())
        server.end(number)
    assert list(folder.iterdir()) == []
    assert "Traceback" not in server.log


@pytest.mark.slow
def test_a_program_that_does_not_start_leaves_the_former_one_running(tmp_path: Path) -> None:
    site = Site(tmp_path / "site").briefing("ports", body="Calls rose.\n")
    ours = str(ROOT / "hooks" / "mkdocs_hooks.py")
    site.file("hooks/own.py", "NUMBER = 1\n")
    site.configure(hooks=[ours, "hooks/own.py"], watch=["briefings", "hooks"])
    with PreviewServer(site) as server:
        site.file("hooks/own.py", "def broken(:\n")
        server.logs("cannot start, so the former one goes on: SyntaxError", 1)
        server.shows("/briefings/ports/", "Calls rose.")
        site.briefing("ports", body="Calls fell.\n")
        server.shows("/briefings/ports/", "Calls fell.")
        site.file("hooks/own.py", "NUMBER = 2\n")
        server.logs("The program has changed: starting again", 1)
        server.logs("Serving on", 2)
        server.shows("/briefings/ports/", "Calls fell.")


def test_file_beside_a_briefing_is_served(server: PreviewServer, site: Site) -> None:
    server.shows("/briefings/steady/ships.svg", "<svg")
    site.file("briefings/steady/ships.svg", '<svg xmlns="http://www.w3.org/2000/svg" id="two"/>')
    server.shows("/briefings/steady/ships.svg", 'id="two"')
    site.file("briefings/steady/added.csv", "year\n2024\n")
    server.shows("/briefings/steady/added.csv", "year")
    site.file("briefings/steady/größe.csv", "year\n2025\n")
    server.shows("/briefings/steady/gr%C3%B6%C3%9Fe.csv", "2025")


@pytest.mark.parametrize(
    "path",
    [
        "/briefings/steady/..%2f..%2f..%2fmkdocs.yml",
        "/briefings/steady/../../mkdocs.yml",
        "/briefings/../mkdocs.yml",
        "/briefings/..%2fauthors.yml",
        "/briefings/steady/index.md",
        "/briefings/authors.yml",
        "/briefings/steady/.hidden.txt",
        "/briefings/outside/passwd.txt",
        "//etc/passwd",
    ],
)
def test_only_what_is_published_is_served(server: PreviewServer, site: Site, path: str) -> None:
    site.file("briefings/steady/.hidden.txt", "secret")
    link = site.root / "briefings" / "outside" / "passwd.txt"
    if not link.exists():
        link.parent.mkdir()
        link.symlink_to("/etc/passwd")
    status, text = server.get(path)
    assert status == 404, text
    assert not any(word in text for word in ("INHERIT", "Follows ships", "secret", "root:x:"))


def test_unreadable_folder_of_briefings_is_survived(server: PreviewServer, site: Site) -> None:
    folder: Path = site.root / "briefings"
    folder.rename(site.root / "aside")
    server.shows("/", "There are no briefings yet")
    (site.root / "aside").rename(folder)
    server.shows("/", "About steady")
    server.shows("/briefings/steady/", "Calls rose")


@pytest.mark.parametrize(
    ("host", "said"),
    [
        ("127.0.0.1", "another program, or another preview, uses that port. Choose another"),
        ("192.0.2.1", "this machine has no such address"),
    ],
)
def test_preview_that_cannot_be_served_says_so_before_it_builds(
    site: Site, host: str, said: str
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        run = run_mkdocs(site.root, "serve", "-a", f"{host}:{port}")
    assert run.code == 1
    assert f"The preview cannot be served at {host}:{port}: {said}" in run.log
    assert f"make serve PORT={port + 1 if host == '127.0.0.1' else 8000}" in run.log
    assert "Traceback" not in run.log
    assert "Cleaning" not in run.log
