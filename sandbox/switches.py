"""Switches of the control page: how the outside world misbehaves right now."""

import re
import sqlite3
from typing import Any

from sandbox.declined import unreadable
from sandbox.store import remember, remembered

DEFAULTS: dict[str, Any] = {
    "copies": 1,  # each notification is sent so many times
    "shuffle": False,  # each sending waits a random 0-3 seconds, so the order is random
    "delay_seconds": 0,  # each sending waits so long first
    "hold": False,  # new notifications are kept back until released
    "fail_sms": 0,  # the next n SMS are answered 503
    "fail_mail": 0,
    "fail_alipay_calls": 0,  # the next n calls of the Alipay gateway fail with code 20000
    "fail_wechat_calls": 0,  # the next n calls of WeChat Pay fail with 500, nothing done
    "lose_wechat_answers": 0,  # the next n calls are carried out, and answered 502 all the same
    "wechat_mode": "answers",  # how WeChat Pay is: one of WECHAT_MODES
    "wechat_delay_seconds": 0,  # it thinks so long before it answers
    "wechat_refund_seconds": 2,  # so long a refund is PROCESSING
    "fail_refunds": 0,  # the next n refunds are refused, at either provider
    "fail_payouts": 0,  # the next n bank payments fail with payout_reason
    "payout_reason": "AC04",  # ISO 20022: AC04 closed account, BE01 wrong name, AM04 no money
    "hold_payouts": False,  # bank payments stay accepted until executed by hand
    "alipay_fee_ppm": 0,  # Alipay's fee in parts per million
    "wechat_fee_ppm": 0,  # WeChat Pay's, which it gives back with a refund
    "title_mode": "answers",  # how the title registry is: answers, down, garbage
    "title_delay_seconds": 0,  # it thinks so long before it answers
    "title_twice": False,  # each answer of the title registry holds its report twice
    "organisation_mode": "answers",  # how the register of organisations is: answers, down, garbage
    "organisation_delay_seconds": 0,  # it thinks so long before it answers
    "organisation_twice": False,  # each of its answers holds its report twice
    "receipt_mode": "answers",  # how the receipt platform is: one of RECEIPT_MODES
    "receipt_delay_seconds": 0,  # it does what it is asked, and answers so long after
    "receipt_twice": False,  # each answer of the receipt platform holds its report twice
    "fail_receipts": 0,  # the next n receipts are refused with receipt_reason
    "fail_voids": 0,  # and the next n wishes to void one
    "receipt_reason": "交款人名称校验未通过",
    "product_url": "",  # empty: PRODUCT_URL of the environment
}
LIMITS = {
    "copies": (1, 100),
    "delay_seconds": (0, 3600),
    "alipay_fee_ppm": (0, 100_000),
    "wechat_fee_ppm": (0, 100_000),
    "wechat_delay_seconds": (0, 60),
    "wechat_refund_seconds": (0, 86_400),
    "title_delay_seconds": (0, 60),
    "organisation_delay_seconds": (0, 60),
    "receipt_delay_seconds": (0, 60),
}
TITLE_MODES = ("answers", "down", "garbage")
WECHAT_MODES = (
    *TITLE_MODES,
    "busy",  # 429
    "forged",  # signed by a stranger
    "probe",  # 签名探测流量: a signature that nobody can have made
    "other_key",  # under a key's number that nobody was given
    "skewed",  # signed ten minutes ago
)
RECEIPT_MODES = (
    "answers",
    "down",  # does nothing: 503
    "broken",  # does nothing: 500
    "silent",  # does it without a word
    "late",  # says nothing and does it a minute later, or when asked again
    "garbage",  # does it and answers what nobody can read
    "anothers",  # does it and answers the numbers of another receipt
)
LONGEST_REASON = 100


def switches(db: sqlite3.Connection) -> dict[str, Any]:
    changed: dict[str, Any] = remembered(db, "switches", {})
    return DEFAULTS | changed


def change_switches(db: sqlite3.Connection, changes: dict[str, Any]) -> dict[str, Any]:
    """Set some switches, all or none; names and values that cannot be are declined."""
    for name, value in changes.items():
        if name not in DEFAULTS:
            raise unreadable(f"没有这个开关：{name}")
        if type(value) is not type(DEFAULTS[name]):
            raise unreadable(f"开关 {name} 的值无法识别：{value}")
        if isinstance(value, int) and not isinstance(value, bool):
            low, high = LIMITS.get(name, (0, 1000))
            if not low <= value <= high:
                raise unreadable(f"开关 {name} 应在 {low} 至 {high} 之间。")
    if not re.fullmatch(r"[A-Z]{2}[0-9]{2}", changes.get("payout_reason", "AC04")):
        raise unreadable("付款失败原因应为 ISO 20022 代码，例如 AC04。")
    if changes.get("title_mode", "answers") not in TITLE_MODES:
        raise unreadable("登记系统的状态应为 answers、down 或 garbage。")
    if changes.get("organisation_mode", "answers") not in TITLE_MODES:
        raise unreadable("机构登记系统的状态应为 answers、down 或 garbage。")
    if changes.get("wechat_mode", "answers") not in WECHAT_MODES:
        raise unreadable(f"微信支付的状态应为 {'、'.join(WECHAT_MODES)} 之一。")
    if changes.get("receipt_mode", "answers") not in RECEIPT_MODES:
        raise unreadable(f"票据平台的状态应为 {'、'.join(RECEIPT_MODES)} 之一。")
    if not 0 < len(changes.get("receipt_reason", "x").strip()) <= LONGEST_REASON:
        raise unreadable(f"开票失败原因应为1至{LONGEST_REASON}个字。")
    result = switches(db) | changes
    remember(db, "switches", result)
    return result


def use_up(db: sqlite3.Connection, name: str) -> bool:
    """Whether a "fail the next n" switch applies now; counts it down."""
    left = switches(db)[name]
    if left > 0:
        change_switches(db, {name: left - 1})
    return bool(left > 0)
