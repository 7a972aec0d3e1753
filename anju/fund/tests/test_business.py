"""维修资金管理: all business on one's homes, searched by home, kind and period. (OWN-41)"""

from datetime import timedelta

import pytest

from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.fund import actions, queries
from anju.fund.queries import BusinessKind
from anju.fund.rules import Way
from anju.fund.tests.world import WANG, ZHAO, an_account, first_deposited, signed_in

pytestmark = pytest.mark.django_db


@pytest.mark.covers("OWN-40", "OWN-41")
def test_all_business_stands_in_one_list_page_by_page():
    account, wang, zhao = an_account(), signed_in(WANG), signed_in(ZHAO)
    other = an_account(owners=(ZHAO,))
    stated = {"way": Way.CONTRACT, "district": "110105", "phone": "13800000001"}
    added = actions.add_home(wanted=account.dwelling.contract_no, by=wang, **stated)
    first = first_deposited(account, zhao)
    waiting = actions.add_home(wanted="XF9", by=wang, **stated)
    advance_clock(days=2, by=CLOCK)
    more = actions.deposit_voluntarily(account_id=account.pk, amount_fen=50_00, by=wang)
    actions.demand_deposit(account_id=other.pk, by=zhao)

    def seen(**by):
        return [one.no for one in queries.business_seen_by(wang, **by)]

    assert seen() == [more.no, waiting.no, first.no, added.no]
    assert seen(kind=BusinessKind.ADDITION) == [waiting.no, added.no]
    assert seen(dwelling_id=account.dwelling_id) == [more.no, first.no, added.no]
    today = clock.today()
    assert seen(since=today) == [more.no]
    assert seen(until=today - timedelta(days=1), kind="deposit") == [first.no]
    page = queries.business_seen_by(wang, limit=2)
    assert seen(before=page[-1].key) == [first.no, added.no]
    (_, _, deposit, addition) = queries.business_seen_by(wang)
    assert (deposit.what, deposit.status, deposit.amount_fen) == ("首次交存", "已交存", 18_000_00)
    assert (addition.what, addition.status, addition.amount_fen) == ("网签合同编号", "已添加", 0)
    assert deposit.address == account.dwelling.address
    assert list(queries.deposits_of(wang)) == []
    assert list(queries.deposits_of(zhao)) == [first]
