"""主管部门退款决定: one officer enters the paper of a district authority, another carries it out. (rule A9.4)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.core import clock
from anju.people.rules import POWERS_OF, Office, Power
from anju.refunds.models import AuthorityOrder, Case
from anju.refunds.tests.endings import (
    PNG,
    a_dispute,
    a_held_lease,
    a_plan,
    a_return,
    an_authority_order,
)
from anju.tests.pages import Pages

pytestmark = [pytest.mark.django_db, pytest.mark.covers("ENT-07")]
AT = "/centre/authority-orders"


def stated(lease, **changes) -> dict:
    return {
        "filing_no": lease.filing_no,
        "authority": "朝阳区住房和城乡建设委员会",
        "document_no": "朝住建函〔2026〕8号",
        "dated_on": clock.today().isoformat(),
        "reason": "企业失联",
        "uploads": SimpleUploadedFile("书面意见.png", PNG),
    } | changes


def text_of(pages: Pages) -> str:
    return " ".join(pages.page.text.split()).replace("¥ ", "¥")


@pytest.fixture
def checker() -> Pages:
    pages = Pages()
    pages.as_staff(Power.ORDER_CHECK, username="han.bing", name="韩冰")
    return pages


def test_one_enters_the_paper_and_another_pays_by_it(desk: Pages, checker: Pages):
    lease = a_held_lease()
    a_plan(a_return(lease))
    response = desk.post(f"{AT}/new", stated(lease), follow=True)

    order = AuthorityOrder.objects.get()
    assert "已录入，请他人复核；复核通过后才退款" in desk.page.text
    assert "这份决定由您录入，须由他人复核" in desk.page.text
    assert f"{AT}/{order.pk}/approve" not in response.content.decode()
    desk.post(f"{AT}/{order.pk}/approve", follow=True)
    assert "提出人不能复核自己提出的事项，须由另一人复核" in desk.page.text

    checker.get(AT)
    assert "主管部门退款决定 1" in text_of(checker) and "录入决定" not in checker.page.text
    checker.get(f"{AT}/{order.pk}")
    assert "退还押金（元） 4,000.00 退还租金（元） 24,000.00" in text_of(checker)
    assert "录入 王敏" in text_of(checker)
    paper = checker.get(f"{AT}/{order.pk}/files/{order.files.get().pk}")
    assert paper.content == PNG
    checker.post(f"{AT}/{order.pk}/approve", follow=True)

    assert "已通过，监管资金退还承租人" in checker.page.text
    assert "通过 已通过 韩冰" in text_of(checker) and "退还押金" not in checker.page.text
    assert Case.objects.get().status == "paying"
    checker.get(AT)
    assert "待复核" not in checker.page.text


def test_an_order_that_is_not_right_goes_back_with_a_reason(checker: Pages):
    order = an_authority_order(a_held_lease())
    checker.post(f"{AT}/{order.pk}/reject", {"because": ""})
    assert "请填写不通过原因" in checker.page.text
    checker.post(f"{AT}/{order.pk}/reject", {"because": "文号不符"}, follow=True)

    assert "已退回录入人，没有退款" in checker.page.text and "文号不符" in checker.page.text
    checker.post(f"{AT}/{order.pk}/approve", follow=True)
    assert "当前状态为「未通过」，不能通过" in checker.page.text
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"filing_no": ""}, "请填写合同备案编号"),
        ({"filing_no": "BA-NOBODYS-01"}, "没有这个编号的备案合同，请核对"),
        ({"authority": ""}, "请填写主管部门"),
        ({"document_no": ""}, "请填写文书编号"),
        ({"dated_on": "2099-01-01"}, "日期应在2024年1月1日至今天之间"),
        ({"reason": ""}, "请填写退款原因"),
        ({"uploads": ""}, "请上传主管部门的书面意见"),
    ],
)
def test_what_is_no_order_is_said_and_what_was_typed_stays(desk: Pages, changes, sentence):
    response = desk.post(f"{AT}/new", stated(a_held_lease(), **changes))

    assert sentence in desk.page.text
    assert ("朝住建函〔2026〕8号" in response.content.decode()) == ("document_no" not in changes)
    assert not AuthorityOrder.objects.exists()


def test_the_paper_has_to_name_what_is_disputed(desk: Pages):
    lease = a_held_lease()
    a_dispute(lease, agreed="400.00")
    desk.post(f"{AT}/new", stated(lease))
    assert f"合同{lease.filing_no}在监管的资金都有争议" in desk.page.text
    inputs = {one.get("name"): one.get("value") for one in desk.page.all("input")}
    kept = inputs["uploads-kept"]
    again = stated(lease, covers_disputed="on", uploads="") | {"uploads-kept": kept}
    desk.post(f"{AT}/new", again, follow=True)

    assert "争议资金 包括" in text_of(desk)
    assert "退还押金（元） 600.00 退还租金（元） 0.00" in text_of(desk)


def test_a_page_needs_one_of_the_two_powers():
    neither, enters, checks = Pages(), Pages(), Pages()
    both = {Power.ORDER_ENTER, Power.ORDER_CHECK}
    neither.as_staff(*(POWERS_OF[Office.CENTRE] - both), username="li.qiang", name="李强")
    enters.as_staff(Power.ORDER_ENTER, username="gao.jie", name="高洁")
    checks.as_staff(Power.ORDER_CHECK, username="han.bing", name="韩冰")
    order = an_authority_order(a_held_lease())

    assert [who.get(AT).status_code for who in (neither, enters, checks)] == [403, 200, 200]
    neither.get(AT)
    assert "本页面需要「录入主管部门退款决定」或「复核主管部门退款决定」权限" in neither.page.text
    assert "现有此权限的人员：高洁、韩冰" in neither.page.text
    assert [who.get(f"{AT}/new").status_code for who in (enters, checks)] == [200, 403]
    approve = f"{AT}/{order.pk}/approve"
    assert enters.post(approve).status_code == 403
    neither.get("/centre/")
    assert "主管部门退款决定" not in neither.page.text
    assert AuthorityOrder.objects.get().status == "proposed"
