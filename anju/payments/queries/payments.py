"""Accounts and payments, and what the clock has to do with those and with money that goes back."""

from collections.abc import Iterable
from datetime import date

from django.db.models import Q, QuerySet

from anju.clients import alipay, wechat
from anju.core import clock
from anju.payments.models import (
    BankAccount,
    BankEntry,
    CreditReturn,
    Merchant,
    Payment,
    ReceivingBank,
    Refund,
)
from anju.payments.rules import (
    PAGES_ARE_FETCHED,
    UNPAID,
    FactStatus,
    Opening,
    PaymentStatus,
    RefundStatus,
    ReturnStatus,
)


def bank_accounts() -> QuerySet[BankAccount]:
    return BankAccount.objects.order_by("bank")


def bank_names(account_ids: Iterable[int]) -> list[str]:
    """The banks of these accounts, by name."""
    accounts = BankAccount.objects.filter(pk__in=list(account_ids)).order_by("bank")
    return list(accounts.values_list("bank_name", flat=True))


def account_of(bank: str) -> BankAccount | None:
    return BankAccount.objects.filter(bank=bank).first()


def accounts_of(business: str) -> QuerySet[BankAccount]:
    """The bank accounts kept for one business."""
    return BankAccount.objects.filter(business=business).order_by("bank")


def receiving_account_of(enterprise_id: int) -> BankAccount | None:
    """The account that receives for an enterprise, once a bank has been named for it. (rule A11.2)"""
    named = ReceivingBank.objects.filter(enterprise=enterprise_id).select_related("bank_account")
    found = named.first()
    return found.bank_account if found else None


def merchants() -> QuerySet[Merchant]:
    """Every number under which a provider knows us, with the account into which it settles."""
    return Merchant.objects.select_related("bank_account").order_by("bank_account__bank", "channel")


def channels_of(bank_account_id: int) -> list[str]:
    """Through which providers one can pay into an account: those that know it."""
    merchants = Merchant.objects.filter(bank_account=bank_account_id)
    return list(merchants.order_by("channel").values_list("channel", flat=True))


def merchant_no_of(payment: Payment) -> str:
    """Under which number its provider knows the account that a payment is for."""
    return Merchant.objects.get(bank_account=payment.bank_account_id, channel=payment.channel).no


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
    if payment.channel in PAGES_ARE_FETCHED:
        return wechat.page_url(payment.qr_code, return_url)
    return alipay.pay_page_url(
        merchant_no_of(payment),
        payment.no,
        payment.amount_fen,
        payment.subject,
        payment.expires_at,
        return_url,
    )


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
    over = Q(expires_at__lte=clock.now())
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


def payment_by_no(no: str) -> Payment | None:
    return Payment.objects.filter(no=no).select_related("bank_account").first()


def payment_by_code(bank: str, collection_code: str) -> Payment | None:
    """The payment for which a bank gave this collection code. A code of one bank means nothing at another."""
    if not collection_code:
        return None
    return Payment.objects.filter(collection_code=collection_code, bank_account__bank=bank).first()


def status_label(status: str | None) -> str:
    return str(PaymentStatus(status).label) if status else ""


def returns_of(entry: BankEntry) -> QuerySet[CreditReturn]:
    return CreditReturn.objects.filter(entry=entry).order_by("id")
