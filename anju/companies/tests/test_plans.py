"""At size every list, its first page and every search of it, goes by an index and reads few rows."""

from datetime import timedelta
from typing import Any

import pytest

from anju.companies import queries
from anju.companies.models import Activation, Applicant, Key
from anju.companies.rules import ApplicantStatus
from anju.companies.tests.a_city import FIRST, fill_with_companies
from anju.core import clock
from anju.core.actors import Actor
from anju.people.rules import Power
from anju.tests import plans

pytestmark = pytest.mark.django_db
MOST_ROWS = 1_500
PAGE = 21
OFFICER = Actor(
    "lin.fang",
    "centre",
    frozenset({Power.FUND_COMPANY, Power.FUND_KEY}),
    staff_id=1,
    department="",
)
IN_CHAOYANG = Actor("lin.fang", "centre", OFFICER.may, staff_id=1, department="110105")


@pytest.mark.covers("PRP-04", "PRP-05")
def test_every_list_and_every_search_goes_by_an_index():
    fill_with_companies()
    slow = []
    for name, load in questions().items():
        for sql in plans.questions_of(load):
            plan = plans.plan_of(sql, analyse=True) or {}
            if plans.walks(plan) or plans.rows_read(plan) > MOST_ROWS:
                slow.append(f"{name}: {plans.walks(plan)} {plans.rows_read(plan)} rows\n{sql}")

    assert not slow, "\n".join(slow)


def questions() -> dict[str, Any]:
    """What the pages and the jobs ask, by name."""
    applications, keys = queries.applications_found, queries.keys_found
    actor = queries.actor_of_key(FIRST + 5)
    now = clock.now()
    name = queries.company(FIRST + 777).name
    lists: dict[str, Any] = {
        "applications": applications(OFFICER),
        "applications of a district": applications(IN_CHAOYANG),
        "applications, page 700": applications(OFFICER).filter(pk__lt=FIRST + 5_000),
        "applications, number": applications(OFFICER, text="ZW777"),
        "applications, name": applications(OFFICER, text=name),
        "applications, code": applications(OFFICER, text="W00000000000000777"),
        "applications, certificate": applications(OFFICER, text="JGC777"),
        "applications, status": applications(OFFICER, status="submitted"),
        "applications, district": applications(OFFICER, district="110108"),
        "to review": queries.applications_to_review(OFFICER),
        "to review in a district": queries.applications_to_review(IN_CHAOYANG),
        "without a key": queries.applications_without_key(OFFICER),
        "without a key in a district": queries.applications_without_key(IN_CHAOYANG),
        "keys": keys(OFFICER),
        "keys of a district": keys(IN_CHAOYANG),
        "keys, number": keys(OFFICER, text="WY777"),
        "keys, name": keys(OFFICER, text=name),
        "keys, code": keys(OFFICER, text="W00000000000000777"),
        "keys, status": keys(OFFICER, status="revoked"),
        "suspended": queries.keys_suspended(OFFICER),
        "suspended in a district": queries.keys_suspended(IN_CHAOYANG),
        "keys of one": queries.keys_of(FIRST + 777),
        "areas": queries.communities_of(actor),
        "by credential": Key.objects.filter(credential_id=b"x" * 32),
        "codes to a phone": Activation.objects.filter(
            address=b"x" * 32, asked_at__gt=now - timedelta(days=1)
        ),
        "codes from a network": Activation.objects.filter(
            source=b"x" * 32, asked_at__gt=now - timedelta(hours=1)
        ),
        "codes to send": Activation.objects.filter(
            sent_at__isnull=True, used_at__isnull=True, try_at__lte=now
        ).order_by("try_at"),
        "to forget": Applicant.objects.filter(
            status=ApplicantStatus.REGISTERED, registered_at__lt=now - timedelta(days=7)
        ),
    }
    loads = {name: lambda rows=rows: list(rows[:PAGE]) for name, rows in lists.items()}
    by = Actor("x", "applicant", applicant_id=FIRST + 5)
    return loads | {
        "who is signed in": lambda: queries.actor_of_key(FIRST + 5),
        "whose company": lambda: queries.company_of(actor),
        "serves": lambda: queries.manages(actor, 1),
        "application": lambda: queries.application_of(by),
        "key to enrol": lambda: queries.key_to_enrol(by),
        "password": lambda: queries.must_choose_password(FIRST + 5),
    }
