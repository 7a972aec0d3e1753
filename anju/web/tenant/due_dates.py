"""Due dates for a calendar, by RFC 5545. (TEN-91)"""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from anju.core import clock
from anju.core.money import yuan
from anju.refunds import queries as refunds
from anju.web import bills

REMINDED = timedelta(days=-5, hours=9)
"""At nine in the morning five days before the due day, when the portal puts a bill before the tenant. (PAY-01)"""


def calendar_of(unpaid: Iterable[Any], cases: Iterable[Any] = ()) -> bytes:
    """One all-day event for each unpaid bill (each with its `lease`); the same bill is always the same event.

    And one for the last day of whoever has to act in the end of a lease.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Anju//due dates//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("租押金应缴日期"))
    for bill in unpaid:
        calendar.add_component(event_of(bill))
    for case in cases:
        countdown = refunds.countdown(case)
        if countdown.by_on is not None:
            calendar.add_component(last_day_of(case, countdown))
    return calendar.to_ical()


def event_of(bill: Any) -> Event:
    summary = _("{kind}应缴 {amount}元").format(
        kind=bills.kind_of(bill), amount=yuan(bill.amount_fen)
    )
    said = _("合同备案编号 {no}，账单 {bill}").format(no=bill.lease.filing_no, bill=bill.no)
    return all_day(bill.no, bill.due_on, summary, bill.lease.address, said, REMINDED)


def last_day_of(case: Any, countdown: Any) -> Event:
    """Who has to act by then, and what silence does. (BEY-01)"""
    who = str(countdown.who.label) if countdown.who else ""
    summary = _("退款：{who}办理的最后一天").format(who=who)
    said = _("合同备案编号 {no}。{silence}").format(
        no=case.lease.filing_no, silence=_(countdown.silence)
    )
    reminded = timedelta(days=-1, hours=9)
    return all_day(
        f"refund-{case.pk}", countdown.by_on, summary, case.lease.address, said, reminded
    )


def all_day(
    uid: str, day: date, summary: str, location: str, description: str, reminded: timedelta
) -> Event:
    event = Event()
    event.add("uid", f"{uid}@anju")
    event.add("dtstamp", clock.now())
    event.add("dtstart", day)
    event.add("dtend", day + timedelta(days=1))
    event.add("summary", summary)
    event.add("location", location)
    event.add("description", description)
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", reminded)
    event.add_component(alarm)
    return event


def as_file(calendar: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        calendar,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )
