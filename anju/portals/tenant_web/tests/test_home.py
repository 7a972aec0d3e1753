"""The home page: in one look what is due, what waits, where the money is."""

from datetime import timedelta

import pytest

from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.payments import actions as payments
from anju.portals.tenant_web.tests.reading import links
from anju.tests.world import a_credit, a_lease, a_notification, a_paying_order, an_order, book

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("tenant")]
OTHER = ("京华青年住房租赁有限公司", "91110108MA01A0002G")


@pytest.fixture
def older(lease):
    """A lease filed 40 days ago with another enterprise; its rent is paid monthly, so it is not supervised."""
    day = clock.today() - timedelta(days=40)
    return a_lease(filing_no="BA-OLDER-0001", filed_on=day, starts_on=day, each=1, enterprise=OTHER)


@pytest.mark.covers("TEN-90")
def test_home_says_what_is_due_and_what_of_it_is_overdue(pages, lease, older):
    pages.get("/tenant/")
    first = (clock.today() - timedelta(days=40)).isoformat()
    assert "张三，您好" in pages.page.text
    assert f"应缴账单 ¥ 32,000.00 3 笔账单，最早应缴日期 {first}" in pages.page.text
    assert "其中 1 笔已逾期 ¥ 4,000.00" in pages.page.text
    assert "您名下还没有监管资金" in pages.page.text and "还没有资金变动" in pages.page.text


@pytest.mark.covers("TEN-90")
def test_home_says_which_due_dates_come_next(pages, lease):
    later = clock.today() + timedelta(days=30)
    a_lease(filing_no="BA-LATER-0001", starts_on=later)
    a_lease(filing_no="BA-LATER-0002", starts_on=clock.today() + timedelta(days=61))
    pages.get("/tenant/")
    assert f"接下来的应缴日期 {later} 2 笔账单 ¥ 28,000.00 下载" in pages.page.text
    assert "/tenant/pay/BA-LATER-0001" in links(pages)
    a_lease(filing_no="BA-LATER-0003", starts_on=later)
    pages.get("/tenant/")
    every = f"/tenant/bills?due_from={later}&due_to={later}"
    assert every in links(pages)
    pages.get(every)
    assert len(pages.page.all("tr")) == 1 + 4


@pytest.mark.covers("TEN-90")
def test_home_says_which_orders_wait_for_me_and_for_how_long(pages, lease, settings):
    settings.MOVABLE_CLOCK = True
    order = an_order(lease)
    advance_clock(seconds=61, by=CLOCK)
    pages.get("/tenant/")
    assert f"尚未完成的订单 订单 {order.no} 待确认 剩余时间 08:5" in pages.page.text
    assert {f"/tenant/orders/{order.no}", f"/tenant/orders/{order.no}/pay"} <= links(pages)
    assert "没有未下单的应缴账单" in pages.page.text
    advance_clock(seconds=600, by=CLOCK)
    pages.get("/tenant/")
    assert "尚未完成的订单" not in pages.page.text and "应缴账单 ¥ 28,000.00" in pages.page.text


@pytest.mark.covers("TEN-90")
def test_money_paid_by_alipay_is_in_transit_until_the_day_after(pages, lease, settings):
    settings.MOVABLE_CLOCK = True
    order = a_paying_order(lease, "alipay")
    a_notification(order)
    book()
    tomorrow = clock.today() + timedelta(days=1)
    pages.get("/tenant/")
    assert f"在途 ¥ 28,000.00 支付宝付款成功，预计 {tomorrow} 到达监管账户" in pages.page.text
    assert "您名下还没有监管资金" in pages.page.text and order.no not in pages.page.text
    advance_clock(seconds=3 * 24 * 3600, by=CLOCK)
    pages.get("/tenant/")
    assert "支付宝付款成功，应已到达监管账户，资金中心正在核对" in pages.page.text


@pytest.mark.covers("TEN-90")
def test_home_says_where_my_money_is_and_what_moved_last(pages, lease):
    a_credit(a_paying_order(lease))
    a_credit(a_paying_order(a_lease(bank="icbc", enterprise=OTHER), kinds="deposit"), bank="icbc")
    book()
    pages.get("/tenant/")
    assert (
        "资金中心代为保管 ¥ 32,000.00 监管押金余额 ¥ 8,000.00 监管租金余额 ¥ 24,000.00 存放在： "
        "中国工商银行 ¥ 4,000.00 中国建设银行 ¥ 28,000.00" in pages.page.text
    )
    today = clock.today()
    assert f"{today} {lease.filing_no} 缴纳 · 租金 ¥ 24,000.00" in pages.page.text
    assert f"/tenant/balances/{lease.filing_no}" in links(pages)


@pytest.mark.covers("TEN-90", "CTR-03")
def test_home_says_which_money_did_not_fit_and_when_it_goes_back(pages, lease):
    order = a_paying_order(lease)
    wrong = a_credit(order, amount="1.00")
    book()
    pages.get("/tenant/")
    assert "没有用上的款项" in pages.page.text
    assert "到账1.00元，应缴28,000.00元，金额不一致 · 将于" in pages.page.text
    assert "退回中" in pages.page.text and "退回付款账户" in pages.page.text
    payments.doubt_credit(entry_id=wrong.pk, because="T1", by=CLOCK)
    pages.get("/tenant/")
    assert "正在核实 到账1.00元" in pages.page.text and "核实以前暂不退回" in pages.page.text
    denied = {"key": "manual:T1", "happened_at": clock.now(), "because": "T1", "by": CLOCK}
    payments.withdraw_credit(entry_id=wrong.pk, **denied)
    pages.get("/tenant/")
    assert "银行没有收到 到账1.00元" in pages.page.text and "退回中" not in pages.page.text
    payments.reinstate_credit(entry_id=wrong.pk, **(denied | {"key": "manual:T2"}))
    pages.get("/tenant/")
    assert "待退回 到账1.00元" in pages.page.text and "没有能自动退回" in pages.page.text
    a_credit(order)
    a_credit(order)
    book()
    pages.get("/tenant/")
    assert "28,000.00" in pages.page.text and "本笔为重复付款" in pages.page.text


def test_home_with_nothing_due_is_calm(pages, lease):
    a_credit(a_paying_order(lease))
    book()
    pages.get("/tenant/")
    assert "5日内没有应缴账单" in pages.page.text and "没有用上" not in pages.page.text


@pytest.mark.covers("TEN-90")
def test_home_costs_the_same_however_many_leases_there_are(
    pages, lease, settings, django_assert_max_num_queries
):
    settings.MOVABLE_CLOCK = False
    for number in range(5):
        a_credit(a_paying_order(a_lease(filing_no=f"BA-MANY-{number:04}")))
    book()
    pages.get("/tenant/")
    with django_assert_max_num_queries(10):
        pages.get("/tenant/")
    assert "资金中心代为保管 ¥ 140,000.00" in pages.page.text
