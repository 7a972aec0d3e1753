"""Asking whether a home may be let: at once where that is known, else a job asks the registry. (HVF-01, HVF-05)"""

from typing import Any

from django.db.models import Q

from anju.core import clock
from anju.core.actors import Actor
from anju.core.crypto import digest
from anju.core.db import action, lock
from anju.core.refusals import Refused
from anju.core.search import pairs_of
from anju.homes.actions.deciding import decide
from anju.homes.models import Asking, Home, Verification
from anju.homes.numbers import notice_code, verification_no
from anju.homes.queries.asking import asker, reusable_answer
from anju.homes.reading import HomeTerms
from anju.homes.rules import PAUSES, VALID, Outcome, Refusal, Role, Status
from anju.people import actions as people


@action
def request_verification(
    *,
    key: str,
    terms: HomeTerms,
    role: str,
    by: Actor,
    organisation_id: int | None = None,
    in_bulk: bool = False,
) -> Verification:
    """Check a home for whoever asks; under one key of theirs it is one question, however often it is asked.

    Who has one waiting or valid for the same home and owner gets that one. What the registry said of them within its
    validity is used again; else the verification is 核验中 until a job has asked. Refused when the key was used for
    another content, when the day has passed, and when a commitment is needed and missing.
    """
    if terms.starts_on is not None and terms.starts_on < clock.today():
        raise Refused(Refusal.STARTS_IN_PAST, starts_on=terms.starts_on)
    if not terms.is_in_register and not (terms.commitment and terms.address and terms.area):
        raise Refused(Refusal.COMMITMENT_NEEDED)
    who = asker(by, organisation_id)
    if role != Role.OWNER and who["organisation_id"] is None:
        raise Refused(Refusal.ORGANISATION_MISSING)
    home = _locked_home(terms)
    content = digest(f"{terms.digest.hex()}:{role}:{who['organisation_id']}")
    known = Asking.objects.filter(asked_by=by.name, key=key).select_related("verification").first()
    if known is not None:
        return _same(known, content)
    found = _open_one(home, terms, role, who)
    verification = found or _new(home, terms, role, who, in_bulk, by)
    asking, is_new = Asking.objects.get_or_create(
        asked_by=by.name,
        key=key,
        defaults={
            "content_digest": content,
            "verification": verification,
            "asked_at": clock.now(),
        },
    )
    if not is_new:
        return _same(asking, content)
    if found is None:
        _decide_what_is_known(verification, home, terms, by)
    elif found.in_bulk and not in_bulk:
        found.in_bulk = False  # now somebody looks at it: it waits behind no file
        found.save(update_fields=["in_bulk"])
    return verification


@action
def request_by_program(
    *, key: str, terms: HomeTerms, role: str, organisation: tuple[str, str] | None, by: Actor
) -> Verification:
    """A program asks for an owner, or for an organisation that it names by name and code. (HVF-04)"""
    known = None
    if organisation is not None:
        name, uscc = organisation
        known = people.record_organisation(name=name, uscc=uscc, by=by)
    return request_verification(
        key=key, terms=terms, role=role, organisation_id=known.pk if known else None, by=by
    )


def _same(asking: Asking, content: bytes) -> Verification:
    if bytes(asking.content_digest) != content:
        raise Refused(Refusal.KEY_REUSED)
    return asking.verification


def _locked_home(terms: HomeTerms) -> Home:
    """The home of a certificate, locked: whoever asks about it meanwhile waits."""
    home, _ = Home.objects.get_or_create(
        certificate_type=terms.certificate_type,
        certificate_no=terms.certificate_no,
        defaults={
            "district": terms.district,
            "address": terms.address,
            "area": terms.area,
        },
    )
    locked: Home = lock(Home, pk=home.pk)
    return locked


def question_digest(terms: HomeTerms) -> bytes:
    return digest(
        f"home:{terms.certificate_type}:{terms.certificate_no}:{terms.owner_name}"
        f":{terms.owner_id_type}:{terms.owner_id_number}"
    )


def _open_one(
    home: Home, terms: HomeTerms, role: str, who: dict[str, int | None]
) -> Verification | None:
    """What the same asker has waiting or valid for the same question: it is answered by that."""
    same = Verification.objects.filter(
        home=home, role=role, question_digest=question_digest(terms), **who
    )
    is_open = Q(status=Status.REQUESTED) | Q(status__in=VALID, valid_until__gte=clock.today())
    if terms.starts_on is not None:
        is_open &= Q(starts_on=terms.starts_on)
    return same.filter(is_open).order_by("id").last()


def _new(
    home: Home, terms: HomeTerms, role: str, who: dict[str, Any], in_bulk: bool, by: Actor
) -> Verification:
    now = clock.now()
    return Verification.objects.create(
        no=verification_no(terms.district),
        code=notice_code(),
        home=home,
        pairs=pairs_of(home.address),
        role=role,
        asked_by=by.name,
        portal=by.portal,
        asked_at=now,
        owner_name=terms.owner_name,
        owner_id_type=terms.owner_id_type,
        owner_id_number=terms.owner_id_number,
        owner_digest=digest(f"{terms.owner_id_type}:{terms.owner_id_number}"),
        question_digest=question_digest(terms),
        starts_on=terms.starts_on or clock.today(),
        commitment=terms.commitment,
        in_bulk=in_bulk,
        try_at=now if terms.is_in_register else None,
        **who,
    )


def _decide_what_is_known(
    verification: Verification, home: Home, terms: HomeTerms, by: Actor
) -> None:
    """At once where no register can be asked, and where it was asked the same within the validity of its answer."""
    if not terms.is_in_register:
        decide(verification, home, Outcome.UNVERIFIABLE_COMMITTED, by=by)
        return
    answer = reusable_answer(bytes(verification.question_digest))
    if answer is not None:
        decide(verification, home, Outcome.PASS, answer=answer, by=by)


@action
def claim_questions(*, limit: int, by: Actor) -> list[Verification]:
    """The next to be asked about, those of people before those of files. Each is due again later should we crash."""
    now = clock.now()
    due = Verification.objects.filter(status=Status.REQUESTED, try_at__lte=now)
    ordered = due.order_by("in_bulk", "try_at", "id")
    claimed = list(
        ordered.select_related("home").select_for_update(of=("self",), skip_locked=True)[:limit]
    )
    for one in claimed:
        one.try_at = now + PAUSES[min(one.attempts, len(PAUSES) - 1)]
        one.attempts += 1
    Verification.objects.bulk_update(claimed, ["try_at", "attempts"])
    return claimed
