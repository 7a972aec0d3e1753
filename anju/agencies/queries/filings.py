"""Applications: the list of all, the work of the entering and of the reviewing officer, what one states."""

from django.db.models import QuerySet

from anju.agencies.models import FilingVersion, Institution, InstitutionFiling
from anju.agencies.queries.institutions import is_officer, own_institution
from anju.agencies.rules import (
    EDITABLE,
    FIELDS,
    OPEN,
    FilingStatus,
    FilingType,
    Refusal,
    Status,
)
from anju.agencies.terms import NAMES
from anju.core.actors import Actor
from anju.core.identity_numbers import normalise
from anju.core.refusals import Refused
from anju.core.search import found, words_in
from anju.people import queries as people
from anju.people.rules import Power


def filings_seen_by(actor: Actor) -> QuerySet[InstitutionFiling]:
    """Officers see all; a head office what it applied for. The newest first. (IDN-03)"""
    every = InstitutionFiling.objects.select_related("head", "institution", "applicant")
    every = every.order_by("-id")
    if is_officer(actor):
        return every
    own = own_institution(actor)
    return every.filter(applicant=own.pk) if own else every.none()


def filings_found(
    actor: Actor,
    *,
    text: str = "",
    uscc: str = "",
    filing_type: str = "",
    status: str = "",
    district: str = "",
) -> QuerySet[InstitutionFiling]:
    """The search of 机构备案: by words of the name, by code, type, state and district."""
    filings = filings_seen_by(actor)
    exactly = {
        "uscc": normalise(uscc),
        "type": filing_type,
        "status": status,
        "district": district,
    }
    filings = filings.filter(**{name: value for name, value in exactly.items() if value})
    return found(filings, words_in("pairs", text)) if text.strip() else filings


def filings_to_finish(actor: Actor) -> QuerySet[InstitutionFiling]:
    """The entering officer's work: own drafts and what came back, the newest first."""
    return filings_seen_by(actor).filter(entered_by=actor.name, status__in=EDITABLE)


def filings_to_review(actor: Actor) -> QuerySet[InstitutionFiling]:
    """The reviewing officer's work, what has waited longest first; not what they entered or submitted themselves."""
    if Power.AGENCY_REVIEW not in actor.may:
        return InstitutionFiling.objects.none()
    waiting = filings_seen_by(actor).filter(status=FilingStatus.SUBMITTED)
    others = waiting.exclude(entered_by=actor.name).exclude(submitted_by=actor.name)
    return others.order_by("submitted_at", "id")


def is_another(filing: InstitutionFiling, actor: Actor) -> bool:
    """Whether somebody had nothing to do with an application before its review."""
    writers = set(filing.versions.values_list("written_by", flat=True))
    return actor.name not in writers | {filing.entered_by, filing.submitted_by}


def acts_on_filing(filing: InstitutionFiling, actor: Actor) -> frozenset[str]:
    """Which actions somebody could take with an application now, by their names: what a page offers."""
    own, acts = own_institution(actor), set()
    may_enter = own is not None or Power.AGENCY_ENTER in actor.may
    if may_enter and filing.applicant_id == (own.pk if own else None):
        if filing.status in OPEN:
            acts.add("withdraw_filing")
        if filing.status in EDITABLE:
            acts.add("submit_filing")
            if filing.type != FilingType.CANCELLATION:
                acts.add("correct_filing")
    is_waiting = filing.status == FilingStatus.SUBMITTED
    if is_waiting and Power.AGENCY_REVIEW in actor.may and is_another(filing, actor):
        cancels = filing.type == FilingType.CANCELLATION
        acts |= {"send_back", "approve_cancellation" if cancels else "approve_filing"}
    return frozenset(acts)


def acts_on_institution(institution: Institution, own: Institution) -> frozenset[str]:
    """What the administrator of `own` may apply for: the head office for itself and its branches. (AGY-02)"""
    if own.is_branch or institution.status != Status.FILED:
        return frozenset()
    acts = set()
    if own.pk in (institution.pk, institution.head_id):
        acts = {"apply_for_change", "apply_for_cancellation"}
    return frozenset(acts | {"enter_filing"} if own.pk == institution.pk else acts)


def whom_to_ask(own: Institution) -> str:
    """What a branch's administrator is told instead of being offered to apply; "" for a head office. (AGY-02)"""
    return "" if own.head is None else head_must_apply(own.head).message


def head_must_apply(head: Institution) -> Refused:
    """The refusal that names the head office and its administrator's account."""
    account = people.administrator_of_organisation(head.organisation_id)
    return Refused(
        Refusal.BRANCH_MAY_NOT_FILE,
        head=head.name,
        username=account.user.username if account else "—",
    )


def versions_of(filing: InstitutionFiling) -> QuerySet[FilingVersion]:
    """All that an application ever stated, the last first."""
    return filing.versions.order_by("-number")


def changed_fields(before: FilingVersion, after: FilingVersion) -> dict[str, str]:
    """Which fields differ between two versions, and what they are called."""
    return {
        name: str(FIELDS[name]) for name in NAMES if getattr(before, name) != getattr(after, name)
    }
