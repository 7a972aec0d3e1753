"""A filed lease is changed: what is paid or on its way stays, what is not is planned anew. (rule A9.1)"""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass

from django.db.models import QuerySet

from anju.contracts import plan, replanning, rules
from anju.contracts.actions.leases import check_lease_terms, party_of
from anju.contracts.models import Bill, Instalment, Lease, LeaseVersion
from anju.contracts.plan import InstalmentTerms, PlannedBill
from anju.contracts.queries import LIMITS as CODES
from anju.contracts.replanning import Agreed
from anju.contracts.rules import BillKind, Refusal
from anju.contracts.terms import LeaseTerms
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock
from anju.core.money import yuan
from anju.core.refusals import Refused, ensure
from anju.notices import actions as notices
from anju.parameters import queries as parameters


@dataclass(frozen=True)
class Change:
    """What a change did to a lease: nothing, where it agreed the same before. What `stays` is billed as it was."""

    lease: Lease
    is_new: bool
    withdrawn: Sequence[Bill] = ()
    made: Sequence[Bill] = ()
    stays: Sequence[Bill] = ()


@action
def change_lease(
    *,
    lease_id: int,
    terms: LeaseTerms,
    kept_bill_ids: Collection[int],
    carried_fen: int,
    because: str,
    by: Actor,
) -> Change:
    """From now on a filed lease agrees these terms; `because` is what changed it. The same terms again change nothing.

    `kept_bill_ids` are the bills that orders hold, paid or not: they and their instalments stay exactly as they are,
    and so do the instalments of unsupervised rent that were due before today. `carried_fen` is the deposit that came
    over from another lease. All other bills are withdrawn, and those of the new plan made. Whoever calls this knows
    the orders (`orders.change_lease`).

    Refused: CHANGE_TOO_EARLY, DEPOSIT_BELOW_KEPT, OTHER_PARTIES, LEASE_OVER, and as a filing is.
    """
    lease: Lease = lock(Lease, pk=lease_id)
    if bytes(lease.content_digest) == terms.digest:
        return Change(lease, is_new=False)
    if lease.ends_on < clock.today():
        raise Refused(Refusal.LEASE_OVER, filing_no=lease.filing_no, ends_on=lease.ends_on)
    _check_same_parties(lease, terms, by)
    check_lease_terms(terms)
    limits = parameters.numbers(CODES)
    if terms.deposit_fen > lease.deposit_fen:
        limit = limits["custody.deposit_cap_months"]
        plan.check_deposit(terms.deposit_fen, terms.monthly_rent_fen, limit)
    old, new = (
        _agreed(lease),
        Agreed(terms.instalments, terms.starts_on, terms.ends_on, terms.monthly_rent_fen),
    )
    kept = list(standing(lease).filter(pk__in=kept_bill_ids))
    fixed = _fixed(lease, old.instalments, kept)
    same = replanning.check_joins(old, new, fixed)
    limit = limits["custody.supervise_above_months"]
    supervised = replanning.is_supervised(old, new, same, fixed, lease.rent_is_supervised, limit)
    _write_version(lease, old, because, by)
    _write_terms(lease, terms, supervised)
    _replace_instalments(lease, terms.instalments, same)
    wanted = [
        bill
        for bill in plan.plan_bills(terms.instalments, 0, terms.deposit_due_on, supervised)
        if bill.number > fixed
    ] + _deposit_still_to_pay(lease, kept, carried_fen)
    earlier = {b.pk for b in standing(lease).filter(kind=BillKind.RENT, number__lte=fixed)}
    withdrawn, made = _replan(lease, wanted, keeping={bill.pk for bill in kept} | earlier)
    stays = standing(lease).exclude(pk__in=[bill.pk for bill in made])
    _tell_tenants(lease, by)
    return Change(lease, True, withdrawn, made, list(stays))


@action
def bill_deposit(
    *, lease_id: int, kept_bill_ids: Collection[int], carried_fen: int, by: Actor
) -> Change:
    """Bill what of a lease's deposit is neither paid, in an order, nor comes over from another lease. (rule A9.2)

    Other bills stay. Twice equals once.
    """
    lease: Lease = lock(Lease, pk=lease_id)
    kept = list(standing(lease).filter(pk__in=kept_bill_ids))
    wanted = _deposit_still_to_pay(lease, kept, carried_fen)
    rents = {bill.pk for bill in standing(lease).filter(kind=BillKind.RENT)}
    withdrawn, made = _replan(lease, wanted, keeping={bill.pk for bill in kept} | rents)
    return Change(lease, bool(withdrawn or made), withdrawn, made)


@action
def withdraw_bills(*, lease_id: int, by: Actor) -> int:
    """A lease of which nothing was ever paid is over: none of its bills can be paid any more; returns how many."""
    lease: Lease = lock(Lease, pk=lease_id)
    return standing(lease).update(withdrawn_at=clock.now())


def standing(lease: Lease) -> QuerySet[Bill]:
    return Bill.objects.filter(lease=lease, withdrawn_at__isnull=True)


def _check_same_parties(lease: Lease, terms: LeaseTerms, by: Actor) -> None:
    """A change keeps who let the home, who rents it, since when, and into which bank is paid. (rule A9.6)"""
    ensure(terms.filing_no == lease.filing_no, f"a change of {lease.filing_no} names another lease")
    tenants = {(tenant.person_id, tenant.organisation_id) for tenant in lease.tenants.all()}
    differing = {
        "住房租赁企业": lease.enterprise.uscc != terms.enterprise_uscc,
        "承租人": {party_of(tenant, by) for tenant in terms.tenants} != tenants
        or len(terms.tenants) != len(tenants),
        "收款银行": lease.bank_account.bank != terms.bank,
        "备案日期": lease.filed_on != terms.filed_on,
    }
    for what, differs in differing.items():
        if differs:
            raise Refused(Refusal.OTHER_PARTIES, what=what)


def _agreed(lease: Lease) -> Agreed:
    rows = lease.instalments.order_by("number").values("due_on", "from_on", "to_on", "amount_fen")
    instalments = [InstalmentTerms(**row) for row in rows]
    return Agreed(instalments, lease.starts_on, lease.ends_on, lease.monthly_rent_fen)


def _fixed(lease: Lease, instalments: Sequence[InstalmentTerms], kept: Sequence[Bill]) -> int:
    """The number of the last instalment that stays: the last one paid or on its way; of rent that is paid beside
    custody, and so unknown to us, the last one due before today.
    """
    fixed = max((bill.number for bill in kept if bill.kind == BillKind.RENT), default=0)
    if lease.rent_is_supervised:
        return fixed
    return max(fixed, sum(terms.due_on < clock.today() for terms in instalments))


def _write_version(lease: Lease, old: Agreed, because: str, by: Actor) -> None:
    LeaseVersion.objects.create(
        lease=lease,
        number=lease.version,
        address=lease.address,
        district=lease.district,
        area=lease.area,
        starts_on=lease.starts_on,
        ends_on=lease.ends_on,
        monthly_rent_fen=lease.monthly_rent_fen,
        deposit_fen=lease.deposit_fen,
        deposit_due_on=lease.deposit_due_on,
        rent_is_supervised=lease.rent_is_supervised,
        instalments=[
            {name: str(value) if name != "amount_fen" else value for name, value in row.items()}
            for row in map(asdict, old.instalments)
        ],
        content_digest=lease.content_digest,
        replaced_at=clock.now(),
        replaced_by=by.name,
        because=because[:200],
    )


def _write_terms(lease: Lease, terms: LeaseTerms, supervised: bool) -> None:
    changes = {
        "address": terms.address,
        "district": terms.district,
        "area": terms.area,
        "starts_on": terms.starts_on,
        "ends_on": terms.ends_on,
        "monthly_rent_fen": terms.monthly_rent_fen,
        "deposit_fen": terms.deposit_fen,
        "deposit_due_on": terms.deposit_due_on,
        "rent_is_supervised": supervised,
        "content_digest": terms.digest,
        "version": lease.version + 1,
    }
    for name, value in changes.items():
        setattr(lease, name, value)
    lease.save(update_fields=list(changes))


def _replace_instalments(lease: Lease, instalments: Sequence[InstalmentTerms], same: int) -> None:
    """The present plan; what it was stands in the version before."""
    lease.instalments.filter(number__gt=same).delete()
    Instalment.objects.bulk_create(
        Instalment(lease=lease, number=number, **asdict(terms))
        for number, terms in enumerate(instalments, 1)
        if number > same
    )


def _deposit_still_to_pay(
    lease: Lease, kept: Sequence[Bill], carried_fen: int
) -> list[PlannedBill]:
    deposits = [bill for bill in kept if bill.kind == BillKind.DEPOSIT]
    kept_fen = carried_fen + sum(bill.amount_fen for bill in deposits)
    if lease.deposit_fen < kept_fen:
        raise Refused(
            Refusal.DEPOSIT_BELOW_KEPT, kept=yuan(kept_fen), deposit=yuan(lease.deposit_fen)
        )
    number = max((bill.number + 1 for bill in deposits), default=0)
    rest_fen = lease.deposit_fen - kept_fen
    planned = PlannedBill(BillKind.DEPOSIT, number, lease.deposit_due_on, rest_fen)
    return [planned] if rest_fen else []


def _replan(
    lease: Lease, wanted: Sequence[PlannedBill], *, keeping: Collection[int]
) -> tuple[list[Bill], list[Bill]]:
    """Withdraw the bills that are neither kept nor wanted as they are, and make those that are wanted and not there."""
    open_bills = list(standing(lease).exclude(pk__in=keeping).order_by("kind", "number"))
    there = {_as_planned(bill) for bill in open_bills}
    withdrawn = [bill for bill in open_bills if _as_planned(bill) not in wanted]
    Bill.objects.filter(pk__in=[bill.pk for bill in withdrawn]).update(withdrawn_at=clock.now())
    made = Bill.objects.bulk_create(
        Bill(lease=lease, **asdict(bill)) for bill in wanted if bill not in there
    )
    return withdrawn, made


def _as_planned(bill: Bill) -> PlannedBill:
    kind = rules.BillKind(bill.kind)
    return PlannedBill(kind, bill.number, bill.due_on, bill.amount_fen, bill.from_on, bill.to_on)


def _tell_tenants(lease: Lease, by: Actor) -> None:
    for tenant in lease.tenants.all():
        notices.queue(
            key=f"lease_changed:{lease.filing_no}:{lease.version}:{tenant.position}",
            kind="lease_changed",
            facts={"filing_no": lease.filing_no},
            person_id=tenant.person_id,
            organisation_id=tenant.organisation_id,
            by=by,
        )
