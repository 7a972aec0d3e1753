"""How a verification of a home looks to whoever has its number: does it hold, and what to do. (HVF-02)"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from anju.core.paper import grouped
from anju.homes.paper import grouped_no
from anju.homes.queries import ForAnyone
from anju.homes.rules import Status


@dataclass(frozen=True)
class HomeShown:
    """`said` is what it means, `advice` what to do about it."""

    no: str
    label: str
    tone: str
    said: str
    advice: str
    facts: list[tuple[Any, Any]]
    digest: str
    is_whole_address: bool
    can_be_compared: bool


def home_shown(seen: ForAnyone, *, can_be_compared: bool) -> HomeShown:
    label, tone, said, advice = meaning_of(seen.status)
    facts = [
        (_("有效期至"), str(seen.valid_until or "")),
        (_("房屋区域"), _(seen.district)),
        (_("房屋坐落"), seen.address),
        (_("建筑面积"), _("{area} 平方米").format(area=seen.area) if seen.area else ""),
        (_("规划用途"), seen.use),
    ]
    return HomeShown(
        no=grouped_no(seen.no),
        label=label,
        tone=tone,
        said=said,
        advice=advice,
        facts=[(name, value) for name, value in facts if value],
        digest=grouped(seen.facts_digest, 8),
        is_whole_address=seen.is_whole_address,
        can_be_compared=can_be_compared,
    )


def meaning_of(status: Status) -> tuple[str, str, str, str]:
    """In one word, how it looks, in a sentence, and what to do."""
    meanings = {
        Status.PASSED: (
            _("有效"),
            "good",
            _("这套房源通过了核验，核验现在有效。"),
            _("请将以下内容与房源信息、合同逐项核对，全部相同再签约。"),
        ),
        Status.COMMITTED: (
            _("有效（承诺）"),
            "waiting",
            _("这套房源的权属证明不能联网核验，内容由申请人承诺真实，承诺现在有效。"),
            _("签约前请查看权属证明原件，并将以下内容与房源信息、合同逐项核对。"),
        ),
        Status.CONSUMED: (
            _("不再有效"),
            "bad",
            _("这套房源已经签订合同并办理备案，这个核验码不能再用来出租。"),
            _("如果还有人用它招租，请不要签约、付款，并拨打服务热线12329反映。"),
        ),
        Status.RESTRICTED: (
            _("不再有效"),
            "bad",
            _("核验之后，这套房源的登记出现了限制（如查封、异议），现在不能出租。"),
            _("请不要签约、付款。"),
        ),
    }
    ended = (
        _("不再有效"),
        "bad",
        _("这次核验通过过，但已经过期或者已被放弃，现在不能说明房源的情况。"),
        _("签约前请让出租人重新核验，并出示新的核验告知单。"),
    )
    return meanings.get(status, ended)
