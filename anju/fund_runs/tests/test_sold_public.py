"""售后公有住房交存: what a selling unit deposits for the homes it sold, each part to its own pot. (rules B2.7, B2.8)"""

import pytest

from anju.core.actors import CLOCK
from anju.fund import actions as fund
from anju.fund import queries as fund_queries
from anju.fund.tests.world import DEPARTMENT, ZHAO, a_sold_public_home, an_account, due
from anju.fund_runs import actions, queries
from anju.fund_runs.actions import SoldHome
from anju.fund_runs.rules import Status
from anju.fund_runs.tests.test_revenue import a_credit, refusal
from anju.fund_runs.tests.things import CHECKER, MAKER, booked
from anju.ledger.proof import prove
from anju.ledger.queries import balance_fen

pytestmark = pytest.mark.django_db


def sold(account, cost_price_fen=90_000_00, proceeds_fen=60_000_00):
    return SoldHome(account.pk, cost_price_fen, proceeds_fen)


def unit_of(account):
    return account.dwelling.selling_unit_id


def test_a_units_credit_is_taken_apart_into_the_owners_part_and_its_own():
    high, low = a_sold_public_home(), a_sold_public_home(storeys=6)
    entry = a_credit(33_600_00)
    stated = {
        "unit_id": unit_of(high),
        "entry_id": entry.pk,
        "homes": [sold(high), sold(low)],
        "by": MAKER,
    }
    run = actions.enter_sold_public(**stated)
    assert actions.enter_sold_public(**stated) == run
    assert (run.amount_fen, run.homes, balance_fen("suspense:bob")) == (33_600_00, 2, 33_600_00)
    assert booked(run, limit=1).status == Status.DONE
    assert (balance_fen(high.pot), balance_fen(high.unit_pot)) == (1_800_00, 18_000_00)
    assert (balance_fen(low.pot), balance_fen(low.unit_pot)) == (1_800_00, 12_000_00)
    assert actions.book_chunk(run_id=run.pk, by=CLOCK) is False
    told = [(one.reason_label, one.in_fen) for one in fund_queries.movements(low)]
    assert told == [("维修资金交存", 12_000_00), ("维修资金交存", 1_800_00)]
    assert queries.position("bob").difference_fen == 0
    assert prove().holds


def test_after_a_resale_both_parts_count_against_what_completes_it():
    account = a_sold_public_home()
    entry = a_credit(19_800_00)
    stated = {"unit_id": unit_of(account), "entry_id": entry.pk, "by": MAKER}
    booked(actions.enter_sold_public(**stated, homes=[sold(account)]))
    fund.sell_home(account_id=account.pk, owners=[ZHAO], by=DEPARTMENT)
    assert due(fund_queries.account(account.pk)).kind is None, "19,800.00 is more than 18,000.00"
    small = a_sold_public_home()
    entry = a_credit(3_800_00)
    stated |= {"entry_id": entry.pk, "homes": [sold(small, 40_000_00, 10_000_00)]}
    booked(actions.enter_sold_public(**stated))
    fund.sell_home(account_id=small.pk, owners=[ZHAO], by=DEPARTMENT)
    owed = due(fund_queries.account(small.pk))
    assert (owed.kind, owed.amount_fen) == ("completion", 14_200_00)


def test_what_is_not_exactly_what_the_units_homes_deposit_is_refused():
    account, other = a_sold_public_home(), an_account()
    entry = a_credit(19_800_00)
    stated = {"unit_id": unit_of(account), "entry_id": entry.pk, "by": MAKER}
    enter = actions.enter_sold_public
    homes = [sold(account)]
    assert refusal(enter, **stated | {"by": CHECKER}, homes=homes) == "power_missing"
    for wrong in ([sold(other)], [*homes, *homes], []):
        assert refusal(enter, **stated, homes=wrong) == "not_the_units"
    assert refusal(enter, **stated, homes=[sold(account, 90_000_50)]) == "differs"
    run = enter(**stated, homes=homes)
    community = account.dwelling.building.community_id
    revenue = {"community_id": community, "entry_id": entry.pk, "purpose": "停车费", "by": MAKER}
    assert refusal(actions.enter_revenue, **revenue) == "credit_taken"
    actions.reject_run(run_id=run.pk, because="户数有误", by=CHECKER)
    shared = actions.enter_revenue(**revenue)
    assert refusal(enter, **stated, homes=homes) == "credit_taken"
    actions.reject_run(run_id=shared.pk, because="不是公共收益", by=CHECKER)
    assert enter(**stated, homes=homes) != run
