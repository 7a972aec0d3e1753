"""工作台: what waits for whoever has signed in, by their powers, of their department."""

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from anju.core.actors import Actor
from anju.core.rules import DISTRICTS
from anju.fund import queries as fund
from anju.fund_notices import queries as notices
from anju.fund_runs import queries as runs
from anju.people import queries as people
from anju.people.rules import Power
from anju.portals.fund_desk.page import ALL, PORTAL, show
from anju.portals.fund_desk.shown import addition_rows
from anju.receipts import queries as receipts
from anju.web.doors import staff

MOST_ROWS = 5
WORK = (
    (Power.FUND_REVIEW, _("待审核的个人造册"), fund.additions_to_review, "additions"),
    (Power.FUND_REVIEW, _("已逾期的个人造册"), fund.additions_overdue, "additions"),
    (Power.FUND_ENTER, _("正在处理的通知文件"), notices.files_under_way, "notices"),
    (Power.FUND_CHECK, _("待复核的退款"), fund.refunds_to_check, "refunds"),
    (Power.FUND_PAY, _("失败的退款"), fund.refunds_failed, "refunds"),
    (Power.FUND_CHECK, _("待复核的公共收益和结息"), runs.runs_to_check, "runs"),
    (Power.FUND_PAY, _("没有解决的票据问题单"), receipts.troubles_open, "troubles"),
)
"""What waits: the power that it needs, what it is called, the question, and where it is done."""


@staff(*ALL)
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    actor = request.actor
    powers = [str(Power(power).label) for power in sorted(actor.may)]
    district = people.department_of(actor)
    return show(
        request,
        "home",
        "home",
        tiles=tiles(actor),
        powers="、".join(powers),
        department=DISTRICTS.get(district, ""),
        oldest=addition_rows(fund.additions_to_review(actor)[:MOST_ROWS]),
    )


def tiles(actor: Actor) -> list[tuple[str, int, str]]:
    """What waits, as label, number and address; asked only of those whose work it is."""
    return [
        (str(label), query(actor).count(), reverse(f"{PORTAL}:{name}"))
        for power, label, query, name in WORK
        if power in actor.may
    ]
