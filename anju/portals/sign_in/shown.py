"""The two capacities of an organisation in words: what can be done in each, and why one is asked to choose."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from anju.people.rules import Capacity
from anju.web.session import is_page_of


@dataclass(frozen=True)
class CapacityShown:
    value: str
    label: str
    lead: str
    verbs: list[str]
    button: str
    is_present: bool


def capacity_shown(capacity: Capacity, present: Capacity | None) -> CapacityShown:
    leads = {
        Capacity.TENANT: _("贵单位租房，向资金中心缴纳押金和租金。"),
        Capacity.ENTERPRISE: _("贵单位出租住房，承租人缴纳的押金和租金由资金中心监管。"),
    }
    verbs = {
        Capacity.TENANT: [
            _("缴纳押金和租金"),
            _("查询租押金余额和资金详情"),
            _("查询账单和缴纳订单"),
        ],
        Capacity.ENTERPRISE: [
            _("查询本企业的备案合同"),
            _("为承租人代缴押金和租金"),
            _("查看承租人应缴、逾期的账单"),
            _("查询监管押金余额、监管租金余额和资金明细"),
        ],
    }
    buttons = {
        Capacity.TENANT: _("以承租方身份办理"),
        Capacity.ENTERPRISE: _("以住房租赁企业身份办理"),
    }
    return CapacityShown(
        str(capacity.value),
        str(capacity.label),
        leads[capacity],
        verbs[capacity],
        buttons[capacity],
        capacity == present,
    )


def why_here(present: Capacity | None, offered: list[Capacity], next_path: str) -> str:
    """Why a page of the other capacity did not open; nothing for whom has just signed in."""
    wanted = next((one for one in Capacity if is_page_of(one, next_path)), None)
    if present is None or wanted is None or wanted == present:
        return ""
    if wanted in offered:
        return _(
            "您正以「{present}」身份办理业务，要打开的页面属于「{wanted}」。切换身份后即可打开，无需重新登录。"
        ).format(present=present.label, wanted=wanted.label)
    return _("要打开的页面属于「{wanted}」，贵单位名下没有以该身份备案的合同。").format(
        wanted=wanted.label
    )
