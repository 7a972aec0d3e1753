from collections.abc import Mapping

from anju.core.actors import Actor
from anju.core.db import action
from anju.core.refusals import Refused
from anju.ledger import actions as ledger
from anju.payments.models import BankAccount, Merchant, ReceivingBank
from anju.payments.rules import Business, Refusal


@action
def open_bank_account(
    *,
    bank: str,
    bank_name: str,
    branch_name: str,
    account_no: str,
    account_name: str,
    code_prefix: str,
    merchants: Mapping[str, str],
    business: str = Business.CUSTODY,
    by: Actor,
) -> BankAccount:
    """Take a pooled account into service with its pots. `merchants` says under which number each provider knows it.

    Opening the same account again only adds the providers that it did not have.
    """
    account, _ = BankAccount.objects.get_or_create(
        bank=bank,
        defaults={
            "bank_name": bank_name,
            "branch_name": branch_name,
            "account_no": account_no,
            "account_name": account_name,
            "code_prefix": code_prefix,
            "business": business,
        },
    )
    for channel, no in merchants.items():
        Merchant.objects.get_or_create(bank_account=account, channel=channel, defaults={"no": no})
    ledger.open_pots(
        codes=[
            f"world:{bank}",
            f"suspense:{bank}",
            f"payout:{bank}",
            f"interest:{bank}",
            *(f"{kind}:{channel}:{bank}" for channel in merchants for kind in ("world", "transit")),
        ]
    )
    return account


@action
def receiving_bank(*, enterprise_id: int, bank: str, by: Actor) -> BankAccount:
    """The account of custody that receives for an enterprise; the first bank named for it stands. (rule A11.2)"""
    registered = (
        ReceivingBank.objects.filter(enterprise_id=enterprise_id)
        .select_related("bank_account")
        .first()
    )
    if registered is not None and registered.bank_account.bank == bank:
        return registered.bank_account
    account = BankAccount.objects.filter(bank=bank, business=Business.CUSTODY).first()
    if account is None:
        raise Refused(Refusal.UNKNOWN_BANK, bank=bank)
    if registered is not None:
        raise Refused(
            Refusal.OTHER_BANK,
            registered=registered.bank_account.bank_name,
            bank=account.bank_name,
        )
    ReceivingBank.objects.create(enterprise_id=enterprise_id, bank_account=account)
    return account
