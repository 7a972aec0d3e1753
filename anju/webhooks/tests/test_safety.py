"""Whoever names an address must not have us call our own network: not by text, not by name, not by a redirect."""

import socket
import threading
from collections.abc import Iterator

import pytest

from anju.clients import webhooks
from anju.clients.rules import Refusal
from anju.clients.tests.outside import Outside
from anju.core.refusals import Refused

PUBLIC = "93.184.215.14"


@pytest.fixture
def production(settings) -> None:
    settings.WEBHOOK_NETWORKS = ""


def names(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> list[str]:
    """Every name is at these addresses; returns the names that were asked for."""
    asked: list[str] = []

    def found(host: str, port: int, **_: object) -> list[tuple[object, ...]]:
        asked.append(host)
        return [(0, 0, 0, "", (address, port)) for address in addresses]

    monkeypatch.setattr(webhooks, "getaddrinfo", found)
    return asked


@pytest.mark.parametrize(
    "url",
    [
        "https://127.0.0.1/",
        "https://10.1.2.3/",
        "https://172.16.0.1/",
        "https://192.168.1.1:8443/",
        "https://169.254.169.254/latest/meta-data",
        "https://100.64.0.1/",
        "https://0.0.0.0/",
        "https://224.0.0.1/",
        "https://[::1]/",
        "https://[fc00::1]/",
        "https://[fe80::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[2002:7f00:1::]/",
        "https://[64:ff9b::7f00:1]/",
        "https://localhost/",
        "https://db.local/",
    ],
)
def test_no_address_of_the_inside_is_taken(production, url):
    with pytest.raises(Refused) as refused:
        webhooks.check_url(url)

    assert refused.value.code == Refusal.ADDRESS_PRIVATE


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://erp.example/", Refusal.ADDRESS_PLAIN),
        ("http://93.184.215.14/", Refusal.ADDRESS_PLAIN),
        ("ftp://erp.example/", Refusal.ADDRESS_WRONG),
        ("https://", Refusal.ADDRESS_WRONG),
        ("https://user:pass@erp.example/", Refusal.ADDRESS_WRONG),
        ("https://erp.example/#here", Refusal.ADDRESS_WRONG),
        ("https://erp.example:99999/", Refusal.ADDRESS_WRONG),
        ("https://erp.example/a b", Refusal.ADDRESS_WRONG),
        ("https://erp.example/\r\nX-Evil: 1", Refusal.ADDRESS_WRONG),
        ("https://企业.example/", Refusal.ADDRESS_WRONG),
        ("//erp.example/", Refusal.ADDRESS_WRONG),
    ],
)
def test_what_is_no_address_is_not_taken(production, url, code):
    with pytest.raises(Refused) as refused:
        webhooks.check_url(url)

    assert refused.value.code == code


def test_a_public_address_is_taken(production):
    webhooks.check_url("https://erp.example:8443/anju/events?tenant=1")
    webhooks.check_url(f"https://{PUBLIC}/")


@pytest.mark.parametrize(
    "addresses",
    [
        ["10.0.0.5"],
        ["127.0.0.1"],
        ["::1"],
        ["::ffff:10.0.0.5"],
        ["169.254.169.254"],
        [PUBLIC, "10.0.0.5"],  # one of them inside is enough
    ],
)
def test_a_name_that_points_inside_is_never_connected_to(production, monkeypatch, addresses):
    names(monkeypatch, *addresses)
    monkeypatch.setattr(
        webhooks.httpcore.SyncBackend, "connect_tcp", lambda *a, **k: pytest.fail("connected")
    )

    sent = webhooks.send("https://erp.example/", {}, b"{}", seconds=5)

    assert "指向内部网络或本机" in sent.outcome
    assert (sent.answer, sent.address, sent.is_silent) == (None, None, True)


def test_a_number_that_means_this_machine_is_none_either(production):
    """2130706433 is 127.0.0.1 to whoever resolves it: what counts is where it leads."""
    sent = webhooks.send("https://2130706433/", {}, b"{}", seconds=5)

    assert "指向内部网络或本机" in sent.outcome


def test_what_was_looked_at_is_what_is_connected_to(production, monkeypatch):
    """A name that points elsewhere a moment later (DNS rebinding) changes nothing: it is resolved once."""
    asked = names(monkeypatch, PUBLIC)
    connected: list[str] = []

    def connect(backend, host: str, port: int, **_: object):
        connected.append(host)
        raise webhooks.httpcore.ConnectError("nobody there")

    monkeypatch.setattr(webhooks.httpcore.SyncBackend, "connect_tcp", connect)
    sent = webhooks.send("https://erp.example/", {}, b"{}", seconds=5)

    assert asked == ["erp.example"]
    assert connected == [PUBLIC]
    assert (sent.address, sent.outcome) == (PUBLIC, "无法连接：nobody there")


def test_a_redirect_is_an_answer_and_not_followed(receiver: Outside, other_receiver: Outside):
    receiver.says(302)

    sent = webhooks.send(f"{receiver.url}/", {}, b"{}", seconds=5)

    assert sent.answer == 302
    assert "不跟随转址" in sent.outcome
    assert len(receiver.asked) == 1 and other_receiver.asked == []


def test_of_an_answer_a_few_bytes_are_kept(receiver: Outside):
    receiver.says(200, "很长" * 10_000)

    sent = webhooks.send(f"{receiver.url}/", {}, b"{}", seconds=5)

    assert sent.outcome == ""
    assert 0 < len(sent.body) <= webhooks.KEPT_OF_ANSWER


@pytest.fixture
def dripping() -> Iterator[str]:
    """Somebody who answers one byte at a time, for ever."""
    listening = socket.create_server(("127.0.0.1", 0))
    over = threading.Event()

    def drip() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(4096)
            for byte in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 10_000:
                if over.wait(0.05):
                    return
                try:
                    connection.send(bytes([byte]))
                except OSError:
                    return

    thread = threading.Thread(target=drip, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{listening.getsockname()[1]}/"
    over.set()
    listening.close()
    thread.join()


def test_who_answers_byte_by_byte_gains_no_time(dripping: str):
    sent = webhooks.send(dripping, {}, b"{}", seconds=0.4)

    assert (sent.answer, sent.outcome) == (None, "0.4秒内没有应答")
    assert sent.took_ms < 1_000


def test_what_is_no_http_is_said_so():
    listening = socket.create_server(("127.0.0.1", 0))

    def talk() -> None:
        connection, _ = listening.accept()
        with connection:
            connection.recv(4096)
            connection.send(b"SSH-2.0-OpenSSH_9.6\r\n\r\n")

    threading.Thread(target=talk, daemon=True).start()
    sent = webhooks.send(f"http://127.0.0.1:{listening.getsockname()[1]}/", {}, b"{}", seconds=5)
    listening.close()

    assert sent.outcome.startswith("应答不是HTTP")
