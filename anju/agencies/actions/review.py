"""The review of applications by another officer than the one who entered them. (AGY-01; rules C4.1, C4.2, C4.7)"""

from dataclasses import dataclass

from anju.agencies import queries
from anju.agencies.actions.parties import filed_institution
from anju.agencies.actions.stating import check_complete
from anju.agencies.models import (
    FilingVersion,
    Institution,
    InstitutionFiling,
    Practitioner,
    Premises,
    WorkCard,
)
from anju.agencies.rules import (
    NUMBER_OF_KIND,
    CardStatus,
    FilingStatus,
    FilingType,
    Kind,
    PractitionerStatus,
    PremisesStatus,
    Refusal,
    Status,
)
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, lock_many, move, move_many
from anju.core.money import yuan
from anju.core.numbers import institution_no, next_of
from anju.core.reasons import given
from anju.core.refusals import Refused, ensure
from anju.core.search import pairs_of
from anju.notices import actions as notices
from anju.people import actions as people
from anju.people import queries as people_queries
from anju.people.rules import Power


@dataclass(frozen=True)
class Approval:
    """An approved application. `password` is the administrator's first one, told this once; "" where none was made."""

    institution: Institution
    username: str = ""
    password: str = ""


@action
def send_back(*, filing_id: int, because: str, by: Actor) -> InstitutionFiling:
    """Return an application with a reason; it may be corrected and submitted again. Twice equals once."""
    filing = _to_review(filing_id, by)
    because = given(because)
    if filing.status == FilingStatus.RETURNED:
        return filing
    _check_is_another(filing, by)
    move(
        filing,
        "send_back",
        by=by,
        because=because,
        reviewed_by=by.name,
        reviewed_at=clock.now(),
    )
    filing.because = because
    filing.save(update_fields=["because"])
    if filing.applicant is not None:
        key = f"institution_sent_back:{filing.pk}:{clock.now().isoformat()}"
        facts = {"name": filing.name, "because": because}
        _tell(filing.applicant, key, "institution_sent_back", facts, by)
    return filing


@action
def approve_filing(*, filing_id: int, by: Actor) -> Approval:
    """File the institution, or the change of what is filed.

    A new institution gets its number (机构备案号) and an administrator, whose first password is in the answer and
    nowhere else. Twice equals once, without a password. Refused to whoever entered, wrote or submitted it.
    """
    filing = _to_review(filing_id, by)
    ensure(filing.type != FilingType.CANCELLATION, "a cancellation is approved with its facts")
    if filing.status == FilingStatus.APPROVED and filing.institution is not None:
        return Approval(filing.institution)
    InstitutionFiling.MOVES.check("approve", filing)
    _check_is_another(filing, by)
    version = check_complete(filing)
    if filing.type == FilingType.CHANGE and filing.institution_id is not None:
        approval = Approval(_changed(filed_institution(filing.institution_id), version, by))
    else:
        approval = _filed(filing, version, by)
    _approve(filing, approval.institution, by)
    return approval


@action
def approve_cancellation(
    *, filing_id: int, open_contracts: int, held_fen: int, by: Actor
) -> Institution:
    """Cancel the filing of an institution: its people, places and account go with it. (rule C4.2)

    The caller knows, as of now, how many of its contracts are not performed yet and what money of them is held: both
    must be none, and no branch may be left. Twice equals once.
    """
    filing = _to_review(filing_id, by)
    ensure(filing.type == FilingType.CANCELLATION, "only a cancellation is approved like this")
    ensure(filing.institution_id is not None, "a cancellation is of an institution")
    institution: Institution = lock(Institution, pk=filing.institution_id)
    if filing.status == FilingStatus.APPROVED:
        return institution
    InstitutionFiling.MOVES.check("approve", filing)
    _check_is_another(filing, by)
    _check_nothing_is_open(institution, open_contracts, held_fen)
    _end_all_of(institution, by)
    move(institution, "cancel", by=by, because=filing.reason, cancelled_on=clock.today())
    people.close_administrator(organisation_id=institution.organisation_id, by=by)
    _approve(filing, institution, by)
    return institution


def _to_review(filing_id: int, by: Actor) -> InstitutionFiling:
    people_queries.check_power(by, Power.AGENCY_REVIEW)
    filing: InstitutionFiling = lock(InstitutionFiling, pk=filing_id)
    return filing


def _check_is_another(filing: InstitutionFiling, by: Actor) -> None:
    if not queries.is_another(filing, by):
        raise Refused(Refusal.SAME_PERSON)


def _check_nothing_is_open(institution: Institution, open_contracts: int, held_fen: int) -> None:
    if open_contracts:
        raise Refused(Refusal.CONTRACTS_OPEN, count=open_contracts)
    if held_fen:
        raise Refused(Refusal.MONEY_HELD, amount=yuan(held_fen))
    branches = institution.branches.filter(status=Status.FILED).count()
    if branches:
        raise Refused(Refusal.BRANCHES_OPEN, count=branches)


def _end_all_of(institution: Institution, by: Actor) -> None:
    because = f"institution {institution.pk} cancelled"
    staff = institution.practitioners.filter(status=PractitionerStatus.ACTIVE)
    locked = [each.pk for each in lock_many(Practitioner, staff.values_list("pk", flat=True))]
    cards = WorkCard.objects.filter(practitioner__in=locked, status=CardStatus.IN_FORCE)
    in_force = [each.pk for each in lock_many(WorkCard, cards.values_list("pk", flat=True))]
    places = institution.premises.filter(status=PremisesStatus.IN_USE)
    in_use = [each.pk for each in lock_many(Premises, places.values_list("pk", flat=True))]
    move_many(WorkCard, in_force, "withdraw", by=by, because=because)
    move_many(
        Practitioner,
        locked,
        "remove",
        by=by,
        because=because,
        removed_at=clock.now(),
    )
    move_many(Premises, in_use, "close", by=by, because=because)


def _filed(filing: InstitutionFiling, version: FilingVersion, by: Actor) -> Approval:
    if filing.head_id is not None and lock(Institution, pk=filing.head_id).status != Status.FILED:
        raise Refused(Refusal.HEAD_NOT_FILED)
    organisation = people.record_organisation(
        name=version.name,
        uscc=version.uscc,
        phone=version.contact_phone,
        is_enterprise=filing.kind == Kind.RENTAL,
        by=by,
    )
    kind_digit = NUMBER_OF_KIND[Kind(filing.kind), filing.is_branch]
    filing_no = institution_no(kind_digit, version.district, next_of("agencies_filing_no"))
    born = {
        "head_id": filing.head_id,
        "kind": filing.kind,
        "filing_no": filing_no,
        "filed_on": clock.today(),
        **_shown(version),
    }
    institution, is_new = Institution.objects.select_for_update(of=("self",)).get_or_create(
        uscc=version.uscc, defaults={"organisation": organisation, **born}
    )
    if not is_new:
        _write(institution, born)
        move(institution, "file_again", by=by, cancelled_on=None)
    username, password = people.open_administrator(organisation_id=organisation.pk, by=by)
    return Approval(institution, username, password)


def _changed(institution: Institution, version: FilingVersion, by: Actor) -> Institution:
    _write(institution, _shown(version))
    people.record_organisation(name=version.name, uscc=version.uscc, by=by)
    places = institution.premises.filter(status=PremisesStatus.IN_USE)
    for place in lock_many(Premises, places.values_list("pk", flat=True)):
        place.pairs = pairs_of(place.name, place.address, institution.name)
        place.save(update_fields=["pairs"])
    return institution


def _write(institution: Institution, changes: dict[str, object]) -> None:
    for name, value in changes.items():
        setattr(institution, name, value)
    institution.save(update_fields=list(changes))


def _shown(version: FilingVersion) -> dict[str, object]:
    """What of an approved version may be read by everybody."""
    return {
        "name": version.name,
        "district": version.district,
        "address": version.operating_address,
        "pairs": pairs_of(version.name, version.operating_address),
        "facts": version,
    }


def _approve(filing: InstitutionFiling, institution: Institution, by: Actor) -> None:
    move(
        filing,
        "approve",
        by=by,
        institution=institution,
        reviewed_by=by.name,
        reviewed_at=clock.now(),
    )
    facts = {"name": institution.name, "filing_no": institution.filing_no}
    kind = f"institution_{filing.type}"
    _tell(institution, f"{kind}:{filing.pk}", kind, facts, by)


def _tell(institution: Institution, key: str, kind: str, facts: dict[str, str], by: Actor) -> None:
    organisation_id = institution.organisation_id
    notices.queue(key=key, kind=kind, facts=facts, organisation_id=organisation_id, by=by)
