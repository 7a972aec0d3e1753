"""变更备案, 注销备案, 续租备案: what a filed lease becomes, by consent of every tenant and the review of another."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction

from anju.agencies.tests.offices import refused
from anju.contracts.models import Lease
from anju.contracts.queries import bills_of, terms_of, versions_of
from anju.contracts.rules import Refusal as LeaseRefusal
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.calendar import add_months
from anju.custody import queries as held
from anju.custody.models import CarryOver, Lot
from anju.filings import actions, queries
from anju.filings.lease import changed_from, first_days, planned_from
from anju.filings.models import Certificate, Consent, Filing
from anju.filings.rules import Basis, Kind, Refusal, Status
from anju.filings.terms import LeaseChange
from anju.filings.tests.amending import a_renewal_signed
from anju.filings.tests.filing import a_reviewer, contract_of
from anju.homes.models import Letting
from anju.homes.rules import Refusal as HomeRefusal
from anju.homes.tests.asking import an_enterprise
from anju.ledger.queries import balance_fen
from anju.notices.models import Notice
from anju.orders import actions as orders
from anju.orders import queries as order_queries
from anju.refunds import actions as refunds
from anju.refunds.models import Case
from anju.signings.reading import plan_instalments
from anju.signings.tests.signing import (
    SECOND,
    TENANT,
    a_document,
    a_signed,
)
from anju.tests.custody_world import lots_taken_in
from anju.tests.renewals import replanned
from anju.tests.together import together
from anju.tests.world import a_credit, a_paying_order, book, tenant_of

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-13")]
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


@pytest.fixture
def reviewer():
    return a_reviewer()


def filed(reviewer):
    """A contract signed online for a year from tomorrow, half-yearly rent of 4,000 yuan a month, filed."""
    by = an_enterprise()
    contract = a_signed(by, pay_months="6")
    filing = actions.submit_filing(contract_id=contract.pk, by=by)
    return actions.approve_filing(filing_id=filing.pk, by=reviewer)


@pytest.fixture
def lease(reviewer):
    """Filed; half-yearly rent from tomorrow for a year, its deposit and first half-year in custody."""
    filing = filed(reviewer)
    a_credit(a_paying_order(filing.lease))
    lots_taken_in()
    return Lease.objects.get()


def a_change(lease, **changes):
    now = {
        "ends_on": lease.ends_on,
        "monthly_rent_fen": lease.monthly_rent_fen,
        "deposit_fen": lease.deposit_fen,
        "deposit_due_on": lease.deposit_due_on,
        "instalments": (),
    }
    return LeaseChange(**(now | changes))


def rise(lease):
    """4,500 yuan a month from the second half-year on."""
    return a_change(lease, **replanned(lease, 1, "4500.00", each=6, months=12))


def change_asked(lease, change=None, basis=Basis.AGREEMENT, by=None):
    by = by or an_enterprise()
    return actions.submit_change(
        filing_no=lease.filing_no,
        change=change or rise(lease),
        basis=basis,
        document_id=a_document(by, "补充协议.pdf"),
        by=by,
    )


def end_asked(lease, ended_on=None, basis=Basis.AGREEMENT):
    by = an_enterprise()
    return actions.submit_end(
        filing_no=lease.filing_no,
        ended_on=ended_on or clock.today(),
        basis=basis,
        document_id=a_document(by, "解约协议.pdf"),
        by=by,
    )


def consent(filing, by):
    digest = queries.digest_submitted(filing)
    return actions.consent_to_filing(filing_id=filing.pk, facts_digest=digest, by=by)


def test_a_change_is_filed_with_the_tenants_consent_and_bills_follow(lease, reviewer):
    filing = change_asked(lease)
    assert (filing.kind, filing.concerns, filing.status) == (Kind.CHANGE, lease, Status.SUBMITTED)
    told = Notice.objects.get(kind="change_consent_asked")
    assert (told.person_id, told.facts) == (
        lease.tenants.get().person_id,
        {"filing_no": lease.filing_no},
    )
    assert list(queries.filings_to_consent(tenant_of(lease))) == [filing]
    early = refused(actions.approve_filing, filing_id=filing.pk, by=reviewer)
    assert (early.code, early.message) == (
        Refusal.CONSENT_MISSING,
        "还有1名承租人没有同意这次变更备案，承租人全部同意后才能审核通过",
    )
    for _ in range(2):
        consent(filing, tenant_of(lease))
    done = actions.approve_filing(filing_id=filing.pk, by=reviewer)
    again = actions.approve_filing(filing_id=filing.pk, by=reviewer)

    assert (done.status, again.status, done.filing_no) == (Status.APPROVED, Status.APPROVED, None)
    rents = bills_of(lease).filter(kind="rent")
    assert [bill.amount_fen for bill in rents] == [24_000_00, 27_000_00]
    assert versions_of(lease).get().because == filing.application_no
    assert balance_fen(lease.rent_pot) == 24_000_00
    assert {notice.kind for notice in Notice.objects.all()} >= {"lease_changed", "change_approved"}
    assert Lease.objects.get().version == 2


def test_what_would_touch_paid_rent_is_refused_when_it_is_handed_in(lease):
    change = a_change(lease, **replanned(lease, 0, "4500.00", each=6, months=12))
    refusal = refused(change_asked, lease=lease, change=change)
    assert refusal.code == LeaseRefusal.CHANGE_TOO_EARLY
    same = a_change(lease, **replanned(lease, 2, "4000.00", each=6, months=12))
    assert refused(change_asked, lease=lease, change=same).code == Refusal.CHANGES_NOTHING
    assert Filing.objects.count() == 1


def test_what_was_paid_meanwhile_is_refused_at_the_review(lease, reviewer):
    filing = change_asked(lease)
    consent(filing, tenant_of(lease))
    a_credit(a_paying_order(lease, kinds="second"))
    lots_taken_in()
    refusal = refused(actions.approve_filing, filing_id=filing.pk, by=reviewer)
    assert refusal.code == LeaseRefusal.CHANGE_TOO_EARLY
    filing.refresh_from_db()
    assert (filing.status, Lease.objects.get().version) == (Status.SUBMITTED, 1)


def test_a_consent_is_to_what_was_read_and_to_nothing_handed_in_later(lease, reviewer):
    filing = change_asked(lease)
    read = queries.digest_submitted(filing)
    consent(filing, tenant_of(lease))
    actions.send_back(filing_id=filing.pk, because="请写明押金", by=reviewer)
    more = a_change(lease, **replanned(lease, 1, "4600.00", each=6, months=12))
    assert change_asked(lease, more) == filing
    stale = {"filing_id": filing.pk, "facts_digest": read, "by": tenant_of(lease)}
    assert refused(actions.consent_to_filing, **stale).code == Refusal.FACTS_CHANGED
    assert refused(actions.approve_filing, filing_id=filing.pk, by=reviewer).code == (
        Refusal.CONSENT_MISSING
    )
    consent(filing, tenant_of(lease))
    actions.approve_filing(filing_id=filing.pk, by=reviewer)
    assert Lease.objects.get().monthly_rent_fen == 4_600_00
    with pytest.raises(DatabaseError), transaction.atomic():
        Consent.objects.all().delete()


def test_only_its_tenants_consent_and_only_while_it_waits(lease, reviewer):
    filing = change_asked(lease)
    digest = {"filing_id": filing.pk, "facts_digest": queries.digest_submitted(filing)}
    for by in (an_enterprise(), reviewer, CLOCK):
        assert refused(actions.consent_to_filing, **digest, by=by).code == Refusal.NOT_A_TENANT
    actions.withdraw_filing(filing_id=filing.pk, because="不变更了", by=an_enterprise())
    by = tenant_of(lease)
    assert refused(actions.consent_to_filing, **digest, by=by).code == Refusal.NOTHING_TO_CONSENT


def test_a_judgment_needs_no_consent_but_a_paper(lease, reviewer):
    filing = change_asked(lease, basis=Basis.JUDGMENT)
    assert not Notice.objects.filter(kind="change_consent_asked").exists()
    actions.approve_filing(filing_id=filing.pk, by=reviewer)
    assert Lease.objects.get().monthly_rent_fen == 4_500_00


def test_the_paper_is_the_applicants_own(lease):
    asked = {"change": rise(lease), "basis": Basis.AGREEMENT, "document_id": 10**6}
    refusal = refused(actions.submit_change, filing_no=lease.filing_no, **asked, by=an_enterprise())
    assert refusal.code == Refusal.DOCUMENT_MISSING
    other = refused(actions.submit_change, filing_no=lease.filing_no, **asked, by=an_enterprise(1))
    assert other.code == Refusal.NOT_FILED


def test_one_application_about_a_lease_at_a_time(lease):
    filing = change_asked(lease)
    assert change_asked(lease) == filing
    refusal = refused(end_asked, lease=lease)
    assert refusal.code == Refusal.ANOTHER_OPEN and filing.application_no in refusal.message


def test_a_longer_lease_takes_its_home_for_longer(lease, reviewer):
    change = a_change(lease, **replanned(lease, 2, "4000.00", each=6, months=18))
    filing = change_asked(lease, change)
    consent(filing, tenant_of(lease))
    actions.approve_filing(filing_id=filing.pk, by=reviewer)
    assert Letting.objects.get().to_on == add_months(lease.starts_on, 18) - DAY
    assert [bill.number for bill in bills_of(lease)] == [0, 1, 2, 3]


def test_months_of_a_new_plan_are_counted_from_the_start_of_the_lease(lease):
    """A lease from the 31st does not lose a day in every short month; a rhythm may change within it."""
    starts_on = date(2027, 1, 31)
    terms = replace(
        terms_of(lease),
        starts_on=starts_on,
        ends_on=date(2028, 1, 30),
        instalments=plan_instalments(starts_on, date(2028, 1, 30), 400_000, 6),
    )
    assert [str(day) for day in first_days(terms)] == ["2027-01-31", "2027-07-31", "2028-01-31"]
    plan = planned_from(terms, date(2027, 7, 31), date(2028, 2, 14), 450_000, 2)
    assert [str(one.from_on) for one in plan[1:]] == [
        "2027-07-31",
        "2027-09-30",
        "2027-11-30",
        "2028-01-31",
    ]
    assert [one.amount_fen for one in plan] == [2_400_000, 900_000, 900_000, 900_000, 225_000]
    assert plan[0] == terms.instalments[0] and plan[-1].to_on == date(2028, 2, 14)
    assert changed_from(terms.instalments, plan) == plan[1]
    assert changed_from(terms.instalments, terms.instalments) is None


# The end


def test_an_agreed_end_stops_releases_and_is_settled_as_any_other(lease, reviewer):
    advance_clock(seconds=10 * 24 * 3600, by=CLOCK)
    filing = end_asked(lease)
    consent(filing, tenant_of(lease))
    actions.approve_filing(filing_id=filing.pk, by=reviewer)

    case = Case.objects.get()
    assert (case.reason, case.status, case.returned_on) == (
        "termination",
        "awaiting_plan",
        clock.today(),
    )
    assert case.confirmed_name == filing.application_no
    assert held.endings().filter(lease=lease).exists()
    assert contract_of(filing).status == "ended"
    assert Letting.objects.get().to_on == clock.today()
    assert held.holdings(lease.pk).deposit_fen == 4_000_00
    statuses = {bill.number: bill.status for bill in order_queries.bills_of(lease)}
    assert statuses[2] == "lease_ended"
    refusal = refused(change_asked, lease=lease)
    assert refusal.code == "lease_ended"


def test_a_lease_that_was_never_begun_gives_everything_back_at_once(lease, reviewer):
    """Rule A9.5: no plan of the enterprise is needed where both confirm."""
    filing = end_asked(lease)
    consent(filing, tenant_of(lease))
    actions.approve_filing(filing_id=filing.pk, by=reviewer)

    case = Case.objects.get()
    [portion] = case.portions.all()
    assert (case.reason, case.status, portion.side) == ("filing_revoked", "paying", "tenant")
    assert portion.principal.total_fen == 28_000_00
    assert not Lot.objects.filter(status="held").exists()


def test_an_end_that_somebody_has_registered_is_only_filed(lease, reviewer):
    advance_clock(seconds=10 * 24 * 3600, by=CLOCK)
    today = clock.today()
    known = refunds.register_return(
        lease_id=lease.pk, reason="termination", returned_on=today, by=tenant_of(lease)
    )
    filing = end_asked(lease, basis=Basis.JUDGMENT)
    actions.approve_filing(filing_id=filing.pk, by=reviewer)
    assert Case.objects.get() == known


def test_a_lease_of_which_nothing_was_paid_is_over_and_its_late_money_goes_back(reviewer):
    filing = filed(reviewer)
    lease = filing.lease
    order = a_paying_order(lease)
    end = end_asked(lease)
    consent(end, tenant_of(lease))
    assert refused(actions.approve_filing, filing_id=end.pk, by=reviewer).code == "bills_in_order"
    orders.cancel_order(order_id=order.pk, by=tenant_of(lease))
    actions.approve_filing(filing_id=end.pk, by=reviewer)
    assert list(bills_of(lease)) == [] and not Case.objects.exists()
    entry = a_credit(order)
    book()
    entry.refresh_from_db()
    assert (entry.status, entry.return_due_on) == ("set_aside", clock.today())


def test_a_home_is_handed_back_before_its_end_is_filed(lease):
    refusal = refused(end_asked, lease=lease, ended_on=clock.today() + DAY)
    assert refusal.code == Refusal.ENDED_IN_FUTURE


# The renewal


def renewed(lease, **changes):
    filing = Filing.objects.get(lease=lease)
    return a_renewal_signed(filing, an_enterprise(), **changes)


def test_a_renewal_has_a_number_of_its_own_and_asks_whether_the_deposit_goes_over(lease, reviewer):
    contract = renewed(lease, monthly_rent="4300", deposit="4300.00")
    filing = actions.submit_renewal(
        contract_id=contract.pk, filing_no=lease.filing_no, carries_deposit=True, by=an_enterprise()
    )
    assert (filing.kind, filing.concerns) == (Kind.RENEWAL, lease)
    done = actions.approve_filing(filing_id=filing.pk, by=reviewer)

    renewal = done.lease
    assert done.filing_no == renewal.filing_no != lease.filing_no
    assert Certificate.objects.filter(filing=done).exists()
    carry_over = CarryOver.objects.get()
    assert (carry_over.from_lease, carry_over.to_lease) == (lease, renewal)
    orders.consent_to_carry_over(carry_over_id=carry_over.pk, by=tenant_of(lease))
    assert [bill.amount_fen for bill in bills_of(renewal).filter(kind="deposit")] == [300_00]


def test_a_lease_is_not_lengthened_into_the_next_contract_of_its_home(lease, reviewer):
    renewed(lease)
    change = a_change(lease, **replanned(lease, 2, "4000.00", each=6, months=18))
    filing = change_asked(lease, change)
    consent(filing, tenant_of(lease))
    refusal = refused(actions.approve_filing, filing_id=filing.pk, by=reviewer)
    assert refusal.code == HomeRefusal.OVERLAPS
    lease.refresh_from_db()
    assert (lease.version, bills_of(lease).count()) == (1, 3)


@pytest.mark.django_db(transaction=True)
def test_two_who_approve_a_change_at_the_same_moment_make_it_once(lease, reviewer):
    filing = change_asked(lease)
    consent(filing, tenant_of(lease))
    together(*[lambda: actions.approve_filing(filing_id=filing.pk, by=reviewer)] * 4)
    lease.refresh_from_db()
    assert (lease.version, versions_of(lease).count()) == (2, 1)
    assert Notice.objects.filter(kind="change_approved").count() == 1


def test_only_the_same_home_and_tenants_afterwards_are_a_renewal(lease):
    other = renewed(lease, tenants=[SECOND])
    asked = {"contract_id": other.pk, "filing_no": lease.filing_no, "carries_deposit": False}
    refusal = refused(actions.submit_renewal, **asked, by=an_enterprise())
    assert refusal.code == Refusal.NOT_A_RENEWAL
    assert TENANT["name"] != SECOND["name"]
