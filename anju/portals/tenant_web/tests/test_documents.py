"""我的凭证: issuing a statement and a proof of deposit, having them again, and whose they are. (TEN-91)"""

import io
import zipfile
from datetime import date, datetime, timedelta

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from anju.certificates import queries
from anju.certificates.models import Certificate
from anju.contracts.actions import TenantTerms
from anju.core import clock
from anju.people.models import Person
from anju.portals.tenant_web.tests.reading import buttons, links
from anju.tests.pages import Pages
from anju.tests.world import LI_SI, ZHANG_SAN, a_credit, a_lease, a_paying_order, book

pytestmark = pytest.mark.django_db
COMPANY = TenantTerms("=1+1京华青年住房租赁有限公司", "13800000003", "", "", "91110108MA01A0002G")
WANG_WU = TenantTerms("王五", "13800000009", "resident_id", "110101199003070011")
LEASE = "/tenant/balances/BA11010520260000017"


@pytest.fixture
def lease(db):
    """张三's and 李四's lease; its deposit and first rent are in custody."""
    lease = a_lease(filing_no="BA11010520260000017", tenants=(ZHANG_SAN, LI_SI))
    a_credit(a_paying_order(lease))
    book()
    return lease


def someone(lease, position=1) -> Pages:
    tenant = lease.tenants.get(position=position)
    pages = Pages()
    pages.sign_in_as(tenant.person or tenant.organisation)
    return pages


def issue_statement(pages, **changes):
    today = clock.today().isoformat()
    asked = {"from_on": today, "to_on": today, "language": "zh-hans"} | changes
    return pages.post(f"{LEASE}/statement", asked)


def issue_proof(pages, language="zh-hans"):
    return pages.post(f"{LEASE}/proof", {"language": language})


def test_a_statement_is_issued_and_downloaded_as_pdf_and_spreadsheet(pages, tenant, lease):
    pages.get(LEASE)
    assert {f"{LEASE}/statement", f"{LEASE}/proof"} <= links(pages)
    pages.get(f"{LEASE}/statement")
    assert "开具对账单" in buttons(pages)

    response = issue_statement(pages)

    [issued] = Certificate.objects.all()
    assert response["Location"] == f"/tenant/documents/{issued.no}"
    pages.get(response["Location"])
    digest = bytes(issued.facts_digest).hex()
    assert digest in pages.page.text.replace(" ", "")
    assert {"下载凭证（PDF）", "下载表格（Excel）"} <= buttons(pages)
    pdf = pages.get(f"/tenant/documents/{issued.no}.pdf")
    assert pdf["Content-Type"] == "application/pdf" and pdf.content == queries.pdf_of(issued)
    assert "attachment" in pdf["Content-Disposition"] and issued.no in pdf["Content-Disposition"]
    assert PdfReader(io.BytesIO(pdf.content)).metadata.title.startswith("资金明细对账单")
    assert pages.get(f"/tenant/documents/{issued.no}.xlsx").content[:2] == b"PK"


def test_a_proof_is_issued_and_listed_among_my_papers(pages, tenant, lease):
    pages.get("/tenant/documents")
    assert "还没有开具过凭证" in pages.page.text
    pages.get(f"{LEASE}/proof")
    assert "目前托管中的押金 ¥ 4,000.00" in pages.page.text

    issue_proof(pages)

    [issued] = Certificate.objects.all()
    pages.get("/tenant/documents")
    assert "押金托管证明" in pages.page.text and issued.no[:10] in pages.page.text
    assert f"/tenant/documents/{issued.no}.pdf" in links(pages)
    assert f"/tenant/documents/{issued.no}.xlsx" not in links(pages)
    assert pages.get(f"/tenant/documents/{issued.no}.xlsx").status_code == 404


def test_without_a_deposit_in_custody_the_page_says_what_to_do(pages, tenant):
    a_lease(filing_no="BA-UNPAID-0001")
    pages.get("/tenant/balances/BA-UNPAID-0001")
    assert "/tenant/balances/BA-UNPAID-0001/proof" not in links(pages)

    pages.get("/tenant/balances/BA-UNPAID-0001/proof")
    assert "目前没有托管中的押金" in pages.page.text and "开具证明" not in buttons(pages)
    pages.post("/tenant/balances/BA-UNPAID-0001/proof", {"language": "zh-hans"})
    assert "不能开具押金托管证明" in pages.page.text
    assert not Certificate.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"from_on": ""}, "起日：这个字段是必填项"),
        ({"from_on": "2026-02-30"}, "这不是一个日期"),
        ({"to_on": "2020-01-01"}, "止日2020-01-01早于起日"),
        ({"to_on": "2099-01-01"}, "对账单只能开到今天为止"),
        ({"language": "fr"}, "请从列表中选择"),
        ({"language": ""}, "请选择凭证文字"),
    ],
)
def test_what_cannot_be_issued_is_told_and_what_was_typed_is_kept(
    pages, tenant, lease, changes, sentence
):
    assert issue_statement(pages, **changes).status_code == 200
    assert sentence in pages.page.text
    for name, value in changes.items():
        typed = [e.get("value") for e in pages.page.all("input") if e.get("name") == name]
        assert name == "language" or typed == [value or None] or typed == [value]
    assert not Certificate.objects.exists()


def test_a_co_tenant_can_have_it_and_a_stranger_finds_nothing(pages, tenant, lease):
    issue_statement(pages)
    [issued] = Certificate.objects.all()
    other = a_lease(filing_no="BA-STRANGER1", tenants=(LI_SI,))
    co_tenant = someone(lease, 2)
    stranger = someone(a_lease(filing_no="BA-STRANGER2", tenants=(WANG_WU,)))
    addresses = [f"/tenant/documents/{issued.no}{end}" for end in ("", ".pdf", ".xlsx")]

    assert [co_tenant.get(address).status_code for address in addresses] == [200, 200, 200]
    assert [stranger.get(address).status_code for address in addresses] == [404, 404, 404]
    stranger.get("/tenant/documents")
    assert issued.no[:10] not in stranger.page.text
    assert issue_statement(stranger).status_code == 404
    assert issue_proof(stranger).status_code == 404
    assert Certificate.objects.count() == 1 and other.pk != lease.pk
    assert all(Pages().get(address)["Location"].startswith("/sign-in") for address in addresses)


def test_a_number_that_cannot_be_is_not_found(pages, tenant, lease):
    for no in ("x", "TG20261120" + "0" * 14, "tg20261120000000000000000", "../" * 8):
        assert pages.get(f"/tenant/documents/{no}").status_code == 404


def test_an_english_reader_is_offered_an_english_paper(pages, tenant, lease):
    pages.post("/language", {"language": "en", "next": "/tenant/"})
    pages.get(f"{LEASE}/proof")
    [ticked] = [e for e in pages.page.all("input") if "checked" in e.attrib]
    assert ticked.get("value") == "en"

    issue_proof(pages, "en")

    [issued] = Certificate.objects.all()
    text = PdfReader(io.BytesIO(queries.pdf_of(issued))).pages[0].extract_text()
    assert "Proof of deposit in custody" in text and "CNY 4,000.00" in text


def test_papers_page_by_key(pages, tenant, lease, monkeypatch):
    for _ in range(3):
        issue_proof(pages)
    monkeypatch.setattr("anju.web.paging.page_of.__defaults__", (2,))
    pages.get("/tenant/documents")
    [older] = [a.get("href") for a in pages.page.all("a") if a.get("rel") == "next"]
    pages.get(older)
    assert pages.page.text.count("押金托管证明") >= 1


def test_the_spreadsheet_has_real_days_and_amounts_and_adds_up(pages, tenant, lease):
    issue_statement(pages, from_on=(clock.today() - timedelta(days=9)).isoformat())
    [issued] = Certificate.objects.all()

    content = pages.get(f"/tenant/documents/{issued.no}.xlsx").content

    workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = workbook.get_sheet_by_name("资金明细").to_python()
    today = clock.today()
    order = queries.facts_of(issued)["books"][0]["movements"][0]["order_no"]
    assert rows == [
        ["日期", "款项类型", "摘要", "订单编号", "收入（元）", "支出（元）", "余额（元）"],
        ["", "押金", "期初余额", "", "", "", 0.0],
        [today, "押金", "缴纳", order, 4000.0, "", 4000.0],
        ["", "押金", "本期合计及期末余额", "", 4000.0, 0.0, 4000.0],
        ["", "", "", "", "", "", ""],
        ["", "租金", "期初余额", "", "", "", 0.0],
        [today, "租金", "缴纳", order, 24000.0, "", 24000.0],
        ["", "租金", "本期合计及期末余额", "", 24000.0, 0.0, 24000.0],
    ]
    assert isinstance(rows[2][0], date | datetime)
    sheet = zipfile.ZipFile(io.BytesIO(content)).read("xl/worksheets/sheet1.xml").decode()
    assert "<f>SUM(E2:E3)</f>" in sheet and "<f>G2+E4-F4</f>" in sheet
    assert 'state="frozen"' in sheet
    about = dict(row[:2] for row in workbook.get_sheet_by_name("凭证").to_python() if row[1])
    assert about["承租人"] == "张三" and issued.no[:10] in about["凭证编号"]


def test_a_name_that_looks_like_a_formula_stays_a_name(db):
    lease = a_lease(filing_no="BA11010520260000017", tenants=(COMPANY,))
    pages = someone(lease)

    issue_statement(pages)

    [issued] = Certificate.objects.all()
    content = pages.get(f"/tenant/documents/{issued.no}.xlsx").content
    about = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_name("凭证")
    assert ["承租人", "=1+1京华青年住房租赁有限公司"] in about.to_python()
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert b"<f>" not in parts.read("xl/worksheets/sheet2.xml")


def test_the_pages_cost_few_queries(pages, tenant, lease, django_assert_max_num_queries):
    issue_statement(pages)
    issue_proof(pages)
    no = Certificate.objects.latest("id").no
    for page in ("documents", f"documents/{no}", f"documents/{no}.pdf"):
        with django_assert_max_num_queries(12):
            pages.get(f"/tenant/{page}")
    for page in ("statement", "proof"):
        with django_assert_max_num_queries(12):
            pages.get(f"{LEASE}/{page}")
    assert Person.objects.count() == 2
