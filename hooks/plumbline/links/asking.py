"""Addresses asked of their hosts: many at once, one at a time from each, and not too fast."""

from __future__ import annotations

import asyncio
import email.utils
import ipaddress
import socket
import ssl
import time
from collections import defaultdict
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from urllib.parse import urljoin

import httpx2

from plumbline import __version__
from plumbline.links.verdicts import Answer

__all__ = ["Manners", "ask_all"]

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_MOST_REDIRECTS = 10
_TOO_OFTEN = 429
_ASKS_TO_WAIT = frozenset({_TOO_OFTEN, 503})


@dataclass(frozen=True, slots=True)
class Manners:
    """How hosts are asked.

    Attributes:
        at_once: requests under way at the same time, to different hosts.
        pause: seconds between two requests to one host.
        timeout: seconds that a host has to connect, and to answer.
        longest_wait: seconds that are waited, once, if a host asks for it (`Retry-After`).
        private: names of hosts that may have an address within a network of one's own.
        about: what the program says of itself (`User-Agent`).
    """

    at_once: int = 16
    pause: float = 1.0
    timeout: float = 20.0
    longest_wait: float = 30.0
    private: frozenset[str] = frozenset()
    about: str = f"plumbline/{__version__} (link check; asks each page once)"


def ask_all(
    urls: Iterable[str], manners: Manners, on_answer: Callable[[str, Answer], None]
) -> dict[str, Answer]:
    """Ask for addresses over the network and return what came of each.

    No body is read, no cookie kept, no proxy, password or setting of the environment used, and
    no host asked that lies in a private network, by whatever name or redirect (RFC 6890).

    Args:
        urls: addresses that begin with http:// or https://.
        manners: how to ask.
        on_answer: called with each address and its answer, as they come.

    Raises:
        KeyboardInterrupt: at Ctrl-C; questions that are under way are given up.
    """
    return asyncio.run(_ask_all(list(dict.fromkeys(urls)), manners, on_answer))


async def _ask_all(
    urls: list[str], manners: Manners, on_answer: Callable[[str, Answer], None]
) -> dict[str, Answer]:
    answers: dict[str, Answer] = {}
    # Connections are not kept: they go by IP address, at which several hosts may live.
    limits = httpx2.Limits(max_connections=None, max_keepalive_connections=0)
    async with httpx2.AsyncHTTPTransport(trust_env=False, limits=limits) as transport:
        asker = _Asker(transport, manners)

        async def ask(url: str) -> None:
            answers[url] = answer = await asker.follow(url)
            on_answer(url, answer)

        async with asyncio.TaskGroup() as group:
            for url in urls:
                group.create_task(ask(url))
    return {url: answers[url] for url in urls}


class _Refusal(Exception):  # noqa: N818  (no error of the program)
    """A question that is not asked, or has no answer; the message says why, in words."""

    def __init__(self, why: str, *, no_host: bool = False, no_answer: bool = False) -> None:
        super().__init__(why)
        self.no_host = no_host
        self.no_answer = no_answer


@dataclass(slots=True)
class _Reply:
    status: int
    location: str
    retry_after: str


class _Asker:
    """Asks; remembers when each host was last asked, and which do not want to be."""

    def __init__(self, transport: httpx2.AsyncHTTPTransport, manners: Manners) -> None:
        self._transport = transport
        self._manners = manners
        self._slots = asyncio.Semaphore(manners.at_once)
        self._turns: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._next: defaultdict[str, float] = defaultdict(float)
        self._closed: dict[str, str] = {}

    async def follow(self, url: str) -> Answer:
        """Return the last answer on the way that begins at an address."""
        here, permanent = url, True
        try:
            for _ in range(_MOST_REDIRECTS + 1):
                reply = await self._ask(here)
                host = _parse(here).host
                if reply.status in _ASKS_TO_WAIT and host in self._closed:
                    return Answer(reply.status, here, permanent, self._closed[host])
                if reply.status not in _REDIRECTS or not reply.location:
                    return Answer(reply.status, here, permanent)
                permanent = permanent and reply.status in _PERMANENT
                here = _join(here, reply.location)
            return Answer(None, here, permanent, "it redirects without end")
        except _Refusal as refusal:
            return Answer(None, here, permanent, str(refusal), refusal.no_host)

    async def _ask(self, url: str) -> _Reply:
        """Ask with HEAD; where that is refused or not answered, as by many hosts, with GET."""
        try:
            reply = await self._request("HEAD", url)
        except _Refusal as refusal:
            if not refusal.no_answer:
                raise
            return await self._request("GET", url)
        if reply.status < 400 or reply.status in _ASKS_TO_WAIT:
            return reply
        return await self._request("GET", url)

    async def _request(self, method: str, url: str) -> _Reply:
        target = _parse(url)
        reply = await self._take_turn(method, target)
        wait = _seconds(reply.retry_after)
        if (
            reply.status in _ASKS_TO_WAIT
            and wait is not None
            and wait <= self._manners.longest_wait
        ):
            self._next[target.host] = time.monotonic() + wait
            reply = await self._take_turn(method, target)
            wait = _seconds(reply.retry_after)
        if reply.status == _TOO_OFTEN or (reply.status in _ASKS_TO_WAIT and wait is not None):
            asked = f", but after {wait:.0f} seconds" if wait is not None else " so often"
            self._closed[target.host] = f"its host asks not to be asked{asked}"
        return reply

    async def _take_turn(self, method: str, target: httpx2.URL) -> _Reply:
        async with self._turn(target.host):
            return await self._send(method, target)

    @asynccontextmanager
    async def _turn(self, host: str) -> AsyncIterator[None]:
        """Wait until a host may be asked; no other question to it is under way then."""
        async with self._turns[host]:
            if host in self._closed:
                raise _Refusal(self._closed[host])
            await asyncio.sleep(max(0.0, self._next[host] - time.monotonic()))
            async with self._slots:
                try:
                    yield
                finally:
                    after = time.monotonic() + self._manners.pause
                    self._next[host] = max(self._next[host], after)

    async def _send(self, method: str, target: httpx2.URL) -> _Reply:
        seconds = self._manners.timeout
        lost: Exception | None = None
        for address in await self._addresses(target):
            request = httpx2.Request(
                method,
                target,
                headers={"User-Agent": self._manners.about, "Accept": "*/*", "Connection": "close"},
                extensions={
                    "timeout": dict.fromkeys(("connect", "read", "write", "pool"), seconds),
                    "sni_hostname": _ascii_host(target),  # which the certificate is held against
                },
            )
            # To the address that was looked at, so that no second look-up gives another.
            request.url = target.copy_with(host=address)
            try:
                async with asyncio.timeout(2 * seconds):
                    response = await self._transport.handle_async_request(request)
                    headers = response.headers
                    reply = _Reply(
                        response.status_code,
                        headers.get("location", ""),
                        headers.get("retry-after", ""),
                    )
                    await response.aclose()  # its body is not read
            except httpx2.ConnectError as error:
                lost = error
                continue
            except (TimeoutError, httpx2.TimeoutException):
                raise _Refusal(f"no answer within {seconds:g} seconds", no_answer=True) from None
            except (httpx2.TransportError, httpx2.InvalidURL, UnicodeError) as error:
                raise _Refusal(f"what it answers is no HTTP ({error})", no_answer=True) from None
            return reply
        raise _Refusal(_explain(lost))

    async def _addresses(self, target: httpx2.URL) -> list[str]:
        """Return the IP addresses of a host; refuse one that is not out on the internet."""
        port = target.port or (443 if target.scheme == "https" else 80)
        loop = asyncio.get_running_loop()
        try:
            host = _ascii_host(target)
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            unknown = getattr(error, "errno", None) in (socket.EAI_NONAME, _NO_DATA)
            why = f"there is no host {target.host}" if unknown else "its host's name was not found"
            raise _Refusal(why, no_host=unknown) from None
        addresses = list(dict.fromkeys(str(entry[4][0]).partition("%")[0] for entry in found))
        if target.host not in self._manners.private and not all(map(_is_public, addresses)):
            raise _Refusal("it leads into a private network, which is not asked")
        return addresses


_NO_DATA = getattr(socket, "EAI_NODATA", socket.EAI_NONAME)


def _is_public(address: str) -> bool:
    parsed = ipaddress.ip_address(address)
    if isinstance(parsed, ipaddress.IPv6Address):
        inner = parsed.ipv4_mapped or parsed.sixtofour
        if inner is not None:
            return inner.is_global
    return parsed.is_global and not parsed.is_multicast


def _parse(url: str) -> httpx2.URL:
    try:
        parsed = httpx2.URL(url)
    except (httpx2.InvalidURL, ValueError, UnicodeError):
        raise _Refusal(f"{url[:200]!r} is no address") from None
    if parsed.scheme not in ("http", "https") or not parsed.host:
        raise _Refusal(f"it leads to {url[:200]!r}, which is no page of the web")
    if parsed.userinfo:
        raise _Refusal("the address holds a log-in, which is not sent")
    return parsed


def _ascii_host(target: httpx2.URL) -> str:
    """Return a host's name after IDNA 2008; Python's own codec, of 2003, has another for “ß”."""
    return target.raw_host.decode("ascii")


def _join(url: str, location: str) -> str:
    """Return where a redirect leads."""
    try:
        return urljoin(url, location).partition("#")[0]
    except ValueError:
        raise _Refusal(f"it leads to {location[:200]!r}, which is no address") from None


def _explain(error: Exception | None) -> str:
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return f"its certificate does not hold ({cause.verify_message})"
        if isinstance(cause, ssl.SSLError):
            return "no secure connection could be made"
        if isinstance(cause, ConnectionRefusedError):
            return "the host refuses connections"
        cause = cause.__cause__ or cause.__context__
    return "no connection could be made"


def _seconds(retry_after: str) -> float | None:
    """Return the seconds of a `Retry-After`: a number or a date (RFC 9110, 10.2.3)."""
    if retry_after.isascii() and retry_after.isdigit():
        return float(retry_after[:9])
    try:
        when = email.utils.parsedate_to_datetime(retry_after).timestamp()
    except (TypeError, ValueError, OverflowError):
        return None
    return max(0.0, when - time.time())
