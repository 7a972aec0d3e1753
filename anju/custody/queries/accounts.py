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


def accounts_seen_by(actor: Actor) -> QuerySet[SettlementAccount]:
    """An enterprise sees its own accounts, newest first; an officer who checks them sees those of all."""
    accounts = SettlementAccount.objects.select_related("enterprise").order_by("-id")
    if "account.check" in actor.may:
        return accounts
    if not actor.is_enterprise:
        return accounts.none()
    return accounts.filter(enterprise=actor.organisation_id)


def accounts_to_check() -> QuerySet[SettlementAccount]:
    """The proposals that wait for an officer, oldest first."""
    proposed = SettlementAccount.objects.filter(status=AccountStatus.PROPOSED)
    return proposed.select_related("enterprise").order_by("pk")
