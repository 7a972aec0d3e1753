"""How a contract and its filing look to whoever has the number: do they hold, and what to do. (CON-05, CON-12)"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from anju.core import clock
from anju.core.paper import grouped
from anju.filings.queries import ForAnyone as FilingSeen
from anju.signings.queries import ForAnyone as ContractSeen
from anju.signings.rules import Status


@dataclass(frozen=True)
class PaperShown:
    """`said` is what it means, `advice` what to do about it."""

    no: str
    label: str
    tone: str
    said: str
    advice: str
    facts: list[tuple[Any, Any]]
    can_be_compared: bool
    digest: str = ""


def contract_shown(seen: ContractSeen) -> PaperShown:
    day = clock.day_of(seen.effective_at).isoformat() if seen.effective_at else ""
    facts = [
        (_("状态"), str(seen.status.label)),
        (_("生效日期"), day),
        (_("房屋区域"), _(seen.district)),
    ]
    holds, label, said, advice = meaning_of(seen.status)
    return PaperShown(
        no=seen.no,
        label=label,
        tone="good" if holds else "bad",
        said=said,
        advice=advice,
        facts=[(name, value) for name, value in facts if value],
        can_be_compared=seen.is_sealed,
    )


def meaning_of(status: Status) -> tuple[bool, str, str, str]:
    """Whether it holds, in one word, in a sentence, and what to do."""
    if status == Status.FILED:
        return (
            True,
            _("有效"),
            _("这份合同已经签订并备案。"),
            _("请上传出示给您的合同文件，核对内容有没有被改动。"),
        )
    if status in (Status.SIGNED, Status.ENTERED):
        return (
            True,
            _("有效"),
            _("这份合同已经签订，还没有备案。"),
            _("请上传出示给您的合同文件，核对内容有没有被改动，并督促出租人办理备案。"),
        )
    ended = _("这份合同签订过，现在已经终止或者由双方撤销。")
    return False, _("不再有效"), ended, _("请不要再依据它付款或者办理业务。")


def filing_shown(seen: FilingSeen) -> PaperShown:
    period = _("{first} 至 {last}").format(first=seen.starts_on, last=seen.ends_on)
    facts = [
        (_("状态"), seen.status),
        (_("备案日期"), seen.filed_on.isoformat()),
        (_("住房租赁企业"), seen.enterprise),
        (_("承租人"), "、".join(seen.tenants)),
        (_("房屋区域"), _(seen.district)),
        (_("房屋坐落"), seen.address),
        (_("租赁期"), period if seen.starts_on else ""),
    ]
    said = _("这份合同已经备案，备案现在有效。")
    advice = _("请将以下内容与备案证明逐项核对，全部相同才可以采信。")
    if not seen.in_force:
        said = _("这份合同备案过，租赁期已满，或者合同已经终止。")
        advice = _("请不要再依据它付款或者办理业务。")
    return PaperShown(
        no=seen.no,
        label=_("有效") if seen.in_force else _("不再有效"),
        tone="good" if seen.in_force else "bad",
        said=said,
        advice=advice,
        facts=[(name, value) for name, value in facts if value],
        can_be_compared=seen.is_whole_address,
        digest=grouped(seen.facts_digest, 8),
    )
