"""个人造册审核: found, looked at with its documents, decided by the department of its district. (OWN-13, CTR-05)"""

import pytest

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.models import AccessRefused, Look
from anju.fund import actions as fund
from anju.fund import queries
from anju.fund.models import Addition
from anju.fund.rules import Way
from anju.fund.tests.world import WANG, ZHAO, a_home, signed_in, the_fund_bank
from anju.homes.models import Owner
from anju.notices.models import Notice
from anju.people.rules import Power
from anju.portals.fund_desk.tests.addresses import forms_of, links_of, text_of
from anju.tests.walks.fund_desk import an_addition, to

pytestmark = [pytest.mark.django_db, pytest.mark.covers("OWN-13")]
HAIDIAN = "110108"
CHAOYANG = "110105"


@pytest.fixture
def reviewing(officer):
    return officer(Power.FUND_REVIEW, username="shen.he", name="沈和", district=CHAOYANG)


def asked(by=None):
    """赵六 says that a home is hers which is 王五's by our books."""
    the_fund_bank()
    home = a_home()
    return home, fund.add_home(
        way=Way.CONTRACT,
        wanted=home.contract_no,
        district=CHAOYANG,
        phone="13800000001",
        by=by or signed_in(ZHAO),
    )


def row(number=1, name="赵六", id_number=ZHAO.id_number):
    return {
        f"owner_name_{number}": name,
        f"owner_id_type_{number}": "resident_id",
        f"owner_id_number_{number}": id_number,
    }


def decide(pages, addition, **typed):
    return pages.post(to("review_addition", addition.pk), typed)


def test_the_department_approves_with_the_owners_of_the_title(reviewing):
    home, addition = asked()
    shown = text_of(reviewing, "addition", addition.pk)
    assert home.address in shown and "申请人不是现业主" in shown
    assert WANG.name not in shown and ZHAO.id_number not in shown
    answer = decide(
        reviewing, addition, decision="approve", home=home.pk, opinion="产权证与身份一致", **row()
    )
    assert answer["Location"] == to("addition", addition.pk)
    addition.refresh_from_db()
    assert (addition.status, addition.dwelling_id) == ("added", home.pk)
    assert addition.decided_by == "shen.he"
    assert Owner.objects.get(dwelling=home, until__isnull=True).name == "赵六"
    assert Notice.objects.get(kind="fund_home_added")
    shown = text_of(reviewing, "addition", addition.pk)
    assert "沈和" in shown and "产权证与身份一致" in shown
    assert to("review_addition", addition.pk) not in forms_of(reviewing)


def test_what_is_missing_is_told_at_its_field_and_nothing_happens(reviewing):
    home, addition = asked()
    for typed, told in [
        ({}, "请选择"),
        ({"decision": "approve", "opinion": "一致"}, "审核通过须选择房屋"),
        ({"decision": "approve", "home": home.pk}, "请填写审核意见"),
        ({"decision": "reject"}, "请填写审核意见"),
        ({"decision": "approve", "home": home.pk, "opinion": "一致"}, "业主中没有申请人"),
        ({"decision": "approve", "home": 999, "opinion": "一致"}, "请从列表中选择"),
        ({"decision": "reject", "opinion": "不符", **row(id_number="123")}, "身份证号应为18位"),
        ({"decision": "reject", "opinion": "不符", **row(id_number="")}, "请填写"),
    ]:
        assert decide(reviewing, addition, **typed).status_code == 200
        assert told in reviewing.page.text, typed
    assert "不符" in reviewing.page.text, "what was typed is kept"
    searches = [one for one in reviewing.page.all("form") if one.get("role") == "search"]
    assert [one.get("action") for one in searches] == [to("addition", addition.pk)]
    addition.refresh_from_db()
    assert addition.status == "waiting" and not Notice.objects.exists()


def test_it_is_sent_back_with_an_opinion_once(reviewing):
    _, addition = asked()
    assert decide(reviewing, addition, decision="reject", opinion="产权证不清晰").status_code == 302
    addition.refresh_from_db()
    assert (addition.status, addition.opinion) == ("rejected", "产权证不清晰")
    decide(reviewing, addition, decision="reject", opinion="再退一次")
    assert "不能再次审核" in reviewing.page.text
    assert Notice.objects.filter(kind="fund_home_rejected").count() == 1


def test_a_home_is_looked_for_by_words_of_its_address(reviewing):
    the_fund_bank()
    home = a_home(owners=(ZHAO,))
    addition, document = an_addition()
    assert "没有找到房屋" in text_of(reviewing, "addition", addition)
    assert "申请人是现业主" in text_of(reviewing, "addition", addition, ask="words=望京 花园")
    typed = {"decision": "approve", "home": home.pk, "opinion": "一致"}
    reviewing.post(to("review_addition", addition, ask="words=望京 花园"), typed)
    assert Addition.objects.get(pk=addition).dwelling == home

    assert reviewing.get(to("addition_document", document)).status_code == 200
    look = Look.objects.get()
    assert (look.actor, look.purpose) == ("shen.he", "查看个人造册证明材料")


def test_those_that_are_due_first_come_first_and_late_ones_say_so(reviewing):
    _, first = asked()
    advance_clock(days=3, by=CLOCK)
    second, _ = an_addition()
    numbers = [first.no, Addition.objects.get(pk=second).no]
    shown = text_of(reviewing, "additions")
    assert shown.index(numbers[0]) < shown.index(numbers[1])
    advance_clock(days=30, by=CLOCK)
    assert text_of(reviewing, "additions").count("已逾期") == 2
    assert "2件个人造册已逾期" in text_of(reviewing, "home")


def test_one_is_found_by_number_applicant_and_home(reviewing):
    home, addition = asked()
    other, _ = an_addition()
    for text in (addition.no, home.contract_no, f" {home.contract_no.lower()}"):
        shown = text_of(reviewing, "additions", ask=f"text={text}")
        assert addition.no in shown and Addition.objects.get(pk=other).no not in shown
    assert text_of(reviewing, "additions", ask=f"text={ZHAO.id_number}").count("ZC2") >= 2
    assert "没有符合条件的申请" in text_of(reviewing, "additions", ask="text=110101")
    assert "没有符合条件的申请" in text_of(reviewing, "additions", ask="status=added")
    assert "没有符合条件的申请" in text_of(reviewing, "additions", ask=f"district={HAIDIAN}")


@pytest.mark.covers("CTR-05", "SEC-02")
def test_another_department_finds_nothing_of_it(officer):
    _, addition = asked()
    _, document = an_addition()
    stranger = officer(Power.FUND_REVIEW, username="hai.dian", name="海淀", district=HAIDIAN)
    assert addition.no not in text_of(stranger, "additions")
    assert stranger.get(to("addition", addition.pk)).status_code == 404
    assert decide(stranger, addition, decision="reject", opinion="x").status_code == 404
    assert stranger.get(to("addition_document", document)).status_code == 404
    assert AccessRefused.objects.filter(actor="hai.dian").exists()
    everywhere = officer(Power.FUND_REVIEW, username="quan.shi", name="全市")
    assert addition.no in text_of(everywhere, "additions")


def test_who_may_not_review_is_told_whom_to_ask(officer, reviewing):
    _, addition = asked()
    reader = officer(Power.FUND_READ, username="du.zhe", name="杜者")
    assert reader.get(to("addition", addition.pk)).status_code == 403
    assert "审核个人造册" in reader.page.text and "沈和" in reader.page.text
    assert decide(reader, addition, decision="reject", opinion="x").status_code == 403
    text_of(reader, "home")
    assert to("additions") not in links_of(reader)
    assert queries.additions_to_review(signed_in(ZHAO)).count() == 0
