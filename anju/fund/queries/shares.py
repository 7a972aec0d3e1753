"""分摊款: who is asked, and what came in for a cause."""

from collections.abc import Iterable

from django.db.models import QuerySet, Sum

from anju.fund.models import Account, Deposit
from anju.fund.rules import DepositKind, Status
from anju.homes import queries as homes


def with_developer(ids: Iterable[int]) -> QuerySet[Account]:
    found = Account.objects.filter(pk__in=list(ids)).order_by("pk")
    return found.select_related("dwelling__building__community__developer")


def payers_of(accounts: Iterable[Account]) -> dict[int, str]:
    """In whose name cash is asked: the owners' now; of an unsold home the developer's (rule B6.5)."""
    listed = list(accounts)
    owners = homes.owners_of(account.dwelling for account in listed)
    names = {pk: "、".join(owner.name for owner in found) for pk, found in owners.items()}
    return {one.pk: names[one.dwelling_id] or _developer(one) for one in listed}


def _developer(account: Account) -> str:
    developer = account.dwelling.building.community.developer
    return developer.name if developer else "开发建设单位"


def shares_demanded(cause: str) -> QuerySet[Deposit]:
    """Every 分摊款 deposit of a cause."""
    found = Deposit.objects.filter(cause=cause, kind=DepositKind.SHARE)
    return found.select_related("account").order_by("pk")


def shares_deposited(cause: str) -> dict[int, int]:
    """What came in for a cause, by the id of the account: credited by the bank."""
    came = shares_demanded(cause).filter(status=Status.DEPOSITED).order_by()
    return dict(came.values_list("account_id").annotate(fen=Sum("amount_fen")))


def shares_paid(cause: str) -> dict[int, int]:
    """The same with what is paid, and on its way from a provider."""
    came = shares_demanded(cause).filter(status__in=(Status.PAID, Status.DEPOSITED)).order_by()
    return dict(came.values_list("account_id").annotate(fen=Sum("amount_fen")))
