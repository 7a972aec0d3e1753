"""Every question of every page that people sign in for has an index, so that no page slows down as the city grows.

A test database is too small for the planner to care. So it is told that every table is large and every value in it
rare, and forbidden what would pay in a small one: what still walks through a table has no index to go by. How many rows
are really read in a large city is the matter of `bench/pages.py`.
"""

import importlib
from collections.abc import Iterator, Set
from typing import Any

import pytest
from django import forms
from django.db import connection
from django.urls import NoReverseMatch, resolve, reverse

from anju.contracts.terms import TenantTerms
from anju.core import clock
from anju.core.actors import Actor
from anju.filings.tests.amending import a_change, a_filed
from anju.homes.tests.asking import an_enterprise
from anju.orders.models import Order
from anju.orders.tests.files import uploaded
from anju.oversight.tests.worrying import a_watched
from anju.people import actions as people
from anju.people import queries as people_queries
from anju.people.rules import OF_ENTERPRISES, Capacity
from anju.refunds.tests.endings import a_dispute, a_held_lease, a_return
from anju.refunds.tests.refund_files import refunds_uploaded
from anju.signings.tests.signing import a_sent, a_signed
from anju.tests import plans
from anju.tests.custody_world import a_release
from anju.tests.pages import Pages
from anju.tests.patterns import all_patterns
from anju.tests.renewals import a_carry_over, a_renewal
from anju.tests.walks import (
    administration,
    agency,
    association,
    authority,
    centre,
    developer,
    fund_desk,
    owner,
    property,
    public,
)
from anju.tests.walks.refunds import a_settlement
from anju.tests.world import (
    a_credit,
    a_lease,
    a_notification,
    a_paying_order,
    an_order,
    book,
    enterprise_of,
)
from anju.unclaimed.tests.waiting import a_check_asked
from anju.webhooks import actions as webhooks
from anju.webhooks.rules import OFFERED

pytestmark = pytest.mark.django_db
LARGE = """
ANALYZE;
UPDATE pg_statistic SET stadistinct = -0.5, stanullfrac = 0, stakind1 = 0, stakind2 = 0, stakind3 = 0, stakind4 = 0,
    stakind5 = 0;
UPDATE pg_class SET reltuples = 1000000, relpages = 1
WHERE relkind IN ('r', 'i') AND relnamespace = 'public'::regnamespace
"""
FORBIDDEN = ("seqscan", "hashjoin", "mergejoin", "material", "memoize")
# How words are found best depends on how common they are: each package asks that at size, in its own test of plans.
BY_WORDS = "@>"
# Add up everything an enterprise has let, or the whole city holds: what is best depends on how much that is.
SUMS = {"/enterprise/", "/centre/proofs", "/centre/interests"}
ASKING = [
    ("person", "tenant_web"),
    ("person", "tenant_mobile"),
    ("organisation", "tenant_web"),
    ("enterprise", "enterprise"),
]


@pytest.fixture
def city(db: None) -> dict[str, Any]:
    """A person, an organisation that rents and the enterprise of both, with orders in every state and a release."""
    renting = TenantTerms("京华青年服务有限公司", "13800000003", uscc="91110108MA01A0002G")
    leases = [a_lease(), a_lease(tenants=(renting,)), a_lease(), a_lease()]
    a_notification(a_paying_order(leases[2], "alipay"))
    a_credit(a_paying_order(leases[0]))
    a_credit(a_paying_order(leases[1]))
    book()
    an_order(leases[3])
    release = a_release()
    ended = a_dispute(a_held_lease(), agreed="100.00")
    item, offer, attachment = a_settlement(ended)
    wanted = a_return(a_held_lease())
    by = enterprise_of(leases[0])
    uploads = [refunds_uploaded(by, [leases[3].filing_no])]
    uploads += [uploaded(by, [leases[3].filing_no, "押金", "", ""])]
    leases.append(ended.lease)
    landlord, held = an_enterprise(1), a_held_lease()
    return {
        "amendment_id": [a_change(a_filed(landlord, number=3), landlord).pk],
        "carry_over_id": [a_carry_over(held, a_renewal(held)).pk],
        "check_id": [a_check_asked().pk],
        "warning_id": [a_watched(("安家租赁有限公司", "91110105MA00TE5T2T")).pk],
        **of_programs(by),
        "item_id": [item.pk],
        "offer_id": [offer.pk],
        "attachment_id": [attachment.pk],
        "person": leases[0].tenants.get().person,
        "organisation": leases[1].tenants.get().organisation,
        "enterprise": leases[0].enterprise,
        "filing_no": [lease.filing_no for lease in leases],
        "case_id": [ended.pk, wanted.pk],
        "upload_id": [one.pk for one in uploads],
        "portion_id": list(ended.portions.values_list("pk", flat=True)),
        "no": [
            *Order.objects.values_list("no", flat=True),
            release.no,
            a_sent().no,
            a_signed(number=2).no,
        ],
    }


@pytest.mark.parametrize(("who", "portal"), ASKING)
def test_every_question_of_every_page_has_an_index(pages, city, who, portal):
    enterprise = Capacity.ENTERPRISE if who == "enterprise" else None
    pages.sign_in_as(city[who], capacity=enterprise)
    asked: dict[str, str] = {}
    for address in addresses(pages, portal, city):
        note_questions(asked, pages, address)
    assert len(asked) > 50
    assert walked_through(asked) == ""


@pytest.mark.parametrize(
    ("portal", "office"),
    [
        ("centre", centre),
        ("fund_desk", fund_desk),
        ("developer", developer),
        ("property", property),
        ("association", association),
        ("authority", authority),
        ("agency", agency),
        ("administration", administration),
        ("public", public),
        ("owner", owner),
    ],
)
def test_every_question_of_every_page_of_an_office_has_an_index(settings, portal, office):
    settings.MOVABLE_CLOCK = True
    walks = office.walks()
    city = {"filing_no": ["BA11010520260000017"], "no": ["9" * 22]}
    asked: dict[str, str] = {}
    looked_at = set()
    for walk in walks:
        for address in [visit.address for visit in walk.visits if not visit.does]:
            looked_at.add(resolve(address.partition("?")[0]).view_name)
            response = note_questions(asked, walk.by, address)
            for query in searches(response.context or {}, city):
                note_questions(asked, walk.by, f"{address.partition('?')[0]}?{query}")

    every = {one.name for one in all_patterns() if one.portal == portal and "GET" in one.methods}
    assert looked_at == every
    assert walked_through(asked, partial_indexes()) == ""


def test_no_index_of_words_keeps_rows_waiting():
    """The longer what waits to be put in, the dearer the index: until it is cheaper to walk through the table.

    Rows of transactions that were taken back wait as well.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT index.relname, index.reloptions FROM pg_class AS index JOIN pg_am ON pg_am.oid = index.relam "
            "WHERE amname = 'gin' AND index.relnamespace = 'public'::regnamespace"
        )
        indexes = dict(cursor.fetchall())
    assert "homes_verification_words" in indexes
    assert {name: kept for name, kept in indexes.items() if kept != ["fastupdate=off"]} == {}


def note_questions(asked: dict[str, str], pages: Pages, address: str) -> Any:
    """What a page asks the database, each with the first page that asks it."""
    answers: list[Any] = []
    for sql in plans.questions_of(lambda: answers.append(pages.get(address))):
        asked.setdefault(sql, address)
    return answers[0]


def partial_indexes() -> set[str]:
    """What waits in the whole city stands on an office's desk; a person's own pages have to name the person."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexrelid::regclass::text FROM pg_index WHERE indpred IS NOT NULL")
        return {name for (name,) in cursor.fetchall()}


def walked_through(asked: dict[str, str], few: Set[str] = frozenset()) -> str:
    """The tables through which one of these questions walks in a large city, a line each."""
    with connection.cursor() as cursor:
        cursor.execute(LARGE)
        for way in FORBIDDEN:
            cursor.execute(f"SET LOCAL enable_{way} = off")
    passed_over = plans.SMALL | empty_tables()
    walks = {
        f"{address}: {walk}"
        for sql, address in asked.items()
        if address.partition("?")[0] not in SUMS and BY_WORDS not in sql
        for walk in plans.walks(plans.plan_of(sql) or {}, passed_over, few)
    }
    return "\n".join(sorted(walks))


def of_programs(by: Actor) -> dict[str, list[int]]:
    """A key of an enterprise, where its program is told, and an event on its way."""
    people.issue_key_for_organisation(name="租务系统", scopes=OF_ENTERPRISES, by=by)
    one = webhooks.subscribe(url="https://erp.example/events", events=OFFERED, by=by)
    told = webhooks.send_test_event(subscription_id=one.pk, by=by)
    return {
        "api_key_id": [people_queries.keys_of(by).get().pk],
        "subscription_id": [one.pk],
        "delivery_id": [told.pk],
    }


def empty_tables() -> set[str]:
    """Of them the planner knows that there is nothing to walk through."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT oid::regclass::text FROM pg_class WHERE relkind = 'r' AND pg_relation_size(oid) = 0"
        )
        return {name for (name,) in cursor.fetchall()}


def addresses(pages: Pages, portal: str, city: dict[str, Any]) -> Iterator[str]:
    """Every page of a portal, each list also searched by every field and turned to its next and last page."""
    urls = importlib.import_module(f"anju.portals.{portal}.urls")
    for route in urls.urlpatterns:
        names = list(route.pattern.converters)
        [argument] = names or [""]
        values = city[argument] if argument else [None]
        for value in values:
            try:
                address = reverse(f"{portal}:{route.name}", args=[value] if names else [])
            except NoReverseMatch:  # the number of something else
                continue
            response = pages.get(address)
            yield address
            if response.status_code == 200 and response.context:
                yield from (f"{address}?{query}" for query in searches(response.context, city))


def searches(shown: Any, city: dict[str, Any]) -> Iterator[str]:
    search = shown.get("search")
    for name, field in search.fields.items() if search is not None else ():
        yield f"{name}={example_of(name, field, city)}"
    rows = getattr(shown.get("page"), "rows", [])
    if rows:
        last = getattr(rows[-1], "pk", 10**6)
        yield from (f"after={last}", f"before={last}")


def example_of(name: str, field: forms.Field, city: dict[str, Any]) -> str:
    if isinstance(field, forms.ChoiceField):
        return str(list(field.choices)[-1][0])
    if isinstance(field, forms.DateField):
        return clock.today().isoformat()
    return str(city[name][0]) if name in ("filing_no", "no") else "京华"
