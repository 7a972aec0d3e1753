"""A draft is begun on a verified home and keeps what was typed; the preview names everything that is wrong."""

from datetime import timedelta
from typing import Any

import pytest

from anju.agencies.tests.offices import administrator_of, an_institution
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, Actor
from anju.core.calendar import add_months
from anju.core.moves import Refusal as MoveRefusal
from anju.core.refusals import Broken, Refused
from anju.credit.rules import Refusal as CreditRefusal
from anju.credit.tests.scoring import Days, a_black_entry
from anju.homes.models import Verification
from anju.homes.rules import Refusal as HomeRefusal
from anju.homes.rules import Role
from anju.homes.tests.asking import a_person, an_enterprise
from anju.people.rules import Power
from anju.signings import actions, queries
from anju.signings.deeds import Deed
from anju.signings.models import Contract
from anju.signings.rules import DocumentKind, Refusal, Status, Way
from anju.signings.tests.signing import (
    SECOND,
    TENANT,
    a_document,
    a_draft,
    a_home_verified,
    a_sent,
    a_signed,
    again,
    an_entered,
    documents,
    seen_digest,
    sign,
    typed,
)

pytestmark = pytest.mark.django_db
CLERK = Actor("clerk", "authority", frozenset({Power.FILING_ENTER}), staff_id=7)


def refused(action: Any, **arguments: Any) -> Refused:
    with pytest.raises(Refused) as refusal:
        action(**arguments)
    return refusal.value


def faults(contract: Contract) -> dict[str, str]:
    return {one.field: one.code for one in queries.preview(again(contract)).faults}


def with_typed(contract: Contract, by: Actor, **changes: Any) -> dict[str, str]:
    actions.keep_typed(contract_id=contract.pk, typed=typed(**changes), by=by)
    return faults(contract)


@pytest.mark.covers("CON-01")
def test_a_contract_begins_on_a_verification_that_holds_and_twice_is_one_draft(settings):
    settings.MOVABLE_CLOCK = True
    by = an_enterprise()
    verification = a_home_verified(by)
    begin = {"verification_id": verification.pk, "way": Way.ONLINE, "by": by}

    contract = actions.begin_contract(**begin)

    assert actions.begin_contract(**begin) == contract
    assert contract.status == Status.DRAFT and contract.no.startswith("ZL110105")
    assert contract.address == verification.home.address
    advance_clock(days=91, by=CLOCK)
    assert refused(actions.begin_contract, **begin).code == HomeRefusal.NOT_VALID
    assert Contract.objects.count() == 1


def test_nobody_begins_on_the_verification_of_another_or_on_one_of_a_private_owner():
    by = an_enterprise()
    verification = a_home_verified(by)
    with pytest.raises(Broken):
        actions.begin_contract(verification_id=verification.pk, way=Way.ONLINE, by=an_enterprise(1))
    person = a_person()
    own = a_home_verified(person, 2, Role.OWNER)

    refusal = refused(actions.begin_contract, verification_id=own.pk, way=Way.ONLINE, by=person)

    assert refusal.code == Refusal.NO_LANDLORD
    assert Contract.objects.count() == 0


@pytest.mark.covers("CON-01")
def test_what_was_typed_is_kept_as_it_was_typed_also_when_it_is_wrong():
    by = an_enterprise()
    contract = a_draft(by)
    wrong = {
        "monthly_rent": "四千",
        "starts_on": "明天",
        "tenants": [{"name": "张 三", "phone": "1"}],
    }

    actions.keep_typed(contract_id=contract.pk, typed=wrong, by=by)

    kept = queries.typed_of(again(contract))
    assert kept == queries.typed_of(contract) | wrong
    assert kept["deposit"] == "4000.00"
    found = faults(contract)
    assert found["monthly_rent"] == "not_an_amount"
    assert found["starts_on"] == "not_a_date"
    assert found["tenants[0].phone"] == "not_a_phone"
    assert queries.preview(again(contract)).terms is None
    with pytest.raises(Broken):
        actions.keep_typed(contract_id=contract.pk, typed={}, by=an_enterprise(1))


@pytest.mark.covers("CON-04")
@pytest.mark.parametrize(
    ("field", "code", "changes"),
    [
        ("deposit", "deposit_too_high", {"deposit": "4000.01"}),
        ("occupants", "too_many_occupants", {"occupants": "5", "usable_area": "39"}),
        ("occupants", "too_little_area", {"occupants": "4", "usable_area": "19.99"}),
        ("usable_area", "area_too_large", {"usable_area": "39.02"}),
        ("bank", "unknown_bank", {"bank": "nobank"}),
        ("tenants", "not_a_list", {"tenants": ""}),
        ("tenants", "no_tenant", {"tenants": []}),
        ("tenants[1]", "tenant_twice", {"tenants": [TENANT, TENANT]}),
        (
            "tenants[0].id_number",
            "id_check_digit",
            {"tenants": [TENANT | {"id_number": "110101199003078014"}]},
        ),
        ("dispute_way", "not_chosen", {"dispute_way": "duel"}),
        ("arbitration_body", "field_missing", {"dispute_way": "arbitration"}),
        ("head_lease_ends_on", "field_missing", {"source": "sublease"}),
        ("rooms", "not_a_count", {"rooms": "0"}),
        ("rooms", "not_a_count", {"rooms": "两"}),
        ("monthly_rent", "rent_missing", {"monthly_rent": "0", "deposit": "0"}),
        ("starts_on", "starts_in_past", {"starts_on": "2026-01-01"}),
        ("agreed", "too_long", {"agreed": "约" * 2001}),
    ],
)
def test_a_limit_that_is_broken_is_told_at_its_field(field, code, changes):
    by = an_enterprise()
    assert with_typed(a_draft(by), by, **changes)[field] == code


@pytest.mark.covers("CON-04")
def test_a_room_is_let_as_a_room_for_at_most_two_and_never_a_kitchen():
    by = an_enterprise()
    contract = a_draft(by)
    room = {"mode": "room", "unit": " ａ 卧", "room_use": "bedroom", "room_area": "10"}

    assert with_typed(contract, by, **room) == {}
    assert queries.preview(again(contract)).terms.unit == "A卧"  # type: ignore[union-attr]
    assert with_typed(contract, by, **room, occupants="3") == {"occupants": "too_little_area"}
    three = room | {"room_area": "15", "occupants": "3"}
    assert with_typed(contract, by, **three) == {"occupants": "too_many_occupants"}
    assert with_typed(contract, by, **three, are_kin="yes") == {}
    for use in ("kitchen", "bathroom", "balcony", "storage"):
        found = with_typed(contract, by, **room | {"room_use": use})
        assert found == {"room_use": "room_not_lettable"}


@pytest.mark.covers("CON-04")
def test_a_term_is_at_most_twenty_years_and_no_longer_than_the_head_lease():
    by = an_enterprise()
    contract = a_draft(by)
    starts_on = clock.today() + timedelta(days=1)
    last = add_months(starts_on, 240) - timedelta(days=1)
    long = {"starts_on": str(starts_on), "pay_months": "12"}

    assert with_typed(contract, by, **long, ends_on=str(last)) == {}
    over = with_typed(contract, by, **long, ends_on=str(last + timedelta(days=1)))
    assert over == {"ends_on": "term_too_long"}
    assert with_typed(contract, by, **long, ends_on=str(starts_on))["ends_on"] == (
        "ends_before_start"
    )
    ends_on = str(add_months(starts_on, 12) - timedelta(days=1))
    sublease = {"source": "sublease", "ends_on": ends_on}
    assert with_typed(contract, by, **sublease, head_lease_ends_on=ends_on) == {
        "documents": "document_missing"
    }
    earlier = str(add_months(starts_on, 11))
    assert with_typed(contract, by, **sublease, head_lease_ends_on=earlier)["ends_on"] == (
        "head_lease_ends"
    )


def test_rent_that_nobody_divided_follows_from_the_rhythm_and_typed_rent_has_to_add_up():
    by = an_enterprise()
    contract = a_draft(by)
    starts_on = clock.today() + timedelta(days=1)
    ends_on = add_months(starts_on, 7) + timedelta(days=9)  # seven months and ten days

    term = {"starts_on": str(starts_on), "ends_on": str(ends_on)}
    assert with_typed(contract, by, **term) == {}

    terms = queries.preview(again(contract)).terms
    assert terms is not None
    assert [one.amount_fen for one in terms.instalments] == [12000_00, 12000_00, 5333_33]
    assert terms.instalments[1].due_on == add_months(starts_on, 3)
    assert terms.instalments[2].to_on == ends_on
    short = [
        {"due_on": str(starts_on), "from": str(starts_on), "to": str(ends_on), "amount": "29333.32"}
    ]
    assert with_typed(contract, by, **term, instalments=short) == {
        "instalments": "plan_does_not_add_up"
    }
    short[0]["amount"] = "29333.33"
    assert with_typed(contract, by, **term, instalments=short) == {}


@pytest.mark.covers("CON-02")
def test_the_papers_a_contract_needs_follow_from_how_it_is_let():
    by = an_enterprise()
    contract = a_draft(by)
    shared = {"source": "entrusted", "has_co_owners": "yes"}
    with_typed(contract, by, **shared)
    needed = queries.documents_needed_by(again(contract))
    assert [kind.value for kind in needed] == ["title", "identity", "entrustment", "co_owners"]
    missing = [one for one in queries.preview(again(contract)).faults if one.field == "documents"]
    assert len(missing) == 2
    kept = documents(by, "title", "identity", "entrustment", "co_owners")

    actions.keep_documents(contract_id=contract.pk, documents=kept, by=by)
    actions.keep_documents(contract_id=contract.pk, documents=kept, by=by)

    assert [one.kind for one in queries.documents_of(contract)] == sorted(kind for kind, _ in kept)
    assert faults(contract) == {}
    actions.keep_documents(contract_id=contract.pk, documents=kept[:1], by=by)
    assert queries.documents_of(contract).count() == 1
    anothers = a_document(an_enterprise(1), "别人的.pdf")
    with pytest.raises(Broken):
        actions.keep_documents(
            contract_id=contract.pk, documents=[(DocumentKind.TITLE, anothers)], by=by
        )
    many = [(DocumentKind.OTHER, kept[0][1])] * 21
    refusal = refused(actions.keep_documents, contract_id=contract.pk, documents=many, by=by)
    assert refusal.code == Refusal.TOO_MANY_DOCUMENTS


@pytest.mark.covers("CON-04")
def test_what_other_packages_know_stands_in_the_preview(settings):
    settings.MOVABLE_CLOCK = True
    by = an_enterprise()
    taken = a_sent(by)
    verification = taken.verification
    other = actions.begin_contract(verification_id=verification.pk, way=Way.ONLINE, by=by)
    actions.keep_typed(contract_id=other.pk, typed=typed(tenants=[SECOND]), by=by)
    actions.keep_documents(contract_id=other.pk, documents=documents(by), by=by)
    assert faults(other) == {"starts_on": "overlaps"}
    refusal = refused(actions.sign_contract, contract_id=other.pk, terms_digest=b"", by=by)
    assert refusal.code == Refusal.NOT_COMPLETE

    Verification.objects.filter(pk=verification.pk).update(
        valid_until=clock.today() - timedelta(days=1)
    )
    assert faults(other)[""] == "not_valid"


@pytest.mark.covers("CRD-04")
def test_a_blacklisted_landlord_begins_nothing_and_signs_nothing(monkeypatch):
    days = Days(monkeypatch)
    institution = an_institution()
    by = administrator_of(institution)
    term = {"starts_on": "2026-12-01", "ends_on": "2027-11-30", "deposit_due_on": "2026-12-01"}
    contract = a_draft(by, **term)
    assert faults(contract) == {}
    digest = seen_digest(contract)

    a_black_entry(days, institution)

    assert faults(contract) == {"": CreditRefusal.BLACKLISTED.value}
    verification_id = contract.verification_id
    refusal = refused(
        actions.begin_contract, verification_id=verification_id, way=Way.ONLINE, by=by
    )
    assert refusal.code == CreditRefusal.BLACKLISTED
    refusal = refused(actions.sign_contract, contract_id=contract.pk, terms_digest=digest, by=by)
    assert refusal.code == Refusal.NOT_COMPLETE
    assert again(contract).status == Status.DRAFT


def test_a_broker_lets_only_what_an_owner_has_entrusted_to_them():
    by = an_enterprise()
    verification = a_home_verified(by, 2, Role.BROKER)
    a_draft(by)  # so that the supervising bank is known
    contract = actions.begin_contract(verification_id=verification.pk, way=Way.ONLINE, by=by)
    kept = documents(by, "title", "identity", "entrustment")
    actions.keep_documents(contract_id=contract.pk, documents=kept, by=by)

    assert with_typed(contract, by) == {"source": "broker_is_no_landlord"}
    assert with_typed(contract, by, source="entrusted") == {}


@pytest.mark.parametrize(
    ("status", "way", "deeds"),
    [
        ("draft", "online", {Deed.EDIT, Deed.SIGN, Deed.CANCEL}),
        ("draft", "paper", {Deed.EDIT, Deed.ENTER, Deed.CANCEL}),
        ("to_sign", "online", {Deed.TAKE_BACK, Deed.CANCEL}),
        ("signed", "online", {Deed.PROPOSE_REVOCATION}),
        ("entered", "paper", {Deed.CANCEL}),
        ("cancelled", "online", set()),
    ],
)
def test_a_page_offers_the_landlord_what_is_not_refused(status, way, deeds):
    by = an_enterprise()
    made = {"draft": a_draft, "to_sign": a_sent, "signed": a_signed, "cancelled": a_draft}
    if way == Way.PAPER:
        contract = an_entered(by) if status == "entered" else a_draft(by, Way.PAPER)
    else:
        contract = made[status](by)
    if status == "cancelled":
        actions.cancel_contract(contract_id=contract.pk, by=by)

    assert queries.deeds_of(again(contract), by) == deeds
    of_the_desk = deeds - {Deed.SIGN, Deed.TAKE_BACK, Deed.PROPOSE_REVOCATION}
    assert queries.deeds_of(again(contract), CLERK) == of_the_desk
    assert queries.deeds_of(again(contract), an_enterprise(1)) == set()


def test_a_draft_that_is_cancelled_is_written_in_no_more():
    by = an_enterprise()
    contract = a_draft(by)

    actions.cancel_contract(contract_id=contract.pk, by=by)
    actions.cancel_contract(contract_id=contract.pk, by=by)

    assert again(contract).status == Status.CANCELLED
    for late in (
        refused(actions.keep_typed, contract_id=contract.pk, typed={}, by=by),
        refused(actions.keep_documents, contract_id=contract.pk, documents=[], by=by),
        refused(actions.sign_contract, contract_id=contract.pk, terms_digest=b"", by=by),
    ):
        assert late.code == MoveRefusal.WRONG_STATUS


def test_the_desk_enters_a_paper_contract_but_never_signs_for_a_landlord():
    by = an_enterprise()
    verification = a_home_verified(by)
    a_draft(by, number=2)  # so that the supervising bank is known
    contract = actions.begin_contract(verification_id=verification.pk, way=Way.PAPER, by=CLERK)
    assert contract.organisation_id == by.organisation_id
    signed_on = {"paper_signed_on": str(clock.today() + timedelta(days=1))}
    actions.keep_typed(contract_id=contract.pk, typed=typed(**signed_on), by=CLERK)
    assert faults(contract)["paper_signed_on"] == "paper_signed_later"
    signed_on = {"paper_signed_on": str(clock.today()), "starts_on": "2026-01-01"}
    actions.keep_typed(contract_id=contract.pk, typed=typed(**signed_on), by=CLERK)
    kept = documents(CLERK, "title", "identity", "paper_contract")
    actions.keep_documents(contract_id=contract.pk, documents=kept, by=CLERK)
    terms = queries.preview(again(contract)).terms
    assert terms is not None
    entering = {"contract_id": contract.pk, "terms_digest": terms.digest}

    actions.enter_contract(**entering, by=CLERK)
    actions.enter_contract(**entering, by=CLERK)

    assert again(contract).status == Status.ENTERED
    assert queries.contracts_ready_for_filing(CLERK).get() == contract
    online = a_draft(by, number=3)
    with pytest.raises(Broken):
        sign(online, CLERK)
    refusal = refused(actions.enter_contract, contract_id=online.pk, terms_digest=b"", by=by)
    assert refusal.code == Refusal.OTHER_WAY
