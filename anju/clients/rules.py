"""What may go wrong with the outside world, and the limits within which we listen to it."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

TIME_WINDOW = timedelta(minutes=5)  # a signed message older, or newer, than this may be a replay
NOTIFICATION_BYTES = 64 * 1024
MESSAGE_BYTES = 256 * 1024 * 1024  # a statement of 100,000 entries takes about 60 MB
BILL_BYTES = 1024 * 1024 * 1024  # one day's bill of one merchant, unpacked
CURRENCY = "CNY"


class Refusal(TextChoices):
    FORGED = "forged", _("签名不正确，已拒收")
    STALE = "stale", _("报文时间与当前时间相差超过五分钟，已拒收")
    UNREADABLE = "unreadable", _("报文无法读取：{what}")
    WRONG_CURRENCY = "wrong_currency", _("币种「{currency}」不是人民币，已拒收")
    SUMS_DIFFER = "sums_differ", _("合计与明细不符：{what}")
    UNWRITABLE = "unwritable", _("报文无法生成：{what}")
    DECLINED = "declined", _("{system}拒绝了请求：{reason}")
    ALREADY_PAID = "already_paid", _("订单「{out_trade_no}」已经付款")
    UNKNOWN_MERCHANT = "unknown_merchant", _("没有微信支付商户「{merchant_no}」的连接")
    UNKNOWN_BANK = "unknown_bank", _("没有与银行「{bank}」的连接")
    UNKNOWN_SENDER = "unknown_sender", _("没有与「{sender}」的交接约定")
    CODE_TAKEN = "code_taken", _("收款码「{collection_code}」已经登记，且内容不同")
    ADDRESS_WRONG = (
        "address_wrong",
        _("请填写完整的网址，以 https:// 开头，不含空格、用户名、密码和#号"),
    )
    ADDRESS_PLAIN = "address_plain", _("推送地址必须以 https:// 开头")
    ADDRESS_PRIVATE = (
        "address_private",
        _("「{host}」指向内部网络或本机（{address}），不能作为推送地址"),
    )
    SIGN_IN_FAILED = "sign_in_failed", _("统一身份认证未能确认您的身份，请重新登录")
