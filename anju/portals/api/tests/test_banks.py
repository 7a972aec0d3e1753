"""A supervising bank and a market platform ask what concerns them. (OPS-04)"""

from typing import Any

import pytest
from django.test import Client

from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.homes.tests.asking import an_enterprise
from anju.people import actions as people
from anju.people.rules import Power, Scope
from anju.signings.tests.signing import a_home_verified
from anju.tests.world import a_bank_account, a_credit, a_paying_order, book

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OPS-04")]
KEEPER = Actor("yunxing", "centre", frozenset({Power.API_KEEP}), staff_id=1)


def asked(key: str, path: str) -> tuple[int, Any]:
    answer = Client(headers={"Authorization": f"Bearer {key}"}).get(f"/api/v1{path}")
    return answer.status_code, answer.json()


def a_banks_key(bank: str) -> str:
    return people.issue_platform_key(name=bank, scopes=[Scope.BANK_READ], bank=bank, by=KEEPER)


def test_a_bank_asks_what_a_code_of_its_own_account_stands_for():
    order = a_paying_order()
    a_bank_account("icbc")
    ccb, icbc = a_banks_key("ccb"), a_banks_key("icbc")
    path = f"/bank/codes/{order.payment.collection_code}"

    status, answer = asked(ccb, path)
    assert (status, answer["amount"], answer["status"]) == (200, "28000.00", "open")
    assert asked(icbc, path)[0] == asked(ccb, "/bank/codes/1")[0] == 404


def test_a_bank_reads_our_book_of_its_account():
    a_credit(a_paying_order())
    book()
    ccb = a_banks_key("ccb")

    status, answer = asked(ccb, f"/bank/days/{clock.today()}")
    assert (status, answer["received"], answer["closing"]) == (200, "28000.00", "28000.00")
    assert (answer["has_statement"], answer["agrees"]) == (False, False)
    for wrong in ("2026-02-30", "today", "1999-01-01"):
        assert asked(ccb, f"/bank/days/{wrong}")[0] == 422


def test_a_market_platform_asks_whether_a_code_on_a_listing_holds():
    no = a_home_verified(an_enterprise()).no
    key = people.issue_api_key(name="市场平台", scopes=[], by=CLOCK)

    status, answer = asked(key, f"/homes/verifications/{no}/standing")
    assert (status, answer["holds"], answer["district"]) == (200, True, "朝阳区")
    assert "1206" not in answer["address"]
    assert asked(key, f"/homes/verifications/{no}")[0] == 403
    assert asked(key, "/homes/verifications/HY1/standing")[0] == 404
