"""The dashboards of the fund centre's desk, walked down to the entries behind their figures. (CTR-01)"""

from datetime import date

from anju.core import clock
from anju.core.actors import CLOCK
from anju.ledger import actions as ledger
from anju.statistics import actions as statistics
from anju.statistics import queries
from anju.tests.walks import Visit, addresses_of, visits
from anju.tests.world import a_lease_in_custody

to = addresses_of("centre")


def of_centre() -> list[Visit]:
    """The dashboards, and every page behind their figures."""
    ledger.seal()
    statistics.count_all_money(by=CLOCK)
    statistics.count_work(day=clock.today(), by=CLOCK)
    today = clock.today()
    whose = queries.held_by_most("custody")[0].whose_id
    filing_no = a_lease_in_custody(filing_no="BA-FIGURES-1").filing_no
    ledger.seal()
    statistics.count_all_money(by=CLOCK)
    moved = ("custody", "in")
    return [
        Visit(to("figures"), leads_to=to("figures_of", "custody")),
        *visits(to("figures_of", "custody"), to("figures_of", "custody", ask="days=90")),
        *visits(to("figures_of", "fund"), to("figures_held", "fund"), to("figures_work")),
        *visits(to("figures_held", "custody"), to("figures_held", "custody", ask="bank=ccb")),
        *visits(to("figures_whose", "custody", whose), to("figures_pooled")),
        *visits(to("figures_moved", *moved, "day", today), to("figures_lease", filing_no)),
        *visits(to("figures_moved", *moved, "month", today, ask="district=110105")),
        *visits(to("figures_entries", *moved, today), to("figures_cases", "disputes")),
        *visits(
            to("figures_balance", "custody", today), to("figures_balance", "fund", date(2024, 1, 1))
        ),
        Visit(to("figures_of", "custody", ask="file=pdf"), is_file=True),
    ]
