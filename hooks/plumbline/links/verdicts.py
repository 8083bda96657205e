"""What an answer from the web means for a link, and what to do about it."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import urlsplit

from plumbline.links.lock_file import LinkRecord, Outcome

__all__ = ["Answer", "archive_search", "describe_status", "judge"]

_PLAIN = re.compile(r"https?://(?![^/]*@)[!#-&(-;=?-_a-~]{1,2000}")
"""Addresses of printable ASCII without `<`, `>`, quotation marks, backticks or a log-in."""
_GONE = frozenset({404, 410})
_TELLING = {
    401: "it asks for a log-in",
    402: "it asks for money",
    403: "it does not let programs in",
    405: "it answers neither HEAD nor GET",
    406: "it does not let programs in",
    407: "a proxy asks for a log-in",
    429: "it was asked too often",
    451: "it is withheld for legal reasons",
}
"""Answers that say nothing about whether a reader finds the page (RFC 9110, 15.5; RFC 6585)."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What asking for an address came to.

    Attributes:
        status: HTTP status of the last answer; None where there was none.
        final: the address that gave it.
        permanent: whether every redirect on the way was a permanent one (301, 308).
        problem: why there was no answer, in words; else empty.
        no_host: whether the reason is that there is no host of that name.
    """

    status: int | None
    final: str
    permanent: bool = True
    problem: str = ""
    no_host: bool = False


def judge(url: str, answer: Answer, day: dt.date, *, online: bool = True) -> LinkRecord:
    """Return what an answer means: works, moved, dead or unknown.

    Dead is what is gone beyond doubt: 404 and 410, and a host that does not exist. A refusal, an
    error of the server or silence says nothing about what a reader will find.

    Args:
        url: the address that was asked for.
        answer: what came of it.
        day: the day of the question.
        online: whether any host at all has answered; without, no host is known not to exist.
    """
    # What another host answers is not trusted: no mark that a terminal or a file would obey.
    final = answer.final if answer.final != url and _PLAIN.fullmatch(answer.final) else None
    if answer.status is None:
        dead = answer.no_host and online
        outcome = Outcome.DEAD if dead else Outcome.UNKNOWN
        return LinkRecord(url=url, outcome=outcome, checked=day, final=final, why=answer.problem)
    why = None
    if 200 <= answer.status < 300:
        moved = final is not None and answer.permanent and not _is_catch_all(url, final)
        outcome = Outcome.MOVED if moved else Outcome.WORKS
    elif answer.status in _GONE:
        outcome, why = Outcome.DEAD, describe_status(answer.status)
    else:
        outcome = Outcome.UNKNOWN
        why = answer.problem or _TELLING.get(answer.status) or describe_status(answer.status)
    return LinkRecord(
        url=url, outcome=outcome, checked=day, status=answer.status, final=final, why=why
    )


def describe_status(status: int) -> str:
    """Return a status with its name: "404 Not Found"."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def archive_search(url: str, day: dt.date | None) -> str:
    """Return the address at which the Wayback Machine shows its copy nearest to a day.

    Form: https://web.archive.org/web/<YYYYMMDD>/<address>; without a day, its newest copy.
    """
    return f"https://web.archive.org/web/{f'{day:%Y%m%d}' if day else '2'}/{url}"


def _is_catch_all(url: str, final: str) -> bool:
    """Return whether a page was redirected to its host's front page: as good as not found."""
    before, after = urlsplit(url), urlsplit(final)
    return before.path.strip("/") != "" and after.path.strip("/") == "" and not after.query
