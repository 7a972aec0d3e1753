"""The faces of the payment page: a code to scan, the app to open, and what became of the payment. (OWN-20, OWN-22)"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.core import clock
from anju.core.money import yuan
from anju.fund import queries
from anju.fund.rules import OPEN
from anju.payments.rules import UNPAID, Channel, Opening, PaymentStatus
from anju.portals.owner.shown import DepositShown
from anju.web.paying import ResultShown, pay_link, qr_svg

BACK: dict[str, Any] = {
    PaymentStatus.REFUNDING: gettext_lazy(
        "您用{app}付的{amount}元没有用上，正在按原路退回，不需要您办理。"
    ),
    PaymentStatus.REFUNDED: gettext_lazy(
        "您用{app}付的{amount}元没有用上，已按原路退回，不需要您办理。"
    ),
}


@dataclass(frozen=True)
class MethodShown:
    value: str
    label: str
    explanation: str
    is_ticked: bool


def methods_shown(channels: list[str], chosen: Any) -> list[MethodShown]:
    """微信 or 支付宝; the only one there is stands ticked."""
    ticked = channels[0] if len(channels) == 1 else chosen
    return [
        MethodShown(
            one,
            str(Channel(one).label),
            _("用手机{app}付款，付款页显示剩余时间").format(app=app_of(one)),
            one == ticked,
        )
        for one in sorted(channels, reverse=True)
    ]


def app_of(channel: str) -> str:
    apps = {Channel.ALIPAY: _("支付宝"), Channel.WECHAT: _("微信")}
    return apps[Channel(channel)]


@dataclass(frozen=True)
class Face:
    """`state` changes with it: a page that has seen this state has nothing new to load."""

    state: str
    template: str
    refreshed_every: int = 0
    app: str = ""
    seconds_left: int = 0
    qr: SafeString | str = ""
    pay_link: str = ""
    result: ResultShown | None = None


def face_of(deposit: Any, actor: Any, address: str) -> Face:
    """`address` is the page's own: a provider's page leads back there."""
    attempt = queries.attempt_of(deposit, actor)
    if deposit.status not in OPEN:
        return result_face("over", over(deposit, actor))
    if attempt is None or not is_alive(attempt.payment):
        return result_face("ended", ended(attempt))
    payment: Any = attempt.payment
    left = max(0, int((payment.expires_at - clock.now()).total_seconds()))
    app = app_of(payment.channel)
    if payment.status == PaymentStatus.REQUESTED:
        return Face("requested", "requested", 1, app, left)
    link = pay_link(payment, address)
    if payment.opening == Opening.APP:
        return Face("app", "app", 2, app, left, "", link)
    return Face("code", "code", 2, app, left, qr_svg(payment.qr_code), link)


def is_alive(payment: Any) -> bool:
    is_open = payment.status in UNPAID and not payment.close_wanted
    return is_open and payment.expires_at > clock.now()


def result_face(state: str, result: ResultShown) -> Face:
    return Face(f"{state}-{result.tone}", "result", 0, result=result)


def backs_shown(deposit: Any, actor: Any) -> list[str]:
    """Of each payment of this payer that came too late, or as the second, where its money is. (CHN-03)"""
    return [
        str(BACK[payment.status]).format(
            app=app_of(payment.channel), amount=yuan(payment.amount_fen)
        )
        for payment in queries.given_back_to(deposit, actor)
    ]


def over(deposit: Any, actor: Any) -> ResultShown:
    """The deposit is paid, by this payer or another, or it is not asked for any more."""
    told = backs_shown(deposit, actor)
    if deposit.paid_at is None:
        return ResultShown(
            "quiet",
            _("这笔交存已关闭"),
            [_("应交金额已有变化，或者交存单已撤回，没有扣款。"), *told],
        )
    if queries.has_paid(deposit, actor):
        later = _("钱款次日记入房屋的维修资金账户。现在就可以开具电子票据。")
        return ResultShown("good", _("交存成功"), [later, *told], is_done=True)
    told = told or [_("不用再付款。")]
    return ResultShown("quiet", _("这笔维修资金已经有人交过了"), told, is_done=True)


def ended(attempt: Any) -> ResultShown:
    """Nothing can be paid by what there was; the deposit can still be paid."""
    if attempt is not None and attempt.payment.status == PaymentStatus.FAILED:
        return ResultShown(
            "bad", _("付款没有成功"), [_("没有扣款。请重新付款，也可以换一种付款方式。")]
        )
    return ResultShown(
        "quiet",
        _("付款码已过期"),
        [
            _("付款码已经过了有效时间，没有扣款。点【重新付款】再来一次。"),
            _("如果您刚刚付过款，请稍等片刻再看，结果以实际付款为准。"),
        ],
    )


def payment_shown(request: HttpRequest, shown: DepositShown) -> dict[str, Any] | None:
    """What the payment page lays out; None when a part of it was asked for and nothing has changed."""
    face = face_of(shown.deposit, request.actor, shown.payment_url)
    if request.htmx and request.GET.get("seen") == face.state:
        return None
    asked = _("已经向{app}查询，结果通常几秒钟内显示。还没有付款的，请继续付款。").format(
        app=face.app
    )
    is_asked = request.GET.get("asked") == "1" and face.app
    return {"face": face, "shown": shown, "asked": asked if is_asked else ""}
