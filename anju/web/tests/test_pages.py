from pathlib import Path

import pytest
from django.template.loader import render_to_string
from django.test import Client

from anju.tests.pages import Page, Pages

pytestmark = [pytest.mark.django_db, pytest.mark.urls("anju.web.tests.urls")]


@pytest.fixture(autouse=True)
def templates_of_these_tests(settings):
    [engine] = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [Path(__file__).with_name("templates")]}]


def test_every_component_is_sound(pages: Pages):
    pages.get("/test/components")
    for words in (
        "我要缴款",
        "查询",
        "重置",
        "¥ 12,345.67",
        "待缴",
        "03:00",
        "一键复制",
        "确认取消订单？",
    ):
        assert words in pages.page.text


def test_a_form_says_what_is_wrong_and_leads_to_it(pages: Pages):
    pages.get("/test/components", {"filing_no": "12345678901", "way": "cash"})
    assert "查询条件有误" in pages.page.text
    [control] = [
        element for element in pages.page.all("input") if element.get("name") == "filing_no"
    ]
    assert control.get("aria-invalid") == "true"
    assert control.get("aria-describedby") == "id_filing_no_error"


def test_a_page_that_is_not_there_says_so(pages: Pages):
    assert pages.get("/test/missing").status_code == 404
    assert "没有找到这个页面" in pages.page.text
    assert pages.get("/no/such/page").status_code == 404


def test_the_page_for_our_own_errors_needs_nothing_that_could_fail():
    page = Page(render_to_string("500.html"))
    assert list(page.faults()) == []
    assert "您的资金和账单没有变化" in page.text


def test_a_form_that_comes_too_late_is_told_in_a_sentence():
    response = Client(enforce_csrf_checks=True).post("/language", {"language": "en"})
    page = Page(response.content.decode())
    assert response.status_code == 403 and list(page.faults()) == []
    assert "页面已过期" in page.text


@pytest.mark.parametrize(
    ("body", "fault"),
    [
        ("<h1>一</h1><h1>二</h1>", "2 h1"),
        ("<h1>题</h1><p>¥ 400000</p>", "an amount without fen after ¥: «¥ 400000»"),
        ("<h1>题</h1><p>共400000元</p>", "an amount that looks like raw fen: «400000元»"),
        ("<h1>题</h1><p>amount_differs</p>", "a code nobody translated: «amount_differs»"),
        ("<h1>题</h1><p>None</p>", "a value that is missing"),
        ("<h1>题</h1><p>{{ name }}</p>", "a template that was not filled in"),
        ("<h1>题</h1><input name=no>", "input «no» without label"),
        ("<h1>题</h1><p id=a></p><p id=a></p>", "id «a» 2 times"),
        ("<h1>题</h1><label for=b>号</label>", "label for=«b» leads nowhere"),
        ("<h1>题</h1><img src=/static/web/mark.svg>", "without alt"),
        ("<h1>题</h1><button></button>", "button {} without text"),
        ("<h1>题</h1><a href=/nowhere>去</a>", "href /nowhere leads nowhere"),
        ("<h1>题</h1><a href=#>去</a>", "a leads nowhere: #"),
        ("<h1>题</h1><img alt='' src=/static/no.svg>", "src /static/no.svg leads nowhere"),
        ("<h1>题</h1><form method=post></form>", "without CSRF token"),
        ("<h1>题</h1><script>1</script>", "an inline script"),
        ("<h1 onclick='x'>题</h1>", "h1 has an inline onclick"),
        ("<h1>题</h1><p style='color:red'>红</p>", "p has an inline style"),
        ("<h1>题</h1><div><p>没有关</div></section>", "end-tag-too-early"),
    ],
)
def test_the_checking_client_finds(body: str, fault: str):
    whole = (
        f"<!DOCTYPE html><html lang=zh-CN><title>页</title><body><main>{body}</main></body></html>"
    )
    faults = list(Page(whole).faults())
    assert len(faults) == 1 and fault in faults[0]


def test_the_checking_client_lets_sound_amounts_pass():
    for text in ("¥12,345.67", "¥ -1.00", "共4,000.00元", "收款识别码 11050160520000000017"):
        assert list(Page(f"<p>{text}</p>").faults()) == []
