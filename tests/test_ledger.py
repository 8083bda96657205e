"""The ledger: no change to a published briefing goes out unsaid, and no figure passes as minor."""

from __future__ import annotations

import datetime as dt
import textwrap
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from plumbline.content.text_file import TextFile
from plumbline.ledger.changes import find_changes
from plumbline.ledger.files import Ledger, Record, RecordKind, read_ledger, write_ledger
from plumbline.ledger.state import State, present_state, state_beside
from plumbline.project import Mode, Project
from support import BASE, DAY, PreviewServer, Run, Site, run_plumbline

BODY = """In 2023 the port counted 61 calls, “a record” by its own account [@port-2024, p. 4]. It
had been 58 in 2022, and Anna Quay calls it $5.17 billion of trade; see
[the list](https://port.example/list-7) as well.

## What it means

- Fees rose by 4.5% and Rotterdam was not pleased.
- The sixth berth, no. 6, came later.

| Year | Calls |
|------|-------|
| 2022 | 58    |

> The quay was open on 12 May.

```text
code 17
```

!!! note "Edition 3"
    The figures are those of March.
"""


def project_of(folder: Path, body: str, **front: object) -> Project:
    """Return a project of one briefing with this body."""
    for name in ("authors.yml", "topics.yml"):
        target = folder / "briefings" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes((BASE / "briefings" / name).read_bytes())
    (folder / "mkdocs.yml").write_text("site_name: Fixture\n")
    path = folder / "briefings" / "ports" / "index.md"
    path.parent.mkdir(exist_ok=True)
    keys = {"title": "About ports", "date": "2026-01-15", "type": "note", **front}
    lines = "".join(f"{key}: {value}\n" for key, value in keys.items())
    head = f"---\n{lines}authors: [trade-desk]\ntopics: [trade]\nstatus: published\n---\n\n"
    path.write_text(head + body, encoding="utf-8")
    return Project(folder, Mode.CHECK, DAY)


def state_of(folder: Path, body: str, **front: object) -> State:
    """Return what readers are shown of a briefing with this body."""
    present = present_state(project_of(folder, body, **front), "ports")
    assert present is not None
    return present.state


def kept(state: State) -> State:
    """Return a state as it comes back from its file."""
    record = Record(date=DAY, kind=RecordKind.PUBLISHED, words=state.words, values=state.values)
    text = write_ledger(Ledger("ports", (record,), state))
    read, findings = read_ledger(TextFile("ports.yml", text), "ports")
    assert read is not None, findings
    return read.state


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("ledger")


@pytest.fixture(scope="module")
def recorded(folder: Path) -> State:
    return kept(state_of(folder, BODY))


DIGITS = [
    i
    for i, c in enumerate(BODY)
    if c.isdigit() and "list-" not in BODY[max(0, i - 5) : i]  # an address is no figure
]


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(at=st.sampled_from(DIGITS), digit=st.sampled_from("0123456789"))
def test_any_digit_changed_in_the_text_is_caught_and_is_not_minor(
    folder: Path, recorded: State, at: int, digit: str
) -> None:
    changed = BODY[:at] + digit + BODY[at + 1 :]
    found = find_changes(recorded, state_of(folder, changed))
    assert bool(found) == (changed != BODY)
    assert all(change.substance for change in found)


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(at=st.integers(0, len(BODY) - 1), now=st.sampled_from(["", " ", "\n", "“", "A", "7", "é"]))
def test_a_state_held_beside_the_recorded_one_tells_the_same_changes_as_one_taken_apart(
    folder: Path, recorded: State, at: int, now: str
) -> None:
    project = project_of(folder, BODY[:at] + now + BODY[at + 1 :])
    beside, apart = state_beside(project, "ports", recorded), present_state(project, "ports")
    assert beside is not None
    assert apart is not None
    assert find_changes(recorded, beside) == find_changes(recorded, apart.state)


def test_where_all_words_are_as_recorded_what_is_made_of_them_is_taken_from_there(
    folder: Path, recorded: State
) -> None:
    state = state_beside(project_of(folder, BODY), "ports", recorded)
    assert state is not None
    assert state.passages is recorded.passages
    assert state == recorded


@settings(max_examples=30, deadline=None, suppress_health_check=list(HealthCheck))
@given(at=st.sampled_from(DIGITS), inserted=st.sampled_from(["0", "7", ""]))
def test_any_digit_added_or_taken_out_is_caught_and_is_not_minor(
    folder: Path, recorded: State, at: int, inserted: str
) -> None:
    changed = BODY[:at] + inserted + BODY[at + (not inserted) :]
    found = find_changes(recorded, state_of(folder, changed))
    assert found
    assert any(change.substance for change in found)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(width=st.integers(30, 140), quotes=st.booleans(), spaces=st.integers(1, 3))
def test_lines_spaces_and_quotation_marks_are_no_change(
    folder: Path, recorded: State, width: int, quotes: bool, spaces: int
) -> None:
    head, rest = BODY.split("\n\n", 1)
    wrapped = textwrap.fill(head, width, break_on_hyphens=False, break_long_words=False)
    wrapped = wrapped.replace(" counted", " " * spaces + "counted")
    body = f"{wrapped}\n\n{rest.replace('| 58    |', '| 58 |').replace('|------|', '|---|')}\n\n"
    if quotes:
        body = body.replace("“", '"').replace("”", '"')
    assert find_changes(recorded, state_of(folder, body)) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Anna Quay", "Anna Kay"),
        ("Rotterdam", "Antwerp"),
        ("rose by", "fell by"),
        ("was not pleased", "was pleased"),
        ("sixth", "fifth"),
        ("@port-2024, p. 4", "@port-2024"),
        ("12 May", "12 June"),
        ("> The quay was open on 12 May.\n", ""),
    ],
)
def test_names_turns_words_for_numbers_and_sources_are_not_minor(
    folder: Path, recorded: State, old: str, new: str
) -> None:
    found = find_changes(recorded, state_of(folder, BODY.replace(old, new, 1)))
    assert [change.substance for change in found] == [True]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("pleased", "amused"),
        ("list-7", "list-8"),
        ("came later", "came afterwards"),
        ("\n\n> The quay", "\n\nAs it was put:\n\n> The quay"),
        ("account [@port-2024, p. 4]. It\nhad", "account [@port-2024, p. 4].\n\nIt\nhad"),
    ],
)
def test_wording_addresses_and_paragraphs_may_change_as_minor(
    folder: Path, recorded: State, old: str, new: str
) -> None:
    assert BODY.count(old) == 1
    found = find_changes(recorded, state_of(folder, BODY.replace(old, new)))
    assert found
    assert not any(change.substance for change in found)


def test_a_changed_number_is_named(folder: Path, recorded: State) -> None:
    found = find_changes(recorded, state_of(folder, BODY.replace("$5.17 billion", "$52 billion")))
    assert [change.text for change in found] == [
        "in the paragraph beginning ‘In 2023 the port counted 61’, "
        "number ‘$5.17 billion’ became ‘$52 billion’"
    ]


def test_small_ledger_is_a_small_file_that_reads_back(folder: Path) -> None:
    state = state_of(folder, BODY, summary="Calls \U0001f6a2 rose “so”.")
    record = Record(date=DAY, kind=RecordKind.PUBLISHED, words=state.words, values=state.values)
    text = write_ledger(Ledger("ports", (record,), state))
    assert len(text.encode()) < 3000
    assert text == write_ledger(Ledger("ports", (record,), kept(state)))
    assert find_changes(kept(state), state) == ()


def publish(site: Site, *options: str, day: dt.date = DAY) -> Run:
    return run_plumbline(site.root, "publish", "ports", *options, day=day)


def test_publishing_a_draft_sets_its_status_and_records_it(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports", "Calls rose.\n", status="draft")
    run = publish(site)
    assert run.code == 0, run.log
    assert "status: published" in (tmp_path / "briefings/ports/index.md").read_text()
    assert "kind: published" in (tmp_path / "briefings/ledger/ports.yml").read_text()
    assert "briefings/ledger/ports.yml" in run.log
    assert site.check().code == 0


def test_a_briefing_that_does_not_pass_is_not_published(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports", "It rose [@nobody].\n", status="draft")
    before = (tmp_path / "briefings/ports/index.md").read_bytes()
    run = publish(site)
    assert run.code == 1
    assert "CI001" in run.log
    assert (tmp_path / "briefings/ports/index.md").read_bytes() == before
    assert not (tmp_path / "briefings/ledger").exists()


def test_projects_without_a_ledger_are_not_asked_for_one(tmp_path: Path) -> None:
    run = Site(tmp_path).briefing("ports").check()
    assert run.code == 0
    assert "ledger" not in run.log


def test_an_undeclared_change_fails_check_and_build_with_what_changed(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports", "In 2023 it was 61 calls.\n")
    assert publish(site).code == 0
    site.edit("briefings/ports/index.md", "61 calls", "16 calls")
    said = "number ‘61’ became ‘16’"
    run = site.check()
    assert run.code == 1
    assert said in run.log
    built = site.build("--strict", code=1)
    assert said in built.run.log
    assert "LE001" in built.run.log


def test_nothing_is_written_before_a_change_is_declared(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports", "In 2023 it was 61 calls.\n")
    assert publish(site).code == 0
    site.edit("briefings/ports/index.md", "61 calls", "16 calls")
    before = [p.read_bytes() for p in sorted((tmp_path / "briefings").rglob("ports*/*"))]
    for options in ((), ("--kind", "minor"), ("--kind", "correction")):
        run = publish(site, *options)
        assert run.code == 1, options
    assert "not minor" in publish(site, "--kind", "minor").log
    assert "number ‘61’ became ‘16’" in publish(site, "--kind", "minor").log
    assert [p.read_bytes() for p in sorted((tmp_path / "briefings").rglob("ports*/*"))] == before


def test_a_correction_is_written_into_the_front_matter_and_recorded(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports", "In 2023 it was 61 calls.\n")
    assert publish(site).code == 0
    path = "briefings/ports/index.md"
    site.edit(path, "title: About ports", "title: About ports  # as agreed")
    site.edit(path, "61 calls", "16 calls")
    day = dt.date(2026, 1, 30)
    said = ("--was", "61: calls", "--now", "16 calls", "--note", 'The "digits" changed places.')
    run = publish(site, "--kind", "correction", *said, day=day)
    assert run.code == 0, run.log
    site.edit(path, "16 calls.", "17 calls.")
    assert publish(site, "--kind", "update", "--note", "A late one.").code == 0
    text = (tmp_path / path).read_text(encoding="utf-8")
    assert "# as agreed" in text
    assert text.index("A late one.") < text.index("changed places.")
    assert "updated: 2026-01-31" in text
    assert site.check().code == 0
    records = (tmp_path / "briefings/ledger/ports.yml").read_text(encoding="utf-8")
    assert [line for line in records.splitlines() if "kind:" in line] == [
        "  kind: published",
        "  kind: correction",
        "  kind: update",
    ]
    assert publish(site).log == "ports: nothing has changed since it was recorded\n"


def test_an_entry_of_the_authors_own_is_recorded_as_it_stands(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports", "In 2023 it was 61 calls.\n")
    assert publish(site).code == 0
    entry = {"date": "2026-01-20", "kind": "correction", "where": "Calls", "note": "A slip."}
    site.briefing("ports", "In 2023 it was 16 calls.\n", corrections=[entry])
    assert "not recorded" in site.check().log
    assert publish(site).code == 0
    assert site.check().code == 0
    site.briefing("ports", "In 2023 it was 16 calls.\n")
    assert "among the corrections was altered or removed" in site.check().log


def test_a_minor_change_is_recorded_without_an_entry(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports", "In 2023 calls were many.\n")
    assert publish(site).code == 0
    site.edit("briefings/ports/index.md", "many", "numerous")
    assert publish(site, "--kind", "minor").code == 0
    assert site.check().code == 0
    assert "corrections" not in (tmp_path / "briefings/ports/index.md").read_text()


def test_changed_data_behind_a_claim_is_an_undeclared_change(tmp_path: Path) -> None:
    claim = {"calls": {"value": "port_calls.calls", "where": {"year": "2024"}}}
    site = Site(tmp_path)
    data = (tmp_path / "briefings/data/port_calls.csv").read_text()
    assert "905" in data, data
    site.briefing("ports", "It was about [900](claim:calls).\n", claims=claim)
    assert publish(site).code == 0, publish(site).log
    site.file("briefings/data/port_calls.csv", data.replace("905", "906"))
    assert "the value behind claim ‘calls’ changed" in site.check().log


def test_withdrawal_is_recorded_with_its_reason(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports", "In 2023 it was 61 calls.\n")
    assert publish(site).code == 0
    site.briefing("ports", "Gone.\n", status="withdrawn", withdrawal_reason="The port erred.")
    run = site.check()
    assert run.code == 1
    assert "recorded as published and is withdrawn now" in run.log
    assert publish(site).code == 0
    assert site.check().code == 0
    assert "The port erred." in (tmp_path / "briefings/ledger/ports.yml").read_text()


def test_a_published_briefing_does_not_become_a_draft_again(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports")
    assert publish(site).code == 0
    site.briefing("ports", status="draft")
    run = site.check()
    assert run.code == 1
    assert "LE005" in run.log


def test_the_ledgers_rules_cannot_be_set_aside(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports", "In 2023 it was 61 calls.\n")
    assert publish(site).code == 0
    ignore = [{"rule": "undeclared-change", "reason": "We would rather not say."}]
    site.briefing("ports", "In 2023 it was 16 calls.\n", ignore=ignore)
    run = site.check()
    assert run.code == 1
    assert "LE001" in run.log


def test_a_scheduled_briefing_may_change_until_its_day(tmp_path: Path) -> None:
    front = {"status": "scheduled", "date": dt.date(2026, 2, 10)}
    site = Site(tmp_path).briefing("ports", "In 2023 it was 61 calls.\n", **front)
    assert publish(site).code == 0
    site.briefing("ports", "In 2023 it was 16 calls.\n", **front)
    assert site.check().code == 0
    assert publish(site).code == 0
    assert site.check(day=dt.date(2026, 2, 11)).code == 0
    site.briefing("ports", "In 2023 it was 17 calls.\n", **front)
    assert "LE001" in site.check(day=dt.date(2026, 2, 11)).log


def test_a_preview_shows_an_undeclared_change_and_goes_on(tmp_path: Path) -> None:
    site = Site(tmp_path).briefing("ports", "In 2023 it was 61 calls.\n")
    assert publish(site).code == 0
    site.edit("briefings/ports/index.md", "61 calls", "16 calls")
    with PreviewServer(site, options=("--strict",)) as preview:
        preview.shows("/briefings/ports/", "16 calls", "LE001")
