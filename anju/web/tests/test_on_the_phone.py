"""Who is on the phone meets the phone's look where a page says no, too."""

import pytest
from django.test import Client

from anju.hand_overs.tests.announced import a_hand_over
from anju.tests.pages import Page, Pages

pytestmark = pytest.mark.django_db


def is_phone_page(page: Page) -> bool:
    """In the phone's look, without the masthead of the web, and with its own style sheets only."""
    [body] = page.all("body")
    sheets = [each.get("href", "") for each in page.all("link") if each.get("rel") == "stylesheet"]
    is_phone = body.get("class") == "phone"
    assert any("weui" in sheet for sheet in sheets) == is_phone
    assert any("tabler" in sheet for sheet in sheets) != is_phone
    return is_phone


def opens(pages: Pages, address: str) -> tuple[int, bool]:
    return pages.get(address).status_code, is_phone_page(pages.page)


def handed_over() -> Pages:
    pages = Pages()
    assert pages.post(f"/enter/{a_hand_over()[0]}")["Location"] == "/m/"
    return pages


def test_a_page_that_is_not_there_looks_as_its_portal_does(pages):
    assert opens(pages, "/m/no-such-page") == (404, True)
    assert "没有找到这个页面" in pages.page.text
    assert [a.get("href") for a in pages.page.all("a") if a.text == "返回首页"] == ["/m/"]
    assert opens(pages, "/tenant/no-such-page") == (404, False)


def test_who_was_handed_over_to_the_phone_is_told_there_that_a_page_is_not_theirs():
    pages = handed_over()
    for address in ("/no-such-page", "/enterprise/", "/public/no-such-page"):
        assert opens(pages, address) == (404, True)
        assert "当前登录 张*" in pages.page.text


def test_a_form_that_comes_too_late_is_told_in_the_look_of_its_page():
    def refused(address: str, browser: Client) -> Page:
        response = browser.post(address, {"language": "en"})
        page = Page(response.content.decode())
        assert response.status_code == 403 and list(page.faults()) == []
        assert "页面已过期" in page.text
        return page

    stranger = Client(enforce_csrf_checks=True)
    assert is_phone_page(refused("/m/pay", stranger))
    assert not is_phone_page(refused("/language", stranger))
    came = Client(enforce_csrf_checks=True)
    came.cookies = handed_over().cookies
    assert is_phone_page(refused("/language", came))


@pytest.mark.urls("anju.web.tests.urls")
@pytest.mark.parametrize(
    ("page", "status", "words"),
    [
        ("bad", 400, "没有看懂这个请求"),
        ("forbidden", 403, "您不能打开这个页面"),
        ("missing", 404, "没有找到这个页面"),
        ("broken", 500, "您的资金和账单没有变化"),
    ],
)
def test_every_no_has_two_looks(pages, page, status, words):
    pages.raise_request_exception = False
    assert opens(pages, f"/m/test/{page}") == (status, True)
    assert words in pages.page.text
    assert opens(pages, f"/test/{page}") == (status, False)
    assert words in pages.page.text
    came = handed_over()
    came.raise_request_exception = False
    assert opens(came, f"/test/{page}") == (status, True)


def test_an_address_of_another_host_is_a_bad_request_like_any_other(pages, settings):
    settings.ALLOWED_HOSTS = ["testserver"]
    for address, is_phone in (("/m/", True), ("/tenant/", False)):
        response = pages.get(address, headers={"host": "evil.example"})
        assert (response.status_code, is_phone_page(pages.page)) == (400, is_phone)
