"""Every action checks who does it. (SEC-02)

A new action fails here until one of the tables names it.
"""

from importlib import import_module
from typing import Any

import pytest

from anju.core.actors import NOBODY, Actor
from anju.core.refusals import Broken, Refused
from anju.people.rules import Power
from anju.tests.source import files, name_of
from anju.works import actions
from anju.works.models import Order
from anju.works.tests.world import (
    REVIEWER,
    WANG,
    a_draft,
    an_approved_order,
    entered,
    settled_for,
    signed_in,
)

pytestmark = pytest.mark.django_db

# By a power; what of another district is nobody's there. The settlement's and payment's are tried on one of each.
BY_POWER = {
    "approve_order": (Power.WORKS_REVIEW, {}),
    "approve_again": (Power.WORKS_APPROVE, {}),
    "return_order": (Power.WORKS_REVIEW, {"because": "退回"}),
    "withdraw_approval": (Power.WORKS_APPROVE, {"because": "批错"}),
    "stop_order": (Power.WORKS_APPROVE, {"because": "停"}),
    "enter_payment": (
        Power.FUND_PAY,
        {
            "stage": "first",
            "amount_fen": 1,
            "payee_name": "甲",
            "payee_account": "0200004119000000028",
            "payee_bank": "乙",
        },
    ),
    "approve_payment": (Power.FUND_CHECK, {}),
    "reject_payment": (Power.FUND_CHECK, {"because": "有误"}),
    "approve_settlement": (Power.WORKS_REVIEW, {}),
    "return_settlement": (Power.WORKS_REVIEW, {"because": "不清"}),
    "finish_order": (Power.FUND_PAY, {"because": "完"}),
}
# Of the company whose order it is; for anybody else there is none.
OF_THE_COMPANY: dict[str, dict[str, Any]] = {
    "copy_order": {},
    "describe_order": {"stated": {}},
    "choose_homes": {"dwelling_ids": []},
    "choose_building": {"building_id": 0},
    "choose_community": {},
    "unchoose_homes": {"dwelling_ids": []},
    "unchoose_building": {"building_id": 0},
    "fill_in": {"building_ids": []},
    "answer_exclusions": {"answers": {}, "remarks": {}},
    "attach_paper": {"kind": "photo", "file_id": 0},
    "remove_paper": {"paper_id": 0},
    "count_shares": {},
    "submit_order": {},
    "revoke_order": {},
    "record_notice": {"place": "大厅", "posted_at": None, "file_ids": []},
    "enter_settlement": {"amount_fen": 1, "ended_on": None, "invoices": []},
}
# Of the company, and of staff who see the order; each with a test of its own here.
OF_BOTH = ("demand_shares", "recount_shares", "make_sheet", "print_sheet", "draft_order")
BY_JOBS = ("end_payment", "advance_sheet", "finish_sheet", "fail_sheet", "tell_owners")
STRANGERS = (
    NOBODY,
    Actor("someone", "authority", frozenset(), staff_id=998),
    Actor("other", "property", organisation_id=999_999),
)


def all_actions() -> set[str]:
    found = set()
    for path in files("anju/works"):
        if path.parent.name == "actions":
            name = name_of(path).removesuffix(".py").removesuffix("/__init__").replace("/", ".")
            for verb, value in vars(import_module(name)).items():
                if getattr(value, "is_action", False) and value.__module__ == name:
                    found.add(verb)
    return found


def test_every_action_stands_in_one_table():
    named = sorted([*BY_POWER, *OF_THE_COMPANY, *OF_BOTH, *BY_JOBS])
    assert named == sorted(all_actions())


@pytest.mark.covers("SEC-02")
@pytest.mark.parametrize("name", BY_POWER)
def test_an_action_by_power_is_refused_without_it_and_to_another_district(name):
    order, by = an_approved_order()
    act, (power, more) = getattr(actions, name), BY_POWER[name]
    subject = {"order_id": order.pk}
    if name in ("approve_payment", "reject_payment"):
        subject = {"payment_id": entered(order, 1_00)[0].pk}
    if name in ("approve_settlement", "return_settlement"):
        subject = {"settlement_id": settled_for(order, 1_00, by).pk}
    every = frozenset(Power) - {power}
    for who in (by, signed_in(WANG), Actor("x", "authority", every, staff_id=997)):
        with pytest.raises(Refused) as caught:
            act(**subject, **more, by=who)
        assert caught.value.code == "power_missing"
    elsewhere = Actor("y", "centre", frozenset({power}), staff_id=996, department="110101")
    with pytest.raises(Broken):
        act(**subject, **more, by=elsewhere)


@pytest.mark.covers("SEC-02")
@pytest.mark.parametrize("name", OF_THE_COMPANY)
def test_an_order_is_only_its_companys_to_work_on(name):
    order, by = a_draft()
    strangers = (*STRANGERS, REVIEWER, Actor("t", "owner", organisation_id=by.organisation_id))
    for who in strangers:
        with pytest.raises(Order.DoesNotExist):
            getattr(actions, name)(order_id=order.pk, **OF_THE_COMPANY[name], by=who)


@pytest.mark.covers("SEC-02")
def test_cash_and_forms_are_asked_for_by_the_company_or_staff_who_see_the_order():
    order, _by = an_approved_order()
    for who in STRANGERS:
        with pytest.raises((Broken, Refused, Order.DoesNotExist)):
            actions.demand_shares(order_id=order.pk, by=who)
        with pytest.raises((Broken, Refused, Order.DoesNotExist)):
            actions.recount_shares(order_id=order.pk, by=who)
        with pytest.raises(Broken):
            actions.make_sheet(order_id=order.pk, kind="order", by=who)
        with pytest.raises(Refused):
            actions.draft_order(community_id=order.community_id, by=who)
    sheet = actions.make_sheet(order_id=order.pk, kind="order", by=REVIEWER)
    for who in STRANGERS:
        with pytest.raises(Broken):
            actions.print_sheet(sheet_id=sheet.pk, by=who)
