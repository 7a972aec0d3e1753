"""工作台: what waits for whoever has signed in, by their powers, of their department."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.db.models import Value
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from anju.companies import queries as companies
from anju.core.actors import Actor
from anju.core.counting import First, Question, Told, counted_again
from anju.core.rules import DISTRICTS
from anju.fund import queries as fund
from anju.fund_notices import queries as notices
from anju.fund_runs import queries as runs
from anju.people import queries as people
from anju.people.rules import Power
from anju.portals.fund_desk.page import ALL, PORTAL, show
from anju.receipts import queries as receipts
from anju.web.doors import staff
from anju.web.waiting import MOST_COUNTED, Waiting, Work, WorkWaiting, first_of, work_of
from anju.works import queries as works

MOST_ROWS = 5
HOME = "account__dwelling__address"

WORK = (
    Work(
        Power.FUND_REVIEW,
        _("待审核的个人造册"),
        fund.additions_to_review,
        "additions",
        since="made_at",
        due="review_by",
        told=Told(about="wanted"),
        page="addition",
    ),
    Work(
        Power.FUND_CHECK,
        _("待复核的退款"),
        fund.refunds_to_check,
        "refunds",
        since="entered_at",
        told=Told(about=HOME, fen="amount_fen"),
        page="refund",
    ),
    Work(
        Power.FUND_CHECK,
        _("待复核的公共收益、售后公房交存和结息"),
        runs.runs_to_check,
        "runs",
        since="made_at",
        told=Told(about=Coalesce("community__name", HOME, Value("")), fen="amount_fen"),
        page="run",
    ),
    Work(
        Power.FUND_PAY,
        _("失败的退款"),
        fund.refunds_failed,
        "refunds",
        since="ended_at",
        told=Told(about=HOME, fen="amount_fen"),
        page="refund",
    ),
    Work(
        Power.FUND_CHECK,
        _("待复核的维修支取拨付"),
        works.payments_to_check,
        "works",
        since="entered_at",
        told=Told(about="order__title", fen="amount_fen"),
        page="works_payment",
    ),
    Work(
        Power.FUND_PAY,
        _("待录入的维修支取拨付"),
        works.payments_to_enter,
        "works",
        since="approved_at",
        due="pay_by",
        told=Told(about="title", fen="amount_fen"),
        page="works_order",
    ),
    Work(
        Power.FUND_PAY,
        _("失败的维修支取拨付"),
        works.payments_failed,
        "works",
        since="ended_at",
        told=Told(about="order__title", fen="amount_fen"),
        page="works_payment",
    ),
    Work(
        Power.FUND_ENTER,
        _("开票失败的交存单"),
        fund.deposits_without_receipt,
        "receipts",
        since="paid_at",
        told=Told(about=HOME, fen="amount_fen"),
        page="deposit",
    ),
    Work(
        Power.FUND_ENTER,
        _("正在处理的通知文件"),
        notices.files_under_way,
        "notices",
        since="received_at",
        told=Told(no="", about="file__name"),
        page="notice_file",
    ),
    Work(
        Power.FUND_PAY,
        _("待分摊的到账资金"),
        runs.credits_to_share,
        "runs",
        since="booked_at",
        due="return_due_on",
        told=Told(no="bank_ref", about="text", fen="amount_fen"),
        page="",
    ),
    Work(
        Power.FUND_PAY,
        _("没有解决的票据问题单"),
        receipts.troubles_open,
        "troubles",
        since="opened_at",
        told=Told(),
        page="trouble",
    ),
    Work(
        Power.FUND_COMPANY,
        _("待审核的物业单位注册"),
        companies.applications_to_review,
        "registrations",
        since="submitted_at",
        due="due_on",
        told=Told(about="name"),
        page="registration",
    ),
    Work(
        Power.FUND_COMPANY,
        _("待审核的物业区域关联"),
        companies.area_applications_to_review,
        "area_reviews",
        since="submitted_at",
        due="due_on",
        told=Told(about="company__name"),
        page="area_review",
    ),
    Work(
        Power.FUND_KEY,
        _("待制发密钥的物业单位"),
        companies.applications_without_key,
        "registrations",
        since="decided_at",
        due="due_on",
        told=Told(about="name"),
        page="registration",
    ),
    Work(
        Power.FUND_KEY,
        _("疑似被复制、已暂停的密钥"),
        companies.keys_suspended,
        "keys",
        since="used_at",
        told=Told(no="number", about="application__name"),
        page="key",
    ),
)

LATE = {
    "late": fund.additions_overdue,
    "late_registrations": companies.applications_overdue,
    "late_areas": companies.area_applications_overdue,
}


@dataclass(frozen=True)
class Section:
    """What waits of one kind: the first of it with the address of each, how much there is, and where all of it is."""

    label: str
    count: Waiting
    rows: list[tuple[First, str]]
    url: str

    @property
    def more(self) -> bool:
        return self.count.count > len(self.rows)

    @property
    def has_amounts(self) -> bool:
        return any(row.fen is not None for row, _url in self.rows)

    @property
    def has_days(self) -> bool:
        return any(row.due_on for row, _url in self.rows)


@staff(*ALL)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    powers = [str(Power(power).label) for power in sorted(actor.may)]
    district = people.department_of(actor)
    work = work_of(actor, WORK)
    waiting = [one for one in work if one.count]
    return show(
        request,
        "home",
        "home",
        waiting=[(one, reverse(f"{PORTAL}:{one.work.where}")) for one in waiting],
        done=[one.label for one in work if not one.count],
        **late_of(actor),
        sections=sections_of(waiting, actor),
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


def sections_of(waiting: list[WorkWaiting], actor: Actor) -> list[Section]:
    """Every kind that waits, what is due first before the rest."""
    return [
        section_of(one, rows)
        for one, rows in zip(waiting, first_of(waiting, actor, MOST_ROWS), strict=True)
    ]


def section_of(one: WorkWaiting, rows: list[First]) -> Section:
    url = reverse(f"{PORTAL}:{one.work.where}")
    page = one.work.page
    shown = [(row, reverse(f"{PORTAL}:{page}", args=[row.pk]) if page else url) for row in rows]
    return Section(one.label, one.count, shown, url)
