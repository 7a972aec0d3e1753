"""The sample world's withdrawals: one in every state, made once, and something to do for who works on them."""

from dataclasses import replace
from typing import Any

import pytest
from django.urls import reverse

from anju.core.actors import CLOCK
from anju.fund import queries as fund_queries
from anju.fund.tests.world import receive
from anju.ledger.proof import prove
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.payments.models import Payout
from anju.people import actions as people
from anju.people.rules import Office
from anju.tests.pages import Pages
from anju.votes import queries as vote_queries
from anju.works import jobs
from anju.works import queries as works_queries
from anju.works.models import Order, Payment
from anju.works.rules import Status
from anju.works.tests.bank import enters
from sample import communities, fund, offices, owners, property_companies, works, works_paid
from sample.people import LI, LIU, OTHERS, PASSWORD, STAFF, ZHANG

pytestmark = pytest.mark.django_db
FIRST_FEN = 7_620_00
DESKS = {
    "weixiushen": ("authority:works", ("粉刷楼梯间", "疏通排水管井")),
    "weixiufu": ("authority:works", ("整改消防报警系统",)),
    "biaojue": ("authority:vote_objections", ("更换楼道照明",)),
    "guanlibu": ("fund_desk:works", ("更换单元门",)),
    "chaoyangfu": ("fund_desk:works", ("修补散水",)),
}


@pytest.fixture
def city(db, monkeypatch):
    """The homes of the orders, of the large communities a building each; what the first deposits have brought."""
    offices.officer.cache_clear()
    property_companies.company.cache_clear()
    for member in STAFF:
        people.record_staff(
            username=member.username,
            name=member.name,
            password=PASSWORD,
            powers=member.powers,
            office=Office(member.office) if member.office else None,
            by=CLOCK,
        )
    fund.bank_is_open()
    fund.homes_are_known()
    for account in owners.accounts().values():
        if account.dwelling.building.name == works.ASKED.building:
            receive(account, FIRST_FEN)
    receive(fund.homes_are_known()[1], FIRST_FEN)
    small = [replace(one, buildings=1) for one in communities.PLACES[:4]]
    small[0] = replace(small[0], storeys=3)
    monkeypatch.setattr(communities, "PLACES", small)
    communities.are_entered()
    receive(communities.deposit_is_begun().account, FIRST_FEN)
    property_companies.are_registered()


@pytest.fixture
def withdrawals(city, sandbox, monkeypatch):
    """As the sample world leaves them; the bank of the test does what that of the sandbox would."""
    monkeypatch.setenv("SANDBOX_URL", sandbox.base_url)
    works.are_begun()
    works_paid.one_is_refused()
    [refused] = the_bank_takes()
    payments.fail_payout(bank="bob", payout_no=refused.no, because="AC04", by=CLOCK)
    jobs.hear_of_payments(0)
    works_paid.others_are_paid()
    for payout in the_bank_takes():
        debit = enters(payout, "debit")
        payments.confirm_payout(payout_no=payout.no, debit_id=debit.pk, by=CLOCK)
    jobs.hear_of_payments(0)
    works_paid.is_settled()


def the_bank_takes() -> list[Payout]:
    """What was released goes to the bank."""
    [batch] = payment_queries.batches_to_send()
    payments.send_batch(batch_id=batch.pk, by=CLOCK)
    return list(payment_queries.payouts_in(batch))


def kept() -> list[tuple[Any, ...]]:
    orders = Order.objects.order_by("pk").values_list("title", "status", "owed_fen")
    return [*orders, *Payment.objects.order_by("pk").values_list("no", "status")]


@pytest.mark.covers("WDR-03", "WDR-08")
def test_there_is_an_order_in_every_state_and_each_is_made_once(withdrawals):
    assert set(Order.objects.values_list("status", flat=True)) == set(Status.values)
    assert set(Payment.objects.values_list("status", flat=True)) == {
        "entered",
        "paying",
        "paid",
        "failed",
    }
    settled = set(Order.objects.filter(settlements__isnull=False).values_list("title", flat=True))
    assert settled == {one.title for one in works_paid.COST}
    before = kept()
    works.are_begun()
    works_paid.one_is_refused()
    works_paid.others_are_paid()
    works_paid.is_settled()
    assert kept() == before
    assert prove().holds


def test_everybody_who_works_on_withdrawals_has_something_to_do(withdrawals, subtests):
    for username, (page, titles) in DESKS.items():
        [member] = [one for one in STAFF if one.username == username]
        pages = Pages()
        pages.as_staff(*member.powers, username=member.username, name=member.name)
        with subtests.test(username=username):
            assert pages.get(reverse(page)).status_code == 200
            assert [title for title in titles if title not in pages.page.text] == []


@pytest.mark.covers("BEY-02", "WDR-11")
def test_owners_have_something_to_vote_on_to_object_to_and_to_pay(withdrawals):
    for who, title in ((LIU, works.ASKED.title), (ZHANG, works.ASKED_NEXT_DOOR.title)):
        asked = vote_queries.heads_to_speak(fund.owner(who))
        assert [one.vote.title for one in asked if title in one.vote.title], who.name
    mine = vote_queries.heads_of(fund.owner(LI)).values_list("pk", flat=True)
    [objection] = vote_queries.objections_of_heads(list(mine))
    assert objection.status == "open"
    [said] = vote_queries.heads_of(fund.owner(OTHERS[1])).filter(vote=objection.vote)
    assert said.counted
    cash = works.order_of(works.CASH)
    unsold = [one for one in works_queries.shares_of(cash) if one.is_unsold]
    demanded = {one.account_id for one in fund_queries.shares_demanded(cash.cause)}
    assert len(unsold) == 2 and len(demanded) == 3
    arrears = works.order_of(works.ARREARS)
    assert arrears.is_emergency and arrears.owed_homes == 4
    assert len(fund_queries.shares_demanded(arrears.cause)) == 4
