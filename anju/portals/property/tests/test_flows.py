"""业务流水查询 and 补打 as a company does them. (manual 004, 5 and 6)"""

from io import BytesIO

import pytest
from django.urls import reverse
from pypdf import PdfReader

from anju.companies import actions
from anju.companies.models import Printing
from anju.companies.tests.applying import a_built_community, auxiliary, begun, submitted
from anju.companies.tests.world import a_company, come_in
from anju.portals.property import flows
from anju.tests.pages import Pages
from anju.works import actions as works
from anju.works import jobs
from anju.works.rules import SheetKind
from anju.works.tests.world import an_approved_order

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours(pages: Pages):
    company, actor = a_company()
    come_in(pages, actor)
    return company, actor


def to(name: str, *args: object) -> str:
    return reverse(f"property:{name}", args=args)


def text_of(answer) -> str:
    assert answer["Content-Type"] == "application/pdf"
    return "".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)


@pytest.mark.covers("PRP-10")
def test_the_list_shows_each_business_with_its_state_and_the_way_to_its_record(pages, ours):
    company, actor = ours
    area = submitted(actor, a_built_community())
    change = actions.change_unit(name=company.name, stated=auxiliary(company), seen=0, by=actor)

    pages.get(to("flows"))

    for said in (
        area.no,
        change.no,
        "物业区域关联",
        "待审核",
        "办理完成",
        "柜台办理",
        "已制发密钥",
    ):
        assert said in pages.page.text
    links = {one.get("href") for one in pages.page.all("a")}
    assert {to("area_application", area.pk), to("unit_done", change.pk)} <= links


@pytest.mark.covers("PRP-10")
def test_it_is_searched_by_period_kind_channel_and_number(pages, ours):
    _, actor = ours
    area = submitted(actor, a_built_community())

    pages.get(to("flows"), {"kind": "areas", "channel": "web", "no": area.no})
    assert area.no in pages.page.text
    pages.get(to("flows"), {"kind": "unit"})
    assert "没有符合条件的业务" in pages.page.text
    pages.get(to("flows"), {"since": "2026-02-02", "until": "2026-02-01"})
    assert "止日不能早于起日" in pages.page.text
    pages.get(to("flows"), {"until": "2020-01-01", "no": area.no})
    assert "没有符合条件的业务" in pages.page.text


@pytest.mark.covers("PRP-10")
def test_pages_of_the_list_go_on_where_the_last_one_ended(pages, ours, monkeypatch):
    monkeypatch.setattr(flows, "PAGE", 2)
    _, actor = ours
    drafts = [begun(actor, a_built_community(f"{n}号园")) for n in range(4)]
    seen: list[str] = []
    address = to("flows") + "?kind=areas"
    while address:
        pages.get(address)
        seen += [one.no for one in drafts if one.no in pages.page.text]
        older = [
            one.get("href") for one in pages.page.all("a") if "before=" in (one.get("href") or "")
        ]
        address = to("flows") + older[0].partition(to("flows"))[2] if older else ""
    assert sorted(seen) == sorted(one.no for one in drafts)
    for wrong in ("x", "2026-01-01~GL1", "2026-01-01T00:00:00+00:00~", "~"):
        pages.get(to("flows"), {"before": wrong})
        assert drafts[-1].no in pages.page.text


@pytest.mark.covers("PRP-11", "PRP-12")
def test_printed_at_first_plainly_then_again_marked_and_counted(pages, ours):
    company, actor = ours
    area = submitted(actor, a_built_community())
    pages.get(to("reprints"))
    assert "没有打印过的表单" in pages.page.text
    assert pages.post(to("print_again", "areas", area.pk)).status_code == 404

    assert "补打" not in text_of(pages.post(to("print_areas", area.pk)))
    pages.get(to("reprints"), {"no": area.no, "kind": "areas"})
    assert "物业区域关联申请单" in pages.page.text and "0次" in pages.page.text
    assert "补打 第1次" in text_of(pages.post(to("print_again", "areas", area.pk)))
    assert "补打 第2次" in text_of(pages.post(to("print_again", "areas", area.pk)))
    pages.get(to("reprints"))
    assert "2次" in pages.page.text
    pages.get(to("reprints"), {"kind": "registration"})
    assert area.no not in pages.page.text
    registration = company.applications.get()
    actions.print_application(application_id=registration.pk, by=actor)
    again = text_of(pages.post(to("print_again", "registration", registration.pk)))
    assert "补打 第1次" in again


@pytest.mark.covers("PRP-11")
def test_what_is_anothers_or_no_form_at_all_is_not_there(pages, ours):
    _, other = a_company(name="北京别家物业有限公司")
    area = submitted(other, a_built_community())
    actions.print_areas(area_application_id=area.pk, by=other)

    for address in (
        to("print_again", "areas", area.pk),
        to("print_again", "nothing", area.pk),
        to("print_areas", area.pk),
    ):
        assert pages.post(address).status_code == 404
    assert Printing.objects.count() == 1


@pytest.mark.covers("PRP-11")
def test_what_was_not_handed_in_is_not_printed(pages, ours):
    draft = begun(ours[1], a_built_community())
    pages.post(to("print_areas", draft.pk), follow=True)
    assert "提交后再打印" in pages.page.text


@pytest.mark.covers("PRP-10", "PRP-11")
def test_business_and_forms_of_work_orders_stand_in_the_same_lists(pages):
    order, actor = an_approved_order()
    come_in(pages, actor)
    sheet = works.make_sheet(order_id=order.pk, kind=SheetKind.ORDER, by=actor)
    jobs.make_sheets(0)
    works.print_sheet(sheet_id=sheet.pk, by=actor)
    area = submitted(actor, a_built_community("甲园"))

    pages.get(to("flows"))
    for said in (order.no, "维修支取申请", "打印表单", "已批准", area.no):
        assert said in pages.page.text
    assert to("order", order.pk) in {one.get("href") for one in pages.page.all("a")}
    pages.get(to("flows"), {"no": order.no})
    assert order.no in pages.page.text and area.no not in pages.page.text
    pages.get(to("flows"), {"kind": "submission", "channel": "web"})
    assert order.no in pages.page.text and "打印表单" not in rows_in(pages)

    pages.get(to("reprints"), {"kind": "orders"})
    assert sheet.no in pages.page.text and "0次" in pages.page.text
    again = text_of(pages.post(to("print_again", "order", sheet.pk)))
    assert "补打" in again
    assert pages.post(to("print_again", "arrears", sheet.pk)).status_code == 404
    pages.get(to("reprints"), {"no": order.no})
    assert "1次" in pages.page.text
    pages.get(to("flows"), {"kind": "reprint"})
    assert "补打表单" in rows_in(pages)


def rows_in(pages: Pages) -> str:
    return " ".join("".join(one.itertext()) for one in pages.page.all("td"))
