"""What the outside has told us, and what the fund centre works on of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db.models import Q, QuerySet

from anju.core import clock
from anju.core.actors import Actor
from anju.core.prepared import rows_prepared
from anju.payments.models import BankEntry, Payment, ProviderNotification
from anju.payments.rules import (
    TO_WORK_ON,
    UNUSED,
    Business,
    Direction,
    FactStatus,
    RefundStatus,
)


def entry(entry_id: int) -> BankEntry:
    return BankEntry.objects.select_related("bank_account").get(pk=entry_id)


def notification(notification_id: int) -> ProviderNotification:
    return ProviderNotification.objects.get(pk=notification_id)


def credit_of(payment: Payment) -> BankEntry | None:
    """The bank credit that paid a payment, if one has."""
    return BankEntry.objects.filter(payment=payment, status=FactStatus.MATCHED).first()


@dataclass(frozen=True)
class SentBack:
    """Money of a payer that could not be used: why, and whether it is back, on its way, or never came."""

    at: datetime
    fen: int
    because: str
    status: str
    back_on: date | None
    payment_no: str

    @property
    def is_back(self) -> bool:
        return self.status in (RefundStatus.DONE, FactStatus.RETURNED)

    @property
    def is_doubted(self) -> bool:
        """Its bank denies it, and two persons of the fund centre are looking into that."""
        return self.status == FactStatus.DOUBTED

    @property
    def waits_for_a_person(self) -> bool:
        """It could not be returned, or is not to be by itself."""
        return self.status == FactStatus.SET_ASIDE and self.back_on is None

    @property
    def never_came(self) -> bool:
        return self.status == FactStatus.WITHDRAWN


def sent_back(payments: str, parameters: Mapping[str, Any], since: datetime) -> list[SentBack]:
    """What did not fit of these payments since a moment, or is still not back, newest first: refunds to source, and
    credits set aside.

    `payments` is a constant text of SQL that asks for their ids.
    """
    unused = ", ".join(f"'{status.value}'" for status in UNUSED)
    waiting = ", ".join(f"'{status.value}'" for status in TO_WORK_ON)
    sql = f"""
        WITH paid AS MATERIALIZED (
            SELECT id, no, collection_code FROM payments_payment WHERE id IN ({payments})
        )
        SELECT created_at, refund.amount_fen, because, refund.status, NULL::date, paid.no
        FROM paid JOIN payments_refund AS refund ON refund.payment_id = paid.id
            WHERE created_at >= %(since)s OR refund.status = '{RefundStatus.DUE.value}'
        UNION ALL
        SELECT booked_at, amount_fen, because, status, return_due_on, ''
        FROM payments_bankentry
        WHERE collection_code = ANY (ARRAY(SELECT collection_code FROM paid WHERE collection_code IS NOT NULL))
            AND direction = '{Direction.CREDIT.value}' AND status IN ({unused})
            AND (booked_at >= %(since)s OR status IN ({waiting}))
        ORDER BY 1 DESC
        """  # noqa: S608 - `payments` and the names of statuses are texts of this program
    return [SentBack(*row) for row in rows_prepared(sql, {**parameters, "since": since})]


def entries_seen_by(actor: Actor) -> QuerySet[BankEntry]:
    """Bank entries, for those with the power to read them."""
    if "bank.read" not in actor.may:
        return BankEntry.objects.none()
    return BankEntry.objects.select_related("bank_account", "payment")


def entries_to_work_on(actor: Actor) -> QuerySet[BankEntry]:
    """Credits and debits that nobody could match, and those on their way back, oldest first."""
    return entries_seen_by(actor).filter(status__in=TO_WORK_ON).order_by("id")


def credits_set_aside(business: str) -> QuerySet[BankEntry]:
    """Credits of one business that nobody has claimed, oldest first: who may see them the package above says."""
    aside = BankEntry.objects.filter(
        status=FactStatus.SET_ASIDE,
        direction=Direction.CREDIT,
        bank_account__business=business,
    )
    return aside.select_related("bank_account").order_by("id")


def credits_waiting(before: datetime) -> QuerySet[BankEntry]:
    """Credits of rental money, booked before a moment, that nobody has claimed or sent back. (BEY-14)"""
    waiting = credits_set_aside(Business.CUSTODY).filter(booked_at__lt=before)
    return waiting.select_related("meant_by")


def entries_found(
    actor: Actor,
    *,
    bank: str = "",
    amount_fen: int | None = None,
    day: date | None = None,
    text: str = "",
    code: str = "",
) -> QuerySet[BankEntry]:
    """Of the entries to work on, those of a bank, of this amount, of a day, with this text or collection code."""
    found = entries_to_work_on(actor)
    if bank:
        found = found.filter(bank_account__bank=bank)
    if amount_fen is not None:
        found = found.filter(amount_fen=amount_fen)
    if day is not None:
        found = found.filter(booked_at__gte=clock.start_of(day), booked_at__lt=clock.end_of(day))
    if text:
        found = found.filter(Q(text__icontains=text) | Q(bank_ref__icontains=text))
    if code:
        found = found.filter(collection_code=code)
    return found


def notifications_to_work_on(actor: Actor) -> QuerySet[ProviderNotification]:
    if "bank.read" not in actor.may:
        return ProviderNotification.objects.none()
    return ProviderNotification.objects.filter(status=FactStatus.SET_ASIDE).order_by("id")
