"""Money of the maintenance fund in the register, as `fund` tells of it: what failed, what a home holds. (B9.2)"""

from collections.abc import Iterator
from datetime import date

from anju.core.actors import Actor
from anju.core.db import action
from anju.fund import queries as fund
from anju.unclaimed.models import UnclaimedMoney
from anju.unclaimed.rules import OF_FUND, Status


@action
def register_fund_money(*, day: date, before: date, by: Actor) -> int:
    """Enter what has waited since before a day; gives how much came in. What is known takes its amount of today.

    Whose it is may be known only later, when an owner signs in for the first time: then reminders begin.
    """
    entered, unpaid = [], {f"{one.kind.value}:{one.source_id}": one for one in fund.unpaid()}
    known = UnclaimedMoney.objects.in_bulk(list(unpaid), field_name="source")
    for source, one in unpaid.items():
        waits = one.since_on < before and one.claim == Status.WAITING
        if source not in known and not waits:
            continue
        if source not in known:
            known[source] = _row(source, one)
            entered.append(source)
        row = known[source]
        told = (row.amount_fen, row.person_id, row.organisation_id)
        row.amount_fen = one.fen
        if row.person_id is None and row.organisation_id is None:
            row.person, row.organisation = fund.owners_known(one)
            row.remind_on = day if row.person or row.organisation else None
        if told != (row.amount_fen, row.person_id, row.organisation_id):
            row.save()
    return len(entered)


def _row(source: str, one: fund.Unpaid) -> UnclaimedMoney:
    return UnclaimedMoney(
        kind=one.kind.value,
        source=source,
        source_id=one.source_id,
        about=one.about,
        district=one.district,
        amount_fen=0,
        since_on=one.since_on,
    )


def fund_states() -> Iterator[tuple[int, str, str]]:
    """What the register says of each, and what has become of it.

    What is unpaid no more was paid, or is another's; what was paid and is unpaid again, however late, comes back.
    """
    now = {f"{one.kind.value}:{one.source_id}": str(one.claim) for one in fund.unpaid()}
    of_fund = UnclaimedMoney.objects.filter(kind__in=OF_FUND)
    for rows in (
        of_fund.exclude(status=Status.CLOSED),
        of_fund.filter(status=Status.CLOSED, source__in=list(now)),
    ):
        for pk, status, source in rows.values_list("pk", "status", "source"):
            yield pk, status, now.get(source, Status.CLOSED.value)
