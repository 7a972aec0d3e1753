"""Interest year by year, and the curve of the balance. (OWN-91)"""

import pytest

from anju.core import clock
from anju.core.money import yuan
from anju.fund_runs.tests import things
from anju.portals.owner.shown_interest import HEIGHT, WIDTH
from anju.portals.tenant_web.tests.reading import links

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OWN-91")]


def test_a_home_without_money_says_so(pages, owner, account):
    pages.get(f"/owner/homes/{account.dwelling_id}/interest")
    assert "还没有结过息" in pages.page.text and "账户里还没有钱款变动" in pages.page.text
    assert [one for one in pages.page.all("path") if one.get("class") == "curve-line"] == []


def test_the_interest_of_each_year_stands_beside_what_the_balance_was(
    pages, owner, account, settings
):
    settings.MOVABLE_CLOCK = True
    things.deposit(account, 18_000_00, clock.today())
    things.wait_for_the_run()
    run = things.settled()
    pages.sign_in_as(owner)
    pages.get(f"/owner/homes/{account.dwelling_id}/interest")
    assert run.amount_fen > 0 and yuan(run.amount_fen) in pages.page.text
    assert len(pages.page.all("tr")) == 2
    [line] = [one.get("d") for one in pages.page.all("path") if one.get("class") == "curve-line"]
    assert line.startswith("M0 ") and line.endswith(f"H{WIDTH}")
    assert int(line[3:].partition("H")[0]) < HEIGHT
    assert f"/owner/homes/{account.dwelling_id}/movements" in links(pages)
