"""系统参数: read by who works with filings, set by its keeper from a day on, with its history. (CON-11; IDN-03)"""

from datetime import timedelta

import pytest

from anju.core import clock
from anju.filings import queries
from anju.filings.models import SigningParameter
from anju.people.rules import Power
from anju.portals.authority.tests.addresses import links_of, text_of, to

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-11")]


@pytest.fixture
def keeping(officer):
    return officer(Power.PARAMETER_KEEP, username="can.shu", name="曾书")


def typed(value="no", because="试点工作方案", days=0):
    from_on = clock.today() + timedelta(days=days)
    return {"must_sign_online": value, "from_on": from_on.isoformat(), "because": because}


def test_it_is_set_from_a_day_on_and_every_answer_is_kept(keeping):
    assert "参数没有修改过" in text_of(keeping, "parameter")
    assert "备案前是否必须进行合同网签 是" in keeping.page.text
    assert keeping.post(to("set_parameter"), typed())["Location"] == to("parameter")
    assert not queries.must_sign_online()
    keeping.post(to("set_parameter"), typed("yes", "试点结束", days=30))
    shown = text_of(keeping, "parameter")
    assert "备案前是否必须进行合同网签 否" in shown and shown.count("现行") == 1
    for words in ("试点工作方案", "试点结束", "2026-11-02", "2026-12-02", "曾书"):
        assert words in shown
    assert to("parameter") in links_of(keeping)


def test_what_is_refused_stands_at_its_field_with_what_was_typed(keeping):
    for wrong, sentence in (
        (typed(days=-1), "早于今天"),
        (typed(because=""), "请填写原因"),
        (typed("yes"), "该参数已经是「是」"),
        (typed() | {"from_on": ""}, "请填写"),
        (typed() | {"must_sign_online": ""}, "请选择"),
    ):
        keeping.post(to("set_parameter"), wrong)
        assert sentence in keeping.page.text, wrong
    assert SigningParameter.objects.count() == 0


@pytest.mark.covers("IDN-03")
def test_who_may_not_set_it_reads_who_may(keeping, officer):
    reading = officer(Power.FILING_REVIEW, username="shen.fei", name="沈菲")
    shown = text_of(reading, "parameter")
    assert "维护系统参数" in shown and "曾书" in shown
    assert to("set_parameter") not in links_of(reading)
    assert reading.post(to("set_parameter"), typed()).status_code == 403
    assert "曾书" in reading.page.text and SigningParameter.objects.count() == 0
    other = officer(Power.CREDIT_APPLY, username="xin", name="辛勇")
    assert other.get(to("parameter")).status_code == 403 and "曾书" in other.page.text
