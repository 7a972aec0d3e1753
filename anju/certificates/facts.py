"""What a paper states, as plain values: days as ISO text, amounts as whole fen, words in the paper's language."""

import secrets
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from django.utils import translation

from anju.certificates.rules import ISSUER, Kind
from anju.contracts.rules import BillKind
from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import mask_id_number, mask_name
from anju.core.refusals import ensure
from anju.fund import queries as fund
from anju.homes import queries as homes
from anju.homes.rules import OwnerIdType
from anju.ledger import queries as ledger
from anju.ledger.queries import Movement

AT_ONCE = 500


def facts_of(
    kind: Kind, no: str, lease: Any, now: datetime, language: str, by: Actor
) -> dict[str, Any]:
    """What every paper about a lease states. The salt keeps a short name from being guessed by its digest."""
    return {
        **common_facts(kind, no, now, language),
        "holder": holder_of(lease, by),
        "other_tenants": [
            name_of(one, mask_name) for one in tenants_of(lease) if not is_by(one, by)
        ],
        "lease": {
            "filing_no": lease.filing_no,
            "filed_on": lease.filed_on.isoformat(),
            "address": lease.address,
            "enterprise": lease.enterprise.name,
            "starts_on": lease.starts_on.isoformat(),
            "ends_on": lease.ends_on.isoformat(),
            "bank": lease.bank_account.bank_name,
            "account_name": lease.bank_account.account_name,
        },
    }


def common_facts(kind: Kind, no: str, now: datetime, language: str) -> dict[str, Any]:
    """What every paper states, whatever it is about."""
    return {
        "no": no,
        "kind": kind.value,
        "language": language,
        "issued_at": now.astimezone(clock.BEIJING).isoformat(timespec="seconds"),
        "issuer": ISSUER,
        "salt": secrets.token_hex(16),
        "ledger": [[head.day.isoformat(), head.digest] for head in ledger.day_heads(limit=1)],
    }


def facts_of_home(no: str, account: Any, now: datetime, language: str, by: Actor) -> dict[str, Any]:
    """What a paper about a home's maintenance fund states: who owns it, where and how large it is, what it holds, and
    what of that is frozen for repairs.
    """
    owners = list(homes.owners_now(account.dwelling))
    mine = [owner for owner in owners if bytes(owner.digest) == homes.digest_of(by)]
    ensure(len(mine) == 1, f"{by.name} does not own home {account.dwelling_id}")
    [holder] = mine
    is_organisation = holder.id_type == OwnerIdType.USCC
    number = holder.id_number
    return {
        **common_facts(Kind.FULL_PAYMENT, no, now, language),
        "holder": {
            "name": holder.name,
            "identity": number if is_organisation else mask_id_number(number),
        },
        "co_owners": [mask_name(owner.name) for owner in owners if owner.pk != holder.pk],
        "home": {
            "address": account.dwelling.address,
            "certificate_no": account.dwelling.certificate_no or "",
            "contract_no": account.dwelling.contract_no or "",
            "area_hundredths": account.dwelling.area_hundredths,
            "bank": account.bank_account.bank_name,
            "account_name": account.bank_account.account_name,
        },
        "balance_fen": fund.balance_fen(account),
        "frozen_fen": fund.frozen_fen(account),
    }


def holder_of(lease: Any, by: Actor) -> dict[str, str]:
    """Who asked for it: the name in full, a person's number masked."""
    holders = [one for one in tenants_of(lease) if is_by(one, by)]
    ensure(len(holders) == 1, f"{by.name} is no tenant of lease {lease.pk}")
    [one] = holders
    if one.organisation:
        return {"name": one.organisation.name, "identity": one.organisation.uscc}
    return {"name": one.person.name, "identity": mask_id_number(one.person.id_number)}


def tenants_of(lease: Any) -> Any:
    return lease.tenants.select_related("person", "organisation").order_by("position")


def is_by(tenant: Any, by: Actor) -> bool:
    if by.organisation_id is not None:
        return bool(tenant.organisation_id == by.organisation_id)
    return bool(tenant.person_id == by.person_id)


def name_of(tenant: Any, of_person: Any) -> str:
    return str(tenant.organisation.name if tenant.organisation else of_person(tenant.person.name))


def books_of(lease: Any, from_on: date, to_on: date, language: str) -> list[dict[str, Any]]:
    """The book of the deposit and the book of the rent for some days, as known now. (LED-04)

    A movement belongs to the Beijing day on which it happened, as it does on the bank's statement, however much later
    it was written down. Rent that is not supervised has no book.
    """
    pots = {lease.deposit_pot: BillKind.DEPOSIT}
    if lease.rent_is_supervised:
        pots[lease.rent_pot] = BillKind.RENT
    moved = sorted(whole_book(list(pots)), key=lambda one: (one.happened_at, one.id))
    with translation.override(language):
        return [book_of(kind, pot, moved, from_on, to_on) for pot, kind in pots.items()]


def whole_book(pots: list[str]) -> Iterator[Movement]:
    """All that ever moved in some pots, newest first; what is read must make what they hold."""
    total_fen, held_fen, before = 0, None, None
    while page := ledger.movements(pots, before=before, limit=AT_ONCE):
        held_fen = page[0].balance_fen if held_fen is None else held_fen
        total_fen += sum(one.in_fen - one.out_fen for one in page)
        before = page[-1].id
        yield from page
    ensure(total_fen == (held_fen or 0), f"the movements of {pots} do not make their balance")


def book_of(
    kind: BillKind, pot: str, moved: list[Movement], from_on: date, to_on: date
) -> dict[str, Any]:
    balance_fen, opening_fen, lines = 0, 0, []
    for one in moved:
        in_fen, out_fen = sides(one, pot)
        day = clock.day_of(one.happened_at)
        if not (in_fen or out_fen) or day > to_on:
            continue
        balance_fen += in_fen - out_fen
        if day < from_on:
            opening_fen = balance_fen
            continue
        cause, _colon, no = one.cause.partition(":")
        lines.append(
            {
                "on": day.isoformat(),
                "reason": one.reason,
                "what": one.reason_label,
                "order_no": no if cause == "order" else "",
                "in_fen": in_fen,
                "out_fen": out_fen,
                "balance_fen": balance_fen,
            }
        )
    return {
        "kind": kind.value,
        "opening_fen": opening_fen,
        "movements": lines,
        "in_fen": sum(line["in_fen"] for line in lines),
        "out_fen": sum(line["out_fen"] for line in lines),
        "closing_fen": balance_fen,
    }


def sides(moved: Movement, pot: str) -> tuple[int, int]:
    """What a movement brought into one pot and took out of it: it may have gone from one of the two to the other."""
    source = moved.other if moved.in_fen else moved.pot
    return (
        moved.in_fen if moved.pot == pot else 0,
        moved.out_fen if source == pot else 0,
    )
