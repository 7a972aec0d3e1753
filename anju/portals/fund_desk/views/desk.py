"""工作台: what waits for whoever has signed in, by their powers, of their department."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from anju.companies import queries as companies
from anju.core.actors import Actor
from anju.core.counting import Question, counted_again
from anju.core.rules import DISTRICTS
from anju.fund import queries as fund
from anju.fund_notices import queries as notices
from anju.fund_runs import queries as runs
from anju.people import queries as people
from anju.people.rules import Power
from anju.portals.fund_desk.page import ALL, PORTAL, show
from anju.portals.fund_desk.shown import addition_rows
from anju.portals.fund_desk.shown_areas import area_application_rows
from anju.portals.fund_desk.shown_companies import key_rows, registration_rows
from anju.portals.fund_desk.shown_money import (
    credit_rows,
    deposit_rows,
    refund_rows,
    run_rows,
    trouble_rows,
)
from anju.portals.fund_desk.shown_works import order_rows, payment_rows
from anju.portals.fund_desk.views.notices import file_rows
from anju.receipts import queries as receipts
from anju.web.doors import staff
from anju.web.waiting import MOST_COUNTED, Waiting, Work, WorkWaiting, work_of
from anju.works import queries as works

MOST_ROWS = 5
MOST_SECTIONS = 5
"""Of so many kinds, the most urgent, the first rows are shown; all kinds stand in the list above them."""


WORK: tuple[tuple[Work, str, Callable[[Iterable[Any]], list[Any]]], ...] = (
    (
        Work(
            Power.FUND_REVIEW,
            _("待审核的个人造册"),
            fund.additions_to_review,
            "additions",
            since="made_at",
            due="review_by",
        ),
        "addition_table",
        addition_rows,
    ),
    (
        Work(
            Power.FUND_CHECK,
            _("待复核的退款"),
            fund.refunds_to_check,
            "refunds",
            since="entered_at",
        ),
        "refund_table",
        refund_rows,
    ),
    (
        Work(
            Power.FUND_CHECK,
            _("待复核的公共收益、售后公房交存和结息"),
            runs.runs_to_check,
            "runs",
            since="made_at",
        ),
        "run_table",
        run_rows,
    ),
    (
        Work(
            Power.FUND_PAY,
            _("失败的退款"),
            fund.refunds_failed,
            "refunds",
            since="ended_at",
        ),
        "refund_table",
        refund_rows,
    ),
    (
        Work(
            Power.FUND_CHECK,
            _("待复核的维修支取拨付"),
            works.payments_to_check,
            "works",
            since="entered_at",
        ),
        "works_payment_table",
        payment_rows,
    ),
    (
        Work(
            Power.FUND_PAY,
            _("待录入的维修支取拨付"),
            works.payments_to_enter,
            "works",
            since="approved_at",
            due="pay_by",
        ),
        "works_table",
        order_rows,
    ),
    (
        Work(
            Power.FUND_PAY,
            _("失败的维修支取拨付"),
            works.payments_failed,
            "works",
            since="ended_at",
        ),
        "works_payment_table",
        payment_rows,
    ),
    (
        Work(
            Power.FUND_ENTER,
            _("开票失败的交存单"),
            fund.deposits_without_receipt,
            "receipts",
            since="paid_at",
        ),
        "deposit_table",
        deposit_rows,
    ),
    (
        Work(
            Power.FUND_ENTER,
            _("正在处理的通知文件"),
            notices.files_under_way,
            "notices",
            since="received_at",
        ),
        "work_files",
        file_rows,
    ),
    (
        Work(
            Power.FUND_PAY,
            _("待分摊的到账资金"),
            runs.credits_to_share,
            "runs",
            since="booked_at",
            due="return_due_on",
        ),
        "credit_table",
        credit_rows,
    ),
    (
        Work(
            Power.FUND_PAY,
            _("没有解决的票据问题单"),
            receipts.troubles_open,
            "troubles",
            since="opened_at",
        ),
        "trouble_table",
        trouble_rows,
    ),
    (
        Work(
            Power.FUND_COMPANY,
            _("待审核的物业单位注册"),
            companies.applications_to_review,
            "registrations",
            since="submitted_at",
        ),
        "registration_table",
        registration_rows,
    ),
    (
        Work(
            Power.FUND_COMPANY,
            _("待审核的物业区域关联"),
            companies.area_applications_to_review,
            "area_reviews",
            since="submitted_at",
            due="due_on",
        ),
        "area_application_table",
        area_application_rows,
    ),
    (
        Work(
            Power.FUND_KEY,
            _("待制发密钥的物业单位"),
            companies.applications_without_key,
            "registrations",
            since="decided_at",
        ),
        "registration_table",
        registration_rows,
    ),
    (
        Work(
            Power.FUND_KEY,
            _("疑似被复制、已暂停的密钥"),
            companies.keys_suspended,
            "keys",
            since="used_at",
        ),
        "key_table",
        key_rows,
    ),
)

LATE = {
    "late": fund.additions_overdue,
    "late_registrations": companies.applications_overdue,
    "late_areas": companies.area_applications_overdue,
}


@dataclass(frozen=True)
class Section:
    """What waits of one kind: the first of it, how much there is, and where all of it is."""

    label: str
    count: Waiting
    template: str
    rows: list[Any]
    url: str

    @property
    def more(self) -> bool:
        return self.count.count > len(self.rows)


@staff(*ALL)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    powers = [str(Power(power).label) for power in sorted(actor.may)]
    district = people.department_of(actor)
    work = work_of(actor, [one for one, _table, _rows in WORK])
    waiting = [one for one in work if one.count]
    return show(
        request,
        "home",
        "home",
        waiting=[(one, reverse(f"{PORTAL}:{one.work.where}")) for one in waiting],
        done=[one.label for one in work if not one.count],
        **late_of(actor),
        sections=[section_of(one, actor) for one in waiting[:MOST_SECTIONS]],
        powers="、".join(powers),
        department=DISTRICTS.get(district, ""),
    )


def late_of(actor: Actor) -> dict[str, Waiting]:
    """How much of three kinds is overdue, in one question."""
    late = {
        name: ((rows, actor), partial(late_question, rows, actor)) for name, rows in LATE.items()
    }
    return {name: Waiting(n.count) for name, n in counted_again(late, MOST_COUNTED + 1).items()}


def late_question(rows: Callable[[Actor], Any], actor: Actor) -> Question:
    return Question(rows(actor))


def section_of(one: WorkWaiting, actor: Actor) -> Section:
    table, rows = next((table, rows) for work, table, rows in WORK if work is one.work)
    first = one.work.rows(actor)[:MOST_ROWS]
    url = reverse(f"{PORTAL}:{one.work.where}")
    return Section(one.label, one.count, f"{PORTAL}/{table}.html", rows(first), url)
