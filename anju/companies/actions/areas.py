"""物业区域关联: a company asks for communities, a department grants and ends what it serves. (manual 004, 7; PRP-12)"""

from collections.abc import Iterable

from anju.companies.models import Area, AreaApplication, AreaDocument, AreaRequest, Company
from anju.companies.numbers import area_application_no
from anju.companies.queries import areas as queries
from anju.companies.queries.companies import company_of
from anju.companies.serving import (
    MOST_COMMUNITIES,
    MOST_DOCUMENTS,
    OPEN,
    Paper,
    Refusal,
    Status,
)
from anju.core import clock, reasons
from anju.core.actors import Actor
from anju.core.calendar import add_workdays
from anju.core.db import action, lock, move, one_at_a_time
from anju.core.files import ATTACHMENT
from anju.core.queries import files_stored_by
from anju.core.refusals import Refused, ensure
from anju.core.rules import DISTRICTS
from anju.homes import queries as homes
from anju.notices import actions as notices
from anju.parameters import queries as parameters
from anju.people.queries import check_department, check_power
from anju.people.rules import Power


@action
def begin_areas(
    *, district: str, developer_name: str, community_ids: Iterable[int], by: Actor
) -> AreaApplication:
    """【提交物业区域关联】: name the communities; the papers come next. The same again while it waits for them is it.

    Refused for communities that are served, asked for by the same company, or self-managed.
    """
    company, wanted = company_of(by), sorted(set(community_ids))
    if not wanted:
        raise Refused(Refusal.NO_COMMUNITY)
    if len(wanted) > MOST_COMMUNITIES:
        raise Refused(Refusal.TOO_MANY_COMMUNITIES, most=MOST_COMMUNITIES)
    one_at_a_time(f"companies.areas:{company.pk}")
    draft = _same_draft(company, wanted)
    if draft is not None:
        return draft
    _check_offered(company, district, wanted)
    now = clock.now()
    application = AreaApplication.objects.create(
        no=area_application_no(district, now),
        company=company,
        district=district,
        developer_name=developer_name.strip()[:200],
        begun_at=now,
    )
    AreaRequest.objects.bulk_create(
        AreaRequest(application=application, community_id=one) for one in wanted
    )
    return application


def _same_draft(company: Company, wanted: list[int]) -> AreaApplication | None:
    drafts = AreaApplication.objects.filter(company=company, status=Status.DRAFT)
    for one in drafts.prefetch_related("requests").order_by("-pk"):
        if sorted(each.community_id for each in one.requests.all()) == wanted:
            return one
    return None


def _check_offered(
    company: Company, district: str, wanted: list[int], but: AreaApplication | None = None
) -> None:
    communities = list(homes.communities_among(wanted))
    ensure(len(communities) == len(wanted), f"no such communities: {wanted}")
    ensure({one.district for one in communities} == {district}, f"not all in {district}")
    for one in queries.offered(company, communities, but):
        if one.why_not:
            raise Refused(Refusal.NOT_OFFERED, community=one.community.name, why=one.why_not.label)


@action
def attach_paper(*, application_id: int, paper: str, file_id: int, by: Actor) -> AreaDocument:
    """【+】: one photograph or PDF of one of the papers."""
    application = _own_draft(application_id, by)
    ensure(
        files_stored_by(by, [file_id], ATTACHMENT) == [file_id], f"{by.name} has no file {file_id}"
    )
    if application.documents.count() >= MOST_DOCUMENTS:
        raise Refused(Refusal.TOO_MANY_DOCUMENTS, most=MOST_DOCUMENTS)
    document, _ = AreaDocument.objects.get_or_create(
        application=application, paper=Paper(paper), file_id=file_id
    )
    return document


@action
def remove_paper(*, document_id: int, by: Actor) -> AreaApplication:
    """Take an attachment out again, as long as the application has not been submitted."""
    document = AreaDocument.objects.select_related("application").get(pk=document_id)
    application = _own_draft(document.application_id, by)
    document.delete()
    return application


def _own_draft(application_id: int, by: Actor) -> AreaApplication:
    application = _own(application_id, by)
    if application.status != Status.DRAFT:
        status = application.get_status_display()
        raise Refused(Refusal.NOT_A_DRAFT, no=application.no, status=status)
    return application


def _own(application_id: int, by: Actor) -> AreaApplication:
    application: AreaApplication = lock(AreaApplication, pk=application_id)
    ensure(application.company_id == company_of(by).pk, f"{application.no} is another company's")
    return application


@action
def submit_areas(*, application_id: int, by: Actor) -> AreaApplication:
    """提交 with attachments: at least one of each required paper. Twice is once."""
    application = _own(application_id, by)
    if application.status == Status.SUBMITTED:
        return application
    missing = queries.papers_missing(application)
    if missing:
        raise Refused(
            Refusal.PAPERS_MISSING, papers=_listed(missing), place=DISTRICTS[application.district]
        )
    return _submitted(application, is_on_paper=False, by=by)


@action
def submit_areas_on_paper(*, application_id: int, by: Actor) -> AreaApplication:
    """【跳过】: the papers themselves go to the department. Twice is once."""
    application = _own(application_id, by)
    if application.status == Status.SUBMITTED:
        return application
    return _submitted(application, is_on_paper=True, by=by)


def _submitted(application: AreaApplication, *, is_on_paper: bool, by: Actor) -> AreaApplication:
    wanted = sorted(application.requests.values_list("community_id", flat=True))
    one_at_a_time(f"companies.areas:{application.company_id}")
    _check_offered(application.company, application.district, wanted, but=application)
    workdays = parameters.number("fund.link_review_workdays")
    submitted: AreaApplication = move(
        application,
        "submit",
        by=by,
        is_on_paper=is_on_paper,
        submitted_by=by.name,
        submitted_at=clock.now(),
        is_told_late=False,
        due_on=add_workdays(clock.today(), workdays).on,
    )
    return submitted


@action
def correct_areas(*, application_id: int, by: Actor) -> AreaApplication:
    """补正: what was returned is opened again, its papers as they were. Twice is once."""
    application = _own(application_id, by)
    if application.status == Status.RETURNED:
        move(application, "correct", by=by)
    return application


@action
def withdraw_areas(*, application_id: int, by: Actor) -> AreaApplication:
    """The company takes an application back that nobody has approved. Twice is once."""
    application = _own(application_id, by)
    if application.status != Status.WITHDRAWN:
        move(application, "withdraw", by=by)
    return application


@action
def receive_papers(*, application_id: int, papers: Iterable[str], by: Actor) -> AreaApplication:
    """柜台收件: tick which papers were handed in at the counter."""
    application = _to_decide(application_id, by)
    application.papers_seen = [one.value for one in Paper if one.value in set(papers)]
    application.papers_seen_by = by.name
    application.save(update_fields=["papers_seen", "papers_seen_by"])
    return application


@action
def approve_areas(
    *, application_id: int, community_ids: Iterable[int], because: str, by: Actor
) -> AreaApplication:
    """审核通过: the company serves the ticked communities from now on; the others are not granted.

    Refused as long as a required paper was neither attached nor handed in, and for a community that another company
    serves meanwhile. Other companies that ask for the same are told.
    """
    application = _to_decide(application_id, by)
    opinion = reasons.given(because)
    missing = queries.papers_missing(application)
    if missing:
        raise Refused(Refusal.PAPERS_NOT_SEEN, papers=_listed(missing))
    asked = {one.community_id: one for one in application.requests.select_related("community")}
    granted = sorted(set(community_ids))
    ensure(set(granted) <= set(asked), f"{application.no} does not name all of {granted}")
    if not granted:
        raise Refused(Refusal.NOTHING_GRANTED)
    for community_id in granted:
        _grant(application, asked[community_id])
    application.requests.exclude(community__in=granted).update(is_granted=False)
    _decide(application, "approve", opinion, by)
    _tell(
        application.company,
        _key(application),
        "areas_approved",
        by,
        no=application.no,
        communities="、".join(asked[one].community.name for one in granted),
        opinion=opinion,
    )
    _tell_rivals(application, granted, by)
    return application


def _grant(application: AreaApplication, request: AreaRequest) -> None:
    """Of two departments' officers who grant the same community to two companies, one is told."""
    one_at_a_time(f"companies.area:{request.community_id}")
    served = queries.area_of(request.community_id)
    if served is not None:
        raise Refused(
            Refusal.SERVED_MEANWHILE,
            community=request.community.name,
            company=served.company.name,
        )
    Area.objects.create(
        company=application.company,
        community=request.community,
        application=application,
        since=clock.now(),
    )
    request.is_granted = True
    request.save(update_fields=["is_granted"])


def _tell_rivals(application: AreaApplication, granted: list[int], by: Actor) -> None:
    rivals = AreaRequest.objects.filter(
        community__in=granted, application__status__in=OPEN
    ).exclude(application__company=application.company_id)
    for one in rivals.select_related("application__company", "community").order_by("pk"):
        _tell(
            one.application.company,
            f"areas:taken:{one.pk}:{application.pk}",
            "area_taken",
            by,
            no=one.application.no,
            community=one.community.name,
            place=DISTRICTS[one.application.district],
        )


@action
def return_areas(*, application_id: int, because: str, by: Actor) -> AreaApplication:
    """退回 with an opinion: the company reads why, and may correct it."""
    application = _to_decide(application_id, by)
    opinion = reasons.given(because)
    _decide(application, "send_back", opinion, by)
    _tell(
        application.company,
        _key(application),
        "areas_returned",
        by,
        no=application.no,
        opinion=opinion,
    )
    return application


def _to_decide(application_id: int, by: Actor) -> AreaApplication:
    check_power(by, Power.FUND_COMPANY)
    application: AreaApplication = lock(AreaApplication, pk=application_id)
    check_department(by, application.district)
    if application.status != Status.SUBMITTED:
        status = application.get_status_display()
        raise Refused(Refusal.DECIDED_BEFORE, no=application.no, status=status)
    return application


def _decide(application: AreaApplication, name: str, opinion: str, by: Actor) -> None:
    decided = {"decided_by": by.name, "decided_at": clock.now(), "opinion": opinion}
    move(application, name, by=by, because=opinion, **decided)


@action
def end_area(*, area_id: int, because: str, by: Actor) -> Area:
    """A company serves a community no longer: its department says since now, and why. The company is told."""
    check_power(by, Power.FUND_COMPANY)
    area: Area = lock(Area, pk=area_id)
    check_department(by, area.community.district)
    reason = reasons.given(because)
    if area.until is not None:
        raise Refused(Refusal.ENDED_BEFORE, community=area.community.name)
    area.until, area.ended_by, area.because = clock.now(), by.name, reason
    area.save(update_fields=["until", "ended_by", "because"])
    _tell(
        area.company,
        f"area:ended:{area.pk}",
        "area_ended",
        by,
        community=area.community.name,
        because=reason,
        place=DISTRICTS[area.community.district],
    )
    return area


@action
def tell_of_late_reviews(*, limit: int, by: Actor) -> int:
    """Once for each application whose review is overdue: its company, whom to ask. How many were told."""
    late = AreaApplication.objects.filter(status=Status.SUBMITTED, due_on__lt=clock.today())
    told = list(late.filter(is_told_late=False).select_related("company")[:limit])
    for one in told:
        one.is_told_late = True
        one.save(update_fields=["is_told_late"])
        _tell(
            one.company,
            f"areas:late:{one.no}:{one.due_on}",
            "areas_late",
            by,
            no=one.no,
            due_on=str(one.due_on),
            place=DISTRICTS[one.district],
        )
    return len(told)


def _tell(company: Company, key: str, kind: str, by: Actor, **facts: str) -> None:
    notices.queue(key=key, kind=kind, facts=facts, organisation_id=company.organisation_id, by=by)


def _key(application: AreaApplication) -> str:
    """An application may be decided several times: each time its company is told."""
    return f"areas:{application.no}:{application.decided_at:%Y%m%d%H%M%S%f}"


def _listed(papers: Iterable[Paper]) -> str:
    return "、".join(str(one.label) for one in papers)
