from datetime import timedelta

import pytest

from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE
from anju.ledger.queries import balance_fen
from anju.notices.models import Notice
from anju.orders import actions
from anju.orders.models import Order
from anju.orders.rules import Status
from anju.payments import actions as payments
from anju.payments.actions.settlements import BillLine
from anju.payments.models import BankEntry, Payment, ProviderNotification, Refund, Settlement
from anju.payments.rules import Channel
from anju.tests.world import (
    BANKS,
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


def paid_by_alipay(lease=None, kinds="deposit first"):
    order = a_paying_order(lease, Channel.ALIPAY, kinds)
    a_notification(order)
    book()
    order.refresh_from_db()
    return order


def a_bill(orders, day=None, *, extra=(), bank="ccb"):
    lines = [
        BillLine("trade", f"T{o.payment.no}", o.payment.no, o.amount_fen, 0, clock.now())
        for o in orders
    ]
    return payments.record_bill(
        channel="alipay",
        bank=bank,
        day=day or clock.today(),
        digest=b"d" * 32,
        lines=[*lines, *extra],
        by=CLOCK,
    )


def the_bank_credits(settlement, amount=None):
    app_id = BANKS[settlement.bank_account.bank][3]
    return a_credit(
        amount=amount or f"{settlement.net_fen / 100:.2f}",
        text=f"ALIPAY SETTLEMENT {settlement.day} {app_id}",
        payer="支付宝（中国）网络技术有限公司",
    )


def settle(settlement):
    payments.report_untold_trades(settlement_id=settlement.pk, by=CLOCK)
    book()
    while actions.settle_lines(settlement_id=settlement.pk, limit=2, by=CLOCK):
        pass
    return payments.finish_settlement(settlement_id=settlement.pk, by=CLOCK)


def fresh(record):
    record.refresh_from_db()
    return record


@pytest.mark.covers("PAY-05", "PAY-08", "CHN-02")
def test_a_paid_code_makes_the_order_successful_and_the_money_is_in_transit():
    order = paid_by_alipay()

    assert order.status == Status.PAID
    assert order.payment.status == "received"
    assert balance_fen("transit:alipay:ccb") == 28000_00
    assert balance_fen("world:alipay:ccb") == -28000_00
    assert balance_fen(order.lease.deposit_pot) == 0
    assert not Notice.objects.filter(kind="in_custody").exists()


@pytest.mark.covers("CHN-02", "PAY-10")
def test_fifty_deliveries_of_one_notification_book_one_payment():
    order = a_paying_order(channel=Channel.ALIPAY)
    for _ in range(50):
        a_notification(order, notify_id="same")
        book()
    assert ProviderNotification.objects.count() == 1
    assert balance_fen("transit:alipay:ccb") == 28000_00


@pytest.mark.covers("CHN-02")
def test_several_notifications_of_one_trade_in_one_batch_book_it_once():
    order = a_paying_order(channel=Channel.ALIPAY)
    facts = [a_notification(order) for _ in range(5)]
    book()
    assert sorted(fresh(fact).status for fact in facts) == ["ignored"] * 4 + ["matched"]
    assert balance_fen("transit:alipay:ccb") == 28000_00


@pytest.mark.covers("PAY-08", "CHN-05", "ORD-02")
def test_next_day_one_bank_credit_is_taken_apart_into_all_its_orders():
    orders = [paid_by_alipay() for _ in range(3)]
    settlement = a_bill(orders)
    credit = the_bank_credits(settlement)
    book()

    assert (fresh(settlement).status, fresh(credit).status) == ("funded", "matched")
    assert settle(settlement)

    assert [fresh(order).status for order in orders] == [Status.IN_CUSTODY] * 3
    assert [fresh(order.payment).status for order in orders] == ["settled"] * 3
    assert balance_fen("transit:alipay:ccb") == 0
    assert balance_fen("world:alipay:ccb") == 0
    assert balance_fen("world:ccb") == -3 * 28000_00
    assert balance_fen(orders[2].lease.rent_pot) == 24000_00
    assert Notice.objects.filter(kind="in_custody").count() == 3
    assert settle(fresh(settlement))
    assert balance_fen("world:ccb") == -3 * 28000_00


@pytest.mark.covers("CHN-05")
def test_a_credit_waits_for_its_bill_and_is_booked_when_the_bill_comes():
    order = paid_by_alipay()
    day = clock.today()
    credit = a_credit(
        amount="28000.00", text=f"ALIPAY SETTLEMENT {day} 2021000000000001", payer="支付宝"
    )
    book()
    assert fresh(credit).status == "new"
    settlement = a_bill([order])
    book()
    assert fresh(credit).status == "matched"
    assert settle(fresh(settlement))


@pytest.mark.covers("CHN-05", "CHN-04")
@pytest.mark.parametrize(
    "named", ["{today} 2021000000000002", "{old} 2021000000000001", "2026-13-45 2021000000000001"]
)
def test_a_credit_whose_bill_will_never_come_is_left_to_a_person(named):
    a_bank_account()
    today = clock.today()
    text = "ALIPAY SETTLEMENT " + named.format(today=today, old=today - timedelta(days=8))
    credit = a_credit(amount="100.00", text=text)
    book()
    assert fresh(credit).status == "set_aside"
    assert balance_fen("suspense:ccb") == 100_00


@pytest.mark.covers("CHN-05")
def test_a_credit_that_differs_from_the_bill_by_a_fen_goes_into_suspense_and_settles_nothing():
    order = paid_by_alipay()
    settlement = a_bill([order])
    credit = the_bank_credits(settlement, "27999.99")
    book()
    assert fresh(credit).status == "set_aside"
    assert "相差0.01元" in credit.because
    assert fresh(settlement).status == "received"
    assert fresh(order).status == Status.PAID


@pytest.mark.covers("CHN-05")
def test_lines_that_do_not_agree_are_listed_and_stop_no_other():
    good, other = paid_by_alipay(), paid_by_alipay()
    wrong_amount = BillLine("trade", f"T{other.payment.no}", other.payment.no, 1_00, 0, clock.now())
    unknown = BillLine("trade", "T-unknown", "no-such-payment", 2_00, 0, clock.now())
    settlement = a_bill([good], extra=[wrong_amount, unknown])
    the_bank_credits(settlement)
    book()
    assert settle(fresh(settlement))
    assert (fresh(good).status, fresh(other).status) == (Status.IN_CUSTODY, Status.PAID)
    reasons = [line.because for line in settlement.lines.filter(status="differs").order_by("pk")]
    assert reasons == ["账单1.00元，支付单28,000.00元", "没有交易T-unknown对应的支付单"]


@pytest.mark.covers("CHN-05", "CHN-02")
def test_a_trade_whose_notification_never_came_is_taken_from_the_bill():
    order = a_paying_order(channel=Channel.ALIPAY)
    actions.payment_closed(payment_id=order.payment.pk, failed=False, because="", by=CLOCK)
    settlement = a_bill([order])
    the_bank_credits(settlement)
    book()
    assert settle(fresh(settlement))
    assert fresh(order).status == Status.IN_CUSTODY
    assert balance_fen(order.lease.rent_pot) == 24000_00


@pytest.mark.covers("CHN-05")
def test_the_same_bill_again_changes_nothing_and_another_one_is_refused():
    from anju.core.refusals import Refused

    order = paid_by_alipay()
    settlement = a_bill([order])
    assert a_bill([order]).pk == settlement.pk
    assert settlement.lines.count() == 1
    with pytest.raises(Refused) as no:
        payments.record_bill(
            channel="alipay", bank="ccb", day=settlement.day, digest=b"x" * 32, lines=[], by=CLOCK
        )
    assert no.value.code == "bill_changed"
    assert Settlement.objects.count() == 1


@pytest.mark.covers("CHN-03", "ORD-07")
def test_a_late_success_revives_the_order_while_its_bills_are_open():
    order = a_paying_order(channel=Channel.ALIPAY)
    actions.payment_closed(payment_id=order.payment.pk, failed=False, because="", by=CLOCK)
    a_notification(fresh(order))
    book()
    assert fresh(order).status == Status.PAID
    assert [line.holds for line in order.lines.all()] == [True, True]
    assert balance_fen("transit:alipay:ccb") == 28000_00


@pytest.mark.covers("CHN-03", "PAY-10")
def test_a_late_success_for_bills_paid_otherwise_goes_back_to_its_source():
    lease = a_lease()
    late = a_paying_order(lease, Channel.ALIPAY)
    actions.payment_closed(payment_id=late.payment.pk, failed=False, because="", by=CLOCK)
    other = a_paying_order(lease)
    a_credit(other)
    a_notification(late)
    book()

    assert (fresh(late).status, fresh(other).status) == (Status.CANCELLED, Status.IN_CUSTODY)
    refund = Refund.objects.get()
    assert refund.amount_fen == 28000_00
    assert "已由其他订单缴纳" in refund.because
    assert balance_fen("transit:alipay:ccb") == 28000_00
    payments.confirm_refund(refund_id=refund.pk, by=OUTSIDE)
    payments.confirm_refund(refund_id=refund.pk, by=OUTSIDE)
    assert fresh(late.payment).status == "refunded"
    assert balance_fen("transit:alipay:ccb") == 0
    assert balance_fen("world:alipay:ccb") == 0
    assert balance_fen(lease.deposit_pot) == 4000_00
    assert Notice.objects.get(kind="refunded_to_source").person_id == late.person_id


@pytest.mark.covers("CHN-03", "PAY-10")
def test_two_alipay_payments_of_one_order_leave_one_and_refund_the_other():
    order = a_paying_order(channel=Channel.ALIPAY)
    first, by = order.payment, tenant_of(order.lease)
    actions.choose_again(order_id=order.pk, by=by)
    order = actions.start_payment(order_id=order.pk, channel=Channel.ALIPAY, by=by)
    a_notification(order, payment=first)
    book()
    assert (fresh(order).status, order.payment_id) == (Status.PAID, first.pk)
    second = Payment.objects.exclude(pk=first.pk).get()
    assert second.close_wanted
    a_notification(order, payment=second)
    book()
    assert Refund.objects.get().payment == second
    assert fresh(order).status == Status.PAID
    assert balance_fen("transit:alipay:ccb") == 2 * 28000_00


@pytest.mark.covers("PAY-05")
def test_a_payment_that_turns_out_paid_after_choosing_again_counts():
    order = a_paying_order(channel=Channel.ALIPAY)
    actions.choose_again(order_id=order.pk, by=tenant_of(order.lease))
    a_notification(order)
    book()
    assert fresh(order).status == Status.PAID


@pytest.mark.covers("CHN-02", "SEC-04")
@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"amount_fen": 28000_01}, "到账28,000.01元，应缴28,000.00元，金额不一致"),
        ({"amount_fen": 27999_99}, "到账27,999.99元，应缴28,000.00元，金额不一致"),
        ({"merchant_no": "2021000000000002"}, "收款商户2021000000000002与支付单不符"),
        ({"payment_no": "404"}, "没有编号为404的支付单"),
    ],
)
def test_a_notification_that_does_not_fit_is_set_aside_with_its_reason(changes, reason):
    order = a_paying_order(channel=Channel.ALIPAY)
    fact = a_notification(order, **changes)
    book()
    assert (fresh(fact).status, fact.because) == ("set_aside", reason)
    assert fresh(order).status == Status.PAYING
    assert balance_fen("transit:alipay:ccb") == 0


@pytest.mark.covers("CHN-02", "LED-03")
def test_a_trade_number_that_was_used_before_leaves_the_batch_and_stops_no_other():
    first = paid_by_alipay()
    second, third = a_paying_order(channel=Channel.ALIPAY), a_paying_order(channel=Channel.ALIPAY)
    wrong = a_notification(second, trade_no=f"T{first.payment.no}")
    a_notification(third)
    book()
    assert (fresh(wrong).status, "已用于另一笔转账" in wrong.because) == ("set_aside", True)
    assert (fresh(second).status, fresh(third).status) == (Status.PAYING, Status.PAID)
    assert fresh(second.payment).status == "open"
    assert balance_fen("transit:alipay:ccb") == 2 * 28000_00


@pytest.mark.covers("ORD-02")
def test_a_failed_payment_fails_the_order_and_frees_its_bills():
    order = a_paying_order(channel=Channel.ALIPAY)
    a_notification(order, status="TRADE_CLOSED", paid_at=None)
    book()
    assert fresh(order).status == Status.FAILED
    assert an_order(order.lease).status == Status.AWAITING


@pytest.mark.covers("CHN-05")
def test_a_refund_before_settlement_is_part_of_the_days_net_amount():
    lease = a_lease()
    late = a_paying_order(lease, Channel.ALIPAY)
    actions.payment_closed(payment_id=late.payment.pk, failed=False, because="", by=CLOCK)
    other = paid_by_alipay(lease)
    a_notification(fresh(late))
    book()
    payments.confirm_refund(refund_id=Refund.objects.get().pk, by=OUTSIDE)
    refund = BillLine("refund", f"T{late.payment.no}", late.payment.no, 28000_00, 0, clock.now())
    settlement = a_bill([late, other], extra=[refund])
    assert settlement.net_fen == 28000_00
    the_bank_credits(settlement)
    book()
    assert settle(fresh(settlement))
    assert not settlement.lines.filter(status="differs").exists()
    assert fresh(other).status == Status.IN_CUSTODY
    assert balance_fen("transit:alipay:ccb") == balance_fen("world:alipay:ccb") == 0
    assert balance_fen("world:ccb") == -28000_00


@pytest.mark.covers("CHN-05")
def test_a_day_without_trades_or_with_a_net_of_zero_waits_for_no_money():
    a_bank_account()
    empty = a_bill([])
    assert settle(fresh(empty))
    assert fresh(empty).status == "booked"
    lease = a_lease()
    late = a_paying_order(lease, Channel.ALIPAY)
    actions.payment_closed(payment_id=late.payment.pk, failed=False, because="", by=CLOCK)
    a_credit(a_paying_order(lease))
    a_notification(fresh(late))
    book()
    payments.confirm_refund(refund_id=Refund.objects.get().pk, by=OUTSIDE)
    refund = BillLine("refund", f"T{late.payment.no}", late.payment.no, 28000_00, 0, clock.now())
    day = empty.day + timedelta(days=1)
    assert settle(a_bill([late], day=day, extra=[refund]))
    assert Settlement.objects.get(day=day).status == "booked"
    assert balance_fen("transit:alipay:ccb") == balance_fen("world:alipay:ccb") == 0


@pytest.mark.covers("CHN-05")
def test_a_day_on_which_more_went_back_than_came_in_ends_with_a_debit():
    lease = a_lease()
    late = a_paying_order(lease, Channel.ALIPAY)
    actions.payment_closed(payment_id=late.payment.pk, failed=False, because="", by=CLOCK)
    a_credit(a_paying_order(lease))
    a_notification(fresh(late))
    book()
    paid = a_bill([late])
    the_bank_credits(paid)
    book()
    assert settle(fresh(paid))
    payments.confirm_refund(refund_id=Refund.objects.get().pk, by=OUTSIDE)
    refund = BillLine("refund", f"T{late.payment.no}", late.payment.no, 28000_00, 0, clock.now())
    back = a_bill([], day=paid.day + timedelta(days=1), extra=[refund])
    assert back.net_fen == -28000_00
    debit = a_credit(
        amount="28000.00",
        direction="debit",
        text=f"ALIPAY SETTLEMENT {back.day} 2021000000000001",
    )
    book()
    assert (fresh(debit).status, fresh(back).status) == ("matched", "funded")
    assert settle(back)
    assert balance_fen("transit:alipay:ccb") == balance_fen("world:alipay:ccb") == 0
    assert balance_fen("world:ccb") == -28000_00


def test_the_day_after_is_another_settlement():
    first = a_bill([paid_by_alipay()])
    second = a_bill([paid_by_alipay()], day=first.day + timedelta(days=1))
    assert first.pk != second.pk
    assert Order.objects.count() == 2
    assert not BankEntry.objects.exists()
