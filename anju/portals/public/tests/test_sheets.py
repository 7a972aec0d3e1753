"""A signed sheet held against what the system printed, by anybody who has it in hand. (BEY-02)"""

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from anju.portals.public.guesses import LIMIT
from anju.portals.tenant_web.tests.reading import links
from anju.works import actions, jobs
from anju.works.models import Sheet
from anju.works.rules import SheetKind
from anju.works.tests import world as works

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-02")]


@pytest.fixture
def printed(settings):
    """The signature sheet of 100,000.00 among five homes."""
    cache.clear()
    order, by = works.a_submitted_order()
    actions.make_sheet(order_id=order.pk, kind=SheetKind.SIGNATURES, by=by)
    jobs.make_sheets(0)
    return order, Sheet.objects.get(), by


def address_of(sheet) -> str:
    return reverse("public:sheet", args=[sheet.code])


def test_the_code_of_a_sheet_leads_to_what_was_printed_and_to_nobodys_name(pages, printed):
    order, sheet, _by = printed
    pages.get("/public/")
    assert "/public/sheets" in links(pages)
    typed = f"{sheet.code[:4]} {sheet.code[4:8].lower()}-{sheet.code[8:]}"
    pages.get("/public/sheets", {"code": typed}, follow=True)
    text = pages.page.text
    for told in (
        "业主签字确认表",
        "与任务单一致",
        "100,000.00",
        "5 户",
        "524.12 平方米",
        order.no,
        sheet.no,
        order.community.name,
        bytes(sheet.digest).hex()[:8],
    ):
        assert told in text, told
    for hidden in ("业主1", "业主0", "13800000021", works.CONTRACTOR_ACCOUNT):
        assert hidden not in text, hidden


def test_the_same_digest_total_and_row_agree(pages, printed):
    _order, sheet, _by = printed
    home = sheet.order.shares.select_related("dwelling").order_by("position")[0]
    pages.get(address_of(sheet))
    pages.post(
        address_of(sheet),
        {
            "digest": " ".join(bytes(sheet.digest).hex().upper()[at : at + 8] for at in range(0, 64, 8)),
            "total": "100,000.00",
            "rows": f"{home.dwelling.address} 89.35 17047.62",
        },
    )  # fmt: skip
    assert "您填写的内容与系统打印的一致" in pages.page.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"digest": "0" * 64}, "摘要值不是本表的"),
        ({"total": "100000.01"}, "分摊总额被改动"),
        ({"rows": "阜通东大街9号院1号楼1单元999室 89.35 17047.62"}, "不是参加分摊的房屋"),
        ({"rows": "{home} 89.35 17047.63"}, "分摊金额被改动"),
        ({"rows": "{home} 99.35 17047.62"}, "建筑面积被改动"),
    ],
    ids=["digest", "total", "foreign home", "share", "area"],
)
def test_a_forged_sheet_is_told_to_be_one(pages, printed, typed, told):
    _order, sheet, _by = printed
    home = sheet.order.shares.select_related("dwelling").order_by("position")[0]
    typed = {name: text.format(home=home.dwelling.address) for name, text in typed.items()}
    pages.get(address_of(sheet))
    pages.post(address_of(sheet), typed)
    assert "与系统打印的不一致" in pages.page.text and told in pages.page.text


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({}, "请照着签字表至少填写一项"),
        ({"digest": "12"}, "摘要值有误"),
        ({"total": "一万"}, "不是金额"),
        ({"rows": "x"}, "用空格分开"),
    ],
    ids=["nothing", "digest", "total", "rows"],
)
def test_a_slip_of_the_pen_is_told_as_one(pages, printed, typed, told):
    pages.get(address_of(printed[1]))
    pages.post(address_of(printed[1]), typed)
    assert told in pages.page.text and "被改动过" not in pages.page.text


def test_a_sheet_of_an_order_that_is_over_is_told_to_be_one(pages, printed):
    order, sheet, by = printed
    actions.revoke_order(order_id=order.pk, by=by)
    pages.get(address_of(sheet))
    assert "任务单已不再办理" in pages.page.text and "不用再签字" in pages.page.text


def test_who_guesses_codes_has_to_wait(pages, printed):
    assert pages.get("/public/sheets/0123456789AB").status_code == 404
    assert "没有这个核验码的表" in pages.page.text
    for _each in range(LIMIT):
        Client().get("/public/sheets/0123456789AB")
    assert pages.get(address_of(printed[1])).status_code == 429
    cache.clear()


def test_no_robot_lists_a_sheet_and_nobody_keeps_it(pages, printed):
    response = pages.get(address_of(printed[1]))
    assert (response["X-Robots-Tag"], response["Cache-Control"]) == ("noindex", "private, no-store")
    assert "Disallow: /public/sheets/" in Client().get("/robots.txt").content.decode()
