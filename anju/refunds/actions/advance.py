"""A tenant names the account for the refund before the lease ends, so that it is paid without asking. (BEY-14)"""

from anju.contracts import queries as contracts
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, one_at_a_time
from anju.core.refusals import Refused
from anju.refunds import queries
from anju.refunds.models import AdvanceAccount
from anju.refunds.rules import Refusal, Side


@action
def name_account(
    *, lease_id: int, payee_account: str, payee_bank: str, by: Actor
) -> AdvanceAccount:
    """Kept for this tenant of this lease; the same again changes nothing. In the tenant's own name, always."""
    party = contracts.tenant_party(by, "")
    if queries.side_of(by) != Side.TENANT or party is None:
        raise Refused(Refusal.NOT_A_PARTY)
    one_at_a_time(f"refunds.account:{lease_id}")
    tenant = contracts.tenants_of(contracts.lease(lease_id)).filter(party).first()
    if tenant is None:
        raise Refused(Refusal.NOT_A_PARTY)
    account, bank = queries.readable_account(payee_account), payee_bank.strip()[:120]
    if not bank:
        raise Refused(Refusal.ACCOUNT_MISSING)
    last = queries.advance_account(tenant.pk)
    if last is not None and (last.account, last.bank) == (account, bank):
        return last
    return AdvanceAccount.objects.create(
        tenant=tenant, account=account, bank=bank, given_by=by.name, given_at=clock.now()
    )
