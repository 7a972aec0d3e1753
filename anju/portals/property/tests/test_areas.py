"""物业区域关联 as a company does it: found while typing, ticked, papers one by one, a number. (manual 004, 7)"""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anju.companies import actions, queries
from anju.companies.models import AreaApplication, AreaDocument
from anju.companies.serving import REQUIRED_PAPERS, Paper, Status
from anju.companies.tests.applying import (
    DEPARTMENT,
    DEVELOPER,
    a_built_community,
    begun,
    submitted,
    with_papers,
)
from anju.companies.tests.world import a_company, come_in
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.homes.estate import CustodyMode
from anju.refunds.tests.endings import PNG
from anju.tests.pages import Pages

pytestmark = [pytest.mark.django_db, pytest.mark.covers("PRP-12")]
HTMX = {"HTTP_HX_REQUEST": "true"}


@pytest.fixture
def ours(pages: Pages):
    _, actor = a_company(name="北京望京物业管理有限公司")
    come_in(pages, actor)
    return actor


def to(name: str, *args: object) -> str:
    return reverse(f"property:{name}", args=args)


def ticks(pages: Pages) -> dict[str, bool]:
    return {
        box.get("value"): "checked" in box.attrib
        for box in pages.page.all("input")
        if box.get("name") == "community"
    }


def test_the_menu_leads_there(pages: Pages, ours):
    pages.get(to("home"))
    links = {one.get("href") for one in pages.page.all("a")}
    assert {to("areas"), to("unit")} <= links


def test_communities_are_found_while_one_types_and_ticks_are_kept(pages: Pages, ours):
    one, two = a_built_community("甲园"), a_built_community("乙园")
    kept = a_built_community("丙园", custody_mode=CustodyMode.SELF_MANAGED)
    served = a_built_community("丁园")
    a_company(name="北京别家物业有限公司", communities=[served])
    typed = {"district": "110105", "developer": "望京", "community": [one.pk, "x", kept.pk]}

    pages.get(to("new_areas"), typed, **HTMX)

    assert not pages.page.is_whole
    assert ticks(pages) == {str(one.pk): True, str(two.pk): False}
    assert "业主自管" in pages.page.text and "其他单位正在服务" in pages.page.text
    typed["developer"] = "没有的公司"
    pages.get(to("new_areas"), typed, **HTMX)
    assert ticks(pages) == {str(one.pk): True}


def test_without_scripts_the_whole_page_does_the_same(pages: Pages, ours):
    one = a_built_community("甲园")
    pages.get(to("new_areas"))
    assert "选择区县并填写开发企业名称" in pages.page.text
    pages.get(to("new_areas"), {"district": "110105", "developer": "望京"})
    assert pages.page.is_whole and ticks(pages) == {str(one.pk): False}
    pages.get(to("new_areas"), {"district": "110105", "developer": "无此公司"})
    assert "请到所在区管理部登记小区" in pages.page.text
    pages.get(to("new_areas"), {"district": "110105", "developer": "望"})
    assert ticks(pages) == {}


def test_ticked_communities_are_submitted_and_the_papers_come_next(pages: Pages, ours):
    one, two = a_built_community("甲园"), a_built_community("乙园")
    typed = {"district": "110105", "developer": DEVELOPER[0], "community": [one.pk, two.pk]}

    answer = pages.post(to("new_areas"), typed)

    draft = AreaApplication.objects.get()
    assert answer["Location"] == to("area_papers", draft.pk)
    assert {r.community_id for r in draft.requests.all()} == {one.pk, two.pk}
    pages.get(answer["Location"])
    for paper in Paper:
        assert str(paper.label) in pages.page.text
    again = pages.post(to("new_areas"), typed)
    assert again["Location"] == answer["Location"] and AreaApplication.objects.count() == 1


def test_nothing_ticked_is_said_and_the_list_stays(pages: Pages, ours):
    a_built_community("甲园")
    pages.post(to("new_areas"), {"district": "110105", "developer": "望京"})
    assert "请勾选需要关联的小区" in pages.page.text and len(ticks(pages)) == 1


def test_papers_are_added_one_by_one_and_removed(pages: Pages, ours):
    draft = begun(ours, a_built_community())
    photo = SimpleUploadedFile("合同1.png", PNG, "image/png")

    answer = pages.post(to("add_area_paper", draft.pk), {"paper": Paper.CONTRACT, "file": photo})

    assert answer["Location"] == to("area_papers", draft.pk)
    document = AreaDocument.objects.get()
    pages.get(answer["Location"])
    assert "合同1.png" in pages.page.text
    shown = pages.get(to("area_document", document.pk))
    assert shown.content == PNG
    answer = pages.post(to("remove_area_paper", draft.pk, document.pk), **HTMX)
    assert not pages.page.is_whole and "合同1.png" not in pages.page.text
    assert not AreaDocument.objects.exists()


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("合同.png", b"MZ evil", "可执行程序"),
        ("合同.png", b"", "是空的"),
        ("合同.pdf", PNG, "与扩展名不符"),
        ("合同.png", PNG + b"0" * 1024 * 1024, "不能超过"),
    ],
)
@pytest.mark.parametrize("asked", [{}, HTMX], ids=["whole page", "part"])
def test_a_bad_file_is_said_at_its_paper(pages: Pages, ours, name, content, said, asked):
    draft = begun(ours, a_built_community())
    sent = {"paper": Paper.FILING, "file": SimpleUploadedFile(name, content)}

    answer = pages.post(to("add_area_paper", draft.pk), sent, **asked)

    assert answer.status_code == 200 and said in pages.page.text
    assert not AreaDocument.objects.exists()


def test_no_file_is_said_at_its_paper(pages: Pages, ours):
    draft = begun(ours, a_built_community())
    pages.post(to("add_area_paper", draft.pk), {"paper": Paper.FILING})
    assert "请选择文件" in pages.page.text


def test_submitted_the_number_is_told_to_be_noted_with_the_day_it_is_due(pages: Pages, ours):
    draft = begun(ours, a_built_community())
    pages.post(to("submit_areas", draft.pk))
    assert "还没有添加：物业服务合同" in pages.page.text
    with_papers(draft, ours, REQUIRED_PAPERS)

    answer = pages.post(to("submit_areas", draft.pk))

    assert answer["Location"] == to("area_done", draft.pk)
    pages.get(answer["Location"])
    draft.refresh_from_db()
    for said in (draft.no, str(draft.due_on), "朝阳区管理部", "提供此申请编号"):
        assert said in pages.page.text
    assert pages.get(to("area_papers", draft.pk))["Location"] == to("area_application", draft.pk)


def test_skipped_it_says_where_the_papers_go(pages: Pages, ours):
    draft = begun(ours, a_built_community())

    answer = pages.post(to("skip_area_papers", draft.pk))

    pages.get(answer["Location"])
    assert "请持实体材料和申请编号到朝阳区管理部办理" in pages.page.text
    draft.refresh_from_db()
    assert draft.is_on_paper and draft.status == Status.SUBMITTED


def test_the_list_has_every_application_with_its_state_and_flags_the_late_one(
    pages: Pages, ours, settings
):
    settings.MOVABLE_CLOCK = True
    late = submitted(ours, a_built_community("甲园"))
    begun(ours, *[a_built_community(f"{n}号园") for n in range(5)])
    pages.get(to("areas"))
    assert "待审核" in pages.page.text and "等5个小区" in pages.page.text
    assert "继续办理" in pages.page.text and "请联系" not in pages.page.text

    advance_clock(seconds=15 * 86400, by=CLOCK)

    for page in (to("areas"), to("area_application", late.pk)):
        pages.get(page)
        assert f"请联系朝阳区管理部并提供申请编号{late.no}" in pages.page.text


def test_returned_it_is_read_why_corrected_and_withdrawn(pages: Pages, ours):
    application = submitted(ours, a_built_community())
    actions.return_areas(application_id=application.pk, because="合同没有盖章", by=DEPARTMENT)
    pages.get(to("area_application", application.pk))
    assert "合同没有盖章" in pages.page.text and "补正后重新提交" in pages.page.text
    assert DEPARTMENT.name not in pages.page.text
    assert pages.get(to("area_done", application.pk)).status_code == 302

    answer = pages.post(to("correct_areas", application.pk))
    assert answer["Location"] == to("area_papers", application.pk)
    pages.post(to("withdraw_areas", application.pk))
    pages.get(to("area_application", application.pk))
    assert "已撤回" in pages.page.text
    pages.post(to("correct_areas", application.pk), follow=True)
    assert "已撤回" in pages.page.text
    pages.post(to("remove_area_paper", application.pk, application.documents.first().pk))
    assert "不能再添加或者删除附件" in pages.page.text


def test_granted_it_says_which_communities_are_served(pages: Pages, ours):
    one, two = a_built_community("甲园"), a_built_community("乙园")
    application = submitted(ours, one, two)
    actions.approve_areas(
        application_id=application.pk, community_ids=[one.pk], because="可以", by=DEPARTMENT
    )

    pages.get(to("area_application", application.pk))
    assert "已关联" in pages.page.text and "未通过" in pages.page.text
    pages.post(to("withdraw_areas", application.pk), follow=True)
    assert "不能撤回" in pages.page.text
    assert queries.manages(ours, one.pk) and not queries.manages(ours, two.pk)
