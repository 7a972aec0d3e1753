"""Files of many ends of leases: each row is tried out, then done once. (ENT-08)"""

from datetime import timedelta

import pytest

from anju.core import clock
from anju.core.refusals import Refused
from anju.custody.models import Hold
from anju.notices.models import Notice
from anju.refunds import actions, jobs, queries, reading
from anju.refunds.actions.uploads import end_lease
from anju.refunds.enterprise_rules import UploadRefusal
from anju.refunds.models import Case, Plan, RefundUpload, RefundUploadRow
from anju.refunds.split import Parts
from anju.refunds.tests.endings import ACCOUNT, a_held_lease, a_plan, a_return, refused
from anju.refunds.tests.refund_files import a_refund_file, refunds_uploaded
from anju.tests.world import a_lease, enterprise_of, tenant_of

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-08")]
OTHER = ("京华青年住房租赁有限公司", "91110108MA01A0002G")


@pytest.fixture
def leases(days):
    return [a_held_lease(filing_no=f"BA-BULK-{number:04}") for number in range(4)]


def a_row(lease, reason="解约", ended="", returned="2026-11-02", plan="全额退还", *account) -> list:
    return [lease.filing_no, reason, ended, returned, plan, *account]


def outcomes(upload: RefundUpload) -> list[tuple[str, str]]:
    rows = RefundUploadRow.objects.filter(upload=upload).order_by("number")
    return [(row.outcome, row.sentence) for row in rows]


def test_rows_are_tried_without_a_trace_then_done(leases):
    by = enterprise_of(leases[0])
    upload = refunds_uploaded(
        by, a_row(leases[0], "解约", "", "2026-11-02", "全额退还", *ACCOUNT), a_row(leases[1], plan="")
    )  # fmt: skip
    assert outcomes(upload) == [("ready", ""), ("ready", "")]
    assert upload.status == "checked"
    assert not Case.objects.exists() and not Notice.objects.filter(kind="plan_arrived").exists()
    assert not Hold.objects.exists()

    for _click in range(2):
        actions.confirm_refund_upload(upload_id=upload.pk, by=by)
    jobs.work_on_uploads(timestamp=0)
    jobs.work_on_uploads(timestamp=0)

    upload.refresh_from_db()
    assert upload.status == "done"
    assert [outcome for outcome, _ in outcomes(upload)] == ["done", "done"]
    first, second = Case.objects.order_by("lease__filing_no")
    plan = Plan.objects.get()
    assert (first.status, second.status) == ("awaiting_answer", "awaiting_plan")
    assert (plan.case_id, plan.to_tenant) == (first.pk, Parts(4000_00, 24000_00))
    assert plan.gives_all_back and (plan.payee_account, plan.payee_bank) == ACCOUNT


def test_every_row_says_what_is_wrong_with_it(leases):
    by = enterprise_of(leases[0])
    theirs = a_lease(filing_no="BA-THEIRS-01", enterprise=OTHER)
    a_plan(a_return(leases[1]))
    empty = a_lease(filing_no="BA-EMPTY-0001")
    upload = refunds_uploaded(
        by,
        a_row(leases[0]),
        a_row(leases[0]),
        a_row(leases[1]),
        a_row(theirs),
        a_row(empty),
        a_row(leases[2], "搬走", "", "2026-11-02", "扣100"),
        a_row(leases[2], "", "", ""),
        a_row(leases[3], returned="2026-11-03"),
    )
    assert outcomes(upload) == [
        ("ready", ""),
        ("twice", "与第2行重复"),
        ("refused", "当前状态为「待承租人确认」，不能提交退款方案"),
        ("not_ours", ""),
        ("refused", "合同BA-EMPTY-0001没有在监管的押金和租金，不需要退款"),
        (
            "unreadable",
            "结束原因：「搬走」不是结束原因，请填写到期或解约；"
            "退款方案：「扣100」不能批量提交，只能填写全额退还，或者留空只登记",
        ),
        ("twice", "与第7行重复"),
        ("refused", "交还日期2026-11-03晚于今天"),
    ]


def test_what_the_tenant_registered_needs_no_days(leases):
    case = a_return(leases[0], by=tenant_of(leases[0]))
    by = enterprise_of(leases[0])
    upload = refunds_uploaded(by, a_row(leases[0], "", "", ""), a_row(leases[1], "", "", ""))
    assert outcomes(upload) == [
        ("ready", ""),
        ("refused", "还没有登记交还住房，请填写结束原因和交还住房日期"),
    ]
    actions.confirm_refund_upload(upload_id=upload.pk, by=by)
    jobs.work_on_upload(upload.pk)
    assert Plan.objects.get().case_id == case.pk


def test_what_changed_since_it_was_tried_is_told_at_its_row_and_the_rest_is_done(leases):
    by = enterprise_of(leases[0])
    upload = refunds_uploaded(by, a_row(leases[0]), a_row(leases[1]))
    a_plan(a_return(leases[0]))
    actions.confirm_refund_upload(upload_id=upload.pk, by=by)
    jobs.work_on_upload(upload.pk)
    assert [outcome for outcome, _ in outcomes(upload)] == ["refused", "done"]
    assert Plan.objects.count() == 2


def test_a_file_interrupted_is_gone_on_with(leases, monkeypatch):
    by = enterprise_of(leases[0])
    upload = refunds_uploaded(by, a_row(leases[0]), a_row(leases[1]))
    actions.confirm_refund_upload(upload_id=upload.pk, by=by)
    first = upload.rows.order_by("number")[0]
    actions.carry_out_refund_row(row_id=first.pk, by=by)
    actions.carry_out_refund_row(row_id=first.pk, by=by)
    assert Case.objects.count() == 1
    actions.finish_refund_upload(upload_id=upload.pk, by=by)
    upload.refresh_from_db()
    assert upload.status == "confirmed"
    jobs.work_on_upload(upload.pk)
    upload.refresh_from_db()
    assert upload.status == "done" and Case.objects.count() == 2


def test_a_file_is_tried_anew_and_confirmed_only_when_something_can_be_done(leases):
    by = enterprise_of(leases[0])
    upload = refunds_uploaded(by, a_row(leases[0], returned="2026-11-03"))
    confirm = {"upload_id": upload.pk, "by": by}
    assert refused(actions.confirm_refund_upload, **confirm) == UploadRefusal.NOTHING_READY
    actions.check_refund_upload_again(**confirm)
    assert refused(actions.confirm_refund_upload, **confirm) == UploadRefusal.STILL_WORKING
    jobs.work_on_upload(upload.pk)
    assert [outcome for outcome, _ in outcomes(upload)] == ["refused"]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (a_refund_file(), UploadRefusal.NO_ROWS),
        (a_refund_file(*[["BA-BULK-0000"]] * 2001), UploadRefusal.TOO_MANY_ROWS),
    ],
    ids=range(2),
)
def test_a_file_that_cannot_be_taken_is_not_kept(leases, content, code):
    taken = {"name": "批量.xlsx", "content": content, "by": enterprise_of(leases[0])}
    assert refused(actions.receive_refund_upload, **taken) == code
    assert not RefundUpload.objects.exists()


def test_the_template_has_what_is_over_and_not_registered(days):
    over = a_held_lease(filing_no="BA-OVER-0001", months=6)
    known = a_held_lease(filing_no="BA-OVER-0002", months=6)
    a_held_lease(filing_no="BA-RUNS-0001")
    a_return(known)
    days.be(over.ends_on + timedelta(days=2))
    by = enterprise_of(over)
    [found] = queries.leases_for_template(by)
    assert found == over and clock.today() > over.ends_on
    content = reading.template_file([found])
    [row] = reading.rows_of("模板.xlsx", content)
    assert (row.filing_no, row.reason, row.returned_on) == (over.filing_no, "expiry", over.ends_on)
    assert row.gives_all_back and not row.wrong


def test_a_row_that_is_refused_in_its_second_step_leaves_nothing_of_the_first(leases):
    by = enterprise_of(leases[0])
    row = a_row(leases[0], "解约", "", "2026-11-02", "全额退还", ACCOUNT[0])
    upload = refunds_uploaded(by, row)
    assert outcomes(upload) == [("refused", "请填写收款账号和开户银行")]
    assert not Case.objects.exists()
    [stated] = reading.rows_of("批量.xlsx", a_refund_file(row))
    with pytest.raises(Refused):
        end_lease(row=stated, by=by)
    assert not Case.objects.exists()
