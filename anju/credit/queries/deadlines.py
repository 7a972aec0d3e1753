"""Deadlines that still run, for the clock to compute again when a calendar was entered anew. (rule D1.7)"""

from django.db.models import QuerySet

from anju.core import clock
from anju.credit.models import CreditEvent, ListEntry, Objection
from anju.credit.rules import EntryStatus, EventStatus, ObjectionStatus


def events_objectable() -> QuerySet[CreditEvent]:
    return CreditEvent.objects.filter(status=EventStatus.EFFECTIVE, object_until__gte=clock.today())


def objections_open() -> QuerySet[Objection]:
    return Objection.objects.filter(status=ObjectionStatus.OPEN)


def entries_awaiting_statement() -> QuerySet[ListEntry]:
    return ListEntry.objects.filter(status=EntryStatus.NOTICED, statement_until__gte=clock.today())
