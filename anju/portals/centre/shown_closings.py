"""How days, what differs on them and entries made by hand look to the staff."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.closings import queries
from anju.closings.rules import (
    ABOUT,
    ADVICE_OF_USED,
    ADVICE_OF_WITHDRAWN,
    DifferenceStatus,
    EntryStatus,
    Kind,
    Status,
    Way,
)
from anju.core import clock
from anju.core import queries as core
from anju.core.actors import CLOCK, Actor
from anju.core.crypto import mask_account, mask_name
from anju.core.money import yuan
from anju.payments import queries as payments
from anju.payments.rules import Direction
from anju.people import queries as people
from anju.people.rules import Power
from anju.portals.centre.shown import moment
from anju.web.history import StepShown, step_of

TONES = {
    Status.WAITING: "waiting",
    Status.DIFFERS: "bad",
    Status.READY: "good",
    Status.CLOSED: "kept",
}
DIFFERENCE_TONES = {
    DifferenceStatus.FOUND: "bad",
    DifferenceStatus.EXPLAINED: "waiting",
    DifferenceStatus.RESOLVED: "good",
}
MOST_DIFFERENCES = 100
MARKS = {Status.WAITING: "○", Status.DIFFERS: "!", Status.READY: "✓", Status.CLOSED: "●"}


@dataclass(frozen=True)
class DayShown:
    """One day in the month of an account: a mark, its meaning, and where it leads."""

    day: date
    mark: str
    label: str
    tone: str
    url: str


@dataclass(frozen=True)
class MonthShown:
    """An account's month: the weeks of it, each of seven days, those of other months None."""

    account: Any
    is_blocked: bool
    weeks: list[list[DayShown | None]]


def months_shown(
    first: date, closings: list[Any], accounts: list[Any], blocked: list[int]
) -> list[MonthShown]:
    last = (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)
    by_account: dict[int, dict[date, Any]] = {}
    for one in closings:
        by_account.setdefault(one.bank_account_id, {})[one.day] = one
    shown = []
    for account in accounts:
        known = by_account.get(account.pk, {})
        days: list[DayShown | None] = [None] * first.weekday()
        day = first
        while day <= last:
            days.append(_day_shown(day, known.get(day)))
            day += timedelta(days=1)
        days += [None] * (-len(days) % 7)
        weeks = [days[at : at + 7] for at in range(0, len(days), 7)]
        shown.append(MonthShown(account, account.pk in blocked, weeks))
    return shown


def _day_shown(day: date, closing: Any) -> DayShown:
    if closing is None:
        return DayShown(day, "", "", "none", "")
    status = Status(closing.status)
    label = str(status.label)
    if closing.waiting:
        label = _("{label}，{count}项待处理").format(label=label, count=closing.waiting)
    mark = str(closing.waiting) if closing.waiting else MARKS[status]
    tone = "bad" if closing.waiting else TONES[status]
    return DayShown(day, mark, label, tone, address_of(closing))


def address_of(closing: Any, name: str = "closing") -> str:
    return reverse(f"centre:{name}", args=[closing.bank_account.bank, closing.day])


@dataclass(frozen=True)
class ClosingShown:
    """A day as its page and its paper show it."""

    closing: Any
    status: str
    tone: str
    lines: list[dict[str, str]]
    facts: list[tuple[str, Any]]
    url: str


def closing_shown(closing: Any, names: dict[str, str] | None = None) -> ClosingShown:
    """`names` are those of the staff that the page has asked for already."""
    return ClosingShown(
        closing=closing,
        status=str(closing.get_status_display()),
        tone=TONES[Status(closing.status)],
        lines=_figures(closing),
        facts=_facts(closing, names),
        url=address_of(closing),
    )


def _figures(closing: Any) -> list[dict[str, str]]:
    statement = closing.statement
    both = [
        (_("期初余额"), closing.book_opening_fen, statement and statement.opening_fen),
        (_("本日收入"), closing.book_in_fen, statement and statement.credits_fen),
        (_("本日支出"), closing.book_out_fen, statement and statement.debits_fen),
        (_("期末余额"), closing.book_closing_fen, statement and statement.closing_fen),
    ]
    return [
        {
            "name": name,
            "book": yuan(ours),
            "statement": "—" if theirs is None else yuan(theirs),
            "difference": "—" if theirs is None else yuan(ours - theirs),
        }
        for name, ours, theirs in both
    ]


def _facts(closing: Any, names: dict[str, str] | None) -> list[tuple[str, Any]]:
    statement = closing.statement
    if statement is None:
        return [(_("对账单"), _("还没有收到"))]
    facts = [
        (_("对账单"), f"{statement.statement_ref} · {_('第{n}版').format(n=statement.version)}"),
        (_("收到时间"), moment(statement.received_at)),
        (
            _("对账单行数"),
            _("{all}行，{same}行一致").format(all=closing.line_count, same=closing.matched_count),
        ),
        (
            _("银行此前没有通知的"),
            _("{n}笔，已按对账单登记").format(n=closing.untold_count)
            if closing.untold_count
            else _("没有"),
        ),
        (_("前日结转差额（元）"), yuan(closing.carried_fen)),
    ]
    if closing.by_hand_fen:
        facts.append((_("记账凭证调整（元）"), yuan(closing.by_hand_fen)))
    if closing.closed_at:
        if names is None:
            names = people.names_of_staff([closing.closed_by])
        who = names.get(closing.closed_by, closing.closed_by)
        facts.append((_("日结"), f"{who} · {moment(closing.closed_at)}"))
        facts.append((_("账簿摘要值"), closing.ledger_head or _("尚未生成")))
    return facts


@dataclass(frozen=True)
class SideShown:
    """What one of the two sides says."""

    name: str
    amount: str
    facts: list[tuple[str, str]]


@dataclass(frozen=True)
class WayShown:
    label: str
    url: str


@dataclass(frozen=True)
class DifferenceShown:
    """A difference: both sides, what it means, what is to be done, and how it was settled."""

    difference: Any
    kind: str
    status: str
    tone: str
    means: str
    advice: str
    effect: str
    sides: list[SideShown]
    ways: list[WayShown] = field(default_factory=list)
    settled: list[tuple[str, Any]] = field(default_factory=list)
    files: list[tuple[str, str]] = field(default_factory=list)
    in_hand: Any = None
    booked_once: str = ""


@dataclass(frozen=True)
class DayInFull:
    """A day, what differs on it, the entries by hand of its book, and what has happened to it."""

    shown: ClosingShown
    differences: list[DifferenceShown]
    entries: list[Any]
    steps: list[StepShown]


def day_shown(closing: Any, actor: Actor) -> DayInFull:
    """What waits first, then what was explained, then what is settled; so many as fit on a page.

    Everybody's name and every entry by hand are asked for once, however much there is.
    """
    rows = list(queries.differences_of(closing)[:MOST_DIFFERENCES])
    entries, events = queries.entries_about(closing), list(core.history_of(closing))
    staff = {closing.closed_by, *(one.settled_by for one in rows), *(one.actor for one in events)}
    names = people.names_of_staff(staff - {""})
    in_hand = {
        entry.difference_id: entry for entry in entries if entry.status == EntryStatus.PROPOSED
    }
    return DayInFull(
        closing_shown(closing, names),
        [difference_shown(one, actor, names, in_hand.get(one.pk)) for one in rows],
        [one for one in entries if queries.stands_in_book_of(closing, one)],
        [step_of(closing, one, names.get(one.actor, one.actor), None) for one in events],
    )


def difference_shown(
    one: Any, actor: Actor, names: dict[str, str], in_hand: Any = None
) -> DifferenceShown:
    """`in_hand` is the entry for it that waits for its check."""
    about, status = ABOUT[Kind(one.kind)], DifferenceStatus(one.status)
    is_open = status == DifferenceStatus.FOUND
    return DifferenceShown(
        difference=one,
        kind=str(one.get_kind_display()),
        status=str(one.get_status_display()),
        tone=DIFFERENCE_TONES[status],
        means=str(about.means),
        advice=str(_advice(one)) if is_open else "",
        effect=_effect_shown(one.effect_fen),
        sides=_sides(one),
        ways=_ways(one, actor) if is_open and in_hand is None else [],
        settled=[] if is_open else _settled(one, names),
        files=[
            (file.name, reverse("centre:difference_document", args=[one.pk, file.pk]))
            for file in one.files.all()
        ],
        in_hand=in_hand,
        booked_once=_booked_once(one),
    )


def _advice(one: Any) -> Any:
    if queries.was_withdrawn(one):
        return ADVICE_OF_WITHDRAWN
    if queries.may_be_denied(one) and not queries.stands_in_suspense(one):
        return ADVICE_OF_USED
    return ABOUT[Kind(one.kind)].advice


def _effect_shown(fen: int) -> str:
    if fen == 0:
        return _("不影响余额")
    more = _("账簿比对账单多{amount}元") if fen > 0 else _("账簿比对账单少{amount}元")
    return more.format(amount=yuan(abs(fen)))


def _sides(one: Any) -> list[SideShown]:
    ours = _("账簿") if one.kind != Kind.AFTER_CLOSING else _("账簿变动")
    theirs = _("对账单") if one.kind != Kind.AFTER_CLOSING else _("对账单变动")
    entry_says = [] if one.entry is None else _said(one.entry)
    line_says = _said_by_line(one)
    return [
        SideShown(ours, _amount(one.our_fen), entry_says),
        SideShown(theirs, _amount(one.bank_fen), line_says),
    ]


def _amount(fen: int | None) -> str:
    return _("没有这一笔") if fen is None else yuan(fen)


def _said(told: Any) -> list[tuple[str, str]]:
    """A movement as the bank told it; who it was with is masked."""
    account = mask_account(told.counterparty_account) if told.counterparty_account else "—"
    return [
        (_("银行流水号"), told.bank_ref),
        (_("收支"), str(Direction(told.direction).label)),
        (_("时间"), moment(told.booked_at)),
        (_("对方"), f"{mask_name(told.counterparty_name) or '—'} {account}"),
        (_("收款识别码"), told.collection_code or "—"),
        (_("附言"), told.text or "—"),
    ]


def _said_by_line(one: Any) -> list[tuple[str, str]]:
    if one.line is None:
        return []
    where = (_("对账单行号"), _("第{n}行").format(n=one.line.number))
    if one.line.terms:
        return [where, *_said(payments.terms_of(one.line))]
    return [where, (_("银行流水号"), one.bank_ref)]


def _booked_once(one: Any) -> str:
    """Of a double line: which one it repeats, and that it was not booked."""
    if one.kind != Kind.DOUBLE or one.how == Way.ADMIT or one.line is None:
        return ""
    twin = payments.twin_of(one.line) or one.bank_ref
    return _("与流水{ref}是同一笔；账簿只记了一次，这一行没有入账。").format(ref=twin)


def _ways(one: Any, actor: Actor) -> list[WayShown]:
    about = ABOUT[Kind(one.kind)]
    pages = []
    if Power.PROOF_CLOSE in actor.may:
        if Way.TIMING in about.ways:
            pages.append((Way.TIMING, "difference_in_transit"))
        if Way.ADMIT in about.ways and one.line is not None and one.line.kept_back == "double":
            pages.append((Way.ADMIT, "admit_difference"))
        if Way.WORDS in about.ways and queries.words_suffice(one):
            pages.append((Way.WORDS, "explain_difference"))
    makes = Power.ENTRY_MAKE in actor.may
    if makes and queries.stands_in_suspense(one):
        pages.append((Way.DENIED, "deny_difference"))
    by_entry = not queries.stands_in_suspense(one) and not queries.was_withdrawn(one)
    if makes and by_entry and Way.ENTRY in about.ways and one.effect_fen:
        pages.append((Way.ENTRY, "settle_difference"))
    return [
        WayShown(str(way.label), reverse(f"centre:{name}", args=[one.pk])) for way, name in pages
    ]


def _settled(one: Any, names: dict[str, str]) -> list[tuple[str, Any]]:
    who = _("系统") if one.settled_by == CLOCK.name else names.get(one.settled_by, one.settled_by)
    facts = [
        (_("处理方式"), str(one.get_how_display())),
        (_("处理"), f"{who} · {moment(one.settled_at)}"),
    ]
    if one.words:
        facts.insert(1, (_("说明"), one.words))
    if one.due_on and one.status == DifferenceStatus.EXPLAINED:
        facts.append((_("应出现于"), _("{day}以前").format(day=one.due_on)))
    return facts


def report_facts(closing: Any, actor: Actor) -> dict[str, Any]:
    """What 日终结账报告 shows."""
    day, account = day_shown(closing, actor), closing.bank_account
    shown = day.shown
    return {
        "bank": account.bank_name,
        "account_name": account.account_name,
        "account_no": account.account_no,
        "day": _("{d.year}年{d.month}月{d.day}日").format(d=closing.day),
        "status": shown.status,
        "made_at": moment(clock.now()),
        "lines": shown.lines,
        "facts": [[name, str(value)] for name, value in shown.facts],
        "differences": [_on_paper(one) for one in day.differences],
        "entries": [
            {"no": one.no, "amount": yuan(one.amount_fen), "reason": one.reason}
            for one in day.entries
        ],
    }


def _on_paper(one: DifferenceShown) -> dict[str, str]:
    return {
        "kind": one.kind,
        "ref": one.difference.bank_ref or "—",
        "ours": one.sides[0].amount,
        "theirs": one.sides[1].amount,
        "status": one.status,
        "settled": "；".join(f"{name}：{value}" for name, value in one.settled) or "—",
    }


def month_of(day: date | None) -> date:
    """The first day of a month; of this one when none was asked for."""
    return (day or clock.today()).replace(day=1)
