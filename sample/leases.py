"""The leases of the sample world, as the rental platform files them."""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from anju.contracts.plan import InstalmentTerms
from anju.contracts.terms import LeaseTerms, TenantTerms
from anju.core import clock, numbers
from anju.core.calendar import add_months
from anju.core.money import plain_yuan
from sample.people import ENTERPRISES, GROUP, SampleOrganisation, SamplePerson

HOMES = (
    ("北京市朝阳区望京西园三区312号楼1804", "110105", "61.20"),
    ("北京市海淀区知春路甲48号盈都大厦C座4单元1102", "110108", "48.75"),
    ("北京市通州区梨园镇云景里7号楼2单元302", "110112", "88.40"),
    ("北京市朝阳区建国路88号3号楼1206", "110105", "56.30"),
    ("北京市丰台区方庄芳城园二区9号楼1503", "110106", "72.00"),
    ("北京市昌平区回龙观龙腾苑四区15号楼5单元601", "110114", "95.10"),
    ("北京市西城区广安门内大街报国寺东夹道2号院1号楼401", "110102", "53.66"),
)
FLATS = 500
FLATS_PAID = 200
FIRST_FLAT = 5_001
serial = itertools.count(1)


def tenant(who: SamplePerson | SampleOrganisation) -> TenantTerms:
    if isinstance(who, SampleOrganisation):
        return TenantTerms(name=who.name, phone=who.operator.phone, uscc=who.uscc)
    return TenantTerms(
        name=who.name, phone=who.phone, id_type="resident_id", id_number=who.id_number
    )


def instalments(starts_on: date, months: int, rent_fen: int, each: int) -> list[InstalmentTerms]:
    """Rent in advance for `each` months at a time; the last instalment may be shorter."""
    terms = []
    for first in range(0, months, each):
        length = min(each, months - first)
        from_on = add_months(starts_on, first)
        to_on = add_months(starts_on, first + length) - timedelta(days=1)
        terms.append(InstalmentTerms(from_on, from_on, to_on, rent_fen * length))
    return terms


def lease(
    tenants: Sequence[SamplePerson | SampleOrganisation],
    *,
    enterprise: int = 0,
    rent: int = 4000,
    months: int = 12,
    each: int = 6,
    starts_in: int = 0,
    number: int = 0,
    home: tuple[str, str, str] | None = None,
) -> LeaseTerms:
    """A lease with a deposit of one month that starts so many days from today.

    What came into the world later has a `number` of its own: so a world made before knows its leases again.
    """
    number = number or next(serial)
    starts_on = clock.today() + timedelta(days=starts_in)
    name, uscc, bank = ENTERPRISES[enterprise]
    address, district, area = home or HOMES[number % len(HOMES)]
    return LeaseTerms(
        filing_no=numbers.filing_no(district, clock.today().year, number),
        filed_on=clock.today(),
        enterprise_name=name,
        enterprise_uscc=uscc,
        bank=bank,
        address=address,
        district=district,
        area=Decimal(area),
        starts_on=starts_on,
        ends_on=add_months(starts_on, months) - timedelta(days=1),
        monthly_rent_fen=rent * 100,
        deposit_fen=rent * 100,
        deposit_due_on=starts_on,
        tenants=tuple(tenant(who) for who in tenants),
        instalments=tuple(instalments(starts_on, months, rent * 100, each)),
    )


def flats_paid_yesterday() -> list[LeaseTerms]:
    """A company has rented a whole block for its staff. The first flats are paid for, all by one order."""
    return [flat(n, starts_in=0) for n in range(FLATS_PAID)]


def flats_to_pay() -> list[LeaseTerms]:
    """The others: every third overdue, every third due in these days, the rest due next month."""
    starts = {0: -8, 1: 3, 2: 33}
    return [flat(n, starts_in=starts[n % 3] + n % 2) for n in range(FLATS_PAID, FLATS)]


def flat(n: int, starts_in: int) -> LeaseTerms:
    """Ten flats to a floor. Two enterprises have let them, whose money two banks receive."""
    floor, door = divmod(n, 10)
    home = (f"北京市朝阳区酒仙桥路10号院1号楼{floor + 1}{door + 1:02}", "110105", "42.50")
    enterprise = 1 if n >= 440 else 0
    rent = 3200 + 20 * (n % 30)
    return lease(
        [GROUP],
        enterprise=enterprise,
        rent=rent,
        starts_in=starts_in,
        number=FIRST_FLAT + n,
        home=home,
    )


def as_filed(terms: LeaseTerms) -> dict[str, Any]:
    """What the rental platform shows of a lease, in the words in which it files one."""
    return {
        "filing_no": terms.filing_no,
        "enterprise": {"name": terms.enterprise_name, "uscc": terms.enterprise_uscc},
        "home": {"address": terms.address, "district": terms.district},
        "starts_on": terms.starts_on.isoformat(),
        "ends_on": terms.ends_on.isoformat(),
        "monthly_rent": plain_yuan(terms.monthly_rent_fen),
        "deposit": plain_yuan(terms.deposit_fen),
        "tenants": [
            {"organisation_name": one.name, "uscc": one.uscc}
            if one.uscc
            else {"name": one.name, "id_number": one.id_number}
            for one in terms.tenants
        ],
    }
