import io
from dataclasses import replace
from datetime import timedelta

import pytest
from pypdf import PdfReader

from anju.core import clock
from anju.core.actors import CLOCK
from anju.ledger import actions as ledger
from anju.payments import actions as payments
from anju.payments.actions.facts import EntryTerms
from anju.statistics import actions as statistics
from anju.tests.world import BANKS, a_bank_account, a_credit, a_paying_order, book

pytestmark = pytest.mark.django_db


def told(entry) -> EntryTerms:
    return EntryTerms(
        bank_ref=entry.bank_ref,
        direction=entry.direction,
        amount_fen=entry.amount_fen,
        booked_at=entry.booked_at,
    )


def the_bank_states(*entries: EntryTerms, bank: str = "ccb") -> None:
    sign = {"credit": 1, "debit": -1}
    payments.record_statement(
        bank=bank,
        account_no=BANKS[bank][1],
        day=clock.today(),
        statement_ref="S1",
        opening_fen=0,
        closing_fen=sum(sign[e.direction] * e.amount_fen for e in entries),
        entries=entries,
        by=CLOCK,
    )


def rows(desk) -> list[list[str]]:
    table = next(each for each in desk.page.all("table"))
    return [
        ["".join(cell.itertext()).strip() for cell in row.iter("td")]
        for row in table.iter("tr")
        if row.find("td") is not None
    ]


@pytest.mark.covers("LED-04")
def test_a_day_whose_statement_agrees_with_the_book_says_so(desk):
    credit = a_credit(a_paying_order())
    book()
    the_bank_states(told(credit))

    desk.get("/centre/proofs", {"day": clock.today().isoformat()})

    assert rows(desk) == [
        ["期初余额", "0.00", "0.00", "0.00"],
        ["本日收入", "28,000.00", "28,000.00", "0.00"],
        ["本日支出", "0.00", "0.00", "0.00"],
        ["期末余额", "28,000.00", "28,000.00", "0.00"],
    ]
    assert "一致" in desk.page.text
    assert "不一致" not in desk.page.text
    assert "差额来源" not in desk.page.text
    assert "总账平衡：全部账户合计为零。" in desk.page.text
    assert "合同和房屋的账簿与银行账户" not in desk.page.text, "nothing is counted yet"
    ledger.seal()
    statistics.count_all_money(by=CLOCK)
    desk.get("/centre/proofs", {"day": clock.today().isoformat()})
    assert "中国建设银行 一致 项目 余额（元） 银行账户（账簿余额） 28,000.00" in desk.page.text
    assert "其中：押金 4,000.00 其中：租金 24,000.00 各项账簿合计 28,000.00" in desk.page.text


@pytest.mark.covers("LED-04")
def test_what_does_not_add_up_is_named_line_by_line(desk):
    credit = a_credit(a_paying_order())
    ours_only = a_credit(amount="5.00", code="", bank_ref="OURSONLY1")
    book()
    off, twice = a_credit(amount="7.00", code=""), a_credit(amount="9.00", code="")
    book()
    fee = EntryTerms("BANKFEE01", "debit", 30_00, clock.now())
    by_a_fen = replace(told(off), amount_fen=7_01)
    the_bank_states(told(credit), fee, by_a_fen, told(twice), told(twice))
    book()

    desk.get("/centre/proofs", {"day": clock.today().isoformat()})

    assert rows(desk)[-1] == ["期末余额", "28,021.00", "27,995.01", "25.99"]
    assert "不一致" in desk.page.text
    assert "BANKFEE01 支出 — 30.00 对账单有，账簿没有" in desk.page.text
    assert f"{ours_only.bank_ref} 收入 张* 5.00 账簿有，对账单没有" in desk.page.text
    assert f"{off.bank_ref} 收入 — 7.01 账簿上是7.00元" in desk.page.text
    assert f"{twice.bank_ref} 收入 — 9.00 对账单上重复列出" in desk.page.text


@pytest.mark.covers("LED-04")
def test_two_lines_that_are_wrong_by_the_same_do_not_agree(desk):
    a_bank_account()
    first, second = (a_credit(amount=one, code="") for one in ("7.00", "9.00"))
    book()
    wrong = (replace(told(first), amount_fen=7_01), replace(told(second), amount_fen=8_99))
    the_bank_states(*wrong)
    desk.get("/centre/proofs", {"day": clock.today().isoformat()})
    assert rows(desk)[-1] == ["期末余额", "16.00", "16.00", "0.00"]
    assert "不一致" in desk.page.text
    assert f"{second.bank_ref} 收入 — 8.99 账簿上是9.00元" in desk.page.text


def test_a_day_without_a_statement_waits_for_it(desk):
    a_bank_account("ccb")
    a_bank_account("icbc")

    desk.get("/centre/proofs")

    yesterday = clock.today() - timedelta(days=1)
    assert f"{yesterday}" in desk.page.text
    assert desk.page.text.count("对账单未到") == 2
    assert "中国工商银行" in desk.page.text


@pytest.mark.covers("SEC-04")
@pytest.mark.parametrize(
    ("day", "sentence"),
    [
        ("2026-13-01", "这不是一个日期，请按 2026-01-31 的格式填写"),
        ("2999-01-01", "日期应在2024年1月1日至今天之间"),
        ("", "请填写日期"),
    ],
)
def test_a_day_that_cannot_be_proven_is_told_at_the_field(desk, day, sentence):
    a_bank_account()

    desk.get("/centre/proofs", {"day": day})

    assert sentence in desk.page.text
    assert "对账单未到" not in desk.page.text


@pytest.mark.covers("LED-04")
def test_the_proof_of_a_day_can_be_printed(desk):
    credit = a_credit(a_paying_order())
    book()
    fee = EntryTerms("BANKFEE01", "debit", 30_00, clock.now())
    the_bank_states(told(credit), fee)
    book()

    response = desk.get(f"/centre/proofs/ccb/{clock.today()}.pdf")

    assert response["Content-Type"] == "application/pdf"
    text = "".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    text = text.replace("\u200b", "").replace("\n", "")
    for shown in ("日终核对单", "中国建设银行", "28,000.00", "27,970.00", "BANKFEE01", "30.00"):
        assert shown in text, shown


@pytest.mark.parametrize("address", ["boc/2026-01-01", "ccb/2999-01-01", "ccb/2026-02-30"])
def test_what_was_never_proven_is_not_found(desk, address):
    a_bank_account()

    assert desk.get(f"/centre/proofs/{address}.pdf").status_code == 404
