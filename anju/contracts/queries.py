from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Sum

from anju.contracts.models import (
    Bill,
    Instalment,
    Lease,
    LeaseImport,
    LeaseImportRow,
    LeaseTenant,
    LeaseVersion,
)
from anju.contracts.plan import InstalmentTerms
from anju.contracts.rules import BillKind, ImportStatus, Outcome
from anju.contracts.terms import LeaseTerms, TenantTerms
from anju.core import clock
from anju.core.actors import Actor
from anju.core.prepared import rows_prepared
from anju.core.refusals import Broken
from anju.parameters import queries as parameters
from anju.people.rules import Capacity

# Every page of an organisation asks.
LIMITS = ("custody.deposit_cap_months", "custody.supervise_above_months")
"""What the city settles of every lease that is filed or changed."""

LETS_AND_RENTS = """
    SELECT is_enterprise, EXISTS (SELECT FROM contracts_leasetenant WHERE organisation_id = %(id)s)
    FROM people_organisation WHERE id = %(id)s
"""


def capacities_of(organisation_id: int) -> list[Capacity]:
    """The capacities in which an organisation can act, by what leases name it as. (manual 001, 3.1.2)

    Whom no lease names as 住房租赁企业 acts as 承租方, from before its first lease.
    """
    [(lets, rents)] = rows_prepared(LETS_AND_RENTS, {"id": organisation_id})
    if not lets:
        return [Capacity.TENANT]
    return [Capacity.TENANT, Capacity.ENTERPRISE] if rents else [Capacity.ENTERPRISE]


def leases_seen_by(actor: Actor) -> QuerySet[Lease]:
    """The leases on which this person or organisation is a tenant; each co-tenant sees it. (IDN-15)"""
    party = tenant_party(actor)
    if party is None:
        return Lease.objects.none()
    leases = Lease.objects.filter(party)
    if (
        actor.organisation_id is not None
    ):  # of hundreds of leases a page shows twenty: nothing is joined to the others
        return leases.prefetch_related("enterprise", "bank_account")
    return leases.select_related("enterprise", "bank_account")


def leases_found(
    actor: Actor,
    *,
    filing_no: str = "",
    filed_from: date | None = None,
    filed_to: date | None = None,
    enterprise: str = "",
    address: str = "",
) -> QuerySet[Lease]:
    """The search of 租押金余额查询 and 我的合同, newest filing first. (BAL-01)"""
    wanted = {
        "filing_no": filing_no,
        "filed_on__gte": filed_from,
        "filed_on__lte": filed_to,
        "enterprise__name__icontains": enterprise,
        "address__icontains": address,
    }
    leases = leases_seen_by(actor)
    return leases.filter(**{name: value for name, value in wanted.items() if value}).order_by(
        "-filed_on", "-id"
    )


def pots_sql(actor: Actor) -> tuple[str, dict[str, int | None]]:
    """The pots of the tenant's leases: pairs of the bank's name and the pot's code, for the ledger to look up."""
    mine, whose = lease_ids_sql(actor)
    kinds = ", ".join(f"('{kind.value}')" for kind in BillKind)
    sql = f"""
        SELECT account.bank_name, 'lease:' || lease.filing_no || ':' || kind.name
        FROM contracts_lease AS lease JOIN payments_bankaccount AS account ON account.id = lease.bank_account_id
        CROSS JOIN (VALUES {kinds}) AS kind (name) WHERE lease.id IN ({mine})
        """  # noqa: S608 - the kinds and `mine` are texts of this program
    return sql, whose


def leases_rented_alone(actor: Actor) -> QuerySet[Lease]:
    """Leases without co-tenants: only they can be paid together with others."""
    others = LeaseTenant.objects.filter(lease=OuterRef("pk"), position__gt=1)
    return leases_seen_by(actor).filter(~Exists(others))


def tenants_of(lease: Lease) -> QuerySet[LeaseTenant]:
    """Who rents the home, the payee of refunds first. (IDN-15)"""
    return (
        LeaseTenant.objects.filter(lease=lease)
        .select_related("person", "organisation")
        .order_by("position")
    )


def leases_let_by(actor: Actor, *, filing_no: str = "") -> QuerySet[Lease]:
    """The leases that an enterprise has filed as such, each with its tenants, newest filing first. (IDN-13)"""
    if not actor.is_enterprise:
        return Lease.objects.none()
    tenants = LeaseTenant.objects.select_related("person", "organisation").order_by("position")
    leases = Lease.objects.filter(enterprise=actor.organisation_id)
    return (
        (leases.filter(filing_no=filing_no) if filing_no else leases)
        .select_related("bank_account")
        .prefetch_related(Prefetch("tenants", tenants))
        .order_by("-filed_on", "-id")
    )


@dataclass(frozen=True)
class FiledLeases:
    """Leases that were filed in a period: how many, of how many enterprises, their monthly rent, and their area.

    The area is in hundredths of a square metre.
    """

    count: int
    enterprises: int
    rent_fen: int
    area_hundredths: int


def filed_by_district(first: date, last: date) -> dict[str, FiledLeases]:
    """What was filed in a period, its last day included, by district; for the figures that are counted at night."""
    filed = Lease.objects.filter(filed_on__gte=first, filed_on__lte=last).order_by()
    rows = filed.values("district").annotate(
        count=Count("pk"),
        enterprises=Count("enterprise", distinct=True),
        rent=Sum("monthly_rent_fen"),
        area_sum=Sum("area"),
    )
    return {
        row["district"]: FiledLeases(
            row["count"], row["enterprises"], int(row["rent"]), int(row["area_sum"] * 100)
        )
        for row in rows
    }


def lease_ids_let_by(enterprise_id: int) -> list[int]:
    return list(Lease.objects.filter(enterprise=enterprise_id).values_list("pk", flat=True))


def leases_running(enterprise_id: int) -> int:
    """How many leases of an enterprise are not over yet."""
    return Lease.objects.filter(enterprise=enterprise_id, ends_on__gte=clock.today()).count()


def tenant_party(actor: Actor, path: str = "tenants") -> Q | None:
    """The condition that this actor is a tenant, as seen along `path` to the lease's tenants, or by themselves.

    An organisation that acts as an enterprise is none, whatever leases it has as a tenant. (IDN-13)
    Who came by 网签直缴 is a tenant of that one lease only, whatever others they have. (NET-01)
    """
    if not actor.is_tenant:
        return None
    way = f"{path}__" if path else ""
    party = {f"{way}organisation": actor.organisation_id}
    if actor.organisation_id is None:
        party = {f"{way}person": actor.person_id}
    if actor.only_lease_id is not None:
        party[f"{way}lease"] = actor.only_lease_id
    return Q(**party)


def lease_ids_seen_by(actor: Actor) -> QuerySet[LeaseTenant, int]:
    """The ids of `leases_seen_by`, for questions about what belongs to them."""
    party = tenant_party(actor, "")
    tenants = LeaseTenant.objects.none() if party is None else LeaseTenant.objects.filter(party)
    return tenants.values_list("lease_id", flat=True)


def lease_ids_sql(actor: Actor) -> tuple[str, dict[str, int | None]]:
    """`lease_ids_seen_by` as plain SQL and its parameters, for what every page asks."""
    if not actor.is_tenant:
        return "SELECT NULL::bigint WHERE false", {}
    is_person = actor.organisation_id is None
    column = "person_id" if is_person else "organisation_id"
    sql = f"SELECT lease_id FROM contracts_leasetenant WHERE {column} = %(party)s"  # noqa: S608
    if actor.only_lease_id is not None:
        sql += " AND lease_id = %(only_lease)s"
    party = actor.person_id if is_person else actor.organisation_id
    return sql, {"party": party, "only_lease": actor.only_lease_id}


def standing_bills() -> QuerySet[Bill]:
    """The bills that no change of their lease has withdrawn: all that may be paid or was."""
    return Bill.objects.filter(withdrawn_at__isnull=True)


def bills_seen_by(actor: Actor) -> QuerySet[Bill]:
    """Every bill of the leases on which this person or organisation is a tenant."""
    return (
        standing_bills()
        .filter(lease__in=lease_ids_seen_by(actor))
        .select_related("lease__enterprise")
    )


def bills_let_by(actor: Actor) -> QuerySet[Bill]:
    """Every bill of the leases that an enterprise has filed as such: it may pay them for its tenants. (ENT-02)"""
    if not actor.is_enterprise:
        return Bill.objects.none()
    return standing_bills().filter(lease__enterprise=actor.organisation_id).select_related("lease")


def bills_of_leases(leases: Iterable[Lease]) -> QuerySet[Bill]:
    return (
        standing_bills()
        .filter(lease__in=[lease.pk for lease in leases])
        .select_related("lease")
        .order_by("lease_id", "due_on", "kind", "number")
    )


def shared_leases(leases: Iterable[Lease]) -> QuerySet[Lease]:
    """Those of these leases that have several tenants."""
    return (
        Lease.objects.filter(pk__in=[lease.pk for lease in leases])
        .annotate(tenant_count=Count("tenants"))
        .filter(tenant_count__gt=1)
        .order_by("pk")
    )


def bills_of(lease: Lease) -> QuerySet[Bill]:
    """All bills of one lease in the order in which they fall due."""
    return (
        standing_bills()
        .filter(lease=lease)
        .select_related("lease")
        .order_by("due_on", "kind", "number")
    )


def any_withdrawn(bill_ids: Iterable[int]) -> bool:
    """Whether a change has taken back one of these bills."""
    return Bill.objects.filter(pk__in=list(bill_ids), withdrawn_at__isnull=False).exists()


def versions_of(lease: Lease) -> QuerySet[LeaseVersion]:
    """What a lease agreed before each of its changes, the last one first. (rule A9.1)"""
    return LeaseVersion.objects.filter(lease=lease).order_by("-number")


def terms_of(lease: Lease) -> LeaseTerms:
    """What a lease agrees now, as it would be filed: the base of a change."""
    rows = instalments_of(lease).values("due_on", "from_on", "to_on", "amount_fen")
    return LeaseTerms(
        filing_no=lease.filing_no,
        filed_on=lease.filed_on,
        enterprise_name=lease.enterprise.name,
        enterprise_uscc=lease.enterprise.uscc,
        bank=lease.bank_account.bank,
        address=lease.address,
        district=lease.district,
        area=lease.area,
        starts_on=lease.starts_on,
        ends_on=lease.ends_on,
        monthly_rent_fen=lease.monthly_rent_fen,
        deposit_fen=lease.deposit_fen,
        deposit_due_on=lease.deposit_due_on,
        tenants=tuple(_as_terms(tenant) for tenant in tenants_of(lease)),
        instalments=tuple(InstalmentTerms(**row) for row in rows),
    )


def _as_terms(tenant: LeaseTenant) -> TenantTerms:
    person, organisation = tenant.person, tenant.organisation
    if person is not None:
        return TenantTerms(person.name, person.phone, person.id_type, person.id_number)
    if organisation is None:
        raise Broken(f"tenant {tenant.pk} is nobody")
    return TenantTerms(organisation.name, organisation.phone, uscc=organisation.uscc)


def instalments_of(lease: Lease) -> QuerySet[Instalment]:
    """The whole plan of a lease's rent, as it is agreed now."""
    return Instalment.objects.filter(lease=lease).order_by("number")


def lease(lease_id: int) -> Lease:
    return Lease.objects.select_related("enterprise", "bank_account").get(pk=lease_id)


def lease_by_filing_no(filing_no: str) -> Lease | None:
    return (
        Lease.objects.filter(filing_no=filing_no)
        .select_related("enterprise", "bank_account")
        .first()
    )


def leases_filed_through(actor: Actor) -> QuerySet[Lease]:
    """The leases that a program which files them may ask about."""
    if "lease.file" not in actor.may:
        return Lease.objects.none()
    return Lease.objects.select_related("enterprise", "bank_account")


# Files of filed leases ------------------------------------------------------------------------------------


def imports_seen_by(actor: Actor) -> QuerySet[LeaseImport]:
    """The files handed in, newest first, each with how many of its leases had which outcome."""
    if "lease.import" not in actor.may:
        return LeaseImport.objects.none()
    counts = {outcome.value: Count("rows", filter=Q(rows__outcome=outcome)) for outcome in Outcome}
    return (
        LeaseImport.objects.select_related("file")
        .defer("file__content")
        .annotate(**counts)
        .order_by("-id")
    )


def rows_of_import(import_id: int, outcome: str = "") -> QuerySet[LeaseImportRow]:
    """The leases of a file that have been worked on, in the order of the file."""
    rows = LeaseImportRow.objects.filter(lease_import=import_id).order_by("number")
    return rows.filter(outcome=outcome) if outcome else rows


def imports_to_work_on() -> list[int]:
    """The files with leases still to be filed, oldest first."""
    waiting = LeaseImport.objects.exclude(status=ImportStatus.DONE).order_by("id")
    return list(waiting.values_list("id", flat=True))


def lease_import(import_id: int) -> LeaseImport:
    return LeaseImport.objects.select_related("file").get(pk=import_id)


def rows_done(import_id: int) -> set[int]:
    return set(rows_of_import(import_id).values_list("number", flat=True))


def visible_before() -> timedelta:
    """How long before it is due a bill is put before the tenant. (manual 001, 4.2.1)"""
    return timedelta(days=parameters.number("bill.visible_days"))
