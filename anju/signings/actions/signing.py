"""The landlord signs, tenants are asked; or a contract signed on paper is entered. (CON-03, CON-05)"""

from datetime import timedelta

from anju.contracts.terms import TenantTerms
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, move
from anju.core.refusals import Refused
from anju.homes import actions as homes
from anju.parameters import queries as parameters
from anju.people import actions as people
from anju.signings.actions.parties import locked, locked_by_landlord, require_way
from anju.signings.actions.telling import tell_landlord, tell_tenants
from anju.signings.models import Contract, ContractTenant
from anju.signings.queries.contracts import name_digest
from anju.signings.queries.drafts import preview
from anju.signings.rules import (
    MOVES,
    Refusal,
    Status,
    Way,
)
from anju.signings.terms import ContractTerms


@action
def sign_contract(*, contract_id: int, terms_digest: bytes, by: Actor) -> Contract:
    """签约: the landlord signs the terms they saw (`terms_digest`); they are frozen, and every tenant is told.

    From now on the home is held. Signed again, it is the same. Refused while anything is missing or against a rule,
    when the terms are others than those seen, and when another contract has the home.
    """
    contract = locked_by_landlord(contract_id, by)
    require_way(contract, Way.ONLINE)
    if contract.status == Status.TO_SIGN and bytes(contract.terms_digest or b"") == terms_digest:
        return contract
    MOVES.check("sign", contract)
    terms = _checked(contract, terms_digest)
    until = clock.today() + timedelta(days=parameters.number("signing.confirm_days"))
    _freeze(contract, terms, by)
    move(contract, "sign", by=by, signed_by=by.name, signed_at=clock.now(), confirm_until=until)
    tell_tenants(contract, "contract_to_confirm", by=by)
    return contract


@action
def enter_contract(*, contract_id: int, terms_digest: bytes, by: Actor) -> Contract:
    """合同补录: a contract signed on paper is entered as its scan has it, and its home is held. (CON-11)"""
    contract = locked(contract_id, by)
    require_way(contract, Way.PAPER)
    if contract.status == Status.ENTERED and bytes(contract.terms_digest or b"") == terms_digest:
        return contract
    MOVES.check("enter", contract)
    terms, now = _checked(contract, terms_digest), clock.now()
    _freeze(contract, terms, by)
    move(contract, "enter", by=by, signed_by=by.name, signed_at=now, effective_at=now)
    return contract


@action
def correct_entry(*, contract_id: int, by: Actor) -> Contract:
    """补正: what was entered from paper is a draft again; its home is free until it is entered anew. Twice is once."""
    contract = locked(contract_id, by)
    require_way(contract, Way.PAPER)
    if contract.status == Status.DRAFT:
        return contract
    MOVES.check("correct", contract)
    return back_to_draft(contract, "correct", "", by)


def _checked(contract: Contract, terms_digest: bytes) -> ContractTerms:
    shown = preview(contract)
    if shown.terms is None or shown.faults:
        raise Refused(Refusal.NOT_COMPLETE, count=len(shown.faults))
    if shown.terms.digest != terms_digest:
        raise Refused(Refusal.SEEN_OTHERWISE)
    return shown.terms


def _freeze(contract: Contract, terms: ContractTerms, by: Actor) -> None:
    """Take the home, know the tenants, and write the terms down as they are signed."""
    homes.hold_home(
        verification_id=contract.verification_id,
        contract_no=contract.no,
        unit=terms.unit,
        from_on=terms.starts_on,
        to_on=terms.ends_on,
        by=by,
    )
    for position, tenant in enumerate(terms.tenants, 1):
        ContractTenant.objects.create(
            contract=contract,
            position=position,
            name=tenant.name,
            name_digest=name_digest(tenant.name),
            phone=tenant.phone,
            **_party(tenant, by),
        )
    contract.terms, contract.terms_digest = terms.text, terms.digest
    contract.unit, contract.monthly_rent_fen = terms.unit, terms.monthly_rent_fen
    contract.starts_on, contract.ends_on = terms.starts_on, terms.ends_on
    contract.save(
        update_fields=[
            "terms",
            "terms_digest",
            "unit",
            "monthly_rent_fen",
            "starts_on",
            "ends_on",
        ]
    )


def _party(tenant: TenantTerms, by: Actor) -> dict[str, int]:
    """Whoever signs in with the same identity number later is this tenant."""
    if tenant.uscc:
        known = people.record_organisation(
            name=tenant.name, uscc=tenant.uscc, phone=tenant.phone, by=by
        )
        return {"organisation_id": known.pk}
    person = people.record_person(
        name=tenant.name,
        id_type=tenant.id_type,
        id_number=tenant.id_number,
        phone=tenant.phone,
        by=by,
    )
    return {"person_id": person.pk}


@action
def take_back(*, contract_id: int, by: Actor) -> Contract:
    """返回修改: the landlord takes back what not all tenants have confirmed; it is a draft again."""
    contract = locked_by_landlord(contract_id, by)
    if contract.status == Status.DRAFT:
        return contract
    MOVES.check("take_back", contract)
    tell_tenants(contract, "contract_withdrawn", by=by)
    return back_to_draft(contract, "take_back", "", by)


@action
def lapse_contract(*, contract_id: int, by: Actor) -> Contract:
    """Not all tenants have confirmed in time: nobody is bound, the home is free. Too early, nothing happens."""
    contract = Contract.objects.select_for_update(of=("self",)).get(pk=contract_id)
    until = contract.confirm_until
    if contract.status != Status.TO_SIGN or until is None or until >= clock.today():
        return contract
    tell_tenants(contract, "contract_lapsed", by=by)
    tell_landlord(contract, "contract_lapsed", by=by)
    return back_to_draft(contract, "lapse", str(until), by)


def back_to_draft(contract: Contract, name: str, because: str, by: Actor) -> Contract:
    """What one side signed binds nobody: its terms, tenants and codes are gone, what was typed stays."""
    homes.release_home(contract_no=contract.no, by=by)
    contract.tenants.all().delete()
    blank = {"terms": None, "terms_digest": None, "signed_by": "", "signed_at": None}
    move(contract, name, by=by, because=because, confirm_until=None, **blank)
    return contract
