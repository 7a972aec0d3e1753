"""Builders of institutions for tests; they go through actions."""

import itertools
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from anju.agencies import actions
from anju.agencies.actions import Approval
from anju.agencies.models import Institution, InstitutionFiling, Practitioner, Premises
from anju.agencies.terms import InstitutionTerms, PractitionerTerms, PremisesTerms
from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.files import ATTACHMENT
from anju.core.identity_numbers import USCC_CHARACTERS
from anju.core.refusals import Refused
from anju.people.rules import Power

ENTERING = Actor("luru", "authority", frozenset({Power.AGENCY_ENTER}))
REVIEWING = Actor("shenhe", "authority", frozenset({Power.AGENCY_REVIEW}))
BOTH = Actor("quanneng", "authority", frozenset({Power.AGENCY_ENTER, Power.AGENCY_REVIEW}))
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
serial = itertools.count(1)


def refused(work: Any, **arguments: Any) -> Refused:
    """What an action says when it is refused; nothing of it is kept."""
    with pytest.raises(Refused) as refusal, transaction.atomic():
        work(**arguments)
    assert refusal.value.message
    return refusal.value


def a_code(number: int | None = None) -> str:
    """A unified social credit code that checks."""
    body = f"91110105MA{number or next(serial):07d}"
    weighed = sum(USCC_CHARACTERS.index(body[i]) * pow(3, i, 31) for i in range(17))
    return body + USCC_CHARACTERS[-weighed % 31]


def a_paper(by: Actor, name: str = "营业执照.pdf") -> int:
    return store_file(name=name, content=PDF, allowed=ATTACHMENT, by=by)


def terms(by: Actor = ENTERING, **changes: Any) -> InstitutionTerms:
    """A rental enterprise with everything that is mandatory."""
    stated = InstitutionTerms(
        name="北京安家住房租赁有限公司",
        uscc=a_code(),
        registered_address="北京市朝阳区建国路88号1层101",
        operating_address="北京市朝阳区建国路88号",
        district="110105",
        legal_representative="王芳",
        capital_fen=5_000_000_00,
        licensed_on=date(2026, 10, 20),
        scope="住房租赁；房地产经纪；物业管理",
        staff_count=12,
        sectors=("own", "sublease"),
        units=380,
        supervision_bank="中国建设银行北京建国支行",
        supervision_account="11050160520000000099",
        website="https://anjia.example",
        contact_name="赵敏",
        contact_phone="13800000077",
    )
    stated = replace(stated, **changes)
    return stated if stated.file_ids else replace(stated, file_ids=(a_paper(by),))


def an_application(
    *, by: Actor = ENTERING, kind: str = "rental", **changes: Any
) -> InstitutionFiling:
    head_id = changes.pop("head_id", None)
    return actions.enter_filing(kind=kind, terms=terms(by, **changes), head_id=head_id, by=by)


def submitted(*, by: Actor = ENTERING, **changes: Any) -> InstitutionFiling:
    filing = an_application(by=by, **changes)
    return actions.submit_filing(filing_id=filing.pk, by=by)


def approved(**changes: Any) -> Approval:
    return actions.approve_filing(filing_id=submitted(**changes).pk, by=REVIEWING)


def an_institution(**changes: Any) -> Institution:
    return approved(**changes).institution


def a_branch(head: Institution, name: str = "北京安家住房租赁有限公司海淀分公司") -> Institution:
    return an_institution(head_id=head.pk, name=name, kind=head.kind)


def administrator_of(institution: Institution, portal: str = "agency") -> Actor:
    return Actor(institution.uscc, portal, organisation_id=institution.organisation_id)


def person(**changes: Any) -> PractitionerTerms:
    stated = PractitionerTerms(
        name="张建国",
        id_type="resident_id",
        id_number="110101199003078013",
        phone="13800000088",
        role="broker",
        qualification_no="BJ20260001",
    )
    return replace(stated, **changes)


def a_practitioner(institution: Institution, **changes: Any) -> Practitioner:
    return actions.register_practitioner(
        institution_id=institution.pk, terms=person(**changes), by=administrator_of(institution)
    )


def place(**changes: Any) -> PremisesTerms:
    stated = PremisesTerms(
        kind="shop",
        name="国贸门店",
        address="北京市朝阳区建国门外大街1号",
        district="110105",
        longitude=116_461_000,
        latitude=39_909_000,
    )
    return replace(stated, **changes)


def a_place(institution: Institution, **changes: Any) -> Premises:
    return actions.register_premises(
        institution_id=institution.pk, terms=place(**changes), by=administrator_of(institution)
    )


def cancellation_of(institution, because="停止经营"):
    return actions.apply_for_cancellation(
        institution_id=institution.pk, because=because, by=ENTERING
    )


def cancel(institution, open_contracts=0, held_fen=0):
    return actions.approve_cancellation(
        filing_id=cancellation_of(institution).pk,
        open_contracts=open_contracts,
        held_fen=held_fen,
        by=REVIEWING,
    )


def cancelled():
    return cancel(an_institution(name="北京旧居住房租赁有限公司"))
