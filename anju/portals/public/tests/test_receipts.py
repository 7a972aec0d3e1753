"""Whoever is shown an e-receipt learns whether it holds, by number, code or file, and nobody's name. (CHN-08)"""

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.portals.public import guesses
from anju.receipts import actions, queries
from anju.receipts.tests.things import PURPOSE, STAFF, again, an_issued, request, send

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CHN-08")]


@pytest.fixture(autouse=True)
def nobody_guessed():
    cache.clear()


def upload(receipt, more=b""):
    content = bytes(queries.file_of(receipt).content) + more
    return {"file": SimpleUploadedFile("piaoju.pdf", content, "application/pdf")}


def test_the_code_on_it_leads_to_what_it_states_and_names_nobody_in_full(pages, sandbox):
    receipt = an_issued()
    address = queries.check_path(receipt)
    assert queries.check_url(receipt).endswith(address)
    assert queries.check_qr(receipt).startswith("<svg")
    response = pages.get(address)
    assert response["X-Robots-Tag"] == "noindex" and "no-store" in response["Cache-Control"]
    text = pages.page.text
    assert "现在有效" in text and "17,912.00" in text and receipt.number in text
    for secret in ("张三", "三丰", "110101", "建国路"):
        assert secret not in response.content.decode()


def test_the_numbers_are_typed_or_found_by_the_box_for_any_number(pages, sandbox):
    receipt = an_issued()
    no = f"{receipt.code}-{receipt.number}"
    typed = {"no": f"{receipt.code} {receipt.number}", "code": receipt.check_code}
    response = pages.get("/public/receipts", typed)
    assert response["Location"] == queries.check_path(receipt)
    response = pages.get("/public/find", {"q": no})
    assert response["Location"] == f"/public/receipts?no={no}"
    pages.get("/public/receipts?no=123&code=1")
    assert "共18位数字" in pages.page.text and "共6位字母和数字" in pages.page.text


def test_a_wrong_check_code_and_a_wrong_number_are_told_alike_and_counted(pages, sandbox):
    receipt = an_issued()
    no = f"{receipt.code}-{receipt.number}"
    wrong = "zzzzzz" if receipt.check_code != "zzzzzz" else "yyyyyy"
    for address in (f"{no}/{wrong}", f"{receipt.code}-9999999999/{receipt.check_code}"):
        assert pages.get(f"/public/receipts/{address}").status_code == 404
        assert "没有这张票据" in pages.page.text and "17,912" not in pages.page.text
    assert guesses.GUESSES.count(pages.get("/public/").wsgi_request) == 2


def test_its_file_is_compared_byte_by_byte(pages, sandbox):
    receipt = an_issued()
    address = queries.check_path(receipt)
    pages.post(address, upload(receipt))
    pages.get(address)
    assert "一致：" in pages.page.text and "不一致" not in pages.page.text
    pages.post(address, upload(receipt, b" "))
    pages.get(address)
    assert "不一致：" in pages.page.text


def test_a_file_alone_leads_to_its_receipt_and_a_changed_one_nowhere(pages, sandbox):
    receipt = an_issued()
    response = pages.post("/public/receipts/file", upload(receipt))
    assert response["Location"] == queries.check_path(receipt)
    response = pages.post("/public/receipts/file", upload(receipt, b" "))
    assert response["Location"] == "/public/receipts"
    pages.get("/public/receipts")
    assert "不一致：" in pages.page.text
    pages.post("/public/receipts/file", {})
    assert "请选择要核对的PDF文件" in pages.page.text


def test_a_voided_one_is_said_to_hold_no_longer(pages, sandbox):
    receipt = an_issued()
    actions.void_receipt(purpose=PURPOSE, reason="退款", by=STAFF)
    send()
    pages.get(queries.check_path(again(receipt)))
    assert "不再有效" in pages.page.text and "作废（冲红）" in pages.page.text
    assert "作废日期" in pages.page.text


def test_one_that_is_not_issued_is_found_by_nobody(pages):
    request()
    assert queries.receipt_for_anyone("", "") is None
    assert queries.receipt_for_anyone("11030126-0000000001", "aaaaaa") is None
