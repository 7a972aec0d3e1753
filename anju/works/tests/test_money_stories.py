"""The standard stories of works as tables of transfers and balances, kept true."""

import pytest

from anju.core.actors import NOBODY
from anju.fund.queries import shares_demanded
from anju.fund.tests.world import book, is_told_paid, start, the_bank_credits
from anju.ledger.proof import prove
from anju.tests.stories import Stories
from anju.works import actions
from anju.works.rules import Stage
from anju.works.tests.bank import the_bank_brings_back, the_bank_pays
from anju.works.tests.test_paying import overturn
from anju.works.tests.world import (
    APPROVER,
    REVIEWER,
    WANG,
    a_community,
    an_agreed_order,
    an_approved_order,
    fresh,
    instructed,
    settled_for,
)

pytestmark = pytest.mark.django_db
story = Stories("works-stories.md")
AREAS = (60_00, 40_00)
TEN_THOUSAND = {"amount_fen": "10000.00"}


def two_homes(balance=10_000_00):
    return a_community(2, balance, areas=AREAS)


def settled(order, fen, by):
    settlement = settled_for(order, fen, by)
    actions.approve_settlement(settlement_id=settlement.pk, by=REVIEWER)
    return fresh(order)


@story("Half is paid first, the rest when the works are settled")
def as_planned():
    order, by = an_approved_order(two_homes(), **TEN_THOUSAND)
    instructed(order, 5_000_00)
    the_bank_pays()
    instructed(settled(order, 10_000_00, by), 5_000_00, Stage.FINAL)
    the_bank_pays()


@story("The works cost less; what is left is free again")
def cheaper():
    order, by = an_approved_order(two_homes(), **TEN_THOUSAND)
    instructed(order, 5_000_00)
    the_bank_pays()
    instructed(settled(order, 8_888_88, by), 3_888_88, Stage.FINAL)
    the_bank_pays()


@story("The bank brings the first payment back; it is made to another account")
def brought_back():
    order, _by = an_approved_order(two_homes(), **TEN_THOUSAND)
    instructed(order, 5_000_00)
    the_bank_brings_back()
    instructed(order, 5_000_00, payee_account="0200004119000000099")
    the_bank_pays()


@story("The approval is withdrawn before any money has gone")
def withdrawn():
    order, _by = an_approved_order(two_homes(), **TEN_THOUSAND)
    actions.withdraw_approval(order_id=order.pk, because="批错", by=APPROVER)


@story("Signatures turn out to be false; the works are stopped after the first payment")
def stopped():
    order, _by = an_approved_order(a_community(4, 10_000_00, areas=AREAS), **TEN_THOUSAND)
    instructed(order, 5_000_00)
    the_bank_pays()
    overturn(order)
    actions.stop_order(order_id=order.pk, because="签名不实", by=APPROVER)


@story("An emergency takes what is there; the home that owes pays later in cash")
def emergency():
    order, by = an_approved_order(
        two_homes(5_000_00), kind="emergency", emergency="EM1", **TEN_THOUSAND
    )
    pay_cash(order, by)
    actions.recount_shares(order_id=order.pk, by=by)
    instructed(settled(order, 10_000_00, by), 10_000_00, Stage.FINAL)
    the_bank_pays()


@story("An unsold home: its developer pays in cash before the order is approved")
def unsold():
    order, by = an_agreed_order(a_community([WANG, None], 10_000_00, areas=AREAS), **TEN_THOUSAND)
    pay_cash(order, by)
    order = actions.approve_order(order_id=order.pk, by=REVIEWER)
    instructed(settled(order, 10_000_00, by), 10_000_00, Stage.FINAL)
    the_bank_pays()


def pay_cash(order, by):
    actions.demand_shares(order_id=order.pk, by=by)
    for asked in shares_demanded(order.cause):
        payment = start(asked, NOBODY)
        is_told_paid(payment)
        book()
        the_bank_credits(payment)


@pytest.mark.covers("LED-01", "LED-02", "WDR-08")
@pytest.mark.parametrize("title", story.plays)
def test_a_story_of_works_goes_as_recorded(title):
    story.play(title)
    assert prove().holds


def test_the_page_tells_these_stories_and_no_others():
    assert story.on_the_page() == list(story.plays)
