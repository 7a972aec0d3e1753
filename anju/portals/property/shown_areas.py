"""How 物业区域关联 looks to a company: what is found, its applications, and whom to ask."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.companies import queries
from anju.companies.serving import REQUIRED_PAPERS, Paper, Status
from anju.core import clock
from anju.core.rules import DISTRICTS
from anju.desks.shown import FileShown, file_shown

TONES = {
    Status.DRAFT: "quiet",
    Status.SUBMITTED: "waiting",
    Status.RETURNED: "bad",
    Status.APPROVED: "good",
    Status.WITHDRAWN: "quiet",
}
SHOWN_AT_ONCE = 3


def to(name: str, *args: Any) -> str:
    return reverse(f"property:{name}", args=args)


@dataclass(frozen=True)
class ApplicationRow:
    application: Any
    communities: str
    place: str
    status: str
    tone: str
    is_overdue: bool
    url: str
    is_draft: bool

    @property
    def whom_to_ask(self) -> str:
        """Once the three working days are over. (manual 004, 7.2 ④)"""
        told = _("已超过审核期限，请联系{place}管理部并提供申请编号{no}")
        return told.format(place=self.place, no=self.application.no)


def application_rows(applications: Iterable[Any]) -> list[ApplicationRow]:
    return [
        application_row(one, [each.community.name for each in one.requests.all()])
        for one in applications
    ]


def application_row(one: Any, names: Sequence[str]) -> ApplicationRow:
    is_draft = one.status == Status.DRAFT
    return ApplicationRow(
        one,
        some_of(names),
        DISTRICTS[one.district],
        str(one.get_status_display()),
        TONES[Status(one.status)],
        queries.is_overdue(one),
        to("area_papers" if is_draft else "area_application", one.pk),
        is_draft,
    )


def some_of(names: Sequence[str]) -> str:
    """甲园、乙园、丙园等5个小区."""
    listed = "、".join(names[:SHOWN_AT_ONCE])
    if len(names) <= SHOWN_AT_ONCE:
        return listed
    return _("{listed}等{count}个小区").format(listed=listed, count=len(names))


@dataclass(frozen=True)
class CommunityRow:
    community: Any
    developer: str
    why_not: str
    is_ticked: bool


def community_rows(
    chosen: Iterable[Any], found: Iterable[Any], ticked: Sequence[int]
) -> list[CommunityRow]:
    """What was ticked before stands first, so that it is not lost while one types on; then what may be ticked."""
    rows, seen = [], set()
    for one in (*chosen, *found):
        if one.community.pk not in seen:
            seen.add(one.community.pk)
            is_ticked = one.community.pk in ticked and not one.why_not
            rows.append(community_row(one, is_ticked))
    return sorted(rows, key=lambda row: (not row.is_ticked, bool(row.why_not)))


def community_row(one: Any, is_ticked: bool) -> CommunityRow:
    developer = one.community.developer
    why_not = str(one.why_not.label) if one.why_not else ""
    return CommunityRow(one.community, developer.name if developer else "", why_not, is_ticked)


@dataclass(frozen=True)
class PaperShown:
    """One line of the list of required papers, with what was added of it."""

    code: str
    label: str
    is_required: bool
    files: list[FileShown]
    removals: list[str]
    error: str = ""

    @property
    def rows(self) -> list[tuple[FileShown, str]]:
        return list(zip(self.files, self.removals, strict=True))


def papers_shown(application: Any, wrong: dict[str, str] | None = None) -> list[PaperShown]:
    """`wrong` is what is said at a paper whose file was not taken."""
    documents = queries.documents_of(application)
    return [
        paper_shown(paper, application, documents, (wrong or {}).get(paper, "")) for paper in Paper
    ]


def paper_shown(paper: Paper, application: Any, documents: Any, error: str) -> PaperShown:
    own = [one for one in documents if one.paper == paper]
    return PaperShown(
        paper.value,
        str(paper.label),
        paper in REQUIRED_PAPERS,
        [file_shown(one.file, to("area_document", one.pk)) for one in own],
        [to("remove_area_paper", application.pk, one.pk) for one in own],
        error,
    )


def files_of(application: Any) -> list[FileShown]:
    return [
        file_shown(one.file, to("area_document", one.pk), str(Paper(one.paper).label))
        for one in queries.documents_of(application)
    ]


def facts_of(application: Any) -> list[tuple[str, Any]]:
    sent_at = application.submitted_at
    way = _("材料送管理部柜台") if application.is_on_paper else _("已上传影像")
    facts = [
        (_("申请编号"), application.no),
        (_("所属区县"), DISTRICTS[application.district]),
        (_("开发企业"), application.developer_name or "—"),
    ]
    if sent_at is None:
        return facts
    return [
        *facts,
        (_("提交时间"), moment(sent_at)),
        (_("材料"), way),
        (_("审核期限"), application.due_on),
        (_("审核意见"), application.opinion or "—"),
    ]


def requests_shown(application: Any) -> list[tuple[Any, str, str]]:
    """Each community, with what became of it, and how that looks."""
    told = {None: ("", ""), True: (_("已关联"), "good"), False: (_("未通过"), "bad")}
    return [(one.community, *told[one.is_granted]) for one in queries.requests_of(application)]


def moment(at: Any) -> str:
    return f"{at.astimezone(clock.BEIJING):%Y-%m-%d %H:%M}"
