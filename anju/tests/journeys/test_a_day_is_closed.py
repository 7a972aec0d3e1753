"""A day of a bank account with three planted differences is closed by one person: found, named, resolved. (CTR-02)"""

import re
from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from anju.closings import actions, queries
from anju.core import clock
from anju.core.actors import Actor
from anju.payments import queries as payments
from anju.people.rules import Power
from anju.tests.journeys.city import City, until
from anju.tests.journeys.walking import Walk

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.xdist_group("journeys")]
BANK, NAME = "icbc", "中国工商银行"
PLANTED = {"left_out": "500.00", "doubled": "730.00", "one_fen_more": "1200.00"}
COLLEAGUE = Actor("colleague", "centre", frozenset({Power.PROOF_CLOSE, Power.BANK_READ}))


def those_before_are_closed(day: date) -> None:
    """Whatever other journeys have left of earlier days."""
    left = queries.to_close(COLLEAGUE).filter(bank_account__bank=BANK, day__lt=day)
    for closing in left:
        actions.close_day(closing_id=closing.pk, by=COLLEAGUE)


@pytest.mark.covers("CTR-02", "LED-04", "OPS-02")
def test_a_day_with_three_planted_differences_is_closed_by_one_person(city: City, screen: Page):
    day = clock.today().isoformat()
    refs = {}
    for kind, amount in PLANTED.items():
        sent = {"amount": amount, "payer_name": "孙七", "payer_account": "6222020200000000022"}
        refs[kind] = city.control(f"bank/{BANK}/transfer", sent)["entry_ref"]
        city.control(f"bank/{BANK}/faults", {"kind": kind, "entry_ref": refs[kind]})
    until(
        lambda: payments.entries_of_day(payments.account_of(BANK).pk, clock.today())[1] >= 3,
        "the bank's messages to be taken up",
    )
    closer = Walk(city, screen)
    closer.sign_in_as_staff("rizhong")
    closer.hand_over_the_day()
    closer.menu("日终结账")

    def row() -> Locator:
        return screen.get_by_role("row").filter(has_text=day).filter(has_text=NAME)

    def has_differences() -> bool:
        screen.reload()
        return row().filter(has_text="有差异").count() == 1

    until(has_differences, "the statement to be compared")
    those_before_are_closed(date.fromisoformat(day))
    closer.says("日终结账")
    expect(screen.get_by_text(f"{NAME}有未处理的资金差异")).to_be_visible()
    row().get_by_role("link").click()
    closer.says(NAME)

    def difference(kind: str) -> Locator:
        return screen.get_by_role("article").filter(has_text=kind)

    missing, double, amount = (difference(one) for one in ("银行漏记", "银行重记", "金额不符"))
    for one, words in (
        (missing, (refs["left_out"], "500.00", "没有这一笔", "账簿比对账单多500.00元", "孙*")),
        (double, (f"{refs['doubled']}D", "730.00", f"与流水{refs['doubled']}是同一笔", "没有入账")),
        (amount, (refs["one_fen_more"], "1,200.00", "1,200.01", "账簿比对账单少0.01元")),
    ):
        for word in ("待处理", *words):
            expect(one).to_contain_text(word)
    expect(screen.get_by_role("button", name="日结", exact=True)).to_have_count(0)
    known = payments.entries_seen_by(COLLEAGUE).filter(bank_ref__startswith=refs["doubled"])
    assert [one.bank_ref for one in known] == [refs["doubled"]], "a double line is not booked"

    for kind in ("doubled", "one_fen_more"):
        city.control(f"bank/{BANK}/corrections", {"day": day, "kind": kind})
    closer.press("再次索取对账单")
    expect(screen.get_by_text("已请银行再次发送对账单")).to_be_visible()

    def is_corrected() -> bool:
        screen.reload()
        return amount.filter(has_text="已解决").count() == 1

    until(is_corrected, "the corrected statement")
    for one in (double, amount):
        expect(one).to_contain_text("已解决")
        expect(one).to_contain_text("处理方式银行更正对账单")
    expect(screen.get_by_role("row").filter(has_text="第1版")).to_contain_text("已被更正")
    closer.photograph("corrected")

    missing.get_by_role("link", name=re.compile("在途")).click()
    closer.says("登记为在途")
    screen.get_by_label("说明").fill("银行答复系统切换漏记，次日补记")
    closer.press("确认在途")
    expect(missing).to_contain_text("已说明")
    expect(missing).to_contain_text("银行答复系统切换漏记，次日补记")
    closer.press("日结")
    expect(screen.get_by_text(f"{day}已日结，次日已开启")).to_be_visible()
    closer.photograph("closed")
    report = screen.get_by_role("link", name="打印报告").get_attribute("href")
    answer = screen.request.get(f"{city.url}{report}")
    assert (answer.status, answer.body()[:5]) == (200, b"%PDF-")
    assert queries.blocked_banks(clock.today()) == []
    city.control(f"bank/{BANK}/corrections", {"day": day})
