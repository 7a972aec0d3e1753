"""What became of a payment, in the words that its payer reads."""

from django.utils.translation import gettext as _

from anju.orders.rules import Status
from anju.web.paying import ResultShown

OVER = "over"
"""The time of an order has run out; the job that cancels it has not come by yet."""


def result_of(state: str) -> ResultShown | None:
    """None while a payment is still on its way."""
    results = {
        Status.PAID: ResultShown(
            "good",
            _("缴纳成功"),
            [_("资金于次日到达资金中心的监管账户。入账后短信通知您，订单状态变为已监管。")],
            is_done=True,
        ),
        Status.IN_CUSTODY: ResultShown(
            "kept",
            _("已监管"),
            [_("资金已确认入账，由资金中心专户监管。可以在租押金余额查询中查看余额。")],
            is_done=True,
        ),
        Status.FAILED: ResultShown(
            "bad",
            _("支付失败"),
            [_("支付宝没有完成这笔付款。订单中的账单可以重新缴纳，也可以改用银行汇款。")],
        ),
        Status.CANCELLED: ResultShown(
            "quiet",
            _("订单已取消"),
            [
                _("订单超过有效时间未支付或者已由您取消，没有扣款。其中的账单可以重新缴纳。"),
                _("取消之后才到账的款项不会丢失：账单未缴的用于缴纳这些账单，其余的原路退回。"),
            ],
        ),
        OVER: ResultShown(
            "quiet",
            _("订单已超过有效时间"),
            [_("订单正在取消，不能再付款。如果您刚刚已经付款，以支付结果为准，请稍候。")],
        ),
    }
    return results.get(state)
