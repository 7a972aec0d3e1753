"""The only writers of hand-overs: announced by a sender, redeemed by the browser that brings the ticket, forgotten."""

import secrets

from anju.clients.hand_overs import Announcement
from anju.contracts import queries as contracts
from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import mask_id_number
from anju.core.db import action
from anju.core.identity_numbers import normalise_name
from anju.core.refusals import Refused
from anju.hand_overs.models import HandOver
from anju.hand_overs.queries import ticket_digest, usable
from anju.hand_overs.rules import KEPT_FOR, VALID_FOR, Refusal, Sender
from anju.people import actions as people
from anju.people import queries as people_queries
from anju.people.rules import REAL_NAME_LEVEL
from anju.people.rules import Refusal as PeopleRefusal

TICKET_BYTES = 32


@action
def make_hand_over(*, announcement: Announcement, by: Actor) -> tuple[str, HandOver]:
    """Let the tenant whom a sender announced come in once within two minutes; the ticket is told this once.

    The mini program's person is known by it as proven (IDN-11). The rental platform's tenant is looked up on the lease
    and nothing proven changes (NET-01). Refused when the nonce was used before, and as the rules of signing in say.
    """
    of_one_lease = announcement.sender == Sender.RENTAL_PLATFORM
    came = _tenant_of_lease(announcement) if of_one_lease else _proven_person(announcement, by)
    ticket, now = secrets.token_urlsafe(TICKET_BYTES), clock.now()
    hand_over, is_new = HandOver.objects.get_or_create(
        sender=announcement.sender,
        nonce=announcement.nonce,
        defaults={
            "ticket_digest": ticket_digest(ticket),
            "face": announcement.face,
            "made_at": now,
            "expires_at": now + VALID_FOR,
            **came,
        },
    )
    if not is_new:
        raise Refused(Refusal.REPLAYED)
    return ticket, hand_over


@action
def redeem(*, ticket: str, by: Actor) -> HandOver:
    """Use a ticket up: whoever brings it is the tenant it was made for. A second one is refused as used."""
    locked = HandOver.objects.select_for_update(of=("self",))
    hand_over = usable(locked.filter(ticket_digest=ticket_digest(ticket)).first())
    hand_over.used_at = clock.now()
    hand_over.save(update_fields=["used_at"])
    return hand_over


@action
def forget_old_hand_overs(*, by: Actor) -> int:
    """Delete the hand-overs whose ticket expired longer ago than we keep them; how many they were.

    Their nonces go too: an announcement signed that long ago is refused as stale, so none can come in again.
    """
    forgotten, _ = HandOver.objects.filter(expires_at__lt=clock.now() - KEPT_FOR).delete()
    return forgotten


def _proven_person(announcement: Announcement, by: Actor) -> dict[str, int]:
    who = announcement.who
    if who.subject_type != "person":
        raise Refused(Refusal.PERSONS_ONLY, sender=Sender(announcement.sender).label)
    person = people.sign_in_person(
        subject=who.sub,
        name=who.name,
        id_type=who.id_type,
        id_number=who.id_number,
        phone=who.phone,
        level=who.level,
        by=by,
    )
    return {"person_id": person.pk}


def _tenant_of_lease(announcement: Announcement) -> dict[str, int]:
    """Who is announced and the lease, when they are its tenant: known by number, never by name."""
    filing_no = announcement.filing_no
    if contracts.lease_by_filing_no(filing_no) is None:
        raise Refused(Refusal.UNKNOWN_LEASE, filing_no=filing_no)
    is_organisation = announcement.who.subject_type == "organisation"
    party = _known_organisation(announcement) if is_organisation else _known_person(announcement)
    tenant = Actor(
        "announced",
        "tenant_web",
        person_id=party.get("person_id"),
        organisation_id=party.get("organisation_id"),
    )
    lease = contracts.leases_seen_by(tenant).filter(filing_no=filing_no).first()
    if lease is None:
        who = announcement.who
        name = who.organisation_name or who.name
        raise Refused(Refusal.NOT_A_TENANT, name=name, filing_no=filing_no)
    return {**party, "lease_id": lease.pk}


def _known_person(announcement: Announcement) -> dict[str, int]:
    """Refused below the real-name level, and under another name than the one proven for this number."""
    who = announcement.who
    if who.level < REAL_NAME_LEVEL:
        raise Refused(PeopleRefusal.NOT_REAL_NAME)
    person = people_queries.person_by_number(who.id_number, who.id_type)
    if person is None:
        return {}
    if person.verified_at is not None and person.name != normalise_name(who.name):
        masked = mask_id_number(person.id_number)
        raise Refused(PeopleRefusal.NAME_DIFFERS, id_number=masked, name=who.name)
    return {"person_id": person.pk}


def _known_organisation(announcement: Announcement) -> dict[str, int]:
    """Refused without a registration number (登记号) with the fund centre, as at the sign-in."""
    who = announcement.who
    if not who.registration_no:
        raise Refused(PeopleRefusal.NOT_REGISTERED, name=who.organisation_name)
    organisation = people_queries.organisation_by_uscc(who.uscc)
    return {} if organisation is None else {"organisation_id": organisation.pk}
