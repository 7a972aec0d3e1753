"""Due dates for a calendar, by RFC 5545. (TEN-91)"""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from anju.core import clock
from anju.core.money import yuan
from anju.web import bills

REMINDED = timedelta(days=-5, hours=9)
"""At nine in the morning five days before the due day, when the portal puts a bill before the tenant. (PAY-01)"""


def calendar_of(unpaid: Iterable[Any]) -> bytes:
    """One all-day event for each unpaid bill (each with its `lease`); the same bill is always the same event."""
    calendar = Calendar()
    calendar.add("prodid", "-//Anju//due dates//ZH")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", _("租押金应缴日期"))
    for bill in unpaid:
        calendar.add_component(event_of(bill))
    return calendar.to_ical()


def event_of(bill: Any) -> Event:
    summary = _("{kind}应缴 {amount}元").format(
        kind=bills.kind_of(bill), amount=yuan(bill.amount_fen)
    )
    event = Event()
    event.add("uid", f"{bill.no}@anju")
    event.add("dtstamp", clock.now())
    event.add("dtstart", bill.due_on)
    event.add("dtend", bill.due_on + timedelta(days=1))
    event.add("summary", summary)
    event.add("location", bill.lease.address)
    event.add(
        "description",
        _("合同备案编号 {no}，账单 {bill}").format(no=bill.lease.filing_no, bill=bill.no),
    )
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", REMINDED)
    event.add_component(alarm)
    return event


def as_file(calendar: bytes, name: str) -> HttpResponse:
    return HttpResponse(
        calendar,
        content_type="text/calendar; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}.ics"'},
    )
