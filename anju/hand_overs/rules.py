"""Who may hand tenants over to us, and for how long a ticket is good. Sources: manual 000 §2, §5; manual 001 §9."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

VALID_FOR = timedelta(minutes=2)  # from the announcement until the browser is here

KEPT_FOR = timedelta(days=180)
"""So long after its ticket expired a hand-over stays: it is the record of who came in how, and such records are kept
for at least six months. (网络安全法, Art. 21) After that it would only tell where a person came from on which day."""


class Sender(TextChoices):
    """Whose users come to us already known: what they do there to come is said by `START_AGAIN`."""

    MINI_PROGRAM = "mini_program", _("京通小程序")
    RENTAL_PLATFORM = "rental_platform", _("北京市房屋租赁服务平台")


class Face(TextChoices):
    """The two faces of the tenant's portal."""

    WEB = "web", _("网厅端")
    MOBILE = "mobile", _("移动端")


START_AGAIN = {
    Sender.MINI_PROGRAM: _("请回到京通小程序【公积金】，重新点击【住房租赁押金 租金】"),
    Sender.RENTAL_PLATFORM: _(
        "请回到北京市房屋租赁服务平台的合同备案详情，在【租押金监管】重新点击【去支付】"
    ),
}


class Refusal(TextChoices):
    REPLAYED = "replayed", _("这份交接请求已经受理过，请重新生成并签名后再发送")
    PERSONS_ONLY = "persons_only", _("{sender}只交接个人用户，单位请从网厅端登录")
    UNKNOWN_LEASE = (
        "unknown_lease",
        _("资金中心还没有收到合同「{filing_no}」的备案信息，请稍后再试"),
    )
    NOT_A_TENANT = (
        "not_a_tenant",
        _("{name}不是合同「{filing_no}」的承租人。请核对登录的账号，或者联系租赁企业更正备案信息"),
    )
    UNKNOWN_TICKET = (
        "unknown_ticket",
        _("进入链接不正确或者不完整。请回到您来的小程序或者平台，重新点击进入"),
    )
    USED = "used", _("进入链接已经使用过，每个链接只能进入一次。{start_again}")
    EXPIRED = "expired", _("进入链接已过期，链接只在两分钟内有效。{start_again}")
