"""The books on the screen, and search, walked at the fund centre's desk. (CTR-07, LED-04, LED-05)"""

from playwright.sync_api import Page

from anju.ledger.actions import seal
from anju.ledger.queries import movements
from anju.tests.pages import Pages
from anju.tests.walks import Visit, addresses_of, sends, visits
from anju.tests.world import a_lease_in_custody
from anju.timelines.jobs import verify_books
from anju.timelines.models import Verification

FORM = "main form[method=post]"


to = addresses_of("centre")


def tells_why(page: Page) -> None:
    page.locator("select[name=purpose]").select_option("work")
    sends(FORM)(page)


def of_centre(official: Pages) -> list[Visit]:
    """The books of what was booked so far, a verification done and one that waits, and anything found."""
    seal()
    lease = a_lease_in_custody()
    [line] = movements([lease.deposit_pot])
    official.post(to("verify_chain"))
    verify_books(0)
    official.post(to("verify_chain"))
    done, waiting = Verification.objects.order_by("pk")
    person = lease.tenants.get(position=1).person_id
    return [
        *visits(to("ledger"), to("ledger", ask="as_of=x"), to("ledger", ask="day=2026-02-30")),
        *visits(to("pots"), to("pots", ask="kind=lease_deposit"), to("pots", ask="begins=x")),
        *visits(to("pot", lease.deposit_pot), to("pot", "world:ccb"), to("transfer", line.id)),
        *visits(to("chain"), to("verification", done.pk), to("verification", waiting.pk)),
        Visit(to("chain"), sends("main form[method=post]")),
        *visits(to("search"), to("timeline", "lease", lease.pk), to("timeline", "person", person)),
        Visit(to("search"), sends(FORM)),
        Visit(to("timeline_full", "person", person)),
        Visit(to("timeline_full", "person", person), sends(FORM)),
        Visit(to("timeline_full", "person", person), tells_why),
    ]
