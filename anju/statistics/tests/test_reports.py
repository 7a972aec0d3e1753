"""The report of a month: what stands in it, that it is checked by anyone, that it is made once. (CTR-08, BEY-15)"""

import hashlib
import io
from datetime import date

import pytest
from python_calamine import CalamineWorkbook

from anju.certificates import queries as certificates
from anju.certificates.tests.reading import text_of
from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.core.refusals import Refused
from anju.ledger import actions as ledger
from anju.refunds.tests.endings import Days
from anju.statistics import actions, jobs, queries
from anju.statistics.board_rules import BoardRefusal
from anju.statistics.models import MonthlyReport
from anju.statistics.tests.refunding import a_refund

pytestmark = pytest.mark.django_db
OFFICER = Actor("zonglan", "centre")
NOVEMBER = date(2026, 11, 1)


@pytest.fixture
def report(monkeypatch) -> MonthlyReport:
    """November up to the 20th: one lease paid 28,000.00, its deposit and rent are refunded."""
    days = Days(monkeypatch)
    days.be("2026-11-20")
    a_refund(days, took=4)
    ledger.seal()
    actions.count_all_money(by=CLOCK)
    actions.count_refunds(day=clock.today(), by=CLOCK)
    actions.ask_for_report(month=NOVEMBER, by=OFFICER)
    jobs.make_reports(timestamp=0)
    return MonthlyReport.objects.get()


@pytest.mark.covers("CTR-08")
def test_a_report_states_what_came_in_what_went_out_and_what_is_held(report):
    facts = certificates.facts_of(report.certificate)

    assert (facts["from_on"], facts["to_on"]) == ("2026-11-01", "2026-11-20")
    assert facts["in_fen"] - facts["out_fen"] == facts["held_fen"]
    assert facts["in_fen"] >= 28_000_00
    assert facts["times"]["median_days"] == 4
    titles = [table["title"] for table in facts["tables"]]
    assert titles[0] == "各监管银行" and "租赁资金：按区" in titles and "退款：按企业" in titles
    for table in facts["tables"]:
        for row in table["rows"]:
            assert len(row) == len(table["columns"])


@pytest.mark.covers("CTR-08")
def test_no_person_stands_in_a_report(report):
    text = report.certificate.facts + text_of(report.certificate)
    assert "张三" not in text and "13800000001" not in text and "BA1101" not in text


@pytest.mark.covers("BEY-15")
def test_anyone_can_check_a_report_by_its_number_and_by_its_file(report, client):
    paper = report.certificate
    seen = certificates.for_anyone(paper)
    facts = certificates.facts_of(paper)

    assert paper.no.startswith("YB") and paper.person_id is None
    assert seen.amounts_fen == {name: facts[f"{name}_fen"] for name in ("held", "in", "out")}
    content = queries.paper_of(report)
    assert certificates.is_this_paper(paper, hashlib.sha256(content).digest())
    page = client.get(f"/public/verify/{paper.no}").content.decode()
    assert "资金监管月报" in page and "北京市住房资金管理中心" in page and "编制单位" in page


@pytest.mark.covers("CTR-08")
def test_the_paper_says_the_same_in_words_and_shows_its_digest(report):
    text = text_of(report.certificate)
    assert "2026年11月资金监管月报" in text
    assert bytes(report.certificate.facts_digest).hex()[:8] in text


@pytest.mark.covers("CTR-08")
def test_the_spreadsheet_has_the_tables_of_the_paper(report):
    book = CalamineWorkbook.from_filelike(io.BytesIO(queries.sheet_of_report(report)))
    facts = certificates.facts_of(report.certificate)
    assert len(book.sheet_names) == len(facts["tables"]) + 1
    first = book.get_sheet_by_index(0).to_python()
    assert first[0][:3] == ["银行", "资金", "本期收入（元）"]
    assert first[1][2] == facts["tables"][0]["rows"][0][2] / 100


@pytest.mark.covers("CTR-08")
def test_a_report_is_made_once_and_asked_for_again_it_is_another(report):
    before = report.certificate_id
    actions.make_report(report_id=report.pk, by=CLOCK)
    report.refresh_from_db()
    assert report.certificate_id == before

    again = actions.ask_for_report(month=NOVEMBER, by=OFFICER)
    assert again == actions.ask_for_report(month=NOVEMBER, by=OFFICER)
    assert again != report


@pytest.mark.covers("CTR-08")
def test_a_month_that_has_not_begun_or_is_before_custody_has_no_report(report):
    for month, code in (
        (date(2026, 12, 1), BoardRefusal.MONTH_NOT_BEGUN),
        (date(2020, 1, 1), BoardRefusal.MONTH_TOO_OLD),
    ):
        with pytest.raises(Refused) as refused:
            actions.ask_for_report(month=month, by=OFFICER)
        assert refused.value.code == code


@pytest.mark.covers("CTR-08")
def test_when_a_month_is_over_its_report_is_asked_for_by_the_clock(monkeypatch):
    days = Days(monkeypatch)
    days.be("2026-12-01")
    assert jobs.report_of_month(date(2026, 11, 29)) == {"reports": 0}
    assert jobs.report_of_month(date(2026, 11, 30)) == {"reports": 1}

    asked = MonthlyReport.objects.get()
    assert (asked.month, asked.as_of) == (NOVEMBER, date(2026, 11, 30))
