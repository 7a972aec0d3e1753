"""分摊款: homes that are unsold, have no fund or too little pay in cash. (rules B6.4, B6.5, B6.10, B6.11)"""

import pytest

from anju.core.actors import NOBODY
from anju.fund import actions as fund
from anju.fund.models import Account
from anju.fund.queries import due_of, shares_demanded
from anju.fund.rules import Refusal as FundRefusal
from anju.fund.tests.world import (
    DEPARTMENT,
    WANG,
    ZHAO,
    book,
    is_told_paid,
    signed_in,
    start,
    the_bank_credits,
)
from anju.homes.actions import ContractTerms
from anju.ledger.proof import prove
from anju.ledger.queries import balance_fen
from anju.works import actions, jobs, queries
from anju.works.rules import Refusal, Stage
from anju.works.tests.bank import the_bank_pays
from anju.works.tests.world import (
    APPROVER,
    PAYER,
    REVIEWER,
    a_community,
    a_submitted_order,
    all_agree,
    an_agreed_order,
    an_approved_order,
    an_owner,
    fresh,
    held,
    instructed,
    refused,
    settled_for,
)

pytestmark = pytest.mark.django_db


def paid(deposit, by=NOBODY):
    """Somebody pays it, and the bank has the money."""
    payment = start(deposit, by)
    is_told_paid(payment)
    book()
    the_bank_credits(payment)
    return fresh(deposit)


@pytest.mark.covers("WDR-11")
def test_an_unsold_home_pays_in_cash_by_its_developer_whatever_stands_in_its_account():
    community = a_community([WANG, None], areas=(60_00, 40_00))
    order, by = an_agreed_order(community, amount_fen="10000.00")
    second = queries.shares_of(order)[1]
    assert (second.is_unsold, second.in_cash, second.owed_fen) == (True, True, 4_000_00)
    refused(Refusal.NOT_COVERED, actions.approve_order, order_id=order.pk, by=REVIEWER)
    actions.demand_shares(order_id=order.pk, by=by)
    actions.demand_shares(order_id=order.pk, by=by)
    [asked] = shares_demanded(order.cause)
    assert (asked.kind, asked.amount_fen) == ("share", 4_000_00)
    assert asked.owner_name == "北京望京房地产开发有限公司"
    about = {"deposit_no": asked.no, "source": "203.0.113.7", "by": NOBODY}
    assert fund.find_deposit(owner_name="北京望京房地产开发有限公司", **about) == asked
    assert fund.find_deposit(owner_name="王五", **about) is None
    paid(asked)
    jobs.count_what_came_in(0)
    assert fresh(order).owed_fen == 0
    order = actions.approve_order(order_id=order.pk, by=REVIEWER)
    assert held(order)[1] == [6_000_00, 4_000_00]
    assert prove().holds


@pytest.mark.covers("WDR-11")
def test_the_demand_of_an_unsold_home_stays_the_developers_when_it_is_sold():
    order, by = a_submitted_order(a_community([WANG, None]), amount_fen="10000.00")
    actions.demand_shares(order_id=order.pk, by=by)
    [asked] = shares_demanded(order.cause)
    contract = ContractTerms("XF20260001", asked.made_at.date())
    fund.sell_unsold(account_id=asked.account_id, contract=contract, owners=[ZHAO], by=DEPARTMENT)
    assert fresh(asked).status == "awaiting"
    assert fresh(asked).owner_name == "北京望京房地产开发有限公司"
    assert queries.share_of(order, asked.account.dwelling_id).is_unsold
    assert list(queries.orders_seen_by(signed_in(ZHAO))) == [order]


@pytest.mark.covers("WDR-05", "WDR-06")
def test_arrears_are_asked_and_paid_and_then_the_order_is_approved():
    community = a_community(2, 5_000_00, areas=(60_00, 40_00))
    order, by = an_agreed_order(community, amount_fen="10000.00")
    actions.demand_shares(order_id=order.pk, by=by)
    [asked] = shares_demanded(order.cause)
    assert asked.amount_fen == 1_000_00
    before = due_of(asked.account)
    paid(asked, signed_in(WANG))
    account = Account.objects.get(pk=asked.account_id)
    assert account.first_fen == 0
    assert due_of(account) == before
    order = actions.approve_order(order_id=order.pk, by=REVIEWER)
    assert held(order) == ([0, 1_000_00], [6_000_00, 4_000_00])
    refused(Refusal.NOTHING_OWED, actions.demand_shares, order_id=order.pk, by=by)


@pytest.mark.covers("WDR-11")
def test_a_home_that_never_deposited_pays_its_share_in_cash():
    order, by = an_agreed_order(a_community([an_owner(1)], 0), amount_fen="1000.00")
    [share] = queries.shares_of(order)
    assert (share.in_cash, share.is_unsold, share.owed_fen) == (True, False, 1_000_00)
    actions.demand_shares(order_id=order.pk, by=by)
    [asked] = shares_demanded(order.cause)
    paid(asked)
    assert actions.approve_order(order_id=order.pk, by=REVIEWER).status == "approved"


def refund(deposit, fen):
    about = {"account_id": deposit.account_id, "deposit_id": deposit.pk, "amount_fen": fen}
    return fund.enter_refund(
        **about,
        reason="duplicate",
        payee_name=deposit.account.dwelling.owners.get().name,
        payee_account="6222020200000000014",
        payee_bank="中国工商银行",
        by=PAYER,
    )


def test_cash_goes_back_only_so_far_as_it_was_not_needed():
    order, by = an_agreed_order(a_community([WANG], 6_000_00), amount_fen="10000.00")
    actions.demand_shares(order_id=order.pk, by=by)
    [asked] = shares_demanded(order.cause)
    paid(asked)
    refused(FundRefusal.TOO_MUCH, refund, deposit=asked, fen=1)
    order = actions.approve_order(order_id=order.pk, by=REVIEWER)
    refused(FundRefusal.TOO_MUCH, refund, deposit=asked, fen=1)
    instructed(order, 5_000_00)
    the_bank_pays()
    settlement = settled_for(order, 9_000_00, by)
    actions.approve_settlement(settlement_id=settlement.pk, by=REVIEWER)
    instructed(fresh(order), 4_000_00, Stage.FINAL)
    the_bank_pays()
    assert fresh(order).status == "finished"
    assert fresh(asked).free_fen == 1_000_00
    refused(FundRefusal.TOO_MUCH, refund, deposit=asked, fen=1_000_01)
    assert refund(asked, 1_000_00).amount_fen == 1_000_00
    assert prove().holds


def test_a_withdrawn_approval_gives_all_the_cash_back_and_asks_no_more():
    order, by = an_agreed_order(a_community([WANG, ZHAO], 3_000_00), amount_fen="10000.00")
    actions.demand_shares(order_id=order.pk, by=by)
    first, second = shares_demanded(order.cause)
    for one in (first, second):
        paid(one)
    order = actions.approve_order(order_id=order.pk, by=REVIEWER)
    actions.withdraw_approval(order_id=order.pk, because="批错", by=APPROVER)
    for one in (first, second):
        assert fresh(one).free_fen == one.amount_fen
        assert balance_fen(one.account.pot) == 3_000_00 + one.amount_fen


def test_what_is_asked_of_a_revoked_order_is_closed_and_late_money_goes_back():
    order, by = a_submitted_order(a_community([WANG], 0), amount_fen="1000.00")
    actions.demand_shares(order_id=order.pk, by=by)
    [asked] = shares_demanded(order.cause)
    payment = start(asked, NOBODY)
    actions.revoke_order(order_id=order.pk, by=by)
    assert fresh(asked).status == "closed"
    is_told_paid(payment)
    book()
    assert fresh(payment).status == "refunding"


@pytest.mark.covers("WDR-05")
def test_arrears_of_an_emergency_that_come_in_later_are_frozen_and_paid():
    order, by = an_approved_order(
        a_community([WANG], 400_00), kind="emergency", emergency="EM1", amount_fen="1000.00"
    )
    actions.demand_shares(order_id=order.pk, by=by)
    [asked] = shares_demanded(order.cause)
    settlement = settled_for(order, 1_000_00, by)
    actions.approve_settlement(settlement_id=settlement.pk, by=REVIEWER)
    instructed(fresh(order), 400_00, Stage.FINAL)
    the_bank_pays()
    assert fresh(order).status == "settled"
    paid(asked)
    jobs.count_what_came_in(0)
    jobs.count_what_came_in(0)
    assert held(order) == ([0], [600_00])
    refused(Refusal.ARREARS_LEFT, actions.finish_order, order_id=order.pk, because="清", by=PAYER)
    instructed(fresh(order), 600_00, Stage.FINAL)
    the_bank_pays()
    assert fresh(order).status == "finished"


def test_an_emergency_whose_arrears_nobody_pays_can_be_finished():
    order, by = an_approved_order(
        a_community([WANG], 400_00), kind="emergency", emergency="EM1", amount_fen="1000.00"
    )
    actions.demand_shares(order_id=order.pk, by=by)
    settlement = settled_for(order, 1_000_00, by)
    actions.approve_settlement(settlement_id=settlement.pk, by=REVIEWER)
    instructed(fresh(order), 400_00, Stage.FINAL)
    the_bank_pays()
    about = {"order_id": order.pk, "because": "由申请单位自行催收", "by": PAYER}
    assert actions.finish_order(**about).status == "finished"
    assert actions.finish_order(**about).status == "finished"
    [asked] = shares_demanded(order.cause)
    assert asked.status == "closed"
    all_agree(order, by)
