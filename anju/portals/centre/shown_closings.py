"""How days, what differs on them and entries made by hand look to the staff."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.closings import queries
from anju.closings.rules import EntryStatus, Status
from anju.core import clock
from anju.core import queries as core
from anju.core.actors import Actor
from anju.core.money import yuan
from anju.people import queries as people
from anju.portals.centre.shown import moment
from anju.portals.centre.shown_differences import DifferenceShown, difference_shown, kind_and_ref
from anju.web.history import StepShown, step_of

TONES = {
    Status.WAITING: "waiting",
    Status.DIFFERS: "bad",
    Status.READY: "good",
    Status.CLOSED: "kept",
}
MOST_DIFFERENCES = 100
MOST_ON_PAPER = 1_000
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
class DayInFull:
    """A day, what differs on it, the entries by hand of its book, and what has happened to it and to each of them.

    `left_out` is how many differences there are beyond those shown.
    """

    shown: ClosingShown
    differences: list[DifferenceShown]
    left_out: int
    entries: list[Any]
    steps: list[StepShown]


def day_shown(closing: Any, actor: Actor, most: int = MOST_DIFFERENCES) -> DayInFull:
    """What waits first, then what was explained, then what is settled; so many as fit on a page.

    Everybody's name and every entry by hand are asked for once, however much there is.
    """
    found = queries.differences_of(closing)
    rows = list(found[: most + 1])
    left_out, rows = found.count() - most if len(rows) > most else 0, rows[:most]
    entries = queries.entries_about(closing)
    moves = core.moves_of([closing, *rows])
    staff = {one.settled_by for one in rows} | {one.actor for _record, one in moves}
    names = people.names_of_staff((staff | {closing.closed_by}) - {""})
    in_hand = {one.difference_id: one for one in entries if one.status == EntryStatus.PROPOSED}
    booked = {one.no: one for one in entries if one.status == EntryStatus.BOOKED}
    return DayInFull(
        closing_shown(closing, names),
        [
            difference_shown(one, actor, names, in_hand.get(one.pk), booked.get(one.words))
            for one in rows
        ],
        left_out,
        [one for one in entries if queries.stands_in_book_of(closing, one)],
        [
            _step(record, "" if record is closing else f"{kind_and_ref(record)} · ", one, names)
            for record, one in moves
        ],
    )


def _step(record: Any, about: str, event: Any, names: dict[str, str]) -> StepShown:
    step = step_of(record, event, names.get(event.actor, event.actor), None)
    return replace(step, what=f"{about}{step.what}")


def report_facts(closing: Any, actor: Actor) -> dict[str, Any]:
    """What 日终结账报告 shows."""
    day, account = day_shown(closing, actor, MOST_ON_PAPER), closing.bank_account
    shown = day.shown
    agrees = _("对账单的每一行都与账簿一致。") if closing.statement else _("还没有收到对账单。")
    more = _("另有{n}项差异没有印出，请在系统中查看。").format(n=day.left_out)
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
        "without": agrees,
        "more": more if day.left_out else "",
        "entries": [
            {"no": one.no, "amount": yuan(one.amount_fen), "reason": one.reason}
            for one in day.entries
        ],
    }


def _on_paper(one: DifferenceShown) -> dict[str, str]:
    return {
        "kind": one.kind,
        "ref": one.ref or "—",
        "ours": one.sides[0].amount if one.sides else "—",
        "theirs": one.sides[1].amount if one.sides else "—",
        "status": one.status,
        "settled": "；".join(f"{name}：{value}" for name, value in one.settled) or "—",
    }


def month_of(day: date | None) -> date:
    """The first day of a month; of this one when none was asked for."""
    return (day or clock.today()).replace(day=1)
