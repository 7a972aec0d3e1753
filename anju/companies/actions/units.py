"""单位信息变更: auxiliary data at once, the name once the register has confirmed it. (manual 004, 8; PRP-13)"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from anju.companies.models import Company, NameCheck, UnitChange, UnitChangeLine
from anju.companies.numbers import unit_change_no
from anju.companies.queries import units as queries
from anju.companies.queries.companies import company_of
from anju.companies.reading import auxiliary_of, stated_text
from anju.companies.rules import AUXILIARY
from anju.companies.units import (
    ASKED_AGAIN_AFTER,
    CHECKS_A_DAY,
    PAUSES,
    CheckStatus,
    Denied,
    Refusal,
)
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.identity_numbers import normalise_name
from anju.core.refusals import Refused
from anju.core.search import pairs_of
from anju.people import actions as people


@action
def check_name(*, name: str, by: Actor) -> NameCheck:
    """【质监校验】: have the register asked whether the company bears a new name. A job asks, this only begins.

    A question that waits, was confirmed within its validity, or denied just now is the same one.
    """
    company = _own_company(by)
    wanted = normalise_name(name)[:200]
    if wanted == company.name:
        raise Refused(Refusal.NAME_IS_SAME)
    known, now = queries.newest_check(company, wanted), clock.now()
    if known is not None and _still_stands(known):
        return known
    today = NameCheck.objects.filter(company=company, asked_at__gte=now - timedelta(days=1))
    if today.count() >= CHECKS_A_DAY:
        raise Refused(Refusal.TOO_MANY_CHECKS, most=CHECKS_A_DAY)
    return NameCheck.objects.create(
        company=company, name=wanted, asked_by=by.name, asked_at=now, try_at=now
    )


def _own_company(by: Actor) -> Company:
    company: Company = lock(Company, pk=company_of(by).pk)
    return company


def _still_stands(check: NameCheck) -> bool:
    if check.status == CheckStatus.WAITING or check.answered_at is None:
        return True
    if check.status == CheckStatus.CONFIRMED:
        return queries.is_good(check)
    return clock.now() < check.answered_at + ASKED_AGAIN_AFTER


@action
def claim_name_checks(*, limit: int, by: Actor) -> list[NameCheck]:
    """The next names to ask about. Each is due again later should we crash, or the register stay silent."""
    now = clock.now()
    due = NameCheck.objects.filter(status=CheckStatus.WAITING, try_at__lte=now)
    ordered = due.select_related("company").order_by("try_at", "id")
    claimed = list(ordered.select_for_update(of=("self",), skip_locked=True)[:limit])
    for one in claimed:
        one.try_at = now + PAUSES[min(one.attempts, len(PAUSES) - 1)]
        one.attempts += 1
    NameCheck.objects.bulk_update(claimed, ["try_at", "attempts"])
    return claimed


@action
def confirm_name(*, check_id: int, by: Actor) -> NameCheck:
    """The register knows the company by this name. Twice is once."""
    check: NameCheck = lock(NameCheck, pk=check_id)
    if check.status == CheckStatus.WAITING:
        move(check, "confirm", by=by, answered_at=clock.now(), silence="")
    return check


@action
def deny_name(*, check_id: int, why: Denied, by: Actor) -> NameCheck:
    """It does not, and why. Twice is once."""
    check: NameCheck = lock(NameCheck, pk=check_id)
    if check.status == CheckStatus.WAITING:
        move(check, "deny", by=by, answered_at=clock.now(), denied=why, silence="")
    return check


@action
def note_silence(*, check_id: int, why: str, by: Actor) -> NameCheck:
    """The register did not answer, or nothing that could be read: it is asked again."""
    check: NameCheck = lock(NameCheck, pk=check_id)
    if check.status == CheckStatus.WAITING:
        check.silence = why[:200]
        check.save(update_fields=["silence"])
    return check


@action
def change_unit(*, name: str, stated: Mapping[str, Any], seen: int, by: Actor) -> UnitChange:
    """【提交】: what differs is changed at once, and kept as a line of history.

    `stated` are all fields of the auxiliary data, `seen` is the last change that the page knew (0: none): when another
    came meanwhile, nothing is overwritten. Twice is once. Refused for a new name that the register has not confirmed.
    """
    company = _own_company(by)
    wanted = {"name": normalise_name(name)[:200], **auxiliary_of(stated)}
    differing = [one for one in ("name", *AUXILIARY) if getattr(company, one) != wanted[one]]
    last = queries.last_change(company)
    is_stale = seen != (last.pk if last else 0)
    if not differing:
        if last is not None and is_stale and last.changed_by == by.name:
            return last
        raise Refused(Refusal.NOTHING_CHANGED)
    if is_stale and last is not None:
        at = f"{last.changed_at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"
        raise Refused(Refusal.CHANGED_MEANWHILE, at=at, who=last.changed_by)
    check = _confirmed(company, wanted["name"]) if "name" in differing else None
    return _changed(company, {one: wanted[one] for one in differing}, check, by)


def _confirmed(company: Company, name: str) -> NameCheck:
    check = queries.newest_check(company, name)
    if check is None or (check.status == CheckStatus.CONFIRMED and not queries.is_good(check)):
        raise Refused(Refusal.NAME_NOT_CHECKED)
    if check.status == CheckStatus.WAITING:
        raise Refused(Refusal.NAME_BEING_CHECKED, name=name)
    if check.status == CheckStatus.DENIED:
        raise Refused(Refusal.NAME_DENIED, name=name, why=Denied(check.denied).label)
    return check


def _changed(
    company: Company, changes: dict[str, Any], check: NameCheck | None, by: Actor
) -> UnitChange:
    now = clock.now()
    change = UnitChange.objects.create(
        no=unit_change_no(company.district, now),
        company=company,
        name_check=check,
        changed_by=by.name,
        changed_at=now,
    )
    UnitChangeLine.objects.bulk_create(
        UnitChangeLine(
            change=change,
            field=one,
            before=stated_text(one, getattr(company, one)),
            after=stated_text(one, value),
        )
        for one, value in changes.items()
    )
    if "name" in changes:
        changes = {**changes, "pairs": pairs_of(changes["name"])}
        people.rename_organisation(
            organisation_id=company.organisation_id, name=changes["name"], by=by
        )
    for one, value in changes.items():
        setattr(company, one, value)
    company.save(update_fields=list(changes))
    return change
