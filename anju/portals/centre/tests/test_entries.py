import pytest

from anju.core import clock
from anju.core.models import Event
from anju.ledger.queries import balance_fen
from anju.orders import actions as orders
from anju.orders.rules import Status
from anju.payments.models import CreditReturn
from anju.people.rules import Power
from anju.tests.world import (
    a_bank_account,
    a_credit,
    a_lease,
    a_notification,
    a_paying_order,
    an_order,
    book,
    tenant_of,
)

pytestmark = pytest.mark.django_db


def in_suspense(**terms):
    a_bank_account(terms.get("bank", "ccb"))
    credit = a_credit(**{"code": "", "text": "房租"} | terms)
    book()
    credit.refresh_from_db()
    assert credit.status == "set_aside"
    return credit


@pytest.mark.covers("CHN-04")
def test_what_nobody_matched_is_listed_with_its_reason_and_nothing_personal(desk):
    credit = in_suspense(amount="28000.00", payer="张三", account="6222020200000000014")

    desk.get("/centre/entries")

    assert credit.bank_ref in desk.page.text
    assert "没有对应的收款识别码" in desk.page.text
    assert "¥28,000.00" in desk.page.text.replace("¥ ", "¥")
    assert "张*" in desk.page.text
    desk.get(f"/centre/entries/{credit.pk}")
    assert "6222 **** **** 0014" in desk.page.text
    assert "张三" not in desk.page.text
    assert "6222020200000000014" not in desk.page.text


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({}, ["A", "B"]),
        ({"bank": "icbc"}, ["B"]),
        ({"amount_fen": "1,000.00"}, ["A"]),
        ({"text": "押金"}, ["B"]),
        ({"text": "A0000001"}, ["A"]),
        ({"code": "999"}, []),
        ({"day": "2026-01-01"}, []),
    ],
)
def test_the_list_is_searched_by_bank_amount_day_text_and_code(desk, asked, found):
    in_suspense(amount="1000.00", bank_ref="A0000001")
    in_suspense(amount="2000.00", bank_ref="B0000001", bank="icbc", text="押金")

    desk.get("/centre/entries", asked)

    refs = {"A": "A0000001", "B": "B0000001"}
    assert [name for name, ref in refs.items() if ref in desk.page.text] == found


@pytest.mark.covers("SEC-04")
@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"amount_fen": "一千"}, "「一千」不是金额，请填写元，最多两位小数，例如 4000.00"),
        ({"day": "2026-02-30"}, "这不是一个日期，请按 2026-01-31 的格式填写"),
        ({"day": "2999-01-01"}, "日期应在2024年1月1日至今天之间"),
        ({"code": "abc"}, "收款识别码只含数字，请核对"),
        ({"bank": "boc"}, "请从列表中选择"),
    ],
)
def test_a_search_that_cannot_be_read_is_told_at_its_field(desk, asked, sentence):
    in_suspense(amount="1.00")

    desk.get("/centre/entries", asked)

    assert sentence in desk.page.text
    assert "查看" not in desk.page.text.split("重置")[1]


@pytest.mark.covers("CHN-04")
def test_a_credit_is_matched_with_an_order_that_fits_after_a_look_at_both(desk):
    lease = a_lease()
    order = an_order(lease)
    credit = in_suspense(amount="28000.00")

    desk.get(f"/centre/entries/{credit.pk}")
    assert order.no in desk.page.text
    desk.get(f"/centre/entries/{credit.pk}/match", {"order_no": order.no})
    assert lease.filing_no in desk.page.text
    assert "确认认领" in desk.page.text
    order.refresh_from_db()
    assert order.status == Status.AWAITING
    response = desk.post(f"/centre/entries/{credit.pk}/match", {"order_no": order.no}, follow=True)

    assert response.redirect_chain == [(f"/centre/entries/{credit.pk}", 302)]
    assert f"已认领到订单 {order.no}，款项已监管" in desk.page.text
    assert "认领 已匹配 王敏" in desk.page.text  # the step, and who took it
    order.refresh_from_db()
    assert order.status == Status.IN_CUSTODY
    for page in ("match", "return", "interest", "brought-back"):  # pages of before, pressed again
        desk.get(f"/centre/entries/{credit.pk}/{page}")
        assert "这笔流水的状态已是「已匹配」，不能再这样处理" in desk.page.text
        assert "确认" not in " ".join(one.text or "" for one in desk.page.all("button"))
    assert balance_fen("suspense:ccb") == 0
    assert balance_fen(lease.deposit_pot) == 4000_00


@pytest.mark.covers("CHN-04", "SEC-04")
def test_a_match_that_does_not_fit_is_refused_at_the_field_and_moves_nothing(desk):
    order = an_order()
    credit = in_suspense(amount="27999.99")
    other_bank = an_order(
        a_lease(bank="icbc", enterprise=("安家租赁有限公司", "91110108MA01ABCD5T"))
    )
    same_amount = in_suspense(amount="28000.00")
    address = f"/centre/entries/{credit.pk}/match"

    for asked, sentence in [
        (order.no, "到账27,999.99元，订单28,000.00元，金额不一致"),
        ("0" * 22, f"没有编号为 {'0' * 22} 的订单，请核对"),
        ("123", "订单编号是22位数字，请核对"),
        ("", "请填写订单编号"),
    ]:
        response = desk.post(address, {"order_no": asked})
        assert response.status_code == 200
        assert sentence in desk.page.text
        field = next(each for each in desk.page.all("input") if each.get("name") == "order_no")
        assert field.get("aria-invalid") == "true"
        assert field.get("value", "") == asked
    desk.post(f"/centre/entries/{same_amount.pk}/match", {"order_no": other_bank.no})
    assert f"这笔款到了中国建设银行，订单{other_bank.no}的收款银行是中国工商银行" in desk.page.text
    assert balance_fen("suspense:ccb") == 55999_99
    assert not Event.objects.filter(move="claim").exists()


@pytest.mark.covers("CHN-04")
def test_a_credit_is_returned_to_its_payer_with_a_reason(desk):
    credit = in_suspense(amount="500.00")
    address = f"/centre/entries/{credit.pk}/return"

    desk.get(address)
    assert "退回到账号 6222 **** **** 0014" in desk.page.text
    desk.post(address, {"because": "  "})
    assert "请填写退回原因" in desk.page.text
    assert not CreditReturn.objects.exists()
    desk.post(address, {"because": "付款人来电要求退回"}, follow=True)

    assert "退回指令已提交" in desk.page.text
    assert "退回中" in desk.page.text
    instruction = CreditReturn.objects.get()
    assert (instruction.because, instruction.amount_fen) == ("付款人来电要求退回", 500_00)
    assert balance_fen("suspense:ccb") == 0
    assert balance_fen("payout:ccb") == 500_00
    desk.post(address, {"because": "再退一次"}, follow=True)
    assert CreditReturn.objects.count() == 1


@pytest.mark.covers("CHN-04", "SEC-04")
def test_a_credit_without_a_payers_account_is_not_returned(desk):
    credit = in_suspense(amount="500.00", account="")

    desk.post(f"/centre/entries/{credit.pk}/return", {"because": "无法识别"})

    assert "这笔到账没有付款账户，无法自动退回，请先与银行核实" in desk.page.text
    assert balance_fen("suspense:ccb") == 500_00


def test_a_debit_nobody_instructed_is_shown_without_anything_to_press(desk):
    debit = in_suspense(amount="30.00", direction="debit")

    desk.get(f"/centre/entries/{debit.pk}")

    assert "没有对应付款指令的支出" in desk.page.text
    assert "认领到订单" not in desk.page.text
    assert "退回付款人" not in desk.page.text


def test_notifications_that_fit_no_payment_are_listed(desk):
    order = a_paying_order(channel="alipay")
    a_notification(order, payment_no="20260101000000000199")
    book()

    desk.get("/centre/entries")
    assert "另有 1 条未匹配的支付结果通知" in desk.page.text
    desk.get("/centre/notifications")

    assert "没有编号为20260101000000000199的支付单" in desk.page.text


@pytest.mark.covers("ORD-07")
def test_a_credit_for_a_cancelled_order_can_still_be_matched(desk):
    order = an_order(kinds="deposit")
    orders.cancel_order(order_id=order.pk, by=tenant_of(order.lease))
    credit = in_suspense(amount="4000.00")

    desk.get(f"/centre/entries/{credit.pk}")
    assert order.no in desk.page.text
    desk.post(f"/centre/entries/{credit.pk}/match", {"order_no": order.no})

    order.refresh_from_db()
    assert order.status == Status.IN_CUSTODY
    assert order.booked_at <= clock.now()


@pytest.mark.parametrize(
    ("powers", "address", "status"),
    [
        ([], "/centre/", 200),
        ([], "/centre/entries", 403),
        ([], "/centre/proofs", 403),
        ([], "/centre/imports", 403),
        ([Power.BANK_READ], "/centre/entries/1/match", 403),
        ([Power.BANK_READ], "/centre/entries/1/return", 403),
        ([Power.BANK_READ, Power.BANK_MATCH], "/centre/entries/1/match", 404),
        ([Power.BANK_READ], "/centre/entries/999999999999999999", 404),
        ([Power.PROOF_READ], "/centre/settlements", 403),
    ],
)
def test_each_page_needs_its_power(pages, powers, address, status):
    pages.as_staff(*powers)

    assert pages.get(address).status_code == status


def test_a_tenant_or_a_stranger_is_sent_to_the_staffs_sign_in(pages):
    lease = a_lease()

    assert pages.get("/centre/entries").status_code == 302
    pages.sign_in_as(lease.tenants.get().person)
    response = pages.get("/centre/entries")

    assert response["Location"].startswith("/staff/")


def test_without_the_power_to_match_or_return_there_is_nothing_to_press(pages):
    credit = in_suspense(amount="1.00")
    pages.as_staff(Power.BANK_READ)

    pages.get(f"/centre/entries/{credit.pk}")

    assert "按订单编号认领" not in pages.page.text
    assert "退回付款人" not in pages.page.text
