"""What the clock does with contracts: those that tenants did not confirm in time lapse."""

from procrastinate.contrib.django import app

from anju.core.actors import CLOCK
from anju.signings import actions, queries

BATCH = 200


@app.periodic(cron="* * * * *")
@app.task(
    queue="signings", name="signings.lapse", lock="signings.lapse", queueing_lock="signings.lapse"
)
def lapse_contracts(timestamp: int) -> None:
    """After three days without all confirmations a contract is a draft again."""
    while over := queries.contracts_to_lapse(BATCH):
        for contract_id in over:
            actions.lapse_contract(contract_id=contract_id, by=CLOCK)
