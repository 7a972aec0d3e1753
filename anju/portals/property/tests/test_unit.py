"""单位信息管理 as a company does it: at once, with a name only after 【质监校验】, nothing lost. (manual 004, 8)"""

import pytest
from django.urls import reverse

from anju.companies import actions, queries
from anju.companies.models import Company, NameCheck
from anju.companies.rules import AUXILIARY
from anju.companies.tests.world import a_company, come_in
from anju.companies.units import Denied
from anju.core.actors import CLOCK
from anju.tests.pages import Pages

pytestmark = [pytest.mark.django_db, pytest.mark.covers("PRP-13")]
HTMX = {"HTTP_HX_REQUEST": "true"}
NEW = "北京新安居物业管理有限公司"
UNIT = reverse("property:unit")


@pytest.fixture
def ours(pages: Pages):
    company, actor = a_company()
    come_in(pages, actor)
    return company, actor


def typed(company: Company, **changes: str) -> dict[str, str]:
    """The form as the page shows it, with what a first change has to add."""
    now = {name: getattr(company, name) for name in AUXILIARY}
    shown = {name: "" if value is None else str(value) for name, value in now.items()}
    return {
        **shown,
        "name": company.name,
        "seen": "0",
        "representative_mobile": "13900000001",
        "is_legal_person": "True",
        **changes,
    }


def value_of(pages: Pages, name: str) -> str:
    [found] = [one for one in pages.page.all("input") if one.get("name") == name]
    return found.get("value") or ""


def test_core_data_stand_above_and_every_auxiliary_field_below_with_its_star(pages: Pages, ours):
    company, _ = ours
    pages.get(UNIT)
    for said in (company.name, company.uscc, "有限责任公司", "李建国", company.organisation_code):
        assert said in pages.page.text
    labels = {"".join(one.itertext()).strip() for one in pages.page.all("label")}
    for name, label in AUXILIARY.items():
        star = " *" if name in ("address", "district", "is_legal_person") else ""
        assert f"{label}{star}" in labels or f"{label} *" in labels


def test_submitted_it_is_done_at_once_and_stands_in_the_history(pages: Pages, ours):
    company, actor = ours

    answer = pages.post(UNIT, typed(company, address="甲路1号", capital_fen="5000000.00"))

    company.refresh_from_db()
    assert (company.address, company.capital_fen) == ("甲路1号", 5_000_000_00)
    change = queries.last_change(company)
    assert answer["Location"] == reverse("property:unit_done", args=[change.pk])
    pages.get(answer["Location"])
    assert "业务办理完成" in pages.page.text and change.no in pages.page.text
    pages.get(reverse("property:unit_history"))
    for said in (actor.name, "甲路1号", "北京市朝阳区望京街9号", "13900000001"):
        assert said in pages.page.text
    pages.get(UNIT)
    assert value_of(pages, "seen") == str(change.pk)
    assert value_of(pages, "capital_fen") == "5,000,000.00"
    as_shown = {"capital_fen": "5,000,000.00", "seen": str(change.pk), "fax": "010-64391122"}
    pages.post(UNIT, typed(company, **as_shown))
    assert [one.field for one in queries.last_change(company).lines.all()] == ["fax"]


def test_without_a_change_the_history_says_so(pages: Pages, ours):
    pages.get(reverse("property:unit_history"))
    assert "还没有变更过" in pages.page.text


def test_what_is_wrong_is_said_at_every_field_at_once_and_nothing_is_lost(pages: Pages, ours):
    company, _ = ours
    wrong = typed(company, postcode="1", phone="abc", mail="x", address="", fax="010-64391122")

    pages.post(UNIT, wrong)

    text = pages.page.text
    for said in ("邮编应为6位数字", "带区号的座机号", "请填写单位地址", "电子信箱应写作"):
        assert said in text
    assert value_of(pages, "fax") == "010-64391122"
    assert not queries.changes_of(company).exists()


def test_somebody_elses_newer_change_is_told_and_not_overwritten(pages: Pages, ours):
    company, _ = ours
    pages.post(UNIT, typed(company, address="甲路1号"))
    pages.post(UNIT, typed(company, address="乙路2号"))
    assert "请核对本页后再提交" in pages.page.text
    company.refresh_from_db()
    assert company.address == "甲路1号"


def test_the_name_is_asked_about_and_what_was_typed_stays(pages: Pages, ours):
    company, actor = ours
    sent = typed(company, name=NEW, address="甲路1号", postcode="")

    pages.post(UNIT, {**sent, "check": "1"})

    assert "正在向机构登记系统校验" in pages.page.text
    assert (value_of(pages, "name"), value_of(pages, "address")) == (NEW, "甲路1号")
    assert "请填写单位邮编" not in pages.page.text
    check = NameCheck.objects.get()
    assert (check.name, check.asked_by) == (NEW, actor.name)
    pages.post(UNIT, sent | {"postcode": "100102"})
    assert "正在校验，校验通过后再提交" in pages.page.text

    part = reverse("property:name_check", args=[check.pk])
    actions.note_silence(check_id=check.pk, why="HTTP 503", by=CLOCK)
    pages.get(part, **HTMX)
    assert "暂时没有答复" in pages.page.text and "没有丢失" in pages.page.text
    assert "HTTP 503" not in pages.page.text
    actions.confirm_name(check_id=check.pk, by=CLOCK)
    pages.post(UNIT, {**sent, "check": "1"}, **HTMX)
    assert not pages.page.is_whole and "校验通过，请点页面下方的【提交】" in pages.page.text
    assert not [one for one in pages.page.all("div") if one.get("hx-get")]

    pages.post(UNIT, sent | {"postcode": "100102"})
    company.refresh_from_db()
    assert (company.name, company.address) == (NEW, "甲路1号")


def test_a_denied_name_is_told_with_the_reason(pages: Pages, ours):
    company, actor = ours
    check = actions.check_name(name=NEW, by=actor)
    actions.deny_name(check_id=check.pk, why=Denied.OTHER_NAME, by=CLOCK)

    pages.post(UNIT, {**typed(company, name=NEW), "check": "1"})
    assert "没有通过质监校验" in pages.page.text and "请按营业执照填写" in pages.page.text
    pages.post(UNIT, typed(company, name=NEW))
    assert "没有通过质监校验" in pages.page.text
    company.refresh_from_db()
    assert company.name != NEW


def test_the_same_name_is_not_asked_about(pages: Pages, ours):
    company, _ = ours
    for asked in ({}, HTMX):
        pages.post(UNIT, {**typed(company), "check": "1"}, **asked)
        assert "不需要校验" in pages.page.text
        pages.post(UNIT, {**typed(company, name=""), "check": "1"}, **asked)
        assert "请填写" in pages.page.text
    assert not NameCheck.objects.exists()


def test_who_comes_back_finds_the_name_that_was_asked_about(pages: Pages, ours):
    check = actions.check_name(name=NEW, by=ours[1])
    pages.get(UNIT)
    assert f"「{NEW}」正在质监校验" in pages.page.text
    actions.confirm_name(check_id=check.pk, by=CLOCK)
    pages.get(UNIT)
    assert f"「{NEW}」已通过质监校验" in pages.page.text
    pages.get(UNIT, {"with_name": "1"})
    assert value_of(pages, "name") == NEW
    whole = pages.get(reverse("property:name_check", args=[check.pk]))
    assert whole["Location"] == UNIT


def test_another_companys_change_and_check_are_not_there(pages: Pages, ours):
    company, actor = ours
    pages.post(UNIT, typed(company))
    check = actions.check_name(name=NEW, by=actor)
    _, other = a_company(name="北京别家物业有限公司")
    stranger = Pages()
    come_in(stranger, other)
    done = reverse("property:unit_done", args=[queries.last_change(company).pk])
    assert stranger.get(done).status_code == 404
    assert stranger.get(reverse("property:name_check", args=[check.pk]), **HTMX).status_code == 404
