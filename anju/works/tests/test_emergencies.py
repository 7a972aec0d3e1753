"""Emergency use: no vote, but evidence, a notice, and clocks; what is there is taken, the rest is owed. (rule B8)"""

from datetime import datetime, timedelta

import pytest

from anju.core import clock
from anju.core.clock import BEIJING
from anju.fund.queries import shares_demanded
from anju.works import actions, clocks, queries
from anju.works.models import Order
from anju.works.rules import EVIDENCE, Emergency, PaperKind, Refusal
from anju.works.tests.world import (
    PAYER,
    REVIEWER,
    a_community,
    a_draft,
    a_paper,
    a_submitted_order,
    an_approved_order,
    fresh,
    held,
    refused,
)

pytestmark = pytest.mark.django_db


@pytest.mark.covers("WDR-09")
@pytest.mark.parametrize("case", Emergency.values)
def test_each_case_is_proved_by_its_own_evidence(case):
    order, by = a_draft(kind="emergency", emergency=case)
    wanted = EVIDENCE[Emergency(case)]
    order.papers.filter(kind__in=wanted).delete()
    why = refused(Refusal.PAPERS_MISSING, actions.submit_order, order_id=order.pk, by=by)
    assert all(str(kind.label) in why.message for kind in wanted)
    for kind in wanted:
        actions.attach_paper(order_id=order.pk, kind=kind, file_id=a_paper(), by=by)
    order = actions.submit_order(order_id=order.pk, by=by)
    assert order.status == "submitted"
    assert all(one.ok for one in queries.checks_of(order))


@pytest.mark.covers("WDR-09")
def test_the_owners_are_told_before_it_is_submitted():
    order, by = a_draft(kind="emergency", emergency="EM2")
    order.notices.all().delete()
    refused(Refusal.NOTICE_MISSING, actions.submit_order, order_id=order.pk, by=by)
    about = {"order_id": order.pk, "place": "大厅", "by": by}
    late = clock.now() + timedelta(hours=1)
    more = {"file_ids": [a_paper()]}
    refused(Refusal.NOTICE_LATER, actions.record_notice, posted_at=late, **about, **more)
    refused(
        Refusal.NOTICE_MISSING,
        actions.record_notice,
        posted_at=clock.now(),
        file_ids=[],
        **about,
    )
    actions.record_notice(posted_at=clock.now(), **about, **more)
    actions.submit_order(order_id=order.pk, by=by)
    assert order.papers.filter(kind=PaperKind.NOTICE, is_public=True).exists()
    normal, by = a_draft()
    about |= {"order_id": normal.pk, "by": by}
    refused(Refusal.NOTICE_NOT_NEEDED, actions.record_notice, posted_at=late, **about, **more)


@pytest.mark.covers("WDR-05", "WDR-09")
def test_what_is_there_is_frozen_without_a_vote_and_the_rest_is_owed():
    order, _by = a_submitted_order(
        a_community(balance=20_000_00), kind="emergency", emergency="EM2"
    )
    order = actions.approve_order(order_id=order.pk, by=REVIEWER)
    assert order.status == "approved"
    assert (order.owed_homes, order.owed_fen) == (1, 6_715_26)
    assert held(order)[1] == [17_047_62, 19_594_75, 17_047_62, 19_594_75, 20_000_00]
    assert queries.payable_of(order).first_fen == 46_642_37
    actions.demand_shares(order_id=order.pk, by=REVIEWER)
    [asked] = shares_demanded(order.cause)
    assert asked.amount_fen == 6_715_26


def at(text):
    return datetime.fromisoformat(text).replace(tzinfo=BEIJING)


@pytest.mark.covers("WDR-09")
@pytest.mark.parametrize(
    ("kind", "urgent", "since", "decide", "pay"),
    [
        ("normal", False, "2026-03-02 10:00", "2026-03-17 00:00", "2026-03-17 00:00"),
        ("emergency", False, "2026-03-05 10:00", "2026-03-10 00:00", "2026-03-10 00:00"),
        ("emergency", True, "2026-03-06 15:00", "2026-03-07 15:00", "2026-03-09 15:00"),
        ("emergency", True, "2026-03-07 15:00", "2026-03-08 15:00", "2026-03-10 00:00"),
        ("emergency", True, "2026-03-03 09:30", "2026-03-04 09:30", "2026-03-04 09:30"),
    ],
)
def test_the_clocks_of_an_order(kind, urgent, since, decide, pay):
    """A Friday's 24 working hours end on Monday; a Saturday's begin on Monday."""
    order = Order(kind=kind, is_urgent=urgent)
    assert clocks.decide_by(order, at(since)) == at(decide)
    assert clocks.pay_by(order, at(since)) == at(pay)


@pytest.mark.covers("WDR-09")
def test_what_is_overdue_is_flagged(monkeypatch):
    order, _by = a_submitted_order(kind="emergency", emergency="EM2", is_urgent="1")
    assert not queries.is_overdue(order)
    Order.objects.filter(pk=order.pk).update(decide_by=clock.now())
    assert queries.is_overdue(fresh(order))
    order = actions.approve_order(order_id=order.pk, by=REVIEWER)
    assert not queries.is_overdue(order)
    Order.objects.filter(pk=order.pk).update(pay_by=clock.now())
    assert queries.is_overdue(fresh(order))
    assert list(queries.orders_to_pay(PAYER)) == [order]


def test_a_stopped_emergency_needs_no_overturned_vote():
    from anju.works.tests.world import APPROVER

    order, _by = an_approved_order(kind="emergency", emergency="EM1")
    order = actions.stop_order(order_id=order.pk, because="险情已排除", by=APPROVER)
    assert (order.status, sum(held(order)[1])) == ("stopped", 0)
