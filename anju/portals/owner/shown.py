"""How homes, what they owe and what moved look to their owner: words, tones, addresses. Templates only lay it out."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import mask_name
from anju.core.money import yuan
from anju.fund import queries
from anju.fund.rules import (
    LOW_STOREYS,
    DepositKind,
    Due,
    Refusal,
    Standard,
    Status,
)
from anju.homes.estate import Kind
from anju.ledger.rules import Reason
from anju.people import queries as people
from anju.portals.owner.shown_receipts import ReceiptShown, receipts_shown
from anju.web.districts import district_name

Facts = list[tuple[str, Any]]
TONES = {
    Status.AWAITING: "waiting",
    Status.PAYING: "waiting",
    Status.PAID: "good",
    Status.DEPOSITED: "kept",
    Status.CLOSED: "quiet",
}


@dataclass(frozen=True)
class HomeShown:
    """A home as a card of it: what its account holds, what it owes, and where to go on."""

    account: Any
    address: str
    holding: queries.Holding
    due_fen: int
    kind: str
    state: str
    tone: str
    sentence: str
    can_pay: bool


def homes_shown(accounts: Iterable[Any]) -> list[HomeShown]:
    listed = list(accounts)
    dues, holdings = queries.dues_of(listed), queries.holdings_of(listed)
    refunding = queries.refunding_among(one for one in listed if dues[one.pk].refund_fen)
    return [as_shown(one, dues[one.pk], holdings[one.pk], one.pk in refunding) for one in listed]


def home_shown(account: Any, due: Due, holding: queries.Holding) -> HomeShown:
    is_refunding = bool(due.refund_fen and queries.refunding_among([account]))
    return as_shown(account, due, holding, is_refunding)


def as_shown(account: Any, due: Due, holding: queries.Holding, is_refunding: bool) -> HomeShown:
    """`is_refunding` says that the department has taken the refund on: nobody has to go there again."""
    home = account.dwelling
    is_units = home.kind == Kind.SOLD_PUBLIC and not account.completes
    state, tone, sentence = _("无需交存"), "good", ""
    if home.lost_on is not None:
        state, tone = _("房屋已灭失"), "quiet"
        sentence = _(
            "该房屋已登记灭失，不再交存。账户余额归业主所有，请持身份证件、房屋产权证明到房屋所在区管理部办理退款。"
        )
    elif due.kind is not None:
        state, tone, sentence = _("待交存"), "waiting", why_due(due)
    elif due.refund_fen and is_refunding:
        state, tone = _("退款办理中"), "waiting"
        sentence = _("退款已经受理，正在办理，不用再去管理部。进度见【维修资金管理】。")
    elif due.refund_fen:
        state, tone, sentence = _("需要退款"), "bad", str(Refusal.REFUND_DUE.label)
    elif is_units:
        state, tone, sentence = _("由单位交存"), "quiet", str(Refusal.SOLD_PUBLIC.label)
    return HomeShown(
        account=account,
        address=home.address,
        holding=holding,
        due_fen=due.amount_fen,
        kind=str(due.kind.label) if due.kind else "",
        state=state,
        tone=tone,
        sentence=sentence,
        can_pay=not due.refund_fen and not is_units and home.lost_on is None,
    )


def why_due(due: Due) -> str:
    reasons = {
        DepositKind.FIRST: _("这套房屋还没有交存维修资金。"),
        DepositKind.SUPPLEMENT: _("房屋实测面积大于交存时的面积，需要补交差额。"),
        DepositKind.TOP_UP: _("账户余额已不足首次交存金额的30%，需要续交。"),
        DepositKind.COMPLETION: _("原售后公有住房已再次出售，需要补足到现行标准。"),
    }
    return reasons[DepositKind(due.kind or "")]


def standard_text(standard: Standard, storeys: int) -> str:
    if standard.price_percent:
        return _("房价款的 {percent}%").format(percent=standard.price_percent)
    is_low = storeys <= LOW_STOREYS
    fen = standard.low_fen if is_low else standard.high_fen
    which = _("6层及以下") if is_low else _("7层及以上")
    return _("{amount} 元/平方米（{which}）").format(amount=yuan(fen), which=which)


def area_text(hundredths: int) -> str:
    return _("{area} 平方米").format(area=f"{hundredths // 100}.{hundredths % 100:02}")


def how_it_is_reckoned(account: Any, due: Due, balance_fen: int) -> Facts:
    """By which standard and of which area an amount is what it is. (rule B2)"""
    home = account.dwelling
    is_old = due.kind in (DepositKind.FIRST, DepositKind.SUPPLEMENT)
    standard = queries.standard_on((is_old and home.contract_on) or clock.today())
    facts: Facts = [
        (_("交存标准"), standard_text(standard, home.building.storeys)),
        (_("建筑面积"), area_text(home.area_hundredths)),
    ]
    if standard.price_percent and home.price_fen:
        facts[1] = (_("房价款"), _("{amount} 元").format(amount=yuan(home.price_fen)))
    if due.kind == DepositKind.SUPPLEMENT:
        facts.append((_("已交存"), _("{amount} 元").format(amount=yuan(account.first_fen))))
    elif not is_old:
        facts.append((_("账户余额"), _("{amount} 元").format(amount=yuan(balance_fen))))
    return facts


def facts_of_home(account: Any, actor: Any) -> Facts:
    """房屋详情 (OWN-11). Co-owners by masked names."""
    home = account.dwelling
    community = home.building.community
    facts: Facts = [
        (_("业主"), owners_shown(account, actor)),
        (_("所在区"), district_name(community.district)),
        (_("小区"), community.name),
        (_("楼幢"), home.building.name),
        (_("单元"), home.unit or "—"),
        (_("楼层"), str(home.floor)),
        (_("房号"), home.room),
        (_("建筑面积"), area_text(home.area_hundredths)),
        (_("房屋用途"), home.get_use_display()),
        (_("房屋性质"), home.get_kind_display()),
        (_("网签合同编号"), home.contract_no or "—"),
        (_("不动产权证号"), home.certificate_no or "—"),
        (_("合同日期"), f"{home.contract_on:%Y-%m-%d}" if home.contract_on else "—"),
        (_("管理方式"), community.get_custody_mode_display()),
        (_("专户银行"), account.bank_account.bank_name),
    ]
    return facts


def owners_shown(account: Any, actor: Any) -> str:
    """Oneself by name, everybody else masked."""
    own = people.display_name(actor)
    names = [
        name if name == own else mask_name(name)
        for name in queries.owner_names(account).split("、")
    ]
    return "、".join(names)


def works_url_of(cause: str) -> str:
    """Where the owner of a home reads of the repairs for which money moved; "" for anything else."""
    kind, _colon, no = cause.partition(":")
    return reverse("owner:works_order", args=[no]) if kind == "works" else ""


@dataclass(frozen=True)
class DepositShown:
    deposit: Any
    address: str
    kind: str
    status: str
    tone: str
    at: Any
    sentence: str
    receipt: ReceiptShown | None
    url: str
    payment_url: str
    paid_url: str
    works_url: str


def deposits_shown(deposits: Sequence[Any], actor: Actor) -> list[DepositShown]:
    """As a list shows them, each with its receipt."""
    receipts = receipts_shown(list(deposits), actor)
    return [deposit_shown(one, receipt=receipts.get(one.pk)) for one in deposits]


def deposit_shown(
    deposit: Any, door: str = "", receipt: ReceiptShown | None = None
) -> DepositShown:
    """`door` is "quick_" where nobody has signed in: its pages have addresses of their own."""
    status = Status(deposit.status)

    def address(name: str) -> str:
        return reverse(f"owner:{door}{name}", args=[deposit.no])

    sentences = {
        Status.PAID: _("已经付款，钱款次日记入房屋的维修资金账户。"),
        Status.CLOSED: _("应交金额已有变化，或者交存单已撤回，不用再付款。"),
    }
    return DepositShown(
        deposit=deposit,
        address=deposit.account.dwelling.address,
        kind=str(deposit.get_kind_display()),
        status=str(status.label),
        tone=TONES[status],
        at=deposit.paid_at or deposit.made_at,
        sentence=sentences.get(status, ""),
        receipt=receipt,
        url=address("deposit"),
        payment_url=address("payment"),
        paid_url=address("paid"),
        works_url=works_url_of(deposit.cause),
    )


@dataclass(frozen=True)
class MovementShown:
    """`why` is why the money moved, in an owner's words. What was frozen or released (`moved_inside`) stays theirs."""

    movement: Any
    url: str
    why: str
    moved_inside: bool
    deposit_no: str
    refund_no: str
    works_url: str


def movements_shown(movements: Sequence[Any], dwelling_id: int) -> list[MovementShown]:
    return [movement_shown(one, dwelling_id) for one in movements]


def movement_shown(movement: Any, dwelling_id: int) -> MovementShown:
    cause, _colon, no = movement.cause.partition(":")
    is_refund, is_works = cause == "fund_refund", cause == "works"
    paid = _("退款") if is_refund else _("支出")
    in_our_words: dict[str, str] = {
        Reason.PAYOUT_INSTRUCTED: _("维修支取付款") if is_works else paid,
        Reason.WORKS_FROZEN: _("维修支取冻结"),
        Reason.WORKS_RELEASED: _("维修支取解冻"),
        Reason.PAYOUT_FAILED: _("付款没有成功，钱款退回账户"),
        Reason.PAYOUT_RETURNED: _("付款被退回，钱款退回账户"),
    }
    return MovementShown(
        movement,
        reverse("owner:movement", args=[(dwelling_id, movement.id)]),
        in_our_words.get(movement.reason, movement.reason_label),
        0 < movement.in_fen == movement.out_fen,
        no if cause == "deposit" else "",
        no if is_refund else "",
        works_url_of(movement.cause),
    )
