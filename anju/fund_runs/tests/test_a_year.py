"""A year of the fund at two banks: whatever happens in it, at its end all homes together are what the banks have."""

from datetime import date, timedelta

import pytest

from anju.core import clock
from anju.core.actors import NOBODY, Actor
from anju.fund import actions as fund
from anju.fund import jobs as fund_jobs
from anju.fund.rules import RefundReason
from anju.fund.tests.test_refunds import CARD
from anju.fund.tests.test_refunds import CHECKER as REFUND_CHECKER
from anju.fund.tests.test_refunds import MAKER as REFUND_MAKER
from anju.fund.tests.world import DEPARTMENT, WANG, ZHAO, due, fresh, signed_in, start
from anju.fund_runs import actions as runs
from anju.fund_runs import jobs, queries
from anju.fund_runs.actions import UnitRow
from anju.fund_runs.models import Run
from anju.fund_runs.tests.things import MAKER, by_days
from anju.fund_runs.tests.town import Town
from anju.ledger.proof import prove
from anju.ledger.queries import balance_fen
from anju.payments import actions as payments
from anju.payments.rules import Channel
from anju.people import actions as people
from anju.people.rules import Power
from anju.refunds.tests.endings import Days

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
RATES = [(date(2015, 10, 24), 11000, 3500)]


def refund_of(account, reason, name="王五", **stated):
    """Entered by one and approved by another."""
    entered = fund.enter_refund(
        account_id=account.pk,
        reason=reason,
        payee_name=name,
        payee_account=stated.pop("payee_account", CARD),
        payee_bank="中国工商银行北京望京支行",
        by=REFUND_MAKER,
        **stated,
    )
    return fund.approve_refund(refund_id=entered.pk, by=REFUND_CHECKER)


def demanded(account, by):
    return fund.demand_deposit(account_id=account.pk, by=by)


@pytest.mark.covers("LED-02", "LED-03", "LED-04", "CHN-03", "CHN-05")
def test_a_year_of_the_fund(monkeypatch):
    days = Days(monkeypatch)
    days.be("2026-07-01")
    town = Town(days)
    one, two = town.banks
    wang, zhao = signed_in(WANG), signed_in(ZHAO)
    first, sold, lost, late = (town.home(0) for _ in range(4))
    quick, low, measured = (town.home(1, storeys=6) for _ in range(3))
    unit = people.record_organisation(name="北京市第一机床厂", uscc="91110105MA00TE5T2T", by=MAKER)
    public = town.home(0, kind="sold_public", selling_unit_id=unit.pk)

    # July: first deposits by WeChat and Alipay, one of them by the number of a notice; a unit pays for what it sold
    town.pays(demanded(first, wang), wang, Channel.WECHAT, fee_fen=36_00)
    for account in (sold, lost):
        town.pays(demanded(account, wang), wang)
    notice = fund.issue_notice(account_id=quick.pk, owner_name="王五", by=DEPARTMENT)
    found = fund.find_deposit(
        deposit_no=notice.no, owner_name="王五", source="203.0.113.7", by=NOBODY
    )
    town.pays(found, NOBODY, Channel.WECHAT)
    entry = one.enters(19_800_00, text="售房款")
    rows = [UnitRow(public.dwelling.address, 1_800_00, 18_000_00)]
    there = public.dwelling.building.community_id
    units = {"community_id": there, "entry_id": entry.pk, "rows": rows, "by": MAKER}
    town.settled(runs.enter_unit_deposit(**units))
    assert (balance_fen(public.pot), balance_fen(public.unit_pot)) == (1_800_00, 18_000_00)
    assert (balance_fen(first.pot), balance_fen("transit:wechat:fund1")) == (0, 18_000_00)
    town.is_in_order()
    town.pass_to(date(2026, 7, 10))
    assert balance_fen(first.pot) == 18_000_00
    assert queries.position("fund1").at_providers_fen == 36_00, "the fee that WeChat kept"
    town.is_in_order()

    # August: two pay the same deposit, and one pays what is not owed any more; both go back to their source
    deposit = demanded(low, wang)
    twice = [start(deposit, wang), start(deposit, zhao, Channel.WECHAT)]
    for payment in twice:
        town.is_paid(payment)
    closed = start(demanded(late, wang), wang)
    fund.correct_area(account_id=late.pk, area_hundredths=91_00, by=DEPARTMENT)
    town.is_paid(closed)
    town.pass_to(date(2026, 8, 12))
    assert town.providers_refund() == 2
    town.pays(demanded(late, wang), wang)
    town.pass_to(date(2026, 8, 20))
    assert (balance_fen(low.pot), balance_fen(late.pot)) == (9_000_00, 18_200_00)
    town.is_in_order()

    # September to November: measured anew, both ways; a receipt is voided first; the bank brings a refund back
    town.pays(paid := demanded(measured, wang), wang)
    town.pass_to(date(2026, 9, 10))
    keeper = Actor("keeper", "centre", frozenset({Power.FUND_ENTER, Power.FUND_PAY}), staff_id=903)
    fund.record_paper_receipt(deposit_id=paid.pk, paper_no="0012345", by=keeper)
    fund.correct_area(account_id=measured.pk, area_hundredths=88_00, by=DEPARTMENT)
    fund.void_receipt(deposit_id=paid.pk, reason="面积差退款", by=keeper)
    back = {"deposit_id": paid.pk, "amount_fen": 200_00}
    failed = refund_of(measured, RefundReason.AREA, **back)
    town.banks_pay_out(failing=CARD[-4:])
    assert (fresh(failed).status, balance_fen(measured.pot)) == ("failed", 9_000_00)
    refund_of(measured, RefundReason.AREA, **back)
    town.banks_pay_out()
    assert (balance_fen(measured.pot), fresh(measured).first_fen) == (8_800_00, 8_800_00)
    town.pass_to(date(2026, 10, 15))
    fund.correct_area(account_id=first.pk, area_hundredths=90_50, by=DEPARTMENT)
    town.pays(demanded(first, wang), wang, Channel.WECHAT)
    town.pass_to(date(2026, 11, 2))
    assert balance_fen(first.pot) == 18_100_00
    town.is_in_order()

    # December: public revenue of the community at the first bank; a home is sold, another topped up
    community = first.dwelling.building.community_id
    town.revenue(community, 0, 1_000_01)
    shares = [balance_fen(each.pot) for each in (first, sold, lost, late)]
    assert (
        sum(shares) + balance_fen(public.pot)
        == 18_100_00 + 2 * 18_000_00 + 18_200_00 + 1_800_00 + 1_000_01
    )
    fund.sell_home(account_id=sold.pk, owners=[ZHAO], by=DEPARTMENT)
    fund.sell_home(account_id=public.pk, owners=[ZHAO], by=DEPARTMENT)
    assert due(public).kind is None, "both parts are more than the standard"
    repaired(low, 6_300_01)
    town.banks_pay_out()
    top_up = demanded(low, zhao)
    assert (top_up.kind, top_up.amount_fen) == ("top_up", 6_300_01)
    town.pays(top_up, zhao)
    town.pass_to(date(2027, 3, 1))
    town.is_in_order()

    # March: a home is lost; its interest up to the day, then all that it holds goes back
    closing = town.settled(runs.close_interest(account_id=lost.pk, by=MAKER))
    held = balance_fen(lost.pot)
    assert held == shares[2] + closing.amount_fen
    gone = refund_of(lost, RefundReason.LOST)
    town.banks_pay_out()
    assert (gone.amount_fen, fresh(gone).status, balance_fen(lost.pot)) == (held, "paid", 0)
    town.is_in_order()
    assert jobs.start_what_is_due(0) is None
    assert not Run.objects.filter(kind="interest").exists()

    # July: the year's interest at both banks, while somebody pays
    town.pass_to(date(2027, 7, 4))
    jobs.start_what_is_due(0)
    more = fund.deposit_voluntarily(account_id=quick.pk, amount_fen=77_77, by=wang)
    town.pays(more, wang)
    yearly = list(Run.objects.filter(kind="interest").order_by("pk"))
    assert [(run.bank_account.bank, run.from_on, run.to_on) for run in yearly] == [
        ("fund1", date(2026, 7, 1), date(2027, 7, 1)),
        ("fund2", date(2026, 7, 1), date(2027, 7, 1)),
    ]
    for run in yearly:
        town.settled(run)
    lines = {
        line.account_id: line.amount_fen for run in yearly for line in run.lines.filter(unit=False)
    }
    assert lines[quick.pk] == by_days(
        [(date(2026, 7, 2), 9_000_00)], date(2026, 7, 1), date(2027, 7, 1), RATES
    )
    assert lost.pk not in lines
    town.pass_to(date(2027, 7, 10))
    fund_jobs.end_what_is_over(0)

    # All is settled: every fen that a bank has is a home's, but for the fee that its provider kept
    town.is_in_order()
    for bank, fee_fen in ((one, 36_00), (two, 0)):
        position = queries.position(bank.bank)
        assert (position.transit_fen, position.payout_fen, position.suspense_fen) == (0, 0, 0)
        assert (position.interest_fen, position.at_providers_fen) == (0, fee_fen)
        assert position.homes_fen == bank.held_fen + fee_fen
    assert prove().holds
    assert clock.today() - date(2026, 7, 1) > timedelta(days=365)


def repaired(account, fen):
    """Repairs of the house take so much of the home's account."""
    bank = account.bank_account.bank
    payments.instruct_payout(
        key=f"repaired:{account.pk}",
        bank=bank,
        amount_fen=fen,
        creditor_name="北京维修有限公司",
        creditor_account="0200004119000000028",
        creditor_bank="中国工商银行北京分行",
        text="维修费",
        purpose="repair",
        cause=f"home:{account.dwelling_id}",
        legs=[(account.pot, f"payout:{bank}", fen)],
        by=MAKER,
    )
