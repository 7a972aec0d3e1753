"""工作台: what waits for whoever has signed in, by their powers, of their department."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from anju.companies import queries as companies
from anju.core.actors import Actor
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
from anju.works import queries as works

MOST_ROWS = 5


@dataclass(frozen=True)
class Work:
    """One kind of work: the power that it needs, what it is called, what waits, and how and where it is shown."""

    power: Power
    label: Any
    waiting: Callable[[Actor], QuerySet]
    table: str
    rows: Callable[[Iterable[Any]], list[Any]]
    where: str


WORK = (
    Work(
        Power.FUND_REVIEW,
        _("待审核的个人造册"),
        fund.additions_to_review,
        "addition_table",
        addition_rows,
        "additions",
    ),
    Work(
        Power.FUND_CHECK,
        _("待复核的退款"),
        fund.refunds_to_check,
        "refund_table",
        refund_rows,
        "refunds",
    ),
    Work(
        Power.FUND_CHECK,
        _("待复核的公共收益、售后公房交存和结息"),
        runs.runs_to_check,
        "run_table",
        run_rows,
        "runs",
    ),
    Work(
        Power.FUND_PAY,
        _("失败的退款"),
        fund.refunds_failed,
        "refund_table",
        refund_rows,
        "refunds",
    ),
    Work(
        Power.FUND_CHECK,
        _("待复核的维修支取拨付"),
        works.payments_to_check,
        "works_payment_table",
        payment_rows,
        "works",
    ),
    Work(
        Power.FUND_PAY,
        _("待录入的维修支取拨付"),
        works.payments_to_enter,
        "works_table",
        order_rows,
        "works",
    ),
    Work(
        Power.FUND_PAY,
        _("失败的维修支取拨付"),
        works.payments_failed,
        "works_payment_table",
        payment_rows,
        "works",
    ),
    Work(
        Power.FUND_ENTER,
        _("开票失败的交存单"),
        fund.deposits_without_receipt,
        "deposit_table",
        deposit_rows,
        "receipts",
    ),
    Work(
        Power.FUND_ENTER,
        _("正在处理的通知文件"),
        notices.files_under_way,
        "work_files",
        file_rows,
        "notices",
    ),
    Work(
        Power.FUND_PAY,
        _("待分摊的到账资金"),
        runs.credits_to_share,
        "credit_table",
        credit_rows,
        "runs",
    ),
    Work(
        Power.FUND_PAY,
        _("没有解决的票据问题单"),
        receipts.troubles_open,
        "trouble_table",
        trouble_rows,
        "troubles",
    ),
    Work(
        Power.FUND_COMPANY,
        _("待审核的物业单位注册"),
        companies.applications_to_review,
        "registration_table",
        registration_rows,
        "registrations",
    ),
    Work(
        Power.FUND_COMPANY,
        _("待审核的物业区域关联"),
        companies.area_applications_to_review,
        "area_application_table",
        area_application_rows,
        "area_reviews",
    ),
    Work(
        Power.FUND_KEY,
        _("待制发密钥的物业单位"),
        companies.applications_without_key,
        "registration_table",
        registration_rows,
        "registrations",
    ),
    Work(
        Power.FUND_KEY,
        _("疑似被复制、已暂停的密钥"),
        companies.keys_suspended,
        "key_table",
        key_rows,
        "keys",
    ),
)


@dataclass(frozen=True)
class Section:
    """What waits of one kind: the first of it, how much there is, and where all of it is."""

    label: str
    count: int
    template: str
    rows: list[Any]
    url: str

    @property
    def more(self) -> bool:
        return self.count > len(self.rows)


@staff(*ALL)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    powers = [str(Power(power).label) for power in sorted(actor.may)]
    district = people.department_of(actor)
    own = [(work, work.waiting(actor)) for work in WORK if work.power in actor.may]
    waiting = [section_of(work, found) for work, found in own]
    return show(
        request,
        "home",
        "home",
        tiles=waiting,
        late=fund.additions_overdue(actor).count(),
        late_registrations=companies.applications_overdue(actor).count(),
        late_areas=companies.area_applications_overdue(actor).count(),
        sections=[one for one in waiting if one.count],
        powers="、".join(powers),
        department=DISTRICTS.get(district, ""),
    )


def section_of(work: Work, found: QuerySet) -> Section:
    url, template = reverse(f"{PORTAL}:{work.where}"), f"{PORTAL}/{work.table}.html"
    first = list(found[: MOST_ROWS + 1])
    count = found.count() if len(first) > MOST_ROWS else len(first)
    return Section(str(work.label), count, template, work.rows(first[:MOST_ROWS]), url)
