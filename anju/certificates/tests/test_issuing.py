"""What a paper states, who may have it, and that it stays as it was issued. (TEN-91, BEY-15)"""

import hashlib
import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction

from anju.certificates import actions, queries
from anju.certificates.models import Certificate
from anju.certificates.rules import MOST_A_DAY, Refusal
from anju.certificates.tests.reading import pages_of, text_of
from anju.contracts.actions import TenantTerms
from anju.core import clock, numbers
from anju.core.actors import Actor
from anju.core.management.commands.rotate_field_keys import rotate_field
from anju.core.refusals import Broken, Refused
from anju.ledger import actions as ledger
from anju.tests.world import LI_SI, a_credit, a_lease, a_paying_order, book, tenant_of

pytestmark = pytest.mark.django_db
COMPANY = TenantTerms("京华青年住房租赁有限公司", "13800000003", "", "", "91110108MA01A0002G")


def a_statement(lease, *, days=30, until=0, language="zh-hans", position=1):
    today = clock.today()
    return actions.issue_statement(
        lease_id=lease.pk,
        from_on=today - timedelta(days=days),
        to_on=today - timedelta(days=until),
        language=language,
        by=tenant_of(lease, position),
    )


def a_proof(lease, *, language="zh-hans", by=None):
    return actions.issue_proof_of_deposit(
        lease_id=lease.pk, language=language, by=by or tenant_of(lease)
    )


def moved(book):
    return [(m["on"], m["in_fen"], m["out_fen"], m["balance_fen"]) for m in book["movements"]]


# What a statement states


def test_a_statement_states_every_movement_of_deposit_and_rent_and_adds_up(paid):
    statement = a_statement(paid)

    facts = queries.facts_of(statement)
    today = clock.today()
    earlier, now = (today - timedelta(days=3)).isoformat(), today.isoformat()
    deposit, rent = facts["books"]
    assert (deposit["kind"], rent["kind"]) == ("deposit", "rent")
    assert moved(deposit) == [(earlier, 400_000, 0, 400_000)]
    assert moved(rent) == [(earlier, 2_400_000, 0, 2_400_000), (now, 2_400_000, 0, 4_800_000)]
    sums = ("opening_fen", "in_fen", "out_fen", "closing_fen")
    assert [deposit[name] for name in sums] == [0, 400_000, 0, 400_000]
    assert [rent[name] for name in sums] == [0, 4_800_000, 0, 4_800_000]
    assert facts["holder"] == {"name": "张三", "identity": "110***********8013"}
    assert facts["other_tenants"] == ["李*"]
    assert len({m["order_no"] for book in facts["books"] for m in book["movements"]}) == 2


def test_what_moved_before_the_period_is_its_opening_balance_and_what_moved_after_is_left_out(paid):
    today = queries.facts_of(a_statement(paid, days=0))["books"][1]
    before = queries.facts_of(a_statement(paid, days=5, until=1))["books"][1]
    long_ago = queries.facts_of(a_statement(paid, days=9, until=5))["books"][1]

    assert today["opening_fen"] == 2_400_000 and today["closing_fen"] == 4_800_000
    assert moved(today) == [(clock.today().isoformat(), 2_400_000, 0, 4_800_000)]
    assert before["opening_fen"] == 0 and before["closing_fen"] == 2_400_000
    assert (long_ago["opening_fen"], long_ago["movements"], long_ago["closing_fen"]) == (0, [], 0)


def test_money_that_goes_out_and_from_one_book_to_the_other_stands_in_both(paid):
    ledger.transfer(
        key="test:1",
        reason="returned",
        cause="test:1",
        happened_at=clock.now(),
        legs=[
            (paid.rent_pot, paid.deposit_pot, 100_000),
            (paid.deposit_pot, "payout:ccb", 50_050),
        ],
    )

    deposit, rent = queries.facts_of(a_statement(paid, days=0))["books"]

    day = clock.today().isoformat()
    assert moved(deposit) == [(day, 100_000, 0, 500_000), (day, 0, 50_050, 449_950)]
    assert moved(rent)[-1] == (day, 0, 100_000, 4_700_000)
    assert (deposit["opening_fen"], deposit["in_fen"], deposit["out_fen"]) == (
        400_000,
        100_000,
        50_050,
    )
    assert deposit["closing_fen"] == 449_950 and rent["closing_fen"] == 4_700_000


def test_rent_that_is_not_supervised_has_no_book(db):
    lease = a_lease(each=1)

    assert [book["kind"] for book in queries.facts_of(a_statement(lease))["books"]] == ["deposit"]


def test_the_paper_says_what_the_facts_say(paid):
    statement = a_statement(paid)
    text = text_of(statement)

    order = queries.facts_of(statement)["books"][0]["movements"][0]["order_no"]
    for said in (
        "资金明细对账单",
        "北京市住房资金管理中心",
        "承租人张三",
        "110***********8013",
        "共同承租人李*",
        "BA11010520260000017",
        "合计0.0052,000.000.0052,000.00",
        f"缴纳订单{order}4,000.004,000.00",
        "本期合计及期末余额48,000.000.0048,000.00",
        "http://127.0.0.1:8000/public/verify",
        "第1页，共",
    ):
        assert said in text
    assert "李四" not in text


def test_a_paper_in_english_says_it_in_english(paid):
    text = text_of(a_statement(paid, language="en"))

    for said in (
        "Statementofthelease'smoney",
        "Openingbalance0.00",
        "Total0.0052,000.000.0052,000.00",
        "Page1of",
    ):
        assert said in text
    assert "缴纳" not in text and "期初余额" not in text


def test_a_long_statement_goes_over_several_pages_each_with_its_head(paid):
    ledger.transfer(
        key="test:many",
        reason="returned",
        cause="test:many",
        happened_at=clock.now(),
        legs=[
            leg
            for _ in range(100)
            for leg in ((paid.rent_pot, "payout:ccb", 101), ("payout:ccb", paid.rent_pot, 101))
        ],
    )

    statement = a_statement(paid)

    pages = pages_of(statement)
    rent = queries.facts_of(statement)["books"][1]
    assert len(rent["movements"]) == 202 and rent["closing_fen"] == 4_800_000
    assert len(pages) > 4
    for number, page in enumerate(pages, 1):
        assert f"第{number}页，共{len(pages)}页" in page
        assert queries.facts_of(statement)["no"][:10] in page
    assert all("日期摘要收入支出余额" in page for page in pages[1:-2])
    assert "".join(pages).count("1.01") >= 200


# What a proof of deposit states


def test_a_proof_of_deposit_states_the_amount_in_figures_and_capitals_and_whose_it_is(paid):
    proof = a_proof(paid)

    text = text_of(proof)
    assert queries.facts_of(proof)["deposit_fen"] == 400_000
    for said in (
        "押金托管证明",
        "¥4,000.00人民币（大写）肆仟元整",
        "承租人张三",
        "北京市朝阳区建国路88号3号楼1206",
        "中国建设银行",
        "安居租赁有限公司",
    ):
        assert said in text


def test_an_organisation_has_its_proof_by_name_and_code(db):
    lease = a_lease(tenants=(COMPANY, LI_SI), filing_no="BA11010520260000025")
    a_credit(a_paying_order(lease))
    book()

    proof = a_proof(lease)

    assert proof.organisation_id and proof.person_id is None
    text = text_of(proof)
    assert "承租人京华青年住房租赁有限公司" in text and "91110108MA01A0002G" in text
    assert "共同承租人李*" in text
    assert queries.for_anyone(proof).holder == "京华" + "*" * 8 + "公司"


def test_without_a_deposit_in_custody_there_is_no_proof(lease):
    a_paying_order(lease)

    with pytest.raises(Refused) as refused:
        a_proof(lease)

    assert refused.value.code == Refusal.NOTHING_IN_CUSTODY
    assert not Certificate.objects.exists()


# Digests and numbers


@pytest.mark.parametrize("issue", [a_statement, a_proof])
def test_the_digest_on_the_paper_is_that_of_the_facts_that_are_kept(paid, issue):
    certificate = issue(paid)

    kept = Certificate.objects.get(no=certificate.no)
    digest = hashlib.sha256(kept.facts.encode()).hexdigest()
    assert digest == bytes(kept.facts_digest).hex()
    assert digest in text_of(kept)
    assert hashlib.sha256(queries.pdf_of(kept)).digest() == bytes(kept.pdf_digest)
    facts = json.loads(kept.facts)
    canonical = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    assert canonical == kept.facts and facts["no"] == kept.no


def test_a_number_tells_its_kind_and_day_and_is_read_out_in_groups(paid):
    proof = a_proof(paid)

    assert proof.no[:10] == f"TG{clock.today():%Y%m%d}"
    assert numbers.read_certificate_no(proof.no) == proof.no
    assert f"{proof.no[:10]}-{proof.no[10:14]}-" in text_of(proof)
    assert a_statement(paid).no[:2] == "DZ"


def test_the_same_facts_never_have_the_same_digest_twice(paid):
    first, second = a_proof(paid), a_proof(paid)

    assert first.no != second.no and first.facts_digest != second.facts_digest


def test_a_paper_states_the_head_of_the_ledger_that_was_published_last(paid):
    yesterday = clock.today() - timedelta(days=1)
    ledger.seal()
    head = ledger.close_day(day=yesterday)

    proof = a_proof(paid)

    assert queries.facts_of(proof)["ledger"] == [[yesterday.isoformat(), head]]
    assert head in text_of(proof)


def test_one_changed_byte_makes_another_file(paid):
    proof = a_proof(paid)
    pdf = queries.pdf_of(proof)
    forged = pdf[:1000] + bytes([pdf[1000] ^ 1]) + pdf[1001:]

    assert queries.is_this_paper(proof, hashlib.sha256(pdf).digest())
    assert not queries.is_this_paper(proof, hashlib.sha256(forged).digest())


# Refusals, and who may ask


@pytest.mark.parametrize(
    ("days", "until", "code"),
    [(1, 2, Refusal.PERIOD_BACKWARDS), (0, -1, Refusal.PERIOD_IN_FUTURE)],
)
def test_a_wrong_period_is_refused(paid, days, until, code):
    with pytest.raises(Refused) as refused:
        a_statement(paid, days=days, until=until)

    assert refused.value.code == code and "{" not in refused.value.message
    assert not Certificate.objects.exists()


def test_what_no_paper_holds_is_refused(paid, monkeypatch):
    monkeypatch.setattr(actions, "MOST_MOVEMENTS", 2)

    with pytest.raises(Refused) as refused:
        a_statement(paid)

    assert refused.value.code == Refusal.TOO_MANY_MOVEMENTS
    assert "3笔" in refused.value.message and "最多2笔" in refused.value.message
    assert not Certificate.objects.exists()
    assert a_statement(paid, days=0)


def test_papers_for_one_lease_on_one_day_come_to_an_end(paid):
    for _ in range(MOST_A_DAY):
        a_proof(paid)

    with pytest.raises(Refused) as refused:
        a_proof(paid)

    assert refused.value.code == Refusal.TOO_MANY_TODAY
    assert Certificate.objects.count() == MOST_A_DAY


def test_a_stranger_is_issued_nothing(paid):
    stranger = tenant_of(a_lease(tenants=(replace(LI_SI, id_number="110101199003070011"),)))
    for by in (stranger, Actor("officer", "centre", staff_id=1)):
        with pytest.raises(Broken, match="no tenant"):
            a_proof(paid, by=by)

    assert not Certificate.objects.exists()


def test_co_tenants_see_each_others_papers_and_strangers_none(paid):
    proof, statement = a_proof(paid), a_statement(paid, position=2)
    stranger = tenant_of(a_lease(tenants=(replace(LI_SI, id_number="110101199003070011"),)))

    for position in (1, 2):
        seen = queries.certificates_seen_by(tenant_of(paid, position))
        assert [one.no for one in queries.without_content(seen)] == [statement.no, proof.no]
    assert not queries.certificates_seen_by(stranger).exists()
    assert not queries.certificates_seen_by(Actor("officer", "centre", staff_id=1)).exists()
    assert "承租人李四" in text_of(statement) and "张三" not in text_of(statement)


# For good


def test_what_was_issued_is_neither_changed_nor_deleted(paid):
    proof = a_proof(paid)
    connection.cursor().execute("SET CONSTRAINTS ALL IMMEDIATE")
    for change in (
        "UPDATE certificates_certificate SET facts_digest = sha256('x')",
        "UPDATE certificates_certificate SET no = 'TG'",
        "UPDATE certificates_certificate SET pdf_digest = pdf_digest",
        "DELETE FROM certificates_certificate",
        "TRUNCATE certificates_certificate",
    ):
        with (
            pytest.raises(DatabaseError, match="what is written there stays"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(change)

    assert Certificate.objects.get().no == proof.no


def test_exchanged_content_is_noticed(paid):
    first, second = a_proof(paid), a_proof(paid)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE certificates_certificate AS one SET facts = other.facts, pdf = other.pdf"
            " FROM certificates_certificate AS other WHERE one.no = %s AND other.no = %s",
            [first.no, second.no],
        )
    first.refresh_from_db()

    with pytest.raises(Broken, match="exchanged"):
        queries.facts_of(first)
    with pytest.raises(Broken, match="exchanged"):
        queries.pdf_of(first)


def test_papers_stand_sealed_and_can_be_sealed_anew(paid, settings):
    proof = a_proof(paid)
    pdf = queries.pdf_of(proof)
    with connection.cursor() as cursor:
        cursor.execute("SELECT facts, pdf FROM certificates_certificate")
        assert all("张三".encode() not in bytes(sealed) for sealed in cursor.fetchone())
    settings.FIELD_KEYS += ",2:" + "AAAAAAAAAAAAAAAAAAAAAA=="

    for name in ("facts", "pdf"):
        assert rotate_field(Certificate._meta.get_field(name), 10) == 1

    assert queries.pdf_of(Certificate.objects.get()) == pdf
