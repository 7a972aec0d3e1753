"""Practitioners and the cards by which they show who they are. (AGY-03)"""

from anju.agencies.actions.parties import keeper_of
from anju.agencies.actions.stating import check_lengths
from anju.agencies.models import Practitioner, WorkCard
from anju.agencies.queries import name_digest
from anju.agencies.rules import (
    CARD_PREFIX,
    FIELDS_OF_PRACTITIONER,
    QUALIFIED,
    CardStatus,
    PractitionerStatus,
    Refusal,
    Role,
)
from anju.agencies.terms import PractitionerTerms
from anju.core import clock, numbers
from anju.core.actors import Actor
from anju.core.crypto import mask_id_number
from anju.core.db import action, lock, move
from anju.core.identity_numbers import check_identity, check_phone, normalise_name
from anju.core.reasons import given
from anju.core.refusals import Refused
from anju.people.queries import id_digest


@action
def register_practitioner(
    *, institution_id: int, terms: PractitionerTerms, by: Actor
) -> Practitioner:
    """Register somebody who works for an institution; they get their work card with it.

    The same again is the same person. Refused while they are registered with another institution.
    """
    institution = keeper_of(institution_id, by)
    stated = _stated(terms)
    number_digest = id_digest(terms.id_type, stated["id_number"])
    practitioner, is_new = Practitioner.objects.select_for_update(of=("self",)).get_or_create(
        id_digest=number_digest,
        status=PractitionerStatus.ACTIVE,
        defaults={
            "institution": institution,
            "name_digest": name_digest(stated["name"]),
            "registered_by": by.name,
            "registered_at": clock.now(),
            **stated,
        },
    )
    if is_new:
        _issue(practitioner, by)
    elif practitioner.institution_id != institution.pk or any(
        getattr(practitioner, name) != value for name, value in stated.items()
    ):
        raise Refused(
            Refusal.PRACTISES_ELSEWHERE,
            id_number=mask_id_number(practitioner.id_number),
            institution=practitioner.institution.name,
        )
    return practitioner


def _stated(terms: PractitionerTerms) -> dict[str, str]:
    if terms.role not in Role.values:
        raise Refused(Refusal.UNKNOWN_CHOICE, value=terms.role)
    if terms.role in QUALIFIED and not terms.qualification_no.strip():
        raise Refused(Refusal.QUALIFICATION_MISSING, role=Role(terms.role).label)
    stated = {
        "name": normalise_name(terms.name),
        "id_type": terms.id_type,
        "id_number": check_identity(terms.id_type, terms.id_number),
        "phone": check_phone(terms.phone),
        "role": terms.role,
        "qualification_no": terms.qualification_no.strip(),
    }
    check_lengths(Practitioner, stated, FIELDS_OF_PRACTITIONER)
    return stated


@action
def correct_practitioner(
    *,
    practitioner_id: int,
    phone: str,
    role: str,
    qualification_no: str,
    because: str,
    by: Actor,
) -> Practitioner:
    """Write another phone, role or certificate, with a reason. Who has another name or number is registered anew.

    The same again changes nothing.
    """
    practitioner = _kept(practitioner_id, by)
    terms = PractitionerTerms(
        practitioner.name,
        practitioner.id_type,
        practitioner.id_number,
        phone,
        role,
        qualification_no,
    )
    stated = {name: _stated(terms)[name] for name in ("phone", "role", "qualification_no")}
    if any(getattr(practitioner, name) != value for name, value in stated.items()):
        move(practitioner, "correct", by=by, because=given(because), **stated)
    return practitioner


@action
def remove_practitioner(*, practitioner_id: int, because: str, by: Actor) -> Practitioner:
    """Somebody works for the institution no longer: their card is void from now on. Twice equals once."""
    practitioner = _kept(practitioner_id, by)
    because = given(because)
    if practitioner.status == PractitionerStatus.REMOVED:
        return practitioner
    _withdraw_card(practitioner, because, by)
    now = clock.now()
    move(practitioner, "remove", by=by, because=because, removed_at=now)
    practitioner.because = because
    practitioner.save(update_fields=["because"])
    return practitioner


@action
def replace_card(*, practitioner_id: int, because: str, by: Actor) -> WorkCard:
    """A card was lost or damaged: it is void, another takes its place."""
    practitioner = _kept(practitioner_id, by)
    because = given(because)
    if practitioner.status != PractitionerStatus.ACTIVE:
        raise Refused(Refusal.NOT_PRACTISING)
    _withdraw_card(practitioner, because, by)
    return _issue(practitioner, by)


def _kept(practitioner_id: int, by: Actor) -> Practitioner:
    institution_id = Practitioner.objects.values_list("institution_id", flat=True).get(
        pk=practitioner_id
    )
    keeper_of(institution_id, by)
    practitioner: Practitioner = lock(Practitioner, pk=practitioner_id)
    return practitioner


def _issue(practitioner: Practitioner, by: Actor) -> WorkCard:
    return WorkCard.objects.create(
        practitioner=practitioner,
        no=numbers.certificate_no(CARD_PREFIX, clock.now()),
        issued_by=by.name,
        issued_at=clock.now(),
    )


def _withdraw_card(practitioner: Practitioner, because: str, by: Actor) -> None:
    card = practitioner.cards.select_for_update().filter(status=CardStatus.IN_FORCE).first()
    if card is not None:
        move(card, "withdraw", by=by, because=because)
