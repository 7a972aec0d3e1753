"""A deposit is carried over into the lease that renews its own, once every tenant has consented. (rules A9.2, A9.6)"""

from anju.contracts import actions as contracts
from anju.contracts import queries as contract_queries
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, lock_many, move, move_many
from anju.core.money import yuan
from anju.core.refusals import Refused, ensure
from anju.custody import queries
from anju.custody.models import CarryOver, Consent, Lot
from anju.custody.rules import CarryOverStatus, LotKind, Refusal
from anju.ledger import actions as ledger
from anju.notices import actions as notices

OPEN = (CarryOverStatus.PROPOSED, CarryOverStatus.AGREED)


@action
def propose_carry_over(*, from_lease_id: int, to_lease_id: int, by: Actor) -> CarryOver:
    """Propose that the deposit of a lease goes over to the one that renews it; every tenant of both is asked.

    Both are let by the same enterprise, and so paid into the same bank. Until all have consented the new deposit is to
    be paid like any other. The same proposal again changes nothing.
    Refused: CARRIED_ALREADY, OTHER_ENTERPRISE, NOT_LATER, NO_DEPOSIT_WANTED, NO_DEPOSIT_HELD, ENDING, FROZEN.
    """
    contracts.lock_leases(lease_ids=(from_lease_id, to_lease_id), by=by)
    source, target = contract_queries.lease(from_lease_id), contract_queries.lease(to_lease_id)
    known = queries.carry_over_between(from_lease_id, to_lease_id)
    if known is not None:
        if (known.from_lease_id, known.to_lease_id) == (from_lease_id, to_lease_id):
            return known
        raise Refused(Refusal.CARRIED_ALREADY, filing_no=known.from_lease.filing_no)
    if source.enterprise_id != target.enterprise_id:
        raise Refused(Refusal.OTHER_ENTERPRISE)
    same_bank = source.bank_account_id == target.bank_account_id
    ensure(same_bank, f"{source.filing_no} and {target.filing_no}: one enterprise, two banks")
    if target.starts_on <= source.starts_on:
        raise Refused(Refusal.NOT_LATER, starts_on=target.starts_on)
    if not target.deposit_fen:
        raise Refused(Refusal.NO_DEPOSIT_WANTED, filing_no=target.filing_no)
    held_fen = _deposit_that_may_go(from_lease_id, to_lease_id)
    carry_over = CarryOver.objects.create(
        from_lease=source,
        to_lease=target,
        amount_fen=min(held_fen, target.deposit_fen),
        begins_on=target.starts_on,
        proposed_at=clock.now(),
        proposed_by=by.name,
    )
    _tell("carry_over_asked", carry_over, by)
    return carry_over


@action
def consent_to_carry_over(*, carry_over_id: int, by: Actor) -> CarryOver | None:
    """A tenant consents, signed in as who they are. Twice is once.

    Returns the carry-over when this very consent was the last one: then it is agreed. What of the new deposit is
    still to be billed is not known here: call this through `orders.consent_to_carry_over`.
    Refused to who is not a tenant of one of the two leases: NOT_A_TENANT; and NO_DEPOSIT_HELD, ENDING, FROZEN.
    """
    carry_over = _locked(carry_over_id, by)
    party = queries.party_of(by)
    if party is None or party not in queries.parties_of(carry_over):
        raise Refused(Refusal.NOT_A_TENANT)
    if party not in queries.parties_to_ask(carry_over):
        return None
    CarryOver.MOVES.check("agree", carry_over)
    Consent.objects.create(
        carry_over=carry_over,
        person_id=party[0],
        organisation_id=party[1],
        given_at=clock.now(),
        given_by=by.name,
        portal=by.portal,
    )
    if queries.parties_to_ask(carry_over):
        return None
    held_fen = _deposit_that_may_go(carry_over.from_lease_id, carry_over.to_lease_id)
    amount_fen = min(held_fen, carry_over.to_lease.deposit_fen)
    move(carry_over, "agree", by=by, amount_fen=amount_fen, agreed_at=clock.now())
    return carry_over


@action
def carry_over_deposit(*, carry_over_id: int, by: Actor) -> bool:
    """The new lease begins: its tenants' deposit goes over to it, once, and earns interest as if it had never moved.

    Each lot goes whole; of the last one what the new lease does not ask for stays with the old lease, which returns
    it at its end. False, and nothing moves, before that day, and while a court holds the old lease's money.
    """
    carry_over = _locked(carry_over_id, by)
    if carry_over.status != CarryOverStatus.AGREED or carry_over.begins_on > clock.today():
        return False
    source, target = carry_over.from_lease, carry_over.to_lease
    lots: list[Lot] = lock_many(Lot, queries.deposit_lots(source.pk).values_list("pk", flat=True))
    if queries.is_frozen(source.pk):
        return False
    held_fen = sum(lot.amount_fen for lot in lots)
    ensure(held_fen >= carry_over.amount_fen, f"carry-over {carry_over.pk}: its deposit is gone")
    rest_fen, gone, new = carry_over.amount_fen, [], []
    for lot in lots:
        if not rest_fen:
            break
        taken_fen = min(rest_fen, lot.amount_fen)
        parts = [(target.pk, taken_fen), (source.pk, lot.amount_fen - taken_fen)]
        new += _as_lots(lot, [part for part in parts if part[1]])
        gone.append(lot.pk)
        rest_fen -= taken_fen
    move_many(Lot, gone, "carry_over", by=by, because=target.filing_no, left_on=clock.today())
    Lot.objects.bulk_create(new)
    move(carry_over, "carry", by=by, carried_at=clock.now())
    ledger.transfer(
        key=f"carry_over:{carry_over.pk}",
        reason="deposit_carried",
        cause=f"carry_over:{carry_over.pk}",
        happened_at=clock.now(),
        legs=[(source.deposit_pot, target.deposit_pot, carry_over.amount_fen)],
    )
    _tell("deposit_carried", carry_over, by)
    return True


@action
def cancel_carry_overs(*, lease_id: int, because: str, by: Actor) -> list[int]:
    """What is not carried over yet stays where it is: the end of one of the two leases comes first.

    Returns the leases that were to get a deposit by agreement: who calls this bills it again (`orders`).
    """
    lock_with_renewals(lease_id=lease_id, by=by)
    found = queries.carry_overs_of(lease_id).filter(status__in=OPEN)
    missing = []
    for carry_over in lock_many(CarryOver, found.values_list("pk", flat=True)):
        if carry_over.status == CarryOverStatus.AGREED:
            missing.append(carry_over.to_lease_id)
        move(carry_over, "cancel", by=by, because=because)
    return missing


@action
def lock_with_renewals(*, lease_id: int, by: Actor) -> None:
    """Lock a lease and those with which it shares a carry-over, in the order of their ids, as all do."""
    pairs = queries.carry_overs_of(lease_id).values_list("from_lease", "to_lease")
    contracts.lock_leases(lease_ids={lease_id, *(one for pair in pairs for one in pair)}, by=by)


def _locked(carry_over_id: int, by: Actor) -> CarryOver:
    """A carry-over, after its two leases: in this order everywhere."""
    known = CarryOver.objects.get(pk=carry_over_id)
    contracts.lock_leases(lease_ids=(known.from_lease_id, known.to_lease_id), by=by)
    carry_over: CarryOver = lock(CarryOver, pk=carry_over_id)
    return carry_over


def _deposit_that_may_go(from_lease_id: int, to_lease_id: int) -> int:
    """How much deposit the old lease holds. Refused where none, and where something else is to be done with it."""
    source = contract_queries.lease(from_lease_id)
    endings = queries.endings().filter(lease__in=(from_lease_id, to_lease_id))
    if ended := endings.values_list("lease__filing_no", flat=True).first():
        raise Refused(Refusal.ENDING, filing_no=ended)
    if queries.is_frozen(from_lease_id):
        raise Refused(Refusal.FROZEN, filing_no=source.filing_no)
    held_fen = sum(queries.deposit_lots(from_lease_id).values_list("amount_fen", flat=True))
    if not held_fen:
        raise Refused(Refusal.NO_DEPOSIT_HELD, filing_no=source.filing_no)
    return held_fen


def _as_lots(lot: Lot, parts: list[tuple[int, int]]) -> list[Lot]:
    """What a lot becomes: it goes on earning from the day on which it first came in."""
    number = (
        Lot.objects.filter(bill=lot.bill_id).order_by("-number").values_list("number", flat=True)[0]
    )
    return [
        Lot(
            lease_id=lease_id,
            bill_id=lot.bill_id,
            enterprise_id=lot.enterprise_id,
            bank_account_id=lot.bank_account_id,
            kind=LotKind.DEPOSIT,
            number=number + count,
            amount_fen=fen,
            value_on=lot.value_on,
        )
        for count, (lease_id, fen) in enumerate(parts, 1)
    ]


def _tell(kind: str, carry_over: CarryOver, by: Actor) -> None:
    for person_id, organisation_id in queries.parties_of(carry_over):
        notices.queue(
            key=f"{kind}:{carry_over.pk}:{person_id or ''}:{organisation_id or ''}",
            kind=kind,
            facts={
                "from_no": carry_over.from_lease.filing_no,
                "to_no": carry_over.to_lease.filing_no,
                "amount": yuan(carry_over.amount_fen),
            },
            person_id=person_id,
            organisation_id=organisation_id,
            by=by,
        )
