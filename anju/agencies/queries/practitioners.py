"""Practitioners: who sees them, how they are found although sealed, and what the public learns from a card."""

from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db.models import Prefetch, QuerySet

from anju.agencies.models import Institution, Practitioner, WorkCard
from anju.agencies.queries.institutions import is_named, is_officer, own_institution
from anju.agencies.rules import CARD_PREFIX, ISSUER, CardStatus, PractitionerStatus, Role, Status
from anju.core import clock, documents
from anju.core.actors import Actor
from anju.core.crypto import digest, mask_name_within
from anju.core.identity_numbers import IdentityKind, normalise, normalise_name
from anju.core.numbers import read_certificate_no
from anju.core.paper import day_text, qr_svg
from anju.core.search import found
from anju.people.queries import id_digest


def name_digest(name: str) -> bytes:
    return digest(f"practitioner:{normalise_name(name)}")


def _own_ids(own: Institution) -> list[int]:
    return [own.pk, *own.branches.values_list("pk", flat=True)]


def practitioners_seen_by(actor: Actor) -> QuerySet[Practitioner]:
    """Officers see all, an institution its own and those of its branches; each with the card in force."""
    in_force = WorkCard.objects.filter(status=CardStatus.IN_FORCE)
    every = Practitioner.objects.select_related("institution").prefetch_related(
        Prefetch("cards", in_force, to_attr="cards_in_force")
    )
    every = every.order_by("-id")
    if is_officer(actor):
        return every
    own = own_institution(actor)
    return every.filter(institution__in=_own_ids(own)) if own else every.none()


def practitioners_found(
    actor: Actor,
    *,
    name: str = "",
    id_number: str = "",
    card_no: str = "",
    institution_id: int | None = None,
    status: str = "",
) -> QuerySet[Practitioner]:
    """The search of 从业人员: by the whole name, a whole number, the card's number; names are sealed. (AGY-03)"""
    every = practitioners_seen_by(actor)
    if name.strip():
        every = every.filter(name_digest=name_digest(name))
    if id_number.strip():
        numbers = [id_digest(kind, normalise(id_number)) for kind in IdentityKind]
        every = every.filter(id_digest__in=numbers)
    if card_no.strip():
        every = every.filter(cards__no=read_certificate_no(card_no))
    if institution_id is not None:
        every = every.filter(institution=institution_id)
    return every.filter(status=status) if status else every


@dataclass(frozen=True)
class PublicPractitioner:
    """What everybody may read of a practitioner. The name shows its ends only; `pk` is for turning pages."""

    pk: int
    name: str
    role: str
    qualified: bool
    institution: Institution


def practitioners_published(institution_id: int) -> QuerySet[Practitioner]:
    """Who works for a filed institution; `as_published` says what of each may be shown. (CRD-05)"""
    return (
        Practitioner.objects.filter(institution=institution_id, status=PractitionerStatus.ACTIVE)
        .select_related("institution")
        .defer("id_number", "phone")
        .order_by("-id")
    )


def practitioners_listed(
    *, text: str = "", filing_no: str = "", role: str = "", institution_id: int | None = None
) -> QuerySet[Practitioner]:
    """Who works for filed institutions, with the card in force; nobody's name is read. (CRD-05)

    By words of the institution's name, by its number, by what they are there.
    """
    in_force = WorkCard.objects.filter(status=CardStatus.IN_FORCE)
    active = (
        Practitioner.objects.filter(status=PractitionerStatus.ACTIVE)
        .select_related("institution")
        .prefetch_related(Prefetch("cards", in_force, to_attr="cards_in_force"))
        .defer("name", "id_number", "phone")
        .order_by("-id")
    )
    exactly = {
        "institution__filing_no": normalise(filing_no),
        "institution": institution_id,
        "role": role,
    }
    active = active.filter(**{name: value for name, value in exactly.items() if value})
    if text.strip() or filing_no.strip():
        active = active.filter(institution__status=Status.FILED)
    return found(active, is_named(text, institution="institution")) if text.strip() else active


def as_published(practitioner: Practitioner) -> PublicPractitioner:
    return PublicPractitioner(
        practitioner.pk,
        mask_name_within(practitioner.name),
        str(Role(practitioner.role).label),
        bool(practitioner.qualification_no),
        practitioner.institution,
    )


@dataclass(frozen=True)
class CardCheck:
    """What the public site says of a work card whose number somebody has."""

    no: str
    is_valid: bool
    issued_at: datetime
    practitioner: PublicPractitioner


def check_card(no: str) -> CardCheck | None:
    """Whether a card is in force and whose it is; None when no card has this number. (AGY-03)"""
    read = read_certificate_no(no)
    if not read.startswith(CARD_PREFIX):
        return None
    found = WorkCard.objects.select_related("practitioner__institution").filter(no=read).first()
    if found is None:
        return None
    valid = found.status == CardStatus.IN_FORCE
    return CardCheck(found.no, valid, found.issued_at, as_published(found.practitioner))


CHECKED_AT = "/public/work-cards"
LANGUAGE = "zh-hans"


def work_card_pdf(practitioner: Practitioner) -> bytes | None:
    """The card in force as a paper to wear, its code leading to where anyone checks it; None without such a card."""
    card = practitioner.cards.filter(status=CardStatus.IN_FORCE).first()
    if card is None:
        return None
    institution, site = practitioner.institution, f"{settings.PUBLIC_URL}{CHECKED_AT}"
    shown = {
        "language": LANGUAGE,
        "no": card.no,
        "name": practitioner.name,
        "institution": institution.name,
        "filing_no": institution.filing_no,
        "role": str(Role(practitioner.role).label),
        "qualification_no": practitioner.qualification_no,
        "issued_on": day_text(clock.day_of(card.issued_at).isoformat(), LANGUAGE),
        "issuer": ISSUER,
        "site": site,
        "qr": qr_svg(f"{site}/{card.no}"),
    }
    return documents.pdf("work_card", shown)
