"""What knocks at the gateway: real signatures, and everything that is not one."""

import hashlib
import json
import secrets
from datetime import timedelta
from pathlib import Path
from urllib.parse import urlencode

import pytest
from django.test import Client

from anju.clients import signing
from anju.clients.reading import as_beijing
from anju.clients.tests.test_bank import report, transaction
from anju.clients.tests.test_iso20022 import camt_053, camt_054, ntry
from anju.core import clock
from anju.core.actors import CLOCK
from anju.core.money import plain_yuan
from anju.ledger.queries import balance_fen
from anju.orders.rules import Status
from anju.payments import actions as payments
from anju.payments.models import BankEntry, BankMessage, ProviderNotification, Statement
from anju.payments.rules import Channel
from anju.tests.world import BANKS, a_bank_account, a_credit, a_paying_order, book

pytestmark = pytest.mark.django_db
caller = Client(enforce_csrf_checks=True)
TODAY = "2026-11-20T12:00:00+08:00"


@pytest.fixture
def key(settings):
    """The private keys of the outside, which only tests and the sandbox have."""
    folder = Path(settings.ALIPAY["public_key_file"]).parent.parent / "sandbox"
    return lambda name: str(folder / f"{name}_private.pem")


def fields_of(order, **changes):
    payment = order.payment
    return {
        "notify_time": as_beijing(clock.now()),
        "notify_type": "trade_status_sync",
        "notify_id": "N1",
        "app_id": BANKS["ccb"][3],
        "charset": "utf-8",
        "version": "1.0",
        "trade_no": "T1",
        "out_trade_no": payment.no,
        "trade_status": "TRADE_SUCCESS",
        "total_amount": plain_yuan(payment.amount_fen),
        "gmt_payment": as_beijing(clock.now()),
        "buyer_logon_id": "zhang***@example.com",
    } | changes


def knock_as_alipay(key, fields, signer="alipay", **afterwards):
    content = "&".join(f"{name}={fields[name]}" for name in sorted(fields) if fields[name])
    signed = fields | {"sign_type": "RSA2", "sign": signing.sign(content.encode(), key(signer))}
    body = urlencode(signed | afterwards)
    return caller.post("/gateway/alipay", body, "application/x-www-form-urlencoded")


def knock_as_bank(key, body, bank="ccb", signer=None, at=None, nonce=None, path=None):
    signed_at = (at or clock.now()).isoformat()
    nonce, path = nonce or secrets.token_hex(16), path or f"/gateway/bank/{bank}"
    body = body.encode() if isinstance(body, str) else body
    content = f"{signed_at}\n{nonce}\nPOST\n{path}\n{hashlib.sha256(body).hexdigest()}"
    headers = {
        "X-Key-Id": bank,
        "X-Timestamp": signed_at,
        "X-Nonce": nonce,
        "X-Signature": signing.sign(content.encode(), key(signer or f"bank_{bank}")),
    }
    return caller.post(f"/gateway/bank/{bank}", body, "application/xml", headers=headers)


@pytest.mark.covers("CHN-01", "CHN-02", "PAY-05")
def test_a_signed_notification_is_written_down_answered_and_booked(key):
    order = a_paying_order(channel=Channel.ALIPAY)
    for _ in range(50):
        answer = knock_as_alipay(key, fields_of(order))
        assert (answer.status_code, answer.content) == (200, b"success")
    assert ProviderNotification.objects.count() == 1
    assert balance_fen("transit:alipay:ccb") == 0
    book()
    order.refresh_from_db()
    assert order.status == Status.PAID
    assert balance_fen("transit:alipay:ccb") == 28000_00


@pytest.mark.covers("CHN-02", "SEC-03", "SEC-04")
@pytest.mark.parametrize(
    "afterwards",
    [{"total_amount": "28000.01"}, {"out_trade_no": "1"}, {"app_id": "2"}, {"trade_status": "X"}],
)
def test_a_notification_changed_after_it_was_signed_changes_nothing(key, afterwards):
    answer = knock_as_alipay(key, fields_of(a_paying_order(channel=Channel.ALIPAY)), **afterwards)
    assert (answer.status_code, answer.content) == (400, b"fail")
    assert not ProviderNotification.objects.exists()


@pytest.mark.covers("CHN-02", "SEC-03")
def test_a_notification_signed_by_another_key_or_long_ago_changes_nothing(key):
    order = a_paying_order(channel=Channel.ALIPAY)
    assert knock_as_alipay(key, fields_of(order), signer="idp").content == b"fail"
    old = as_beijing(clock.now() - timedelta(minutes=6))
    assert knock_as_alipay(key, fields_of(order, notify_time=old)).content == b"fail"
    assert caller.post("/gateway/alipay", b"\xff\x00", "text/plain").status_code == 400
    assert caller.get("/gateway/alipay").status_code == 405
    assert not ProviderNotification.objects.exists()


@pytest.mark.covers("CHN-04", "PAY-06", "PAY-08")
def test_a_banks_credit_is_written_down_answered_and_booked_at_once(key):
    order = a_paying_order()
    body = camt_054(ntry(moment=TODAY, amount="28000.00", code=order.payment.collection_code))
    for _ in range(3):
        assert knock_as_bank(key, body).content == b"ok"
    book()
    order.refresh_from_db()
    assert order.status == Status.IN_CUSTODY
    entry = BankEntry.objects.get()
    assert (entry.counterparty_name, entry.counterparty_account) == ("张三", "6222020200001234567")
    assert balance_fen("world:ccb") == -28000_00


@pytest.mark.covers("CHN-04", "SEC-03", "SEC-04")
def test_a_message_that_is_forged_stale_replayed_or_misaddressed_changes_nothing(key):
    a_bank_account()
    body, nonce = camt_054(ntry(moment=TODAY)), "0" * 32
    refused = [
        (knock_as_bank(key, body, signer="bank_icbc"), "签名"),
        (knock_as_bank(key, body, path="/gateway/bank/icbc"), "签名"),
        (knock_as_bank(key, body, at=clock.now() - timedelta(minutes=6)), "时间"),
        (knock_as_bank(key, body, bank="icbc"), "11050160520000000017"),
        (knock_as_bank(key, b"<no xml"), "XML"),
        (knock_as_bank(key, camt_054(ntry(amount="1.001"))), "1.001"),
        (knock_as_bank(key, camt_054(ntry(moment="2126-01-01T12:00:00+08:00"))), "晚于现在"),
        (caller.post("/gateway/bank/abc", body, "application/xml"), "abc"),
    ]
    for answer, sentence in refused:
        assert answer.status_code == 400
        assert sentence in answer.content.decode()
    assert not BankEntry.objects.exists()
    assert not BankMessage.objects.exists()
    assert knock_as_bank(key, body, nonce=nonce).status_code == 200
    replayed = knock_as_bank(key, body, nonce=nonce)
    assert (replayed.status_code, "随机数" in replayed.content.decode()) == (400, True)
    assert BankEntry.objects.count() == 1


@pytest.mark.covers("CHN-04", "LED-04")
def test_a_statement_brings_the_entries_that_no_message_told(key):
    order = a_paying_order()
    entry = ntry(ref="LOST", moment=TODAY, amount="28000.00", code=order.payment.collection_code)
    body = camt_053(entry, closing="28000.00")
    for _ in range(2):
        assert knock_as_bank(key, body).content == b"ok"
    assert Statement.objects.get().closing_fen == 28000_00
    book()
    order.refresh_from_db()
    assert order.status == Status.IN_CUSTODY
    changed = camt_053(entry, opening="1.00", closing="28001.00")
    assert knock_as_bank(key, changed).content == b"ok"
    versions = Statement.objects.order_by("version")
    assert [(one.version, one.closing_fen) for one in versions] == [(1, 28000_00), (2, 28001_00)]
    assert balance_fen("world:ccb") == -28000_00


@pytest.mark.covers("CHN-04")
def test_a_rejected_return_stands_in_suspense_again_with_the_banks_reason(key):
    a_bank_account()
    credit = a_credit(amount="100.00", code="404")
    book()
    instruction = payments.return_credit(entry_id=credit.pk, because="不明来款", by=CLOCK)
    rejected = transaction(instruction.end_to_end_id, "RJCT", "AC04")
    assert knock_as_bank(key, report("M1", "", rejected)).content == b"ok"
    credit.refresh_from_db()
    assert (credit.status, "AC04" in credit.because) == ("set_aside", True)
    assert balance_fen("suspense:ccb") == 100_00


@pytest.mark.covers("OPS-02")
def test_only_the_holder_of_the_key_moves_the_clock_and_only_forward(settings):
    def knock(content, key=settings.CLOCK_KEY):
        body = json.dumps(content).encode()
        headers = signing.shared_key_headers(key, body)
        return caller.post("/gateway/clock", body, "application/json", headers=headers)

    before = clock.now()
    assert knock({"days": 1}).status_code == 200
    assert timedelta(days=1) <= clock.now() - before < timedelta(days=1, minutes=1)
    for answer in (knock({"days": 1}, key="other"), knock({"days": -1}), knock({"days": "x"})):
        assert answer.status_code == 400
    assert clock.now() - before < timedelta(days=1, minutes=1)
