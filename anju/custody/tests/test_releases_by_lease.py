"""What each kind of lease is released, worked out by hand; more bills, without a lease, stand in `test_schedule.py`.

Interest of an amount is amount × 500 × days / 360,000,000 fen, from the day of booking to the day of the release.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from anju.contracts.actions import TenantTerms
from anju.contracts.plan import InstalmentTerms
from anju.core.money import parse_yuan, plain_yuan
from anju.ledger.queries import balance_fen
from anju.tests.custody_world import an_account, paid_in, released, the_bank_paid_interest
from anju.tests.world import LI_SI, ZHANG_SAN, a_lease, instalments

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-03", "CTR-04")]

COMPANY = TenantTerms("北京远大科技有限公司", "13800000009", uscc="91110108MA01ABCD5T")
DAY = timedelta(days=1)
D = date.fromisoformat


def raised() -> list[InstalmentTerms]:
    """3,800 a month in the first half of the year, 4,200 in the second."""
    first, second = instalments(D("2025-03-31"), 12, "4000.00", 6)
    return [replace(first, amount_fen=22_800_00), replace(second, amount_fen=25_200_00)]


def four_months_and_ten_days() -> list[InstalmentTerms]:
    return [InstalmentTerms(D("2025-01-15"), D("2025-01-15"), D("2025-05-24"), 13_000_00)]


# The lease, which of its rent is paid and when the bank booked it, and what is released: day, rent, interest.
CASES = {
    # 91 days 50.56, 122 days 67.78, 153 days 85.00
    "two tenants: as if there were one": (
        {"starts_on": D("2025-03-31"), "tenants": (ZHANG_SAN, LI_SI)},
        ("first", "2025-03-31"),
        [
            "2025-04-01 12000.00 0.00",
            "2025-06-30 4000.00 0.51",
            "2025-07-31 4000.00 0.68",
            "2025-08-31 4000.00 0.85",
        ],
    ),
    "an organisation as tenant: as if it were a person": (
        {"starts_on": D("2025-03-31"), "tenants": (COMPANY,)},
        ("first", "2025-03-31"),
        [
            "2025-04-01 12000.00 0.00",
            "2025-06-30 4000.00 0.51",
            "2025-07-31 4000.00 0.68",
            "2025-08-31 4000.00 0.85",
        ],
    ),
    # a month is 3,800: 0.5278 fen a day: 48.03, 64.39, 80.75
    "the rent goes up in the second half: before it does": (
        {"starts_on": D("2025-03-31"), "instalments": tuple(raised())},
        ("first", "2025-03-31"),
        [
            "2025-04-01 11400.00 0.00",
            "2025-06-30 3800.00 0.48",
            "2025-07-31 3800.00 0.64",
            "2025-08-31 3800.00 0.81",
        ],
    ),
    # a month is 4,200: 0.5833 fen a day; 92 days 53.67, 123 days 71.75, 151 days 88.08
    "the rent goes up in the second half: after it did": (
        {"starts_on": D("2025-03-31"), "instalments": tuple(raised())},
        ("second", "2025-09-30"),
        [
            "2025-10-01 12600.00 0.00",
            "2025-12-31 4200.00 0.54",
            "2026-01-31 4200.00 0.72",
            "2026-02-28 4200.00 0.88",
        ],
    ),
    # 90 days of 3,000 are 37.5, half a fen is one; 120 days of 1,000 are 16.67
    "a last part of a month": (
        {
            "starts_on": D("2025-01-15"),
            "ends_on": D("2025-05-24"),
            "monthly_rent": "3000.00",
            "deposit": "3000.00",
            "instalments": tuple(four_months_and_ten_days()),
        },
        ("first", "2025-01-15"),
        [
            "2025-01-16 9000.00 0.00",
            "2025-04-15 3000.00 0.38",
            "2025-05-15 1000.00 0.17",
        ],
    ),
    "an instalment of three months goes at once": (
        {"starts_on": D("2025-03-31"), "months": 9},
        ("second", "2025-09-30"),
        ["2025-10-01 12000.00 0.00"],
    ),
    # 92 days 51.11
    "the fourth month begins on the National Day": (
        {"starts_on": D("2025-07-01"), "months": 4},
        ("first", "2025-07-01"),
        ["2025-07-02 12000.00 0.00", "2025-10-01 4000.00 0.51"],
    ),
    # a Saturday worked for the Spring Festival, which begins the next day; 89 days 49.44
    "booked on a make-up day, released in the festival": (
        {"starts_on": D("2026-02-14"), "months": 4},
        ("first", "2026-02-14"),
        ["2026-02-15 12000.00 0.00", "2026-05-14 4000.00 0.49"],
    ),
    # 10 October 2026 is a Saturday worked for the National Day; 92 days 51.11
    "the fourth month begins on a make-up day": (
        {"starts_on": D("2026-07-10"), "months": 4},
        ("first", "2026-07-10"),
        ["2026-07-11 12000.00 0.00", "2026-10-10 4000.00 0.51"],
    ),
    # booked on 20 June, when all of the first three have begun; the fourth begins on 30 June: 10 days 5.56
    "paid late": (
        {"starts_on": D("2025-03-31"), "months": 4},
        ("first", "2025-06-20"),
        ["2025-06-21 12000.00 0.00", "2025-06-30 4000.00 0.06"],
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_a_lease_is_released_on_these_days_and_no_others(name):
    terms, (kind, booked_on), expected = CASES[name]
    lease = a_lease(**({"each": 6} | terms))
    an_account(lease.enterprise_id)
    the_bank_paid_interest("100.00")
    if kind == "second":
        paid_in(lease, "first", on=lease.starts_on)
        released(D(booked_on) - DAY)
    paid_in(lease, kind, on=D(booked_on))
    interest_fen = balance_fen("interest:ccb")

    made = []
    for line in expected:
        day = D(line.split()[0])
        made += released(day - DAY) + released(day)
    made += released(D(booked_on) + 400 * DAY)

    assert [
        f"{release.day} {plain_yuan(release.principal_fen)} {plain_yuan(release.interest_fen)}"
        for release in made
    ] == expected
    assert balance_fen(lease.rent_pot) == 0
    paid = sum(parse_yuan(line.split()[2]) for line in expected)
    assert balance_fen("interest:ccb") == interest_fen - paid
