"""业务流水, the printed forms and 补打. (PRP-10, PRP-11, WDR-06, BEY-02)"""

from datetime import timedelta

import pytest

from anju.core import clock
from anju.core.paper import canonical
from anju.works import actions, jobs, queries, sheets
from anju.works.models import Sheet
from anju.works.rules import FlowKind, Refusal, SheetKind
from anju.works.tests.world import (
    REVIEWER,
    a_community,
    a_draft,
    a_submitted_order,
    fresh,
    refused,
)

pytestmark = pytest.mark.django_db


@pytest.mark.covers("WDR-06", "PRP-11", "BEY-02")
def test_a_form_is_made_by_a_job_once_and_each_printing_is_counted():
    order, by = a_submitted_order()
    about = {"order_id": order.pk, "kind": SheetKind.SIGNATURES, "by": by}
    sheet = actions.make_sheet(**about)
    assert actions.make_sheet(**about) == sheet
    refused(Refusal.SHEET_NOT_READY, actions.print_sheet, sheet_id=sheet.pk, by=by)
    jobs.make_sheets(0)
    sheet = fresh(sheet)
    assert (sheet.status, sheet.rows, sheet.rows_done) == ("done", 5, 5)
    assert bytes(sheet.file.content).startswith(b"%PDF")
    numbers = [actions.print_sheet(sheet_id=sheet.pk, by=by).number for _ in range(3)]
    assert numbers == [1, 2, 3]
    [listed] = queries.printings_of(by, no=order.no)
    assert (listed.printed, listed.kind) == (3, "signatures")
    assert queries.sheet_by_code(sheet.code.lower()) == sheet
    assert queries.sheet_by_code("NOSUCHCODE") is None


@pytest.mark.covers("WDR-06")
def test_arrears_are_printed_only_where_something_is_owed_and_a_draft_not_at_all():
    order, by = a_submitted_order()
    about = {"order_id": order.pk, "kind": SheetKind.ARREARS}
    refused(Refusal.NOTHING_OWED, actions.make_sheet, **about, by=by)
    owing, by = a_submitted_order(a_community(balance=1_00))
    about["order_id"] = owing.pk
    assert actions.make_sheet(**about, by=by).rows == 5
    assert actions.make_sheet(**about, by=REVIEWER).rows == 5
    draft, by = a_draft()
    about["order_id"] = draft.pk
    refused(Refusal.SHEET_NOT_YET, actions.make_sheet, **about, by=by)


def test_a_form_that_failed_is_tried_again_when_it_is_asked_for():
    order, by = a_submitted_order()
    about = {"order_id": order.pk, "kind": SheetKind.ORDER, "by": by}
    sheet = actions.make_sheet(**about)
    actions.fail_sheet(sheet_id=sheet.pk, because="没有字体", by=by)
    assert queries.sheets_to_make(5) == []
    assert actions.make_sheet(**about).status == "waiting"
    assert queries.sheets_to_make(5) == [sheet.pk]


@pytest.mark.covers("WDR-06")
@pytest.mark.parametrize("text_is_exchanged", [False, True])
def test_a_form_that_cannot_be_written_fails_alone(text_is_exchanged, caplog):
    order, by = a_submitted_order()
    about = {"order_id": order.pk, "by": by}
    bad = actions.make_sheet(**about, kind=SheetKind.ORDER)
    good = actions.make_sheet(**about, kind=SheetKind.SIGNATURES)
    text = canonical({"order_no": order.no, "sections": 7})
    digest = b"x" * 32 if text_is_exchanged else sheets.digest_of(text)
    Sheet.objects.filter(pk=bad.pk).update(text=text, digest=digest)
    jobs.make_sheets(0)
    assert (fresh(bad).status, fresh(bad).file) == ("failed", None)
    assert fresh(good).status == "done"
    assert f"{bad.no} cannot be written" in caplog.text
    assert queries.sheets_to_make(5) == []


@pytest.mark.covers("PRP-10")
def test_flows_are_found_by_period_kind_channel_and_number():
    order, by = a_submitted_order()
    actions.revoke_order(order_id=order.pk, by=by)
    assert [one.kind for one in queries.flows_of(by)] == ["revocation", "submission"]
    [one] = queries.flows_of(by, kind=FlowKind.SUBMISSION)
    assert list(queries.flows_of(by, no=one.no)) == [one]
    assert queries.flows_of(by, no=order.no, channel="web").count() == 2
    assert queries.flows_of(by, channel="counter").count() == 0
    today = clock.today()
    assert queries.flows_of(by, since=today, until=today).count() == 2
    assert queries.flows_of(by, since=today + timedelta(days=1)).count() == 0
    assert queries.flows_of(by, until=today - timedelta(days=1)).count() == 0
    assert queries.flows_of(REVIEWER).count() == 0
