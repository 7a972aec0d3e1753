"""A bank's statement with faults that were chosen, until the bank corrects it."""

import re

import pytest

from sandbox.tests.conftest import Outside

pytestmark = pytest.mark.covers("OPS-02", "CTR-02")


def amounts(outside: Outside, day: str) -> list[str]:
    text = outside.bank("GET", f"/bank/ccb/statements/{day}").get_data(as_text=True)
    entries = re.findall(r"<Ntry>.*?<Amt Ccy=\"CNY\">([0-9.]+)</Amt>", text, re.S)
    balances = re.findall(r"<Bal>.*?<Amt Ccy=\"CNY\">([0-9.]+)</Amt>", text, re.S)
    return [*balances, *entries]


def test_a_statement_is_wrong_as_chosen_adds_up_and_is_corrected_when_asked_again(
    outside: Outside,
) -> None:
    refs = [
        outside.control("bank/ccb/interest", amount=amount)["entry_ref"]
        for amount in ("1.00", "2.00", "3.00")
    ]
    day = outside.world.clock.today().isoformat()
    for kind, ref in zip(("left_out", "one_fen_more", "repeated"), refs, strict=True):
        outside.control("bank/ccb/faults", kind=kind, entry_ref=ref)
    outside.control("bank/ccb/faults", kind="doubled", entry_ref=refs[2])
    outside.next_day()
    assert amounts(outside, day) == ["0.00", "11.01", "2.01", "3.00", "3.00", "3.00"]
    assert outside.control("bank/ccb/corrections", day=day, kind="left_out")["corrected"] == 1
    assert amounts(outside, day)[:3] == ["0.00", "12.01", "1.00"]
    assert outside.control("bank/ccb/corrections", day=day)["corrected"] == 3
    assert amounts(outside, day) == ["0.00", "6.00", "1.00", "2.00", "3.00"]


def test_an_opening_balance_may_be_wrong(outside: Outside) -> None:
    outside.control("bank/ccb/faults", kind="opening")
    day = outside.world.clock.today().isoformat()
    outside.next_day()
    assert amounts(outside, day) == ["1.00", "1.00"]


def test_what_cannot_be_a_fault_is_declined(outside: Outside) -> None:
    outside.control("bank/ccb/faults", 400, kind="burnt")
    outside.control("bank/ccb/faults", 404, kind="left_out", entry_ref="NOPE")
    outside.control("bank/abc/faults", 404, kind="opening")
    outside.control("bank/ccb/corrections", 400, day="yesterday")


def test_faults_are_chosen_and_corrected_on_the_page(outside: Outside) -> None:
    ref = outside.control("bank/ccb/interest", amount="1.00")["entry_ref"]
    form = {"page": "banks", "bank": "ccb", "kind": "left_out", "entry_ref": ref}
    answer = outside.client.post("/control/do/plant-fault", data=form, follow_redirects=True)
    assert "的对账单将带有这个差错" in answer.get_data(as_text=True)
    assert f"漏记一行 {ref}" in answer.get_data(as_text=True)
    day = outside.world.clock.today().isoformat()
    form = {"page": "banks", "bank": "ccb", "day": day, "kind": "left_out"}
    answer = outside.client.post("/control/do/correct-statement", data=form, follow_redirects=True)
    assert "银行已更正 1 处" in answer.get_data(as_text=True)
