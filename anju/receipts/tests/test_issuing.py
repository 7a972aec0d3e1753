"""One receipt for one deposit, whatever the platform does: 未开票 → 开票中 → 开票成功, 开票失败. (CHN-08)"""

import hashlib

import pytest
from django.db import IntegrityError, connection, transaction

from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.queries import history_of
from anju.core.refusals import Broken, Refused
from anju.notices.models import Notice
from anju.receipts import actions, jobs, queries
from anju.receipts.models import Receipt, Trouble
from anju.receipts.rules import PAUSES, Refusal, Result, Status, TroubleStatus
from anju.receipts.terms import Line
from anju.receipts.tests.things import (
    ADDRESS,
    LINE,
    OPERATOR,
    OWNER,
    PURPOSE,
    STAFF,
    a_payer,
    again,
    an_issued,
    calls,
    platform,
    request,
    send,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CHN-08")]


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def wait(sandbox):
    """Longer than any pause."""
    seconds = int(PAUSES[-1].total_seconds()) + 1
    advance_clock(seconds=seconds, by=CLOCK)
    sandbox.control("clock", {"seconds": seconds, "product": False})


def test_asked_for_it_is_under_way_and_issued_by_the_job(sandbox):
    assert queries.receipt_of(PURPOSE) is None
    receipt = request()
    assert receipt.status == Status.REQUESTED and platform(sandbox) == []

    send()

    receipt = again(receipt)
    [made] = platform(sandbox)
    assert receipt.status == Status.ISSUED and queries.receipt_of(PURPOSE) == receipt
    assert (made["code"], made["number"], made["check_code"]) == (
        receipt.code,
        receipt.number,
        receipt.check_code,
    )
    assert receipt.code.startswith("11") and receipt.code.endswith(f"{clock.today():%y}")
    assert [event.move for event in history_of(receipt)] == ["request", "issue"]


def test_it_states_what_the_rule_wants_and_masks_the_payers_document(sandbox):
    an_issued()
    asked = platform(sandbox)[0]["asked"]
    assert asked["payer"] == "张三丰" and "19900307" not in asked["payer_id"]
    assert asked["lines"] == [
        {
            "project_code": "WX01",
            "project": "住宅专项维修资金",
            "unit": "平方米",
            "quantity": "89.56",
            "standard": "200.00",
            "amount": "17912.00",
        }
    ]
    assert asked["amount"] == "17912.00" and asked["capitals"] == "壹万柒仟玖佰壹拾贰元整"
    assert asked["remark"] == ADDRESS and asked["payee"] == "北京市住房资金管理中心"
    assert asked["reviewer"] and asked["cashier"]


def test_its_paper_is_kept_byte_by_byte_and_its_payer_told_once(sandbox):
    receipt = an_issued()
    paper = queries.file_of(receipt)
    content = bytes(paper.content)
    assert content.startswith(b"%PDF-") and paper.kind == "pdf"
    assert bytes(paper.digest) == hashlib.sha256(content).digest()
    assert queries.is_this_receipt(receipt, hashlib.sha256(content).digest())
    assert not queries.is_this_receipt(receipt, hashlib.sha256(content + b" ").digest())
    told = Notice.objects.get(kind="receipt_issued")
    assert told.facts["number"] == receipt.number and told.facts["amount"] == "17912.00"
    assert told.person_id == receipt.person_id


def test_asked_for_twice_it_is_one_and_for_another_amount_refused(sandbox):
    receipt = request()
    assert request() == receipt
    send()
    assert request() == receipt
    with pytest.raises(Refused) as no:
        request(lines=[Line("WX01", "住宅专项维修资金", LINE.quantity, 100_00, 8_956_00)])
    assert no.value.code == Refusal.OTHER_CONTENT
    send()
    assert len(platform(sandbox)) == Receipt.objects.count() == 1
    with pytest.raises(Refused) as no:
        request("fund.deposit:2", lines=[])
    assert no.value.code == Refusal.NOTHING_TO_RECEIPT


def down(sandbox, settings):
    sandbox.control("switches", {"receipt_mode": "down"})


def silent(sandbox, settings):
    sandbox.control("switches", {"receipt_mode": "silent"})


def broken(sandbox, settings):
    sandbox.control("switches", {"receipt_mode": "broken"})


def late(sandbox, settings):
    sandbox.control("switches", {"receipt_mode": "late"})


def anothers(sandbox, settings):
    """There has to be another one."""
    elsewhere = an_issued("fund.deposit:3")
    sandbox.control("switches", {"receipt_mode": "anothers"})
    assert elsewhere.status == Status.ISSUED


def garbage(sandbox, settings):
    sandbox.control("switches", {"receipt_mode": "garbage"})


def slow(sandbox, settings):
    settings.RECEIPT_PLATFORM_SECONDS = 1
    sandbox.control("switches", {"receipt_delay_seconds": 2})


def cut_off(sandbox, settings):
    settings.RECEIPT_PLATFORM_URL = "http://127.0.0.1:9/registries/receipts"


def well(sandbox, settings):
    settings.RECEIPT_PLATFORM_URL = f"{sandbox.base_url}/registries/receipts"
    settings.RECEIPT_PLATFORM_SECONDS = 5
    sandbox.control("switches", {"receipt_mode": "answers", "receipt_delay_seconds": 0})


@pytest.mark.parametrize(
    ("break_it", "result", "made"),
    [
        (down, Result.UNREACHABLE, 0),
        (broken, Result.UNREACHABLE, 0),
        (cut_off, Result.UNREACHABLE, 0),
        (slow, Result.UNREACHABLE, 1),
        (silent, Result.UNREACHABLE, 1),
        (late, Result.UNREACHABLE, 1),
        (garbage, Result.UNREADABLE, 1),
        (anothers, Result.UNREADABLE, 1),
    ],
)
def test_whatever_the_platform_does_it_is_one_receipt_in_the_end(
    sandbox, settings, break_it, result, made
):
    break_it(sandbox, settings)
    before = len(platform(sandbox))
    receipt, other = request(), request("fund.deposit:2")
    send()

    receipt = again(receipt)
    trouble = Trouble.objects.get()
    assert receipt.status == Status.REQUESTED and receipt.trouble == trouble
    assert trouble.kind == result and list(queries.troubles_open(OPERATOR)) == [trouble]
    assert not queries.troubles_open(OWNER)
    assert again(other).attempts == 0  # a line that is down is tried with one
    assert len(platform(sandbox)) == before + made

    well(sandbox, settings)
    wait(sandbox)
    send()

    assert {again(receipt).status, again(other).status} == {Status.ISSUED}
    assert len(platform(sandbox)) == before + 2 and again(receipt).trouble is None
    numbers = {one["ref"]: one["number"] for one in platform(sandbox)}
    assert again(receipt).number == numbers[receipt.no]
    trouble.refresh_from_db()
    assert trouble.status == TroubleStatus.RESOLVED
    assert Notice.objects.filter(kind="receipt_issued").count() == before + 2


def test_late_and_asked_again_meanwhile_it_is_the_same_receipt(sandbox):
    """We ask, nobody knows it, we have it issued again: then the first request is carried out, too."""
    receipt = request()
    sandbox.control("switches", {"receipt_mode": "late"})
    send()
    sandbox.control("switches", {"receipt_mode": "answers"})
    advance_clock(seconds=31, by=CLOCK)
    sandbox.control("clock", {"seconds": 31, "product": False})
    send()
    assert again(receipt).status == Status.ISSUED
    assert calls(sandbox) == ["issue", "find", "issue", "file"]
    wait(sandbox)
    send()
    assert len(platform(sandbox)) == Notice.objects.filter(kind="receipt_issued").count() == 1


def test_an_hour_of_faults_is_one_receipt_and_few_questions(sandbox):
    receipt = request()
    sandbox.control("switches", {"receipt_mode": "broken"})
    for _ in range(60):
        advance_clock(seconds=60, by=CLOCK)
        sandbox.control("clock", {"seconds": 60, "product": False})
        send()
    assert again(receipt).status == Status.REQUESTED and Trouble.objects.count() == 1
    assert len(calls(sandbox)) < 10
    sandbox.control("switches", {"receipt_mode": "answers"})
    wait(sandbox)
    send()
    assert again(receipt).status == Status.ISSUED and len(platform(sandbox)) == 1


def test_answers_that_come_twice_are_one(sandbox):
    sandbox.control("switches", {"receipt_twice": True})
    assert an_issued().status == Status.ISSUED
    assert len(platform(sandbox)) == 1


def test_after_silence_it_asks_before_it_issues_again(sandbox, settings):
    receipt = request()
    silent(sandbox, settings)
    send()
    well(sandbox, settings)
    send()  # too early
    assert again(receipt).status == Status.REQUESTED
    wait(sandbox)
    send()
    assert calls(sandbox) == ["issue", "find", "file"]


class Crash(BaseException):
    """As kill -9 between the answer and the writing down of it."""


def test_a_crash_between_sending_and_noting_leaves_one_receipt(sandbox, monkeypatch):
    receipt = request()

    def crash(**_):
        raise Crash

    with monkeypatch.context() as broken:
        broken.setattr(jobs.actions, "take_issued", crash)
        with pytest.raises(Crash):
            send()
    assert again(receipt).status == Status.REQUESTED and len(platform(sandbox)) == 1

    wait(sandbox)
    send()

    assert again(receipt).status == Status.ISSUED and len(platform(sandbox)) == 1
    assert calls(sandbox).count("issue") == 1


def test_a_refusal_is_a_failure_with_its_reason_and_may_be_asked_for_again(sandbox):
    sandbox.control("switches", {"fail_receipts": 1, "receipt_reason": "项目编码停用"})
    receipt = an_issued()
    assert receipt.status == Status.FAILED and receipt.reason == "项目编码停用"
    assert platform(sandbox) == [] and not queries.stands(PURPOSE)
    assert not Notice.objects.filter(kind="receipt_issued").exists()

    again_asked = request(payer=a_payer("张三丰"))
    send()

    assert again_asked.pk == receipt.pk and again(receipt).status == Status.ISSUED
    assert again(receipt).reason == "" and len(platform(sandbox)) == 1


def test_after_a_paper_receipt_no_e_receipt(sandbox):
    paper = actions.record_paper_receipt(
        purpose=PURPOSE, paper_no="京财0001234", amount_fen=17_912_00, by=STAFF
    )
    assert paper.status == Status.PAPER and queries.stands(PURPOSE)
    with pytest.raises(Refused) as no:
        request()
    assert no.value.code == Refusal.PAPER_EXISTS
    assert no.value.message == "您的纸质票据已开具，不支持再次开具电子票据。"
    send()
    assert platform(sandbox) == []
    record = {"purpose": PURPOSE, "amount_fen": 17_912_00, "by": STAFF}
    assert actions.record_paper_receipt(paper_no="京财0001234", **record) == paper
    with pytest.raises(Refused) as no:
        actions.record_paper_receipt(paper_no="京财0009999", **record)
    assert no.value.code == Refusal.OTHER_PAPER
    with pytest.raises(Refused) as no:
        actions.record_paper_receipt(paper_no=" ", **record)
    assert no.value.code == Refusal.PAPER_NO_MISSING
    with pytest.raises(Broken):
        actions.record_paper_receipt(paper_no="1", **record | {"by": OWNER})


def test_an_issued_e_receipt_leaves_no_room_for_a_paper_one(sandbox):
    receipt = an_issued()
    with pytest.raises(Refused):
        actions.record_paper_receipt(purpose=PURPOSE, paper_no="1", amount_fen=1, by=STAFF)
    assert again(receipt).status == Status.ISSUED and again(receipt).paper_no == ""


def test_the_database_lets_no_second_valid_receipt_in_and_deletes_none():
    receipt = request()
    copy = again(receipt)
    copy.pk, copy.no = None, "PJ-another"
    with pytest.raises(IntegrityError, match="one_valid_for_a_purpose"), transaction.atomic():
        copy.save(force_insert=True)
    for sql in ("DELETE FROM receipts_receipt", "UPDATE receipts_receipt SET purpose = 'x'"):
        with pytest.raises(Exception, match="receipts_receipt"), transaction.atomic():
            connection.cursor().execute(sql)


def test_the_payer_stands_sealed_in_the_database_and_in_no_log(sandbox, settings, caplog):
    receipt = request()
    silent(sandbox, settings)
    send()
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts FROM receipts_receipt")
        assert "张三".encode() not in bytes(cursor.fetchone()[0])
    assert receipt.no in caplog.text
    assert "张三" not in caplog.text and "建国路" not in caplog.text
