"""退款 at the counter. (rules B9.3, B9.4)"""

from collections.abc import Iterable

from django.db.models import Exists, OuterRef, Q, QuerySet, Sum

from anju.core.actors import Actor
from anju.fund.models import Account, CounterRefund, Deposit
from anju.fund.rules import OPEN_REFUNDS, Payee, R
from anju.homes import queries as homes
from anju.people import queries as people
from anju.people.rules import Power

WITH_HOME = ("account__dwelling__building__community", "deposit")


def refunds_seen_by(actor: Actor) -> QuerySet[CounterRefund]:
    """Staff see those of their department's district; owners those of their homes; newest first."""
    every = CounterRefund.objects.select_related(*WITH_HOME).order_by("-id")
    if actor.staff_id is not None:
        if not {Power.FUND_READ, Power.FUND_PAY, Power.FUND_CHECK} & actor.may:
            return every.none()
        district = people.department_of(actor)
        there = every.filter(account__dwelling__building__community__district=district)
        return there if district else every
    return every.filter(account__dwelling__in=homes.dwellings_of(actor).values("pk"))


def refunds_to_check(actor: Actor) -> QuerySet[CounterRefund]:
    """Those that wait for another person, oldest first."""
    if Power.FUND_CHECK not in actor.may:
        return CounterRefund.objects.none()
    return refunds_seen_by(actor).filter(status=R.ENTERED).order_by("id")


def refunding_among(accounts: Iterable[Account]) -> set[int]:
    """Those of these accounts, by id, a refund of which was taken on and has not ended."""
    listed = [one.pk for one in accounts]
    if not listed:
        return set()
    under_way = CounterRefund.objects.filter(account__in=listed, status__in=OPEN_REFUNDS)
    return set(under_way.values_list("account", flat=True))


def refunds_failed(actor: Actor) -> QuerySet[CounterRefund]:
    """Those that the bank did not pay and that nobody has entered anew: the money is in the home's account again."""
    later = CounterRefund.objects.filter(
        account=OuterRef("account"), payee=OuterRef("payee"), pk__gt=OuterRef("pk")
    ).exclude(status=R.REJECTED)
    same = later.filter(Q(deposit=OuterRef("deposit")) | Q(deposit__isnull=True))
    return refunds_seen_by(actor).filter(~Exists(same), status=R.FAILED)


def is_payee(refund: CounterRefund, actor: Actor) -> bool:
    """Whether who has signed in is to be paid: by name and number an owner of the home now."""
    home = refund.account.dwelling
    is_named = actor.staff_id is None and refund.payee_name == people.display_name(actor)
    return refund.payee == Payee.OWNER and is_named and homes.is_owned_by(home, actor)


def done_anew(refund: CounterRefund) -> QuerySet[CounterRefund]:
    """What has been entered for the same, or for all that the home holds, since it failed; the newest first."""
    later = CounterRefund.objects.filter(account=refund.account_id, pk__gt=refund.pk)
    same = Q(deposit=refund.deposit_id) | Q(deposit__isnull=True)
    return later.filter(same, payee=refund.payee).exclude(status=R.REJECTED).order_by("-pk")


def is_done_anew(refund: CounterRefund) -> bool:
    return done_anew(refund).exists()


def may_claim(refund: CounterRefund, actor: Actor) -> bool:
    """Whether its payee may name another account, for the bank could not pay it. (BEY-14)"""
    return refund.status == R.FAILED and is_payee(refund, actor) and not done_anew(refund).exists()


def refunded_fen(deposit: Deposit) -> int:
    """How much of a deposit went back, or is on its way."""
    gone = deposit.refunds.filter(status__in=(R.PAYING, R.PAID))
    return int(gone.aggregate(fen=Sum("amount_fen", default=0))["fen"])
