"""The standard stories of the maintenance fund as tables of transfers and balances, kept true."""

from datetime import date

import pytest

from anju.core.actors import NOBODY
from anju.fund import actions as fund
from anju.fund.rules import RefundReason
from anju.fund.tests.world import DEPARTMENT, WANG, ZHAO, signed_in, start
from anju.fund_runs import actions as runs
from anju.fund_runs import jobs
from anju.fund_runs.actions import UnitRow
from anju.fund_runs.models import Run
from anju.fund_runs.tests.test_a_year import refund_of
from anju.fund_runs.tests.things import MAKER
from anju.fund_runs.tests.town import Town
from anju.ledger.proof import prove
from anju.payments.rules import Channel
from anju.people import actions as people
from anju.refunds.tests.endings import Days
from anju.tests.stories import Stories

pytestmark = pytest.mark.django_db
story = Stories("fund-stories.md")


def deposited(town, channel=Channel.ALIPAY):
    """A home whose first deposit the bank credited on 2 July."""
    account, wang = town.home(), signed_in(WANG)
    town.pays(fund.demand_deposit(account_id=account.pk, by=wang), wang, channel)
    town.pass_to(date(2026, 7, 2))
    return account


@story("An owner's first deposit by WeChat; the money arrives the next day")
def by_wechat(town):
    deposited(town, Channel.WECHAT)


@story("A quick deposit, by the number of a notice and the owner's name")
def quick(town):
    account = town.home(storeys=6)
    notice = fund.issue_notice(account_id=account.pk, owner_name="王五", by=DEPARTMENT)
    found = fund.find_deposit(
        deposit_no=notice.no, owner_name="王五", source="203.0.113.7", by=NOBODY
    )
    town.pays(found, NOBODY)
    town.pass_to(date(2026, 7, 2))


@story("Two pay the same deposit; the second is given back to its source")
def twice(town):
    account, wang, zhao = town.home(), signed_in(WANG), signed_in(ZHAO)
    deposit = fund.demand_deposit(account_id=account.pk, by=wang)
    for payment in [start(deposit, wang), start(deposit, zhao)]:
        town.is_paid(payment)
    town.providers_refund()
    town.pass_to(date(2026, 7, 2))


@story("The yearly interest")
def yearly_interest(town):
    deposited(town)
    town.pass_to(date(2027, 7, 4))
    jobs.start_what_is_due(0)
    town.settled(Run.objects.get())


@story("A home is sold; its account goes along, and the buyer pays for a larger area")
def sale(town):
    account, zhao = deposited(town), signed_in(ZHAO)
    fund.sell_home(account_id=account.pk, owners=[ZHAO], by=DEPARTMENT)
    fund.correct_area(account_id=account.pk, area_hundredths=91_00, by=DEPARTMENT)
    town.pays(fund.demand_deposit(account_id=account.pk, by=zhao), zhao)
    town.pass_to(date(2026, 7, 3))


@story("The measured area is smaller; the difference goes back to the owner")
def smaller(town):
    account = deposited(town)
    fund.correct_area(account_id=account.pk, area_hundredths=88_00, by=DEPARTMENT)
    paid = account.deposits.get()
    refund_of(account, RefundReason.AREA, deposit_id=paid.pk, amount_fen=400_00)
    town.banks_pay_out()


@story("A home is given up: interest up to the day, then all that it holds")
def given_up(town):
    account = deposited(town)
    town.pass_to(date(2026, 10, 10))
    town.settled(runs.close_interest(account_id=account.pk, by=MAKER))
    refund_of(account, RefundReason.CANCELLED)
    town.banks_pay_out()


@story("Public housing: its selling unit deposits, it is resold and completed, and lost")
def sold_public(town):
    unit = people.record_organisation(name="北京市第一机床厂", uscc="91110105MA00TE5T2T", by=MAKER)
    account = town.home(kind="sold_public", selling_unit_id=unit.pk)
    entry = town.banks[0].enters(9_800_00, text="售房款")
    rows = [UnitRow(account.dwelling.address, 800_00, 9_000_00)]
    there = account.dwelling.building.community_id
    about = {"community_id": there, "entry_id": entry.pk, "rows": rows, "by": MAKER}
    town.settled(runs.enter_unit_deposit(**about))
    fund.sell_home(account_id=account.pk, owners=[ZHAO], by=DEPARTMENT)
    zhao = signed_in(ZHAO)
    town.pays(fund.demand_deposit(account_id=account.pk, by=zhao), zhao)
    town.pass_to(date(2026, 7, 2))
    refund_of(account, RefundReason.LOST, "赵六")
    town.banks_pay_out()
    units = {"payee": "unit", "payee_account": "0200004119000000028"}
    refund_of(account, RefundReason.LOST, "北京市第一机床厂", **units)
    town.banks_pay_out()


@story("Public revenue is shared over three homes by area")
def revenue(town):
    homes = [town.home(area_hundredths=area) for area in (89_35, 102_70, 140_02)]
    town.revenue(homes[0].dwelling.building.community_id, 0, 1_000_00)


@pytest.mark.covers("LED-01", "LED-02")
@pytest.mark.parametrize("title", story.plays)
def test_a_story_of_the_fund_goes_as_recorded_and_each_bank_has_what_its_homes_have(
    title, monkeypatch
):
    days = Days(monkeypatch)
    days.be("2026-07-01")
    town = Town(days, banks=1)
    story.play(title, town)
    town.is_in_order()
    town.banks[0].day_ends()
    assert prove().holds


def test_the_page_tells_these_stories_and_no_others():
    assert story.on_the_page() == list(story.plays)
