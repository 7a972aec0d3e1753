"""Before money is refunded its receipt is taken back: 冲红, with a reason, once. (CHN-08, rule B9.5)"""

import pytest

from anju.clients import receipt_platform
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.queries import history_of
from anju.core.refusals import Refused
from anju.receipts import actions, queries
from anju.receipts.rules import Refusal, Result, Status
from anju.receipts.tests.things import (
    PURPOSE,
    STAFF,
    again,
    an_issued,
    calls,
    platform,
    request,
    send,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CHN-08")]


def void(reason="退房退款"):
    return actions.void_receipt(purpose=PURPOSE, reason=reason, by=STAFF)


def test_an_issued_one_stands_until_the_platform_has_voided_it(sandbox):
    receipt = an_issued()
    assert queries.stands(PURPOSE)
    void()
    assert again(receipt).status == Status.VOIDING and queries.stands(PURPOSE)
    assert void("另一个原因").reason == "退房退款"

    send()

    receipt = again(receipt)
    [made] = platform(sandbox)
    assert receipt.status == Status.VOIDED and not queries.stands(PURPOSE)
    assert receipt.red_number == made["red_number"] and made["void_reason"] == "退房退款"
    assert receipt.reason == "退房退款" and receipt.voided_at
    assert [event.because for event in history_of(receipt)][-1] == "退房退款"
    assert queries.receipt_of(PURPOSE) is None


def test_after_a_void_the_same_purpose_may_have_another(sandbox):
    first = an_issued()
    void()
    send()
    second = an_issued()
    assert second.pk != first.pk and second.no != first.no and second.status == Status.ISSUED
    assert len(platform(sandbox)) == 2


def test_silence_while_voiding_is_asked_again_and_voids_once(sandbox, settings):
    settings.MOVABLE_CLOCK = True
    receipt = an_issued()
    void()
    sandbox.control("switches", {"receipt_mode": "silent"})
    send()
    assert again(receipt).status == Status.VOIDING and again(receipt).trouble
    sandbox.control("switches", {"receipt_mode": "answers"})
    advance_clock(seconds=1900, by=CLOCK)
    sandbox.control("clock", {"seconds": 1900, "product": False})
    send()
    assert again(receipt).status == Status.VOIDED and again(receipt).trouble is None
    assert len({one["red_number"] for one in platform(sandbox)}) == 1


def test_one_that_the_platform_will_not_void_stays_valid_with_the_reason(sandbox):
    receipt = an_issued()
    void()
    sandbox.control("switches", {"fail_voids": 1, "receipt_reason": "已入账，不能冲红"})
    send()
    receipt = again(receipt)
    assert receipt.status == Status.ISSUED and receipt.reason == "已入账，不能冲红"
    assert queries.stands(PURPOSE)


def test_a_void_that_names_another_receipt_voids_none_here(sandbox, settings):
    settings.MOVABLE_CLOCK = True
    receipt, other = an_issued(), an_issued("fund.deposit:2")
    void()
    sandbox.control("switches", {"receipt_mode": "anothers"})
    send()
    assert again(receipt).status == Status.VOIDING
    assert again(receipt).trouble.kind == Result.UNREADABLE
    sandbox.control("switches", {"receipt_mode": "answers"})
    advance_clock(seconds=31, by=CLOCK)
    sandbox.control("clock", {"seconds": 31, "product": False})
    send()
    assert [again(one).status for one in (receipt, other)] == [Status.VOIDED, Status.ISSUED]


def test_one_voided_at_the_platform_while_we_waited_is_void_here(sandbox, settings):
    settings.MOVABLE_CLOCK = True
    receipt = request()
    sandbox.control("switches", {"receipt_mode": "silent"})
    send()
    sandbox.control("switches", {"receipt_mode": "answers"})
    receipt_platform.void(receipt.no, "平台更正")
    advance_clock(seconds=1900, by=CLOCK)
    sandbox.control("clock", {"seconds": 1900, "product": False})
    send()
    assert again(receipt).status == Status.VOIDED and again(receipt).reason == "票据平台已冲红"
    assert calls(sandbox)[-1] == "find"


def test_a_paper_one_and_a_failed_one_are_void_at_once(sandbox):
    actions.record_paper_receipt(purpose=PURPOSE, paper_no="1", amount_fen=100, by=STAFF)
    assert void().status == Status.VOIDED
    sandbox.control("switches", {"fail_receipts": 1})
    assert an_issued().status == Status.FAILED
    assert void().status == Status.VOIDED and not queries.stands(PURPOSE)


def test_none_one_under_way_and_no_reason_are_refused(sandbox):
    with pytest.raises(Refused) as no:
        void()
    assert no.value.code == Refusal.NO_RECEIPT
    receipt = request()
    with pytest.raises(Refused):
        void()
    assert again(receipt).status == Status.REQUESTED
    with pytest.raises(Refused) as no:
        void(" ")
    assert no.value.code == Refusal.REASON_MISSING
