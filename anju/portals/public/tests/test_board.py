"""服务公示 and 开放数据 for everybody: the figures, what is not told, the files. (BEY-07, CTR-08)"""

import io
from datetime import date

import pytest
from django.core.cache import cache
from python_calamine import CalamineWorkbook

from anju.agencies.tests.offices import a_code
from anju.core import clock
from anju.core.actors import CLOCK
from anju.ledger import actions as ledger
from anju.portals.public.tests.test_lists import csv_of
from anju.refunds.tests.endings import Days
from anju.statistics import actions
from anju.statistics.models import MonthlyReport, RefundTimes
from anju.statistics.tests.refunding import a_refund

pytestmark = pytest.mark.django_db
NOVEMBER = date(2026, 11, 1)
PAGES = ("/public/board", "/public/open-data")


def counted() -> None:
    ledger.seal()
    actions.count_all_money(by=CLOCK)
    actions.count_work(day=clock.today(), by=CLOCK)
    actions.count_refunds(day=clock.today(), by=CLOCK)
    actions.count_year_of_refunds(day=clock.today(), by=CLOCK)
    actions.note_minute(minute=clock.now(), answered=True, by=CLOCK)


@pytest.fixture
def refunded(monkeypatch, db):
    """Two refunds of 京华: 3 and 9 days. They are too few to tell times; a test may make them many."""
    cache.clear()
    days = Days(monkeypatch)
    days.be("2026-11-20")
    for took in (3, 9):
        a_refund(days, took=took, enterprise=("北京京华租赁有限公司", a_code(7200)))
    counted()


def they_are_many() -> None:
    """As if each refund stood for ten of three enterprises: the days stay those that were counted."""
    RefundTimes.objects.update(count=20, enterprises=3)


@pytest.mark.covers("BEY-07")
def test_everybody_sees_times_money_overdue_plans_and_uptime(pages, refunded):
    they_are_many()
    pages.get("/public/board")
    text = pages.page.text
    assert "2026-11 3天 9天 20" in text
    assert "北京京华租赁有限公司 20 3天 9天 0 0" in text
    assert "租赁资金监管" in text and "100.00%" in text
    assert "从交还住房之日起" in text and "每分钟从系统外部地址打开一次" in text


@pytest.mark.covers("BEY-07")
def test_times_behind_which_few_stand_are_not_told(pages, refunded):
    pages.get("/public/board")
    text = pages.page.text
    assert "2026-11 不公布 不公布 2" in text and "北京京华租赁有限公司 2 不公布 不公布 0 0" in text


@pytest.mark.covers("CTR-08")
def test_no_person_is_found_in_any_page_or_dataset(client, refunded):
    places = [*PAGES, *(f"/public/open-data/{name}.csv" for name in all_names())]
    for place in places:
        response = client.get(place)
        content = b"".join(response) if response.streaming else response.content
        assert response.status_code == 200, place
        assert "张三" not in content.decode() and "李四" not in content.decode()
        assert "BA1101" not in content.decode()


def all_names() -> list[str]:
    from anju.statistics.open_data import DATASETS

    return list(DATASETS)


@pytest.mark.covers("CTR-08")
def test_every_dataset_is_a_file_with_its_columns(client, refunded):
    they_are_many()
    rows = csv_of(client, "/public/open-data/refund-times.csv")
    assert rows[0] == [
        "月份",
        "已完成退款",
        "用时中位数（天）",
        "用时95百分位（天）",
        "其中经过争议",
        "其中方案逾期",
    ]
    assert rows[1:] == [["2026-11", "20", "3", "9", "0", "0"]]
    sheet = client.get("/public/open-data/refund-times.xlsx").content
    read = CalamineWorkbook.from_filelike(io.BytesIO(sheet)).get_sheet_by_index(0).to_python()
    assert read[1:] == [["2026-11", 20, 3, 9, 0, 0]]
    assert client.get("/public/open-data/persons.csv").status_code == 404


@pytest.mark.covers("CTR-08")
def test_the_reports_of_whole_months_are_public_those_of_a_month_that_lasts_are_not(
    client, refunded, monkeypatch
):
    lasting = actions.ask_for_report(month=NOVEMBER, by=CLOCK)
    Days(monkeypatch).be("2026-12-02")
    whole = actions.ask_for_report(month=NOVEMBER, by=CLOCK)
    for report in (lasting, whole):
        actions.make_report(report_id=report.pk, by=CLOCK)

    assert client.get(f"/public/open-data/reports/{lasting.pk}.pdf").status_code == 404
    response = client.get(f"/public/open-data/reports/{whole.pk}.pdf")
    assert response["Content-Type"] == "application/pdf"
    no = MonthlyReport.objects.get(pk=whole.pk).certificate.no
    assert no in client.get("/public/open-data").content.decode()


@pytest.mark.covers("BEY-07")
def test_before_anything_was_counted_the_pages_say_so(pages, db):
    pages.get("/public/board")
    assert "还没有办结的退款" in pages.page.text
    pages.get("/public/open-data")
    assert "每月结束后，月报公布在这里" in pages.page.text


@pytest.mark.parametrize("place", PAGES)
def test_the_pages_read_rows_that_were_counted(
    pages, refunded, django_assert_max_num_queries, place
):
    with django_assert_max_num_queries(12):
        pages.get(place)
