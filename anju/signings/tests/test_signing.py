"""From a draft to a contract that both sides have signed, and back. (CON-03, CON-05)"""

import hashlib
import json
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, transaction

from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, Actor
from anju.core.moves import Refusal as MoveRefusal
from anju.core.queries import history_of
from anju.core.refusals import Broken, Refused
from anju.homes import actions as homes
from anju.homes.models import Letting
from anju.homes.rules import Refusal as HomeRefusal
from anju.homes.tests.asking import an_enterprise
from anju.notices.models import Notice
from anju.notices.queries import message
from anju.signings import actions, jobs, queries
from anju.signings.models import ConfirmationCode, Contract, SignedPaper
from anju.signings.rules import Refusal, Status, Way
from anju.signings.terms import read_terms
from anju.signings.tests.signing import (
    SECOND,
    TENANT,
    a_draft,
    a_draft_on,
    a_sent,
    a_signed,
    again,
    an_entered,
    code_sent,
    confirm,
    seen_digest,
    sign,
    tenant_actor,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-03", "CON-05")]


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def refused(action: Any, **arguments: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        action(**arguments)
    return refusal.value


def moves(contract: Contract) -> list[str]:
    return [event.move for event in history_of(contract)]


def told(kind: str) -> int:
    return Notice.objects.filter(kind=kind).count()


def test_a_contract_is_signed_by_the_landlord_and_confirmed_by_every_tenant():
    by = an_enterprise()
    contract = a_sent(by, tenants=[TENANT, SECOND])

    assert contract.status == Status.TO_SIGN
    assert contract.confirm_until == clock.today() + timedelta(days=3)
    assert told("contract_to_confirm") == 2
    confirm(contract, tenant_actor(TENANT))
    assert again(contract).status == Status.TO_SIGN
    assert queries.pdf_of(contract) is None
    confirm(contract, tenant_actor(SECOND))

    signed = again(contract)
    assert signed.status == Status.SIGNED
    assert moves(signed) == ["sign", "confirm"]
    assert told("contract_signed") == 3
    pdf = queries.pdf_of(signed)
    assert pdf is not None and pdf.startswith(b"%PDF")
    assert queries.pdf_to_read(signed) == pdf
    assert queries.verify_copy(signed.no, pdf)
    assert not queries.verify_copy(signed.no, pdf + b" ")
    assert not queries.verify_copy("ZL11010520260101999999", pdf)
    assert bytes(signed.paper.pdf_digest) == hashlib.sha256(pdf).digest()
    assert Letting.objects.get().contract_no == signed.no


@pytest.mark.covers("CON-01")
def test_an_organisation_rents_beside_a_person_and_signs_by_its_operator():
    company = {
        "organisation_name": "京华青年服务有限公司",
        "uscc": "91110108MA01A0002G",
        "phone": "13800000003",
    }
    contract = a_sent(tenants=[TENANT, company])
    renting = contract.tenants.get(position=2).organisation_id
    operator = Actor("operator", "tenant_web", organisation_id=renting)
    as_landlord = Actor("operator", "agency", organisation_id=renting)

    assert queries.contracts_to_confirm(operator).get() == contract
    assert not queries.contracts_seen_by(as_landlord)
    confirm(contract, operator)
    confirm(contract, tenant_actor())

    assert again(contract).status == Status.SIGNED
    [_landlord, _person, signature] = json.loads(SignedPaper.objects.get().facts)["signatures"]
    assert (signature["name"], signature["who"]) == ("京华青年服务有限公司", "operator")


def test_the_sealed_paper_names_who_signed_what_when_and_nobody_changes_it():
    by = an_enterprise()
    contract = a_signed(by)
    paper = SignedPaper.objects.get()
    digest = bytes(contract.terms_digest or b"").hex()

    assert hashlib.sha256(paper.facts.encode()).digest() == bytes(paper.facts_digest)
    assert paper.facts.count(digest) == 3  # the terms, the landlord's signature, the tenant's
    assert by.name in paper.facts and tenant_actor().name in paper.facts
    for change in ({"pdf_digest": b"0" * 32}, {"contract_id": 0}):
        with pytest.raises(DatabaseError), transaction.atomic():
            SignedPaper.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        SignedPaper.objects.all().delete()
    SignedPaper.objects.update(pdf="eA==")
    with pytest.raises(Broken):
        queries.pdf_of(contract)


def test_the_terms_come_back_from_their_text_as_they_were_signed():
    contract = a_signed()
    terms = queries.terms_of(contract)

    assert read_terms(terms.text) == terms
    assert terms.digest == bytes(contract.terms_digest or b"")
    assert replace(terms, deposit_fen=1).digest != terms.digest
    assert (terms.no, terms.address) == (contract.no, contract.address)
    assert terms.instalments[0].amount_fen == 12000_00
    assert terms.total_rent_fen == 48000_00


def test_signed_twice_is_signed_once_and_other_terms_than_those_seen_are_not_signed():
    by = an_enterprise()
    contract = a_draft(by)
    digest = seen_digest(contract)
    signing = {"contract_id": contract.pk, "by": by}

    refusal = refused(actions.sign_contract, **signing, terms_digest=b"0" * 32)
    assert refusal.code == Refusal.SEEN_OTHERWISE
    assert again(contract).status == Status.DRAFT and Letting.objects.count() == 0
    actions.sign_contract(**signing, terms_digest=digest)
    actions.sign_contract(**signing, terms_digest=digest)

    assert moves(contract) == ["sign"]
    assert Letting.objects.count() == again(contract).tenants.count() == 1
    assert told("contract_to_confirm") == 1
    refusal = refused(actions.sign_contract, **signing, terms_digest=b"0" * 32)
    assert refusal.code == MoveRefusal.WRONG_STATUS


def test_a_code_goes_to_the_phone_on_the_contract_and_stands_nowhere_in_the_open():
    contract = a_sent(tenants=[TENANT | {"phone": "13911112222"}])
    tenant = tenant_actor()  # whom the register knows by another number

    actions.send_code(contract_id=contract.pk, by=tenant)

    notice = Notice.objects.get(kind="contract_code")
    assert message(notice.pk).to == "13911112222"
    code = code_sent(contract)
    assert code not in str(notice.facts)
    assert code.encode() not in bytes(ConfirmationCode.objects.get().digest)


def test_codes_are_slow_few_short_lived_and_bear_few_guesses():
    contract, tenant = a_sent(), tenant_actor()
    code_to = {"contract_id": contract.pk, "by": tenant}
    confirming = code_to | {"terms_digest": bytes(contract.terms_digest or b"")}
    assert refused(actions.confirm_contract, **confirming, code="").code == Refusal.CODE_OVER

    actions.send_code(**code_to)
    refusal = refused(actions.send_code, **code_to)
    assert refusal.code == Refusal.CODE_TOO_SOON and 1 <= refusal.facts["seconds"] <= 61
    right = code_sent(contract)
    wrong = "000000" if right != "000000" else "111111"
    left = [refused(actions.confirm_contract, **confirming, code=wrong) for _ in range(5)]
    assert [one.facts["left"] for one in left] == [4, 3, 2, 1, 0]
    assert refused(actions.confirm_contract, **confirming, code=right).code == Refusal.CODE_OVER

    advance_clock(seconds=61, by=CLOCK)
    actions.send_code(**code_to)
    right = code_sent(contract)
    advance_clock(seconds=301, by=CLOCK)
    assert refused(actions.confirm_contract, **confirming, code=right).code == Refusal.CODE_OVER
    for _ in range(8):
        advance_clock(seconds=61, by=CLOCK)
        actions.send_code(**code_to)
    advance_clock(seconds=61, by=CLOCK)
    assert refused(actions.send_code, **code_to).code == Refusal.TOO_MANY_CODES
    right = code_sent(contract)
    refusal = refused(
        actions.confirm_contract, **confirming | {"terms_digest": b"0" * 32}, code=right
    )
    assert refusal.code == Refusal.SEEN_OTHERWISE

    actions.confirm_contract(**confirming, code=right)
    actions.confirm_contract(**confirming, code=right)

    assert again(contract).status == Status.SIGNED
    assert moves(contract) == ["sign", "confirm"]


def test_a_confirmation_without_a_proven_code_is_none():
    contract, tenant = a_sent(), tenant_actor()
    digest = bytes(contract.terms_digest or b"")

    refusal = refused(
        actions.take_confirmation, contract_id=contract.pk, terms_digest=digest, by=tenant
    )

    assert refusal.code == Refusal.CODE_OVER
    assert again(contract).status == Status.TO_SIGN


def test_a_tenant_declines_with_a_reason_and_the_contract_is_a_draft_again():
    by = an_enterprise()
    contract = a_sent(by, tenants=[TENANT, SECOND])
    confirm(contract, tenant_actor(TENANT))
    declining = {"contract_id": contract.pk, "by": tenant_actor(SECOND)}
    assert refused(actions.decline_contract, **declining, because=" ").code == (
        Refusal.BECAUSE_MISSING
    )
    refusal = refused(
        actions.decline_contract,
        contract_id=contract.pk,
        by=tenant_actor(TENANT),
        because="反悔",
    )
    assert refusal.code == Refusal.CONFIRMED_ALREADY

    actions.decline_contract(**declining, because="租金写错了")

    draft = again(contract)
    assert draft.status == Status.DRAFT and draft.terms is None
    assert queries.why_returned(draft) == "租金写错了"
    assert draft.tenants.count() == Letting.objects.count() == 0
    assert told("contract_declined") == 1
    sign(draft, by)
    assert queries.why_returned(again(contract)) == ""
    assert again(contract).tenants.filter(confirmed_at__isnull=True).count() == 2
    with pytest.raises(Broken):
        actions.send_code(contract_id=contract.pk, by=by)


def test_what_is_not_confirmed_within_three_days_lapses_and_its_home_is_free():
    contract, tenant = a_sent(), tenant_actor()
    actions.send_code(contract_id=contract.pk, by=tenant)
    advance_clock(days=3, by=CLOCK)
    jobs.lapse_contracts(0)
    assert again(contract).status == Status.TO_SIGN
    assert queries.contracts_to_confirm(tenant).get() == contract

    advance_clock(days=1, by=CLOCK)
    assert refused(actions.send_code, contract_id=contract.pk, by=tenant).code == (
        Refusal.CONFIRM_TIME_OVER
    )
    assert not queries.contracts_to_confirm(tenant)
    jobs.lapse_contracts(0)
    jobs.lapse_contracts(0)

    assert again(contract).status == Status.DRAFT
    assert moves(contract) == ["sign", "lapse"]
    assert Letting.objects.count() == 0
    assert told("contract_lapsed") == 2


def test_the_landlord_takes_back_or_cancels_what_waits_for_its_tenants():
    by = an_enterprise()
    contract = a_sent(by)

    actions.take_back(contract_id=contract.pk, by=by)
    actions.take_back(contract_id=contract.pk, by=by)
    assert again(contract).status == Status.DRAFT and Letting.objects.count() == 0
    sign(contract, by)
    actions.cancel_contract(contract_id=contract.pk, by=by)

    assert moves(contract) == ["sign", "take_back", "sign", "cancel"]
    assert Letting.objects.count() == 0
    assert told("contract_withdrawn") == 2
    signed = a_signed(by, number=2)
    assert refused(actions.cancel_contract, contract_id=signed.pk, by=by).code == (
        MoveRefusal.WRONG_STATUS
    )


def test_a_signed_contract_is_revoked_when_the_landlord_and_every_tenant_agree():
    by = an_enterprise()
    contract = a_signed(by, tenants=[TENANT, SECOND])
    first, second = tenant_actor(TENANT), tenant_actor(SECOND)
    of = {"contract_id": contract.pk}
    assert refused(actions.agree_revocation, **of, by=first).code == Refusal.NO_REVOCATION
    assert refused(actions.propose_revocation, **of, because=" ", by=by).code == (
        Refusal.BECAUSE_MISSING
    )

    one = actions.propose_revocation(**of, because="承租人工作调动", by=first)
    assert actions.propose_revocation(**of, because="再说一次", by=first) == one
    assert refused(actions.propose_revocation, **of, because="也要撤", by=by).code == (
        Refusal.REVOCATION_OPEN
    )
    actions.agree_revocation(**of, by=by)
    actions.agree_revocation(**of, by=by)
    assert again(contract).status == Status.SIGNED and Letting.objects.count() == 1
    assert queries.has_agreed(one, first) and not queries.has_agreed(one, second)
    actions.agree_revocation(**of, by=second)

    assert again(contract).status == Status.REVOKED
    assert Letting.objects.count() == 0
    assert told("contract_revoked") == 3
    assert queries.pdf_of(contract) is not None


def test_a_revocation_that_somebody_refuses_leaves_the_contract_in_force():
    by = an_enterprise()
    contract = a_signed(by)
    of = {"contract_id": contract.pk}
    actions.propose_revocation(**of, because="另有安排", by=by)

    actions.refuse_revocation(**of, by=tenant_actor())

    assert again(contract).status == Status.SIGNED
    assert queries.open_revocation(contract) is None
    assert told("contract_revocation_refused") == 2
    actions.propose_revocation(**of, because="再次协商", by=by)
    actions.agree_revocation(**of, by=tenant_actor())
    assert again(contract).status == Status.REVOKED


@pytest.mark.covers("CON-11")
def test_a_paper_contract_is_entered_holds_its_home_and_is_seen_by_no_tenant():
    by = an_enterprise()
    contract = an_entered(by)

    assert again(contract).status == Status.ENTERED
    assert Letting.objects.get().contract_no == contract.no
    assert not queries.contracts_seen_by(tenant_actor())
    assert queries.pdf_of(contract) is None
    assert queries.pdf_to_read(again(contract)) is not None
    refusal = refused(actions.sign_contract, contract_id=contract.pk, terms_digest=b"", by=by)
    assert refusal.code == Refusal.OTHER_WAY
    online = a_draft_on(contract.verification_id, by, Way.ONLINE, tenants=[SECOND])
    assert [one.code for one in queries.preview(online).faults] == ["overlaps"]


@pytest.mark.covers("CON-10")
def test_what_is_signed_is_filed_with_the_home_that_it_holds_and_ends_later():
    by = an_enterprise()
    contract = a_signed(by)
    assert queries.contracts_ready_for_filing(by).get() == contract
    consuming = {
        "verification_id": contract.verification_id,
        "filing_no": "BA11010520260000001X",
        "unit": "",
        "from_on": contract.starts_on,
        "to_on": contract.ends_on,
        "by": CLOCK,
    }
    assert refused(homes.consume_verification, **consuming).code == HomeRefusal.OVERLAPS
    homes.consume_verification(**consuming, contract_no=contract.no)
    filing = {"contract_id": contract.pk, "by": CLOCK}

    actions.mark_filed(**filing, filing_no="BA11010520260000001X")
    actions.mark_filed(**filing, filing_no="BA11010520260000001X")

    filed = again(contract)
    assert (filed.status, filed.filing_no) == (Status.FILED, "BA11010520260000001X")
    assert refused(actions.mark_filed, **filing, filing_no="BA2").code == Refusal.FILED_OTHERWISE
    assert not queries.contracts_ready_for_filing(by)
    refusal = refused(actions.propose_revocation, contract_id=contract.pk, because="晚了", by=by)
    assert refusal.code == MoveRefusal.WRONG_STATUS
    assert Letting.objects.get().filing_no == filed.filing_no
    actions.mark_ended(**filing, ended_on=date(2027, 1, 1))
    actions.mark_ended(**filing, ended_on=date(2027, 2, 1))
    assert (again(contract).status, again(contract).ended_on) == (Status.ENDED, date(2027, 1, 1))
