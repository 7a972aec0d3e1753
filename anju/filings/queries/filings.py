"""Applications: which somebody sees, how they are found, what waits for review, what may be done. (CON-10, CON-12)"""

from datetime import date
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet

from anju.core import clock
from anju.core import queries as core
from anju.core.actors import Actor
from anju.core.identity_numbers import normalise
from anju.core.refusals import Refused
from anju.core.search import found, words_in
from anju.filings.models import Filing, Submission
from anju.filings.numbers import read_application_no
from anju.filings.rules import OF_A_CONTRACT, OPEN, Kind, Refusal, Status
from anju.people import queries as people
from anju.people.rules import Power, Scope
from anju.signings import queries as signings
from anju.signings.numbers import read_contract_no
from anju.signings.rules import Status as Standing
from anju.signings.rules import Way

BY_REVIEW = ("file", "end")
"""What approving does to a contract: who approved its filing may review a change of it."""

OF_A_LEASE = {Kind.CHANGE: "submit_change", Kind.END: "submit_end"}
OF_THE_OFFICE = frozenset({Power.FILING_ENTER, Power.FILING_REVIEW})


def filings_seen_by(actor: Actor) -> QuerySet[Filing]:
    """Officers see all, an enterprise those of its contracts, a program those it handed in. The newest first."""
    every = _every().order_by("-id")
    if actor.client_id is not None:
        own = every.filter(client=actor.client_id)
        return own if Scope.CONTRACT_FILE in actor.may else every.none()
    if actor.staff_id is not None:
        return every if actor.may & OF_THE_OFFICE else every.none()
    if actor.organisation_id is not None and not actor.is_tenant:
        return every.filter(enterprise=actor.organisation_id)
    return every.none()


def _every() -> QuerySet[Filing]:
    """With the enterprise's name; lists open nothing that is sealed."""
    return Filing.objects.select_related("enterprise").defer("enterprise__phone")


def filings_found(
    actor: Actor, *, text: str = "", kind: str = "", status: str = "", district: str = ""
) -> QuerySet[Filing]:
    """The search of 合同备案: by any number, by two characters of address or enterprise; kind, status, district."""
    filings = filings_seen_by(actor)
    exactly = {"kind": kind, "status": status, "district": district}
    filings = filings.filter(**{name: value for name, value in exactly.items() if value})
    return _with_text(filings, text.strip()) if text.strip() else filings


def _with_text(filings: QuerySet[Filing], text: str) -> QuerySet[Filing]:
    plain = normalise(text)
    application_no = read_application_no(text)
    if application_no:
        return filings.filter(application_no=application_no)
    if plain.startswith("BA"):
        return filings.filter(filing_no=plain.replace("-", ""))
    contract_no = read_contract_no(text)
    if contract_no:
        return filings.filter(contract_no=contract_no)
    return found(filings, words_in("pairs", text) | Q(certificate_no=plain))


def filings_to_review(actor: Actor) -> QuerySet[Filing]:
    """待审核: what is due first comes first, without what somebody handed in themselves. None without the post."""
    if Power.FILING_REVIEW not in actor.may:
        return Filing.objects.none()
    waiting = _every().filter(status=Status.SUBMITTED)
    return waiting.exclude(submitted_by=actor.name).order_by("review_by", "id")


def filings_sent_back(actor: Actor) -> QuerySet[Filing]:
    """已退回 that somebody had handed in: they correct it, or take it back."""
    returned = filings_seen_by(actor).filter(status=Status.RETURNED)
    return returned.filter(submitted_by=actor.name)


def filings_under_review() -> QuerySet[Filing]:
    return Filing.objects.filter(status=Status.SUBMITTED).order_by("id")


def filings_of_contract(actor: Actor, contract_id: int) -> QuerySet[Filing]:
    """The applications that there ever were for a contract, the last first."""
    return filings_seen_by(actor).filter(contract=contract_id)


def contracts_found(actor: Actor, text: str) -> QuerySet[Any]:
    """【备案申请】: what may be handed in, by certificate number or contract number. None to who may not. (CON-10)"""
    ready = signings.contracts_ready_for_filing(actor)
    if not may_submit(actor):
        return ready.none()
    open_ones = Filing.objects.filter(contract=OuterRef("pk"), status__in=OPEN)
    return signings.found_by(ready.filter(~Exists(open_ones)), text)


def filings_late(day: date) -> QuerySet[Filing]:
    """Those whose review should have been done before a day, the longest overdue first."""
    late = Filing.objects.filter(status=Status.SUBMITTED, review_by__lt=day)
    return late.order_by("review_by", "id")


def filing_by_no(actor: Actor, no: str) -> Filing | None:
    return filings_seen_by(actor).filter(application_no=read_application_no(no) or "-").first()


def is_overdue(filing: Filing) -> bool:
    return filing.status == Status.SUBMITTED and filing.review_by < clock.today()


def submissions_of(filing: Filing) -> QuerySet[Submission]:
    """Every time it was handed in, the last first."""
    return filing.submissions.order_by("-number")


def digest_submitted(filing: Filing) -> bytes:
    """Of what was handed in last: the contract's terms must still have it."""
    return bytes(filing.submissions.order_by("number").reverse()[0].facts_digest)


def first_submitted_on(filing: Filing) -> date:
    return clock.day_of(filing.submissions.get(number=1).submitted_at)


def is_another(filing: Filing, actor: Actor) -> bool:
    """Whether somebody had no hand in it: neither handed it in, ever, nor began, entered or corrected its contract.

    To have filed the contract, as its reviewer, is no hand in what is handed in about it later.
    """
    hands = set(filing.submissions.values_list("submitted_by", flat=True))
    moves = core.history_of(filing.contract).exclude(move__in=BY_REVIEW)
    moved = {event.actor for event in moves}
    return actor.name not in hands | moved | {filing.contract.begun_by}


def check_may_review(filing: Filing, actor: Actor) -> None:
    """Refused to whoever has not the post, with its name and who has it, and to whoever had a hand in it. (CON-12)"""
    reviewers = people.staff_with(Power.FILING_REVIEW)
    if Power.FILING_REVIEW not in actor.may:
        raise Refused(
            Refusal.REVIEW_POST_MISSING,
            power=Power.FILING_REVIEW.label,
            people="、".join(reviewers) or "（尚未指定）",
        )
    if not is_another(filing, actor):
        own = people.names_of_staff([actor.name]).get(actor.name, actor.name)
        others = [name for name in reviewers if name != own]
        raise Refused(Refusal.SAME_PERSON, people="、".join(others) or "其他审核人员")


def why_not_review(filing: Filing, actor: Actor) -> str:
    """What a page says in place of the buttons; "" where there are buttons, or nothing waits for review."""
    if filing.status != Status.SUBMITTED:
        return ""
    try:
        check_may_review(filing, actor)
    except Refused as refused:
        return refused.message
    return ""


def may_submit(actor: Actor) -> bool:
    """Whether somebody may hand in applications at all: an enterprise, the counter, a program."""
    if actor.client_id is not None:
        return Scope.CONTRACT_FILE in actor.may
    if actor.staff_id is not None:
        return Power.FILING_ENTER in actor.may
    return actor.organisation_id is not None and not actor.is_tenant


def acts_on_filing(filing: Filing, actor: Actor) -> frozenset[str]:
    """Which actions somebody could take with an application now, by their names: what a page offers."""
    acts = set()
    if may_submit(actor):
        if filing.status in OPEN:
            acts.add("withdraw_filing")
        if filing.status == Status.RETURNED and filing.kind in OF_A_CONTRACT:
            acts.add("resubmit_filing")
            if filing.contract.way == Way.PAPER:
                acts.add("correct_contract")
        acts |= _acts_about_lease(filing)
    if filing.status == Status.SUBMITTED and not why_not_review(filing, actor):
        acts |= {"send_back", "approve_filing"}
    return frozenset(acts)


def _acts_about_lease(filing: Filing) -> set[str]:
    """What is handed in about a lease that this application has filed; or again, what was sent back."""
    if filing.status == Status.RETURNED and filing.kind in OF_A_LEASE:
        return {OF_A_LEASE[Kind(filing.kind)]}
    is_filed = filing.status == Status.APPROVED and filing.contract.status == Standing.FILED
    others = Filing.objects.filter(contract=filing.contract_id, status__in=OPEN)
    if filing.lease_id is None or not is_filed or others.exists():
        return set()
    return {*OF_A_LEASE.values(), "submit_renewal"}
