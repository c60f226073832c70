"""The one door to the network: fetches a page by its address, and refuses what could do harm.

Off unless the archive allows it. Only http and https; the host's addresses are resolved once, all checked,
and the checked one is what is connected to, for every redirect again; robots.txt is obeyed.
"""

from __future__ import annotations

import asyncio
import ipaddress
import socket
import ssl
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from functools import cache

import httpx
from protego import Protego

from app.ingest.readers.base import HEAD_BYTES, Document, Reading, Source, source_of
from app.records import MediaType, RawDocument, Rejected, RejectedReason

USER_AGENT = "Onrecord/0.1 (self-hosted archive of news articles; fetched for one reader)"
ROBOT_NAME = "Onrecord"
MAX_REDIRECTS = 5
_MAX_ROBOTS_BYTES = 500_000
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
# Ports that web servers use; others belong to services that must not be talked to.
_PORTS = frozenset({80, 443, 8000, 8008, 8080, 8443})

Resolve = Callable[[str, int], list[str]]


class FetchRefusedError(Exception):
    """An address that is not fetched; the message says why."""


@dataclass(frozen=True, slots=True)
class Door:
    """How the network may be used. `trusted` are hosts whose addresses and ports are not checked: for
    tests, and for a publisher's server in one's own network."""

    allowed: bool
    max_bytes: int
    timeout_seconds: float = 20.0
    trusted: frozenset[str] = frozenset()
    resolve: Resolve = field(default=lambda host, port: resolve_host(host, port))


@dataclass(frozen=True, slots=True)
class Fetched:
    """What an address gave. `url` is the last one, after redirects."""

    url: str
    content: bytes
    content_type: str


@dataclass(frozen=True, slots=True)
class _Answer:
    status: int
    headers: httpx.Headers
    content: bytes


def read_address(url: str, door: Door, reading: Reading) -> Iterator[Document]:
    """The documents at an address: a page, a feed, a dump. A refusal or a failure is a Rejected."""
    try:
        fetched = fetch(url, door)
    except FetchRefusedError as error:
        yield Rejected(url, RejectedReason.FAILED, str(error))
        return
    for document in reading.read_member(_source(fetched), reading):
        yield _with_address(document, fetched)


def fetch(url: str, door: Door) -> Fetched:
    """Fetches one address. Raises FetchRefusedError for whatever is not fetched."""
    if not door.allowed:
        raise FetchRefusedError("Fetching is off: set ONRECORD_ALLOW_FETCH=true to allow it.")
    deadline = time.monotonic() + door.timeout_seconds
    rules_by_origin: dict[str, Protego | None] = {}
    address = _parsed(url)
    for _ in range(MAX_REDIRECTS + 1):
        origin = f"{address.scheme}://{address.netloc.decode('ascii', 'replace')}"
        if origin not in rules_by_origin:
            rules_by_origin[origin] = _robots_rules(address, door, deadline)
        rules = rules_by_origin[origin]
        if rules is not None and not rules.can_fetch(str(address), ROBOT_NAME):
            raise FetchRefusedError(f"{origin}/robots.txt asks robots to leave {address} alone.")
        answer = _ask(address, door, deadline, door.max_bytes)
        if answer.status in _REDIRECTS and "location" in answer.headers:
            address = _joined(address, answer.headers["location"])
            continue
        if answer.status != 200:
            raise FetchRefusedError(f"{address} answers with status {answer.status}.")
        return Fetched(str(address), answer.content, answer.headers.get("content-type", ""))
    raise FetchRefusedError(f"{url} redirects more than {MAX_REDIRECTS} times.")


def resolve_host(host: str, port: int) -> list[str]:
    """All addresses of a host. Raises OSError."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(entry[4][0]) for entry in found))


def is_public(address: str) -> bool:
    """Whether an IP address is one of the open internet: not private, loopback, link-local,
    multicast or reserved, nor any of these in an IPv6 coat."""
    try:
        found = ipaddress.ip_address(address.split("%")[0])
    except ValueError:
        return False
    if isinstance(found, ipaddress.IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or _translated(found)
        if found.teredo or (inner is not None and not is_public(str(inner))):
            return False
        if inner is not None:
            return True
    return found.is_global and not found.is_multicast and not found.is_reserved


def _translated(address: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address within one of NAT64's well-known prefix (RFC 6052)."""
    if address in ipaddress.IPv6Network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return None


def _parsed(url: str) -> httpx.URL:
    try:
        address = httpx.URL(url)
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchRefusedError(f"{url[:200]!r} is no address: {error}.") from None
    if address.scheme not in ("http", "https") or not address.host:
        raise FetchRefusedError(f"{url[:200]!r} is no http or https address.")
    if address.userinfo:
        raise FetchRefusedError("Addresses with a user name or password are not fetched.")
    return address.copy_with(fragment=None)


def _joined(address: httpx.URL, location: str) -> httpx.URL:
    try:
        return _parsed(str(address.join(location)))
    except (httpx.InvalidURL, ValueError) as error:
        raise FetchRefusedError(f"{address} redirects to no address: {error}.") from None


def _robots_rules(address: httpx.URL, door: Door, deadline: float) -> Protego | None:
    """The site's robots.txt; None where it has none (RFC 9309, 2.3.1: a server that fails, or sends us
    in circles, is left alone)."""
    robots = address.copy_with(raw_path=b"/robots.txt")
    for _ in range(MAX_REDIRECTS + 1):
        answer = _ask(robots, door, deadline, _MAX_ROBOTS_BYTES, may_cut=True)
        if answer.status in _REDIRECTS and "location" in answer.headers:
            robots = _joined(robots, answer.headers["location"])
            continue
        if answer.status == 200:
            return Protego.parse(answer.content.decode("utf-8", "replace"))
        if answer.status < 500 and answer.status != 429:
            return None
        break
    raise FetchRefusedError(f"{robots} cannot be read, so {address.host} is left alone.")


def _ask(
    address: httpx.URL, door: Door, deadline: float, max_bytes: int, *, may_cut: bool = False
) -> _Answer:
    """One request to the checked IP address of the host, under the host's own name."""
    pinned = address.copy_with(host=_checked_address(address, door))
    left = max(0.1, deadline - time.monotonic())
    try:
        # A server can send a byte of its head every few seconds: the time is bounded for all of it.
        return asyncio.run(
            asyncio.wait_for(_answer(address, pinned, max_bytes, left, may_cut=may_cut), left)
        )
    except TimeoutError:
        raise FetchRefusedError(f"{address.host} is too slow.") from None
    except httpx.HTTPError as error:
        detail = str(error) or type(error).__name__
        raise FetchRefusedError(f"{address} cannot be fetched: {detail}.") from None


async def _answer(
    address: httpx.URL, pinned: httpx.URL, max_bytes: int, left: float, *, may_cut: bool
) -> _Answer:
    headers = {
        "Host": address.netloc.decode("ascii"),
        "User-Agent": USER_AGENT,
        "Accept": "text/html,application/xhtml+xml,application/feed+json,application/xml;q=0.9,*/*;q=0.5",
        "Accept-Encoding": "gzip, identity",
    }
    # No proxies and no netrc of the environment: they would connect elsewhere than checked.
    async with (
        httpx.AsyncClient(
            trust_env=False, follow_redirects=False, verify=_tls(), timeout=left
        ) as client,
        client.stream(
            "GET", pinned, headers=headers, extensions={"sni_hostname": address.host}
        ) as response,
    ):
        content = await _body(response, max_bytes, may_cut=may_cut)
        return _Answer(response.status_code, response.headers, content)


@cache
def _tls() -> ssl.SSLContext:
    # Loading the certificates takes longer than most answers.
    return httpx.create_ssl_context(trust_env=False)


def _checked_address(address: httpx.URL, door: Door) -> str:
    host = address.host
    port = address.port or (443 if address.scheme == "https" else 80)
    try:
        found = door.resolve(host, port)
    except (OSError, UnicodeError) as error:
        raise FetchRefusedError(f"The host {host} is not known: {error}.") from None
    if not found:
        raise FetchRefusedError(f"The host {host} has no address.")
    if host in door.trusted:
        return found[0]
    if port not in _PORTS:
        raise FetchRefusedError(f"Port {port} is no web server's.")
    if not all(map(is_public, found)):
        raise FetchRefusedError(f"The host {host} is not on the open internet.")
    return found[0]


async def _body(response: httpx.Response, max_bytes: int, *, may_cut: bool) -> bytes:
    """The body with gzip undone, read within the size that is left."""
    encodings = response.headers.get("content-encoding", "")
    inflater = zlib.decompressobj(47) if "gzip" in encodings else None
    pieces: list[bytes] = []
    size = 0
    async for packed in response.aiter_raw():
        try:
            piece = inflater.decompress(packed, max_bytes + 1 - size) if inflater else packed
        except zlib.error:
            raise FetchRefusedError("The answer's compression is broken.") from None
        size += len(piece)
        pieces.append(piece)
        if size > max_bytes:
            if may_cut:
                break
            raise FetchRefusedError(f"The answer has more than {max_bytes} bytes.")
    if inflater is not None and size and not inflater.eof and size <= max_bytes:
        raise FetchRefusedError("The answer breaks off.")
    return b"".join(pieces)[:max_bytes]


def _source(fetched: Fetched) -> Source:
    name = fetched.url
    source = source_of(fetched.url, name, fetched.content)
    _, _, charset = fetched.content_type.partition("charset=")
    return replace(
        source, head=fetched.content[:HEAD_BYTES], charset=charset.strip(" \"';") or None
    )


def _with_address(document: Document, fetched: Fetched) -> Document:
    """A page knows its address; entries of a feed and records of a dump have their own."""
    if isinstance(document, RawDocument) and document.media_type is not MediaType.JSON:
        declared = replace(document.declared, url=document.declared.url or fetched.url)
        return replace(document, declared=declared, key=f"url:{fetched.url}")
    return document
