"""The stories of the release of rent as tables of transfers and balances: documentation for auditors, kept true.

A month's rent is 4,000 yuan and earns 400,000 × 500 / 360,000,000 = 0.5556 fen a day (0.05 % over 360 days).
"""

from datetime import date

import pytest

from anju.custody import actions
from anju.custody.models import Lot, Release
from anju.custody.rules import HoldReason, LotKind, LotStatus, ReleaseStatus
from anju.refunds.tests.endings import (
    ACCOUNT,
    OFFICER,
    Days,
    a_held_lease,
    a_plan,
    a_return,
    an_account_of,
    an_answer,
    bank_pays,
    books_balance,
    pay,
    released_on,
    some_interest,
)
from anju.tests.custody_world import the_bank_gives_back
from anju.tests.stories import Stories
from anju.tests.world import a_lease

pytestmark = pytest.mark.django_db
story = Stories("release-stories.md")


class Told:
    """The clock of a story, set by its test."""

    days = None


def half_a_year():
    """Six months from Monday, 2 November 2026, paid on that day; the enterprise has an account."""
    Told.days.be("2026-11-02")
    lease = a_held_lease()
    an_account_of(lease)
    return lease


@story("A year's rent is released over its months, with interest to the last lot")
def a_year():
    """From 31 January 2027: three months on 1 February, each other one on the last day of a month, as it begins.

    Days, fen: 89 49.44, 120 66.67, 150 83.33, 181 100.56, 212 117.78, 242 134.44, 273 151.67, 303 168.33,
    334 185.56. Rounded: 49 + 67 + 83 + 101 + 118 + 134 + 152 + 168 + 186 = 1,058.
    """
    Told.days.be("2027-01-31")
    lease = a_held_lease(starts_on=date(2027, 1, 31), each=12)
    an_account_of(lease)
    released_on(Told.days, "2027-02-01")
    for day in ("04-30", "05-31", "06-30", "07-31", "08-31", "09-30", "10-31", "11-30", "12-31"):
        released_on(Told.days, f"2027-{day}")


@story("The authority stops the releases of an enterprise, and lets them go on")
def held_and_taken_up():
    """Nothing goes on 2 February and 2 March; both months go on 10 March, the last on 2 April.

    2 November to 10 March are 128 days: 71.11 fen for each of two; to 2 April 151: 83.89. 71 + 71 + 84 = 226.
    """
    lease = half_a_year()
    released_on(Told.days, "2026-11-03")
    Told.days.be("2027-01-15")
    hold = actions.hold_releases(
        enterprise_id=lease.enterprise_id,
        reason=HoldReason.AUTHORITY,
        document_no="京建发〔2027〕3号",
        note="存在经营风险",
        by=OFFICER,
    )
    released_on(Told.days, "2027-02-02")
    released_on(Told.days, "2027-03-02")
    Told.days.be("2027-03-10")
    actions.lift_hold(hold_id=hold.pk, because="风险已消除", by=OFFICER)
    released_on(Told.days, "2027-03-10")
    released_on(Told.days, "2027-04-02")


@story("The bank refuses a release on three days; it is paid to another account")
def refused_three_times():
    """Three lots that should have left after a day earn all their days while they wait, whoever was to blame.

    1 day nothing; 2 days 1.11 fen for each of three, 3 days 1.67; on Friday, 6 November, nothing is tried any more.
    Paid on 9 November, to the account that was named and checked meanwhile: 7 days, 3.89, so 3 × 4 = 12.
    """
    lease = half_a_year()
    for day in ("2026-11-03", "2026-11-04", "2026-11-05", "2026-11-06"):
        released_on(Told.days, day, failing="0001")
    Told.days.be("2026-11-09")
    an_account_of(lease, "11001018800053000002")
    released_on(Told.days, "2026-11-09", failing="0001")


@story("The bank gives a release back; it is released again with all its interest")
def given_back():
    """Paid on 3 November, back on the 5th; the account rests until the next bank day, the 6th.

    4 days: 2.22 fen, so 3 × 2 = 6.
    """
    half_a_year()
    released_on(Told.days, "2026-11-03")
    Told.days.be("2026-11-05")
    the_bank_gives_back(Release.objects.get())
    released_on(Told.days, "2026-11-05")
    released_on(Told.days, "2026-11-06")


@story("The bank has not paid us interest yet: the rent goes alone, the interest follows")
def interest_follows():
    """2 February and 2 March: 92 days earn 51.11 fen, 120 days 66.67. The bank pays interest on 20 March.

    51 + 67 = 118 are paid in one on Monday, the 22nd.
    """
    Told.days.be("2026-11-02")
    lease = a_lease()
    pay(lease, "deposit first")
    an_account_of(lease)
    released_on(Told.days, "2026-11-03")
    released_on(Told.days, "2027-02-02")
    released_on(Told.days, "2027-03-02")
    Told.days.be("2027-03-20")
    some_interest(lease, "5.00")
    released_on(Told.days, "2027-03-22")


@story("The lease ends early; what was not released goes back to the tenant")
def ended_early():
    """Four months have gone, the fourth after 92 days with 51.11 fen, when the home is handed back on 22 February.

    By then 112 days: 62.22 fen for each of the two months left and for the deposit, so 3 × 62 = 186 for the tenant.
    """
    lease = half_a_year()
    released_on(Told.days, "2026-11-03")
    released_on(Told.days, "2027-02-02")
    Told.days.be("2027-02-22")
    case = a_return(lease)
    a_plan(case, deductions=(), payee=ACCOUNT)
    an_answer(case)
    bank_pays()
    released_on(Told.days, "2027-04-02")


# What has reached the enterprise in the end, rent and interest, and what of the rent is still held: fen.
TOTALS = {
    a_year: (48_000_00, 10_58, 0),
    held_and_taken_up: (24_000_00, 2_26, 0),
    refused_three_times: (12_000_00, 12, 12_000_00),
    given_back: (12_000_00, 6, 12_000_00),
    interest_follows: (20_000_00, 1_18, 4_000_00),
    ended_early: (16_000_00, 51, 0),
}


@pytest.mark.covers("ENT-03", "CTR-04", "LED-01", "LED-02")
@pytest.mark.parametrize("title", story.plays)
def test_a_story_of_a_release_goes_as_recorded_and_to_the_fen_worked_out_by_hand(
    title, monkeypatch
):
    Told.days = Days(monkeypatch)
    story.play(title)
    done = Release.objects.filter(status=ReleaseStatus.DONE)
    held = Lot.objects.filter(kind=LotKind.RENT, status=LotStatus.HELD)
    assert TOTALS[story.plays[title]] == (
        sum(release.principal_fen for release in done),
        sum(release.interest_fen for release in done),
        sum(lot.amount_fen for lot in held),
    )
    assert books_balance()


def test_the_page_tells_these_stories_and_no_others():
    assert story.on_the_page() == list(story.plays)
