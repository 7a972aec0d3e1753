"""Count a month. Counting it again replaces what was counted before."""

from collections.abc import Iterable
from datetime import date

from anju.agencies import queries as agencies
from anju.contracts import queries as contracts
from anju.contracts.queries import FiledLeases
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action
from anju.core.refusals import ensure
from anju.core.rules import DISTRICTS
from anju.custody import queries as custody
from anju.custody.queries import HeldDeposits
from anju.homes import queries as homes
from anju.statistics.models import MonthFigures
from anju.statistics.rules import CITY, LEAST_ENTERPRISES, LEAST_LEASES

NO_LEASES = FiledLeases(0, 0, 0, 0)
NO_DEPOSITS = HeldDeposits(0, 0, 0)
COUNTED = (
    "as_of",
    "institutions",
    "homes_verified",
    "leases_filed",
    "rent_fen_per_m2",
    "deposits_fen",
    "computed_at",
)


@action
def compute_month(*, month: date, as_of: date, by: Actor) -> int:
    """The figures of a month up to a day of it; gives the number of leases filed. `by` is the clock.

    The city's amounts are those of the districts that are published, so that none of the others can be found by
    subtracting. (decision 22)
    """
    ensure(month.day == 1 and month <= as_of, f"{as_of} is no day of {month}")
    leases = contracts.filed_by_district(month, as_of)
    verified = homes.verified_by_district(month, as_of)
    institutions = agencies.institutions_by_district(as_of)
    deposits = custody.deposits_by_district(as_of)
    now = clock.now()
    rows = [
        MonthFigures(
            month=month,
            district=district,
            as_of=as_of,
            institutions=institutions.get(district, 0),
            homes_verified=verified.get(district, 0),
            leases_filed=leases.get(district, NO_LEASES).count,
            rent_fen_per_m2=rent_per_m2([leases.get(district, NO_LEASES)]),
            deposits_fen=held([deposits.get(district, NO_DEPOSITS)]),
            computed_at=now,
        )
        for district in DISTRICTS
    ]
    rows.append(
        MonthFigures(
            month=month,
            district=CITY,
            as_of=as_of,
            institutions=sum(row.institutions for row in rows),
            homes_verified=sum(row.homes_verified for row in rows),
            leases_filed=sum(row.leases_filed for row in rows),
            rent_fen_per_m2=rent_per_m2(leases.values()),
            deposits_fen=held(deposits.values()),
            computed_at=now,
        )
    )
    MonthFigures.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["month", "district"],
        update_fields=COUNTED,
    )
    return rows[-1].leases_filed


def are_enough(count: int, enterprises: int) -> bool:
    return count >= LEAST_LEASES and enterprises >= LEAST_ENTERPRISES


def rent_per_m2(districts: Iterable[FiledLeases]) -> int | None:
    """A month's rent by m², of those districts where enough leases stand behind it; rounded half up."""
    shown = [one for one in districts if are_enough(one.count, one.enterprises)]
    hundredths = sum(one.area_hundredths for one in shown)
    if hundredths == 0:
        return None
    return (200 * sum(one.rent_fen for one in shown) + hundredths) // (2 * hundredths)


def held(districts: Iterable[HeldDeposits]) -> int | None:
    """What is in custody of those districts where enough leases stand behind it."""
    shown = [one for one in districts if are_enough(one.leases, one.enterprises)]
    return sum(one.fen for one in shown) if shown else None
