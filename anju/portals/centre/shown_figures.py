"""Figures as the centre's dashboards show them: cards, curves, bars, and the address of what each is made of."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.core.money import yuan
from anju.core.rules import DISTRICTS
from anju.homes import queries as homes
from anju.ledger.rules import KINDS, Reason
from anju.payments import queries as payments
from anju.people import queries as people
from anju.statistics.queries import Amount, Entry, Line
from anju.statistics.rules import Business, Flow, Span
from anju.web import charts
from anju.web.charts import Bar, Point

WHOSE = {Business.CUSTODY: _("企业"), Business.FUND: _("小区")}


def link(name: str, *args: Any, **asked: Any) -> str:
    query = urlencode({key: value for key, value in asked.items() if value})
    return reverse(f"centre:{name}", args=args) + (f"?{query}" if query else "")


# --- what things are called -------------------------------------------------------------------------


def kind_label(kind: str) -> str:
    return str(KINDS[kind].label) if kind in KINDS else kind


def reason_label(reason: str) -> str:
    return str(Reason(reason).label) if reason in Reason else reason


def district_label(district: str) -> str:
    return DISTRICTS.get(district, _("未分区"))


def bank_labels(accounts: Iterable[Any] | None = None) -> Callable[[str], str]:
    """What banks are called: asked, unless the page has asked for the accounts."""
    every = payments.bank_accounts() if accounts is None else accounts
    names = {account.bank: account.bank_name for account in every}
    return lambda bank: names.get(bank, bank or _("未分银行"))


def names_of(business: str, ids: Iterable[int]) -> dict[int, str]:
    """What the enterprises, of the fund the communities, of a page are called: one question."""
    wanted = [one for one in ids if one]
    if business == Business.FUND:
        found = {one.pk: one.name for one in homes.communities_among(wanted)}
    else:
        found = {pk: one.name for pk, one in people.organisations(wanted).items()}
    return {one: found.get(one, _("未登记")) for one in wanted} | {0: _("未登记")}


def is_known(business: str, whose_id: int) -> bool:
    """Whether an enterprise, of the fund a community, has this id; 0 is what belongs to none."""
    if not whose_id:
        return True
    if business == Business.FUND:
        return homes.communities_among([whose_id]).exists()
    return whose_id in people.organisations([whose_id])


def flow_label(business: str, flow: str) -> str:
    """What comes is called by the business it comes to."""
    if business == Business.FUND:
        return _("交存和收益") if flow == Flow.IN else _("支取和退款")
    return _("转入监管") if flow == Flow.IN else _("转出监管")


# --- pictures ---------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Pictures:
    """The days of a period: what was held at their ends, what came and went."""

    held: charts.Curve | None
    moved: charts.Columns | None
    held_told: str
    moved_told: str
    rows: list[dict[str, Any]]


def pictures(business: str, lines: Sequence[Line], **of: Any) -> Pictures:
    rows = [line_shown(business, line, of) for line in lines]
    came = sum(line.in_fen for line in lines)
    went = sum(line.out_fen for line in lines)
    most = max(lines, key=lambda line: line.held_fen)
    return Pictures(
        charts.curve(
            [Point(row["day"], row["held_fen"], row["held_text"], row["held_url"]) for row in rows]
        ),
        charts.columns(
            [
                Point(row["day"], row["in_fen"], _("收入¥") + yuan(row["in_fen"]), row["in_url"])
                for row in rows
            ],
            [Point(row["day"], row["out_fen"], _("支出¥") + yuan(row["out_fen"])) for row in rows],
        ),
        _("最高 ¥{most}（{day}），现在 ¥{now}。").format(
            most=yuan(most.held_fen), day=f"{most.day:%m-%d}", now=yuan(lines[-1].held_fen)
        ),
        _("{days}天共收入 ¥{came}，支出 ¥{went}。").format(
            days=len(lines), came=yuan(came), went=yuan(went)
        ),
        rows[::-1],
    )


def line_shown(business: str, line: Line, of: dict[str, Any]) -> dict[str, Any]:
    page = "figures_entries" if of.get("whose_id") else "figures_moved"
    where = [line.day] if of.get("whose_id") else [Span.DAY, line.day]
    narrow = {"district": of.get("district", ""), "whose": of.get("whose_id", "")}
    return {
        "day": line.day,
        "in_fen": line.in_fen,
        "out_fen": line.out_fen,
        "held_fen": line.held_fen,
        "held_text": f"¥{yuan(line.held_fen)}",
        "held_url": link("figures_balance", business, line.day, **narrow),
        "in_url": link(page, business, Flow.IN, *where, **narrow),
        "out_url": link(page, business, Flow.OUT, *where, **narrow),
    }


def bars_of(
    amounts: Sequence[Amount], label: Callable[[Any], str], url: Callable[[Any], str]
) -> list[Bar]:
    total = sum(one.fen for one in amounts)
    return charts.bars(
        [(label(one.by), one.fen, url(one.by)) for one in amounts],
        subs=[charts.share_text(one.fen, total) for one in amounts],
    )


# --- cards, rows ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Card:
    """One figure, large: its name, what it says, where it leads, and a word beside it."""

    label: str
    text: str
    url: str
    note: str = ""
    tone: str = ""


def money_card(label: str, fen: int, url: str, note: str = "", tone: str = "") -> Card:
    return Card(label, f"¥{yuan(fen)}", url, note, tone)


def entry_shown(entry: Entry) -> dict[str, Any]:
    return {
        "entry": entry,
        "reason": entry.reason_label,
        "kind": kind_label(entry.kind),
        "url": reverse("centre:transfer", args=[entry.id]),
        "source_url": reverse("centre:pot", args=[entry.source]),
        "destination_url": reverse("centre:pot", args=[entry.destination]),
    }


def period_text(span: str, day: date) -> str:
    return f"{day:%Y-%m}" if span == Span.MONTH else f"{day:%Y-%m-%d}"


def narrowed_text(names: dict[str, str]) -> str:
    """What a page was narrowed to, in words."""
    return " · ".join(name for name in names.values() if name)


def pots_shown(pots: Iterable[Any]) -> list[dict[str, Any]]:
    return [
        {"pot": pot.pot, "label": kind_label(pot.kind), "held_fen": pot.held_fen} for pot in pots
    ]
