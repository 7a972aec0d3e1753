"""商品房维修支取申请: the list, the forms, the settlement, a paper held against what was printed."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pypdf import PdfReader

from anju.companies.tests.world import come_in
from anju.fund.models import Deposit
from anju.portals.property.tests.filling import a_paper, to
from anju.tests.pages import Pages
from anju.works import actions, jobs, sheets
from anju.works.models import Order, Printing, Settlement, Sheet
from anju.works.rules import PaperKind, SheetKind, Status
from anju.works.tests.world import (
    REVIEWER,
    a_community,
    a_draft,
    a_submitted_order,
    an_approved_order,
)

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


def at_work(made):
    order, by = made
    return come_in(Pages(), by), order


def made_sheet(pages, order, kind):
    response = pages.post(to("print_order", order.pk, kind.value))
    assert response.status_code == 302, response["Location"]
    jobs.make_sheets(0)
    return Sheet.objects.latest("pk")


def text_of(content):
    pages = PdfReader(io.BytesIO(content)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "").replace(" ", "")


@pytest.mark.covers("WDR-07")
def test_the_list_has_two_tabs_and_says_who_acts_next_and_by_when():
    pages, order = at_work(a_submitted_order())

    pages.get(to("orders"))

    for words in ("已申请任务单信息", "审批退回及撤销任务单信息", "新建任务单", "撤销选中任务单"):
        assert words in pages.page.text
    for words in ("查看", "到户支取详细信息", "打印任务单", "打印到户明细业主签字表"):
        assert f"{words} ：{order.no}" in pages.page.text or words in pages.page.text
    assert order.no in pages.page.text
    assert "等待住建委" in pages.page.text or "等待业主表决" in pages.page.text
    assert "打印欠款催缴通知单" not in pages.page.text
    pages.get(to("orders", ask="tab=gone_back"))
    assert "没有审批退回或者撤销的任务单" in pages.page.text


@pytest.mark.covers("WDR-07")
def test_a_returned_order_stands_in_the_other_tab_with_its_reason():
    pages, order = at_work(a_submitted_order())
    actions.return_order(order_id=order.pk, because="预算书缺少盖章", by=REVIEWER)

    pages.get(to("orders", ask="tab=gone_back"))

    assert "审批退回" in pages.page.text and "预算书缺少盖章" in pages.page.text
    assert "修改" in pages.page.text
    assert "撤销选中任务单" not in pages.page.text


@pytest.mark.covers("WDR-07")
def test_revoking_asks_first_and_says_when_nothing_is_chosen():
    pages, order = at_work(a_submitted_order())

    asked = pages.get(to("ask_to_revoke", ask=f"order={order.pk}"), headers=HTMX)
    assert f"确定撤销任务单{order.no}吗" in asked.content.decode()
    nothing = pages.get(to("ask_to_revoke"), headers=HTMX)
    assert "请先选中要撤销的任务单" in nothing.content.decode()
    pages.get(to("ask_to_revoke", ask="order=x"), follow=True)
    assert "请先选中要撤销的任务单" in pages.page.text
    assert Order.objects.get().status == Status.SUBMITTED

    pages.post(to("revoke_order", order.pk), follow=True)
    assert Order.objects.get().status == Status.REVOKED


@pytest.mark.covers("WDR-07")
def test_an_approved_order_can_no_longer_be_revoked():
    pages, order = at_work(an_approved_order())

    pages.post(to("revoke_order", order.pk), follow=True)

    assert "不能撤销" in pages.page.text
    assert Order.objects.get().status == Status.APPROVED


@pytest.mark.covers("WDR-06")
def test_an_order_is_looked_at_in_a_dialog_and_on_a_page_of_its_own():
    pages, order = at_work(a_submitted_order())

    dialog = pages.get(to("order", order.pk), headers=HTMX).content.decode()
    assert "<dialog" in dialog and "我知道了" in dialog and "更换1号电梯曳引机" in dialog
    pages.get(to("order", order.pk))
    for words in ("任务单信息", "表单", "拨付和决算", "处理记录"):
        assert words in pages.page.text


@pytest.mark.covers("WDR-06")
def test_every_home_is_shown_with_its_share_balance_and_what_it_owes():
    community = a_community(balance=20_000_00)
    pages, order = at_work(a_submitted_order(community))

    dialog = pages.get(to("order_shares", order.pk), headers=HTMX).content.decode()
    assert "我知道了" in dialog
    pages.get(to("order_shares", order.pk))
    for words in ("17,047.62", "19,594.75", "26,715.26", "20,000.00", "6,715.26"):
        assert words in pages.page.text
    pages.get(to("order_shares", order.pk, ask="owing=1"))
    assert "26,715.26" in pages.page.text and "17,047.62" not in pages.page.text


@pytest.mark.covers("WDR-06")
def test_the_three_forms_are_made_by_a_job_and_printed():
    community = a_community(balance=20_000_00)
    pages, order = at_work(a_submitted_order(community))
    texts = {
        SheetKind.ORDER: (
            "北京市住宅专项维修资金维修支取任务单",
            order.no,
            "更换1号电梯曳引机",
            "190.7960",
        ),
        SheetKind.SIGNATURES: (
            "北京市住房资金管理中心专项维修资金分摊明细业主签字确认表",
            "17,047.62",
            "业主签字",
            "第1页，共1页",
        ),
        SheetKind.ARREARS: ("北京市住宅专项维修资金欠款催缴通知单", "6,715.26", "分户账余额不足"),
    }

    for kind, wanted in texts.items():
        pages.post(to("print_order", order.pk, kind.value), follow=True)
        assert "等待生成" in pages.page.text and "刷新" in pages.page.text
        sheet = made_sheet(pages, order, kind)
        part = pages.get(to("sheet", sheet.pk), headers=HTMX).content.decode()
        assert "已生成" in part and "hx-trigger" not in part
        pages.get(to("sheet", sheet.pk))
        paper = pages.post(to("print_sheet", sheet.pk))
        assert paper["Content-Type"] == "application/pdf"
        text = text_of(paper.content)
        for words in wanted:
            assert words in text, (kind, words, text)


@pytest.mark.covers("WDR-06", "PRP-11")
def test_each_print_is_counted_and_a_reprint_says_so():
    pages, order = at_work(a_submitted_order())
    sheet = made_sheet(pages, order, SheetKind.SIGNATURES)

    first = pages.post(to("print_sheet", sheet.pk))
    again = pages.post(to("print_sheet", sheet.pk))

    assert "补打" not in text_of(first.content)
    assert "补打，第2次打印" in text_of(again.content)
    assert list(Printing.objects.values_list("number", flat=True)) == [1, 2]
    assert made_sheet(pages, order, SheetKind.SIGNATURES) == sheet


@pytest.mark.covers("WDR-06")
def test_arrears_are_printed_only_when_something_is_owed():
    pages, order = at_work(a_submitted_order())

    pages.post(to("print_order", order.pk, SheetKind.ARREARS.value), follow=True)

    assert "没有欠款" in pages.page.text
    assert not Sheet.objects.exists()
    assert pages.post(to("print_order", order.pk, "other")).status_code == 404


def test_a_form_that_is_not_ready_is_not_printed():
    pages, order = at_work(a_submitted_order())
    pages.post(to("print_order", order.pk, SheetKind.ORDER.value))

    pages.post(to("print_sheet", Sheet.objects.get().pk), follow=True)

    assert "表单还在生成" in pages.page.text
    assert not Printing.objects.exists()


@pytest.mark.covers("WDR-06", "BEY-02")
def test_a_forged_sheet_is_found_by_its_total_its_homes_and_its_digest():
    pages, order = at_work(a_submitted_order())
    sheet = made_sheet(pages, order, SheetKind.SIGNATURES)
    rows = sheets.rows_in(sheet.text)
    lines = [f"{row.address} {row.share_fen / 100:.2f}" for row in rows]

    def check(**stated):
        pages.post(to("check_sheet"), {"no": sheet.no, **stated})
        return pages.page.text

    assert "所填内容与系统打印的一致" in check(total="100000", rows="\n".join(lines), is_whole="on")
    assert "分摊总额被改动" in check(total="110000")
    foreign = lines[0].replace(rows[0].address, rows[0].address + "附1号")
    found = check(rows="\n".join([foreign, *lines[1:]]), is_whole="on")
    assert "不是参加分摊的房屋" in found and "缺少的房屋" in found
    assert "摘要值不是本表的" in check(digest="0" * 64)
    assert "没有这个表号的签字表" in check(no="BD0000")
    assert "应为：房屋坐落" in check(rows="乱写")


@pytest.mark.covers("WDR-06")
def test_a_sheet_is_held_against_a_spreadsheet():
    pages, order = at_work(a_submitted_order())
    sheet = made_sheet(pages, order, SheetKind.SIGNATURES)

    book = pages.get(to("sheet_rows", sheet.pk)).content
    file = SimpleUploadedFile("签字表.xlsx", book)
    pages.post(to("check_sheet"), {"no": sheet.no, "file": file})

    assert "所填内容与系统打印的一致" in pages.page.text
    assert pages.get(to("sheet_template")).status_code == 200


@pytest.mark.covers("WDR-05")
def test_those_who_owe_are_asked_for_exactly_that():
    pages, order = at_work(a_submitted_order(a_community(balance=20_000_00)))

    pages.post(to("demand_shares", order.pk), follow=True)

    assert "已向欠款业主开具分摊款交存单" in pages.page.text
    assert [one.amount_fen for one in Deposit.objects.filter(kind="share")] == [6_715_26]
    pages.post(to("demand_shares", at_work(a_submitted_order())[1].pk), follow=True)


@pytest.mark.covers("WDR-08")
def test_the_settlement_is_entered_with_invoices_and_papers_and_a_returned_one_answered():
    pages, order = at_work(an_approved_order())
    at = to("settle_order", order.pk)
    pages.get(at)
    for words in ("批准金额", "已拨付", "尚未拨付", "欠款", "工程决算书、发票、现场照片"):
        assert words in pages.page.text

    wrong = {"amount": "x", "ended_on": "", "do": "settle", "invoices": "A1 9万"}
    pages.post(at, wrong)
    assert "「x」不是金额" in pages.page.text
    over = {"amount": "100000.01", "ended_on": "2026-11-20", "do": "settle"}
    pages.post(at, over | {"invoices": "A1 2026-11-20 100000.01 施工方"})
    assert "超过批准金额" in pages.page.text
    kinds = (PaperKind.STATEMENT, PaperKind.INVOICE, PaperKind.PHOTO, PaperKind.ACCEPTANCE)
    typed = {
        "amount": "90000",
        "ended_on": "2026-11-20",
        "invoices": "A1 2026-11-20 90000 京修公司",
    }
    for kind in kinds:
        pages.post(at, typed | {"do": "attach", "paper_kind": kind.value, "uploads": a_paper()})
        assert "京修公司" in pages.page.text  # what was typed is kept
    pages.post(at, typed | {"do": "settle"}, follow=True)

    assert "决算已提交，等待住建委审核" in pages.page.text
    settlement = Settlement.objects.get()
    assert settlement.amount_fen == 90_000_00
    assert Order.objects.get().status == Status.SETTLING
    actions.return_settlement(settlement_id=settlement.pk, because="发票抬头有误", by=REVIEWER)
    pages.get(at)
    assert "发票抬头有误" in pages.page.text
    pages.post(
        at, typed | {"do": "settle", "invoices": "A2 2026-11-21 90000 京修公司"}, follow=True
    )
    assert Order.objects.get().status == Status.SETTLING


def test_no_order_of_another_company_is_seen_by_any_address():
    pages, _ = at_work(a_draft())
    _, other = at_work(a_submitted_order())
    sheet = actions.make_sheet(order_id=other.pk, kind=SheetKind.ORDER, by=REVIEWER)

    for name in (
        "order",
        "order_shares",
        "order_done",
        "settle_order",
        "order_form",
        "confirm_order",
    ):
        assert pages.get(to(name, other.pk)).status_code == 404, name
    for name in ("revoke_order", "demand_shares"):
        assert pages.post(to(name, other.pk)).status_code == 404, name
    assert pages.post(to("print_order", other.pk, "order")).status_code == 404
    assert pages.get(to("sheet", sheet.pk)).status_code == 404
    assert pages.post(to("print_sheet", sheet.pk)).status_code == 404
    [paper, *_] = other.papers.all()
    assert pages.get(to("order_paper", paper.pk)).status_code == 404
