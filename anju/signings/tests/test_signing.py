"""From a draft to a contract that both sides have signed. (CON-01, CON-03, CON-05)"""

import hashlib

import pytest

from anju.core.queries import history_of
from anju.homes.models import Letting
from anju.notices.models import Notice
from anju.signings import queries
from anju.signings.rules import Status
from anju.signings.tests.signing import (
    SECOND,
    TENANT,
    a_sent,
    again,
    confirm,
    tenant_actor,
)

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-03", "CON-05")]


def test_a_contract_is_signed_by_the_landlord_and_confirmed_by_every_tenant(sandbox):
    contract = a_sent(sandbox, tenants=[TENANT, SECOND])

    assert contract.status == Status.TO_SIGN
    told = Notice.objects.filter(kind="contract_to_confirm")
    assert told.count() == 2
    confirm(contract, tenant_actor(TENANT))
    assert again(contract).status == Status.TO_SIGN
    confirm(contract, tenant_actor(SECOND))

    signed = again(contract)
    assert signed.status == Status.SIGNED
    assert [event.move for event in history_of(signed)] == ["sign", "confirm"]
    pdf = queries.pdf_of(signed)
    assert pdf is not None and pdf.startswith(b"%PDF")
    assert queries.verify_copy(signed.no, pdf)
    assert not queries.verify_copy(signed.no, pdf + b" ")
    assert bytes(signed.paper.pdf_digest) == hashlib.sha256(pdf).digest()
    assert Letting.objects.get().contract_no == signed.no
