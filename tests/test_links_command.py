"""`plumbline links`: what is asked of other hosts, how, what is said of it and written down."""

from __future__ import annotations

import datetime as dt
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plumbline.content.text_file import TextFile
from plumbline.links.asking import Manners, ask_all
from plumbline.links.lock_file import LOCK, LinkRecord, Outcome, read_lock, write_lock
from plumbline.links.verdicts import Answer, archive_search, judge
from support import (
    DAY,
    ROOT,
    LocalServer,
    PreviewServer,
    Run,
    Site,
    epoch,
    run_plumbline,
    wait_until,
)

PRIVATE = ("--private", "127.0.0.1", "--pause", "0", "--timeout", "2")


@dataclass
class Asked:
    """What a server was asked, and how many questions were under way at a time."""

    requests: list[tuple[str, str]] = field(default_factory=list)
    headers: list[dict[str, str]] = field(default_factory=list)
    moments: list[tuple[float, float]] = field(default_factory=list)
    at_once: int = 0
    most_at_once: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)
    both: threading.Barrier = field(default_factory=lambda: threading.Barrier(2))

    def count(self, path: str) -> int:
        return sum(1 for _, asked in self.requests if asked == path)


def handler(asked: Asked) -> Callable[..., BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_HEAD(self) -> None:
            self._serve()

        def do_GET(self) -> None:
            self._serve()

        def _serve(self) -> None:
            began = time.monotonic()
            with asked.lock:
                asked.at_once += 1
                asked.most_at_once = max(asked.most_at_once, asked.at_once)
                asked.requests.append((self.command, self.path))
                asked.headers.append({k.lower(): v for k, v in self.headers.items()})
            try:
                self._answer()
            finally:
                with asked.lock:
                    asked.at_once -= 1
                    asked.moments.append((began, time.monotonic()))

        def _answer(self) -> None:
            path, head = self.path.partition("?")[0], self.command == "HEAD"
            port = str(self.headers["Host"]).rpartition(":")[2]
            moves = {
                "/moved": (301, "/works"),
                "/moved-twice": (308, "/moved"),
                "/for-now": (302, "/works"),
                "/partly-for-now": (301, "/for-now"),
                "/to-the-front": (301, "/"),
                "/round": (301, "/round"),
                "/to-a-file": (302, "file:///etc/passwd"),
                "/inwards": (302, f"http://localhost:{port}/works"),
                "/to-gone": (301, "/gone"),
                "/to-a-trap": (301, "/works?<b>'x"),
                "/to-no-address": (301, "http://[::1/x"),
            }
            fixed = {"/gone": 410, "/missing": 404, "/closed": 403, "/broken": 500, "/odd": 799}
            if path in moves:
                status, location = moves[path]
                self._send(status, {"Location": location, "Set-Cookie": "id=1"})
            elif path in fixed:
                self._send(fixed[path])
            elif path == "/no-head":
                self._send(405 if head else 200)
            elif path == "/endless":
                if head:
                    self._send(501)
                else:
                    self.send_response(200)
                    self.end_headers()
                    while True:  # until the other side hangs up
                        self.wfile.write(b"x" * 65536)
            elif path == "/hangs-up-on-head":
                if head:
                    self.close_connection = True
                else:
                    self._send(200)
            elif path == "/busy-till":
                self._send(429, {"Retry-After": "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"})
            elif path == "/busy-oddly":
                self._send(200, {"Retry-After": "\u00b2"})
            elif path == "/busy":
                self._send(429, {"Retry-After": "3600"})
            elif path == "/soon":
                again = asked.count(self.path) > 1
                self._send(200 if again else 503, {} if again else {"Retry-After": "0"})
            elif path == "/silent":
                threading.Event().wait(4)
            elif path == "/together":
                asked.both.wait(20)
                self._send(200)
            else:
                self._send(200)

        def _send(self, status: int, headers: dict[str, str] | None = None) -> None:
            self.send_response(status)
            for name, value in {"Content-Length": "0", **(headers or {})}.items():
                self.send_header(name, value)
            self.end_headers()

    return Handler


@pytest.fixture
def asked() -> Asked:
    """What the server was asked."""
    return Asked()


@pytest.fixture
def url(asked: Asked) -> Iterator[str]:
    """The address of a server that answers in many ways."""
    with LocalServer(handler(asked)) as server:
        yield server.url


def links(site: Site, *options: str, day: dt.date = DAY) -> Run:
    return run_plumbline(site.root, "links", *PRIVATE, *options, "briefings/ports", day=day)


def linking(site: Site, *urls: str) -> Site:
    return site.briefing("ports", "".join(f"- [a link]({url})\n" for url in urls))


def records(site: Site) -> dict[str, LinkRecord]:
    found, problems = read_lock(TextFile(LOCK, (site.root / LOCK).read_text(encoding="utf-8")))
    assert problems == ()
    return found


# --- What an answer means

ANSWERS: dict[str, tuple[Outcome, int | None, str]] = {
    "works": (Outcome.WORKS, 200, ""),
    "works?a=b&c=d": (Outcome.WORKS, 200, ""),
    "no-head": (Outcome.WORKS, 200, ""),
    "endless": (Outcome.WORKS, 200, ""),
    "soon": (Outcome.WORKS, 200, ""),
    "moved": (Outcome.MOVED, 200, ""),
    "moved-twice": (Outcome.MOVED, 200, ""),
    "for-now": (Outcome.WORKS, 200, ""),
    "partly-for-now": (Outcome.WORKS, 200, ""),
    "to-the-front": (Outcome.WORKS, 200, ""),
    "gone": (Outcome.DEAD, 410, "410 Gone"),
    "missing": (Outcome.DEAD, 404, "404 Not Found"),
    "to-gone": (Outcome.DEAD, 410, "410 Gone"),
    "closed": (Outcome.UNKNOWN, 403, "it does not let programs in"),
    "broken": (Outcome.UNKNOWN, 500, "500 Internal Server Error"),
    "odd": (Outcome.UNKNOWN, 799, "799"),
    "to-a-trap": (Outcome.WORKS, 200, ""),
    "hangs-up-on-head": (Outcome.WORKS, 200, ""),
    "busy-oddly": (Outcome.WORKS, 200, ""),
    "to-no-address": (
        Outcome.UNKNOWN,
        None,
        "it leads to 'http://[::1/x', which is no address",
    ),
    "round": (Outcome.UNKNOWN, None, "it redirects without end"),
    "silent": (Outcome.UNKNOWN, None, "no answer within 2 seconds"),
    "to-a-file": (
        Outcome.UNKNOWN,
        None,
        "it leads to 'file:///etc/passwd', which is no page of the web",
    ),
    "inwards": (Outcome.UNKNOWN, None, "it leads into a private network, which is not asked"),
}
"""Paths of the server with what is written down: outcome, status, why."""


def test_answers_are_understood(tmp_path: Path, url: str) -> None:
    site = linking(Site(tmp_path), *(url + path for path in ANSWERS))
    run = links(site)
    found = {
        r.url.removeprefix(url): (r.outcome, r.status, r.why or "") for r in records(site).values()
    }
    assert found == ANSWERS
    assert records(site)[f"{url}to-a-trap"].final is None  # which no file and no terminal gets
    assert run.code == 1  # some are dead
    assert (
        f"{len(ANSWERS)} addresses, {len(ANSWERS)} asked: 11 work, 2 moved for good" in run.output
    )


def test_host_that_wants_no_more_questions_is_left_alone(
    tmp_path: Path, url: str, asked: Asked
) -> None:
    site = linking(Site(tmp_path), *(f"{url}busy?{n}" for n in range(5)))
    run = links(site)
    assert len(asked.requests) == 1
    assert run.code == 0
    assert {r.outcome for r in records(site).values()} == {Outcome.UNKNOWN}
    assert run.output.count("could not be checked: its host asks not to be asked") == 5
    assert "but after 3600 seconds" in run.output


@pytest.mark.parametrize(
    ("address", "outcome", "why"),
    [
        ("http://no-such-host.invalid/", Outcome.UNKNOWN, "host"),  # nothing answers: offline?
        ("http://127.0.0.1:1/", Outcome.UNKNOWN, "the host refuses connections"),
        ("http://reader:secret@127.0.0.1:1/", Outcome.UNKNOWN, "the address holds a log-in"),
        ("http://[::1]/", Outcome.UNKNOWN, "it leads into a private network"),
        ("http://169.254.169.254/latest/meta-data/", Outcome.UNKNOWN, "it leads into a private"),
        ("http://[::ffff:10.0.0.1]/", Outcome.UNKNOWN, "it leads into a private network"),
        ("http://2130706433/", Outcome.UNKNOWN, "it leads into a private network"),
    ],
)
def test_addresses_that_are_not_asked(
    tmp_path: Path, address: str, outcome: Outcome, why: str
) -> None:
    site = linking(Site(tmp_path), address)
    assert links(site).code == 0
    (record,) = records(site).values()
    assert record.outcome is outcome
    assert why in (record.why or "")


def test_server_in_a_private_network_gets_no_request(
    tmp_path: Path, url: str, asked: Asked
) -> None:
    site = linking(Site(tmp_path), f"{url}works")
    run = run_plumbline(site.root, "links", "briefings/ports")
    assert (run.code, asked.requests) == (0, [])
    assert "it leads into a private network, which is not asked" in run.output


def test_host_that_does_not_exist_is_dead_when_others_answer() -> None:
    answer = Answer(
        None, "https://gone.example/", problem="there is no host gone.example", no_host=True
    )
    outcomes = [
        judge("https://gone.example/", answer, DAY, online=online).outcome
        for online in (True, False)
    ]
    assert outcomes == [Outcome.DEAD, Outcome.UNKNOWN]


# --- Manners


def test_requests_say_who_asks_and_bring_nothing_along(
    tmp_path: Path, url: str, asked: Asked
) -> None:
    links(linking(Site(tmp_path), f"{url}moved#place", f"{url}no-head"))
    assert sorted(asked.requests) == sorted(
        [("HEAD", "/moved"), ("HEAD", "/works"), ("HEAD", "/no-head"), ("GET", "/no-head")]
    )
    for headers in asked.headers:
        assert headers["user-agent"].startswith("plumbline/")
        assert headers.keys().isdisjoint({"cookie", "authorization", "referer"})
        assert headers["host"] == url.removeprefix("http://").rstrip("/")


def test_one_host_is_asked_one_thing_at_a_time_with_a_pause(asked: Asked, url: str) -> None:
    manners = Manners(pause=0.2, private=frozenset({"127.0.0.1"}))
    ask_all([f"{url}works?{n}" for n in range(4)], manners, lambda *_: None)
    assert asked.most_at_once == 1
    ends = [end for _, end in asked.moments[:-1]]
    begins = [begin for begin, _ in asked.moments[1:]]
    assert all(begin - end > 0.15 for begin, end in zip(begins, ends, strict=True))


def test_two_hosts_are_asked_at_the_same_time(url: str) -> None:
    """Each answers only once both have been asked."""
    urls = [f"{url}together", f"{url.replace('127.0.0.1', 'localhost')}together"]
    manners = Manners(pause=0, private=frozenset({"127.0.0.1", "localhost"}))
    answers = ask_all(urls, manners, lambda *_: None)
    assert [answers[u].status for u in urls] == [200, 200]


# --- The lock file


def test_what_worked_a_short_while_ago_is_not_asked_again(
    tmp_path: Path, url: str, asked: Asked
) -> None:
    site = linking(Site(tmp_path), f"{url}works", f"{url}gone", f"{url}closed")

    def asked_again(*options: str, days: int) -> list[str]:
        asked.requests.clear()
        links(site, *options, day=DAY + dt.timedelta(days))
        return sorted({path for _, path in asked.requests})

    assert asked_again(days=0) == ["/closed", "/gone", "/works"]
    assert asked_again(days=6) == ["/closed", "/gone"]
    assert asked_again(days=7) == ["/closed", "/gone", "/works"]
    assert asked_again("--max-age", "0", days=7) == ["/closed", "/gone", "/works"]


def test_what_was_found_before_an_interruption_is_kept(
    tmp_path: Path, url: str, asked: Asked
) -> None:
    site = linking(Site(tmp_path), f"{url}works", f"{url}silent", f"{url}works?after")
    with subprocess.Popen(
        [Path(sys.executable).with_name("plumbline"), "links", *PRIVATE, "briefings/ports"],
        cwd=site.root,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={"SOURCE_DATE_EPOCH": epoch(DAY), "LC_ALL": "C.UTF-8"},
    ) as process:
        wait_until(lambda: asked.count("/silent") > 0, "a question is under way")
        process.send_signal(signal.SIGINT)
        said, complained = process.communicate(timeout=60)
    assert (process.returncode, said) == (2, "3 addresses, 1 asked: 1 work.\n")
    assert complained == (
        f"Interrupted: 2 of 3 were not asked. What was found is in {LOCK}; "
        "run this again for the rest.\n"
    )
    assert [(r.url, r.outcome) for r in records(site).values()] == [(f"{url}works", Outcome.WORKS)]


def test_lock_file_says_what_was_found_and_when(tmp_path: Path, url: str) -> None:
    site = linking(Site(tmp_path), f"{url}moved", f"{url}gone")
    links(site)
    assert (site.root / LOCK).read_text(encoding="utf-8") == (
        "# Written by `plumbline links`. Commit it: builds read it, and ask no other host.\n"
        'format: "1"\n'
        "links:\n"
        f'- url: "{url}gone"\n'
        "  outcome: dead\n"
        "  checked: 2026-01-31\n"
        "  status: 410\n"
        '  why: "410 Gone"\n'
        f'- url: "{url}moved"\n'
        "  outcome: moved\n"
        "  checked: 2026-01-31\n"
        "  status: 200\n"
        f'  final: "{url}works"\n'
    )


def test_silence_does_not_undo_what_is_known(tmp_path: Path, url: str) -> None:
    record = LinkRecord(url=f"{url}closed", outcome=Outcome.WORKS, checked=dt.date(2025, 1, 1))
    site = linking(Site(tmp_path), f"{url}closed").file(LOCK, write_lock([record]))
    run = links(site)
    assert "could not be checked: it does not let programs in" in run.output
    assert list(records(site).values()) == [record]


def test_address_that_is_no_longer_linked_leaves_the_lock_file(tmp_path: Path, url: str) -> None:
    site = linking(Site(tmp_path), f"{url}works", f"{url}gone")
    assert links(site).code == 1
    assert links(linking(site, f"{url}works")).code == 0
    assert list(records(site)) == [f"{url}works"]


def test_only_links_of_the_paths_given_are_asked(tmp_path: Path, url: str, asked: Asked) -> None:
    site = linking(Site(tmp_path), f"{url}works").briefing("tolls", f"[Fees]({url}gone)\n")
    assert links(site).code == 0
    assert {path for _, path in asked.requests} == {"/works"}


def test_damaged_lock_file_is_reported_and_not_overwritten(tmp_path: Path, url: str) -> None:
    site = linking(Site(tmp_path), f"{url}works")
    site.file(LOCK, 'format: "1"\nlinks:\n- url: https://a.example/\n  outcome: perhaps\n')
    run = links(site)
    assert run.code == 2
    assert f"{LOCK}:4:12: error[YA007]" in run.errors
    assert "restore briefings/links.lock.yml, or remove it" in run.errors
    assert "perhaps" in (site.root / LOCK).read_text(encoding="utf-8")
    assert f"{LOCK}:4:12: error[YA007]" in site.check().output


TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
RECORDS = st.builds(
    LinkRecord,
    url=TEXTS.map(lambda t: f"https://e.example/{''.join(c for c in t if c.isalnum())}"),
    outcome=st.sampled_from(Outcome),
    checked=st.dates(),
    status=st.none() | st.integers(100, 599),
    why=TEXTS.filter(lambda t: t.strip() != "" and "\x00" not in t),
)


@given(st.lists(RECORDS, unique_by=lambda record: record.url))
def test_lock_file_is_read_as_it_was_written(written: list[LinkRecord]) -> None:
    text = write_lock(written)
    found, problems = read_lock(TextFile(LOCK, text))
    assert problems == ()
    assert found == {record.url: record for record in written}
    assert write_lock(reversed(list(found.values()))) == text


# --- What people are told


def test_dead_link_is_told_with_its_places_and_an_archive(tmp_path: Path, url: str) -> None:
    site = linking(Site(tmp_path), f"{url}gone").briefing("tolls", f"[Fees]({url}gone)\n")
    run = run_plumbline(site.root, "links", *PRIVATE, "briefings/ports", "briefings/tolls")
    assert (
        f"briefings/ports/index.md:13:12: {url}gone\n"
        "  also at briefings/tolls/index.md:13:8\n"
        "  dead: 410 Gone\n"
        f"  = help: See whether https://web.archive.org/web/20260115/{url}gone has a copy; link "
        "that, or another page.\n"
    ) in run.output


def test_moved_link_is_mended_on_request(tmp_path: Path, url: str) -> None:
    site = linking(Site(tmp_path), f"{url}moved#place")
    assert f"moved for good\n  = help: Write {url}works." in links(site).output
    assert "note[LI010]" in site.check().output
    site.check("--fix")
    assert f"[a link]({url}works#place)" in (site.root / "briefings/ports/index.md").read_text()


def test_source_with_an_archived_copy_is_told_and_not_warned_of(tmp_path: Path, url: str) -> None:
    site = Site(tmp_path)
    site.file(
        "briefings/sources/more.yml",
        f'- id: fees\n  type: webpage\n  title: Fees\n  accessed: "2024-05-01"\n  URL: {url}gone\n',
    )
    archived = f"https://web.archive.org/web/20240501000000/{url}gone"
    site.file(
        "briefings/sources/excerpts/fees.md", f"---\nkey: fees\narchive_url: {archived}\n---\n"
    )
    site.briefing("ports", "Fees rose [@fees].\n")
    run = run_plumbline(site.root, "links", *PRIVATE, "briefings/sources/more.yml")
    assert f"= help: Readers are offered the archived copy {archived}." in run.output
    assert "LI009" not in site.check().output
    site.remove("briefings/sources/excerpts/fees.md")
    told = site.check().output
    assert f"the address {url}gone was gone on 2026-01-31: 410 Gone (dead-external-link)" in told
    assert f"https://web.archive.org/web/20240501/{url}gone" in told


def test_archive_is_searched_near_the_day_of_reading() -> None:
    found = [archive_search("https://a.example/b?c", day) for day in (dt.date(2024, 5, 1), None)]
    assert found == [
        "https://web.archive.org/web/20240501/https://a.example/b?c",
        "https://web.archive.org/web/2/https://a.example/b?c",
    ]


def test_dead_link_warns_and_builds_all_the_same(tmp_path: Path, url: str) -> None:
    site = linking(Site(tmp_path), f"{url}gone")
    links(site)
    built = site.build()
    assert "warning[LI009]" in built.run.log
    built.page("briefings/ports/").has("a link")


# --- Nothing else asks

NO_NETWORK = """
import socket

def refuse(self, address):
    if self.family in (socket.AF_INET, socket.AF_INET6):
        raise AssertionError(f"a connection to {address}")
    return connect(self, address)

connect, socket.socket.connect = socket.socket.connect, refuse
"""


def without_network(root: Path) -> Site:
    site = Site(root).file("no_network.py", NO_NETWORK)
    own: list[Any] = [str(ROOT / "hooks" / "mkdocs_hooks.py"), "no_network.py"]
    site.configure(hooks=own)
    record = LinkRecord(url="https://a.example/", outcome=Outcome.DEAD, checked=DAY, status=404)
    return linking(site, "https://a.example/", "https://b.example/").file(
        LOCK, write_lock([record])
    )


@pytest.mark.slow
def test_build_asks_no_host(tmp_path: Path) -> None:
    built = without_network(tmp_path).build()
    assert "the address https://a.example/ was gone" in built.run.log
    assert "https://b.example/" not in built.run.log


def test_preview_asks_no_host(tmp_path: Path) -> None:
    with PreviewServer(without_network(tmp_path)) as server:
        server.shows("/briefings/ports/", "a link")
        assert "a connection to" not in server.log
