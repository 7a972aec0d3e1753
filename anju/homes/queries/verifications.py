"""Which verifications somebody sees, how they are searched, and what each of them shows. (HVF-05)"""

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, QuerySet

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest, mask_id_number, mask_name, masked
from anju.core.identity_numbers import normalise
from anju.core.rules import DISTRICTS
from anju.core.search import found, words_in
from anju.homes.models import Asking, Home, Verification
from anju.homes.numbers import read_verification_no
from anju.homes.rules import (
    HOME_UNKNOWN,
    VALID,
    CertificateType,
    Outcome,
    OwnerIdType,
    Reason,
    Status,
)
from anju.people.rules import Power, Scope

FOUND_AT_MOST = 500
"""So many homes whose certificate begins alike are looked at; who wants another types more of its number."""

OF_THE_OFFICE = frozenset({Power.HOME_VERIFY, Power.HOME_OBJECT, Power.HOME_TROUBLE})


def verifications_seen_by(actor: Actor) -> QuerySet[Verification]:
    """One's own, newest first: a person's, a program's, and all that anybody asked in the name of an organisation.

    The office sees those of all; its posts for objections and for troubles see what they need for that.
    """
    every = Verification.objects.select_related("home", "trouble").order_by("-id")
    if actor.client_id is not None:
        return every.filter(client=actor.client_id) if _may(actor) else every.none()
    if actor.staff_id is not None:
        return every if actor.may & OF_THE_OFFICE else every.none()
    if actor.organisation_id is not None:
        return every.filter(organisation=actor.organisation_id)
    if actor.person_id is not None:
        return every.filter(person=actor.person_id)
    return every.none()


def verifications_to_let(actor: Actor) -> QuerySet[Verification]:
    """Those that hold and that somebody may begin a contract on: one's own, at the counter those of every organisation.

    (CON-01; 合同补录, CON-11)
    """
    if actor.staff_id is None:
        return verifications_seen_by(actor).filter(status__in=VALID)
    every = Verification.objects.select_related("home", "organisation").order_by("-id")
    if Power.FILING_ENTER not in actor.may:
        return every.none()
    return every.filter(organisation__isnull=False, status__in=VALID)


def _may(actor: Actor) -> bool:
    return Scope.HOME_VERIFY in actor.may


def found_by(verifications: QuerySet[Verification], text: str) -> QuerySet[Verification]:
    """Those with this 核验码, certificate number (or its beginning), owner's number, or words of the address.

    Two characters of the address are enough. Whose owner's statement was wrong is not found by the address: they would
    learn it. A text that says nothing finds all.
    """
    text = text.strip()
    if not text:
        return verifications
    no = read_verification_no(text)
    if no:
        return verifications.filter(no=no)
    plain = normalise(text)
    if re.fullmatch(r"[A-Z0-9]{8,18}", plain, re.ASCII):
        digests = [digest(f"{kind}:{plain}") for kind in OwnerIdType.values]
        return verifications.filter(owner_digest__in=digests)
    if re.match(r"X?京[(房]", plain):
        begins = Home.objects.filter(certificate_no__startswith=plain).order_by("certificate_no")
        homes = list(begins.values_list("pk", flat=True)[:FOUND_AT_MOST])
        return verifications.filter(home__in=homes)
    return found(verifications.filter(shows_home()), words_in("pairs", text))


def shows_home() -> Q:
    """The owner was stated rightly, or the asker stated the home themselves."""
    return ~Q(outcome__in=["", Outcome.ERROR_EXTERNAL, *sorted(HOME_UNKNOWN)])


def in_status(verifications: QuerySet[Verification], status: str) -> QuerySet[Verification]:
    return verifications.filter(status=status) if status in Status.values else verifications


def verification(verification_id: int) -> Verification:
    return Verification.objects.select_related("home").get(pk=verification_id)


def verification_by_no(no: str) -> Verification | None:
    return Verification.objects.select_related("home").filter(no=no).first()


@dataclass(frozen=True)
class HomeShown:
    address: str
    district: str
    area: Decimal | None
    use: str
    unit_no: str
    is_mortgaged: bool


def home_shown(verification: Verification) -> HomeShown | None:
    """The home, where the asker stated its owner rightly; else nothing, whatever others have learnt of it."""
    if verification.outcome in ("", Outcome.ERROR_EXTERNAL, *HOME_UNKNOWN):
        return None
    home: Home = verification.home
    return HomeShown(
        home.address,
        DISTRICTS[home.district],
        home.area,
        home.use,
        home.unit_no,
        home.is_mortgaged,
    )


def owner_masked(verification: Verification) -> tuple[str, str]:
    """The owner's name and number as screens show them."""
    is_organisation = verification.owner_id_type == OwnerIdType.USCC
    name = verification.owner_name
    shown = masked(name, 2, 2) if is_organisation else mask_name(name)
    return shown, mask_id_number(verification.owner_id_number)


def verified_by_district(first: date, last: date) -> dict[str, int]:
    """How many homes passed, or were committed to, in a period, its last day included, by district; each home once."""
    passed = Verification.objects.filter(
        outcome__in=[Outcome.PASS, Outcome.UNVERIFIABLE_COMMITTED],
        decided_at__gte=clock.start_of(first),
        decided_at__lt=clock.end_of(last),
    )
    rows = passed.order_by().values_list("home__district")
    return dict(rows.annotate(count=Count("home", distinct=True)))


def holds(verification: Verification) -> bool:
    """Whether it may be relied upon today: its last day counts, whether or not the clock has ended it."""
    until = verification.valid_until
    return verification.status in VALID and until is not None and until >= clock.today()


def status_now(verification: Verification) -> Status:
    """The status; of one whose last day is over 已失效, also in the minute before the clock says so."""
    is_over = verification.status in VALID and not holds(verification)
    return Status.EXPIRED if is_over else Status(verification.status)


def sentence_of(verification: Verification) -> str:
    """What people read about the result: the outcome, why a certificate does not serve, the ticket of a fault."""
    if not verification.outcome:
        return str(Status.REQUESTED.label)
    sentence = str(Outcome(verification.outcome).label)
    if verification.reason:
        sentence += f"：{Reason(verification.reason).label}"
    if verification.trouble is not None:
        sentence += f"（问题单号 {verification.trouble.no}）"
    return sentence


def askings_of(verification: Verification) -> QuerySet[Asking]:
    """Every time it was asked, who and when, oldest first."""
    return verification.askings.order_by("id")


def certificate_of(verification: Verification) -> str:
    return str(CertificateType(verification.home.certificate_type).label)


def lettings_of(verification: Verification) -> QuerySet[Any]:
    """The contracts filed for the home, newest first. Only where the home is shown."""
    shown = home_shown(verification) is not None
    filed = verification.home.lettings.filter(filing_no__isnull=False)
    lettings = filed.order_by("-from_on", "-id")
    return lettings if shown else lettings.none()
