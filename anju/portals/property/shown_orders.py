"""How a work order looks to its company: facts, what has happened, who acts next and by when."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.core import clock
from anju.core.money import yuan
from anju.works.rules import (
    BEFORE_APPROVAL,
    GONE_BACK,
    Kind,
    S,
    SheetKind,
    Status,
)

TONES = {
    S.DRAFT: "quiet",
    S.SUBMITTED: "waiting",
    S.SECOND_REVIEW: "waiting",
    S.APPROVED: "kept",
    S.WORKING: "kept",
    S.SETTLING: "waiting",
    S.SETTLED: "kept",
    S.FINISHED: "good",
    S.RETURNED: "bad",
    S.REVOKED: "quiet",
    S.STOPPED: "bad",
}
VOTING = 1
PRINTS: dict[SheetKind, Any] = {
    SheetKind.ORDER: gettext_lazy("打印任务单"),
    SheetKind.SIGNATURES: gettext_lazy("打印到户明细业主签字表"),
    SheetKind.ARREARS: gettext_lazy("打印欠款催缴通知单"),
}


@dataclass(frozen=True)
class Stage:
    """One step of an order's life. `state`: "done", "now", "next", "ended"; the one that is now has who and by when."""

    name: str
    state: str
    detail: str = ""

    @property
    def word(self) -> str:
        words = {"done": _("已完成"), "now": _("进行中"), "next": _("未开始"), "ended": _("已终止")}
        return words[self.state]


def day(moment: datetime | date | None) -> str:
    if moment is None:
        return ""
    return (clock.day_of(moment) if isinstance(moment, datetime) else moment).isoformat()


def until(who: str, by: datetime | date | None) -> str:
    """Who acts, and by when."""
    return (
        _("等待{who}，{day}前").format(who=who, day=day(by))
        if by
        else _("等待{who}").format(who=who)
    )


def strip_of(order: Any, today: date) -> list[Stage]:
    """What has happened, who must act next, by when. Told by the order alone, so a list asks nothing more."""
    names = [
        _("提交"),
        _("告知业主") if order.is_emergency else _("业主表决"),
        _("建委审批"),
        _("首付款（如有）"),
        _("施工和决算"),
        _("决算审核"),
        _("尾款"),
        _("完结"),
    ]
    at, detail = present_stage(order, today)
    if order.status in (*GONE_BACK, S.STOPPED):
        return ended_strip(order, names[: at + 1])
    return [
        Stage(name, "done", done_on(order, number))
        if number < at
        else Stage(name, "now", detail)
        if number == at
        else Stage(name, "next")
        for number, name in enumerate(names)
    ]


def ended_strip(order: Any, names: Sequence[str]) -> list[Stage]:
    """Where it ended and why; whether the owners had voted by then is not said."""
    told = str(order.get_status_display())
    if order.opinion:
        told = _("{status}：{why}").format(status=told, why=order.opinion)
    *before, last = names
    done = [Stage(name, "done") for number, name in enumerate(before) if number != VOTING]
    return [*done, Stage(last, "ended", told)]


def done_on(order: Any, number: int) -> str:
    return day({0: order.submitted_at, 2: order.approved_at}.get(number))


def present_stage(order: Any, today: date) -> tuple[int, str]:
    """The number of the stage an order is at, and who has to act there."""
    status = Status(order.status)
    if status == S.SUBMITTED and not order.is_emergency and is_open(order, today):
        return 1, until(_("业主表决"), order.vote_closes_on)
    if status in (S.RETURNED, S.REVOKED):
        return (2, "") if order.submitted_at else (0, "")
    if status == S.STOPPED:
        return (4 if order.settled_fen is None else 6), ""
    own, authority, centre = _("本单位"), _("住建委"), _("资金中心")
    return {
        S.DRAFT: (0, until(_("本单位填写和提交"), None)),
        S.SUBMITTED: (2, until(authority, order.decide_by)),
        S.SECOND_REVIEW: (2, until(_("住建委复审"), order.decide_by)),
        S.APPROVED: (3, until(_("资金中心拨付首付款"), order.pay_by)),
        S.WORKING: (4, until(_("{own}提交决算").format(own=own), order.ends_on)),
        S.SETTLING: (
            5,
            until(_("{authority}审核决算").format(authority=authority), order.decide_by),
        ),
        S.SETTLED: (6, until(_("{centre}拨付尾款").format(centre=centre), order.pay_by)),
        S.FINISHED: (8, ""),
    }[status]


def is_open(order: Any, today: date) -> bool:
    return order.vote_closes_on is not None and order.vote_closes_on >= today


@dataclass(frozen=True)
class Print:
    """One of the three forms, and where it is asked for."""

    label: str
    url: str


def prints_of(order: Any) -> list[Print]:
    """The forms that can be printed now; the arrears notice only when something is owed. (WDR-06)"""
    if order.submitted_at is None:
        return []
    kinds = [SheetKind.ORDER, SheetKind.SIGNATURES]
    kinds += [SheetKind.ARREARS] if order.owed_fen > 0 else []
    return [
        Print(str(PRINTS[kind]), reverse("property:print_order", args=[order.pk, kind.value]))
        for kind in kinds
    ]


@dataclass(frozen=True)
class OrderShown:
    order: Any
    status: str
    tone: str
    facts: Sequence[tuple[str, Any]]
    strip: Sequence[Stage]
    prints: Sequence[Print]
    is_draft: bool
    is_revocable: bool
    is_back: bool
    settles: bool


def order_shown(order: Any, today: date) -> OrderShown:
    return OrderShown(
        order,
        str(order.get_status_display()),
        TONES[Status(order.status)],
        short_facts(order),
        strip_of(order, today),
        prints_of(order),
        order.status == S.DRAFT,
        order.status in BEFORE_APPROVAL,
        order.status in GONE_BACK,
        order.status in (S.APPROVED, S.WORKING),
    )


def orders_shown(orders: Iterable[Any]) -> list[OrderShown]:
    today = clock.today()
    return [order_shown(one, today) for one in orders]


def amount_or_dash(fen: int | None) -> str:
    return yuan(fen) if fen is not None else "—"


def short_facts(order: Any) -> list[tuple[str, Any]]:
    facts = [
        (_("小区"), order.community.name),
        (_("维修项目名称"), order.title or "—"),
        (_("使用类型"), order.get_kind_display() or "—"),
        (_("申请金额（元）"), amount_or_dash(order.amount_fen)),
        (_("分摊户数"), str(order.shared_homes)),
        (_("填报时间"), day(order.made_at)),
    ]
    if order.owed_fen:
        owed = _("{homes}户，{owed}元").format(homes=order.owed_homes, owed=yuan(order.owed_fen))
        facts.append((_("欠款"), owed))
    return facts


def facts_of(order: Any, standard: str) -> list[tuple[str, list[tuple[str, Any]]]]:
    """Everything on a work order, by heading. (rule B7)"""
    is_emergency = order.kind == Kind.EMERGENCY
    about = [
        (_("任务单编号"), order.no),
        (_("小区"), order.community.name),
        (_("物业服务企业"), order.company.name),
        (_("经办人"), f"{order.handler_name} {order.handler_phone or ''}".strip() or "—"),
        (_("使用类型"), order.get_kind_display() or "—"),
        (_("维修类别"), order.get_category_display() or "—"),
        (_("维修部位"), order.get_part_display() or "—"),
        (_("维修项目名称"), order.title or "—"),
        (_("维修原因"), order.reason or "—"),
        (_("列支范围"), order.get_scope_display() or "—"),
        (
            _("计划工期"),
            _("{from_on} 至 {to_on}").format(
                from_on=day(order.starts_on) or "—", to_on=day(order.ends_on) or "—"
            ),
        ),
    ]
    if is_emergency:
        about.insert(5, (_("应急情形"), order.get_emergency_display() or "—"))
        about.insert(6, (_("特别紧急"), _("是") if order.is_urgent else _("否")))
    money = [
        (_("预算金额（元）"), amount_or_dash(order.budget_fen)),
        (_("申请金额（元）"), amount_or_dash(order.amount_fen)),
        (_("首付比例"), f"{order.first_percent or 0}%"),
        (_("分摊总户数"), str(order.shared_homes)),
        (_("分摊总面积（平方米）"), yuan(order.shared_area_hundredths)),
        (_("分摊标准（元/平方米）"), standard or "—"),
        (
            _("欠款"),
            _("{homes}户，{owed}元").format(homes=order.owed_homes, owed=yuan(order.owed_fen)),
        ),
    ]
    parties = [
        (_("施工单位"), order.contractor_name or "—"),
        (_("统一社会信用代码"), order.contractor_uscc or "—"),
        (_("资质"), order.contractor_grade or "—"),
        (_("合同编号"), order.contract_no or "—"),
        (_("监理或审价单位"), order.supervisor or "—"),
        (_("收款户名"), order.payee_name or "—"),
        (_("收款账号"), order.payee_account or "—"),
        (_("开户行"), order.payee_bank or "—"),
    ]
    groups = [(_("维修内容"), about), (_("金额和分摊"), money), (_("施工单位和收款人"), parties)]
    if not is_emergency:
        posted = _("{from_on} 至 {to_on}").format(
            from_on=day(order.posted_from) or "—", to_on=day(order.posted_to) or "—"
        )
        votes = [(_("公示"), posted), (_("表决截止日期"), day(order.vote_closes_on) or "—")]
        groups.append((_("公示和表决"), votes))
    return groups
