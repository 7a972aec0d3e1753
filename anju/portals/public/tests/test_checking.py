"""Anyone can check a paper by its number and its file, and read the heads of the ledger. (BEY-15)"""

import io
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.utils import timezone
from pypdf import PdfReader

from anju.certificates import queries
from anju.core import clock
from anju.core.numbers import certificate_no
from anju.ledger import actions as ledger
from anju.ledger import queries as books
from anju.portals.public import guesses
from anju.portals.tenant_web.tests.reading import links

pytestmark = pytest.mark.django_db


def an_unknown_no() -> str:
    """A number that could be one, and is nobody's."""
    return certificate_no("TG", clock.now())


def check_file(pages, certificate, content, name="证明.pdf"):
    file = SimpleUploadedFile(name, content, "application/pdf")
    pages.post(f"/public/verify/{certificate.no}", {"file": file})
    pages.get(f"/public/verify/{certificate.no}")


@pytest.mark.covers("BEY-15")
def test_the_code_on_the_paper_leads_to_what_it_states(pages, proof):
    digest = bytes(proof.facts_digest).hex()
    [page] = PdfReader(io.BytesIO(queries.pdf_of(proof))).pages
    printed = re.sub(r"\s", "", page.extract_text())

    response = pages.get(f"/public/verify/{proof.no}")

    text = pages.page.text
    assert response.status_code == 200
    assert "资金中心开具" in text and "押金托管证明" in text
    assert "托管中的押金 ¥ 4,000.00" in text and "¥4,000.00" in printed
    assert digest in text.replace(" ", "") and digest in printed


@pytest.mark.covers("BEY-15")
def test_a_statement_shows_its_period_and_closing_balances(pages, statement):
    pages.get(f"/public/verify/{statement.no}")

    today = clock.today().isoformat()
    assert f"期间 {today} 至 {today}" in pages.page.text
    assert "押金期末余额 ¥ 4,000.00 租金期末余额 ¥ 24,000.00" in pages.page.text


def test_names_and_the_lease_are_masked(pages, proof, statement):
    for certificate in (proof, statement):
        content = pages.get(f"/public/verify/{certificate.no}").content.decode()
        assert "承租人 张*" in pages.page.text and "BA*************0017" in pages.page.text
        for secret in ("张三", "李四", "李*", "BA1101052026", "建国路", "110101", "8013"):
            assert secret not in content


@pytest.mark.covers("BEY-15")
def test_the_paper_itself_is_told_from_one_with_a_changed_byte(pages, proof):
    pdf = queries.pdf_of(proof)

    check_file(pages, proof, pdf)
    assert "一致：文件「证明.pdf」" in pages.page.text and "不一致" not in pages.page.text
    for place in (0, len(pdf) // 2, len(pdf) - 1):
        check_file(pages, proof, pdf[:place] + bytes([pdf[place] ^ 1]) + pdf[place + 1 :])
        assert "不一致：文件「证明.pdf」" in pages.page.text


def test_the_file_of_another_paper_is_not_this_one(pages, proof, statement):
    check_file(pages, proof, queries.pdf_of(statement))

    assert "不一致" in pages.page.text


@pytest.mark.parametrize(
    ("content", "sentence"), [(None, "请选择要核对的PDF文件"), (b"", "这个文件是空的")]
)
def test_what_is_no_file_is_told(pages, proof, content, sentence):
    sent = {} if content is None else {"file": SimpleUploadedFile("a.pdf", content)}
    assert pages.post(f"/public/verify/{proof.no}", sent).status_code == 200
    assert sentence in pages.page.text


def test_a_file_larger_than_any_paper_is_not_read(pages, proof, monkeypatch):
    monkeypatch.setattr("anju.portals.public.forms.LARGEST", 100)
    file = SimpleUploadedFile("a.pdf", b"x" * 101)
    pages.post(f"/public/verify/{proof.no}", {"file": file})
    assert "不会是这里开具的凭证" in pages.page.text


@pytest.mark.parametrize("write", [str.lower, lambda no: f" {no[:10]}-{no[10:14]} {no[14:]}"])
def test_a_number_may_be_typed_as_it_is_read_out(pages, proof, write):
    response = pages.get("/public/verify", {"no": write(proof.no)})

    assert response["Location"] == f"/public/verify/{proof.no}"
    assert pages.get(f"/public/verify/{write(proof.no).strip()}").status_code == 200


@pytest.mark.parametrize(
    ("no", "sentence"),
    [
        ("", "请填写凭证编号"),
        ("TG1", "凭证编号有误"),
        ("\x00\x01TG", "凭证编号有误"),
        ("9" * 500, "凭证编号有误"),
    ],
)
def test_a_slip_of_the_pen_is_told_at_the_field_and_kept(pages, db, no, sentence):
    assert pages.get("/public/verify", {"no": no}).status_code == 200
    assert sentence in pages.page.text
    [typed] = [e.get("value") for e in pages.page.all("input") if e.get("name") == "no"]
    assert (typed or "") == no.strip("\x00\x01")


def test_an_unknown_number_is_told_nothing_else(pages, proof):
    response = pages.get(f"/public/verify/{an_unknown_no()}")

    assert response.status_code == 404
    assert "没有这个编号的凭证" in pages.page.text and "4,000.00" not in pages.page.text
    assert pages.get("/public/verify/nonsense").status_code == 404
    assert "凭证编号有误" in pages.page.text
    file = SimpleUploadedFile("a.pdf", queries.pdf_of(proof))
    assert pages.post(f"/public/verify/{an_unknown_no()}", {"file": file}).status_code == 404


def test_who_guesses_has_to_wait_and_others_do_not(pages, proof, monkeypatch):
    cache.clear()
    monkeypatch.setattr(guesses, "LIMIT", 3)
    pages.get("/public/verify/nonsense")
    for _ in range(3):
        assert pages.get(f"/public/verify/{an_unknown_no()}").status_code == 404

    assert pages.get(f"/public/verify/{proof.no}").status_code == 429
    assert "请10分钟后再核验" in pages.page.text
    assert pages.get(f"/public/verify/{proof.no}", REMOTE_ADDR="10.0.0.9").status_code == 200


def test_many_others_at_once_do_not_make_a_guess_forgotten(rf):
    """Beyond its limit the cache throws away a third, in the order of the keys, whether they still count or not."""
    cache.clear()
    guesser = rf.get("/", REMOTE_ADDR="0.0.0.1")
    guesses.note_miss(guesser)
    until = timezone.now() + timedelta(minutes=5)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO web_cache SELECT 'x:' || n, '', %s FROM generate_series(1, 20000) n",
            [until],
        )
    guesses.note_miss(rf.get("/", REMOTE_ADDR="9.9.9.9"))
    guesses.note_miss(guesser)
    assert guesses.misses(guesser) == 2
    cache.clear()


def test_neighbours_of_the_new_address_kind_guess_together(rf):
    cache.clear()
    guesses.note_miss(rf.get("/", REMOTE_ADDR="2001:db8::1"))

    assert guesses.misses(rf.get("/", REMOTE_ADDR="2001:db8::2")) == 1
    assert guesses.misses(rf.get("/", REMOTE_ADDR="2001:db8:0:1::2")) == 0


@pytest.mark.covers("BEY-15")
def test_the_heads_of_the_ledger_are_published_day_by_day(pages, lease):
    pages.get("/public/ledger")
    assert "还没有公布的摘要值" in pages.page.text
    ledger.seal()
    today = clock.today()
    for ago in range(33, 0, -1):
        ledger.close_day(day=today - timedelta(days=ago))

    pages.get("/public/ledger")

    [_head, *rows] = pages.page.all("tr")
    assert len(rows) == 30
    yesterday = today - timedelta(days=1)
    assert yesterday.isoformat() in "".join(rows[0].itertext())
    assert books.day_head(yesterday) in "".join(rows[0].itertext())
    [older] = [a.get("href") for a in pages.page.all("a") if a.get("rel") == "next"]
    pages.get(older)
    assert len(pages.page.all("tr")) == 1 + 3
    for nonsense in ("x", "2026-02-30", "9" * 20):
        assert pages.get("/public/ledger", {"before": nonsense}).status_code == 200


@pytest.mark.covers("BEY-15", "LED-05")
def test_a_digest_that_somebody_kept_is_found_among_the_heads(pages, lease):
    ledger.seal()
    day = clock.today() - timedelta(days=1)
    head = ledger.close_day(day=day)

    pages.get("/public/ledger", {"digest": f" {head[:32].upper()} {head[32:]}"})
    assert f"一致：这是 {day} 公布的摘要值" in pages.page.text
    pages.get("/public/ledger", {"digest": "0" * 64})
    assert "没有公布过这个摘要值" in pages.page.text
    pages.get("/public/ledger", {"digest": "12"})
    assert "摘要值应为64位数字和字母a至f，请核对" in pages.page.text

    told = pages.get("/public/ledger.json").json()
    seal_no = books.day_heads()[0].seal_no
    assert told == {
        "algorithm": "SHA-256",
        "heads": [{"day": day.isoformat(), "seal_no": seal_no, "digest": head}],
        "older": None,
    }


def test_every_page_leads_to_the_public_site_and_it_to_all_its_pages(pages, db):
    pages.get("/sign-in")
    assert {"/public/", "/public/verify"} <= links(pages)
    pages.get("/public/")
    assert {"/public/", "/public/verify", "/public/ledger"} <= links(pages)


def test_no_page_costs_more_than_a_few_queries(pages, proof, django_assert_max_num_queries):
    for page in ("", "verify", f"verify/{proof.no}", "ledger"):
        with django_assert_max_num_queries(6):
            pages.get(f"/public/{page}")
