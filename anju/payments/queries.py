import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, DateField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from anju.clients import alipay
from anju.core import clock
from anju.core.actors import Actor
from anju.ledger import queries as ledger
from anju.payments.models import (
    BankAccount,
    BankEntry,
    CreditReturn,
    Payment,
    ProviderNotification,
    Refund,
    Settlement,
    SettlementLine,
    Statement,
    StatementLine,
)
from anju.payments.rules import (
    ANSWER_COMES_WITHIN,
    BILL_COMES_WITHIN,
    GOING_BACK,
    UNPAID,
    Channel,
    Direction,
    FactStatus,
    LineStatus,
    Opening,
    PaymentStatus,
    RefundStatus,
    ReturnStatus,
    SettlementStatus,
)

SETTLEMENT_TEXT = re.compile(r"ALIPAY SETTLEMENT (?P<day>\d{4}-\d\d-\d\d) (?P<app_id>\d+)")


def bank_accounts() -> QuerySet[BankAccount]:
    return BankAccount.objects.order_by("bank")


def bank_names(account_ids: Iterable[int]) -> list[str]:
    """The banks of these accounts, by name."""
    accounts = BankAccount.objects.filter(pk__in=list(account_ids)).order_by("bank")
    return list(accounts.values_list("bank_name", flat=True))


def account_of(bank: str) -> BankAccount | None:
    return BankAccount.objects.filter(bank=bank).first()


def pay_page_of(payment: Payment, return_url: str) -> str:
    """Where a phone's browser goes to pay, and comes back to `return_url`; empty when it cannot be paid there now.

    It is signed anew whenever it is wanted, always for the same trade: a signature is good for minutes only, and what
    is not kept cannot be found.
    """
    is_open = payment.status == PaymentStatus.OPEN and not payment.close_wanted
    if payment.opening != Opening.APP or not is_open or payment.expires_at is None:
        return ""
    if payment.expires_at <= clock.now():
        return ""
    return alipay.pay_page_url(
        payment.bank_account.alipay_app_id,
        payment.no,
        payment.amount_fen,
        payment.subject,
        payment.expires_at,
        return_url,
    )


# What the clock has to do ---------------------------------------------------------------------------------


def payments_to_offer() -> QuerySet[Payment]:
    """Payments whose code has not been fetched from the provider or the bank yet."""
    return (
        Payment.objects.filter(status=PaymentStatus.REQUESTED, close_wanted=False)
        .filter(Q(expires_at__isnull=True) | Q(expires_at__gt=clock.now()))
        .select_related("bank_account")
        .order_by("id")
    )


def payments_to_close() -> QuerySet[Payment]:
    """Unpaid payments whose time is over, or that somebody wants closed."""
    over = Q(channel=Channel.ALIPAY, expires_at__lte=clock.now())
    return (
        Payment.objects.filter(Q(close_wanted=True) | over, status__in=UNPAID)
        .select_related("bank_account")
        .order_by("id")
    )


def payments_asked_about() -> QuerySet[Payment]:
    """Payments whose payers say they have paid."""
    asked = Payment.objects.filter(news_wanted=True)
    return asked.select_related("bank_account").order_by("id")


def returns_to_send() -> QuerySet[CreditReturn]:
    return (
        CreditReturn.objects.filter(status=ReturnStatus.DUE)
        .select_related("entry__bank_account")
        .order_by("id")
    )


def returns_unanswered() -> QuerySet[CreditReturn]:
    """Returns the bank took more than an hour ago without telling us what became of them."""
    return (
        CreditReturn.objects.filter(
            status=ReturnStatus.SENT, created_at__lte=clock.now() - ANSWER_COMES_WITHIN
        )
        .select_related("entry__bank_account")
        .order_by("id")
    )


def returns_falling_due(day: date) -> QuerySet[BankEntry]:
    """Credits in suspense that go back to their payers on this day or before it."""
    return BankEntry.objects.filter(status=FactStatus.SET_ASIDE, return_due_on__lte=day).order_by(
        "id"
    )


def refunds_to_make() -> QuerySet[Refund]:
    return (
        Refund.objects.filter(status=RefundStatus.DUE, try_at__lte=clock.now())
        .select_related("payment__bank_account")
        .order_by("id")
    )


def entry(entry_id: int) -> BankEntry:
    return BankEntry.objects.select_related("bank_account").get(pk=entry_id)


def notification(notification_id: int) -> ProviderNotification:
    return ProviderNotification.objects.get(pk=notification_id)


def credit_of(payment: Payment) -> BankEntry | None:
    """The bank credit that paid a payment, if one has."""
    return BankEntry.objects.filter(payment=payment, status=FactStatus.MATCHED).first()


def payment_by_no(no: str) -> Payment | None:
    return Payment.objects.filter(no=no).select_related("bank_account").first()


def payment_by_code(bank: str, collection_code: str) -> Payment | None:
    """The payment for which a bank gave this collection code. A code of one bank means nothing at another."""
    if not collection_code:
        return None
    return Payment.objects.filter(collection_code=collection_code, bank_account__bank=bank).first()


def status_label(status: str | None) -> str:
    return str(PaymentStatus(status).label) if status else ""


def named_settlement(entry: BankEntry) -> tuple[date, str] | None:
    """The day and the merchant of a provider's settlement that the text of a bank entry names."""
    named = SETTLEMENT_TEXT.fullmatch(entry.text.strip())
    if named is None:
        return None
    try:
        return date.fromisoformat(named["day"]), named["app_id"]
    except ValueError:
        return None


def settlement_named(entry: BankEntry) -> Settlement | None:
    """The settlement that a bank entry says it pays, once its bill is here; only our own merchant's."""
    named = named_settlement(entry)
    if named is None or named[1] != entry.bank_account.alipay_app_id:
        return None
    return settlement_of(entry.bank_account.bank, named[0])


def may_still_be_billed(entry: BankEntry) -> bool:
    """Whether the bill that a bank entry names may still come: our own merchant's, of the last days."""
    named = named_settlement(entry)
    if named is None or named[1] != entry.bank_account.alipay_app_id:
        return False
    return named[0] >= clock.today() - BILL_COMES_WITHIN


def settlement_of(bank: str, day: date) -> Settlement | None:
    return Settlement.objects.filter(bank_account__bank=bank, day=day).first()


def statement_of(bank: str, day: date) -> Statement | None:
    return Statement.objects.filter(bank_account__bank=bank, day=day).first()


def settlements_to_book() -> QuerySet[Settlement]:
    return Settlement.objects.filter(status=SettlementStatus.FUNDED).order_by("id")


# Money that did not fit ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class SentBack:
    """Money of a payer that could not be used: why, and whether it is back, on its way, or waits for its day."""

    at: datetime
    fen: int
    because: str
    status: str
    back_on: date | None
    payment_no: str

    @property
    def is_back(self) -> bool:
        return self.status in (RefundStatus.DONE, FactStatus.RETURNED)


def sent_back(payments: QuerySet, since: datetime) -> list[SentBack]:
    """What did not fit of these payments since a moment, newest first: refunds to source, and credits set aside."""
    refunds = Refund.objects.filter(payment__in=payments, created_at__gte=since).values_list(
        "created_at",
        "amount_fen",
        "because",
        "status",
        Value(None, output_field=DateField()),
        "payment__no",
    )
    credit = BankEntry.objects.filter(
        collection_code__in=Payment.objects.filter(
            pk__in=payments, collection_code__isnull=False
        ).values("collection_code"),
        direction=Direction.CREDIT,
        status__in=GOING_BACK,
        booked_at__gte=since,
    ).values_list("booked_at", "amount_fen", "because", "status", "return_due_on", Value(""))
    return [SentBack(*row) for row in refunds.union(credit, all=True).order_by("-created_at")]


# What the fund centre works on ----------------------------------------------------------------------------


def entries_seen_by(actor: Actor) -> QuerySet[BankEntry]:
    """Bank entries, for those with the power to read them."""
    if "bank.read" not in actor.may:
        return BankEntry.objects.none()
    return BankEntry.objects.select_related("bank_account", "payment")


def entries_to_work_on(actor: Actor) -> QuerySet[BankEntry]:
    """Credits and debits that nobody could match, and those on their way back, oldest first."""
    return (
        entries_seen_by(actor)
        .filter(status__in=[FactStatus.SET_ASIDE, FactStatus.RETURNING])
        .order_by("id")
    )


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
        status=FactStatus.MATCHED, paid_at__gte=start, paid_at__lt=end
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


def returns_of(entry: BankEntry) -> QuerySet[CreditReturn]:
    return CreditReturn.objects.filter(entry=entry).order_by("id")


# The day's proof ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class DayProof:
    """One bank account on one day: what our book says, what the bank's statement says, and what explains a gap.

    All amounts in fen, as the bank sees them: what we hold is positive.
    """

    account: BankAccount
    day: date
    book_opening_fen: int
    book_in_fen: int
    book_out_fen: int
    book_closing_fen: int
    statement: Statement | None
    unexplained: list[StatementLine]
    untold: list[BankEntry]

    @property
    def difference_fen(self) -> int | None:
        """Book minus statement at the end of the day; none while there is no statement."""
        return (
            None if self.statement is None else self.book_closing_fen - self.statement.closing_fen
        )

    @property
    def agrees(self) -> bool:
        return (
            self.statement is not None
            and self.difference_fen == 0
            and self.book_opening_fen == self.statement.opening_fen
            and not self.unexplained
            and not self.untold
        )


def day_proof(bank: str, day: date) -> DayProof:
    """Hold a day's book against the bank's statement, line by line. (LED-04)"""
    account = BankAccount.objects.get(bank=bank)
    book = ledger.bank_book(bank, day)
    statement = Statement.objects.filter(bank_account=account, day=day).first()
    of_day = BankEntry.objects.filter(
        bank_account=account, booked_at__gte=clock.start_of(day), booked_at__lt=clock.end_of(day)
    )
    unexplained: list[StatementLine] = []
    untold: list[BankEntry] = []
    if statement is not None:
        booked = BankEntry.objects.filter(bank_account=account).exclude(status=FactStatus.NEW)
        booked = booked.exclude(direction=Direction.DEBIT, status=FactStatus.SET_ASIDE)
        unexplained = list(
            statement.lines.exclude(bank_ref__in=booked.values("bank_ref")).order_by("number")
        )
        untold = list(
            of_day.exclude(bank_ref__in=statement.lines.values("bank_ref")).order_by("id")
        )
    return DayProof(
        account,
        day,
        book.opening_fen,
        book.in_fen,
        book.out_fen,
        book.closing_fen,
        statement,
        unexplained,
        untold,
    )
