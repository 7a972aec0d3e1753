"""Whoever reads a 核验码 learns whether it holds now, and nothing of any person. (HVF-02)"""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile

from anju.core import clock
from anju.core.actors import CLOCK
from anju.homes import actions as homes
from anju.homes import queries
from anju.homes.numbers import read_notice_code
from anju.portals.public import guesses
from anju.portals.public.tests.things import a_committed_home, a_verified_home

pytestmark = pytest.mark.django_db


@pytest.mark.covers("HVF-02")
def test_the_code_of_the_notice_leads_to_the_whole_address_and_says_that_it_holds(pages):
    home = a_verified_home()
    assert pages.get(f"/public/homes/{home.no}/{home.code}").status_code == 200
    text = pages.page.text
    assert "有效" in text and "不再有效" not in text
    assert "建国路88号3号楼1206" in text and "56.30 平方米" in text and "住宅" in text
    assert str(home.valid_until) in text


@pytest.mark.covers("HVF-02")
def test_with_the_number_only_the_address_ends_at_the_street_and_nobody_is_named(pages):
    home = a_verified_home()
    for address in (f"/public/homes/{home.no}", f"/public/homes/{home.no}/{home.code}"):
        content = pages.get(address).content.decode()
        for secret in ("张", "110101199003078013", "8013", "不动产权第", "GB00001"):
            assert secret not in content
    pages.get(f"/public/homes/{home.no}")
    assert "建国路****" in pages.page.text and "88号" not in pages.page.text


@pytest.mark.covers("HVF-02")
def test_what_was_let_or_ran_out_is_said_to_hold_no_longer(pages, monkeypatch):
    let, old = a_verified_home(), a_committed_home()
    pages.get(f"/public/homes/{old.no}")
    assert "有效（承诺）" in pages.page.text and "承诺真实" in pages.page.text
    today = clock.today()
    homes.consume_verification(
        verification_id=let.pk,
        filing_no="BA11010520260000017",
        unit="",
        from_on=today,
        to_on=today + timedelta(days=300),
        by=CLOCK,
    )
    pages.get(f"/public/homes/{let.no}")
    assert "不再有效" in pages.page.text and "已经签订合同并办理备案" in pages.page.text
    later = clock.now() + timedelta(days=91)
    monkeypatch.setattr(clock, "now", lambda: later)
    pages.get(f"/public/homes/{old.no}")
    assert "不再有效" in pages.page.text and "已经过期" in pages.page.text


def test_a_notice_with_another_code_is_told_from_a_number_that_does_not_exist(pages):
    home = a_verified_home()
    other = "0" * 8 if home.code != "0" * 8 else "1" * 8
    assert pages.get(f"/public/homes/{home.no}/{other}").status_code == 404
    assert "查验码与核验码不符" in pages.page.text and "建国路" not in pages.page.text
    assert pages.get("/public/homes/HY11010599999999994").status_code == 404
    assert "没有这个核验码" in pages.page.text


def test_a_slip_of_the_pen_is_told_at_its_field_and_is_no_guess(pages, monkeypatch):
    cache.clear()
    for no, code, sentence in [
        ("", "", "请填写核验码"),
        ("HY12", "", "核验码有误"),
        ("HY11010599999999994", "12", "查验码有误"),
    ]:
        assert pages.get("/public/homes", {"no": no, "code": code}).status_code == 200
        assert sentence in pages.page.text
    assert pages.get("/public/homes/HY12").status_code == 404
    monkeypatch.setattr(guesses, "LIMIT", 1)
    pages.get("/public/homes/HY11010599999999994")
    assert pages.get("/public/homes/HY11010599999999994").status_code == 429
    cache.clear()


def test_numbers_may_be_typed_as_they_are_printed(pages):
    home = a_verified_home()
    typed = f"{home.no[:8].lower()}-{home.no[8:12]} {home.no[12:]}"
    answer = pages.get("/public/homes", {"no": typed, "code": home.code.lower()})
    assert answer["Location"] == f"/public/homes/{home.no}/{read_notice_code(home.code)}"
    assert pages.get("/public/homes", {"no": typed})["Location"] == f"/public/homes/{home.no}"


def test_nobody_keeps_or_lists_what_a_code_opens(pages):
    home = a_verified_home()
    answer = pages.get(f"/public/homes/{home.no}/{home.code}")
    assert answer["Cache-Control"] == "private, no-store"
    assert answer["X-Robots-Tag"] == "noindex"


@pytest.mark.covers("HVF-02")
def test_the_file_of_the_notice_is_told_from_one_with_a_changed_byte(pages):
    home = a_verified_home()
    pdf, address = queries.pdf_of(queries.notice_of(home)), f"/public/homes/{home.no}/{home.code}"
    for content, said in (
        (pdf, "一致：文件「单.pdf」与这份核验告知单"),
        (pdf[:-1], "不一致：文件「单.pdf」"),
    ):
        sent = {"file": SimpleUploadedFile("单.pdf", content, "application/pdf")}
        assert pages.post(address, sent)["Location"] == address
        pages.get(address)
        assert said in pages.page.text
    pages.get(f"/public/homes/{home.no}")
    assert "核对文件" not in pages.page.text
