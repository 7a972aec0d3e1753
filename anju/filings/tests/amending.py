"""Builders: contracts that are filed, and what is handed in about them afterwards."""

from datetime import timedelta
from typing import Any

from anju.contracts import queries as contracts
from anju.contracts.models import Lease
from anju.core import clock
from anju.core.actors import Actor
from anju.core.calendar import add_months
from anju.filings import actions, queries
from anju.filings.lease import planned_from
from anju.filings.models import Filing
from anju.filings.rules import Basis
from anju.filings.terms import LeaseChange
from anju.homes import actions as homes
from anju.homes.reading import HomeTerms
from anju.homes.rules import Role
from anju.people.rules import Power
from anju.signings.models import Contract
from anju.signings.tests.signing import (
    TENANT,
    a_document,
    a_draft_on,
    a_signed,
    again,
    confirm,
    sign,
    tenant_actor,
)

DAY = timedelta(days=1)
REVIEWER = Actor("shen.fei", "authority", frozenset({Power.FILING_REVIEW}), staff_id=2)


def a_filed(by: Actor, number: int = 1, **changes: Any) -> Filing:
    """A contract signed online for a year from tomorrow, half-yearly rent of 4,000 yuan a month, filed."""
    contract = a_signed(by, number=number, **{"pay_months": "6"} | changes)
    filing = actions.submit_filing(contract_id=contract.pk, by=by)
    return actions.approve_filing(filing_id=filing.pk, by=REVIEWER)


def lease_of(filing: Filing) -> Lease:
    assert filing.lease is not None
    return filing.lease


def a_change(filing: Filing, by: Actor) -> Filing:
    """变更备案, handed in: 4,500 yuan a month from the second half-year on."""
    terms = contracts.terms_of(lease_of(filing))
    second = terms.instalments[1].from_on
    change = LeaseChange(
        ends_on=terms.ends_on,
        monthly_rent_fen=4_500_00,
        deposit_fen=terms.deposit_fen,
        deposit_due_on=terms.deposit_due_on,
        instalments=planned_from(terms, second, terms.ends_on, 4_500_00, 6),
    )
    return actions.submit_change(
        filing_no=terms.filing_no,
        change=change,
        basis=Basis.AGREEMENT,
        document_id=a_document(by, "补充协议.pdf"),
        by=by,
    )


def a_changed(by: Actor) -> tuple[Filing, Filing]:
    """A filed contract and its change, which its tenant has agreed to, approved."""
    filed = a_filed(by)
    change = a_change(filed, by)
    actions.consent_to_filing(
        filing_id=change.pk, facts_digest=queries.digest_submitted(change), by=tenant_actor()
    )
    return filed, actions.approve_filing(filing_id=change.pk, by=REVIEWER)


def an_end(filing: Filing, by: Actor) -> Filing:
    """注销备案, handed in for today."""
    return actions.submit_end(
        filing_no=lease_of(filing).filing_no,
        ended_on=clock.today(),
        basis=Basis.AGREEMENT,
        document_id=a_document(by, "解约协议.pdf"),
        by=by,
    )


def a_renewal_signed(filing: Filing, by: Actor, **changes: Any) -> Contract:
    """The contract of the year after, signed by all; its home was verified for that year."""
    starts_on = lease_of(filing).ends_on + DAY
    home = HomeTerms(
        "110105",
        "real_estate",
        filing.certificate_no,
        "王五",
        "resident_id",
        "110101199003078013",
        starts_on=starts_on,
    )
    key = f"renewal {filing.pk}"
    verified = homes.request_verification(key=key, terms=home, role=Role.ENTERPRISE, by=by)
    dates = {
        "starts_on": str(starts_on),
        "ends_on": str(add_months(starts_on, 12) - DAY),
        "deposit_due_on": str(starts_on),
        "pay_months": "6",
    }
    contract = sign(a_draft_on(verified.pk, by, **dates | changes), by)
    for tenant in changes.get("tenants", [TENANT]):
        confirm(contract, tenant_actor(tenant))
    return again(contract)
