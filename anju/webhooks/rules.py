"""What programs can be told, where, how often it is tried, and how long a secret lasts, as data. (OPS-04, BEY-11)"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from anju.core.moves import Move, Moves
from anju.core.rules import CallbackStatus
from anju.people.rules import Scope


class Event(TextChoices):
    """What happens to somebody's business that their program may want to hear of."""

    LEASE_FILED = "lease.filed", _("合同已备案入库")
    FILING_APPROVED = "filing.approved", _("备案申请通过")
    FILING_RETURNED = "filing.returned", _("备案申请退回")
    ORDER_RECEIVED = "order.received", _("缴款已收到")
    ORDER_SUPERVISED = "order.supervised", _("缴款已监管")
    ORDER_CANCELLED = "order.cancelled", _("订单已取消")
    ORDER_SET_ASIDE = "order.set_aside", _("来款与订单不符")
    RELEASE_PAID = "release.paid", _("划转成功")
    RELEASE_FAILED = "release.failed", _("划转失败")
    CASE_OPENED = "case.opened", _("退房已登记")
    PLAN_ANSWERED = "plan.answered", _("退款方案已答复")
    PLAN_ACCEPTED_BY_SILENCE = "plan.accepted_by_silence", _("退款方案逾期视为同意")
    CASE_DISPUTED = "case.disputed", _("退款进入纠纷")
    PORTION_PAID = "portion.paid", _("退款付款成功")
    PORTION_FAILED = "portion.failed", _("退款付款失败")
    CASE_CLOSED = "case.closed", _("退款办结")
    HOLD_PLACED = "hold.placed", _("划转已暂停")
    HOLD_LIFTED = "hold.lifted", _("划转已恢复")
    VERIFICATION_DECIDED = "verification.decided", _("房源核验有结果")
    BANK_DAY_DIFFERS = "bank_day.differs", _("日终对账有差异")
    BANK_DAY_CLOSED = "bank_day.closed", _("日终已结账")
    TEST = "test", _("测试事件")


@dataclass(frozen=True)
class EventKind:
    """What is sent with an event: what `about` names, and an example of each fact."""

    about: Any
    facts: dict[str, Any]


FILING_NO, ORDER_NO = "京房租备2026110100001", "A20261101000000017"
OF_ORDER = {"order_no": ORDER_NO, "amount": "28000.00", "filing_nos": [FILING_NO]}
OF_CASE = {"case": 1, "filing_no": FILING_NO}
OF_HOLD = {"filing_no": FILING_NO, "reason": "authority", "document_no": "京建发〔2026〕12号"}
OF_FILING = {
    "application_no": "SQ20261101000017",
    "contract_no": "HT20261101000017",
    "kind": "filing",
}
OF_RELEASE = {"release_no": "R20261101000017", "kind": "rent", "amount": "6000.00"}
OF_DAY = {"day": "2026-11-02", "statement_version": 1}
OF_PORTION = {**OF_CASE, "portion": 1, "side": "tenant", "amount": "4000.00"}

EVENTS: dict[Event, EventKind] = {
    Event.LEASE_FILED: EventKind(_("备案编号"), {"filing_no": FILING_NO}),
    Event.FILING_APPROVED: EventKind(_("申请编号"), {**OF_FILING, "filing_no": FILING_NO}),
    Event.FILING_RETURNED: EventKind(_("申请编号"), {**OF_FILING, "because": "租期与合同不一致"}),
    Event.ORDER_RECEIVED: EventKind(_("订单编号"), OF_ORDER),
    Event.ORDER_SUPERVISED: EventKind(_("订单编号"), OF_ORDER),
    Event.ORDER_CANCELLED: EventKind(_("订单编号"), OF_ORDER),
    Event.ORDER_SET_ASIDE: EventKind(
        _("订单编号"), {"order_no": ORDER_NO, "amount": "27999.99", "because": "金额与订单不符"}
    ),
    Event.RELEASE_PAID: EventKind(_("划转编号"), OF_RELEASE),
    Event.RELEASE_FAILED: EventKind(_("划转编号"), {**OF_RELEASE, "because": "账户已销户"}),
    Event.CASE_OPENED: EventKind(
        _("退房编号"), {**OF_CASE, "returned_on": "2026-11-01", "plan_due_on": "2026-11-04"}
    ),
    Event.PLAN_ANSWERED: EventKind(_("退房编号"), {**OF_CASE, "version": 1, "opinion": "agree"}),
    Event.PLAN_ACCEPTED_BY_SILENCE: EventKind(_("退房编号"), {**OF_CASE, "version": 1}),
    Event.CASE_DISPUTED: EventKind(_("退房编号"), OF_CASE),
    Event.PORTION_PAID: EventKind(_("退房编号"), OF_PORTION),
    Event.PORTION_FAILED: EventKind(_("退房编号"), {**OF_PORTION, "because": "账户已销户"}),
    Event.CASE_CLOSED: EventKind(_("退房编号"), OF_CASE),
    Event.HOLD_PLACED: EventKind(_("备案编号，全部合同时为空"), OF_HOLD),
    Event.HOLD_LIFTED: EventKind(_("备案编号，全部合同时为空"), OF_HOLD),
    Event.VERIFICATION_DECIDED: EventKind(
        _("核验编号"), {"no": "HY20261101000017", "status": "passed", "outcome": "PASSED"}
    ),
    Event.BANK_DAY_DIFFERS: EventKind(_("日期"), {**OF_DAY, "differences": 2}),
    Event.BANK_DAY_CLOSED: EventKind(_("日期"), {**OF_DAY, "closing": "1250000.00"}),
    Event.TEST: EventKind(_("空"), {"message": "测试事件"}),
}
"""Nothing in it names a person: who wants to know more asks the API by the number it is about."""

OF_BANKS = (Event.BANK_DAY_DIFFERS, Event.BANK_DAY_CLOSED)
OFFERED = tuple(event for event in Event if event not in (*OF_BANKS, Event.TEST))
"""What an enterprise can be told; a test event is sent on demand, to one address."""

OF_PLATFORMS = {
    Scope.HOME_VERIFY: (Event.VERIFICATION_DECIDED,),
    Scope.CONTRACT_FILE: (Event.FILING_APPROVED, Event.FILING_RETURNED),
    Scope.LEASE_FILE: (Event.ORDER_RECEIVED, Event.ORDER_SUPERVISED, Event.ORDER_CANCELLED),
    Scope.BANK_READ: OF_BANKS,
}
"""What a platform or a bank can be told, by what its key may do: what became of its own verifications, applications and
filed leases, of its own account."""


def offered_to(scopes: Collection[str]) -> tuple[Event, ...]:
    return tuple(e for scope, events in OF_PLATFORMS.items() if scope in scopes for e in events)


class Status(TextChoices):
    ACTIVE = "active", _("推送中")
    PAUSED = "paused", _("已暂停")
    ENDED = "ended", _("已停用")


STANDING = (Status.ACTIVE, Status.PAUSED)
SUBSCRIPTION_MOVES = Moves(
    change=Move(_("修改"), STANDING, Status.ACTIVE),
    rotate_secret=Move(_("更换签名密钥"), (Status.ACTIVE,), Status.ACTIVE),
    pause=Move(_("暂停推送"), (Status.ACTIVE,), Status.PAUSED),
    suspend=Move(_("因长期无应答暂停"), (Status.ACTIVE,), Status.PAUSED),
    resume=Move(_("恢复推送"), (Status.PAUSED,), Status.ACTIVE),
    end=Move(_("停用"), STANDING, Status.ENDED),
)
"""While a subscription is paused its events gather, and are sent when it goes on."""

DELIVERY_MOVES = Moves(
    deliver=Move(_("送达"), (CallbackStatus.WAITING,), CallbackStatus.DELIVERED),
    give_up=Move(_("放弃"), (CallbackStatus.WAITING,), CallbackStatus.UNDELIVERED),
    try_again=Move(
        _("重新发送"),
        (CallbackStatus.UNDELIVERED, CallbackStatus.DELIVERED),
        CallbackStatus.WAITING,
    ),
)

MOST_SUBSCRIPTIONS = 5
MOST_URL = 300
MOST_ATTEMPTS_SHOWN = 100
SECRET_OVERLAP = timedelta(hours=24)
"""After a change of the secret everything is signed with both, the new and the old one, for so long."""

REST_AFTER = tuple(timedelta(seconds=s) for s in (5, 30, 60, 120, 300, 600))
"""How long a receiver that does not answer is left in peace, silence after silence; then one event tries it."""

SUSPENDED_AFTER = timedelta(days=3)
"""Silent for so long, it is paused until its owner says that it is there again."""

GIVEN_UP_AFTER = timedelta(days=30)
"""What has waited so long is not sent any more by itself."""

DEADLINE_SECONDS = 10
KEPT_OF_ANSWER = 500
LANES = 16
"""To so many receivers at the same time: one that is slow keeps nobody else waiting."""
MOST_IN_A_LANE = 10
LANE_SECONDS = 10
"""A receiver that takes its time gets no further event in this round; what is left is sent in the next."""
RUN_SECONDS = 30


class Refusal(TextChoices):
    NOT_YOURS = "not_yours", _("只有本单位可以管理本单位的事件推送，平台和银行的由资金中心管理")
    KEY_NOT_TOLD = (
        "key_not_told",
        _("接口密钥「{name}」已失效，或者没有可以推送的事件，不能设推送地址"),
    )
    EVENTS_MISSING = "events_missing", _("请至少选择一种事件")
    URL_TAKEN = "url_taken", _("该地址已有一个推送，请修改原有的推送")
    TOO_MANY = "too_many", _("最多可设{most}个推送地址")
    NOT_SENDING = "not_sending", _("推送已暂停或停用，请先恢复")
