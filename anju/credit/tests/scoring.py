"""Builders of scorings and list entries for tests; they go through actions."""

import itertools
from datetime import UTC, date, datetime, timedelta
from typing import Any

from anju.agencies.models import Institution
from anju.agencies.tests.offices import a_paper, an_institution
from anju.core import clock
from anju.core.actors import Actor
from anju.credit import actions, jobs
from anju.credit.models import CreditEvent, CreditRule, ListEntry, Objection
from anju.people.rules import Power

APPLYING = Actor("shenqing", "authority", frozenset({Power.CREDIT_APPLY}))
REVIEWING = Actor("shencha", "authority", frozenset({Power.CREDIT_REVIEW}))
OTHER_REVIEWER = Actor("fuyi", "authority", frozenset({Power.CREDIT_REVIEW}))
BOTH = Actor("quan", "authority", frozenset({Power.CREDIT_APPLY, Power.CREDIT_REVIEW}))
KEEPER = Actor("mingdan", "authority", frozenset({Power.LIST_KEEP}))
DECIDER = Actor("jueding", "authority", frozenset({Power.LIST_KEEP}))
OF_RULES = Actor("biaozhun", "authority", frozenset({Power.RULE_KEEP}))
serial = itertools.count(1)


class Days:
    """The clock of a test: it stands where it was put."""

    def __init__(self, monkeypatch: Any) -> None:
        self.moment = datetime(2026, 11, 2, 2, tzinfo=UTC)
        monkeypatch.setattr(clock, "now", lambda: self.moment)

    def be(self, day: str) -> None:
        """It is this day in Beijing, at ten o'clock; the daily job ran for every day before."""
        while clock.today() < date.fromisoformat(day):
            over = clock.today()
            self.moment = clock.start_of(over + timedelta(days=1)) + timedelta(hours=10)
            if (over.month, over.day) == (12, 31) or clock.today().isoformat() == day:
                jobs.end_the_day(over)


def a_rule(code: str) -> CreditRule:
    return CreditRule.objects.get(code=code, status="in_force")


def applied(
    institution: Institution, code: str = "R05", *, by: Actor = APPLYING, **changes: Any
) -> CreditEvent:
    rule = a_rule(code)
    stated: dict[str, Any] = {
        "key": f"application-{next(serial)}",
        "organisation_id": institution.organisation_id,
        "rule_id": rule.pk,
        "points": rule.points,
        "happened_on": clock.today(),
        "facts": "现场检查发现",
    }
    stated |= changes
    stated.setdefault("file_ids", [a_paper(by, "现场检查记录.pdf")])
    return actions.apply_for_score(**stated, by=by)


def scored(institution: Institution, code: str = "R05", **changes: Any) -> CreditEvent:
    event = applied(institution, code, **changes)
    return actions.accept_score(event_id=event.pk, by=REVIEWING)


def objected(event: CreditEvent) -> Objection:
    return actions.object_to_score(event_id=event.pk, text="该房源并非本机构发布", by=own(event))


def own(record: Any, portal: str = "agency") -> Actor:
    """The administrator of the institution that an event or an entry is about."""
    return Actor("administrator", portal, organisation_id=record.organisation_id)


def a_black_entry(days: Days, institution: Institution | None = None) -> ListEntry:
    """Published on 10 November 2026: double-letting, noticed on the 2nd."""
    scored(institution or an_institution(), "R21")
    entry = ListEntry.objects.get(kind="black", status="proposed")
    actions.notify_entry(entry_id=entry.pk, by=KEEPER)
    days.be("2026-11-10")
    return actions.publish_entry(entry_id=entry.pk, because="事实清楚", by=DECIDER)


def black_listed(institution: Institution) -> ListEntry:
    """Published today: the institution was heard at once."""
    scored(institution, "R21")
    entry = ListEntry.objects.get(kind="black", organisation=institution.organisation_id)
    actions.notify_entry(entry_id=entry.pk, by=KEEPER)
    actions.state_on_entry(entry_id=entry.pk, text="已整改", by=own(entry))
    return actions.publish_entry(entry_id=entry.pk, because="事实清楚", by=DECIDER)
