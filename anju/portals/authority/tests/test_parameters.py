"""系统参数: read by who works with filings, proposed by its keeper, approved by another. (CON-11; IDN-03; CTR-06)"""

from datetime import timedelta

import pytest

from anju.core import clock
from anju.filings import queries
from anju.parameters.models import Value
from anju.people.rules import Power
from anju.portals.authority.tests.addresses import links_of, text_of, to

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-11", "CTR-06")]
CODE = "filing.must_sign_online"


@pytest.fixture
def keeping(officer):
    return officer(Power.PARAMETER_KEEP, username="can.shu", name="曾书")


@pytest.fixture
def checking(officer):
    return officer(Power.PARAMETER_CHECK, username="can.shen", name="岑深")


def typed(value="no", because="试点工作方案", days=0):
    from_on = clock.today() + timedelta(days=days)
    return {"value": value, "from_on": from_on.isoformat(), "because": because}


def said(keeping, checking, **stated):
    answer = keeping.post(to("propose_parameter", CODE), typed(**stated))
    value = Value.objects.latest("pk")
    assert answer["Location"] == to("parameter_value", value.pk)
    checking.post(to("approve_parameter", value.pk), {})


def test_it_is_settled_by_two_from_a_day_on_and_every_answer_is_kept(keeping, checking):
    assert "没有变更过" in text_of(keeping, "parameter", CODE)
    assert "现行取值 是" in keeping.page.text
    said(keeping, checking)
    assert not queries.must_sign_online()
    said(keeping, checking, value="yes", because="试点结束", days=30)
    shown = text_of(keeping, "parameter", CODE)
    for words in ("试点工作方案", "试点结束", "2026-11-02", "2026-12-02", "曾书", "岑深"):
        assert words in shown
    assert "2026-12-02 是" in text_of(keeping, "parameters")
    assert to("parameters") in links_of(keeping)


def test_what_is_refused_stands_at_its_field_with_what_was_typed(keeping):
    for wrong, sentence in (
        (typed(days=-1), "已经过去"),
        (typed(because=""), "请填写"),
        (typed("yes"), "本来就是「是」"),
        (typed() | {"from_on": ""}, "请填写"),
        (typed() | {"value": ""}, "请选择"),
    ):
        keeping.post(to("propose_parameter", CODE), wrong)
        assert sentence in keeping.page.text, wrong
    assert Value.objects.count() == 0


@pytest.mark.covers("IDN-03")
def test_who_may_not_propose_it_reads_who_may(keeping, officer):
    reading = officer(Power.FILING_REVIEW, username="shen.fei", name="沈菲")
    shown = text_of(reading, "parameter", CODE)
    assert "维护系统参数" in shown and "曾书" in shown
    assert to("propose_parameter", CODE) not in links_of(reading)
    assert reading.post(to("propose_parameter", CODE), typed()).status_code == 403
    assert "曾书" in reading.page.text and Value.objects.count() == 0
    other = officer(Power.CREDIT_APPLY, username="xin", name="辛勇")
    assert other.get(to("parameters")).status_code == 403 and "曾书" in other.page.text


def test_parameters_of_the_fund_centre_are_not_there(keeping):
    assert keeping.get(to("parameter", "refund.plan_workdays")).status_code == 404
