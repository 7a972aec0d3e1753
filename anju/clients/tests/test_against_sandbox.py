"""The clients over real HTTP, against a program that shares no code with them."""

import secrets
import time
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from anju.clients import alipay, bank, identity, mail, organisation_registry, sms
from anju.clients.iso20022 import Credits, Payout, Statement, StatusReport, read_message
from anju.clients.outcomes import Unavailable, Unreadable
from anju.clients.rules import Refusal
from anju.core import clock
from anju.core.refusals import Refused
from anju.tests.sandbox import told

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
APP = "2021000000000001"


def believed(code, asked):
    """A message of a bank, after its signature was checked."""
    headers = httpx.Headers(asked.headers)
    bank.verify(code, asked.method, asked.path, headers, asked.body)
    return read_message(asked.body)


def a_paid_trade(sandbox, no, amount_fen=400000):
    expires_at = clock.now() + timedelta(minutes=3)
    qr_code = alipay.precreate(APP, no, amount_fen, "押金", expires_at)
    sandbox.control("alipay/pay", {"qr_code": qr_code, "payer": "13800001234"})


@pytest.mark.covers("CHN-01", "CHN-02")
def test_an_order_is_offered_paid_told_and_given_back(sandbox, product):
    expires_at = clock.now() + timedelta(minutes=3)
    assert alipay.query(APP, "A1").status == "unknown"
    qr_code = alipay.precreate(APP, "A1", 400000, "押金", expires_at)
    assert alipay.precreate(APP, "A1", 400000, "押金", expires_at) == qr_code
    assert alipay.query(APP, "A1").status == "waiting"
    sandbox.control("alipay/pay", {"qr_code": qr_code, "payer": "13800001234"})

    [asked] = told(product, sandbox, "/gateway/alipay")
    notification = alipay.verified_notification(asked.body)
    trade = alipay.query(APP, "A1")
    assert (trade.status, trade.amount_fen, trade.buyer) == ("paid", 400000, "138****1234")
    assert (notification.merchant_no, notification.out_trade_no) == (APP, "A1")
    assert (notification.trade_status, notification.amount_fen) == ("TRADE_SUCCESS", 400000)
    assert (notification.trade_no, notification.paid_at) == (trade.trade_no, trade.paid_at)

    with pytest.raises(Refused) as no:
        alipay.precreate(APP, "A1", 400000, "押金", expires_at)
    assert no.value.code == Refusal.ALREADY_PAID
    assert alipay.close(APP, "A1") == "already_paid"
    assert alipay.query_refund(APP, "A1", "R1") == 0
    assert alipay.refund(APP, "A1", 100000, "R1", "多缴") is True
    assert alipay.refund(APP, "A1", 100000, "R1", "多缴") is True
    assert alipay.query_refund(APP, "A1", "R1") == 100000
    with pytest.raises(Refused) as no:
        alipay.refund(APP, "A1", 400000, "R2", "多缴")
    assert no.value.code == Refusal.DECLINED


@pytest.mark.covers("CHN-01")
def test_an_order_is_closed_before_it_is_paid(sandbox, product):
    alipay.precreate(APP, "A1", 100, "押金", clock.now() + timedelta(minutes=3))
    assert alipay.close(APP, "A1") == "closed"
    assert alipay.close(APP, "A1") == "closed"
    assert alipay.close(APP, "A2") == "unknown"
    assert alipay.query(APP, "A1").status == "closed"


@pytest.mark.covers("CHN-02")
def test_a_repeated_notification_says_the_same_under_the_same_number(sandbox, product):
    sandbox.control("switches", {"copies": 3})
    a_paid_trade(sandbox, "A1")
    asked = told(product, sandbox, "/gateway/alipay")
    numbers = [alipay.verified_notification(one.body).notify_id for one in asked]
    assert len(numbers) == 3
    assert len(set(numbers)) == 1


@pytest.mark.covers("CHN-01")
def test_alipay_out_of_order_is_unavailable(sandbox):
    sandbox.control("switches", {"fail_alipay_calls": 1})
    with pytest.raises(Unavailable):
        alipay.query(APP, "A1")
    assert alipay.query(APP, "A1").status == "unknown"


@pytest.mark.covers("CHN-05")
def test_a_day_is_told_by_the_bill_the_settlement_and_the_statement(sandbox, product):
    sandbox.control("switches", {"alipay_fee_ppm": 6000})
    day = clock.today()
    a_paid_trade(sandbox, "A1", 400000)
    a_paid_trade(sandbox, "A2", 100000)
    alipay.refund(APP, "A2", 30000, "R1", "多缴")
    assert alipay.download_bill(APP, day) is None
    assert bank.statement("ccb", day) is None
    sandbox.next_day()

    rows = list(alipay.bill_rows(alipay.download_bill(APP, day)))
    found = {(r.out_trade_no, r.kind, r.amount_fen, r.fee_fen, r.request_no) for r in rows}
    assert found == {
        ("A1", "trade", 400000, 2400, ""),
        ("A2", "trade", 100000, 600, ""),
        ("A2", "refund", 30000, 0, "R1"),
    }
    assert {clock.day_of(row.finished_at) for row in rows} == {day}

    messages = [believed("ccb", a) for a in told(product, sandbox, "/gateway/bank/ccb")]
    [settled] = [m.entries[0] for m in messages if isinstance(m, Credits)]
    assert (settled.direction, settled.amount_fen) == ("credit", 467000)
    assert settled.text == f"ALIPAY SETTLEMENT {day.isoformat()} {APP}"
    assert settled.collection_code == ""
    [statement] = [m for m in messages if isinstance(m, Statement)]
    assert statement == read_message(bank.statement("ccb", day))
    assert (statement.account, statement.day) == ("11050160520000000017", day)


@pytest.mark.covers("CHN-04")
def test_a_transfer_to_a_collection_code_is_told_and_stands_in_the_statement(sandbox, product):
    day = clock.today()
    code = bank.register_collection_code("ccb", "622001", 1200000, None, "DD1")
    assert (code.bank_name, code.account_name) == ("中国建设银行", "北京市住房资金管理中心")
    assert bank.register_collection_code("ccb", "622001", 1200000, None, "DD1") == code
    with pytest.raises(Refused) as no:
        bank.register_collection_code("ccb", "622001", 1300000, None, "DD1")
    assert no.value.code == Refusal.CODE_TAKEN

    transfer = {
        "amount": "12000.00",
        "payer_name": "张三",
        "payer_account": "6222020200001234567",
        "collection_code": "622001",
        "text": "押金",
    }
    sandbox.control("bank/ccb/transfer", transfer)
    [asked] = told(product, sandbox, "/gateway/bank/ccb")
    message = believed("ccb", asked)
    [entry] = message.entries
    assert message.account == "11050160520000000017"
    assert (entry.direction, entry.amount_fen, entry.text) == ("credit", 1200000, "押金")
    assert (entry.collection_code, entry.end_to_end_id) == ("622001", "")
    assert (entry.counterparty_name, entry.counterparty_account) == (
        "张三",
        "6222020200001234567",
    )
    with pytest.raises(Refused) as no:
        believed("icbc", asked)
    assert no.value.code == Refusal.FORGED

    bank.cancel_collection_code("ccb", "622001")
    bank.cancel_collection_code("ccb", "622001")
    bank.cancel_collection_code("ccb", "622002")
    sandbox.next_day()
    statement = read_message(bank.statement("ccb", day))
    assert statement.entries == (entry,)
    assert statement.closing_fen - statement.opening_fen == 1200000


@pytest.mark.covers("CHN-04")
def test_payments_are_made_once_failed_with_a_reason_and_can_be_asked_for(sandbox, product):
    sandbox.control("bank/icbc/transfer", {"amount": "10000.00", "payer_name": "李四"})
    one = Payout("E1", 400000, "张三", "6222020200001234567", "中国工商银行", "退押金")
    two = Payout("E2", 1, "李四", "6222020200001234568", "", "")
    assert bank.payment_status("icbc", "E1") is None
    assert bank.pay("icbc", "M1", [one]).group_status == "ACCP"
    time.sleep(0.01)  # a repeat says a later moment, and is the same order all the same
    assert bank.pay("icbc", "M1", [one]).group_status == "ACCP"
    sandbox.control("switches", {"fail_payouts": 1, "payout_reason": "BE01"})
    assert bank.pay("icbc", "M2", [two]).group_status == "ACCP"
    with pytest.raises(Refused) as no:
        bank.pay("icbc", "M2", [one])
    assert no.value.code == Refusal.DECLINED
    assert bank.pay("icbc", "M3", [one]).group_status == "RJCT"  # its reference has been paid

    assert bank.payment_status("icbc", "E1") == ("E1", "ACSC", "")
    assert bank.payment_status("icbc", "E2") == ("E2", "RJCT", "BE01")
    messages = [believed("icbc", a) for a in told(product, sandbox, "/gateway/bank/icbc")]
    debits = [
        entry
        for message in messages
        if isinstance(message, Credits)
        for entry in message.entries
        if entry.direction == "debit"
    ]
    assert [(e.end_to_end_id, e.amount_fen, e.counterparty_name) for e in debits] == [
        ("E1", 400000, "张三")
    ]
    [report] = [m for m in messages if isinstance(m, StatusReport)]
    assert (report.message_id, report.group_status) == ("M2", "")
    assert report.transactions == (("E2", "RJCT", "BE01"),)


@pytest.mark.covers("CHN-04")
def test_a_batch_of_transfers_is_one_message(sandbox, product):
    transfers = [{"amount": f"{n}.01", "payer_name": "张三"} for n in range(1, 301)]
    sandbox.control("bank/ccb/transfer", {"transfers": transfers})
    [asked] = told(product, sandbox, "/gateway/bank/ccb")
    entries = believed("ccb", asked).entries
    assert [entry.amount_fen for entry in entries] == [n * 100 + 1 for n in range(1, 301)]
    assert len({entry.bank_ref for entry in entries}) == 300


@pytest.mark.covers("CHN-07")
def test_messages_arrive_once_even_after_a_failure(sandbox):
    sandbox.control("switches", {"fail_sms": 1})
    with pytest.raises(Unavailable, match="HTTP 503"):
        sms.send("n1", "13800001234", "您的订单已支付")
    first = sms.send("n1", "13800001234", "您的订单已支付")
    assert sms.send("n1", "13800001234", "您的订单已支付") == first
    [message] = sandbox.ask("inbox/13800001234")["messages"]
    assert message["text"] == "您的订单已支付"
    mail.send("n2", "a@example.org", "缴款成功", "您的订单已支付")
    [message] = sandbox.ask("inbox/a@example.org")["messages"]
    assert message["subject"] == "缴款成功"
    with pytest.raises(Refused) as no:
        sms.send("n3", "not a phone", "您好")
    assert no.value.code == Refusal.DECLINED


PERSON = {
    "login": "zhangsan",
    "password": "a password 1",
    "subject_type": "person",
    "name": "张三",
    "id_type": "resident_id",
    "id_number": "110101199003078013",
    "phone_number": "13800001234",
    "real_name_level": 3,
}
ORGANISATION = PERSON | {
    "login": "91110105MA00TE5T2T",
    "subject_type": "organisation",
    "organisation_name": "北京安居科技有限公司",
    "uscc": "91110105MA00TE5T2T",
    "registration_no": "100200300",
}


def signed_in(login, password, subject_type):
    """A browser goes to the provider, signs in there and comes back."""
    state, nonce, verifier = (identity.random_secret() for _ in range(3))
    with httpx.Client(follow_redirects=True) as browser:
        page = browser.get(identity.authorization_url(state, nonce, verifier, subject_type))
        assert page.status_code == 200, f"{page.url} {page.text}"
        form = {"way": "password", "tab": subject_type, "login": login, "password": password}
        back = browser.post(str(page.url), data=form, follow_redirects=False)
    answer = {
        name: value for name, [value] in parse_qs(urlsplit(back.headers["Location"]).query).items()
    }
    assert answer["state"] == state
    return answer["code"], verifier, nonce


@pytest.mark.covers("IDN-10", "IDN-12")
def test_a_person_and_an_organisation_sign_in_at_the_provider(sandbox):
    sandbox.control("identities", {"identities": [PERSON, ORGANISATION]})
    code, verifier, nonce = signed_in("zhangsan", "a password 1", "person")
    person = identity.exchange(code, verifier, nonce)
    assert (person.subject_type, person.name, person.level) == ("person", "张三", 3)
    assert (person.id_number, person.phone) == ("110101199003078013", "13800001234")
    with pytest.raises(Refused) as no:
        identity.exchange(code, verifier, nonce)
    assert no.value.code == Refusal.SIGN_IN_FAILED

    code, verifier, nonce = signed_in("91110105MA00TE5T2T", "a password 1", "organisation")
    with pytest.raises(Refused) as no:
        identity.exchange(code, secrets.token_urlsafe(32), nonce)
    assert no.value.code == Refusal.SIGN_IN_FAILED
    code, verifier, nonce = signed_in("91110105MA00TE5T2T", "a password 1", "organisation")
    with pytest.raises(Refused) as no:
        identity.exchange(code, verifier, "another nonce")
    assert no.value.code == Refusal.SIGN_IN_FAILED
    code, verifier, nonce = signed_in("91110105MA00TE5T2T", "a password 1", "organisation")
    organisation = identity.exchange(code, verifier, nonce)
    assert organisation.organisation_name == "北京安居科技有限公司"
    assert (organisation.uscc, organisation.registration_no) == ("91110105MA00TE5T2T", "100200300")
    farewell = httpx.get(identity.logout_url(organisation.id_token))
    assert farewell.status_code in (200, 302, 303)


@pytest.mark.covers("IDN-10")
def test_signing_in_works_with_a_clock_that_was_moved(sandbox):
    sandbox.control("identities", PERSON)
    sandbox.next_day()
    code, verifier, nonce = signed_in("zhangsan", "a password 1", "person")
    assert identity.exchange(code, verifier, nonce).name == "张三"


@pytest.mark.covers("PRP-13")
def test_the_register_of_organisations_confirms_a_name_denies_another_and_can_be_down(sandbox):
    uscc, name = "91110105MA00TE5T2T", "北京安和物业服务有限公司"
    question = organisation_registry.Question("zj-1", uscc, name)
    assert not organisation_registry.ask(question).found
    sandbox.control("registries/organisations", {"uscc": uscc, "name": name})
    assert organisation_registry.ask(question).confirms
    other = organisation_registry.Question("zj-2", uscc, "北京别家物业服务有限公司")
    assert not organisation_registry.ask(other).name_matches
    sandbox.control("switches", {"organisation_mode": "down"})
    with pytest.raises(Unavailable, match="HTTP 503"):
        organisation_registry.ask(question)
    sandbox.control("switches", {"organisation_mode": "garbage"})
    with pytest.raises(Unreadable):
        organisation_registry.ask(question)
