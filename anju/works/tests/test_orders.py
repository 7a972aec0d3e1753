"""From a draft to what is left: a work order goes its way. (manual 004, 4; WDR-01 to WDR-08)"""

import pytest

from anju.core.actors import CLOCK
from anju.core.db import rehearse
from anju.fund.tests.world import receive
from anju.homes.models import Owner
from anju.ledger.proof import prove
from anju.ledger.queries import balance_fen
from anju.people import actions as people
from anju.works import actions, queries
from anju.works.models import Order
from anju.works.rules import Exclusion, Refusal, Tab
from anju.works.tests.world import (
    APPROVER,
    REVIEWER,
    WANG,
    a_community,
    a_draft,
    a_submitted_order,
    accounts_of,
    all_agree,
    an_agreed_order,
    an_approved_order,
    fresh,
    held,
    refused,
    signed_in,
)

pytestmark = pytest.mark.django_db


T_2_SHARES = [17_047_62, 19_594_75, 17_047_62, 19_594_75, 26_715_26]


@pytest.mark.covers("WDR-01", "WDR-03")
def test_a_draft_keeps_what_was_typed_even_where_it_is_wrong():
    order, by = a_draft()
    actions.describe_order(order_id=order.pk, stated={"amount_fen": "一百"}, by=by)
    order = fresh(order)
    assert queries.typed_of(order)["amount_fen"] == "一百"
    assert order.amount_fen is None
    assert set(queries.faults_of(order)) == {"amount_fen"}
    refused(Refusal.FIELD_WRONG, actions.submit_order, order_id=order.pk, by=by)
    actions.describe_order(order_id=order.pk, stated={"amount_fen": "100000.00"}, by=by)
    assert queries.standard_of(fresh(order)) == "190.7960"


@pytest.mark.covers("WDR-02", "WDR-03")
def test_homes_are_chosen_by_building_or_one_by_one_and_counted_when_that_is_asked():
    community = a_community()
    order, by = a_draft(community)
    building = community.buildings.get()
    homes = list(building.dwellings.order_by("pk"))
    actions.unchoose_homes(order_id=order.pk, dwelling_ids=[homes[0].pk], by=by)
    assert [card.is_chosen for card in queries.grid_of(order, building.pk)].count(True) == 4
    refused(Refusal.COUNT_STALE, actions.count_shares, order_id=order.pk, by=by)
    order = actions.fill_in(order_id=order.pk, building_ids=[building.pk], by=by)
    assert (order.shared_homes, order.shared_area_hundredths) == (4, 434_77)
    order = actions.count_shares(order_id=order.pk, by=by)
    assert sum(one.share_fen for one in queries.shares_of(order)) == 100_000_00
    [card] = queries.buildings_of(order)
    assert (card.homes, card.chosen, card.is_ticked) == (5, 4, True)
    refused(Refusal.NO_HOMES, actions.fill_in, order_id=order.pk, building_ids=[], by=by)


@pytest.mark.covers("WDR-01")
def test_only_a_company_that_serves_the_community_asks_for_it_and_nobody_else_sees_its_draft():
    order, by = a_draft()
    elsewhere, other = a_draft()
    there = {"order_id": order.pk, "dwelling_ids": [elsewhere.shares.first().dwelling_id]}
    refused(Refusal.OTHER_COMMUNITY, actions.choose_homes, **there, by=by)
    refused(Refusal.NOT_YOUR_AREA, actions.draft_order, community_id=order.community_id, by=other)
    with pytest.raises(Order.DoesNotExist):
        actions.submit_order(order_id=order.pk, by=other)
    assert queries.order_seen_by(other, order.pk) is None
    assert queries.order_seen_by(REVIEWER, order.pk) is None


@pytest.mark.covers("WDR-11")
@pytest.mark.parametrize("item", Exclusion.values)
def test_what_the_fund_may_not_pay_is_asked_item_by_item(item):
    order, by = a_draft()
    answers = {"answers": {item: True}, "remarks": {item: "属于"}}
    actions.answer_exclusions(order_id=order.pk, **answers, by=by)
    refused(Refusal.EXCLUDED, actions.submit_order, order_id=order.pk, by=by)
    order.answers.filter(item=item).delete()
    refused(Refusal.EXCLUSIONS_MISSING, actions.submit_order, order_id=order.pk, by=by)
    assert fresh(order).status == "draft"


@pytest.mark.covers("WDR-04", "WDR-05")
def test_a_submitted_order_has_its_shares_and_asks_the_owners():
    order, by = a_submitted_order()
    assert [one.share_fen for one in queries.shares_of(order)] == T_2_SHARES
    assert {one.owed_fen for one in queries.shares_of(order)} == {0}
    assert actions.submit_order(order_id=order.pk, by=by) == order
    assert list(queries.orders_of(by)) == [order]
    assert list(queries.orders_to_review(REVIEWER)) == [order]
    assert held(order) == ([50_000_00] * 5, [0] * 5)
    first = queries.shares_of(order)[0]
    shown = queries.share_shown(order, first.account)
    assert shown is not None
    assert (shown.whole_fen, shown.gets_a_fen) == (17_047_62, False)
    assert (shown.before_fen, shown.after_fen) == (50_000_00, 32_952_38)


@pytest.mark.covers("WDR-05", "WDR-08", "WDR-09")
def test_an_order_is_approved_when_the_owners_agree_and_every_share_is_frozen():
    order, by = a_submitted_order()
    refused(Refusal.VOTE_OPEN, actions.approve_order, order_id=order.pk, by=REVIEWER)
    all_agree(order, by)
    assert all(one.ok for one in queries.checks_of(fresh(order)))
    order = actions.approve_order(order_id=order.pk, by=REVIEWER)
    assert order.status == "approved"
    assert held(order) == ([50_000_00 - fen for fen in T_2_SHARES], T_2_SHARES)
    again = actions.approve_order(order_id=order.pk, by=REVIEWER)
    assert (again.pk, held(order)[1]) == (order.pk, T_2_SHARES)
    assert prove().holds


@pytest.mark.covers("WDR-09")
def test_an_order_that_the_owners_did_not_agree_to_is_not_approved():
    order, by = a_submitted_order()
    all_agree(order, by, agrees=False)
    refused(Refusal.CONSENT_MISSING, actions.approve_order, order_id=order.pk, by=REVIEWER)
    assert held(order)[0] == [50_000_00] * 5


@pytest.mark.covers("WDR-05", "WDR-08")
def test_a_home_that_cannot_cover_its_share_owes_it_and_nothing_is_frozen():
    order, _by = an_agreed_order(a_community(balance=20_000_00))
    last = queries.shares_of(order)[4]
    assert (last.covered_fen, last.owed_fen) == (20_000_00, 6_715_26)
    assert list(queries.arrears_of(order)) == [last]
    why = refused(Refusal.NOT_COVERED, actions.approve_order, order_id=order.pk, by=REVIEWER)
    assert why.message == "1户的余额不足，共欠6,715.26元，须先催缴；一般使用不能带欠款批准"
    assert fresh(order).status == "submitted"
    assert [balance_fen(one.pot) for one in accounts_of(order.community)] == [20_000_00] * 5


@pytest.mark.covers("WDR-08")
def test_a_large_order_is_reviewed_a_second_time_by_another_person():
    order, _by = an_agreed_order(
        a_community(balance=200_000_00), budget_fen="600000.00", amount_fen="500000.00"
    )
    order = actions.approve_order(order_id=order.pk, by=REVIEWER)
    assert order.status == "second_review"
    assert actions.approve_order(order_id=order.pk, by=REVIEWER).status == "second_review"
    both = type(REVIEWER)(REVIEWER.name, "authority", REVIEWER.may | APPROVER.may, staff_id=921)
    refused(Refusal.SELF_REVIEW, actions.approve_again, order_id=order.pk, by=both)
    order = actions.approve_again(order_id=order.pk, by=APPROVER)
    assert (order.status, order.reviewed_by, order.approved_by) == (
        "approved",
        REVIEWER.name,
        APPROVER.name,
    )
    assert sum(held(order)[1]) == 500_000_00


@pytest.mark.covers("WDR-07")
def test_a_returned_order_is_made_anew_with_its_data():
    order, by = an_agreed_order()
    refused(
        Refusal.OPINION_MISSING, actions.return_order, order_id=order.pk, because=" ", by=REVIEWER
    )
    order = actions.return_order(order_id=order.pk, because="缺少资质", by=REVIEWER)
    assert (order.status, order.opinion) == ("returned", "缺少资质")
    assert list(queries.orders_of(by)) == []
    assert list(queries.orders_of(by, Tab.GONE_BACK)) == [order]
    new = actions.copy_order(order_id=order.pk, by=by)
    assert new.no != order.no
    assert queries.typed_of(new) == queries.typed_of(order)
    assert actions.copy_order(order_id=order.pk, by=by) == new
    assert actions.submit_order(order_id=new.pk, by=by).status == "submitted"
    assert [one.share_fen for one in queries.shares_of(new)] == T_2_SHARES


@pytest.mark.covers("WDR-07")
def test_an_order_is_revoked_before_it_is_approved_and_not_after():
    order, by = a_submitted_order()
    assert actions.revoke_order(order_id=order.pk, by=by).status == "revoked"
    assert actions.revoke_order(order_id=order.pk, by=by).status == "revoked"
    approved, by = an_approved_order()
    refused(Refusal.WRONG_MOMENT, actions.revoke_order, order_id=approved.pk, by=by)
    assert sum(held(approved)[1]) == 100_000_00


@pytest.mark.covers("WDR-08")
def test_a_withdrawn_approval_frees_every_share_to_the_fen():
    order, _by = an_approved_order()
    about = {"order_id": order.pk, "because": "批错", "by": APPROVER}
    rehearse(actions.withdraw_approval, **about)
    order = actions.withdraw_approval(**about)
    assert order.status == "returned"
    assert held(order) == ([50_000_00] * 5, [0] * 5)
    refused(Refusal.WRONG_MOMENT, actions.withdraw_approval, **about)


@pytest.mark.covers("WDR-11")
def test_sold_public_housing_shares_with_its_selling_unit_by_what_both_paid_in():
    unit = people.record_organisation(name="北京市第一机床厂", uscc="91110105MA00TE5T2T", by=CLOCK)
    community = a_community(
        2, 10_000_00, areas=(60_00, 40_00), kind="sold_public", selling_unit_id=unit.pk
    )
    for account in accounts_of(community):
        receive(account, 30_000_00, ":unit")
    order, _by = an_approved_order(community, amount_fen="10000.00", budget_fen="10000.00")
    parts = [(one.owner_fen, one.unit_fen) for one in queries.shares_of(order)]
    assert parts == [(1_500_00, 4_500_00), (1_000_00, 3_000_00)]
    accounts = accounts_of(community)
    assert [balance_fen(one.unit_frozen_pot) for one in accounts] == [4_500_00, 3_000_00]
    assert [balance_fen(one.unit_pot) for one in accounts] == [25_500_00, 27_000_00]
    shown = queries.share_shown(order, accounts[0])
    assert (shown.owner_paid_in_fen, shown.unit_paid_in_fen) == (20_000_00, 60_000_00)
    assert prove().holds


def test_an_owner_sees_the_orders_of_their_home_once_they_are_submitted():
    community = a_community([WANG, WANG])
    order, by = a_draft(community)
    wang = signed_in(WANG)
    assert list(queries.orders_seen_by(wang)) == []
    actions.submit_order(order_id=order.pk, by=by)
    assert list(queries.orders_seen_by(wang)) == [order]
    assert Owner.objects.count() == 2
    assert queries.shares_seen_by(wang).count() == 2
