"""个人造册: a home is added by who owns it, at once or after the department's review. (manual 002, 2.3.2; OWN-13)"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from anju.core import clock
from anju.core.actors import Actor
from anju.core.calendar import add_workdays
from anju.core.db import action, lock, move, one_at_a_time
from anju.core.files import ATTACHMENT
from anju.core.identity_numbers import check_phone, normalise
from anju.core.queries import files_stored_by
from anju.core.refusals import Broken, Refused, ensure
from anju.core.rules import DISTRICTS
from anju.fund.actions.accounts import account_for, change_hands
from anju.fund.models import Addition, AdditionDocument
from anju.fund.numbers import addition_no
from anju.fund.queries.additions import additions_seen_by
from anju.fund.rules import (
    MOST_DOCUMENTS,
    MOST_WAITING,
    AdditionStatus,
    Refusal,
    Way,
)
from anju.homes import queries as homes
from anju.homes.actions import OwnerTerms
from anju.homes.estate import Sale
from anju.notices import actions as notices
from anju.parameters import queries as parameters
from anju.people import queries as people
from anju.people.queries import check_power
from anju.people.rules import Power

if TYPE_CHECKING:
    from anju.homes.models import Dwelling


@action
def add_home(
    *,
    way: str,
    wanted: str,
    district: str,
    phone: str,
    sale: str = Sale.NEW,
    documents: Sequence[int] = (),
    by: Actor,
) -> Addition:
    """【提交】: known and the applicant's by name and number it is added at once, else it waits for the department.

    `wanted` is the number, or the address where `documents` (files stored before) prove it. The same again while it
    waits is the same addition. Nothing tells whether another's home has this number.
    """
    who = people.who(by)
    applicant = homes.digest_of(by)
    if applicant is None:
        raise Broken(f"{by.name} is nobody")
    text = normalise(wanted)[:300]
    if not text:
        what = "房屋坐落" if way == Way.DOCUMENTS else Way(way).label
        raise Refused(Refusal.WANTED_MISSING, what=what)
    if district not in DISTRICTS:
        raise Refused(Refusal.DISTRICT_MISSING)
    phone = check_phone(phone)
    if way == Way.DOCUMENTS:
        _check(documents, by)
    one_at_a_time(f"addition:{applicant.hex()}")
    stated = {"way": way, "wanted": text, "sale": sale}
    waiting = Addition.objects.filter(
        **stated, applicant=applicant, status=AdditionStatus.WAITING
    ).first()
    if waiting is not None:
        return waiting
    home = _own(way, text, sale, district, by)
    if home is None:
        _check_how_many_wait(applicant)
    now = clock.now()
    addition = Addition.objects.create(
        **stated,
        **who,
        no=addition_no(district, now),
        district=district,
        phone=phone,
        applicant=applicant,
        made_at=now,
        review_by=None if home else add_workdays(clock.today(), review_workdays()).on,
    )
    AdditionDocument.objects.bulk_create(
        AdditionDocument(addition=addition, file_id=file_id) for file_id in dict.fromkeys(documents)
    )
    if home is not None:
        account_for(dwelling_id=home.pk, by=by)
        move(addition, "add", by=by, dwelling=home, decided_at=now)
    return addition


def review_workdays() -> int:
    return parameters.number("fund.house_review_workdays")


def _check(documents: Sequence[int], by: Actor) -> None:
    file_ids = set(documents)
    if not 1 <= len(file_ids) <= MOST_DOCUMENTS:
        raise Refused(Refusal.DOCUMENTS_MISSING, most=MOST_DOCUMENTS)
    ours = files_stored_by(by, sorted(file_ids), ATTACHMENT)
    ensure(set(ours) == file_ids, f"{by.name} did not store all of {sorted(file_ids)}")


def _check_how_many_wait(applicant: bytes) -> None:
    waiting = Addition.objects.filter(applicant=applicant, status=AdditionStatus.WAITING)
    if waiting.count() >= MOST_WAITING:
        raise Refused(Refusal.TOO_MANY_WAITING, most=MOST_WAITING)


def _own(way: str, text: str, sale: str, district: str, by: Actor) -> Dwelling | None:
    """The home of this number where it is the applicant's; of others' nothing is asked."""
    numbers = {Way.CONTRACT: "contract_no", Way.CERTIFICATE: "certificate_no"}
    if way not in numbers:
        return None
    home = homes.own_dwelling_by(by, **{numbers[Way(way)]: text}, sale=sale)
    if home is None:
        return None
    there = home.building.community.district
    if there != district:
        raise Refused(Refusal.OTHER_DISTRICT, district=DISTRICTS[there])
    return home


@action
def approve_addition(
    *, addition_id: int, dwelling_id: int, owners: Sequence[OwnerTerms], opinion: str, by: Actor
) -> Addition:
    """The department has seen that the home is the applicant's: with `owners`, all that the title names, it is theirs.

    Without `owners` those that are recorded stand. Refused when the applicant is not among them.
    """
    addition = _to_decide(addition_id, opinion, by)
    home = homes.dwelling(dwelling_id)
    there = home.building.community.district
    ensure(there == addition.district, f"{addition.no} is not for a home in {there}")
    account = account_for(dwelling_id=home.pk, by=by)
    if owners:
        change_hands(account.pk, owners, by)
    if not homes.owners_now(home).filter(digest=addition.applicant).exists():
        raise Refused(Refusal.APPLICANT_MISSING)
    return _decide(addition, "add", opinion, by, dwelling=home)


@action
def reject_addition(*, addition_id: int, opinion: str, by: Actor) -> Addition:
    """审核不通过: the applicant reads why, and may hand it in again."""
    return _decide(_to_decide(addition_id, opinion, by), "reject", opinion, by)


def _to_decide(addition_id: int, opinion: str, by: Actor) -> Addition:
    check_power(by, Power.FUND_REVIEW)
    ensure(additions_seen_by(by).filter(pk=addition_id).exists(), "another department's")
    addition: Addition = lock(Addition, pk=addition_id)
    if addition.status != AdditionStatus.WAITING:
        status = addition.get_status_display()
        raise Refused(Refusal.DECIDED_BEFORE, no=addition.no, status=status)
    if not opinion.strip():
        raise Refused(Refusal.OPINION_MISSING)
    return addition


def _decide(
    addition: Addition, name: str, opinion: str, by: Actor, **changes: Dwelling
) -> Addition:
    text = opinion.strip()[:500]
    decided = {"decided_at": clock.now(), "decided_by": by.name, "opinion": text}
    move(addition, name, by=by, because=text, **decided, **changes)
    notices.queue(
        key=f"addition:{addition.no}",
        kind="fund_home_added" if name == "add" else "fund_home_rejected",
        facts={"no": addition.no, "opinion": text},
        person_id=addition.person_id,
        organisation_id=addition.organisation_id,
        by=by,
    )
    return addition
