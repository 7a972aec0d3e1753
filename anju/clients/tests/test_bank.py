import hashlib
import json
import re
import secrets
from datetime import UTC, date, datetime, timedelta

import pytest

from anju.clients import bank
from anju.clients.iso20022 import Payout
from anju.clients.outcomes import Unavailable
from anju.clients.rules import Refusal
from anju.core.refusals import Refused

REPORT = """<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.002.001.10"><CstmrPmtStsRpt>
<GrpHdr><MsgId>S1</MsgId><CreDtTm>2026-12-01T04:00:00Z</CreDtTm></GrpHdr>
<OrgnlGrpInfAndSts><OrgnlMsgId>{message}</OrgnlMsgId>
<OrgnlMsgNmId>pain.001.001.09</OrgnlMsgNmId>{group}</OrgnlGrpInfAndSts>{transactions}
</CstmrPmtStsRpt></Document>"""
ONE = Payout("E1", 400000, "张三", "6222020200001234567", "中国工商银行", "退款")


def report(message="M1", group="ACCP", transactions=""):
    status = f"<GrpSts>{group}</GrpSts>" if group else ""
    return REPORT.format(message=message, group=status, transactions=transactions)


def transaction(end_to_end_id, status, reason=""):
    why = f"<StsRsnInf><Rsn><Cd>{reason}</Cd></Rsn></StsRsnInf>" if reason else ""
    return (
        f"<OrgnlPmtInfAndSts><OrgnlPmtInfId>M1</OrgnlPmtInfId><TxInfAndSts><OrgnlEndToEndId>"
        f"{end_to_end_id}</OrgnlEndToEndId><TxSts>{status}</TxSts>{why}</TxInfAndSts></OrgnlPmtInfAndSts>"
    )


def check_our_signature(asked, keys):
    """As the bank would: only the published description of the headers is used here."""
    headers = asked.headers
    assert headers["X-Key-Id"] == "anju"
    assert re.fullmatch("[0-9a-f]{32}", headers["X-Nonce"])
    moment = datetime.fromisoformat(headers["X-Timestamp"])
    assert abs(datetime.now(UTC) - moment) < timedelta(minutes=1)
    digest = hashlib.sha256(asked.body).hexdigest()
    signed = [headers["X-Timestamp"], headers["X-Nonce"], asked.method, asked.path, digest]
    keys.product_bank.check("\n".join(signed), headers["X-Signature"])


REGISTERED = json.dumps(
    {
        "code": "622001",
        "bank_name": "中国建设银行",
        "branch_name": "北京住房公积金支行",
        "account_name": "北京市住房资金管理中心",
    }
)


@pytest.mark.covers("CHN-04")
def test_a_collection_code_is_registered_over_a_signed_request(outside, keys):
    outside.says(201, REGISTERED)
    until = datetime(2026, 12, 31, 16, 0, tzinfo=UTC)
    assert bank.register_collection_code("ccb", "622001", 1200000, until, "DD1") == (
        bank.CodeRegistered("中国建设银行", "北京住房公积金支行", "北京市住房资金管理中心")
    )
    [asked] = outside.asked
    assert (asked.method, asked.path) == ("POST", "/bank/ccb/collection-codes")
    check_our_signature(asked, keys)
    assert json.loads(asked.body) == {
        "code": "622001",
        "account": "11050160520000000017",
        "name": "北京市住房资金管理中心",
        "amount": "12000.00",
        "valid_until": "2026-12-31T16:00:00+00:00",
        "reference": "DD1",
    }


@pytest.mark.covers("CHN-04")
def test_a_code_without_end_repeated_changes_nothing_and_with_other_content_is_refused(outside):
    outside.says(200, REGISTERED)
    found = bank.register_collection_code("ccb", "622001", 1200000, None, "DD1")
    assert found.bank_name == "中国建设银行"
    assert "valid_until" not in json.loads(outside.asked[0].body)
    outside.says(409)
    with pytest.raises(Refused) as no:
        bank.register_collection_code("ccb", "622001", 1300000, None, "DD1")
    assert no.value.code == Refusal.CODE_TAKEN
    assert no.value.message == "收款码「622001」已经登记，且内容不同"


def test_cancelling_a_code_twice_is_cancelling_it_once(outside, keys):
    outside.says(204)
    bank.cancel_collection_code("ccb", "622001")
    outside.says(404)
    bank.cancel_collection_code("ccb", "622001")
    assert outside.asked[0].path == "/bank/ccb/collection-codes/622001"
    check_our_signature(outside.asked[0], keys)


@pytest.mark.covers("CHN-04")
@pytest.mark.parametrize(("status", "group"), [(202, "ACCP"), (202, "RJCT"), (200, "ACCP")])
def test_an_order_to_pay_is_signed_and_answered_with_its_status(outside, keys, status, group):
    outside.says(status, report(group=group))
    assert bank.pay("ccb", "M1", [ONE]).group_status == group
    [asked] = outside.asked
    assert (asked.method, asked.path) == ("POST", "/bank/ccb/payments")
    assert asked.headers["Content-Type"] == "application/xml"
    check_our_signature(asked, keys)
    assert b"<MsgId>M1</MsgId>" in asked.body
    assert b"<Id>11050160520000000017</Id>" in asked.body


def test_a_report_on_another_order_is_refused(outside):
    outside.says(202, report(message="M2"))
    with pytest.raises(Refused) as no:
        bank.pay("ccb", "M1", [ONE])
    assert no.value.code == Refusal.UNREADABLE


def test_the_fate_of_a_payment_can_be_asked_for(outside, keys):
    outside.says(200, report(transactions=transaction("E1", "RJCT", "AC04")))
    assert bank.payment_status("ccb", "E1") == ("E1", "RJCT", "AC04")
    assert outside.asked[0].path == "/bank/ccb/payments/E1"
    check_our_signature(outside.asked[0], keys)
    outside.says(200, report(group="", transactions=transaction("E1", "ACSC")))
    assert bank.payment_status("ccb", "E1").status == "ACSC"
    outside.says(404)
    assert bank.payment_status("ccb", "E1") is None
    outside.says(200, report(transactions=transaction("E2", "ACSC")))
    with pytest.raises(Refused):
        bank.payment_status("ccb", "E1")


def test_a_statement_is_there_when_its_day_is_over(outside, keys):
    outside.says(404)
    assert bank.statement("ccb", date(2026, 12, 1)) is None
    outside.says(200, "<Document/>")
    assert bank.statement("ccb", date(2026, 12, 1)) == b"<Document/>"
    assert outside.asked[0].path == "/bank/ccb/statements/2026-12-01"
    check_our_signature(outside.asked[0], keys)


def test_a_bank_that_cannot_answer_is_unavailable_and_one_that_says_no_declines(outside, settings):
    for status in (500, 502, 503, 429):
        outside.says(status)
        with pytest.raises(Unavailable):
            bank.pay("ccb", "M1", [ONE])
    outside.says(401, "signature")
    with pytest.raises(Refused) as no:
        bank.pay("ccb", "M1", [ONE])
    assert no.value.message == "ccb拒绝了请求：HTTP 401 signature"
    with pytest.raises(Refused) as no:
        bank.statement("boc", date(2026, 12, 1))
    assert no.value.message == "没有与银行「boc」的连接"


def letter(keys, body=b"<Document/>", signer=None, **changes):
    """A request of the bank, signed as its description says."""
    headers = {
        "X-Key-Id": "ccb",
        "X-Timestamp": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "X-Nonce": secrets.token_hex(16),
    } | changes
    digest = hashlib.sha256(body).hexdigest()
    signed = [headers["X-Timestamp"], headers["X-Nonce"], "POST", "/gateway/bank/ccb", digest]
    return headers | {"X-Signature": (signer or keys.bank_ccb).sign("\n".join(signed))}


def verify(headers, body=b"<Document/>", name="ccb", method="POST", path="/gateway/bank/ccb"):
    return bank.verify(name, method, path, headers, body)


@pytest.mark.covers("CHN-04")
def test_a_letter_of_the_bank_gives_its_nonce(outside, keys):
    headers = letter(keys)
    assert verify(headers) == headers["X-Nonce"]


@pytest.mark.covers("CHN-04")
def test_a_letter_changed_anywhere_is_refused(outside, keys):
    headers = letter(keys)
    other_nonce = headers | {"X-Nonce": secrets.token_hex(16)}
    for arguments in (
        {"headers": headers, "body": b"<Document />"},
        {"headers": headers, "path": "/gateway/bank/icbc"},
        {"headers": headers, "method": "PUT"},
        {"headers": other_nonce},
        {"headers": headers | {"X-Timestamp": datetime.now(UTC).isoformat()}},
        {"headers": headers | {"X-Signature": "AAAA"}},
        {"headers": headers | {"X-Key-Id": "icbc"}},
        {"headers": letter(keys, signer=keys.stranger)},
        {"headers": letter(keys, **{"X-Nonce": "short"})},
        {"headers": {}},
    ):
        with pytest.raises(Refused) as no:
            verify(**arguments)
        assert no.value.code == Refusal.FORGED
    with pytest.raises(Refused) as no:
        verify(headers, name="boc")
    assert no.value.code == Refusal.UNKNOWN_BANK


@pytest.mark.covers("CHN-04")
@pytest.mark.parametrize("minutes", [-6, 6])
def test_an_old_letter_is_refused(outside, keys, minutes):
    then = (datetime.now(UTC) + timedelta(minutes=minutes)).isoformat()
    with pytest.raises(Refused) as no:
        verify(letter(keys, **{"X-Timestamp": then}))
    assert no.value.code == Refusal.STALE


@pytest.mark.parametrize("text", ["now", "2026-12-01T04:00:00", ""])
def test_a_letter_without_a_readable_moment_is_refused(outside, keys, text):
    with pytest.raises(Refused) as no:
        verify(letter(keys, **{"X-Timestamp": text}))
    assert no.value.code == Refusal.UNREADABLE
