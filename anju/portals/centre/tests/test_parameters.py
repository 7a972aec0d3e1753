"""参数管理: one proposes, another approves; everything that is refused stands at its field. (CTR-06)"""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anju.core import calendar, clock
from anju.core.tests.test_files import a_pdf
from anju.custody import queries as custody
from anju.parameters import queries
from anju.parameters.models import Value
from anju.parameters.tests.settling import a_proposal, settle
from anju.people.queries import notice_in_force
from anju.people.rules import Power
from anju.people.user_notice import ORIGINAL
from anju.tests.pages import Pages

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-06")]
CODE = "refund.plan_workdays"


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def to(name: str, *args: object) -> str:
    return reverse(f"centre:{name}", args=args)


@pytest.fixture
def proposing() -> Pages:
    pages = Pages()
    pages.as_staff(Power.CENTRE_PARAMETER_KEEP, username="can.ti", name="岑缇")
    return pages


@pytest.fixture
def checking() -> Pages:
    pages = Pages()
    pages.as_staff(Power.CENTRE_PARAMETER_CHECK, username="can.fu", name="岑芙")
    return pages


def typed(text, days=10, **changes):
    from_on = clock.today() + timedelta(days=days)
    return {"value": text, "from_on": from_on.isoformat(), "because": "会议纪要第3号"} | changes


def links_of(pages: Pages) -> list[str]:
    return [a.get("href") or "" for a in pages.page.all("a")]


def forms_of(pages: Pages) -> list[str]:
    return [form.get("action") or "" for form in pages.page.all("form")]


def test_one_proposes_with_a_paper_and_another_approves(proposing, checking):
    paper = SimpleUploadedFile("纪要.pdf", a_pdf())
    answer = proposing.post(to("propose_parameter", CODE), typed("5", uploads=[paper]))
    value = Value.objects.get()
    assert answer["Location"] == to("parameter_value", value.pk)
    proposing.get(answer["Location"])
    assert "有此权限的人员：岑芙" in proposing.page.text
    assert to("approve_parameter", value.pk) not in forms_of(proposing)

    checking.get(to("home"))
    assert "参数管理" in checking.page.text
    checking.get(to("parameters"))
    assert "3 个工作日 → 5 个工作日" in checking.page.text and "岑缇" in checking.page.text
    checking.get(to("parameter_value", value.pk))
    assert "已经通知的期限和已经办结的业务不变" in checking.page.text
    assert to("approve_parameter", value.pk) in forms_of(checking)
    assert (
        checking.get(to("parameter_document", value.pk, value.documents.get().pk)).status_code
        == 200
    )
    checking.post(to("approve_parameter", value.pk), {}, follow=True)
    assert "已批准" in checking.page.text

    from_on = clock.today() + timedelta(days=10)
    assert (queries.number(CODE), queries.number(CODE, from_on)) == (3, 5)
    checking.get(to("parameters"))
    assert f"{from_on} 5 个工作日" in checking.page.text
    checking.get(to("parameter", CODE))
    for words in ("岑缇", "岑芙", "会议纪要第3号", "纪要.pdf", "京建法〔2024〕8号"):
        assert words in checking.page.text


def test_who_proposed_it_may_not_approve_it_by_any_way(proposing):
    both = Pages()
    both.as_staff(
        Power.CENTRE_PARAMETER_KEEP, Power.CENTRE_PARAMETER_CHECK, username="both", name="双全"
    )
    both.post(to("propose_parameter", CODE), typed("5"))
    value = Value.objects.get()
    both.post(to("approve_parameter", value.pk), {}, follow=True)
    assert "不能复核自己提出的变更" in both.page.text and queries.number(CODE) == 3
    assert proposing.post(to("approve_parameter", value.pk), {}).status_code == 403
    both.post(to("withdraw_parameter", value.pk), {"because": "另行研究"}, follow=True)
    assert "已撤回" in both.page.text


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"value": "31"}, "请填写1至30之间的数"),
        ({"value": "三"}, "不是整数"),
        ({"value": "－３"}, "请填写1至30之间的数"),
        ({"from_on": "2099-12-31"}, "请核对年份"),
        ({"value": "3"}, "没有变化"),
        ({"from_on": "2020-01-01"}, "已经过去"),
        ({"from_on": "明天"}, "这不是一个日期"),
        ({"because": " "}, "请填写"),
    ],
)
def test_what_is_refused_stands_at_its_field_with_what_was_typed(proposing, changes, sentence):
    proposing.post(to("propose_parameter", CODE), typed("5", **changes))
    assert sentence in proposing.page.text
    [kept] = [one for one in proposing.page.all("input") if one.get("name") == "from_on"]
    assert kept.get("value") == typed("5", **changes)["from_on"]
    assert not Value.objects.exists()


def test_it_is_refused_with_a_reason(proposing, checking):
    value = a_proposal(CODE, "5")
    checking.post(to("refuse_parameter", value.pk), {"because": ""})
    assert "请填写" in checking.page.text
    checking.post(to("refuse_parameter", value.pk), {"because": "依据不足"}, follow=True)
    assert "未批准" in checking.page.text and "依据不足" in checking.page.text
    assert queries.number(CODE) == 3


def test_a_rate_stands_in_its_table_after_the_second_person(proposing, checking):
    proposing.post(to("propose_parameter", "custody.interest_rate"), typed("0.1", days=0))
    assert "应晚于今天" in proposing.page.text
    proposing.post(to("propose_parameter", "custody.interest_rate"), typed("0.1"), follow=True)
    assert "0.05% → 0.1%" in proposing.page.text
    value = Value.objects.get()
    assert len(custody.rates()) == 1
    checking.post(to("approve_parameter", value.pk), {}, follow=True)
    assert [rate.rate_ppm for rate in custody.rates()] == [500, 1000]
    proposing.post(to("propose_parameter", "fund.interest_rates"), typed("1.5"))
    assert "两个年利率" in proposing.page.text


def test_a_calendar_is_shown_by_the_days_that_change(proposing, checking):
    year = clock.today().year + 1
    days = f"{year}-01-01,休,元旦\n{year}-03-02,休,试点\n{year}-03-07,班,试点"
    at = to("propose_parameter", "calendar")
    proposing.post(at, {"year": str(year), "days": "x", "because": "通知"})
    assert "第1行无法识别" in proposing.page.text
    stated = {"year": str(year), "official": "on", "days": days, "because": "国办发明电〔2026〕9号"}
    answer = proposing.post(at, stated)
    value = Value.objects.get()
    assert answer["Location"] == to("parameter_value", value.pk)
    checking.get(to("parameter_value", value.pk))
    assert f"{year}-03-0" in checking.page.text and "与现在不同的日子" in checking.page.text
    checking.post(to("approve_parameter", value.pk), {}, follow=True)
    [entered] = [one for one in calendar.years_entered() if one.year == year]
    assert entered.official and entered.source == "国办发明电〔2026〕9号"


def test_a_text_is_previewed_and_loses_no_fact(proposing, checking):
    code = "text.centre.notice.lease_filed.zh"
    proposing.get(to("parameter_texts"))
    assert to("parameter", code) in links_of(proposing)
    lost = "【住房资金中心】合同已备案，〔到期日〕前请缴纳〔金额〕元。"
    proposing.post(to("propose_parameter", code), typed(lost))
    assert "不能去掉「〔合同备案编号〕」" in proposing.page.text
    proposing.post(
        to("propose_parameter", code), typed(lost.replace("合同", "合同〔合同备案编号〕"), days=0)
    )
    value = Value.objects.get()
    checking.get(to("parameter_value", value.pk))
    assert "请缴纳1,234.00元" in checking.page.text
    checking.post(to("approve_parameter", value.pk), {}, follow=True)
    checking.get(to("parameter_texts"))
    assert "变更过的文字" in checking.page.text


def test_the_user_notice_is_compared_line_by_line_with_what_it_replaces(proposing, checking):
    at = to("propose_parameter", "people.user_notice")
    proposing.get(at)
    assert "一、业务说明" in proposing.page.text and "最早从明天起" in proposing.page.text
    chinese, english = ORIGINAL.chinese.replace("3分钟", "5分钟"), ORIGINAL.english
    words = {"chinese": chinese.replace("\n", "\r\n"), "english": english}
    stated = typed("") | words
    for wrong, sentence in (
        (stated | {"from_on": clock.today().isoformat()}, "最早从明天起生效"),
        (stated | {"english": english + "\nOne more."}, "中文和英文的各节段数须相同"),
        (stated | {"chinese": "没有标题"}, "每一节以「# 」和标题开头"),
        (stated | {"chinese": ORIGINAL.chinese}, "一字不差"),
        (stated | {"chinese": ""}, "请填写"),
    ):
        proposing.post(at, wrong)
        assert sentence in proposing.page.text, wrong
    answer = proposing.post(at, stated)
    value = Value.objects.get()
    assert answer["Location"] == to("parameter_value", value.pk)

    checking.get(to("parameter_value", value.pk))
    assert "重新阅读并同意" in checking.page.text
    assert "中文：与此前版本比较，新增1段，删去1段" in checking.page.text
    assert "英文：与此前版本比较，新增0段，删去0段" in checking.page.text
    [gone], [new] = checking.page.all("del")[1:], checking.page.all("ins")
    assert "支付宝订单有效时间为3分钟" in gone.text and "有效时间为5分钟" in new.text
    checking.post(to("approve_parameter", value.pk), {}, follow=True)
    assert "已批准" in checking.page.text
    assert notice_in_force(value.from_on).chinese == chinese
    checking.get(to("parameter", "people.user_notice"))
    assert "2026-11版" in checking.page.text
    assert "/consent/versions" in links_of(checking)


def test_parameters_of_the_authority_are_not_there(proposing):
    assert proposing.get(to("parameter", "verify.valid_days")).status_code == 404
    value = a_proposal("verify.valid_days", "60")
    assert proposing.get(to("parameter_value", value.pk)).status_code == 404


def test_the_pages_ask_few_questions_however_much_was_said(checking, django_assert_max_num_queries):
    for days in range(1, 25):
        settle(CODE, str(3 + days % 2), in_days=days)
    for code in ("bill.visible_days", "order.pending_minutes", "order.provider_minutes"):
        a_proposal(code, "7")
    pages = [to("parameters"), to("parameter", CODE), to("parameter_texts")]
    for at in (*pages, to("parameter_value", Value.objects.first().pk)):
        checking.get(at)
        with django_assert_max_num_queries(13):  # one of them for the clock of the tests
            assert checking.get(at).status_code == 200
