"""Many at the same second: one contract has the home, one signature, one confirmation, one paper."""

import pytest

from anju.core.queries import history_of
from anju.core.refusals import Refused
from anju.homes.models import Letting
from anju.homes.rules import Refusal as HomeRefusal
from anju.homes.tests.asking import an_enterprise
from anju.signings import actions
from anju.signings.models import ConfirmationCode, Contract, Revocation, SignedPaper
from anju.signings.rules import Status, Way
from anju.signings.tests.signing import (
    SECOND,
    TENANT,
    a_draft,
    a_draft_on,
    a_home_verified,
    a_sent,
    a_signed,
    again,
    code_sent,
    seen_digest,
    tenant_actor,
)
from anju.tests.together import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.covers("CON-04", "CON-05")]


def signing(contract: Contract, digest: bytes, by):
    return lambda: actions.sign_contract(contract_id=contract.pk, terms_digest=digest, by=by)


def test_of_two_who_sign_overlapping_terms_exactly_one_has_the_home():
    by = an_enterprise()
    verification = a_home_verified(by)
    room = {"mode": "room", "room_use": "bedroom", "room_area": "10", "unit": "A"}
    whole = a_draft_on(verification.pk, by)
    part = a_draft_on(verification.pk, by, tenants=[SECOND], **room)
    digests = seen_digest(whole), seen_digest(part)

    done = together(signing(whole, digests[0], by), signing(part, digests[1], by))

    lost = [one for one in done if isinstance(one, Refused)]
    assert len(lost) == 1
    assert lost[0].code in (HomeRefusal.OVERLAPS, "not_complete")
    assert Letting.objects.count() == 1
    assert sorted([again(whole).status, again(part).status]) == [Status.DRAFT, Status.TO_SIGN]


def test_two_rooms_are_signed_at_the_same_moment():
    by = an_enterprise()
    verification = a_home_verified(by)
    room = {"mode": "room", "room_use": "bedroom", "room_area": "10"}
    first = a_draft_on(verification.pk, by, **room, unit="A")
    second = a_draft_on(verification.pk, by, **room, unit="B", tenants=[SECOND])
    digests = seen_digest(first), seen_digest(second)

    done = together(signing(first, digests[0], by), signing(second, digests[1], by))

    assert not [one for one in done if isinstance(one, Refused)]
    assert Letting.objects.count() == 2


def test_one_contract_begun_and_signed_four_times_is_one():
    by = an_enterprise()
    verification = a_home_verified(by)
    begun = together(
        *[lambda: actions.begin_contract(verification_id=verification.pk, way=Way.ONLINE, by=by)]
        * 4
    )
    assert len({one.pk for one in begun}) == Contract.objects.count() == 1
    contract = a_draft(by, number=2)

    together(*[signing(contract, seen_digest(contract), by)] * 4)

    assert history_of(contract).count() == Letting.objects.count() == 1


def test_two_codes_asked_at_once_are_one_and_the_last_confirmations_make_one_paper():
    contract = a_sent(tenants=[TENANT, SECOND])
    digest = bytes(contract.terms_digest or b"")
    first, second = tenant_actor(TENANT), tenant_actor(SECOND)
    together(*[lambda: actions.send_code(contract_id=contract.pk, by=first)] * 3)
    assert ConfirmationCode.objects.count() == 1
    codes = {first: code_sent(contract)}
    actions.send_code(contract_id=contract.pk, by=second)
    codes[second] = code_sent(contract)

    together(
        *[
            lambda by=by: actions.confirm_contract(
                contract_id=contract.pk, code=codes[by], terms_digest=digest, by=by
            )
            for by in (first, second, first, second)
        ]
    )

    assert again(contract).status == Status.SIGNED
    assert SignedPaper.objects.count() == 1
    assert [event.move for event in history_of(contract)] == ["sign", "confirm"]


def test_the_last_agreements_at_once_revoke_once():
    by = an_enterprise()
    contract = a_signed(by, tenants=[TENANT, SECOND])
    actions.propose_revocation(contract_id=contract.pk, because="协商一致", by=by)

    done = together(
        *[
            lambda one=one: actions.agree_revocation(contract_id=contract.pk, by=one)
            for one in (tenant_actor(TENANT), tenant_actor(SECOND))
        ]
    )

    assert not [one for one in done if isinstance(one, Refused)]
    assert again(contract).status == Status.REVOKED
    assert Revocation.objects.get().status == "agreed"
    assert [event.move for event in history_of(contract)].count("revoke") == 1
