"""Faults that a visitor plays with one button: how an outside system is from now on, until another one is played."""

from dataclasses import dataclass
from typing import Any

from sandbox.declined import unknown
from sandbox.switches import DEFAULTS, change_switches, switches
from sandbox.world import World


@dataclass(frozen=True)
class Fault:
    """`changes` are the switches that differ from those of a system in order."""

    name: str
    label: str
    means: str
    changes: dict[str, Any]


IN_ORDER = "well"
RECEIPTS = (
    Fault(IN_ORDER, "恢复正常", "应答及时，办什么就是什么。", {}),
    Fault("down", "停机", "没有应答（503），也不办理。", {"receipt_mode": "down"}),
    Fault(
        "broken", "一直出错", "每次都答复系统内部错误（500），不办理。", {"receipt_mode": "broken"}
    ),
    Fault(
        "slow",
        "很慢",
        "办理了，十秒以后才答复，业务系统已经不等了。",
        {"receipt_delay_seconds": 10},
    ),
    Fault("silent", "办了不说", "办理了，没有应答（504）。", {"receipt_mode": "silent"}),
    Fault("late", "迟办", "没有应答，一分钟以后或者再次请求时才办理。", {"receipt_mode": "late"}),
    Fault("twice", "答复两遍", "每次答复里有两份同样的内容。", {"receipt_twice": True}),
    Fault("garbage", "答复乱码", "办理了，答复无法读取。", {"receipt_mode": "garbage"}),
    Fault(
        "anothers",
        "张冠李戴",
        "办理了，答复的却是另一张票据的号码（先要有另一张票据）。",
        {"receipt_mode": "anothers"},
    ),
    Fault("refuses", "下一张不予开票", "下一张拒绝开具，并说明原因。", {"fail_receipts": 1}),
    Fault("keeps", "下一张不予冲红", "下一张拒绝作废，并说明原因。", {"fail_voids": 1}),
)
ORGANISATIONS = (
    Fault(IN_ORDER, "恢复正常", "应答及时，登记的是什么就答什么。", {}),
    Fault("down", "停机", "没有应答（503）。", {"organisation_mode": "down"}),
    Fault(
        "slow",
        "很慢",
        "三十秒以后才应答，业务系统已经不等了。",
        {"organisation_delay_seconds": 30},
    ),
    Fault("garbage", "答复乱码", "答复无法读取。", {"organisation_mode": "garbage"}),
    Fault("twice", "答复两遍", "每次答复里有两份同样的内容。", {"organisation_twice": True}),
)
WECHAT = (
    Fault(IN_ORDER, "恢复正常", "应答及时，签名正确。", {}),
    Fault("down", "停机", "没有应答（503），也不办理。", {"wechat_mode": "down"}),
    Fault("busy", "限流", "请求太多（429），不办理。", {"wechat_mode": "busy"}),
    Fault(
        "failing", "一直出错", "每次都答复系统异常（500），不办理。", {"fail_wechat_calls": 1000}
    ),
    Fault("slow", "很慢", "二十秒以后才应答，业务系统已经不等了。", {"wechat_delay_seconds": 20}),
    Fault("lost", "应答丢失", "下一次请求办理了，应答丢失（502）。", {"lose_wechat_answers": 1}),
    Fault("garbage", "应答乱码", "办理了，应答无法读取。", {"wechat_mode": "garbage"}),
    Fault("forged", "签名不符", "应答和通知由别人签名。", {"wechat_mode": "forged"}),
    Fault(
        "probe",
        "签名探测",
        "应答和通知的签名是探测流量（WECHATPAY/SIGNTEST）。",
        {"wechat_mode": "probe"},
    ),
    Fault(
        "other_key",
        "陌生的公钥",
        "应答和通知用业务系统没有的公钥编号签名。",
        {"wechat_mode": "other_key"},
    ),
    Fault(
        "skewed", "时钟差十分钟", "应答和通知都像是十分钟以前签名的。", {"wechat_mode": "skewed"}
    ),
    Fault("refuses", "下一笔不予退款", "下一笔退款被拒绝：余额不足。", {"fail_refunds": 1}),
    Fault("dawdles", "退款要一小时", "退款一小时以后才到账。", {"wechat_refund_seconds": 3600}),
    Fault("thrice", "通知送三遍", "新的通知每条送达三遍。", {"copies": 3}),
    Fault("mute", "扣住通知", "新的通知先不送达，在【通知记录】放行。", {"hold": True}),
)
OF = {"receipts": RECEIPTS, "wechat": WECHAT, "organisations": ORGANISATIONS}


def play(world: World, subject: str, name: str) -> Fault:
    """From now on, or the next time, a system behaves so and in nothing else."""
    fault = next((one for one in OF.get(subject, ()) if one.name == name), None)
    if fault is None:
        raise unknown("没有这种故障。")
    with world.store.writing() as db:
        change_switches(db, _in_order(subject) | fault.changes)
    return fault


def playing(world: World, subject: str) -> str:
    """The fault that is played now; "" when the switches were set otherwise."""
    with world.store.reading() as db:
        now = switches(db)
    in_order = _in_order(subject)
    for fault in OF[subject]:
        if all(now[name] == value for name, value in (in_order | fault.changes).items()):
            return fault.name
    return ""


def _in_order(subject: str) -> dict[str, Any]:
    """The switches with which a subject's faults are played, as they are when all is well."""
    names = {name for fault in OF[subject] for name in fault.changes}
    return {name: DEFAULTS[name] for name in names}
