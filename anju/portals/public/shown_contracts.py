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
        (_("证明版本"), version_of(seen)),
        (_("变更备案日期"), seen.changed_on.isoformat() if seen.changed_on else ""),
        (_("续租备案编号"), seen.renewed_as),
        (_("住房租赁企业"), seen.enterprise),
        (_("承租人"), "、".join(seen.tenants)),
        (_("房屋区域"), _(seen.district)),
        (_("房屋坐落"), seen.address),
        (_("租赁期"), period if seen.starts_on else ""),
    ]
    holds, label, said, advice = meaning_of_filing(seen)
    return PaperShown(
        no=seen.no,
        label=label,
        tone="good" if holds else "bad",
        said=said,
        advice=advice,
        facts=[(name, value) for name, value in facts if value],
        can_be_compared=seen.is_whole_address,
        digest=grouped(seen.facts_digest, 8),
    )


def version_of(seen: FilingSeen) -> str:
    """Which of the papers that were issued under a number this is; without its code which one holds now."""
    version = _("第{number}版").format(number=seen.version)
    if seen.replaced_on is not None:
        return _("{version}（已被变更后的证明替换）").format(version=version)
    return _("{version}（现行）").format(version=version)


def meaning_of_filing(seen: FilingSeen) -> tuple[bool, str, str, str]:
    """Whether a paper holds, in one word, in a sentence, and what to do."""
    if not seen.in_force:
        ended = _("这份合同备案过，租赁期已满，或者合同已经终止。")
        return False, _("不再有效"), ended, _("请不要再依据它付款或者办理业务。")
    if seen.replaced_on is not None:
        return (
            False,
            _("已被替换"),
            _("这份证明是真的，但是合同已于{day}变更备案，证明上的内容不再是现行内容。").format(
                day=seen.replaced_on
            ),
            _("请要求出示变更后的备案证明，不要再依据这一份付款或者办理业务。"),
        )
    return (
        True,
        _("有效"),
        _("这份合同已经备案，备案现在有效。"),
        _("请将以下内容与备案证明逐项核对，全部相同才可以采信。"),
    )
