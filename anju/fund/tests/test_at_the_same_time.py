"""Two who pay the same: one counts, the other's money goes back."""

from dataclasses import replace

import pytest

from anju.core.actors import CLOCK, NOBODY, OUTSIDE, Actor
from anju.core.models import Event
from anju.core.refusals import Broken, Refused
from anju.fund import actions, queries
from anju.fund.models import Account, Attempt, Deposit
from anju.fund.rules import LOOK_UPS_AN_HOUR, TRIES_OF_A_SOURCE_AT_A_NUMBER, Status
from anju.fund.tests.world import (
    DEPARTMENT,
    WANG,
    ZHAO,
    a_home,
    an_account,
    books_balance,
    first_deposited,
    fresh,
    is_told_paid,
    signed_in,
    start,
    the_fund_bank,
)
from anju.ledger.queries import balance_fen
from anju.notices.models import Notice
from anju.payments.models import Refund
from anju.payments.rules import Channel
from anju.people import actions as people
from anju.people.rules import Power
from anju.tests.together import together

pytestmark = pytest.mark.django_db(transaction=True)
KEEPER = Actor("xi.tong", "centre", frozenset({Power.USER_KEEP}), staff_id=999)


def test_eight_who_ask_at_the_same_second_get_one_deposit():
    account, wang = an_account(), signed_in(WANG)
    made = together(*[lambda: actions.demand_deposit(account_id=account.pk, by=wang)] * 8)
    assert {deposit.pk for deposit in made} == {Deposit.objects.get().pk}


def test_a_double_click_starts_one_payment():
    account, wang = an_account(), signed_in(WANG)
    deposit = actions.demand_deposit(account_id=account.pk, by=wang)
    pay = {"deposit_id": deposit.pk, "channel": Channel.ALIPAY, "by": wang}
    together(*[lambda: actions.start_payment(**pay)] * 8)
    assert Attempt.objects.count() == 1


def test_two_who_pay_the_same_deposit_pay_it_once_and_one_is_given_back():
    account, wang, zhao = an_account(), signed_in(WANG), signed_in(ZHAO)
    deposit = actions.demand_deposit(account_id=account.pk, by=wang)
    paid = [start(deposit, wang), start(deposit, zhao)]
    assert paid[0] != paid[1]
    for payment in paid:
        is_told_paid(payment)
    together(*[lambda: actions.book_notifications(limit=1, by=OUTSIDE)] * 4)
    actions.book_notifications(limit=10, by=OUTSIDE)
    deposit = fresh(deposit)
    assert deposit.status == Status.PAID
    (refund,) = Refund.objects.all()
    assert {deposit.payment_id, refund.payment_id} == {payment.pk for payment in paid}
    assert fresh(account).first_fen == 18_000_00
    assert balance_fen("transit:alipay:bob") == 36_000_00  # until the provider has given it back
    assert books_balance()


@pytest.mark.covers("QCK-03")
def test_guesses_at_the_same_moment_are_counted_one_by_one():
    notice = actions.issue_notice(account_id=an_account().pk, owner_name="王五", by=DEPARTMENT)

    def guess(name):
        try:
            return actions.find_deposit(
                deposit_no=notice.no, owner_name=name, source="203.0.113.7", by=NOBODY
            )
        except Refused as refused:
            return refused.code

    heard = together(*[lambda: guess("赵六")] * 12)
    assert heard.count(None) == TRIES_OF_A_SOURCE_AT_A_NUMBER
    assert heard.count("too_many_tries") == 12 - TRIES_OF_A_SOURCE_AT_A_NUMBER


def test_who_looks_up_in_many_windows_at_once_has_no_more_than_the_limit():
    zhao, home = signed_in(ZHAO), an_account().dwelling
    for _ in range(LOOK_UPS_AN_HOUR - 1):
        actions.look_up(mode="address", wanted="朝阳区", by=zhao)
    heard = together(
        *[lambda: said(actions.look_up, mode="address", wanted=home.address, by=zhao)] * 5
    )
    assert (heard.count("done"), heard.count("too_many_tries")) == (1, 4)


def said(work, **arguments) -> str:
    """The code of the refusal, or that it is done."""
    try:
        work(**arguments)
    except Refused as refused:
        return str(refused.code.value)
    return "done"


REVIEWERS = [
    Actor(name, "centre", frozenset({Power.FUND_REVIEW}), staff_id=number, department="110105")
    for name, number in (("li.na", 971), ("wu.lei", 972))
]
STATED = {"way": "contract", "wanted": "XF9", "district": "110105", "phone": "13800000001"}


@pytest.mark.covers("CTR-05")
def test_of_two_reviewers_who_decide_at_once_one_does_and_the_other_reads_that_it_is_decided():
    home, zhao = an_account(owners=(ZHAO,)).dwelling, signed_in(ZHAO)
    addition = actions.add_home(**STATED, by=zhao)
    about = {"addition_id": addition.pk, "opinion": "相符"}
    approve = {"dwelling_id": home.pk, "owners": [], **about}
    heard = together(
        lambda: said(actions.approve_addition, **approve, by=REVIEWERS[0]),
        lambda: said(actions.reject_addition, **about, by=REVIEWERS[1]),
        lambda: said(actions.approve_addition, **approve, by=REVIEWERS[1]),
    )
    assert (heard.count("done"), heard.count("decided_before")) == (1, 2)
    decided = Event.objects.filter(kind="fund.addition", record_id=addition.pk)
    assert decided.count() == 1
    assert Notice.objects.filter(key=f"addition:{addition.no}").count() == 1


@pytest.mark.covers("OWN-13")
def test_two_owners_who_add_their_home_at_the_same_moment_both_have_it_with_one_account():
    the_fund_bank()
    home = a_home(owners=(WANG, ZHAO))
    stated = STATED | {"wanted": home.contract_no}
    both = [signed_in(WANG), signed_in(ZHAO)]
    added = together(*[lambda by=by: actions.add_home(**stated, by=by) for by in both] * 3)
    assert {one.status for one in added} == {"added"}
    assert Account.objects.filter(dwelling=home).count() == 1
    assert [queries.homes_of(by).count() for by in both] == [1, 1]


@pytest.mark.covers("CTR-05")
def test_whoever_was_moved_to_another_department_meanwhile_decides_nothing_there():
    zhao, home = signed_in(ZHAO), an_account(owners=(ZHAO,)).dwelling
    addition = actions.add_home(**STATED, by=zhao)
    user = people.record_staff(
        username="li.na", name="李娜", password="x", powers=[Power.FUND_REVIEW], by=CLOCK
    )
    move_to = {"member_id": user.pk, "by": KEEPER}
    people.place_at_department(district="110105", **move_to)
    reviewer = Actor("li.na", "centre", frozenset({Power.FUND_REVIEW}), staff_id=user.pk)
    assert list(queries.additions_to_review(reviewer)) == [addition]
    people.place_at_department(district="110108", **move_to)
    about = {"addition_id": addition.pk, "opinion": "相符", "by": reviewer}
    with pytest.raises(Broken):
        actions.approve_addition(dwelling_id=home.pk, owners=[], **about)
    with pytest.raises(Broken):
        actions.reject_addition(**about)
    assert fresh(addition).status == "waiting"
    assert actions.reject_addition(**about | {"by": REVIEWERS[0]}).status == "rejected"


def test_a_double_click_adds_one_home_and_enters_one_refund():
    account, zhao = an_account(), signed_in(ZHAO)
    stated = {"way": "contract", "wanted": "XF9", "district": "110105", "phone": "13800000001"}
    added = together(*[lambda: actions.add_home(**stated, by=zhao)] * 6)
    assert len({addition.pk for addition in added}) == 1
    first_deposited(account, zhao)
    maker = replace(DEPARTMENT, may=frozenset({Power.FUND_PAY}))
    stated = {
        "account_id": account.pk,
        "reason": "cancelled",
        "payee_name": "王五",
        "payee_account": "6222020200000000014",
        "payee_bank": "中国工商银行",
    }

    def enter():
        try:
            return actions.enter_refund(**stated, by=maker).no
        except Refused as refused:
            return refused.code

    entered = together(*[enter] * 4)
    assert entered.count("refund_open") == 3
