"""A city begins with the homes and balances of its old system: to the fen what the bank has, once for each home."""

import io
from dataclasses import replace
from datetime import date, timedelta

import pytest
import python_calamine as calamine
import xlsxwriter

from anju.core import clock
from anju.core.actors import CLOCK, OUTSIDE, Actor
from anju.core.db import rehearse
from anju.core.refusals import Refused
from anju.fund import actions as fund
from anju.fund import queries as fund_queries
from anju.fund.models import Account
from anju.fund.tests.world import (
    DEPARTMENT,
    WANG,
    an_account,
    due,
    first_deposited,
    signed_in,
    the_fund_bank,
)
from anju.fund_openings import actions, jobs, queries, reading
from anju.fund_openings.models import Opening, OpeningRow
from anju.fund_openings.rules import FileStatus, RowOutcome, Status
from anju.fund_runs import queries as runs
from anju.fund_runs.tests.test_revenue import a_credit
from anju.fund_runs.tests.things import by_days, counted, wait_for_the_run
from anju.homes import actions as homes
from anju.ledger.proof import prove
from anju.ledger.queries import balance_fen
from anju.payments import actions as payments
from anju.payments import queries as payment_queries
from anju.people import actions as people
from anju.people.rules import Power
from anju.tests.together import together

pytestmark = pytest.mark.django_db
MAKER = Actor("zhang.min", "centre", frozenset({Power.FUND_PAY}), staff_id=901)
CHECKER = Actor("zhou.jie", "centre", frozenset({Power.FUND_CHECK}), staff_id=902)
FUND_ACCOUNT = "01090520500120109000009"
ROW = {
    "房屋区域": "朝阳区",
    "小区名称": "望京旧里",
    "楼号": "1号楼",
    "总层数": "12",
    "单元": "1",
    "所在层": "3",
    "建筑面积": "90.00",
    "网签合同日期": "2009-05-01",
    "业主名称": "王五",
    "业主证件号码": "110101199003078013",
    "首次交存金额": "18000.00",
    "余额": "12345.67",
}


def row(room: int, **changes: str) -> dict[str, str]:
    return ROW | {"室号": f"{room}", "网签合同编号": f"XF2009{room:04}"} | changes


def a_file(*rows: dict[str, str]) -> bytes:
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        sheet = book.add_worksheet(reading.SHEET)
        sheet.write_row(0, 0, list(reading.COLUMNS))
        for number, each in enumerate(rows, 1):
            sheet.write_row(number, 0, [each.get(title, "") for title in reading.COLUMNS])
    return stream.getvalue()


def a_statement(opening_fen: int, day: date | None = None) -> date:
    """The first day of the fund's account that the bank tells us of."""
    day = day or clock.today()
    payments.record_statement(
        bank="bob",
        account_no=FUND_ACCOUNT,
        day=day,
        statement_ref=f"{day}",
        opening_fen=opening_fen,
        closing_fen=opening_fen,
        entries=[],
        by=OUTSIDE,
    )
    return day


def an_opening(fen: int) -> Opening:
    the_fund_bank()
    homes.record_community(
        name="望京旧里", district="110105", address="阜通东大街9号", by=DEPARTMENT
    )
    people.record_organisation(name="北京市第一机床厂", uscc="91110105MA00TE5T2T", by=DEPARTMENT)
    a_statement(fen)
    return actions.start_opening(bank="bob", by=MAKER)


def handed_in(opening: Opening, *rows: dict[str, str], name: str = "一.xlsx"):
    upload = actions.receive_file(opening_id=opening.pk, name=name, content=a_file(*rows), by=MAKER)
    for _ in range(3):
        jobs.check_files(0)
    return fresh(upload)


def approved(opening: Opening) -> Opening:
    actions.submit_opening(opening_id=opening.pk, by=MAKER)
    return actions.approve_opening(opening_id=opening.pk, by=CHECKER)


def fresh(record):
    return type(record).objects.get(pk=record.pk)


def refusal(work, **arguments):
    with pytest.raises(Refused) as no:
        work(**arguments)
    return no.value


def result_of(upload) -> list[dict[str, str]]:
    content = reading.result_file(queries.result_rows(upload))
    book = calamine.CalamineWorkbook.from_filelike(io.BytesIO(content))
    heading, *rows = book.get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, heading), map(str, each), strict=True)) for each in rows]


SOLD_PUBLIC = {
    "房屋性质": "售后公有住房",
    "售房单位代码": "91110105MA00TE5T2T",
    "网签合同日期": "1999-03-01",
    "首次交存金额": "0",
    "余额": "1800.00",
    "售房单位部分余额": "18000.00",
}


@pytest.mark.covers("LED-02", "LED-04")
def test_a_city_begins_with_what_the_first_statement_begins_with():
    opening = an_opening(12_345_67 + 5_400_00 + 19_800_00)
    day = clock.today()
    assert payment_queries.day_proof("bob", day).difference_fen == -37_545_67
    two = handed_in(opening, row(301), row(302, 余额="5400"))
    public = {"业主名称": "王五、赵六", "业主证件号码": "110101199003078013、11010519491231002X"}
    handed_in(opening, row(303, **SOLD_PUBLIC, **public), name="二.xlsx")
    assert not Account.objects.exists(), "nothing is recorded before it is approved"
    approved(opening)
    for _ in range(2):
        jobs.book_openings(0)
    done = fresh(opening)
    assert (done.status, done.checked_by) == (Status.DONE, "zhou.jie")
    first, second, third = Account.objects.order_by("pk")
    assert [balance_fen(one.pot) for one in (first, second, third)] == [
        12_345_67,
        5_400_00,
        1_800_00,
    ]
    assert balance_fen(third.unit_pot) == 18_000_00
    assert (first.first_fen, due(first).kind) == (18_000_00, None)
    assert [one.name for one in third.dwelling.owners.order_by("pk")] == ["王五", "赵六"]
    assert list(fund_queries.homes_of(signed_in(WANG))) == [first, second, third]
    assert [one["结果"] for one in result_of(two)] == ["已建账", "已建账"]
    position = runs.position("bob")
    assert (position.in_bank_fen, position.difference_fen) == (37_545_67, 0)
    proof = payment_queries.day_proof("bob", day)
    assert (proof.agrees, proof.difference_fen) == (True, 0)
    assert refusal(actions.start_opening, bank="bob", by=MAKER).code == "nothing_to_open"
    assert prove().holds


def test_what_was_taken_over_earns_from_its_first_day_as_what_was_carried_over():
    opening = an_opening(12_345_67)
    handed_in(opening, row(301))
    approved(opening)
    opened = clock.today()
    jobs.book_openings(0)
    account = Account.objects.get()
    to_on = wait_for_the_run()
    run = counted()
    rates = [(date(2015, 10, 24), 11000, 3500)]
    earned = by_days([(opened - timedelta(days=1), 12_345_67)], opened, to_on, rates)
    assert (run.from_on, run.amount_fen) == (opened, earned)
    assert run.lines.get().opening_fen == balance_fen(account.pot)


def test_the_old_account_may_be_paid_over_by_one_credit():
    mistaken = an_opening(1_00)
    upload = handed_in(mistaken, row(301))
    actions.cancel_opening(opening_id=mistaken.pk, by=MAKER)
    assert (fresh(mistaken).status, fresh(upload).status) == ("cancelled", "withdrawn")
    entry = a_credit(12_345_67)
    by_credit = actions.start_opening(bank="bob", entry_id=entry.pk, by=MAKER)
    handed_in(by_credit, row(301))
    approved(by_credit)
    jobs.book_openings(0)
    assert (balance_fen(Account.objects.get().pot), balance_fen("suspense:bob")) == (12_345_67, 0)
    assert fresh(entry).status == "matched"
    again = {"bank": "bob", "entry_id": entry.pk, "by": MAKER}
    assert refusal(actions.start_opening, **again).code == "not_a_credit"
    assert runs.position("bob").difference_fen == 0


def test_files_that_are_not_to_the_fen_what_the_bank_has_are_not_submitted():
    opening = an_opening(12_345_68)
    upload = handed_in(opening, row(301))
    differs = refusal(actions.submit_opening, opening_id=opening.pk, by=MAKER)
    assert (differs.code, differs.facts["missing"]) == ("differs", "0.01")
    actions.withdraw_file(upload_id=upload.pk, by=MAKER)
    actions.withdraw_file(upload_id=upload.pk, by=MAKER)
    better = handed_in(opening, row(301, 余额="12345.68"), row(302, 建筑面积="九十"))
    assert refusal(actions.submit_opening, opening_id=opening.pk, by=MAKER).code == "rows_wrong"
    actions.withdraw_file(upload_id=better.pk, by=MAKER)
    actions.receive_file(opening_id=opening.pk, name="三.xlsx", content=a_file(row(301)), by=MAKER)
    assert refusal(actions.submit_opening, opening_id=opening.pk, by=MAKER).code == "not_checked"
    assert queries.sums_of(opening).files == 1
    assert not Account.objects.exists()


def test_what_is_wrong_with_a_row_is_told_there():
    opening = an_opening(12_345_67)
    known = an_account(owners=(WANG,))
    first_deposited(known, signed_in(WANG))
    home = known.dwelling
    moved = {"小区名称": "望京花园", "楼号": home.building.name, "室号": "301"}
    rows = [
        row(301),
        row(301),
        row(302, 小区名称="不知道"),
        row(303, 余额="-1"),
        row(304, 首次交存金额="0"),
        row(305, 售房单位部分余额="1"),
        row(306, **SOLD_PUBLIC | {"售房单位代码": "91110108MA01ABCD5T"}),
        row(307, **SOLD_PUBLIC | {"售房单位代码": ""}),
        row(308, 业主名称="王五、赵六"),
        row(309, 房屋性质="别墅"),
        row(310, 总层数="0", 合同总价="0"),
        row(301, **moved),
        row(301, **moved, 单元="1", 建筑面积="91"),
        row(301, **moved, 业主名称="赵七"),
        row(311, 网签合同日期="1979-12-31"),
    ]
    upload = handed_in(opening, *rows)
    told = [one["说明"] for one in result_of(upload)]
    assert told[0] == ""
    assert told[1] == "与文件「一.xlsx」第2行是同一套房屋"
    assert told[2] == "朝阳区没有登记名为「不知道」的小区"
    assert "余额" in told[3]
    assert told[4] == "首次交存金额：有余额的商品住宅须填写首次交存金额"
    assert told[5] == "售房单位部分余额：只有售后公有住房有售房单位交存部分"
    assert told[6] == "没有代码为91110108MA01ABCD5T的售房单位，请先登记"
    assert told[7] == "售房单位代码：没有代码为—的售房单位，请先登记"
    assert told[8] == "业主证件号码：业主名称有2个，证件号码有1个，须一一对应"
    assert "「别墅」不是房屋性质" in told[9]
    assert "合同总价须大于0" in told[10]
    assert told[11] == "该房屋在本系统已有资金往来，不能录入期初余额"
    assert told[12] == "该房屋登记的建筑面积为90.00平方米"
    assert told[13] == "该房屋登记的业主不是「赵七」"
    assert "网签合同日期" in told[14]
    assert OpeningRow.objects.filter(outcome=RowOutcome.READY).count() == 1
    assert upload.status == FileStatus.CHECKED


def test_a_file_goes_on_after_a_crash_and_each_home_is_booked_once(monkeypatch):
    monkeypatch.setattr("anju.fund_openings.jobs.ROWS_A_RUN", 2)
    opening = an_opening(5 * 12_345_67)
    upload = actions.receive_file(
        opening_id=opening.pk,
        name="一.xlsx",
        content=a_file(*(row(number) for number in range(301, 306))),
        by=MAKER,
    )
    jobs.check_files(0)
    assert OpeningRow.objects.count() == 2
    for _ in range(2):
        jobs.check_files(0)
    approved(opening)
    stated = dict(reading.stated_in("一.xlsx", bytes(upload.file.content)))
    first, second, *_ = OpeningRow.objects.order_by("number")
    terms = {
        one.pk: reading.row_of(one.number, stated[one.number]).terms for one in (first, second)
    }
    actions.book_row(row_id=first.pk, terms=terms[first.pk], by=CLOCK)
    rehearse(actions.book_row, row_id=second.pk, terms=terms[second.pk], by=CLOCK)
    assert not actions.finish_opening(opening_id=opening.pk, by=CLOCK)
    assert Account.objects.count() == 1
    jobs.book_openings(0)
    actions.book_row(row_id=second.pk, terms=terms[second.pk], by=CLOCK)
    assert fresh(opening).status == Status.DONE
    assert {balance_fen(one.pot) for one in Account.objects.all()} == {12_345_67}
    assert (Account.objects.count(), runs.position("bob").in_bank_fen) == (5, 5 * 12_345_67)


def test_a_home_that_cannot_be_booked_says_why_and_is_booked_when_that_is_mended():
    opening = an_opening(12_345_67)
    handed_in(opening, row(301))
    approved(opening)
    home = fund.enter_home(
        district="110105",
        community="望京旧里",
        building="1号楼",
        storeys=12,
        terms=reading.row_of(2, {}).terms
        or homes.DwellingTerms(
            floor=3, room="301", unit="1", area_hundredths=91_00, contract_on=date(2009, 5, 1)
        ),
        owners=[WANG],
        by=DEPARTMENT,
    )
    other = fund.account_for(dwelling_id=home.pk, by=DEPARTMENT)
    jobs.book_openings(0)
    kept = OpeningRow.objects.get()
    assert (kept.account, kept.sentence) == (None, "该房屋登记的建筑面积为91.00平方米")
    assert fresh(opening).status == Status.BOOKING
    asked = fund.demand_deposit(account_id=other.pk, by=signed_in(WANG))
    fund.correct_area(account_id=other.pk, area_hundredths=90_00, by=DEPARTMENT)
    jobs.book_openings(0)
    assert fresh(opening).status == Status.DONE
    assert (balance_fen(other.pot), fresh(asked).status) == (12_345_67, "closed")


def test_an_opening_is_made_by_one_and_checked_by_another():
    opening = an_opening(12_345_67)
    handed_in(opening, row(301))
    assert refusal(actions.start_opening, bank="bob", by=MAKER).code == "opening_known"
    about = {"opening_id": opening.pk}
    assert refusal(actions.approve_opening, **about, by=CHECKER).code == "not_submitted"
    assert refusal(actions.submit_opening, **about, by=CHECKER).code == "power_missing"
    actions.submit_opening(**about, by=MAKER)
    assert refusal(actions.submit_opening, **about, by=MAKER).code == "not_entering"
    assert refusal(actions.approve_opening, **about, by=MAKER).code == "power_missing"
    both = replace(MAKER, may=frozenset({Power.FUND_CHECK}))
    assert refusal(actions.approve_opening, **about, by=both).code == "same_person"
    back = actions.send_opening_back
    assert refusal(back, **about, because=" ", by=CHECKER).code == "reason_missing"
    back(**about, because="缺一户", by=CHECKER)
    assert fresh(opening).status == Status.ENTERING
    assert list(queries.openings_seen_by(MAKER)) == [opening]
    assert not queries.openings_seen_by(
        Actor("x", "centre", frozenset({Power.FUND_REVIEW}))
    ).exists()


def test_what_has_nothing_from_before_is_not_opened():
    assert refusal(actions.start_opening, bank="bob", by=MAKER).code == "not_the_funds"
    the_fund_bank()
    assert refusal(actions.start_opening, bank="bob", by=MAKER).code == "no_statement"
    a_statement(0)
    assert refusal(actions.start_opening, bank="bob", by=MAKER).code == "nothing_to_open"
    opening = an_opening_of_a_credit()
    empty = {"opening_id": opening.pk, "name": "一.xlsx", "by": MAKER}
    assert refusal(actions.receive_file, **empty, content=a_file()).code == "no_rows"
    assert calamine.CalamineWorkbook.from_filelike(io.BytesIO(reading.template_file()))


def an_opening_of_a_credit() -> Opening:
    return actions.start_opening(bank="bob", entry_id=a_credit(1_00).pk, by=MAKER)


@pytest.mark.django_db(transaction=True)
def test_the_same_home_in_two_files_and_a_row_by_two_workers_count_once():
    opening = an_opening(12_345_67)
    uploads = [
        actions.receive_file(
            opening_id=opening.pk, name=f"{n}.xlsx", content=a_file(row(301)), by=MAKER
        )
        for n in range(2)
    ]
    stated = reading.row_of(2, dict(reading.stated_in("x", a_file(row(301))))[2])
    checks = [
        lambda pk=one.pk: actions.check_row(upload_id=pk, row=stated, by=CLOCK)
        for one in uploads * 2
    ]
    together(*checks)
    outcomes = sorted(OpeningRow.objects.values_list("outcome", flat=True))
    assert outcomes == ["ready", "wrong"]
    twice = OpeningRow.objects.get(outcome="wrong")
    actions.withdraw_file(upload_id=twice.upload_id, by=MAKER)
    jobs.check_files(0)
    approved(opening)
    ready = OpeningRow.objects.get()
    book = {"row_id": ready.pk, "terms": stated.terms, "by": CLOCK}
    together(*[lambda: actions.book_row(**book)] * 4)
    assert balance_fen(Account.objects.get().pot) == 12_345_67
    assert actions.finish_opening(opening_id=opening.pk, by=CLOCK)
