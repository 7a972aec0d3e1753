"""业主表决 of a company: the live count, paper one by one, by ticks, by a list; sheet and end. (WDR-09, BEY-03)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anju.companies.tests.world import a_company, come_in
from anju.core.tests.test_files import a_pdf
from anju.tests.pages import Pages
from anju.votes import actions, jobs, queries
from anju.votes.models import AttendanceSheet, PaperFile, Voice
from anju.votes.rules import Count
from anju.votes.tests.test_lists import a_list, row
from anju.votes.tests.world import (
    LIU,
    WANG,
    ZHAO,
    an_open_vote,
    everybody_signs,
    fresh,
    seat_of,
    signed_paper,
    spoken_online,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("WDR-09", "BEY-03")]


@pytest.fixture
def vote(pages: Pages):
    _, actor = a_company()
    come_in(pages, actor)
    return an_open_vote(WANG, ZHAO, LIU, None, company=actor)


def to(name, *args):
    return reverse(f"property:{name}", args=args)


def test_the_count_is_live_and_the_list_shows_the_votes_of_the_company(pages, vote):
    pages.get(to("votes"))
    assert "更换1号电梯" in pages.page.text
    pages.get(to("vote", vote.pk))
    assert "未达到法定比例" in pages.page.text
    everybody_signs(vote)
    pages.get(to("vote", vote.pk), headers={"HX-Request": "true"})
    assert "已达到法定比例" in pages.page.text and "360.00" in pages.page.text


def test_ticks_on_the_roll_are_entered_and_what_stands_online_is_told(pages, vote):
    first, second, third = (seat_of(vote, n) for n in (1, 2, 3))
    pages.get(to("roll", vote.pk))
    spoken_online(vote, ZHAO, agrees=False)  # since the page was opened
    ticked = {f"seat-{first.pk}": "yes", f"seat-{second.pk}": "yes", f"seat-{third.pk}": "no"}
    pages.post(to("roll", vote.pk), ticked)
    assert "以网上表决为准" in pages.page.text and "已录入2户" in pages.page.text
    assert queries.count_of(vote) == Count(4, 360_00, 3, 270_00, 1, 90_00)
    pages.post(to("roll", vote.pk), {f"seat-{first.pk}": "yes"}, follow=True)
    assert Voice.objects.count() == 3


def test_one_home_with_a_proxy_keeps_the_paper(pages, vote):
    seat = seat_of(vote)
    stated = {
        "answer": "yes",
        "signed_on": vote.noticed_on.isoformat(),
        "proxy_name": "赵六",
        "proxy_id_number": ZHAO.id_number,
    }
    pages.post(to("seat", seat.pk), stated)
    assert "须上传业主签名的扫描件" in pages.page.text
    scan = named(a_pdf())
    pages.post(to("seat", seat.pk), {**stated, "scan": scan}, follow=True)
    assert "代理人赵*签名" in pages.page.text and ZHAO.id_number not in pages.page.text
    voice = Voice.objects.get()
    assert pages.get(to("vote_paper", voice.pk)).status_code == 200


def named(content, name="委托.pdf"):
    return SimpleUploadedFile(name, content)


def test_a_list_is_worked_through_row_by_row(pages, vote):
    assert pages.get(to("paper_template", vote.pk)).status_code == 200
    sent = {"file": named(a_list(row(vote, 1), row(vote, 2, "弃权")), "签名.xlsx")}
    pages.post(to("paper_files", vote.pk), sent)
    upload = PaperFile.objects.get()
    pages.get(to("paper_file", upload.pk))
    jobs.work_on_files(0)
    pages.get(to("paper_file", upload.pk), headers={"HX-Request": "true"})
    assert "不是表决意见" in pages.page.text
    assert pages.get(to("paper_file_result", upload.pk)).status_code == 200
    pages.get(to("paper_files", vote.pk))
    assert "签名.xlsx" in pages.page.text
    assert queries.count_of(vote).taking_heads == 1


def test_the_sheet_is_written_by_the_worker(pages, vote):
    pages.post(to("ask_for_sheet", vote.pk), follow=True)
    assert "清册正在生成" in pages.page.text
    sheet = AttendanceSheet.objects.get()
    assert pages.get(to("attendance_sheet", sheet.pk)).status_code == 404
    jobs.make_sheets(0)
    assert pages.get(to("attendance_sheet", sheet.pk)).status_code == 200


def test_closing_early_needs_everybody_and_then_the_result_is_published(pages, vote):
    pages.post(to("close_vote", vote.pk))
    assert "才" in pages.page.text or "提前截止" in pages.page.text
    assert fresh(vote).status == "open"
    everybody_signs(vote)
    pages.post(to("close_vote", vote.pk), follow=True)
    assert fresh(vote).status == "closed"
    pages.get(to("publish_result", vote.pk))
    day = fresh(vote).closed_on.isoformat()
    pages.post(to("publish_result", vote.pk), {"published_on": day}, follow=True)
    assert fresh(vote).published_on.isoformat() == day


def test_another_company_finds_nothing_of_it(vote):
    signed_paper(vote)
    _, other = a_company(name="别家物业")
    visitor = Pages()
    come_in(visitor, other)
    upload = actions.receive_file(
        vote_id=vote.pk,
        name="签名.xlsx",
        content=a_list(row(vote, 1)),
        by=type(other)("x", "property", organisation_id=vote.organisation_id),
    )
    sheet = actions.ask_for_sheet(
        vote_id=vote.pk, by=type(other)("x", "property", organisation_id=vote.organisation_id)
    )
    voice = Voice.objects.get()
    for address in (
        *(to(name, vote.pk) for name in ("vote", "roll", "paper_files", "paper_template")),
        to("publish_result", vote.pk),
        to("seat", seat_of(vote).pk),
        to("vote_paper", voice.pk),
        to("paper_file", upload.pk),
        to("paper_file_result", upload.pk),
        to("attendance_sheet", sheet.pk),
    ):
        assert visitor.get(address).status_code == 404, address
    for name in ("close_vote", "ask_for_sheet", "publish_result", "roll"):
        assert visitor.post(to(name, vote.pk), {"x": "1"}).status_code == 404, name
