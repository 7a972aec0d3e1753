"""统计看板: figures of money and of work, and the way from each to what it is made of. (CTR-01)"""

from django.urls import path, register_converter

from anju.portals.centre.views import (
    figures,
    figures_balance,
    figures_moved,
    figures_of_work,
    figures_pots,
)
from anju.statistics.rules import Flow, Span
from anju.web import converters  # noqa: F401 - registers `filing_no`


class Business:
    regex = "custody|fund"
    to_python = to_url = staticmethod(str)


class Way:
    regex = f"{Flow.IN}|{Flow.OUT}"
    to_python = to_url = staticmethod(str)


class SpanOfTime:
    regex = f"{Span.DAY}|{Span.MONTH}"
    to_python = to_url = staticmethod(str)


register_converter(Business, "business")
register_converter(Way, "way")
register_converter(SpanOfTime, "span")

urlpatterns = [
    path("figures", figures.first, name="figures"),
    path("figures/leases/<filing_no:filing_no>", figures_pots.lease, name="figures_lease"),
    path("figures/pooled", figures_pots.pooled, name="figures_pooled"),
    path("figures/work", figures_of_work.work, name="figures_work"),
    path("figures/work/<slug:work>", figures_of_work.cases, name="figures_cases"),
    path("figures/<business:business>", figures.board, name="figures_of"),
    path("figures/<business:business>/held", figures.held, name="figures_held"),
    path("figures/<business:business>/held/<id:whose_id>", figures.whose, name="figures_whose"),
    path(
        "figures/<business:business>/balance/<day:day>",
        figures_balance.balance,
        name="figures_balance",
    ),
    path(
        "figures/<business:business>/<way:flow>/<span:span>/<day:day>",
        figures_moved.moved,
        name="figures_moved",
    ),
    path(
        "figures/<business:business>/<way:flow>/entries/<day:day>",
        figures_moved.entries,
        name="figures_entries",
    ),
]
