from datetime import timedelta

from anju.core import clock, numbers
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.refusals import Refused, ensure
from anju.parameters import queries as parameters
from anju.payments.models import BankAccount, Payment
from anju.payments.rules import (
    PAGES_ARE_FETCHED,
    PROVIDERS,
    UNPAID,
    Channel,
    Opening,
    PaymentStatus,
    Refusal,
)


def provider_limit() -> timedelta:
    """How long a provider's code can be paid with. (manual 001, 8.2.1)"""
    return timedelta(minutes=parameters.number("order.provider_minutes"))


@action
def request_payment(
    *,
    channel: str,
    opening: str = Opening.QR_CODE,
    bank_account_id: int,
    amount_fen: int,
    subject: str,
    payer_ip: str | None = None,
    by: Actor,
) -> Payment:
    """Begin one attempt to pay. A job then fetches the code to pay with from the provider or the bank.

    `opening` says whether a provider is opened by a code or in its app; for the app nothing has to be fetched, and
    it is open at once, except WeChat's, whose page has to be fetched for the payer's address on the net (`payer_ip`,
    without which it is not begun; forgotten as soon as the page is there, or not wanted any more). A provider's is
    valid for three minutes, a collection code until it is cancelled. Refused when the account has no merchant at the
    provider.
    """
    is_fetched = opening == Opening.APP and channel in PAGES_ARE_FETCHED
    ensure(bool(payer_ip) or not is_fetched, "a page for nobody's address on the net")
    account = BankAccount.objects.get(pk=bank_account_id)
    now = clock.now()
    by_provider = channel in PROVIDERS
    if by_provider and not account.merchants.filter(channel=channel).exists():
        label = Channel(channel).label
        raise Refused(Refusal.NOT_OFFERED, bank=account.bank_name, channel=label)
    payment = Payment.objects.create(
        no=numbers.payment_no(now),
        channel=channel,
        opening=opening if by_provider else Opening.COLLECTION_CODE,
        bank_account=account,
        amount_fen=amount_fen,
        subject=subject,
        collection_code=None if by_provider else numbers.collection_code(account.code_prefix),
        payer_ip=payer_ip if is_fetched else None,
        requested_at=now,
        expires_at=now + provider_limit() if by_provider else None,
    )
    if payment.opening == Opening.APP and channel not in PAGES_ARE_FETCHED:
        move(payment, "offer", by=by)
    return payment


@action
def offer_payment(*, payment_id: int, qr_code: str, by: Actor) -> Payment:
    """The provider has given the code: the payment can be paid. Late answers to a closed payment change nothing."""
    payment = lock(Payment, pk=payment_id)
    if payment.status == PaymentStatus.REQUESTED:
        move(payment, "offer", by=by, qr_code=qr_code, payer_ip=None)
    return payment


@action
def want_close(*, payment_id: int, by: Actor) -> None:
    """Ask for an unpaid payment to be closed at the provider. Whoever paid it in between has paid it."""
    payment = lock(Payment, pk=payment_id)
    if payment.status in UNPAID:
        payment.close_wanted = True
        payment.save(update_fields=["close_wanted"])


@action
def want_news(*, payment_id: int, by: Actor) -> None:
    """Somebody says they have paid: ask the provider soon, for its notification may be late or lost."""
    payment = lock(Payment, pk=payment_id)
    if payment.channel in PROVIDERS and payment.status in UNPAID:
        payment.news_wanted = True
        payment.save(update_fields=["news_wanted"])


@action
def have_news(*, payment_id: int, by: Actor) -> None:
    """The provider has answered, or there is nothing left to ask."""
    payment = lock(Payment, pk=payment_id)
    payment.news_wanted = False
    payment.save(update_fields=["news_wanted"])


@action
def close_payment(*, payment_id: int, because: str, by: Actor) -> bool:
    """The provider has closed it: nobody can pay it any more. False when it was paid or closed before."""
    payment = lock(Payment, pk=payment_id)
    if payment.status not in UNPAID:
        if payment.close_wanted:
            payment.close_wanted = False
            payment.save(update_fields=["close_wanted"])
        return False
    move(payment, "close", by=by, because=because, close_wanted=False, payer_ip=None)
    return True


@action
def fail_payment(*, payment_id: int, because: str, by: Actor) -> bool:
    """The provider says that paying failed. False when the payment was paid or closed before."""
    payment = lock(Payment, pk=payment_id)
    if payment.status not in UNPAID:
        return False
    move(payment, "fail", by=by, because=because, close_wanted=False, payer_ip=None)
    return True


@action
def receive_late(*, payment_id: int, because: str, by: Actor) -> Payment:
    """Money has come for a payment, whether or not we had given it up."""
    payment: Payment = lock(Payment, pk=payment_id)
    name = "receive" if payment.status in UNPAID else "receive_late"
    move(payment, name, by=by, because=because, close_wanted=False)
    return payment
