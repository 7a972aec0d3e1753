"""A draft is begun on a verified home, typed, given its papers, and cancelled. (CON-01, CON-02)"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, move
from anju.core.files import ATTACHMENT
from anju.core.queries import files_stored_by
from anju.core.refusals import Refused, ensure
from anju.core.search import pairs_of
from anju.credit.queries import check_may_sign
from anju.homes import actions as homes
from anju.homes import queries as home_queries
from anju.homes.rules import Refusal as HomeRefusal
from anju.people.rules import Power
from anju.signings.actions.parties import locked
from anju.signings.actions.telling import tell_tenants
from anju.signings.models import Contract, ContractDocument
from anju.signings.numbers import contract_no
from anju.signings.rules import MOST_DOCUMENTS, MOVES, DocumentKind, Refusal, Status, Way


@action
def begin_contract(*, verification_id: int, way: Way, by: Actor) -> Contract:
    """受理网签 (or 合同补录): a draft on a verification that holds. An untouched draft of the same is taken up again.

    Refused when the verification does not hold or is nobody's who lets homes, and while the landlord is blacklisted.
    """
    ensure(by.staff_id is None or Power.FILING_ENTER in by.may, f"{by.name} enters no contracts")
    if by.staff_id is None:
        seen = home_queries.verifications_seen_by(by)
        ensure(seen.filter(pk=verification_id).exists(), "not their verification")
    verification = home_queries.verification(verification_id)
    if verification.organisation_id is None:
        raise Refused(Refusal.NO_LANDLORD, no=verification.no)
    if not home_queries.holds(verification):
        status = home_queries.status_now(verification).label
        raise Refused(HomeRefusal.NOT_VALID, no=verification.no, status=status)
    check_may_sign(verification.organisation_id)
    home, now = verification.home, clock.now()
    contract, _is_new = Contract.objects.get_or_create(
        verification_id=verification.pk,
        way=way,
        begun_by=by.name,
        status=Status.DRAFT,
        typed_at=None,
        defaults={
            "no": contract_no(home.district, now),
            "organisation_id": verification.organisation_id,
            "certificate_no": home.certificate_no,
            "address": home.address,
            "district": home.district,
            "pairs": pairs_of(home.address),
            "begun_at": now,
            "typed": "{}",
        },
    )
    return contract


@action
def keep_typed(
    *, contract_id: int, typed: Mapping[str, Any], by: Actor, edition: int | None = None
) -> Contract:
    """Keep fields as they were typed, right or wrong; what is not named stays as it is.

    A page that keeps by itself names the `edition` it was laid out from. Once a button has kept that page or another,
    what the page still sends is older, and changes nothing. Refused when the contract is no draft any more.
    """
    contract = locked(contract_id, by)
    MOVES.check("sign", contract)
    if edition not in (None, contract.edition):
        return contract
    if edition is None:
        contract.edition += 1
    contract.typed = json.dumps(json.loads(contract.typed) | dict(typed), ensure_ascii=False)
    contract.typed_at = clock.now()
    contract.save(update_fields=["typed", "typed_at", "edition"])
    return contract


@action
def keep_documents(
    *, contract_id: int, documents: Sequence[tuple[str, int]], by: Actor
) -> Contract:
    """The papers (要件) of a draft, kinds and files: these, and no others. What others handed in may stay."""
    contract = locked(contract_id, by)
    MOVES.check("sign", contract)
    if len(documents) > MOST_DOCUMENTS:
        raise Refused(Refusal.TOO_MANY_DOCUMENTS, limit=MOST_DOCUMENTS)
    given = {(DocumentKind(kind).value, file_id) for kind, file_id in documents}
    file_ids = {file_id for _, file_id in given}
    there = {(one.kind, one.file_id) for one in contract.documents.all()}
    known = {file_id for _, file_id in there} | set(
        files_stored_by(by, sorted(file_ids), ATTACHMENT)
    )
    ensure(file_ids <= known, f"{by.name} did not store all of {sorted(file_ids)}")
    for document in contract.documents.all():
        if (document.kind, document.file_id) not in given:
            document.delete()
    ContractDocument.objects.bulk_create(
        ContractDocument(contract=contract, kind=kind, file_id=file_id)
        for kind, file_id in sorted(given - there)
    )
    return contract


@action
def cancel_contract(*, contract_id: int, by: Actor) -> Contract:
    """取消: a draft, one that waits for its tenants or one entered from paper comes to nothing; its home is free."""
    contract = locked(contract_id, by)
    if contract.status == Status.CANCELLED:
        return contract
    was_sent = contract.status == Status.TO_SIGN
    move(contract, "cancel", by=by)
    homes.release_home(contract_no=contract.no, by=by)
    if was_sent:
        tell_tenants(contract, "contract_withdrawn", by=by)
    return contract
