"""Where enterprises receive."""

from django.db.models import QuerySet

from anju.core.actors import Actor
from anju.custody.models import SettlementAccount
from anju.custody.rules import AccountStatus


def account_in_use(enterprise_id: int) -> SettlementAccount | None:
    """The account to which an enterprise is paid; none while it has no checked one, or it has to confirm it."""
    return SettlementAccount.objects.filter(
        enterprise=enterprise_id, status=AccountStatus.ACTIVE
    ).first()


def accounts_of(actor: Actor) -> QuerySet[SettlementAccount]:
    """An enterprise's own accounts, newest first."""
    if not actor.is_enterprise:
        return SettlementAccount.objects.none()
    return SettlementAccount.objects.filter(enterprise=actor.organisation_id).order_by("-id")


def accounts_seen_by(actor: Actor) -> QuerySet[SettlementAccount]:
    """The accounts of all enterprises, for an officer who checks them."""
    if "account.check" not in actor.may:
        return SettlementAccount.objects.none()
    return SettlementAccount.objects.select_related("enterprise").order_by("-id")


def accounts_to_check(actor: Actor) -> QuerySet[SettlementAccount]:
    """The proposals that wait for an officer, oldest first."""
    return accounts_seen_by(actor).filter(status=AccountStatus.PROPOSED).order_by("pk")
