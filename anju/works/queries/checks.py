"""What the authority has in view when it decides. (WDR-08)"""

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.translation import gettext as _

from anju.core import clock
from anju.core.identity_numbers import normalise_name
from anju.core.money import yuan
from anju.parameters import queries as parameters
from anju.votes import queries as votes
from anju.votes.rules import VoteStatus
from anju.works.models import Order
from anju.works.queries.covers import covers_of
from anju.works.queries.payments import standing_settlement
from anju.works.queries.shares import homes_counted
from anju.works.rules import (
    EVIDENCE,
    PAPERS_OF_NORMAL,
    PAPERS_OF_SETTLEMENT,
    TO_REVIEW,
    Check,
    Emergency,
    Exclusion,
    PaperKind,
    S,
)


@dataclass(frozen=True)
class Checked:
    """One check: `ok`, or what is not as it must be; `sentence` says what was found either way, in Chinese."""

    check: Check
    ok: bool
    sentence: str


def checks_of(order: Order) -> list[Checked]:
    """Every check that belongs to the order's kind and status, computed now."""
    wanted: list[Callable[[Order], Checked]] = [_homes, _exclusions]
    wanted += [_notice, _evidence] if order.is_emergency else [_consent, _objections, _papers]
    wanted += [_payee, _balance]
    if order.status in (S.SETTLING, S.SETTLED, S.FINISHED):
        wanted += [_settlement, _invoices]
    return [check(order) for check in wanted]


def _homes(order: Order) -> Checked:
    homes, area = homes_counted(order)
    same = (homes, area) == (order.shared_homes, order.shared_area_hundredths)
    text = (
        _("{homes}户，{area}平方米，与楼盘表一致")
        if same
        else _("申请为{homes}户、{area}平方米，楼盘表现为{now_homes}户、{now_area}平方米")
    )
    told = {"homes": order.shared_homes, "area": yuan(order.shared_area_hundredths)}
    return Checked(Check.HOMES, same, text.format(now_homes=homes, now_area=yuan(area), **told))


def _exclusions(order: Order) -> Checked:
    answers = dict(order.answers.values_list("item", "applies"))
    wrong = [str(item.label) for item in Exclusion if answers.get(item) is not False]
    sentence = "；".join(wrong) or _("逐项核对，均不属于不得列支的费用")
    return Checked(Check.EXCLUSIONS, not wrong, sentence)


def _consent(order: Order) -> Checked:
    vote = votes.vote_for(order.cause)
    if vote is None:
        return Checked(Check.CONSENT, False, _("没有业主表决"))
    count = votes.count_of(vote)
    text = _(
        "应到{heads}人、{area}平方米；参与{taking}人、{taking_area}平方米；同意{agreeing}人、{agreeing_area}平方米"
    ).format(
        heads=count.heads,
        area=yuan(count.area),
        taking=count.taking_heads,
        taking_area=yuan(count.taking_area),
        agreeing=count.agreeing_heads,
        agreeing_area=yuan(count.agreeing_area),
    )
    if vote.status == VoteStatus.OPEN:
        text += _("；表决{day}截止").format(day=vote.closes_on)
    is_over = vote.status in (VoteStatus.CLOSED, VoteStatus.PUBLISHED)
    return Checked(Check.CONSENT, count.passes and is_over, text)


def _objections(order: Order) -> Checked:
    vote = votes.vote_for(order.cause)
    n = votes.count_of(vote).open_objections if vote else 0
    sentence = _("有{n}件异议尚未处理").format(n=n) if n else _("没有未处理的异议")
    return Checked(Check.OBJECTIONS, not n, sentence)


def _notice(order: Order) -> Checked:
    told = order.notices.order_by("posted_at").first()
    if told is None:
        return Checked(Check.NOTICE, False, _("没有告知业主的记录"))
    moment = f"{told.posted_at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"
    sentence = _("{moment}起在{place}告知业主").format(moment=moment, place=told.place)
    return Checked(Check.NOTICE, True, sentence)


def _evidence(order: Order) -> Checked:
    return _are_there(order, Check.EVIDENCE, EVIDENCE[Emergency(order.emergency)])


def _papers(order: Order) -> Checked:
    return _are_there(order, Check.PAPERS, PAPERS_OF_NORMAL)


def _are_there(order: Order, check: Check, wanted: tuple[PaperKind, ...]) -> Checked:
    there = set(order.papers.values_list("kind", flat=True))
    missing = "、".join(str(kind.label) for kind in wanted if kind not in there)
    names = "、".join(str(kind.label) for kind in wanted)
    sentence = _("缺少{papers}").format(papers=missing) if missing else names
    return Checked(check, not missing, sentence)


def _payee(order: Order) -> Checked:
    name = normalise_name(order.payee_name)
    ok = name in (normalise_name(order.contractor_name), normalise_name(order.company.name))
    text = _("{name}，为施工单位或申请单位") if ok else _("{name}既不是施工单位，也不是申请单位")
    return Checked(Check.PAYEE, ok, text.format(name=order.payee_name))


def _balance(order: Order) -> Checked:
    """While it waits by the accounts' balances now; once approved by what was frozen."""
    homes, owed = owed_now(order)
    if homes:
        text = _("{homes}户余额不足，共欠{owed}元")
        return Checked(Check.BALANCE, order.is_emergency, text.format(homes=homes, owed=yuan(owed)))
    return Checked(Check.BALANCE, True, _("各户余额均足以分摊"))


def owed_now(order: Order) -> tuple[int, int]:
    """How many homes owe how much: counted now while the order waits, and as it stands otherwise."""
    if order.status not in (S.SUBMITTED, S.SECOND_REVIEW):
        return order.owed_homes, order.owed_fen
    owed = [one.owed_fen for one in covers_of(order, is_frozen=False) if one.owed_fen]
    return len(owed), sum(owed)


def _settlement(order: Order) -> Checked:
    settlement = standing_settlement(order)
    if settlement is None:
        return Checked(Check.SETTLEMENT, False, _("没有决算"))
    amount, approved = settlement.amount_fen, order.amount_fen or 0
    wanted: tuple[PaperKind, ...] = PAPERS_OF_SETTLEMENT
    if amount > unaudited_up_to_fen():
        wanted += (PaperKind.ACCEPTANCE,)
    papers = _are_there(order, Check.SETTLEMENT, wanted)
    text = _("决算{settled}元，批准{approved}元；{papers}").format(
        settled=yuan(amount), approved=yuan(approved), papers=papers.sentence
    )
    return Checked(Check.SETTLEMENT, papers.ok and amount <= approved, text)


def _invoices(order: Order) -> Checked:
    settlement = standing_settlement(order)
    if settlement is None:
        return Checked(Check.INVOICES, False, _("没有发票"))
    invoices = list(settlement.invoices.all())
    total = sum(one.amount_fen for one in invoices)
    sellers = {normalise_name(one.seller) for one in invoices if one.seller.strip()}
    known = {normalise_name(order.contractor_name), normalise_name(order.company.name)}
    text = _("{n}张，合计{total}元，销售方：{sellers}").format(
        n=len(invoices), total=yuan(total), sellers="、".join(sorted(sellers)) or "—"
    )
    return Checked(Check.INVOICES, total == settlement.amount_fen and sellers <= known, text)


def is_overdue(order: Order) -> bool:
    """Whether the authority should have decided, or the centre paid, before now. (rules B7.3, B8.4, B8.5)"""
    now = clock.now()
    if order.status in TO_REVIEW:
        return order.decide_by is not None and order.decide_by <= now
    to_pay = order.status in (S.APPROVED, S.SETTLED)
    return to_pay and order.pay_by is not None and order.pay_by <= now


def unaudited_up_to_fen() -> int:
    """Up to how much a settlement needs no acceptance record. (rule B7.5)"""
    return parameters.number("works.unaudited_up_to_fen")


def is_second_reviewed(order: Order) -> bool:
    """Whether an approval needs a second review, by its amount. (rule B7.4)"""
    return (order.amount_fen or 0) >= parameters.number("works.second_review_from_fen")
