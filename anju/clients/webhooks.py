"""Telling programs at addresses that others chose: never into our own network, never longer than the deadline.

Whoever subscribes names an address, and we call it from inside. So the name is resolved here, every address it has is
looked at, and the connection goes to one of those (a name that points elsewhere a moment later changes nothing). A
redirect is an answer like another, not followed. Of the answer a few bytes are kept. (OPS-04; OWASP ASVS 12.6)
"""

import ipaddress
import ssl
import time
from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from socket import SOCK_STREAM, getaddrinfo
from typing import Any
from urllib.parse import SplitResult, urlsplit

import httpcore
import httpx
from django.conf import settings

from anju.clients.calls import WORTH_RETRYING
from anju.clients.rules import Refusal
from anju.core.refusals import Refused

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
NAT64 = ipaddress.ip_network("64:ff9b::/96")
KEPT_OF_ANSWER = 500
FAILURES = (httpcore.NetworkError, httpcore.TimeoutException, httpcore.ProtocolError, ssl.SSLError)


@dataclass(frozen=True)
class Sent:
    """What came of one try: `outcome` says why it was not accepted, or "". Who is silent is left in peace a while."""

    answer: int | None = None
    body: str = ""
    outcome: str = ""
    address: str | None = None
    took_ms: int = 0
    is_silent: bool = False


def check_url(url: str) -> None:
    """Refused unless it may be an address to send to, as far as its text says. Nobody is asked here."""
    parts = _parts(url)
    try:
        address = ipaddress.ip_address(parts.hostname or "")
    except ValueError:
        address = None
    allowed = address is not None and _is_allowed(address)
    if parts.scheme == "http" and not allowed:
        raise Refused(Refusal.ADDRESS_PLAIN)
    if address is not None and not allowed:
        _check_public(parts.hostname or "", address)
    if parts.hostname == "localhost" or str(parts.hostname).endswith((".localhost", ".local")):
        raise Refused(Refusal.ADDRESS_PRIVATE, host=parts.hostname, address=parts.hostname)


def _parts(url: str) -> SplitResult:
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
        host.encode("idna")
    except (ValueError, UnicodeError):
        raise Refused(Refusal.ADDRESS_WRONG) from None
    wrong = parts.username is not None or parts.fragment or not url.isprintable() or " " in url
    if parts.scheme not in ("https", "http") or not host or wrong or not url.isascii():
        raise Refused(Refusal.ADDRESS_WRONG)
    return parts


def _check_public(host: str, address: Address) -> None:
    if not (_is_allowed(address) or all(map(_is_public, _meant_by(address)))):
        raise Refused(Refusal.ADDRESS_PRIVATE, host=host, address=address)


def _is_public(address: Address) -> bool:
    """Neither ours, nor a private, a local or a reserved one."""
    return address.is_global and not address.is_multicast and not address.is_reserved


def _meant_by(address: Address) -> Iterable[Address]:
    """The address itself, or the IPv4 address that an IPv6 one stands for (mapped, 6to4, Teredo, NAT64)."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address in NAT64:
        return [ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)]
    if address.teredo is not None:
        return address.teredo
    return [address.ipv4_mapped or address.sixtofour or address]


def _is_allowed(address: Address) -> bool:
    """Whether the installation says that receivers may be there: a demo's, or a test's, on this very machine."""
    return any(address in network for network in allowed_networks(settings.WEBHOOK_NETWORKS))


@cache
def allowed_networks(setting: str) -> list[ipaddress.IPv4Network | ipaddress.IPv6Network]:
    return [ipaddress.ip_network(each.strip()) for each in setting.split(",") if each.strip()]


def send(url: str, headers: dict[str, str], body: bytes, *, seconds: int) -> Sent:
    """Post this once, within so many seconds in all. Any 2xx accepts it; everything else is said, nothing is raised."""
    began = time.monotonic()
    net = Guarded(began + seconds)
    answer, text, silent = None, "", True
    try:
        check_url(url)
        answer, text = _posted(net, url, headers, body)
        outcome, silent = _judged(answer)
    except Refused as refused:
        outcome = refused.message
    except httpcore.TimeoutException:
        outcome = f"{seconds}秒内没有应答"
    except FAILURES as failure:
        outcome = _why(failure)
    took_ms = round((time.monotonic() - began) * 1000)
    return Sent(answer, text, outcome[:200], net.address, took_ms, silent)


def _judged(answer: int) -> tuple[str, bool]:
    """Why an answer is no acceptance, and whether its program seems to be out of order."""
    if 200 <= answer < 300:
        return "", False
    if 300 <= answer < 400:
        return f"HTTP {answer}：不跟随转址，请填写最终地址", False
    return f"HTTP {answer}", answer >= 500 or answer in WORTH_RETRYING


def _why(failure: Exception) -> str:
    text = str(failure)
    if "certificate" in text.lower():
        return f"证书不可信：{text}"
    if isinstance(failure, httpcore.ProtocolError):
        return f"应答不是HTTP：{text}"
    return f"无法连接：{text}"


def _posted(net: "Guarded", url: str, headers: dict[str, str], body: bytes) -> tuple[int, str]:
    with (
        httpcore.ConnectionPool(ssl_context=trusted(), network_backend=net) as pool,
        pool.stream("POST", url, headers=list(headers.items()), content=body) as response,
    ):
        kept = b""
        with suppress(
            *FAILURES
        ):  # what it answered is known: how it goes on about it does not matter
            for part in response.iter_stream():
                kept += part
                if len(kept) >= KEPT_OF_ANSWER:
                    break
        return response.status, kept[:KEPT_OF_ANSWER].decode("utf-8", "replace").replace("\0", " ")


@cache
def trusted() -> ssl.SSLContext:
    return httpx.create_ssl_context()


class Guarded(httpcore.NetworkBackend):
    """Connects to public addresses only, and to the one it has looked at; every step ends by the same moment."""

    def __init__(self, ends_at: float) -> None:
        self.ends_at = ends_at
        self.address: str | None = None

    def left(self) -> float:
        left = self.ends_at - time.monotonic()
        if left <= 0:
            raise httpcore.ReadTimeout("no time is left")
        return left

    def connect_tcp(self, host: str, port: int, *_: Any, **__: Any) -> httpcore.NetworkStream:
        try:
            found = getaddrinfo(host, port, type=SOCK_STREAM)
        except (OSError, UnicodeError) as error:
            raise httpcore.ConnectError(f"域名无法解析（{error}）") from error
        addresses = list(dict.fromkeys(str(each[4][0]) for each in found))
        for address in addresses:
            _check_public(host, ipaddress.ip_address(address.partition("%")[0]))
        for address in addresses[:-1]:
            try:
                return self._connected(address, port)
            except httpcore.ConnectError:
                continue
        return self._connected(addresses[-1], port)

    def _connected(self, address: str, port: int) -> httpcore.NetworkStream:
        self.address = address.partition("%")[0]
        stream = httpcore.SyncBackend().connect_tcp(address, port, timeout=self.left())
        return Limited(stream, self.left)


class Limited(httpcore.NetworkStream):
    """A connection whose every read and write ends when the time for all of it is over."""

    def __init__(self, stream: httpcore.NetworkStream, left: Callable[[], float]) -> None:
        self.stream = stream
        self.left = left

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self.stream.read(max_bytes, self.left())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self.stream.write(buffer, self.left())

    def close(self) -> None:
        self.stream.close()

    def start_tls(
        self,
        ssl_context: ssl.SSLContext,
        server_hostname: str | None = None,
        timeout: float | None = None,
    ) -> httpcore.NetworkStream:
        return Limited(self.stream.start_tls(ssl_context, server_hostname, self.left()), self.left)

    def get_extra_info(self, info: str) -> Any:
        return self.stream.get_extra_info(info)
