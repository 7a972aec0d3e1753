"""Red and black lists: the officers' work, what the public reads, who is blacklisted now. (CRD-03 to CRD-05)"""

from collections.abc import Iterable
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from anju.agencies import queries as agencies
from anju.core import clock
from anju.core.actors import Actor
from anju.core.calendar import add_months
from anju.core.identity_numbers import normalise
from anju.core.refusals import Refused
from anju.core.search import found, words_in
from anju.credit.models import ListEntry
from anju.credit.queries.events import (
    OWN_PORTALS,
    has_serious_event,
    has_upheld_complaint,
    standing_of,
)
from anju.credit.rules import (
    ENTRY_LISTED,
    ENTRY_OPEN,
    EntryStatus,
    ListKind,
    Refusal,
)
from anju.parameters import queries as parameters
from anju.people.rules import Power


def entries_seen_by(actor: Actor) -> QuerySet[ListEntry]:
    """Who keeps the lists sees all; an institution its own, once it was told. The newest first."""
    every = ListEntry.objects.order_by("-id")
    if Power.LIST_KEEP in actor.may:
        return every
    if actor.portal in OWN_PORTALS and actor.organisation_id is not None:
        own = every.filter(organisation=actor.organisation_id)
        return own.exclude(status=EntryStatus.PROPOSED)
    return every.none()


def entries_found(
    entries: QuerySet[ListEntry],
    *,
    text: str = "",
    uscc: str = "",
    kind: str = "",
    status: str = "",
) -> QuerySet[ListEntry]:
    """Of some entries those that somebody looks for: by words of the name, by code, list and state."""
    exactly = {"uscc": normalise(uscc), "kind": kind, "status": status}
    entries = entries.filter(**{name: value for name, value in exactly.items() if value})
    return found(entries, words_in("pairs", text)) if text.strip() else entries


def entries_published() -> QuerySet[ListEntry]:
    """Who is listed today, for everybody to read: name, code, list, reason, basis, days. (rule C6.7)"""
    listed = ListEntry.objects.filter(status__in=ENTRY_LISTED, valid_until__gte=clock.today())
    return listed.only(
        "id", "name", "uscc", "kind", "ground", "reason", "basis", "published_on", "valid_until"
    ).order_by("-id")


def entries_to_answer(actor: Actor) -> QuerySet[ListEntry]:
    """Places on a list on which an institution may still make its statement, and has not. (rule C6.4)"""
    in_time = entries_seen_by(actor).filter(
        status=EntryStatus.NOTICED, statement_until__gte=clock.today()
    )
    return in_time.filter(statement="")


def entries_to_notify(actor: Actor) -> QuerySet[ListEntry]:
    """Proposals for the black list of which nobody has been told yet, the oldest first."""
    mine = entries_seen_by(actor) if Power.LIST_KEEP in actor.may else ListEntry.objects.none()
    return mine.filter(kind=ListKind.BLACK, status=EntryStatus.PROPOSED).order_by("id")


def entries_to_decide(actor: Actor) -> QuerySet[ListEntry]:
    """Proposals that this officer may decide now: of others, and heard where that is needed; the oldest first."""
    if Power.LIST_KEEP not in actor.may:
        return ListEntry.objects.none()
    waiting = ListEntry.objects.filter(status__in=ENTRY_OPEN)
    waiting = waiting.exclude(proposed_by=actor.name).exclude(noticed_by=actor.name)
    red = waiting.filter(kind=ListKind.RED)
    noticed = waiting.filter(kind=ListKind.BLACK, status=EntryStatus.NOTICED)
    heard = noticed.filter(statement_until__lt=clock.today()) | noticed.exclude(statement="")
    return (red | heard).order_by("id")


def removals_to_decide(actor: Actor) -> QuerySet[ListEntry]:
    """Removals asked for by others, those first that are due first."""
    if Power.LIST_KEEP not in actor.may:
        return ListEntry.objects.none()
    asked = ListEntry.objects.filter(status=EntryStatus.REMOVAL_ASKED)
    return asked.exclude(removal_asked_by=actor.name).order_by("remove_until", "id")


def entries_to_expire(limit: int) -> list[int]:
    over = ListEntry.objects.filter(status__in=ENTRY_LISTED, valid_until__lt=clock.today())
    return list(over.order_by("valid_until", "id").values_list("pk", flat=True)[:limit])


# Who is blacklisted


def blacklisted(organisation_ids: Iterable[int]) -> dict[int, ListEntry]:
    """Those of these organisations that are on the black list today, and by which entry; two queries.

    A branch is no legal person of its own: where its head office is listed, so is the branch.
    """
    wanted = list(organisation_ids)
    heads = agencies.heads_of(wanted)
    listed = ListEntry.objects.filter(
        organisation__in=[*wanted, *heads.values()],
        kind=ListKind.BLACK,
        status__in=ENTRY_LISTED,
        valid_until__gte=clock.today(),
    )
    entries = {entry.organisation_id: entry for entry in listed}
    found = {pk: entries.get(pk) or entries.get(heads.get(pk, pk)) for pk in wanted}
    return {pk: entry for pk, entry in found.items() if entry is not None}


def is_blacklisted(organisation_id: int) -> bool:
    """Whether an organisation is on the black list today: what signings, filings and releases ask. (rule C6.6)"""
    return bool(blacklisted([organisation_id]))


def check_may_sign(organisation_id: int) -> None:
    """Refused, with name and last day, while an organisation is on the black list. (CRD-04)"""
    entry = blacklisted([organisation_id]).get(organisation_id)
    if entry is not None:
        raise Refused(Refusal.BLACKLISTED, name=entry.name, until=entry.valid_until)


def holds_to_propose(limit: int) -> list[ListEntry]:
    """Blacklisted enterprises whose releases may be held, of which the fund centre has not taken note yet.

    Whoever holds releases asks this, acts or does not, and says so with `actions.heed_hold`. (rule C6.6)
    """
    waiting = ListEntry.objects.filter(
        kind=ListKind.BLACK, status=EntryStatus.PUBLISHED, hold_heeded_at__isnull=True
    )
    return list(waiting.order_by("id")[:limit])


# Who may come on the red list, and when one may leave the black one early


def why_not_red(organisation_id: int, year: int) -> str:
    """Why an organisation cannot come on the red list for a cycle; "" when it can. (rule C6.3)"""
    if organisation_id not in agencies.organisations_filed_throughout(year, [organisation_id]):
        return _("在该记分周期内没有持续有效的机构备案")
    if standing_of(organisation_id, year).grade != "A":
        return _("该记分周期的信用等级不是A级")
    if has_serious_event(organisation_id, year):
        points = parameters.number("credit.serious_points")
        return _("有单次{points}分以上的记分").format(points=points)
    if has_upheld_complaint(organisation_id, year):
        return _("有成立的投诉")
    if is_blacklisted(organisation_id):
        return _("正在黑名单上")
    return ""


def repair_from(published_on: date) -> date:
    """From which day on an early removal may be asked for. (rule C6.5)"""
    return add_months(published_on, parameters.number("credit.months_before_repair", published_on))
