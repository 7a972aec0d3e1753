"""At size the lists of areas, of changes and of business go by an index and read few rows."""

from typing import Any

import pytest
from django.db import connection

from anju.companies import queries
from anju.companies.models import AreaApplication, NameCheck, UnitChangeLine
from anju.companies.tests.a_city import FIRST, MANY, fill_with_companies
from anju.companies.tests.test_plans import IN_CHAOYANG, MOST_ROWS, OFFICER, PAGE
from anju.core import clock
from anju.tests import plans

pytestmark = pytest.mark.django_db
STATEMENTS = """
INSERT INTO homes_community (id, name, district, address, custody_mode, developer_id)
SELECT 1000000 + i, '小区' || i,
    (ARRAY['110101','110102','110105','110106','110107','110108','110109','110111','110112','110113'])[1 + i %% 10],
    '街' || i, 'trust', 1000000 + 1 + i %% 500 FROM generate_series(1, %(many)s) AS i;
INSERT INTO companies_areaapplication (id, no, company_id, district, developer_name, begun_at, is_on_paper,
    submitted_by, submitted_at, due_on, papers_seen, papers_seen_by, decided_by, decided_at, opinion, is_told_late,
    status)
SELECT 1000000 + i, 'GL' || i, 1000000 + i, c.district, '开发', now() + i * interval '1 second', i %% 3 = 0,
    'user', now(), (now() + i %% 9 * interval '1 day')::date, ARRAY[]::varchar[], '',
    CASE WHEN i %% 50 > 0 THEN 'li' ELSE '' END, CASE WHEN i %% 50 > 0 THEN now() END, '', true,
    CASE WHEN i %% 50 > 0 THEN 'approved' ELSE 'submitted' END
FROM generate_series(1, %(many)s) AS i JOIN homes_community c ON c.id = 1000000 + i;
INSERT INTO companies_arearequest (id, application_id, community_id, is_granted)
SELECT 1000000 + i, 1000000 + i, 1000000 + i, i %% 50 > 0 FROM generate_series(1, %(many)s) AS i;
INSERT INTO companies_area (id, company_id, community_id, application_id, since, until, ended_by, because)
SELECT 1000000 + i, 1000000 + i, 1000000 + i, 1000000 + i, now(), NULL, '', ''
FROM generate_series(1, %(many)s) AS i WHERE i %% 50 > 0;
INSERT INTO companies_unitchange (id, no, company_id, name_check_id, changed_by, changed_at)
SELECT 1000000 + i, 'BG' || i, 1000000 + i, NULL, 'user', now() FROM generate_series(1, %(many)s) AS i;
INSERT INTO companies_unitchangeline (id, change_id, field, before, after)
SELECT 1000000 + i, 1000000 + i, 'fax', %(before)s, %(after)s FROM generate_series(1, %(many)s) AS i;
INSERT INTO companies_namecheck (id, company_id, name, asked_by, asked_at, attempts, try_at, silence, answered_at,
    denied, status)
SELECT 1000000 + i, 1000000 + i, '新名' || i, 'user', now(), 1, now(), '', CASE WHEN i %% 50 > 0 THEN now() END, '',
    CASE WHEN i %% 50 > 0 THEN 'confirmed' ELSE 'waiting' END FROM generate_series(1, %(many)s) AS i;
INSERT INTO companies_printing (id, application_id, area_application_id, number, by, at)
SELECT 1000000 + i, NULL, 1000000 + i, 1, 'user', now() FROM generate_series(1, %(many)s) AS i
"""


def fill_with_areas() -> None:
    """To each company of the city a community, an application for it, a change, a question and a printed form."""
    fill_with_companies()
    sealed = {
        "before": UnitChangeLine._meta.get_field("before").sealed("1"),  # type: ignore[union-attr]
        "after": UnitChangeLine._meta.get_field("after").sealed("2"),  # type: ignore[union-attr]
    }
    with connection.cursor() as cursor:
        for statement in STATEMENTS.split(";\n"):
            cursor.execute(statement, {"many": MANY, **sealed})
        cursor.execute("ANALYZE")


@pytest.mark.covers("PRP-10", "PRP-11", "PRP-12", "PRP-13")
def test_every_list_and_every_search_goes_by_an_index():
    fill_with_areas()
    slow = []
    for name, load in questions().items():
        for sql in plans.questions_of(load):
            plan = plans.plan_of(sql, analyse=True) or {}
            if plans.walks(plan) or plans.rows_read(plan) > MOST_ROWS:
                slow.append(f"{name}: {plans.walks(plan)} {plans.rows_read(plan)} rows\n{sql}")

    assert not slow, "\n".join(slow)


@pytest.mark.covers("PRP-12")
def test_the_companies_of_a_department_are_told_from_a_look_at_each_area():
    """Which companies serve a district is asked of all areas at once: there are some thousands in the city."""
    fill_with_areas()
    [sql] = plans.questions_of(lambda: list(queries.companies_found(IN_CHAOYANG)[:PAGE]))
    assert plans.rows_read(plans.plan_of(sql, analyse=True) or {}) < 2 * MANY


def questions() -> dict[str, Any]:
    """What the pages and the jobs ask, by name."""
    actor, company = queries.actor_of_key(FIRST + 5), queries.company(FIRST + 5)
    found, now = queries.area_applications_found, clock.now()
    application = AreaApplication.objects.get(pk=FIRST + 50)
    lists: dict[str, Any] = {
        "own applications": queries.area_applications_seen_by(actor),
        "to review": found(OFFICER, status="submitted"),
        "to review in a district": found(IN_CHAOYANG, status="submitted"),
        "overdue": queries.area_applications_overdue(IN_CHAOYANG),
        "applications": found(OFFICER),
        "applications of a district": found(IN_CHAOYANG),
        "applications in a status": found(IN_CHAOYANG, status="approved"),
        "of a company": queries.area_applications_seen_by(IN_CHAOYANG).filter(company=company),
        "companies": queries.companies_found(OFFICER),
        "companies by code": queries.companies_found(IN_CHAOYANG, uscc=company.uscc),
        "companies by words": queries.companies_found(OFFICER, words=company.name),
        "one company": queries.companies_seen_by(IN_CHAOYANG).filter(pk=company.pk),
        "areas of a company": queries.areas_at_desk(IN_CHAOYANG, company),
        "one area": queries.areas_seen_by(IN_CHAOYANG).filter(pk=FIRST + 5),
        "changes": queries.changes_at_desk(IN_CHAOYANG, company),
        "own changes": queries.unit_changes_seen_by(actor),
        "keys of a company": queries.keys_of_company(IN_CHAOYANG, company),
        "a paper": queries.area_documents_seen_by(IN_CHAOYANG).filter(pk=1),
        "printed areas": queries.areas_printed(actor),
        "printed registrations": queries.applications_printed(actor),
        "names to ask": NameCheck.objects.filter(status="waiting", try_at__lte=now).order_by(
            "try_at", "id"
        ),
        "late to tell": AreaApplication.objects.filter(
            status="submitted", is_told_late=False, due_on__lt=clock.today()
        ),
    }
    loads = {name: lambda rows=rows: list(rows[:PAGE]) for name, rows in lists.items()}
    offered = {"district": "110105", "developer": "北京"}
    return loads | {
        "number": lambda: list(found(OFFICER, text="GL777")),
        "company's name": lambda: list(found(OFFICER, text=company.name)),
        "flows": lambda: queries.flows_of(actor),
        "flows, narrowed": lambda: queries.flows_of(actor, since=clock.today(), no="GL5"),
        "who serves it": lambda: queries.area_of(FIRST + 5),
        "served by others": lambda: queries.served_by_others(application),
        "offered": lambda: queries.communities_offered(actor, **offered),
        "newest check": lambda: queries.newest_check(company, "新名5"),
        "check under way": lambda: queries.check_under_way(company),
        "last change": lambda: queries.last_change(company),
    }
