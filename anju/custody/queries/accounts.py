"""Where enterprises receive what is theirs."""

from anju.custody.models import SettlementAccount
from anju.custody.rules import AccountStatus


def account_in_use(enterprise_id: int) -> SettlementAccount | None:
    """The account to which an enterprise is paid; none while it has no checked one, or it has to confirm it."""
    return SettlementAccount.objects.filter(
        enterprise=enterprise_id, status=AccountStatus.ACTIVE
    ).first()
