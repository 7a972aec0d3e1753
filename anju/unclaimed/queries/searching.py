"""What a stranger may be told who knows a name and a number exactly: that money waits, and its class. (BEY-14)"""

from dataclasses import dataclass

from anju.core.identity_numbers import normalise, normalise_name
from anju.fund import queries as fund
from anju.people import queries as people
from anju.refunds import queries as refunds
from anju.unclaimed.models import UnclaimedMoney
from anju.unclaimed.queries.register import payer_digest
from anju.unclaimed.rules import CLASSES, Class, Status


@dataclass(frozen=True)
class Told:
    """That money waits: how many sums, and of what class together. Nothing else, to anybody."""

    count: int
    amount: Class


def class_of(fen: int) -> Class:
    return next((name for bound, name in CLASSES if fen < bound), Class.MORE)


def for_owner(name: str, number: str) -> Told | None:
    """By a tenant's or a home owner's name and identity number, or an organisation's name and code, both exactly.

    Asked of what waits now, not of the register: what has waited for a day is found, too.
    """
    return _told([*_of_leases(name, number), *fund.unpaid_to(name, number)])


def _of_leases(name: str, number: str) -> list[int]:
    person = people.person_by_any_number(number)
    if person is not None and person.name == normalise_name(name):
        return refunds.waiting_for(person_id=person.pk)
    organisation = people.organisation_by_uscc(normalise(number))
    if organisation is not None and organisation.name == normalise_name(name):
        return refunds.waiting_for(organisation_id=organisation.pk)
    return []


def for_payer(name: str, account: str) -> Told | None:
    """By the name and the account from which money came that nobody could assign."""
    found = payer_digest(name, account)
    if found is None:
        return None
    money = UnclaimedMoney.objects.filter(payer_digest=found).exclude(status=Status.CLOSED)
    amounts = list(money.values_list("amount_fen", flat=True))
    return _told(amounts)


def _told(amounts: list[int]) -> Told | None:
    return Told(len(amounts), class_of(sum(amounts))) if amounts else None
