"""The stories of the end of a lease as tables of transfers and balances: documentation for auditors, kept true."""

from datetime import date

import pytest

from anju.core.money import parse_yuan
from anju.refunds import actions
from anju.refunds.models import Case
from anju.refunds.rules import Basis, Opinion
from anju.refunds.split import Parts
from anju.refunds.tests.endings import (
    ACCOUNT,
    APPROVER,
    CHECKS,
    EMPTY,
    OTHER_ACCOUNT,
    a_final,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
    an_answer,
    an_authority_order,
    bank_pays,
    books_balance,
    payee_of,
    pots_of,
    t_1_ends_early,
)
from anju.refunds.tests.test_paying import another_name
from anju.tests.stories import Stories
from anju.tests.world import enterprise_of

pytestmark = pytest.mark.django_db
story = Stories("refund-stories.md")
D = date.fromisoformat


class Told:
    """The clock of a story, set by its test."""

    days = None


def ended(day: str = "2026-12-02") -> Case:
    lease = a_held_lease()
    an_account_of(lease)
    Told.days.be(day)
    return a_return(lease)


@story("The tenant agrees")
def agreed():
    case = ended()
    a_plan(case)
    an_answer(case)
    bank_pays()


@story("The plan is sent back twice, then agreed to")
def negotiated():
    case = ended()
    for amount in ("1000.00", "800.00"):
        a_plan(case, deductions=(("08", "deposit", amount),))
        an_answer(case, Opinion.SEND_BACK)
    a_plan(case, deductions=(("08", "deposit", "500.00"),))
    an_answer(case)
    bank_pays()


@story("Mediation: 400 of 1,000 are accepted, the other 600 are shared later")
def mediated():
    case = ended()
    a_plan(case)
    an_answer(case, Opinion.MEDIATION, "400.00")
    bank_pays()
    Told.days.be("2027-02-01")
    final = a_final(case, Parts(350_00, 0), Parts(250_00, 0))
    actions.approve_final(final_id=final.pk, by=APPROVER)
    bank_pays()


@story("Mediation: the sides agree on one deduction, the association decides the other")
def settled_in_part():
    case = ended()
    a_plan(case, deductions=(("08", "deposit", "1000.00"), ("11", "rent", "4000.00")))
    an_answer(case, Opinion.MEDIATION, "0.00")
    bank_pays()
    Told.days.be("2026-12-20")
    item = case.plans.get().items.get(number=1)
    offer = actions.make_offer(
        item_id=item.pk, to_enterprise_fen=parse_yuan("300.00"), by=payee_of(case)
    )
    actions.accept_offer(offer_id=offer.pk, by=enterprise_of(case.lease))
    bank_pays()
    Told.days.be("2027-02-01")
    final = a_final(case, Parts(0, 2000_00), Parts(0, 2000_00))
    actions.approve_final(final_id=final.pk, by=APPROVER)
    bank_pays()


def in_court(opinion: Opinion, basis: Basis, to_tenant: Parts, to_enterprise: Parts) -> None:
    case = ended()
    a_plan(case)
    an_answer(case, opinion, "0.00")
    bank_pays()
    Told.days.be("2027-06-01")
    final = a_final(
        case,
        to_tenant,
        to_enterprise,
        basis=basis,
        document_no="（2027）京字第1号",
        court="北京",
        effective_on=D("2027-05-20"),
    )
    actions.approve_final(final_id=final.pk, by=APPROVER)
    bank_pays()


@story("Arbitration: the award gives all that was disputed to the tenant")
def arbitrated():
    in_court(Opinion.ARBITRATION, Basis.ARBITRATION, Parts(1000_00, 0), Parts())


@story("Litigation: the judgment gives all that was disputed to the enterprise")
def sued():
    in_court(Opinion.LITIGATION, Basis.LITIGATION, Parts(), Parts(1000_00, 0))


@story("The enterprise is silent; everything goes back to the tenant")
def silent_enterprise():
    case = ended()
    Told.days.pass_to("2026-12-08")
    bank_pays()
    account_confirmed(case, ACCOUNT)
    bank_pays()


@story("The tenant is silent; the plan is carried out as proposed")
def silent_tenant():
    case = ended()
    a_plan(case, payee=ACCOUNT)
    Told.days.pass_to("2026-12-11")
    bank_pays()


def account_confirmed(case: Case, account: tuple[str, str]) -> None:
    actions.confirm_account(
        portion_id=case.portions.get(side="tenant").pk,
        payee_account=account[0],
        payee_bank=account[1],
        by=payee_of(case),
    )


@story("The bank cannot pay; the tenant gives a new account")
def failed():
    case = ended()
    a_plan(case)
    an_answer(case)
    bank_pays(failing="0014")
    Told.days.be("2026-12-04")
    account_confirmed(case, OTHER_ACCOUNT)
    bank_pays()


@story("The bank cannot pay; the association lets an heir be paid")
def inherited():
    case = ended()
    a_plan(case)
    an_answer(case)
    bank_pays(failing="0014")
    Told.days.be("2026-12-04")
    change = another_name(case)
    actions.approve_name_change(change_id=change.pk, by=APPROVER)
    bank_pays()


@story("The worked schedule T-1 ends early, on 20 November 2025")
def worked_schedule():
    """Months 1 to 9 are released as they fall due; months 10 to 12 and the deposit are what is left."""
    case = t_1_ends_early(Told.days)
    Told.days.be("2025-11-25")
    a_plan(case, payee=ACCOUNT)
    Told.days.pass_to("2025-12-04")
    bank_pays()


@story("The district authority orders a refund; the plan of the enterprise is void")
def ordered():
    case = ended()
    a_plan(case)
    order = an_authority_order(case.lease)
    actions.approve_order(order_id=order.pk, by=CHECKS)
    bank_pays()
    account_confirmed(case, ACCOUNT)
    bank_pays()


@story("The district authority orders that what is disputed goes to the tenant, too")
def ordered_in_dispute():
    case = ended()
    a_plan(case)
    an_answer(case, Opinion.MEDIATION, "400.00")
    bank_pays()
    Told.days.be("2027-02-01")
    order = an_authority_order(case.lease, covers_disputed=True)
    actions.approve_order(order_id=order.pk, by=CHECKS)
    bank_pays()


@pytest.mark.covers("LED-01", "LED-02", "REF-06", "REF-09", "REF-10", "REF-12", "ENT-06", "ENT-07")
@pytest.mark.parametrize("title", story.plays)
def test_a_story_of_an_end_goes_as_recorded_and_no_pot_of_the_lease_keeps_anything(title, days):
    Told.days = days
    story.play(title)
    case = Case.objects.get()
    assert case.status == "closed"
    assert pots_of(case.lease) == EMPTY
    assert books_balance()


def test_the_page_tells_these_stories_and_no_others():
    assert story.on_the_page() == list(story.plays)
