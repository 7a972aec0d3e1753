"""Applications before their review: entered, corrected, submitted, withdrawn. (AGY-01, AGY-02)"""

from anju.agencies.actions.parties import applicant, applicant_for, filed_institution, own_filing
from anju.agencies.actions.stating import check_complete, state, stated
from anju.agencies.models import Institution, InstitutionFiling
from anju.agencies.rules import (
    OPEN,
    FilingStatus,
    FilingType,
    Kind,
    Refusal,
    Status,
)
from anju.agencies.terms import InstitutionTerms
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, move
from anju.core.identity_numbers import check_uscc, normalise_name
from anju.core.reasons import given
from anju.core.refusals import Refused


@action
def enter_filing(
    *, kind: str, terms: InstitutionTerms, head_id: int | None = None, by: Actor
) -> InstitutionFiling:
    """Enter the application of an institution, or of a branch of `head_id`; it may still lack what is mandatory.

    Name and code are needed at once. The same again is the same application; refused when another is open, when the
    institution is filed already, and as `parties.applicant` says.
    """
    who = applicant(by, head_id)
    if kind not in Kind.values:
        raise Refused(Refusal.UNKNOWN_CHOICE, value=kind)
    _check_head(kind, head_id)
    name, uscc = normalise_name(terms.name), check_uscc(terms.uscc)
    filed = Institution.objects.filter(uscc=uscc, status=Status.FILED).first()
    if filed is not None:
        raise Refused(Refusal.ALREADY_FILED, uscc=uscc, filing_no=filed.filing_no)
    born: dict[str, object] = {
        "type": FilingType.NEW,
        "kind": kind,
        "head_id": head_id,
        "applicant": who,
        "name": name,
    }
    return _entered(uscc, born, terms, by)


def _check_head(kind: str, head_id: int | None) -> None:
    if head_id is None:
        return
    head = Institution.objects.get(pk=head_id)
    if head.status != Status.FILED:
        raise Refused(Refusal.HEAD_NOT_FILED)
    if head.is_branch:
        raise Refused(Refusal.HEAD_IS_BRANCH)
    if head.kind != kind:
        raise Refused(Refusal.HEAD_OTHER_KIND)


@action
def apply_for_change(
    *, institution_id: int, terms: InstitutionTerms, by: Actor
) -> InstitutionFiling:
    """Apply to change what is filed (变更备案): what `terms` state takes the place of it once approved. (rule C4.2)

    The code stays: who has another is another institution. Refused when nothing differs.
    """
    institution = filed_institution(institution_id)
    who = applicant_for(by, institution)
    if check_uscc(terms.uscc) != institution.uscc:
        raise Refused(Refusal.USCC_FIXED)
    if stated(terms) == institution.facts.terms:
        raise Refused(Refusal.NOTHING_CHANGED)
    born = _of(institution, FilingType.CHANGE) | {"applicant": who}
    return _entered(institution.uscc, born, terms, by)


@action
def apply_for_cancellation(*, institution_id: int, because: str, by: Actor) -> InstitutionFiling:
    """Apply to cancel a filing (注销备案), with a reason; submitted at once, there is nothing more to fill in."""
    institution = filed_institution(institution_id)
    who, because = applicant_for(by, institution), given(because)
    born = _of(institution, FilingType.CANCELLATION) | {"applicant": who, "reason": because}
    filing = _entered(institution.uscc, born, None, by)
    return filing if filing.status == FilingStatus.SUBMITTED else _submitted(filing, by)


def _of(institution: Institution, filing_type: FilingType) -> dict[str, object]:
    return {
        "type": filing_type,
        "kind": institution.kind,
        "head_id": institution.head_id,
        "institution": institution,
        "name": institution.name,
    }


def _entered(
    uscc: str, born: dict[str, object], terms: InstitutionTerms | None, by: Actor
) -> InstitutionFiling:
    """The one open application for a code: made now, or the same as before."""
    filing, is_new = InstitutionFiling.objects.select_for_update(of=("self",)).get_or_create(
        uscc=uscc,
        status__in=OPEN,
        defaults={**born, "pairs": [], "entered_by": by.name, "entered_at": clock.now()},
    )
    if is_new:
        if terms is not None:
            state(filing, terms, by)
        return filing
    last = filing.versions.order_by("-number").first()
    same = all(getattr(filing, name) == value for name, value in born.items() if name != "name")
    if not same or (terms is not None and (last is None or last.terms != stated(terms))):
        raise Refused(Refusal.ALREADY_OPEN, uscc=uscc)
    return filing


@action
def correct_filing(*, filing_id: int, terms: InstitutionTerms, by: Actor) -> InstitutionFiling:
    """Write the next version of a draft, or of an application that was sent back. The same again writes none."""
    filing = own_filing(filing_id, by)
    if filing.type == FilingType.CANCELLATION:
        raise Refused(Refusal.NOT_A_CHANGE)
    InstitutionFiling.MOVES.check("submit", filing)
    if check_uscc(terms.uscc) != filing.uscc:
        raise Refused(Refusal.USCC_FIXED)
    state(filing, terms, by)
    return filing


@action
def submit_filing(*, filing_id: int, by: Actor) -> InstitutionFiling:
    """【下一步】: hand the application to the reviewing officers. Refused while something mandatory is missing.

    Twice equals once.
    """
    filing = own_filing(filing_id, by)
    if filing.status == FilingStatus.SUBMITTED:
        return filing
    InstitutionFiling.MOVES.check("submit", filing)
    if filing.type != FilingType.CANCELLATION:
        check_complete(filing)
    return _submitted(filing, by)


def _submitted(filing: InstitutionFiling, by: Actor) -> InstitutionFiling:
    now = clock.now()
    move(filing, "submit", by=by, submitted_by=by.name, submitted_at=now, reviewed_by="")
    return filing


@action
def withdraw_filing(*, filing_id: int, because: str, by: Actor) -> InstitutionFiling:
    """Take an application back that is not decided yet. Twice equals once."""
    filing = own_filing(filing_id, by)
    if filing.status != FilingStatus.WITHDRAWN:
        move(filing, "withdraw", by=by, because=given(because))
    return filing
