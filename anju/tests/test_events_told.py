"""Every event that is offered is told by what really happens, with the facts that were announced, and once. (BEY-11)"""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.closings import actions as closings
from anju.closings.tests.days import CLOSER, a_day, compared, states
from anju.closings.tests.days import told as told_entry
from anju.contracts import actions as contracts
from anju.core.actors import CLOCK, Actor
from anju.core.money import parse_yuan
from anju.custody import actions as custody
from anju.filings import actions as filings
from anju.filings.models import Filing
from anju.filings.tests.filing import a_reviewer, submitted
from anju.homes.tests.asking import a_verified, an_enterprise
from anju.orders import actions as orders
from anju.people import actions as people
from anju.people.models import ApiKey
from anju.people.rules import Power, Scope
from anju.refunds.tests.endings import (
    Days,
    a_dispute,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
    an_answer,
    bank_pays,
)
from anju.tests.custody_world import (
    OFFICER,
    an_account,
    released,
    t_1,
    the_bank_paid_interest,
    the_bank_pays,
    the_bank_refuses,
)
from anju.tests.world import (
    ENTERPRISE,
    a_bank_account,
    a_credit,
    a_lease,
    a_notification,
    a_paying_order,
    an_order,
    book,
    lease_terms,
    tenant_of,
)
from anju.webhooks import actions
from anju.webhooks.models import Delivery
from anju.webhooks.rules import EVENTS, OFFERED, Event

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OPS-04", "BEY-11")]


def listens(name: str, uscc: str) -> Actor:
    organisation = people.record_organisation(name=name, uscc=uscc, is_enterprise=True, by=CLOCK)
    by = Actor("organisation", "enterprise", organisation_id=organisation.pk)
    actions.subscribe(url="https://erp.example/events", events=OFFERED, by=by)
    return by


@pytest.fixture
def enterprise(db) -> Actor:
    return listens(*ENTERPRISE)


@pytest.fixture
def days(monkeypatch, db) -> Days:
    clock = Days(monkeypatch)
    clock.be("2026-11-02")
    return clock


def told() -> list[str]:
    """What was told, in order; each with the facts that were announced, all in plain JSON."""
    found = list(Delivery.objects.order_by("id"))
    for each in found:
        announced = EVENTS[Event(each.event)].facts
        assert {name: type(fact) for name, fact in each.facts.items()} == {
            name: type(fact) for name, fact in announced.items()
        }, each.event
    return [each.event for each in found]


def test_a_payment_by_transfer(enterprise):
    order = a_paying_order(a_lease())
    a_credit(order)
    book()

    assert told() == ["lease.filed", "order.supervised"]
    supervised = Delivery.objects.get(event="order.supervised")
    assert supervised.about == order.no
    assert supervised.facts == {
        "order_no": order.no,
        "amount": "28000.00",
        "filing_nos": [order.lease.filing_no],
    }


def test_a_payment_by_alipay_an_order_given_up_and_money_that_does_not_fit(enterprise):
    a_notification(a_paying_order(a_lease(), "alipay"))
    orders.book_notifications(limit=10, by=CLOCK)
    given_up = an_order(a_lease())
    orders.cancel_order(order_id=given_up.pk, by=tenant_of(given_up.lease))
    orders.cancel_order(order_id=given_up.pk, by=tenant_of(given_up.lease))
    wrong = a_paying_order(a_lease())
    a_credit(wrong, amount="27999.99")
    book()

    events = [event for event in told() if event != "lease.filed"]
    assert events == ["order.received", "order.cancelled", "order.set_aside"]
    aside = Delivery.objects.get(event="order.set_aside")
    assert (aside.about, aside.facts["amount"]) == (wrong.no, "27999.99")


def test_who_rents_and_pays_hears_nothing_of_it(enterprise):
    """The enterprise is told as the one that lets; another enterprise's leases are none of its business."""
    lease = a_lease(enterprise=("安家租赁有限公司", "91110108MA01ABCD5T"))
    a_credit(a_paying_order(lease))
    book()

    assert told() == []


def test_releases_and_holds(enterprise):
    lease = t_1()
    an_account(lease.enterprise_id)
    the_bank_paid_interest("1000.00")
    (paid,) = released(date(2025, 4, 1))
    the_bank_pays(paid)
    (failed,) = released(date(2025, 6, 30))
    the_bank_refuses(failed)
    hold = custody.hold_releases(
        lease_id=lease.pk,
        reason="authority",
        document_no="（2026）京0105执1号",
        note="",
        by=OFFICER,
    )
    custody.lift_hold(hold_id=hold.pk, because="已履行", by=OFFICER)

    events = [event for event in told() if not event.startswith(("lease.", "order."))]
    assert events == ["release.paid", "release.failed", "hold.placed", "hold.lifted"]
    paid_event = Delivery.objects.get(event="release.paid")
    assert paid_event.about == paid.no
    assert parse_yuan(paid_event.facts["amount"]) == paid.amount_fen


def test_a_refund_from_the_return_to_its_end(days, enterprise):
    lease = a_held_lease()
    an_account_of(lease)
    case = a_return(lease)
    a_plan(case, ())
    an_answer(case)
    bank_pays(failing="0014")

    events = [event for event in told() if event.startswith(("case.", "plan.", "portion."))]
    assert events[:3] == ["case.opened", "plan.answered", "portion.failed"]


def test_a_refund_that_is_agreed_by_silence_and_paid(days, enterprise):
    lease = a_held_lease()
    an_account_of(lease)
    case = a_return(lease)
    a_plan(case, payee=("6222020200000000014", "工行"))
    for day in ("2026-11-06", "2026-11-09", "2026-11-11"):
        days.pass_to(day)
    bank_pays()

    events = [event for event in told() if event.startswith(("case.", "plan.", "portion."))]
    assert events[:2] == ["case.opened", "plan.accepted_by_silence"]
    assert set(events[2:-1]) == {"portion.paid"}
    assert events[-1] == "case.closed"


def test_a_dispute(days, enterprise):
    a_dispute(a_held_lease())

    assert "case.disputed" in told()


def test_an_application_that_is_sent_back_and_then_approved(settings):
    settings.MOVABLE_CLOCK = True
    by, reviewer = an_enterprise(), a_reviewer()
    actions.subscribe(url="https://erp.example/events", events=OFFERED, by=by)
    filing = submitted(by=by)
    filings.send_back(filing_id=filing.pk, because="租期与合同不一致", by=reviewer)
    filings.resubmit_filing(filing_id=filing.pk, by=by)
    filings.approve_filing(filing_id=filing.pk, by=reviewer)

    events = [one for one in told() if one.startswith(("filing.", "lease."))]
    assert sorted(events) == ["filing.approved", "filing.returned", "lease.filed"]
    returned = Delivery.objects.get(event="filing.returned")
    assert returned.facts["because"] == "租期与合同不一致"


def test_a_verification(sandbox):
    by = an_enterprise()
    actions.subscribe(url="https://erp.example/events", events=OFFERED, by=by)
    verification = a_verified(sandbox, by=by)

    assert told() == ["verification.decided"]
    assert Delivery.objects.get().facts == {
        "no": verification.no,
        "status": "passed",
        "outcome": verification.outcome.upper(),
    }


def told_by_key(name: str, *scopes: Scope, bank: str = "") -> Actor:
    """The program of a platform or a bank; the office has its events told to an address."""
    keeper = Actor("yunxing", "centre", frozenset({Power.API_KEEP}), staff_id=1)
    people.issue_platform_key(name=name, scopes=scopes, bank=bank, by=keeper)
    key = ApiKey.objects.get(name=name)
    actions.subscribe_platform(
        client_id=key.pk, url="https://platform.example/", events=Event.values, by=keeper
    )
    return Actor(f"api {name}", "api", frozenset(scopes), client_id=key.pk)


def test_a_platform_hears_of_the_leases_that_it_filed_and_another_does_not(enterprise):
    platform = told_by_key("租房平台", Scope.LEASE_FILE)
    told_by_key("另一平台", Scope.LEASE_FILE)
    a_bank_account()
    lease = contracts.file_lease(terms=lease_terms(), by=platform)
    a_credit(a_paying_order(lease))
    book()
    a_credit(a_paying_order(a_lease()))
    book()

    to_platforms = Delivery.objects.filter(client__isnull=False)
    assert [(one.client_id, one.event) for one in to_platforms] == [
        (platform.client_id, "order.supervised")
    ]
    assert to_platforms.get().facts["filing_nos"] == [lease.filing_no]
    assert told().count("order.supervised") == 3  # the enterprise hears of both


def test_a_platform_hears_what_became_of_its_applications():
    platform = told_by_key("租房平台", Scope.CONTRACT_FILE, Scope.HOME_VERIFY)
    filing = submitted(by=an_enterprise())
    Filing.objects.filter(pk=filing.pk).update(client=platform.client_id)
    filings.send_back(filing_id=filing.pk, because="租期与合同不一致", by=a_reviewer())

    [event] = Delivery.objects.all()
    assert (event.event, event.client_id) == ("filing.returned", platform.client_id)
    assert (event.organisation_id, event.about) == (None, filing.application_no)


def test_a_bank_hears_how_its_own_day_stands():
    bank = told_by_key("建设银行", Scope.BANK_READ, bank="ccb")
    told_by_key("另一银行", Scope.BANK_READ, bank="bob")
    [paid, other] = a_day("5.00")
    states(told_entry(paid))
    closing = compared()
    assert closing.status == "differs"
    states(told_entry(paid), told_entry(other))
    closings.close_day(closing_id=compared().pk, by=CLOSER)

    assert told() == ["bank_day.differs", "bank_day.closed"]
    assert set(Delivery.objects.values_list("client", flat=True)) == {bank.client_id}
    day = closing.day.isoformat()
    assert [one.facts for one in Delivery.objects.order_by("id")] == [
        {"day": day, "statement_version": 1, "differences": 1},
        {"day": day, "statement_version": 2, "closing": "28005.00"},
    ]


def test_booking_asks_once_whether_anybody_listens():
    """However many orders a batch has, and nothing of them is looked up for nobody."""
    for _ in range(3):
        a_credit(a_paying_order(a_lease()))

    with CaptureQueriesContext(connection) as asked:
        book()

    ours = [query["sql"] for query in asked.captured_queries if "webhooks_" in query["sql"]]
    assert len(ours) == 1
    assert "orders_order" not in ours[0]


def test_booking_tells_a_batch_in_one_statement(enterprise):
    for _ in range(3):
        a_credit(a_paying_order(a_lease()))

    with CaptureQueriesContext(connection) as asked:
        book()

    ours = [query["sql"] for query in asked.captured_queries if "webhooks_" in query["sql"]]
    assert len(ours) == 2
    assert Delivery.objects.filter(event="order.supervised").count() == 3
