"""足额交存证明: for who owns the home, while it owes nothing, and checkable by anyone. (rule B2.12)"""

import hashlib
from datetime import date

import pytest
from django.db import DatabaseError, transaction

from anju.certificates import actions, queries
from anju.certificates.models import Certificate
from anju.certificates.rules import MOST_A_DAY, Kind
from anju.certificates.tests.reading import text_of
from anju.core.refusals import Broken, Refused
from anju.fund import actions as fund
from anju.fund.tests.world import (
    DEPARTMENT,
    WANG,
    ZHAO,
    an_account,
    book,
    first_deposited,
    freeze,
    is_told_paid,
    signed_in,
    spend,
    start,
    the_bank_credits,
)
from anju.tests.pages import Pages

pytestmark = pytest.mark.django_db


def issue(account, by, language="zh-hans"):
    return actions.issue_proof_of_full_payment(account_id=account.pk, language=language, by=by)


def refusal(account, by):
    with pytest.raises(Refused) as no:
        issue(account, by)
    return no.value


def test_the_paper_states_the_home_its_owner_and_what_it_holds():
    account, wang = an_account(owners=(WANG, ZHAO)), signed_in(WANG)
    first_deposited(account, wang)
    paper = issue(account, wang)
    text = text_of(paper)
    for part in (
        "住宅专项维修资金足额交存证明",
        "王五",
        "18,000.00",
        "壹万捌仟元整",
        "90.00",
        "赵*",
    ):
        assert part in text
    assert account.dwelling.address in text
    assert WANG.id_number not in text
    assert "Proofoffullpayment" in text_of(issue(account, wang, "en"))
    assert paper.no.startswith("ZJ")
    assert queries.is_this_paper(paper, hashlib.sha256(queries.pdf_of(paper)).digest())
    assert paper in queries.home_certificates_seen_by(wang)
    fund.sell_home(account_id=account.pk, owners=[ZHAO], by=DEPARTMENT)
    assert not queries.home_certificates_seen_by(wang).exists()
    with pytest.raises(DatabaseError), transaction.atomic():
        Certificate.objects.filter(pk=paper.pk).update(account=an_account())


def test_anyone_checks_it_by_its_number_and_reads_no_whole_name(client):
    account, wang = an_account(), signed_in(WANG)
    first_deposited(account, wang)
    paper = issue(account, wang)
    shown = Pages(client).get(f"/public/verify/{paper.no}")
    for part in ("业主", "王*", "18,000.00", "分户账余额", "****"):
        assert part in shown.text
    assert "王五" not in shown.text
    assert account.dwelling.address not in shown.text


def test_none_is_issued_while_something_is_owed_or_under_way():
    account, wang = an_account(), signed_in(WANG)
    owed = refusal(account, wang)
    assert (owed.code, owed.facts["amount"]) == ("not_full", "18,000.00")
    payment = start(fund.demand_deposit(account_id=account.pk, by=wang), wang)
    is_told_paid(payment)
    book()
    assert refusal(account, wang).code == "under_way"
    the_bank_credits(payment)
    assert issue(account, wang).kind == Kind.FULL_PAYMENT
    spend(account, 13_000_00)
    assert refusal(account, wang).code == "not_full"
    with pytest.raises(Broken):
        issue(account, signed_in(ZHAO))


def test_nothing_deposited_is_no_full_payment():
    account = an_account(contract_on=date(2005, 1, 1))
    assert refusal(account, signed_in(WANG)).code == "nothing_deposited"


def test_so_many_a_day(monkeypatch):
    account, wang = an_account(), signed_in(WANG)
    first_deposited(account, wang)
    monkeypatch.setattr("anju.certificates.actions.MOST_A_DAY", 1)
    issue(account, wang)
    assert refusal(account, wang).code == "too_many_home_today"
    assert MOST_A_DAY > 1


@pytest.mark.covers("WDR-08")
def test_what_is_frozen_for_repairs_is_stated_apart(client):
    account, wang = an_account(), signed_in(WANG)
    first_deposited(account, wang)
    freeze(account, 170_48)
    paper = issue(account, wang)
    text = text_of(paper)
    assert "18,000.00" in text and "170.48" in text and "冻结" in text
    shown = Pages(client).get(f"/public/verify/{paper.no}")
    assert "其中已冻结（维修支取）" in shown.text and "170.48" in shown.text
