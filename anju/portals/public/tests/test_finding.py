"""One box for any number: it knows what each is and leads to the page that checks it. (CRD-05)"""

import pytest

from anju.agencies.tests.offices import a_code, an_institution
from anju.core import clock
from anju.core.numbers import certificate_no
from anju.portals.public.numbers import address_for
from anju.portals.tenant_web.tests.reading import links

pytestmark = pytest.mark.django_db


@pytest.mark.covers("CRD-05")
def test_each_number_leads_to_its_page_however_it_was_typed(db):
    paper, card = certificate_no("TG", clock.now()), certificate_no("GP", clock.now())
    assert address_for(f" {paper[:10].lower()}-{paper[10:]} ") == f"/public/verify/{paper}"
    assert address_for(card) == f"/public/work-cards/{card}"
    assert address_for("hy110105-9999-9999-994") == "/public/homes/HY11010599999999994"
    assert address_for("jg31101050000018") == "/public/institutions/JG31101050000018"
    code = a_code()
    assert address_for(code) == f"/public/institutions?uscc={code}"
    assert address_for("安家 租赁") == (
        "/public/institutions?text=%E5%AE%89%E5%AE%B6+%E7%A7%9F%E8%B5%81"
    )


@pytest.mark.parametrize("typed", ["", "安", "12345", "\x00", "ZZ99", "HY/../x"])
def test_what_is_neither_is_told_at_the_box(pages, typed):
    answer = pages.get("/public/find", {"q": typed})
    if answer.status_code == 302:
        assert answer["Location"].startswith("/public/institutions?text=")
        return
    assert answer.status_code == 200
    assert "请填写要查询的编号" in pages.page.text or "没有认出这个编号" in pages.page.text


def test_a_name_leads_to_the_institution(pages):
    institution = an_institution()
    answer = pages.get("/public/find", {"q": "安家"})
    pages.get(answer["Location"])
    assert f"/public/institutions/{institution.filing_no}" in links(pages)


@pytest.mark.covers("CRD-05")
def test_from_where_people_sign_in_one_comes_to_the_site_and_there_everywhere(pages):
    pages.get("/sign-in")
    assert "/public/" in links(pages)
    pages.get("/public/")
    lists = ("institutions", "practitioners", "lists", "rules", "places", "accounts", "figures")
    checks = ("homes", "verify", "work-cards", "ledger")
    assert {f"/public/{one}" for one in (*lists, *checks)} <= links(pages)


def test_robots_are_told_what_is_published_and_what_belongs_to_one_paper(client):
    text = client.get("/robots.txt").content.decode()
    assert "Allow: /public/\n" in text
    assert "Disallow: /public/verify/\n" in text and text.endswith("Disallow: /\n")
