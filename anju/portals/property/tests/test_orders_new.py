"""新建任务单, as the manual numbers its steps. (manual 004, 4.2.1 ①–⑪)"""

import re

import pytest
from django.urls import reverse

from anju.homes.models import Dwelling
from anju.portals.property.tests.filling import (
    a_company_at_work,
    a_paper,
    answers,
    begun,
    confirmed,
    press,
    submitted,
    to,
    typed,
    with_papers,
)
from anju.works import queries
from anju.works.models import Order, Share
from anju.works.rules import PaperKind, Status

pytestmark = pytest.mark.django_db


def ids(building, **of):
    found = Dwelling.objects.filter(building=building, **of).order_by("pk")
    return [str(pk) for pk in found.values_list("pk", flat=True)]


def value_of(pages, field_id):
    return next(one.get("value") for one in pages.page.all("input") if one.get("id") == field_id)


def yellow(pages):
    return [
        one.get("id") for one in pages.page.all("li") if "home-card-in" in (one.get("class") or "")
    ]


@pytest.mark.covers("WDR-01")
def test_only_communities_that_the_company_serves_are_offered_and_entered():
    pages, community, _ = a_company_at_work(100)
    other_pages, other, _ = a_company_at_work(100, name="别家小区")

    pages.get(to("new_order"))

    assert "新建任务单-选择小区" in pages.page.text
    assert community.name in pages.page.text and other.name not in pages.page.text
    assert "进入业务" in pages.page.text
    pages.post(to("begin_order", other.pk))
    assert "不服务别家小区" in pages.page.text
    assert not Order.objects.exists()
    assert begun(pages, community).status == Status.DRAFT
    assert other_pages.get(to("order_form", Order.objects.get().pk)).status_code == 404


@pytest.mark.covers("WDR-01")
def test_the_form_has_every_field_and_the_mandatory_ones_have_a_red_star():
    pages, community, _ = a_company_at_work(100)
    order = begun(pages, community)

    pages.get(to("order_form", order.pk))

    labels = {one.get("for"): "".join(one.itertext()) for one in pages.page.all("label")}
    assert labels["id_title"] == "维修项目名称 *"
    assert labels["id_supervisor"] == "监理或审价单位"
    assert all(f"id_{name}" in labels for name in typed())
    assert len(pages.page.all("fieldset")) > 12  # the seven exclusions one by one


@pytest.mark.covers("WDR-01", "WDR-11")
def test_what_was_typed_is_kept_on_every_button_also_what_is_wrong():
    pages, community, _ = a_company_at_work(100)
    order = begun(pages, community)
    [building] = community.buildings.all()
    wrong = {"amount_fen": "十万", "handler_phone": "1", "exclusion-daily": "yes"}
    wrong |= {"remark-daily": "电梯年检"}

    for button in ("", "all", "invert", "fill", "standard", "back", "confirm"):
        press(pages, order, button, **wrong)
        assert queries.typed_of(Order.objects.get())["amount_fen"] == "十万", button
    assert press(pages, order, homes=str(building.pk), **wrong)["Location"] == to(
        "order_homes", order.pk, building.pk
    )
    pages.get(to("order_form", order.pk))

    assert value_of(pages, "id_amount_fen") == "十万"
    assert value_of(pages, "id_title") == "屋面防水维修"
    assert queries.answers_of(order)["daily"] == (True, "电梯年检")
    assert queries.answers_of(order)["utility"] == (False, "")
    press(pages, order, "confirm", **wrong)
    assert "「十万」不是金额" in pages.page.text


@pytest.mark.covers("WDR-02")
def test_the_grid_has_floors_as_rows_and_units_as_columns():
    pages, community, _ = a_company_at_work(100)
    order, building = begun(pages, community), community.buildings.get()

    pages.get(to("order_homes", order.pk, building.pk))

    heads = ["".join(one.itertext()).strip() for one in pages.page.all("th")]
    assert heads == ["全部", "1单元", "2单元", "3单元", "4单元", "5层", "4层", "3层", "2层", "1层"]
    assert len(pages.page.all("td")) == 20
    assert len([one for one in pages.page.all("input") if one.get("name") == "home"]) == 100


@pytest.mark.covers("WDR-02")
@pytest.mark.parametrize(
    ("ticks", "homes"),
    [
        ({"group": ["all"]}, {}),
        ({"group": ["row-3"]}, {"floor": 3}),
        ({"group": ["column-2"]}, {"unit": "2"}),
        ({"group": ["row-3", "column-2"]}, None),
    ],
)
def test_all_a_row_a_column_are_ticked_without_scripts(ticks, homes):
    pages, community, _ = a_company_at_work(100)
    order, building = begun(pages, community), community.buildings.get()
    both = {*ids(building, floor=3), *ids(building, unit="2")}
    wanted = both if homes is None else set(ids(building, **homes))

    pages.post(to("order_homes", order.pk, building.pk), {**ticks, "do": "save"}, follow=True)

    assert set(yellow(pages)) == {f"home-{one}" for one in wanted}
    assert f"已保存{len(wanted)}户" in pages.page.text
    pages.post(
        to("order_homes", order.pk, building.pk), {"group": ["all"], "do": "cancel"}, follow=True
    )
    assert yellow(pages) == []


@pytest.mark.covers("WDR-02")
def test_yellow_is_never_the_only_sign():
    pages, community, _ = a_company_at_work(100)
    order, building = begun(pages, community), community.buildings.get()
    [home, *_] = ids(building)

    pages.post(to("order_homes", order.pk, building.pk), {"home": home, "do": "save"}, follow=True)

    [card] = [one for one in pages.page.all("li") if one.get("id") == f"home-{home}"]
    assert "已选" in "".join(card.itertext())


@pytest.mark.covers("WDR-02")
def test_a_card_opens_the_home_and_saves_or_cancels_it():
    pages, community, _ = a_company_at_work(100)
    order, building = begun(pages, community), community.buildings.get()
    [home, other, *_] = ids(building)

    pages.get(to("order_home", order.pk, home))
    assert "建筑面积" in pages.page.text
    buttons = [
        one for one in pages.page.all("button", "a") if one.get("class", "").startswith("btn")
    ]
    assert [("".join(one.itertext())) for one in buttons] == ["保存房屋", "取消", "关闭"]
    at = to("order_homes", order.pk, building.pk)
    pages.post(at, {"save_home": home, "home": other}, follow=True)

    assert yellow(pages) == [f"home-{home}"]
    ticked = [one.get("value") for one in pages.page.all("input") if "checked" in one.attrib]
    assert ticked == [other]  # what was ticked and not saved stays so
    pages.post(at, {"cancel_home": home, "home": other}, follow=True)
    assert yellow(pages) == []
    answer = pages.get(to("order_home", order.pk, home), headers={"HX-Request": "true"})
    assert b"<dialog" in answer.content


@pytest.mark.covers("WDR-02")
def test_ticks_that_are_not_saved_are_still_there_after_going_back():
    pages, community, _ = a_company_at_work(100)
    order, building = begun(pages, community), community.buildings.get()
    [home, *_] = ids(building)

    at = to("order_homes", order.pk, building.pk)
    pages.post(at, {"home": home, "do": "back"}, follow=True)
    assert "勾选后还没有保存" in pages.page.text
    assert not Share.objects.exists()
    pages.get(at)

    ticked = [one.get("value") for one in pages.page.all("input") if "checked" in one.attrib]
    assert ticked == [home]


def test_homes_of_another_community_are_never_taken_in():
    pages, community, _ = a_company_at_work(100)
    _, other, _ = a_company_at_work(100, name="别家小区")
    order, building = begun(pages, community), community.buildings.get()
    foreign = other.buildings.get()

    assert pages.get(to("order_homes", order.pk, foreign.pk)).status_code == 404
    assert pages.get(to("order_home", order.pk, ids(foreign)[0])).status_code == 404
    at = to("order_homes", order.pk, building.pk)
    pages.post(at, {"home": ids(foreign)[0], "save_home": ids(foreign)[0]})
    assert not Share.objects.exists()


@pytest.mark.covers("WDR-03")
def test_homes_areas_and_the_standard_are_filled_in():
    pages, community, _ = a_company_at_work(1_000)
    order = begun(pages, community)
    first, second = community.buildings.order_by("pk")
    for building in (first, second):
        at = to("order_homes", order.pk, building.pk)
        pages.post(at, {"group": ["row-1"], "do": "save"})
    pages.get(to("order_form", order.pk))
    assert value_of(pages, "id_shared_homes") == ""

    press(pages, order, "fill", building=[str(first.pk)])
    pages.get(to("order_form", order.pk))

    areas = Dwelling.objects.filter(building=first, floor=1).values_list(
        "area_hundredths", flat=True
    )
    assert value_of(pages, "id_shared_homes") == "20"
    assert value_of(pages, "id_shared_area").replace(",", "") == f"{sum(areas) / 100:.2f}"
    assert value_of(pages, "id_standard") == ""
    press(pages, order, "standard", building=[str(first.pk)])
    pages.get(to("order_form", order.pk))
    assert re.fullmatch(r"[\d,]+\.\d{4}", value_of(pages, "id_standard"))


@pytest.mark.covers("WDR-03")
def test_all_buildings_are_ticked_or_the_others():
    pages, community, _ = a_company_at_work(1_000)
    order = begun(pages, community)
    first, second = community.buildings.order_by("pk")

    def ticked():
        pages.get(to("order_form", order.pk))
        every = [one for one in pages.page.all("input") if one.get("name") == "building"]
        return [one.get("value") for one in every if "checked" in one.attrib]

    press(pages, order, "all")
    assert ticked() == [str(first.pk), str(second.pk)]
    press(pages, order, "invert", building=[str(first.pk)])
    assert ticked() == [str(second.pk)]
    press(pages, order, whole=str(first.pk))
    assert "已选 500 户，共 500 户" in " ".join(
        pages.get(to("order_form", order.pk)) and [pages.page.text]
    )
    press(pages, order, none=str(first.pk))
    assert not Share.objects.exists()


@pytest.mark.covers("WDR-03")
def test_nobody_goes_on_before_the_homes_are_filled_in():
    pages, community, _ = a_company_at_work(100)
    order, building = begun(pages, community), community.buildings.get()

    press(pages, order, "confirm")
    assert "请选择参与分摊的房屋" in pages.page.text
    press(pages, order, "fill")
    assert "请选择参与分摊的房屋" in pages.page.text
    press(pages, order, whole=str(building.pk))
    press(pages, order, "confirm", building=str(building.pk))
    assert "请重新点击【填入勾选房屋户数和面积】" in pages.page.text


@pytest.mark.covers("WDR-01")
def test_attachments_are_added_shown_and_removed():
    pages, community, _ = a_company_at_work(100)
    order = begun(pages, community)

    press(pages, order, "attach", uploads=a_paper())
    assert "请选择附件种类" in pages.page.text
    press(pages, order, "attach", uploads=a_paper(), paper_kind=PaperKind.BUDGET.value)
    pages.get(to("order_form", order.pk))
    assert "预算书.pdf" in pages.page.text

    [paper] = queries.papers_of(order)
    assert pages.get(to("order_paper", paper.pk)).status_code == 200
    press(pages, order, remove_paper=str(paper.pk))
    assert not queries.papers_of(order).exists()


@pytest.mark.covers("WDR-09")
def test_emergency_use_needs_its_case_its_evidence_and_the_notice_to_the_owners():
    pages, community, _ = a_company_at_work(100)
    order, building = begun(pages, community), community.buildings.get()
    urgent = {"kind": "emergency", "emergency": "EM1", "posted_from": "", "posted_to": ""}
    press(pages, order, "confirm", kind="emergency", emergency="")
    assert "应急情形" in pages.page.text and "没有填写" in pages.page.text
    press(pages, order, "attach", uploads=a_paper(), paper_kind=PaperKind.PHOTO.value, **urgent)
    press(pages, order, whole=str(building.pk), **urgent)
    press(pages, order, "fill", building=str(building.pk), **urgent)
    press(pages, order, "confirm", building=str(building.pk), **urgent)
    pages.post(to("confirm_order", order.pk), {"do": "submit"})
    assert "应急使用须先在小区显著位置告知业主" in pages.page.text

    told = {
        "place": "1号楼大堂",
        "posted_at": "2026-11-01T09:00",
        "notice_photos": a_paper("公告.pdf"),
    }
    press(pages, order, "notice", **urgent, **told)
    assert queries.notices_of(order).get().place == "1号楼大堂"
    press(pages, order, "confirm", building=str(building.pk), **urgent)
    response = pages.post(to("confirm_order", order.pk), {"do": "submit"})

    assert response["Location"] == to("order_done", order.pk)
    assert Order.objects.get().status == Status.SUBMITTED


@pytest.mark.covers("WDR-04")
def test_the_order_is_confirmed_with_every_home_and_submitted():
    pages, community, _ = a_company_at_work(100)
    order = confirmed(pages, community)

    pages.get(to("confirm_order", order.pk))
    assert "任务单确认" in pages.page.text
    for button in ("维修支取分摊明细", "撤销新建任务单", "上一步", "提交"):
        assert button in pages.page.text
    pages.get(to("order_shares", order.pk))
    assert len(pages.page.all("tr")) == 51
    assert "下一页" in pages.page.text
    response = pages.post(to("confirm_order", order.pk), {"do": "submit"}, follow=True)

    assert response.redirect_chain[-1][0] == to("order_done", order.pk)
    for words in ("业务办理完成", "再来一笔", "返回首页", "打印任务单", "打印到户明细业主签字表"):
        assert words in pages.page.text
    assert "打印欠款催缴通知单" not in pages.page.text
    order.refresh_from_db()
    assert order.status == Status.SUBMITTED
    assert sum(Share.objects.values_list("share_fen", flat=True)) == 100_000_00


@pytest.mark.covers("WDR-04")
def test_confirming_leads_back_or_gives_the_order_up():
    pages, community, _ = a_company_at_work(100)
    order = confirmed(pages, community)

    at = to("confirm_order", order.pk)
    assert pages.post(at, {"do": "back"})["Location"] == to("order_form", order.pk)
    assert pages.post(at, {"do": "leave"})["Location"] == to("orders")
    assert Order.objects.get().status == Status.REVOKED
    assert pages.get(at).status_code == 404


@pytest.mark.covers("WDR-11")
def test_what_may_not_be_paid_from_the_fund_is_refused_with_the_item():
    pages, community, _ = a_company_at_work(100)
    order = begun(pages, community)
    with_papers(pages, order)
    press(pages, order, "community")
    building = str(community.buildings.get().pk)
    press(pages, order, "fill", building=building)
    press(pages, order, "confirm", building=building, **{"exclusion-warranty": "yes"})

    pages.post(to("confirm_order", order.pk), {"do": "submit"})

    assert "「仍在保修期内的工程」不得从维修资金列支" in pages.page.text
    assert Order.objects.get().status == Status.DRAFT


@pytest.mark.covers("WDR-07")
def test_a_revoked_order_is_made_anew_with_everything_it_said():
    pages, community, _ = a_company_at_work(100)
    order = submitted(pages, community)
    asked = pages.get(to("ask_to_revoke", ask=f"order={order.pk}"))
    assert asked.status_code == 200
    for button in ("确定", "取消"):
        assert button in pages.page.text
    pages.post(to("revoke_order", order.pk), follow=True)
    assert "已撤销" in pages.page.text

    pages.get(to("orders", ask="tab=gone_back"))
    assert order.no in pages.page.text and "修改" in pages.page.text
    pages.get(to("new_order", ask=f"from={order.pk}"))
    assert "修改任务单" in pages.page.text
    response = pages.post(to("begin_order", community.pk), {"from": str(order.pk)})

    again = Order.objects.latest("pk")
    assert response["Location"] == to("order_form", again.pk)
    assert (again.status, again.copied_from_id) == (Status.DRAFT, order.pk)
    assert queries.typed_of(again) == queries.typed_of(order)
    assert again.shares.count() == 100
    pages.get(to("order_form", again.pk))
    assert value_of(pages, "id_title") == "屋面防水维修"
    assert value_of(pages, "id_shared_homes") == "100"


def test_who_has_not_signed_in_sees_no_form():
    pages, community, _ = a_company_at_work(100)
    order = begun(pages, community)
    pages.cookies.clear()

    response = pages.get(to("order_form", order.pk))

    assert response.status_code == 302
    assert response["Location"].startswith(reverse("property:sign_in"))
    assert answers()
