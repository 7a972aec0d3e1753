from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass

from anju.contracts import plan, rules
from anju.contracts.models import Bill, Instalment, Lease, LeaseTenant
from anju.contracts.queries import LIMITS as CODES
from anju.contracts.rules import Refusal
from anju.contracts.terms import LeaseTerms, TenantTerms
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock_many, one_at_a_time
from anju.core.money import yuan
from anju.core.numbers import is_valid_filing_no
from anju.core.refusals import Refused
from anju.ledger import actions as ledger
from anju.notices import actions as notices
from anju.parameters import queries as parameters
from anju.payments import actions as payments
from anju.people import actions as people
from anju.webhooks import actions as webhooks
from anju.webhooks.rules import Event


@dataclass(frozen=True)
class Filing:
    """A filed lease, and whether this very filing has made it."""

    lease: Lease
    is_new: bool


@action
def file_lease(*, terms: LeaseTerms, by: Actor) -> Lease:
    """Take in a filed lease; see `take_filing`."""
    return take_filing(terms=terms, by=by).lease


@action
def take_filing(*, terms: LeaseTerms, by: Actor) -> Filing:
    """Take in a filed lease: its parties, instalments, book and bills. From now on it can be paid. (A4.1)

    The same filing again changes nothing; other content under the same number is refused, since a change has to
    be filed as one.
    """
    if not is_valid_filing_no(terms.filing_no):
        raise Refused(Refusal.BAD_FILING_NO, filing_no=terms.filing_no)
    one_at_a_time(terms.filing_no)
    filed = Lease.objects.filter(filing_no=terms.filing_no).first()
    if filed is not None:
        if bytes(filed.content_digest) != terms.digest:
            raise Refused(
                Refusal.FILED_DIFFERENTLY,
                filing_no=terms.filing_no,
                differing="、".join(_differing(filed, terms)) or "承租人或租金分期",
            )
        return Filing(filed, is_new=False)
    limits = parameters.numbers(CODES)
    _check(terms, limits["custody.deposit_cap_months"])
    supervised = plan.rent_is_supervised(
        terms.instalments,
        terms.starts_on,
        terms.monthly_rent_fen,
        limits["custody.supervise_above_months"],
    )
    enterprise = people.record_organisation(
        name=terms.enterprise_name, uscc=terms.enterprise_uscc, is_enterprise=True, by=by
    )
    account = payments.receiving_bank(enterprise_id=enterprise.pk, bank=terms.bank, by=by)
    lease = Lease.objects.create(
        filing_no=terms.filing_no,
        filed_on=terms.filed_on,
        enterprise_id=enterprise.pk,
        bank_account_id=account.pk,
        address=terms.address,
        district=terms.district,
        area=terms.area,
        starts_on=terms.starts_on,
        ends_on=terms.ends_on,
        monthly_rent_fen=terms.monthly_rent_fen,
        deposit_fen=terms.deposit_fen,
        deposit_due_on=terms.deposit_due_on,
        rent_is_supervised=supervised,
        content_digest=terms.digest,
        recorded_at=clock.now(),
        client_id=by.client_id,
    )
    _record_tenants(lease, terms.tenants, by)
    bills = _record_bills(lease, terms, supervised)
    ledger.open_pots(codes=[lease.deposit_pot, lease.rent_pot])
    _tell_tenants(lease, bills, by)
    webhooks.tell(
        organisation_id=enterprise.pk,
        event=Event.LEASE_FILED,
        about=lease.filing_no,
        facts={"filing_no": lease.filing_no},
        by=by,
    )
    return Filing(lease, is_new=True)


def _check(terms: LeaseTerms, deposit_limit: int) -> None:
    check_lease_terms(terms)
    plan.check_deposit(terms.deposit_fen, terms.monthly_rent_fen, deposit_limit)
    plan.check_instalments(
        terms.instalments, terms.starts_on, terms.ends_on, terms.monthly_rent_fen
    )


def check_lease_terms(terms: LeaseTerms) -> None:
    """What is asked of every lease, filed or changed; its deposit and its plan are judged apart."""
    if terms.filed_on < rules.CUSTODY_SINCE:
        raise Refused(Refusal.BEFORE_CUSTODY, filed_on=terms.filed_on, since=rules.CUSTODY_SINCE)
    if terms.filed_on > clock.today():
        raise Refused(Refusal.FILED_IN_FUTURE, filed_on=terms.filed_on)
    if terms.ends_on <= terms.starts_on:
        raise Refused(Refusal.ENDS_BEFORE_START, starts_on=terms.starts_on, ends_on=terms.ends_on)
    if not terms.tenants:
        raise Refused(Refusal.NO_TENANT)
    if terms.monthly_rent_fen <= 0:
        raise Refused(Refusal.RENT_MISSING)


def _differing(filed: Lease, terms: LeaseTerms) -> list[str]:
    """In which of its own columns a filed lease differs from new terms, in the words of the form."""
    said = {
        "租赁期起": (filed.starts_on, terms.starts_on),
        "租赁期止": (filed.ends_on, terms.ends_on),
        "月租金": (filed.monthly_rent_fen, terms.monthly_rent_fen),
        "押金": (filed.deposit_fen, terms.deposit_fen),
        "押金应缴日期": (filed.deposit_due_on, terms.deposit_due_on),
        "房屋坐落": (filed.address, terms.address),
        "备案日期": (filed.filed_on, terms.filed_on),
    }
    return [name for name, (old, new) in said.items() if old != new]


def _record_tenants(lease: Lease, tenants: Sequence[TenantTerms], by: Actor) -> None:
    seen = set()
    for position, tenant in enumerate(tenants, 1):
        person_id, organisation_id = party_of(tenant, by)
        if (person_id, organisation_id) in seen:
            raise Refused(Refusal.TENANT_TWICE, name=tenant.name)
        seen.add((person_id, organisation_id))
        LeaseTenant.objects.create(
            lease=lease, position=position, person_id=person_id, organisation_id=organisation_id
        )


def party_of(tenant: TenantTerms, by: Actor) -> tuple[int | None, int | None]:
    """The person or the organisation that a tenant is, as we know them from now on."""
    if tenant.uscc:
        organisation = people.record_organisation(
            name=tenant.name, uscc=tenant.uscc, phone=tenant.phone, by=by
        )
        return None, organisation.pk
    person = people.record_person(
        name=tenant.name,
        id_type=tenant.id_type,
        id_number=tenant.id_number,
        phone=tenant.phone,
        by=by,
    )
    return person.pk, None


def _record_bills(lease: Lease, terms: LeaseTerms, supervised: bool) -> list[Bill]:
    Instalment.objects.bulk_create(
        Instalment(lease=lease, number=number, **asdict(instalment))
        for number, instalment in enumerate(terms.instalments, 1)
    )
    planned = plan.plan_bills(
        terms.instalments, terms.deposit_fen, terms.deposit_due_on, supervised
    )
    return Bill.objects.bulk_create(Bill(lease=lease, **asdict(bill)) for bill in planned)


def _tell_tenants(lease: Lease, bills: list[Bill], by: Actor) -> None:
    """Tell each tenant what is due first and where to pay it."""
    if not bills:
        return
    first_due = min(bill.due_on for bill in bills)
    amount_fen = sum(bill.amount_fen for bill in bills if bill.due_on == first_due)
    for tenant in lease.tenants.all():
        notices.queue(
            key=f"lease_filed:{lease.filing_no}:{tenant.position}",
            kind="lease_filed",
            facts={
                "filing_no": lease.filing_no,
                "due_on": first_due.isoformat(),
                "amount": yuan(amount_fen),
            },
            person_id=tenant.person_id,
            organisation_id=tenant.organisation_id,
            by=by,
        )


@action
def lock_leases(*, lease_ids: Iterable[int], by: Actor) -> list[Lease]:
    """Keep others from placing orders for these leases until the transaction ends."""
    return lock_many(Lease, lease_ids)
