"""The banks: signatures, collection codes, payments once and only once, statements."""

import hashlib
from datetime import timedelta

import pytest
from lxml import etree

from sandbox.amounts import fen_of
from sandbox.tests.conftest import Outside, Receiver, rsa_verify

CAMT = "{urn:iso:std:iso:20022:tech:xsd:camt.054.001.08}"
CODES = "/bank/ccb/collection-codes"
CODE = {
    "code": "A0001",
    "account": "11050160520000000017",
    "name": "李明",
    "amount": "12000.00",
    "reference": "订单 A0001",
}


def pain_001(
    msg_id: str = "M1",
    payments: tuple[tuple[str, str, str], ...] = (("E1", "30.00", "李明"),),
    count: int | None = None,
    control_sum: str = "",
    created: str = "2026-11-20T10:00:00",
    account: str = "11050160520000000017",
) -> bytes:
    transactions = "".join(
        f"<CdtTrfTxInf><PmtId><EndToEndId>{e2e}</EndToEndId></PmtId>"
        f'<Amt><InstdAmt Ccy="CNY">{amount}</InstdAmt></Amt><Cdtr><Nm>{name}</Nm></Cdtr>'
        "<CdtrAcct><Id><Othr><Id>6217000010012345678</Id></Othr></Id></CdtrAcct>"
        "<RmtInf><Ustrd>退回</Ustrd></RmtInf></CdtTrfTxInf>"
        for e2e, amount, name in payments
    )
    sums = f"<CtrlSum>{control_sum}</CtrlSum>" if control_sum else ""
    return (
        '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:pain.001.001.09"><CstmrCdtTrfInitn>'
        f"<GrpHdr><MsgId>{msg_id}</MsgId><CreDtTm>{created}</CreDtTm>"
        f"<NbOfTxs>{len(payments) if count is None else count}</NbOfTxs>{sums}</GrpHdr>"
        "<PmtInf><PmtInfId>P1</PmtInfId>"
        f"<DbtrAcct><Id><Othr><Id>{account}</Id></Othr></Id></DbtrAcct>"
        f"{transactions}</PmtInf></CstmrCdtTrfInitn></Document>"
    ).encode()


def found(xml: str | bytes, name: str) -> list[str]:
    """The texts of all elements with a local name."""
    root = etree.fromstring(xml.encode() if isinstance(xml, str) else xml)
    return [str(text) for text in root.xpath(f"//*[local-name()='{name}']/text()")]


def credit(outside: Outside, amount: str = "100.00", **more: object) -> dict[str, object]:
    given = {"amount": amount, "payer_name": "李明", "payer_account": "6217", **more}
    answer: dict[str, object] = outside.control("bank/ccb/transfer", **given)
    return answer


def pay(outside: Outside, body: bytes) -> tuple[int, bytes]:
    response = outside.bank("POST", "/bank/ccb/payments", body)
    return response.status_code, response.data


@pytest.mark.covers("CHN-04")
def test_an_unsigned_a_tampered_and_a_stale_request_are_refused(outside: Outside) -> None:
    body = b"{}"
    assert outside.client.post(CODES, data=body).status_code == 401
    headers = outside.bank_headers("POST", CODES, body)
    assert outside.client.post(CODES, data=b"{ }", headers=headers).status_code == 401
    headers = outside.bank_headers("POST", "/bank/icbc/collection-codes", body)
    assert outside.client.post(CODES, data=body, headers=headers).status_code == 401
    headers = outside.bank_headers("POST", CODES, body, seconds_ago=301)
    assert outside.client.post(CODES, data=body, headers=headers).status_code == 401
    headers = outside.bank_headers("POST", CODES, body, seconds_ago=-301)
    assert outside.client.post(CODES, data=body, headers=headers).status_code == 401


@pytest.mark.covers("CHN-04")
def test_a_nonce_serves_once(outside: Outside) -> None:
    path = "/bank/ccb/payments/E1"
    headers = outside.bank_headers("GET", path, b"")
    assert outside.client.get(path, headers=headers).status_code == 404
    answer = outside.client.get(path, headers=headers)
    assert answer.status_code == 401
    assert answer.get_json()["message"] == "签名未通过：the nonce was used before"


@pytest.mark.covers("CHN-04")
def test_a_collection_code_is_opened_once(outside: Outside) -> None:
    first = outside.bank("POST", CODES, CODE)
    assert first.status_code == 201
    assert first.get_json() == {
        "code": "A0001",
        "bank_name": "中国建设银行",
        "branch_name": "中国建设银行北京住房公积金支行",
        "account_name": "北京市住房资金管理中心",
    }
    again = outside.bank("POST", CODES, CODE)
    assert (again.status_code, again.get_json()) == (200, first.get_json())
    assert outside.bank("POST", CODES, CODE | {"amount": "12000.01"}).status_code == 409
    other = CODE | {"account": "0200004119000000028"}
    assert outside.bank("POST", CODES, other).status_code == 422


def test_money_sent_to_a_cancelled_code_still_arrives(outside: Outside, receiver: Receiver) -> None:
    outside.bank("POST", CODES, CODE)
    assert outside.bank("DELETE", f"{CODES}/A0001").status_code == 204
    assert outside.bank("DELETE", f"{CODES}/A0001").status_code == 204
    assert outside.bank("DELETE", f"{CODES}/A0002").status_code == 404
    credit(outside, "12000.00", collection_code="A0001")
    outside.deliver()
    (received,) = receiver.at("/gateway/bank/ccb")
    assert found(received.body, "Ref") == ["A0001"]


@pytest.mark.covers("CHN-04")
def test_a_credit_is_told_by_a_signed_camt_054(outside: Outside, receiver: Receiver) -> None:
    done = credit(outside, "12000.00", collection_code="A0001", text="李明押金")
    outside.deliver()
    (received,) = receiver.at("/gateway/bank/ccb")
    digest = hashlib.sha256(received.body).hexdigest()
    headers = received.headers
    content = f"{headers['X-Timestamp']}\n{headers['X-Nonce']}\nPOST\n/gateway/bank/ccb\n{digest}"
    rsa_verify("bank_ccb", content, headers["X-Signature"])
    assert headers["X-Key-Id"] == "ccb"
    assert headers["Content-Type"] == "application/xml; charset=utf-8"
    entry = etree.fromstring(received.body).find(f".//{CAMT}Ntry")
    assert entry is not None

    def at(path: str) -> str | None:
        return entry.findtext("/".join(CAMT + part for part in path.split("/")))

    assert at("NtryRef") == at("AcctSvcrRef") == done["entry_ref"]
    assert at("Amt") == "12000.00"
    assert at("CdtDbtInd") == "CRDT"
    details = "NtryDtls/TxDtls"
    assert at(f"{details}/RltdPties/Dbtr/Pty/Nm") == "李明"
    assert at(f"{details}/RltdPties/DbtrAcct/Id/Othr/Id") == "6217"
    assert at(f"{details}/RmtInf/Ustrd") == "李明押金"
    assert at(f"{details}/RmtInf/Strd/CdtrRefInf/Ref") == "A0001"
    assert at("BookgDt/DtTm").endswith("+08:00")  # type: ignore[union-attr]


def test_copies_of_a_credit_are_the_same_message_with_new_nonces(
    outside: Outside, receiver: Receiver
) -> None:
    credit(outside, copies=3)
    outside.deliver()
    assert len({one.body for one in receiver.received}) == 1
    assert len({one.headers["X-Nonce"] for one in receiver.received}) == 3


def test_many_transfers_are_told_in_one_message(outside: Outside, receiver: Receiver) -> None:
    transfers = [{"amount": f"{n}.00", "payer_name": "李明"} for n in range(1, 101)]
    done = outside.control("bank/ccb/transfer", transfers=transfers)
    outside.deliver()
    (received,) = receiver.received
    assert found(received.body, "NtryRef") == done["entry_refs"]
    assert done["balance"] == "5050.00"


def test_a_payment_is_executed_and_told_by_a_debit(outside: Outside, receiver: Receiver) -> None:
    credit(outside, "100.00")
    status, answer = pay(outside, pain_001())
    assert status == 202
    assert found(answer, "GrpSts") == ["ACCP"]
    assert found(answer, "OrgnlMsgId") == ["M1"]
    outside.deliver()
    debit = receiver.received[-1].body
    assert found(debit, "CdtDbtInd")[0] == "DBIT"
    assert found(debit, "EndToEndId") == ["E1"]
    asked = outside.bank("GET", "/bank/ccb/payments/E1")
    assert found(asked.data, "TxSts") == ["ACSC"]
    assert outside.bank("GET", "/bank/ccb/payments/E9").status_code == 404


def test_a_repeated_message_is_never_paid_twice(outside: Outside) -> None:
    credit(outside, "100.00")
    _, first = pay(outside, pain_001())
    status, again = pay(outside, pain_001(created="2026-11-20T11:00:00"))
    assert (status, again) == (200, first)
    status, other = pay(outside, pain_001(payments=(("E1", "31.00", "李明"),)))
    assert status == 409
    assert found(other, "Cd") == ["DU01"]
    _, new_message = pay(outside, pain_001("M2"))
    assert found(new_message, "GrpSts") == ["RJCT"]
    assert found(new_message, "Cd") == ["DU04"]
    state = outside.client.get("/control/api/state").get_json()
    assert state["balances"]["ccb"] == "70.00"


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (pain_001(count=2), "AM18"),
        (pain_001(control_sum="30.01"), "AM10"),
        (pain_001(account="0200004119000000028"), "AC01"),
        (pain_001(payments=(("E1", "1.00", "李"), ("E1", "1.00", "李"))), "DU04"),
    ],
)
def test_a_message_that_does_not_add_up_is_rejected_whole(
    outside: Outside, body: bytes, reason: str
) -> None:
    credit(outside, "100.00")
    status, answer = pay(outside, body)
    assert status == 202
    assert (found(answer, "GrpSts"), found(answer, "Cd")) == (["RJCT"], [reason])
    assert outside.bank("GET", "/bank/ccb/payments/E1").status_code == 404


def test_a_payment_fails_with_the_reason_of_the_switch(
    outside: Outside, receiver: Receiver
) -> None:
    credit(outside, "100.00", notify=False)
    outside.control("switches", fail_payouts=1, payout_reason="BE01")
    pay(outside, pain_001(payments=(("E1", "30.00", "李明"), ("E2", "30.00", "李明"))))
    outside.deliver()
    report, debit = sorted((one.body for one in receiver.received), key=lambda b: b"camt" in b)
    assert (found(report, "TxSts"), found(report, "Cd")) == (["RJCT"], ["BE01"])
    assert found(report, "OrgnlEndToEndId") == ["E1"]
    assert found(debit, "EndToEndId") == ["E2"]


def test_a_payment_beyond_the_balance_fails(outside: Outside) -> None:
    pay(outside, pain_001())
    asked = outside.bank("GET", "/bank/ccb/payments/E1")
    assert (found(asked.data, "TxSts"), found(asked.data, "Cd")) == (["RJCT"], ["AM04"])


def test_held_payments_wait_to_be_executed_by_hand(outside: Outside) -> None:
    credit(outside, "100.00")
    outside.control("switches", hold_payouts=True)
    pay(outside, pain_001())
    asked = outside.bank("GET", "/bank/ccb/payments/E1")
    assert found(asked.data, "TxSts") == ["ACCP"]
    done = outside.control("bank/ccb/payments/execute", end_to_end_id="E1", reason="AC04")
    assert done == {"executed": ["E1"]}
    asked = outside.bank("GET", "/bank/ccb/payments/E1")
    assert (found(asked.data, "TxSts"), found(asked.data, "Cd")) == (["RJCT"], ["AC04"])
    outside.control("bank/ccb/payments/execute", 409, end_to_end_id="E1")


def test_entities_and_nonsense_are_refused(outside: Outside) -> None:
    bomb = b'<!DOCTYPE d [<!ENTITY e SYSTEM "file:///etc/passwd">]>' + pain_001("&e;")
    assert pay(outside, bomb)[0] == 400
    assert pay(outside, b"<a/>")[0] == 400
    assert pay(outside, b"nonsense")[0] == 400
    assert pay(outside, pain_001(payments=(("E1", "3x", "李明"),)))[0] == 400


@pytest.mark.covers("CHN-04")
def test_a_statement_adds_up_and_follows_the_one_before(
    outside: Outside, receiver: Receiver
) -> None:
    first = outside.world.clock.today()
    credit(outside, "100.00")
    credit(outside, "0.05", notify=False)
    pay(outside, pain_001())
    path = f"/bank/ccb/statements/{first}"
    assert outside.bank("GET", path).status_code == 404
    outside.next_day()
    credit(outside, "1.00")
    outside.next_day()
    one = outside.bank("GET", path).data
    two = outside.bank("GET", f"/bank/ccb/statements/{first + timedelta(days=1)}").data
    balances = [
        [found(etree.tostring(balance), "Amt")[0] for balance in _balances(xml)]
        for xml in (one, two)
    ]
    assert balances == [["0.00", "70.05"], ["70.05", "71.05"]]
    assert len(found(one, "NtryRef")) == 3
    signed = [
        fen_of(amount) * (1 if direction == "CRDT" else -1) for amount, direction in _entries(one)
    ]
    assert sum(signed) == 7005
    while outside.deliver():
        pass
    bodies = [received.body for received in receiver.at("/gateway/bank/ccb")]
    assert one in bodies and two in bodies


def _balances(xml: bytes) -> list[etree._Element]:
    return list(etree.fromstring(xml).xpath("//*[local-name()='Bal']"))


def _entries(xml: bytes) -> list[tuple[str, str]]:
    return [
        (found(etree.tostring(entry), "Amt")[0], found(etree.tostring(entry), "CdtDbtInd")[0])
        for entry in etree.fromstring(xml).xpath("//*[local-name()='Ntry']")
    ]


@pytest.mark.covers("CHN-04")
def test_interest_is_credited_under_a_code_of_the_bank_s_own(
    outside: Outside, receiver: Receiver
) -> None:
    done = outside.control("bank/ccb/interest", amount="12.34")
    assert done["balance"] == "12.34"
    outside.control("bank/ccb/interest", 400, amount="12,34")
    outside.control("bank/abc/interest", 404, amount="12.34")
    outside.deliver()
    (received,) = receiver.at("/gateway/bank/ccb")
    assert found(received.body, "Prtry") == [] and found(received.body, "Cd")[-1] == "INTR"
    assert found(received.body, "Ustrd") == ["结息"]


@pytest.mark.covers("CHN-06")
def test_a_payment_that_was_made_comes_back_once_under_its_reference(
    outside: Outside, receiver: Receiver
) -> None:
    credit(outside, "100.00")
    outside.control("bank/ccb/payments/bring-back", 404, end_to_end_id="E1")
    pay(outside, pain_001())
    done = outside.control("bank/ccb/payments/bring-back", end_to_end_id="E1")
    assert done["balance"] == "100.00"
    outside.control("bank/ccb/payments/bring-back", 409, end_to_end_id="E1")
    outside.deliver()
    told = receiver.at("/gateway/bank/ccb")[-1].body
    assert found(told, "EndToEndId") == ["E1"]
    assert found(told, "SubFmlyCd") == ["RRTN"]


def test_both_can_be_done_on_the_page(outside: Outside) -> None:
    form = {"page": "banks", "bank": "ccb", "amount": "30.00"}
    answer = outside.client.post("/control/do/interest", data=form, follow_redirects=True)
    assert "已结息，银行流水号" in answer.get_data(as_text=True)
    pay(outside, pain_001())
    form = {"page": "banks", "bank": "ccb", "end_to_end_id": "E1"}
    answer = outside.client.post("/control/do/bring-back", data=form, follow_redirects=True)
    assert "已退汇，银行流水号" in answer.get_data(as_text=True)


def test_what_was_paid_before_the_world_began_is_part_of_the_first_opening_balance(
    outside: Outside,
) -> None:
    first = outside.world.clock.today()
    sent = {"transfers": [{"amount": "9.00", "payer_name": "李明", "days_ago": 30}]}
    assert outside.client.post("/control/api/bank/ccb/transfer", json=sent).status_code == 200
    outside.next_day()
    xml = outside.bank("GET", f"/bank/ccb/statements/{first}").data
    assert [found(etree.tostring(one), "Amt")[0] for one in _balances(xml)] == ["9.00", "9.00"]
    [entry] = outside.client.get("/control/api/bank/ccb/entries").json["entries"]
    assert entry["booked_at"].startswith((first - timedelta(days=30)).isoformat())
    assert outside.client.post("/control/api/bank/ccb/transfer", json=sent).status_code == 400
