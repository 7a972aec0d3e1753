"""What the package of filings does with a contract. (CON-10)"""

from datetime import date

from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.refusals import Refused
from anju.signings.models import Contract
from anju.signings.rules import Refusal, Status


@action
def mark_filed(*, contract_id: int, filing_no: str, by: Actor) -> Contract:
    """The contract was filed under this number. The same again changes nothing, another number is refused."""
    contract: Contract = lock(Contract, pk=contract_id)
    if contract.status in (Status.FILED, Status.ENDED):
        if contract.filing_no != filing_no:
            raise Refused(Refusal.FILED_OTHERWISE, no=contract.no)
        return contract
    move(contract, "file", by=by, because=filing_no, filing_no=filing_no)
    return contract


@action
def mark_ended(*, contract_id: int, ended_on: date, by: Actor) -> Contract:
    """A filed contract has ended, on its last day or earlier. Told again, nothing changes."""
    contract: Contract = lock(Contract, pk=contract_id)
    if contract.status != Status.ENDED:
        move(contract, "end", by=by, because=str(ended_on), ended_on=ended_on)
    return contract
