"""我要交款: what is owed, the payment, and what becomes of it. (manual 002, 2.4; OWN-20 to OWN-22)"""

from datetime import timedelta

import pytest

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.fund import actions
from anju.fund.models import Deposit
from anju.fund.rules import Status
from anju.fund.tests.world import (
    DEPARTMENT,
    ZHAO,
    an_account,
    book,
    fresh,
    is_told_paid,
    signed_in,
    start,
)
from anju.homes.estate import Kind
from anju.payments import actions as payments
from anju.payments.models import Payment
from anju.payments.rules import Opening, PaymentStatus
from anju.people import actions as people
from anju.portals.tenant_web.tests.reading import buttons, links, shows_a_code

pytestmark = pytest.mark.django_db


def pays(pages, account, **typed):
    """【立即付款】; the page it leads to is loaded."""
    typed = {"channel": "alipay", "opening": "qr_code", **typed}
    where = "voluntary" if "amount" in typed else "pay"
    response = pages.post(f"/owner/homes/{account.dwelling_id}/{where}", typed)
    assert response.status_code == 302, pages.page.text
    pages.get(response["Location"])
    return response["Location"]


def the_code_is_there(url: str = "https://qr.alipay.com/bax0") -> Payment:
    payment = Payment.objects.latest("pk")
    payments.offer_payment(payment_id=payment.pk, qr_code=url, by=CLOCK)
    payment.refresh_from_db()
    return payment


@pytest.mark.covers("OWN-20", "OWN-21")
def test_homes_that_owe_are_listed_first_and_each_kind_has_its_page(pages, homes):
    pages.get("/owner/pay")
    assert [one.get("class") for one in pages.page.all("article")] == 2 * [
        "card-plain home-card home-due"
    ]
    assert f"/owner/homes/{homes.holding.dwelling_id}/voluntary" in links(pages)

    pages.get(f"/owner/homes/{homes.owing.dwelling_id}/pay")
    for words in ("首次交存", "200.00 元/平方米（7层及以上）", "90.00 平方米", "18,000.00"):
        assert words in pages.page.text, words
    assert "amount" not in [one.get("name") for one in pages.page.all("input")]

    pages.get(f"/owner/homes/{homes.low.dwelling_id}/pay")
    for words in ("续交", "账户余额已不足首次交存金额的30%", "3,000.00 元", "15,000.00"):
        assert words in pages.page.text, words

    pages.get(f"/owner/homes/{homes.holding.dwelling_id}/pay")
    assert "这套房屋目前不需要交存" in pages.page.text and "立即付款" not in buttons(pages)


@pytest.mark.covers("OWN-20", "OWN-22")
def test_from_the_first_deposit_over_the_code_to_the_result(pages, owner, account):
    address = pays(pages, account)
    assert "正在准备付款" in pages.page.text
    payment = the_code_is_there()
    pages.get(address)
    assert shows_a_code(pages) and "已支付" in buttons(pages) and "18,000.00" in pages.page.text
    assert "请打开手机支付宝，扫一扫付款" in pages.page.text

    asked = pages.post(f"{address.removesuffix('/payment')}/paid")
    assert fresh(payment).news_wanted
    pages.get(asked["Location"])
    assert "已经向支付宝查询" in pages.page.text
    assert Deposit.objects.get().status == Status.PAYING  # the payer's word proves nothing

    is_told_paid(payment)
    book()
    pages.get(address)
    assert "交存成功" in pages.page.text
    pages.get(f"/owner/homes/{account.dwelling_id}/pay")
    assert "这套房屋目前不需要交存" in pages.page.text


@pytest.mark.covers("OWN-20")
def test_a_part_of_the_page_is_sent_only_when_it_has_changed(pages, owner, account):
    address = pays(pages, account)
    asks = {"HX-Request": "true"}
    assert pages.get(f"{address}?seen=requested", headers=asks).status_code == 204
    the_code_is_there()
    assert pages.get(f"{address}?seen=requested", headers=asks).status_code == 200
    assert pages.get(f"{address}?seen=code", headers=asks).status_code == 204


@pytest.mark.covers("OWN-20")
def test_on_a_phone_its_own_app_is_opened(pages, owner, account):
    address = pays(pages, account, opening="app")
    payment = Payment.objects.get()
    assert (payment.opening, payment.status) == (Opening.APP, PaymentStatus.OPEN)
    assert "打开支付宝付款" in buttons(pages) and not shows_a_code(pages)
    [link] = [one for one in links(pages) if "alipay.trade.wap.pay" in one]
    assert "owner%2Fdeposits" in link  # it leads back here

    pages.post(
        f"/owner/homes/{account.dwelling_id}/pay", {"channel": "alipay", "opening": "qr_code"}
    )
    assert fresh(payment).close_wanted
    the_code_is_there()
    pages.get(address)
    assert shows_a_code(pages)


@pytest.mark.covers("OWN-20")
def test_a_voluntary_deposit_is_as_much_as_was_typed(pages, homes):
    pays(pages, homes.holding, amount="1,234.5")
    made = Deposit.objects.latest("pk")
    assert (made.kind, made.amount_fen) == ("voluntary", 123_450)
    address = f"/owner/homes/{homes.holding.dwelling_id}/voluntary"
    for typed, told in {"": "请填写交存金额", "0": "请填写交存金额", "一百": "一百"}.items():
        pages.post(address, {"channel": "alipay", "amount": typed})
        assert told in pages.page.text
        kept = [one.get("value") for one in pages.page.all("input") if one.get("name") == "amount"]
        assert kept == [typed or None]
    pages.post(address, {"amount": "5"})
    assert "请选择微信或者支付宝" in pages.page.text


@pytest.mark.covers("OWN-20")
def test_pressing_twice_or_going_back_begins_no_second_voluntary_deposit(pages, homes):
    before = Deposit.objects.count()
    for channel in ("alipay", "alipay", "wechat"):
        pays(pages, homes.holding, amount="50", channel=channel)
    made = Deposit.objects.latest("pk")
    assert Deposit.objects.count() == before + 1
    assert [one.payment.close_wanted for one in made.attempts.order_by("pk")] == [True, False]
    pays(pages, homes.holding, amount="60")
    assert Deposit.objects.count() == before + 2


@pytest.mark.covers("OWN-20")
def test_who_began_a_voluntary_deposit_withdraws_it_and_late_money_goes_back(pages, homes):
    address = pays(pages, homes.holding, amount="50").removesuffix("/payment")
    payment = the_code_is_there()
    pages.get(address)
    assert f"{address}/withdraw" in links(pages)
    pages.get(f"{address}/withdraw")
    assert "50.00" in pages.page.text and "确定撤回" in buttons(pages)
    for _ in range(2):
        assert pages.post(f"{address}/withdraw")["Location"] == address
    pages.get(address)
    assert "已撤回，不用付款" in pages.page.text and "立即付款" not in buttons(pages)
    is_told_paid(payment)
    book()
    assert fresh(payment).status == PaymentStatus.REFUNDING
    pages.get(f"{address}/payment")
    assert "没有用上，正在按原路退回" in pages.page.text


@pytest.mark.covers("OWN-20")
def test_what_is_owed_and_what_is_paid_cannot_be_withdrawn(pages, homes):
    owed = pays(pages, homes.owing).removesuffix("/payment")
    paid = pays(pages, homes.holding, amount="50").removesuffix("/payment")
    is_told_paid(Payment.objects.latest("pk"))
    book()
    for address, told in {owed: "只能撤回本人发起", paid: "状态为「已交款」，不能撤回"}.items():
        pages.get(address)
        assert f"{address}/withdraw" not in links(pages)
        pages.post(f"{address}/withdraw")
        assert told in pages.page.text


@pytest.mark.covers("OWN-20")
def test_an_owner_cannot_withdraw_what_another_deposits_for_the_home(pages, homes):
    made = actions.pay_voluntarily(
        account_id=homes.holding.pk, amount_fen=70_00, channel="alipay", by=signed_in(ZHAO)
    )
    pages.post(f"/owner/deposits/{made.no}/withdraw")
    assert "只能撤回本人发起" in pages.page.text
    assert fresh(made).status == Status.PAYING


@pytest.mark.parametrize("typed", ["-5", "0.001", "1e5", "12,34", "0.00", "1000000.01", "9" * 21])
def test_an_amount_that_cannot_be_is_refused_and_kept(pages, homes, typed):
    before = Deposit.objects.count()
    address = f"/owner/homes/{homes.holding.dwelling_id}/voluntary"
    assert pages.post(address, {"channel": "alipay", "amount": typed}).status_code == 200
    assert Deposit.objects.count() == before
    kept = [one.get("value") for one in pages.page.all("input") if one.get("name") == "amount"]
    assert kept == [typed]


@pytest.mark.parametrize("typed", ["５００", "￥500.00", "500元"])
def test_an_amount_is_read_as_a_phone_s_keyboard_writes_it(pages, homes, typed):
    pays(pages, homes.holding, amount=typed)
    assert Deposit.objects.latest("pk").amount_fen == 500_00


@pytest.mark.covers("OWN-20")
def test_a_code_that_has_expired_says_so_and_is_paid_again(pages, owner, account, settings):
    settings.MOVABLE_CLOCK = True
    address = pays(pages, account)
    the_code_is_there()
    advance_clock(seconds=int(timedelta(minutes=3).total_seconds()) + 1, by=CLOCK)
    pages.get(address)
    assert "付款码已过期" in pages.page.text and "没有扣款" in pages.page.text
    deposit = f"/owner/deposits/{Deposit.objects.get().no}"
    assert deposit in links(pages)
    again = pages.post(deposit, {"channel": "alipay"})
    assert again["Location"] == f"{deposit}/payment"
    pages.get(again["Location"])
    assert "正在准备付款" in pages.page.text


@pytest.mark.covers("OWN-20")
def test_who_paid_as_second_reads_that_it_goes_back(pages, owner, account):
    address = pays(pages, account)
    mine = the_code_is_there()
    deposit = Deposit.objects.get()
    theirs = start(deposit, signed_in(ZHAO))
    is_told_paid(theirs)
    is_told_paid(mine)
    book()
    pages.get(address)
    assert "这笔维修资金已经有人交过了" in pages.page.text
    for page in (address, address.removesuffix("/payment")):
        pages.get(page)
        assert "您用支付宝付的18,000.00元没有用上，正在按原路退回" in pages.page.text


@pytest.mark.covers("OWN-20", "CHN-03")
def test_who_paid_twice_reads_that_it_is_paid_and_what_goes_back(pages, owner, account):
    address = pays(pages, account)
    first = the_code_is_there()
    pays(pages, account, channel="wechat")
    is_told_paid(the_code_is_there())
    is_told_paid(first)
    book()
    assert fresh(first).status == PaymentStatus.REFUNDING
    pages.get(address)
    assert "交存成功" in pages.page.text
    assert "您用支付宝付的18,000.00元没有用上，正在按原路退回" in pages.page.text


@pytest.mark.covers("OWN-20")
def test_a_deposit_that_is_not_asked_for_any_more_is_closed(pages, owner, account):
    address = pays(pages, account)
    actions.correct_area(account_id=account.pk, area_hundredths=80_00, by=DEPARTMENT)
    pages.get(address)
    assert "这笔交存已关闭" in pages.page.text and "没有扣款" in pages.page.text
    pages.get(address.removesuffix("/payment"))
    assert "立即付款" not in buttons(pages)


@pytest.mark.covers("OWN-20", "OWN-33")
def test_sold_public_housing_is_told_who_deposits(pages, owner):
    unit = people.record_organisation(
        name="某单位", uscc="91110108MA01A0002G", phone="13800000003", by=DEPARTMENT
    )
    home = an_account(kind=Kind.SOLD_PUBLIC, selling_unit_id=unit.pk, room="906")
    for page in ("pay", "voluntary"):
        pages.get(f"/owner/homes/{home.dwelling_id}/{page}")
        assert "该房屋为售后公有住房，需由所属单位前往" in pages.page.text
        assert "立即付款" not in buttons(pages)
    pages.post(f"/owner/homes/{home.dwelling_id}/pay", {"channel": "alipay"})
    assert Deposit.objects.count() == 0
