"""我要开票 of a deposit. (manual 002, 2.3.2(2) and 4; OWN-12, QCK-02)"""

import pytest

from anju.core.actors import NOBODY, Actor
from anju.core.refusals import Refused
from anju.fund import actions, queries
from anju.fund.tests.world import (
    WANG,
    ZHAO,
    an_account,
    book,
    first_deposited,
    is_told_paid,
    signed_in,
    start,
)
from anju.people.rules import Power
from anju.receipts.queries import wanted
from anju.receipts.rules import Status

pytestmark = pytest.mark.django_db

DEPARTMENT = Actor("li.na", "centre", frozenset({Power.FUND_ENTER, Power.FUND_PAY}), staff_id=990)


@pytest.mark.covers("OWN-12", "QCK-02")
def test_a_paid_deposit_gets_one_receipt_in_the_present_owners_name():
    account, zhao = an_account(), signed_in(ZHAO)
    deposit = actions.demand_deposit(account_id=account.pk, by=zhao)
    with pytest.raises(Refused) as no:
        actions.request_receipt(deposit_id=deposit.pk, by=zhao)
    assert no.value.code == "not_paid"
    payment = start(deposit, zhao)
    is_told_paid(payment)
    book()
    receipt = actions.request_receipt(deposit_id=deposit.pk, by=zhao)
    assert receipt.status == Status.REQUESTED
    assert actions.request_receipt(deposit_id=deposit.pk, by=NOBODY) == receipt
    asked = wanted(receipt)
    assert (asked.payer, asked.amount, asked.remark) == (
        "王五",
        "18000.00",
        account.dwelling.address,
    )
    (line,) = asked.lines
    assert (line.quantity, line.standard, line.amount) == ("90.00", "200.00", "18000.00")
    assert receipt.person_id == zhao.person_id
    assert queries.receipts_of([deposit]) == {deposit.pk: receipt}
    assert queries.receipt_of(deposit) == receipt


@pytest.mark.covers("OWN-12")
def test_a_paper_receipt_keeps_an_e_receipt_from_being_issued():
    account, wang = an_account(), signed_in(WANG)
    deposit = first_deposited(account, wang)
    actions.record_paper_receipt(deposit_id=deposit.pk, paper_no="0012345", by=DEPARTMENT)
    with pytest.raises(Refused) as no:
        actions.request_receipt(deposit_id=deposit.pk, by=wang)
    assert no.value.message == "您的纸质票据已开具，不支持再次开具电子票据。"
    actions.void_receipt(deposit_id=deposit.pk, reason="纸质票据遗失", by=DEPARTMENT)
    assert actions.request_receipt(deposit_id=deposit.pk, by=wang).status == Status.REQUESTED
    for work, more in (
        (actions.record_paper_receipt, {"paper_no": "1"}),
        (actions.void_receipt, {"reason": "1"}),
    ):
        with pytest.raises(Refused) as no:
            work(deposit_id=deposit.pk, by=wang, **more)
        assert no.value.code == "power_missing"
