"""服务公示 at the desk, 月报, 自动任务, and the lists as files. (BEY-07, CTR-04, CTR-08)"""

import io
from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from pypdf import PdfReader

from anju.core import clock, days
from anju.core.actors import CLOCK
from anju.core.days import run_due_days, run_once
from anju.core.models import DayRun, RunAttempt
from anju.core.queries import Beat, beats_of_the_clock
from anju.core.refusals import Broken
from anju.ledger import actions as ledger
from anju.portals.centre.shown_runs import PARTITIONS, UNTOLD, beats_shown, in_words, words_of
from anju.portals.centre.views.exports import LISTS
from anju.refunds.tests.endings import Days
from anju.statistics import actions, jobs
from anju.statistics.models import MonthlyReport
from anju.statistics.tests.refunding import a_refund
from anju.tests.world import a_bank_account, a_credit, book

pytestmark = pytest.mark.django_db


def counted() -> None:
    ledger.seal()
    actions.count_all_money(by=CLOCK)
    actions.count_refunds(day=clock.today(), by=CLOCK)
    actions.count_year_of_refunds(day=clock.today(), by=CLOCK)


@pytest.fixture
def refund(monkeypatch):
    day = Days(monkeypatch)
    day.be("2026-11-20")
    case = a_refund(day, took=6)
    counted()
    return case


def links(desk) -> list[str]:
    return [link.get("href") or "" for link in desk.page.all("a")]


@pytest.mark.covers("BEY-07")
def test_every_figure_of_the_board_leads_to_the_refunds_behind_it(desk, refund, monkeypatch):
    for least in ("LEAST_REFUNDS", "LEAST_ENTERPRISES"):
        monkeypatch.setattr(f"anju.statistics.queries.board.{least}", 1)
    desk.get("/centre/board")
    leading = [link for link in links(desk) if link.startswith("/centre/board/refunds")]
    assert (
        len(leading) == 4
    )  # median and percentile of this month, how many of it, of the enterprise
    assert "/centre/figures/custody/held" in links(desk)  # what is held of a business
    for link in leading:
        desk.get(link)
        assert refund.lease.filing_no in desk.page.text and " 6" in desk.page.text


@pytest.mark.covers("CTR-08")
@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_the_refunds_behind_a_figure_can_be_taken_along(desk, refund, kind):
    response = desk.get(f"/centre/board/refunds?month=2026-11&file={kind}")
    assert response.status_code == 200
    if kind == "csv":
        assert refund.lease.filing_no in b"".join(response).decode()


def test_a_month_that_is_not_there_is_told(desk, refund):
    desk.get("/centre/board/refunds?month=1999-01")
    assert "请从列表中选择" in desk.page.text


@pytest.mark.covers("CTR-08")
def test_a_report_is_asked_for_made_by_the_worker_and_read(desk, refund):
    desk.post("/centre/reports", {"month": "2026-11"})
    desk.get("/centre/reports")
    assert "待生成" in desk.page.text
    jobs.make_reports(timestamp=0)

    desk.get("/centre/reports")
    report = MonthlyReport.objects.get()
    assert "已生成" in desk.page.text and report.certificate.no in desk.page.text
    paper = desk.get(reverse("centre:report_pdf", args=[report.pk]))
    assert len(PdfReader(io.BytesIO(paper.content)).pages) >= 2
    assert desk.get(reverse("centre:report_xlsx", args=[report.pk])).status_code == 200


def test_a_report_that_is_not_made_yet_is_not_found(desk, refund):
    asked = actions.ask_for_report(month=clock.today().replace(day=1), by=CLOCK)
    for name in ("report_pdf", "report_xlsx"):
        assert desk.get(reverse(f"centre:{name}", args=[asked.pk])).status_code == 404


@pytest.fixture
def registry():
    kept = dict(days.JOBS)
    days.JOBS.clear()
    yield days.JOBS
    days.JOBS.clear()
    days.JOBS.update(kept)


@pytest.mark.covers("CTR-04")
def test_each_run_tells_its_report_in_words_and_a_failed_one_why(desk, registry):
    days.daily("custody.releases")(lambda day: {"releases": 3, "principal_fen": 1234500, "lots": 0})
    run_due_days()

    @days.daily("ledger.proof")
    def fails(day):
        raise Broken("the disk is full")

    with pytest.raises(Broken):
        run_due_days()
    desk.get("/centre/runs")
    text = desk.page.text
    assert "租金划转" in text and "划转3笔，租金12,345.00元" in text
    assert "账簿校验" in text and "失败，Broken: the disk is full" in text


@pytest.mark.covers("CTR-04")
def test_everything_that_a_run_counts_is_told_in_words(db):
    yesterday = clock.today() - timedelta(days=1)
    reports = {name: job.run(yesterday) or {} for name, job in days.JOBS.items()}
    reports["refunds.report"] |= dict.fromkeys(REFUNDS_OF_THE_CLOCK, 1)
    untold = [
        f"{job}: {key}"
        for job, report in reports.items()
        if job != PARTITIONS
        for key in report
        if key not in UNTOLD and words_of(job, key) is None
    ]
    assert len(reports) > 15 and untold == []
    assert in_words("unclaimed.register", {"close": 2}) == ["已付出或已认领2笔"]
    assert in_words(PARTITIONS, {"core_event": 1, "core_look": 1}) == ["新建2个分区"]


REFUNDS_OF_THE_CLOCK = ("remind", "accept_by_silence", "refund_all", "close", "reopen")


@pytest.mark.covers("CTR-04")
def test_a_missing_day_is_run_again_from_its_page_and_done_once(desk, registry):
    ran = []
    days.daily("custody.releases")(lambda day: ran.append(day))
    run_due_days()
    missing = clock.today() - timedelta(days=4)
    address = reverse("centre:run", args=["custody.releases", missing])

    desk.get(address)
    assert "重新执行" in desk.page.text
    desk.post(address)
    desk.get(address)
    assert "待执行" in desk.page.text
    days.run_what_was_asked()

    desk.get(address)
    assert "已完成" in desk.page.text and "重新执行" not in desk.page.text.split("申请重新执行")[-1]
    assert ran[-1] == missing and len(ran) == 2


@pytest.mark.covers("CTR-04")
def test_unknown_jobs_and_days_to_come_have_no_page(desk, registry):
    days.daily("custody.releases")(lambda day: None)
    today = clock.today()
    for job, day in (
        ("custody.releases", today + timedelta(days=1)),
        ("custody.others", today - timedelta(days=1)),
    ):
        assert desk.get(reverse("centre:run", args=[job, day])).status_code == 404


@pytest.mark.covers("CTR-04")
def test_a_daily_run_killed_in_the_middle_ends_as_if_it_had_not_been(refund, monkeypatch):
    job = days.JOBS["statistics.board"]
    yesterday = clock.today()
    real, calls = actions.count_refunds, []

    def killed_once(**given):
        done = real(**given)
        calls.append(done)
        if len(calls) == 1:
            raise KeyboardInterrupt
        return done

    monkeypatch.setattr(actions, "count_refunds", killed_once)
    with pytest.raises(KeyboardInterrupt):
        run_once(job, yesterday)
    assert not DayRun.objects.filter(job=job.name).exists()
    assert RunAttempt.objects.get(job=job.name).ended_at is None

    assert run_once(job, yesterday)
    assert DayRun.objects.get(job=job.name).report == {"refunds": 1}


@pytest.mark.covers("CTR-08")
@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize("kind", ["csv", "xlsx", "pdf"])
def test_every_list_of_the_desk_can_be_taken_along(desk, name, kind):
    a_bank_account()
    a_credit(amount="5.00", code="", text="=1+1")
    book()
    response = desk.get(reverse(f"centre:{name}_files"), {"file": kind})
    assert response.status_code == 200
    content = b"".join(response) if response.streaming else response.content
    assert content
    if (name, kind) == ("entries", "csv"):
        assert "张*" in content.decode() and "张三" not in content.decode()
        assert "'=1+1" in content.decode()


def test_a_file_that_nobody_asked_for_leads_back_to_the_list(desk):
    response = desk.get(reverse("centre:entries_files"))
    assert response.status_code == 302


@pytest.mark.covers("SEC-02")
def test_who_may_not_see_a_list_may_not_take_it_along(pages):
    pages.as_staff("figures.read")
    response = pages.get(reverse("centre:entries_files"), {"file": "csv"})
    assert response.status_code in (403, 404)


@pytest.mark.covers("CTR-04")
def test_a_run_that_found_something_wrong_is_no_good_news(desk, registry):
    days.daily("ledger.proof")(lambda day: {"transfers": 2, "found": ["转账 7 不见了"]})
    run_due_days()
    desk.get("/centre/runs")
    assert "发现问题" in desk.page.text and "账簿不符：转账 7 不见了" in desk.page.text


@pytest.mark.covers("CTR-04")
def test_a_job_that_misses_its_calls_has_stopped_a_rare_one_has_not():
    now = datetime.now(UTC)
    told = beats_shown(
        [
            Beat("refunds.pay", now - timedelta(minutes=5), timedelta(seconds=1)),
            Beat("unclaimed.follow", now - timedelta(minutes=55), timedelta(hours=1)),
            Beat("notices.send", now, timedelta(seconds=1), waiting=3, failed=2, failed_lately=1),
        ]
    )
    assert [(one.task, one.label) for one in told] == [
        ("notices.send", "有失败"),
        ("refunds.pay", "已停止"),
        ("unclaimed.follow", "正常"),
    ]


@pytest.mark.covers("CTR-04")
def test_how_often_a_job_is_called_is_read_from_its_own_clock(db):
    beats = {beat.task: beat.every for beat in beats_of_the_clock()}
    assert beats["core.days"] == timedelta(seconds=5)
    assert beats["refunds.sweep"] == timedelta(minutes=10)
