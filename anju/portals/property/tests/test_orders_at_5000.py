"""In a community of 5,000 homes every step is a handful of questions, and no page grows with the homes. (WDR-10)"""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from anju.portals.property.tests.filling import (
    a_company_at_work,
    begun,
    press,
    submitted,
    to,
)
from anju.works import actions, jobs
from anju.works.models import Share, Sheet
from anju.works.rules import SheetKind, SheetStatus

pytestmark = pytest.mark.django_db
MOST = 20
"""Session and key, what was typed before, the action with its lock, the ticks kept in the session."""


def questions(ask):
    with CaptureQueriesContext(
        connection,
    ) as asked:
        response = ask()
    assert response.status_code in (200, 302), response.content.decode()[:2000]
    return len(asked), response


@pytest.mark.covers("WDR-10")
def test_selecting_computing_and_confirming_ask_as_much_of_500_homes_as_of_5000():
    counts = {homes: counted(homes) for homes in (500, 5_000)}

    assert counts[5_000] == counts[500]
    assert max(counts[5_000].values()) <= MOST, counts
    assert Share.objects.filter(order__shared_homes=5_000).count() == 5_000


def counted(homes):
    pages, community, _ = a_company_at_work(homes, name=f"望京{homes}")
    order = begun(pages, community)
    ids = list(community.buildings.order_by("pk").values_list("pk", flat=True))
    press(pages, order)  # all that is typed is kept from here on
    building = {"building": [str(pk) for pk in ids]}
    grid = to("order_homes", order.pk, ids[0])
    counts = {
        "form": questions(lambda: pages.get(to("order_form", order.pk)))[0],
        "grid": questions(lambda: pages.get(grid))[0],
        "all of a building": questions(lambda: pages.post(grid, {"group": ["all"], "do": "save"}))[
            0
        ],
        "whole community": questions(lambda: press(pages, order, "community"))[0],
        "fill in": questions(lambda: press(pages, order, "fill", **building))[0],
        "standard": questions(lambda: press(pages, order, "standard", **building))[0],
    }
    confirm = to("confirm_order", order.pk)
    counts["confirm"] = questions(lambda: press(pages, order, "confirm", **building))[0]
    counts["confirm page"] = questions(lambda: pages.get(confirm))[0]
    counts["shares"] = questions(lambda: pages.get(to("order_shares", order.pk)))[0]
    return counts


@pytest.mark.covers("WDR-10", "WDR-06")
def test_the_signature_form_of_5000_homes_is_made_by_a_job_that_asks_little():
    pages, community, actor = a_company_at_work(5_000)
    order = submitted(pages, community)
    sheet = actions.make_sheet(order_id=order.pk, kind=SheetKind.SIGNATURES, by=actor)

    with CaptureQueriesContext(connection) as asked:
        jobs.make_sheets(0)

    made = Sheet.objects.get(pk=sheet.pk)
    assert (made.status, made.rows, made.rows_done) == (SheetStatus.DONE, 5_000, 5_000)
    assert len(asked) < 40
