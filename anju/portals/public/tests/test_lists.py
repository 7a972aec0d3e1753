"""信息公示: the published lists, searched and taken along, without anybody's personal data. (CRD-04, CRD-05)"""

import csv
import io
import re

import pytest
import python_calamine as calamine
from django.core.cache import cache

from anju.agencies.tests.offices import (
    a_branch,
    a_code,
    a_place,
    a_practitioner,
    an_institution,
    cancelled,
)
from anju.credit.tests.scoring import Days, a_black_entry, scored
from anju.portals.public.listings import LISTINGS
from anju.portals.public.shown import quoted
from anju.portals.public.views import lists

pytestmark = pytest.mark.django_db
LISTED = {"institutions", "practitioners", "lists", "rules", "places", "accounts"}
PERSONAL = ("张建国", "张*国", "110101199003078013", "13800000088", "王芳", "赵敏", "13800000077")
LONG = "北京安家乐居住房租赁服务有限责任公司望京运营中心" * 5


@pytest.fixture
def days(monkeypatch, db):
    cache.clear()
    return Days(monkeypatch)


@pytest.fixture
def city(days):
    """An institution with a branch, somebody, a place; another that is on the black list."""
    head = an_institution()
    a_branch(head)
    a_practitioner(head)
    a_place(head)
    a_black_entry(days, an_institution(name="北京跑路住房租赁有限公司"))
    return head


def csv_of(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, answer
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))


def sheet_of(client, address):
    content = client.get(address).content
    return calamine.CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)


@pytest.mark.covers("CRD-05")
@pytest.mark.parametrize("of", sorted(LISTED))
def test_every_list_is_shown_and_taken_along_and_holds_nothing_personal(pages, client, city, of):
    assert set(LISTINGS) == LISTED
    shown = pages.get(f"/public/{of}").content.decode()
    rows = [row for row in pages.page.all("tr") if row.findall("td")]
    assert rows and "下载CSV" in pages.page.text
    [titles, *written] = csv_of(client, f"/public/{of}.csv")
    assert titles == [str(column.title) for column in LISTINGS[of].columns]
    sheet = sheet_of(client, f"/public/{of}.xlsx").to_python()
    assert sheet[0] == titles and [[str(cell) for cell in row] for row in sheet[1:]] == written
    for secret in PERSONAL:
        assert secret not in shown and secret not in str(written)


@pytest.mark.covers("CRD-05")
@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("institutions?text=跑路", 1),
        ("institutions?level=branch", 1),
        ("institutions?level=head", 2),
        ("institutions?kind=broker", 0),
        ("institutions?district=110108", 0),
        ("practitioners?text=安家", 1),
        ("practitioners?text=跑路", 0),
        ("practitioners?role=manager", 0),
        ("lists?kind=black", 1),
        ("lists?kind=red", 0),
        ("lists?text=跑路", 1),
        ("lists?text=安家", 0),
        ("rules?text=双重", 0),
        ("rules?category=staff", 1),
        ("places?text=国贸", 1),
        ("places?kind=office", 0),
        ("accounts?text=安家", 2),
    ],
)
def test_a_search_finds_on_the_page_what_it_finds_in_the_file(pages, client, city, address, found):
    pages.get(f"/public/{address}")
    shown = len([row for row in pages.page.all("tr") if row.findall("td")])
    assert shown == found
    list_name, _, query = address.partition("?")
    assert len(csv_of(client, f"/public/{list_name}.csv?{query}")) - 1 == found
    if found == 0:
        assert "没有符合条件的记录" in pages.page.text


@pytest.mark.covers("CRD-05")
def test_a_card_on_the_list_cannot_be_copied_from_it(pages, city):
    card = city.practitioners.get().cards.get()
    content = pages.get("/public/practitioners").content.decode()
    assert card.no not in content and f"GP******************{card.no[-4:]}" in content


@pytest.mark.covers("CRD-04", "CRD-05")
def test_the_black_list_tells_name_code_reason_basis_and_term(pages, city):
    pages.get("/public/lists")
    text = pages.page.text
    assert "北京跑路住房租赁有限公司" in text and "黑名单" in text
    assert "2026-11-10" in text and "2029-11-10" in text


@pytest.mark.covers("CRD-04")
def test_the_page_of_a_blacklisted_institution_and_of_its_branch_say_so(pages, days):
    head = an_institution()
    branch = a_branch(head)
    a_black_entry(days, head)
    for institution in (head, branch):
        pages.get(f"/public/institutions/{institution.filing_no}")
        assert "该机构在住房租赁黑名单上" in pages.page.text
    pages.get("/public/institutions")
    marked = [cell for cell in pages.page.all("td") if cell.get("data-label") == "名单"]
    assert ["".join(cell.itertext()).strip() for cell in marked] == ["黑名单", "黑名单"]


@pytest.mark.covers("CRD-05")
def test_an_institution_shows_filing_credit_people_places_branches_and_account(pages, city):
    scored(city, "R05")
    pages.get(f"/public/institutions/{city.filing_no}")
    text = pages.page.text
    for shown in (
        "已备案",
        city.uscc,
        "信用等级 A",
        "本周期累计记分 2",
        "房地产经纪人 · GP****",
        "国贸门店 · 朝阳区",
        "海淀分公司",
        "11050160520000000099",
    ):
        assert shown in text, shown
    for secret in PERSONAL:
        assert secret not in text


def test_who_was_cancelled_is_said_to_be_so_and_who_never_was_filed_is_not_there(pages, days):
    gone = cancelled()
    pages.get(f"/public/institutions/{gone.filing_no}")
    assert "备案已注销" in pages.page.text and gone.uscc not in pages.page.text
    assert pages.get("/public/institutions/JG1").status_code == 404


@pytest.mark.covers("CRD-05")
def test_a_rule_is_shown_in_full_and_one_that_is_not_in_force_is_not(pages, days):
    pages.get("/public/rules/R21")
    assert "伪造" in pages.page.text and "提出列入黑名单" in pages.page.text
    assert pages.get("/public/rules/R99").status_code == 404


def test_names_however_long_stay_whole(pages, days):
    an_institution(name=LONG[:190])
    pages.get("/public/institutions")
    assert LONG[:190] in pages.page.text


@pytest.mark.covers("CRD-05")
def test_a_cell_that_looks_like_a_formula_stays_a_text(client, days):
    for name in ("=HYPERLINK(住房租赁)", "+住房租赁", "＝住房租赁", "@住房租赁"):
        an_institution(name=name)
    written = [row[0] for row in csv_of(client, "/public/institutions.csv")[1:]]
    assert written == ["'@住房租赁", "'=住房租赁", "'+住房租赁", "'=HYPERLINK(住房租赁)"]
    sheet = sheet_of(client, "/public/institutions.xlsx").to_python()
    assert sheet[-1][0] == "=HYPERLINK(住房租赁)"


def test_a_file_holds_all_rows_of_all_batches_and_a_sheet_says_where_it_ends(
    client, days, monkeypatch
):
    for number in range(7):
        an_institution(name=f"北京第{number}住房租赁有限公司", uscc=a_code(5000 + number))
    monkeypatch.setattr("anju.web.paging.batches_of.__defaults__", (3,))
    assert len(csv_of(client, "/public/institutions.csv")) == 1 + 7
    monkeypatch.setattr(lists, "MOST_ROWS", 5)
    sheet = sheet_of(client, "/public/institutions.xlsx").to_python()
    assert len(sheet) == 1 + 5 + 1 and sheet[-1][0].startswith("只包含前5行")


def test_lists_page_by_key(pages, days):
    for number in range(23):
        an_institution(name=f"北京第{number}住房租赁有限公司", uscc=a_code(6000 + number))
    pages.get("/public/institutions")
    assert "北京第22住房" in pages.page.text and "北京第2住房" not in pages.page.text
    [older] = [a.get("href") for a in pages.page.all("a") if a.get("rel") == "next"]
    pages.get(older)
    assert "北京第2住房" in pages.page.text and "北京第22住房" not in pages.page.text


def test_who_downloads_without_end_has_to_wait_and_can_still_search(pages, days, monkeypatch):
    monkeypatch.setattr(lists, "MOST_DOWNLOADS", 1)
    assert pages.get("/public/rules.csv").status_code == 200
    assert pages.get("/public/rules.csv").status_code == 429
    assert "请10分钟后再下载" in pages.page.text
    assert pages.get("/public/figures.csv").status_code == 429
    assert pages.get("/public/rules").status_code == 200


def test_a_search_that_cannot_be_read_is_told_and_its_file_leads_back_to_it(pages, days):
    pages.get("/public/institutions?text=家")
    assert "查询条件有误" in pages.page.text
    answer = pages.get("/public/institutions.csv?text=%E5%AE%B6")
    assert answer["Location"] == "/public/institutions?text=%E5%AE%B6"


def test_the_map_shows_the_places_found(pages, city):
    content = pages.get("/public/places?district=110105").content.decode()
    assert content.count("<circle ") == 1 and "朝阳区，1处" in content


def test_in_english_the_lists_are_english(pages, city):
    pages.post("/language", {"language": "en", "next": "/public/places"})
    pages.get("/public/places")
    assert "Map of places" in pages.page.text and "Chaoyang" in pages.page.text
    text = pages.get("/public/places.csv").getvalue().decode("utf-8-sig")
    assert text.startswith("Place,Kind of place,Institution,District,Address")


def test_in_english_the_standard_is_english_and_the_words_of_people_are_quoted(pages, city):
    pages.post("/language", {"language": "en", "next": "/public/places"})
    rules = pages.get("/public/rules.csv").getvalue().decode("utf-8-sig")
    assert re.findall(r"[\u4e00-\u9fff]", rules) == []
    pages.get("/public/rules/R22")
    assert "Absconding with money" in pages.page.text
    assert quoted("") == "" and quoted("R22 卷款失联") == "R22 Absconding with money"
    assert quoted("法院判决，拒不返还押金") == "法院判决，拒不返还押金"


def test_what_is_published_may_be_kept_for_a_minute_but_not_when_signed_in(pages, city):
    assert pages.get("/public/institutions")["Cache-Control"] == "private, max-age=60"
    pages.as_staff(username="quan", name="全能")
    assert "no-store" in pages.get("/public/institutions")["Cache-Control"]


def test_no_list_costs_more_than_a_few_queries(pages, city, django_assert_max_num_queries):
    for of in LISTED:
        with django_assert_max_num_queries(12):
            pages.get(f"/public/{of}")
    with django_assert_max_num_queries(12):
        pages.get(f"/public/institutions/{city.filing_no}")
