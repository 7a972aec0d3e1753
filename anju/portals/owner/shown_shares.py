"""我的分摊, with every figure that goes into it: the page does the sum again before its reader. (BEY-04)"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.money import yuan
from anju.fund import queries as fund
from anju.fund.rules import OPEN as OPEN_DEPOSITS
from anju.works import queries
from anju.works.queries import Of, Step
from anju.works.rules import GONE_BACK, TO_REVIEW, Status

Sums = list[tuple[str, int]]


@dataclass(frozen=True)
class StepShown:
    """`total` × `weight` ÷ `whole` = `exact`, and how that became `part`."""

    step: Step
    title: str
    what: str
    total: str
    weight: str
    whole: str
    exact: str
    part: str
    rounding: str
    follows: bool


@dataclass(frozen=True)
class HomeShare:
    """The share of one of the reader's homes: how it is counted, who bears it, and where it comes from."""

    address: str
    share_fen: int
    steps: Sequence[StepShown]
    parts: Sums
    money: Sums
    standing: str
    demand_url: str
    demand_label: str
    building: tuple[str, str]


def shares_shown(order: Any, own: Sequence[Any]) -> list[HomeShare]:
    """Of each of the reader's homes that share an order."""
    demands = queries.demands_of(order) if any(one.owed_fen for one in own) else {}
    return [share_shown(order, one, demands.get(one.dwelling_id)) for one in own]


def share_shown(order: Any, share: Any, demand: Any) -> HomeShare:
    steps = [step_shown(one) for one in queries.steps_of(share)]
    building = share.dwelling.building
    can_pay = demand is not None and demand.status in OPEN_DEPOSITS
    label = _("去付分摊款 {amount} 元").format(amount=yuan(demand.amount_fen)) if can_pay else ""
    return HomeShare(
        address=share.dwelling.address,
        share_fen=share.share_fen,
        steps=steps,
        parts=parts_of(share),
        money=money_of(order, share, before_of(share)),
        standing=standing_of(order, share, can_pay=can_pay),
        demand_url=reverse("owner:deposit", args=[demand.no]) if can_pay else "",
        demand_label=label,
        building=(reverse("owner:works_building", args=[building.pk]), building.name),
    )


# How it is counted


def step_shown(step: Step) -> StepShown:
    title, what = told_of(step)
    millionths = step.total_fen * step.weight * 10_000 // step.whole
    return StepShown(
        step=step,
        title=title,
        what=what,
        total=yuan(step.total_fen),
        weight=yuan(step.weight),
        whole=yuan(step.whole),
        exact=f"{millionths // 10**6:,}.{millionths % 10**6:06}",
        part=yuan(step.part_fen),
        rounding=rounding_of(step),
        follows=step.of == Of.UNIT_OF_HOME,
    )


def told_of(step: Step) -> tuple[str, str]:
    """The title of a step, and its figures in words."""
    total, weight, whole = yuan(step.total_fen), yuan(step.weight), yuan(step.whole)
    if step.of == Of.HOME:
        return _("按建筑面积分摊。"), _(
            "全部费用{total}元，{homes}户共{whole}平方米，您的房屋{weight}平方米："
        ).format(total=total, homes=step.shared, whole=whole, weight=weight)
    if step.of == Of.UNIT:
        return _("售房单位承担多少。"), _(
            "该单位售出的各户共分摊{total}元；单位交存{weight}元，单位和业主一共交存{whole}元，按这个比例："
        ).format(total=total, weight=weight, whole=whole)
    return _("单位承担的部分落到您家。"), _(
        "单位共承担{total}元，您家分摊{weight}元，各户共分摊{whole}元："
    ).format(total=total, weight=weight, whole=whole)


def rounding_of(step: Step) -> str:
    """The largest remainder, in words for somebody who has never heard of it. (rule B6.9)"""
    cut = yuan(step.cut_fen)
    if step.left == 0:
        return _("不满一分的尾数抹去，各户相加正好，不用补。")
    if step.of == Of.UNIT:
        told = _("抹去不满一分的尾数是{cut}元，单位和业主合计还差一分，尾数大的补这一分。").format(
            cut=cut
        )
        return f"{told}{_('单位补一分。') if step.gets_a_fen else _('由业主补。')}"
    told = _(
        "抹去不满一分的尾数是{cut}元。各户都抹去后还差{left}分，尾数最大的{left}户各补一分（尾数一样的按门牌号）。"
    ).format(cut=cut, left=step.left)
    placed = _("您家排第{place}，补一分。") if step.gets_a_fen else _("您家排第{place}，不用补。")
    return f"{told}{placed.format(place=step.place)}"


# Who bears it, and where it comes from


def parts_of(share: Any) -> Sums:
    """Of sold public housing: what the owner bears and what the selling unit. (rule B6.2)"""
    if not share.unit_fen:
        return []
    return [(_("业主承担"), share.owner_fen), (_("售房单位承担"), share.unit_fen)]


def before_of(share: Any) -> int | None:
    """What its account had at its disposal when the order was approved; before that, what it has now."""
    if share.before_fen is not None or share.account is None:
        return share.before_fen  # type: ignore[no-any-return]
    return fund.available_fen(share.account)


def money_of(order: Any, share: Any, before_fen: int | None) -> Sums:
    """What the account held before, what is taken from it, and what is left; what is owed in cash."""
    taken = share.covered_fen + share.unit_covered_fen
    paid = share.paid_fen + share.unit_paid_fen
    sums: Sums = []
    if before_fen is not None and order.status not in GONE_BACK:
        is_waiting = order.status in TO_REVIEW and order.approved_at is None
        sums = [
            (_("账户可用余额") if is_waiting else _("批准时账户可用余额"), before_fen),
            (_("批准后从账户支取") if is_waiting else _("从账户支取"), taken),
            (_("支取后余额"), before_fen - taken),
        ]
    if paid:
        sums.append((_("其中已经付出"), paid))
    if taken - paid and order.approved_at and order.status not in (*GONE_BACK, Status.STOPPED):
        sums.append((_("其中还冻结着"), taken - paid))
    if share.owed_fen and order.status not in GONE_BACK:
        sums.append((_("须另外交的分摊款"), share.owed_fen))
    return sums


def standing_of(order: Any, share: Any, *, can_pay: bool) -> str:
    """One sentence on what the owner has to do."""
    if order.status in GONE_BACK:
        return _("这张任务单不再办理，您不用付钱。")
    if share.owed_fen and can_pay:
        return _("账户里的钱不够这次分摊，请把差额交上。可以用微信或者支付宝付。")
    if share.owed_fen and share.in_cash:
        return _("这套房屋没有交存过维修资金，分摊的钱须另外交。收到催缴通知后可以在这里付。")
    if share.owed_fen:
        return _("账户里的钱不够这次分摊。收到催缴通知后可以在这里付差额。")
    return _("全部从维修资金账户支取，您不用另外付钱。")
