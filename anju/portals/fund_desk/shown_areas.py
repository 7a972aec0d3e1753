"""How 物业区域关联 and property companies look at the fund's desk. Personal data are masked; a full look is a page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from anju.companies import queries
from anju.companies.reading import stated_text
from anju.companies.rules import AUXILIARY, CORE
from anju.companies.serving import REQUIRED_PAPERS, Paper, Status, papers_not_among
from anju.companies.units import PERSONAL
from anju.core.crypto import mask_name, masked
from anju.core.rules import DISTRICTS
from anju.desks.shown import FileShown, file_shown
from anju.portals.fund_desk.shown import moment, to

AREA_TONES = {
    Status.SUBMITTED: "waiting",
    Status.RETURNED: "bad",
    Status.APPROVED: "good",
    Status.DRAFT: "quiet",
    Status.WITHDRAWN: "quiet",
}


@dataclass(frozen=True)
class AreaApplicationRow:
    application: Any
    company: str
    district: str
    status: str
    tone: str
    is_overdue: bool
    url: str


def area_application_rows(applications: Iterable[Any]) -> list[AreaApplicationRow]:
    return [
        AreaApplicationRow(
            one,
            one.company.name,
            DISTRICTS[one.district],
            str(one.get_status_display()),
            AREA_TONES[Status(one.status)],
            queries.is_overdue(one),
            to("area_review", one.pk),
        )
        for one in applications
    ]


def facts_of_area_application(found: Any, named: Any) -> list[tuple[Any, Any]]:
    way = _("实体材料送柜台") if found.is_on_paper else _("已上传影像")
    stated = [
        (_("物业服务企业"), found.company.name),
        (_("社会信用代码"), found.company.uscc),
        (_("所属区县"), DISTRICTS[found.district]),
        (_("开发企业"), found.developer_name or "—"),
        (_("提交时间"), moment(found.submitted_at)),
        (_("经办用户"), found.submitted_by),
        (_("审核期限"), found.due_on),
        (_("材料"), way),
        (_("柜台收件人"), named(found.papers_seen_by) if found.papers_seen_by else ""),
        (_("审核人"), named(found.decided_by) if found.decided_by else ""),
        (_("审核意见"), found.opinion),
    ]
    return [pair for pair in stated if pair[1]]


@dataclass(frozen=True)
class RequestShown:
    community: Any
    served_by: str
    told: str
    tone: str


def requests_shown(application: Any) -> list[RequestShown]:
    """Each community, by whom it is served now, and what was decided of it."""
    served = queries.served_by_others(application)
    told = {None: ("", ""), True: (_("已关联"), "good"), False: (_("未通过"), "bad")}
    return [
        RequestShown(
            one.community,
            served[one.community_id].company.name if one.community_id in served else "",
            *told[one.is_granted],
        )
        for one in queries.requests_of(application)
    ]


def offered(requests: Iterable[RequestShown]) -> list[tuple[int, str]]:
    """What may be ticked: communities that nobody serves."""
    return [(one.community.pk, one.community.name) for one in requests if not one.served_by]


@dataclass(frozen=True)
class PaperRow:
    label: str
    is_required: bool
    is_there: bool
    is_seen: bool
    files: list[FileShown]


def paper_rows(application: Any) -> list[PaperRow]:
    documents = queries.documents_of(application)
    missing = papers_not_among(*(one.paper for one in documents), *application.papers_seen)
    return [
        PaperRow(
            str(paper.label),
            paper in REQUIRED_PAPERS,
            paper not in missing,
            paper.value in application.papers_seen,
            [
                file_shown(one.file, to("area_paper", one.pk))
                for one in documents
                if one.paper == paper
            ],
        )
        for paper in Paper
    ]


@dataclass(frozen=True)
class CompanyRow:
    company: Any
    district: str
    url: str


def company_rows(companies: Iterable[Any]) -> list[CompanyRow]:
    return [CompanyRow(one, DISTRICTS[one.district], to("company", one.pk)) for one in companies]


def facts_of_company(company: Any, is_full: bool = False) -> list[tuple[Any, Any]]:
    """Core and auxiliary data; what tells of people masked, unless the look was written down."""
    facts = []
    for name, label in {**CORE, **AUXILIARY}.items():
        value = getattr(company, name)
        text = str(company.get_nature_display()) if name == "nature" else stated_text(name, value)
        facts.append((label, shown_value(name, text, is_full) or "—"))
    return facts


def shown_value(name: str, text: str, is_full: bool) -> str:
    if is_full or name not in PERSONAL:
        return text
    return mask_name(text) if name == "legal_representative" else masked(text, 3, 2)


@dataclass(frozen=True)
class LineShown:
    label: str
    before: str
    after: str


def changes_shown(
    changes: Iterable[Any], is_full: bool = False
) -> list[tuple[Any, list[LineShown]]]:
    labels = {**CORE, **AUXILIARY}
    return [
        (
            one,
            [
                LineShown(
                    str(labels[line.field]),
                    shown_value(line.field, line.before, is_full) or "—",
                    shown_value(line.field, line.after, is_full) or "—",
                )
                for line in one.lines.all()
            ],
        )
        for one in changes
    ]


@dataclass(frozen=True)
class AreaRow:
    area: Any
    district: str
    because: str
    is_now: bool
    end_url: str


def area_rows(areas: Iterable[Any]) -> list[AreaRow]:
    return [
        AreaRow(
            one,
            DISTRICTS[one.community.district],
            one.because,
            one.until is None,
            to("end_area", one.pk) if one.until is None else "",
        )
        for one in areas
    ]
