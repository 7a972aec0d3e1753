"""A company that fills in a work order on its pages."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anju.companies.tests.world import a_company, a_uscc, come_in
from anju.core import clock
from anju.core.actors import Actor
from anju.core.tests.test_files import a_pdf
from anju.tests.pages import Pages
from anju.works.models import Order
from anju.works.rules import Exclusion, PaperKind
from anju.works.tests.city import a_large_community

CONTRACTOR = "北京修缮工程有限公司"


def to(name: str, *args: Any, ask: str = "") -> str:
    return reverse(f"property:{name}", args=args) + (f"?{ask}" if ask else "")


def a_company_at_work(homes: int = 500, **about: Any) -> tuple[Pages, Any, Actor]:
    """The pages of a company with a key, the community it serves, and who has signed in."""
    community = a_large_community(homes, **about)
    _company, actor = a_company(communities=[community])
    return come_in(Pages(), actor), community, actor


def typed(**changes: str) -> dict[str, str]:
    """All fields of a normal order, as somebody types them; the plan has been posted."""
    today = clock.today()
    day = {number: str(today + timedelta(days=number)) for number in (-9, -1, 20, 30, 90)}
    return {
        "kind": "normal",
        "category": "repair",
        "part": "roof",
        "title": "屋面防水维修",
        "reason": "顶层多户渗漏",
        "scope": "chosen",
        "budget_fen": "120000",
        "amount_fen": "100,000.00",
        "first_percent": "50",
        "contractor_name": CONTRACTOR,
        "contractor_uscc": a_uscc(9_000_001),
        "contractor_grade": "防水防腐保温工程专业承包二级",
        "contract_no": "HT-2026-17",
        "starts_on": day[30],
        "ends_on": day[90],
        "payee_name": CONTRACTOR,
        "payee_account": "11050160520000000017",
        "payee_bank": "中国建设银行北京望京支行",
        "posted_from": day[-9],
        "posted_to": day[-1],
        "vote_closes_on": day[20],
        "handler_name": "王芳",
        "handler_phone": "13800000021",
        **changes,
    }


def answers(**changes: str) -> dict[str, str]:
    return {f"exclusion-{item.value}": "no" for item in Exclusion} | changes


def a_paper(name: str = "预算书.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, a_pdf(), "application/pdf")


def begun(pages: Pages, community: Any) -> Order:
    """② 进入业务."""
    response = pages.post(to("begin_order", community.pk))
    assert response.status_code == 302, response.content.decode()
    return Order.objects.latest("pk")


def press(pages: Pages, order: Order, do: str = "", **more: Any) -> Any:
    """A button of the form, with everything typed."""
    told = {"do": do} if do else {}
    return pages.post(to("order_form", order.pk), typed() | answers() | told | more)


def with_papers(pages: Pages, order: Order) -> None:
    for kind in (PaperKind.BUDGET, PaperKind.CONTRACT):
        paper = {"paper_kind": kind.value, "uploads": a_paper(f"{kind.value}.pdf")}
        press(pages, order, "attach", **paper)


def confirmed(pages: Pages, community: Any) -> Order:
    """⑩ 任务单确认 of an order that the whole community shares."""
    order = begun(pages, community)
    with_papers(pages, order)
    press(pages, order, "community")
    buildings = [str(pk) for pk in community.buildings.values_list("pk", flat=True)]
    press(pages, order, "fill", building=buildings)
    response = press(pages, order, "confirm", building=buildings)
    assert response.status_code == 302, pages.page.text
    assert response["Location"] == to("confirm_order", order.pk)
    return order


def submitted(pages: Pages, community: Any) -> Order:
    """⑪ after 【提交】."""
    order = confirmed(pages, community)
    response = pages.post(to("confirm_order", order.pk), {"do": "submit"})
    assert response.status_code == 302, pages.page.text
    order.refresh_from_db()
    return order
