"""Providers' days and the banks' statements."""

import re
from datetime import date, timedelta
from typing import NamedTuple

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from anju.core import clock
from anju.core.actors import Actor
from anju.payments.models import (
    BankEntry,
    Merchant,
    Payment,
    ProviderNotification,
    Settlement,
    SettlementLine,
    Statement,
    StatementRequest,
)
from anju.payments.rules import (
    BILL_COMES_WITHIN,
    PROVIDERS,
    Business,
    FactStatus,
    LineStatus,
    PaymentStatus,
    SettlementStatus,
)

SETTLEMENT_TEXT = re.compile(
    rf"(?P<provider>{'|'.join(provider.upper() for provider in PROVIDERS)}) SETTLEMENT"
    r" (?P<day>\d{4}-\d\d-\d\d) (?P<merchant_no>\d+)"
)

JUST_NOW = timedelta(minutes=1)


class NamedSettlement(NamedTuple):
    """What the text of a bank entry says of a provider's day."""

    channel: str
    day: date
    merchant_no: str


def named_settlement(entry: BankEntry) -> NamedSettlement | None:
    """The provider, the day and the merchant of the settlement that the text of a bank entry names."""
    named = SETTLEMENT_TEXT.fullmatch(entry.text.strip())
    if named is None:
        return None
    try:
        day = date.fromisoformat(named["day"])
    except ValueError:
        return None
    return NamedSettlement(named["provider"].lower(), day, named["merchant_no"])


def _is_ours(named: NamedSettlement, entry: BankEntry) -> bool:
    """A provider settles only what was paid to the merchant of this very account."""
    return Merchant.objects.filter(
        bank_account=entry.bank_account_id, channel=named.channel, no=named.merchant_no
    ).exists()


def settlement_named(entry: BankEntry) -> Settlement | None:
    """The settlement that a bank entry says it pays, once its bill is here; only our own merchant's."""
    named = named_settlement(entry)
    if named is None or not _is_ours(named, entry):
        return None
    return settlement_of(named.channel, entry.bank_account.bank, named.day)


def may_still_be_billed(entry: BankEntry) -> bool:
    """Whether the bill that a bank entry names may still come: our own merchant's, of the last days."""
    named = named_settlement(entry)
    if named is None or not _is_ours(named, entry):
        return False
    return named.day >= clock.today() - BILL_COMES_WITHIN


def settlement_of(channel: str, bank: str, day: date) -> Settlement | None:
    return Settlement.objects.filter(channel=channel, bank_account__bank=bank, day=day).first()


def statement_of(bank: str, day: date) -> Statement | None:
    """The version that stands."""
    return Statement.objects.filter(bank_account__bank=bank, day=day, stands=True).first()


def statements_of(bank_account_id: int, day: date) -> QuerySet[Statement]:
    """All versions of a day's statement, the latest first."""
    versions = Statement.objects.filter(bank_account=bank_account_id, day=day)
    return versions.order_by("-version")


def standing_statements(bank_account_id: int, first: date, last: date) -> QuerySet[Statement]:
    """The statements that stand, of some days."""
    return Statement.objects.filter(
        bank_account=bank_account_id, day__range=(first, last), stands=True
    ).order_by("day")


def statements_to_ask_for() -> QuerySet[StatementRequest]:
    wanted = StatementRequest.objects.filter(answered_at__isnull=True)
    return wanted.select_related("bank_account").order_by("id")


def last_request(bank_account_id: int, day: date) -> StatementRequest | None:
    """How a bank was last asked for a day's statement once more."""
    asked = StatementRequest.objects.filter(bank_account=bank_account_id, day=day)
    return asked.order_by("-id").first()


def lines_that_differ(bank_account_id: int, day: date) -> dict[str, int]:
    """How many lines differ in the settlements that a bank booked on a day, by channel and day."""
    differing = SettlementLine.objects.filter(
        status=LineStatus.DIFFERS,
        settlement__bank_account=bank_account_id,
        settlement__credit__booked_at__gte=clock.start_of(day),
        settlement__credit__booked_at__lt=clock.end_of(day),
    )
    counted = differing.values("settlement__channel", "settlement__day").annotate(count=Count("pk"))
    return {
        f"{each['settlement__channel']} {each['settlement__day']}": each["count"]
        for each in counted.order_by("settlement__channel", "settlement__day")
    }


def entries_of_day(bank_account_id: int, day: date) -> tuple[int, int]:
    """How many entries a day has, and how many of them have been taken up."""
    of_day = BankEntry.objects.filter(
        bank_account=bank_account_id,
        booked_at__gte=clock.start_of(day),
        booked_at__lt=clock.end_of(day),
    )
    counts = of_day.aggregate(
        all=Count("pk"), taken_up=Count("pk", filter=~Q(status=FactStatus.NEW))
    )
    return counts["all"], counts["taken_up"]


def is_taking_in(bank_account_id: int, day: date) -> bool:
    """Whether entries of a day have come in a moment ago and are just being taken up."""
    new = BankEntry.objects.filter(status=FactStatus.NEW, bank_account=bank_account_id)
    of_day = new.filter(booked_at__gte=clock.start_of(day), booked_at__lt=clock.end_of(day))
    return of_day.filter(received_at__gt=clock.now() - JUST_NOW).exists()


def has_new_entries(bank_account_id: int, day: date) -> bool:
    """Whether entries of a day have not been taken up yet: the book will still change."""
    new = BankEntry.objects.filter(status=FactStatus.NEW, bank_account=bank_account_id)
    return new.filter(booked_at__gte=clock.start_of(day), booked_at__lt=clock.end_of(day)).exists()


def first_statement(bank: str) -> Statement | None:
    """The statement with which a bank account begins to be ours."""
    return Statement.objects.filter(bank_account__bank=bank, stands=True).order_by("day").first()


def settlements_to_book(business: str = Business.CUSTODY) -> QuerySet[Settlement]:
    """The days of the merchants of one business that the bank has credited."""
    funded = Settlement.objects.filter(status=SettlementStatus.FUNDED)
    return funded.filter(bank_account__business=business).order_by("id")


def settlement_differences(actor: Actor) -> QuerySet[SettlementLine]:
    if "bank.read" not in actor.may:
        return SettlementLine.objects.none()
    return (
        SettlementLine.objects.filter(status=LineStatus.DIFFERS)
        .select_related("settlement__bank_account")
        .order_by("id")
    )


def settlements_seen_by(actor: Actor) -> QuerySet[Settlement]:
    """A provider's days, newest first, each with the number of its lines that differ."""
    if "bank.read" not in actor.may:
        return Settlement.objects.none()
    differing = SettlementLine.objects.filter(settlement=OuterRef("pk"), status=LineStatus.DIFFERS)
    counted = differing.order_by().values("settlement").annotate(count=Count("pk")).values("count")
    return (
        Settlement.objects.select_related("bank_account", "credit")
        .annotate(differences=Coalesce(Subquery(counted), 0))
        .order_by("-day", "-id")
    )


def payments_missing_from_bill(settlement: Settlement) -> QuerySet[Payment]:
    """Payments we received on the day of a bill that the bill does not mention."""
    start, end = clock.start_of(settlement.day), clock.end_of(settlement.day)
    paid_that_day = ProviderNotification.objects.filter(
        channel=settlement.channel,
        status=FactStatus.MATCHED,
        paid_at__gte=start,
        paid_at__lt=end,
    ).values("payment_no")
    in_the_bill = settlement.lines.filter(kind="trade").values("payment_no")
    return (
        Payment.objects.filter(no__in=paid_that_day, bank_account=settlement.bank_account)
        .filter(
            status__in=[PaymentStatus.RECEIVED, PaymentStatus.REFUNDING, PaymentStatus.REFUNDED]
        )
        .exclude(no__in=in_the_bill)
        .order_by("id")
    )
