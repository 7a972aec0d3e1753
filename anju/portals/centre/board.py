"""What the dashboard of a business shows, from few questions of tables that are kept."""

from datetime import timedelta
from typing import Any

from django.utils.translation import gettext as _

from anju.core import clock
from anju.portals.centre import shown_figures as shown
from anju.portals.centre.shown_figures import Card, link, money_card
from anju.refunds.office_rules import OpenWork
from anju.statistics import queries
from anju.statistics.queries import Line
from anju.statistics.rules import Business, Flow, Span

TOP = 20


def board_shown(business: str, days: int) -> dict[str, Any]:
    today = clock.today()
    month = today.replace(day=1)
    held = queries.held_in_all(business)
    since = min(today - timedelta(days=days - 1), month)
    lines = queries.days_of_money(business, since, today, held.fen)
    top = list(queries.held_by_most(business)[:TOP])
    names = shown.names_of(business, [row.whose_id for row in top])
    rows = [
        (names[row.whose_id], row.held_fen, link("figures_whose", business, row.whose_id))
        for row in top
    ]

    def url(name: str) -> Any:
        return lambda one: link("figures_held", business, **{name: one})

    return {
        "business": business,
        "business_label": Business(business).label,
        "whose": shown.WHOSE[Business(business)],
        "others": tabs(business),
        "counted_at": queries.counted_at(),
        "cards": [*money_cards(business, held.fen, lines), *work_cards(business, held)],
        "pictures": shown.pictures(business, lines[-days:]),
        "kinds": shown.bars_of(held.kinds, shown.kind_label, url("kind")),
        "banks": shown.bars_of(held.banks, shown.bank_labels(), url("bank")),
        "districts": shown.bars_of(held.districts, shown.district_label, url("district")),
        "top": shown.charts.bars(rows),
        "held_url": link("figures_held", business),
        "days": days,
    }


def tabs(here: str) -> list[tuple[str, str, bool]]:
    """The dashboards there are: label, address, whether it is this one."""
    money = [
        (str(Business(one).label), link("figures_of", one), one == here)
        for one in (Business.CUSTODY, Business.FUND)
    ]
    return [*money, (_("退款与争议"), link("figures_work"), here == "work")]


def money_cards(business: str, held_fen: int, lines: list[Line]) -> list[Card]:
    today, month = lines[-1], lines[-1].day.replace(day=1)
    this_month = [line for line in lines if line.day >= month]
    came, went = shown.flow_label(business, Flow.IN), shown.flow_label(business, Flow.OUT)

    def url(flow: Flow, span: Span) -> str:
        return link("figures_moved", business, flow, span, today.day if span == Span.DAY else month)

    return [
        money_card(_("现有余额"), held_fen, link("figures_held", business), tone="first"),
        money_card(_("今日") + came, today.in_fen, url(Flow.IN, Span.DAY)),
        money_card(_("今日") + went, today.out_fen, url(Flow.OUT, Span.DAY), tone="out"),
        money_card(
            _("本月") + came, sum(line.in_fen for line in this_month), url(Flow.IN, Span.MONTH)
        ),
        money_card(
            _("本月") + went,
            sum(line.out_fen for line in this_month),
            url(Flow.OUT, Span.MONTH),
            tone="out",
        ),
    ]


def work_cards(business: str, held: queries.Held) -> list[Card]:
    """What waits beside the money: what is set aside, of leases overdue plans, disputes, payments that failed."""
    aside = sum(one.fen for one in held.pooled if one.by == "suspense")
    tone = "waits" if aside else ""
    cards = [money_card(_("挂账资金"), aside, link("figures_pooled"), tone=tone)]
    if business == Business.FUND:
        return cards
    work = queries.work_now()
    for one in (OpenWork.OVERDUE_PLANS, OpenWork.DISPUTES, OpenWork.PAYMENTS_FAILED):
        count, oldest = work.get(one, (0, None))
        cards.append(
            Card(
                str(one.label),
                str(count),
                link("figures_cases", one),
                _("最早 {day}").format(day=oldest.isoformat()) if oldest else _("没有"),
                "waits" if count else "",
            )
        )
    return cards
