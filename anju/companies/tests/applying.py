"""Areas that companies apply for, in whatever state a test begins with; all made of actions."""

from collections.abc import Iterable
from typing import Any

import pytest

from anju.companies import actions
from anju.companies.models import AreaApplication, Company
from anju.companies.rules import AUXILIARY
from anju.companies.serving import REQUIRED_PAPERS
from anju.companies.tests.world import ENTERING
from anju.core.actions import store_file
from anju.core.actors import CLOCK, Actor
from anju.core.files import ATTACHMENT
from anju.core.refusals import Refused
from anju.homes import actions as homes
from anju.notices.models import Notice
from anju.people import actions as people
from anju.people.rules import Power
from anju.refunds.tests.endings import PNG

DEPARTMENT = Actor(
    "li.na", "centre", frozenset({Power.FUND_COMPANY}), staff_id=921, department="110105"
)
ELSEWHERE = Actor(
    "he.hai", "centre", frozenset({Power.FUND_COMPANY}), staff_id=922, department="110108"
)
DEVELOPER = ("北京望京房地产开发有限公司", "91110105MA00TE5T2T")


def a_built_community(name: str = "望京新城", district: str = "110105", **of: Any) -> Any:
    """A community of the developer whose name a company types."""
    developer, uscc = DEVELOPER
    built_by = people.record_organisation(name=developer, uscc=uscc, by=CLOCK)
    return homes.record_community(
        name=name,
        district=district,
        address="北京市朝阳区望京街",
        developer_id=built_by.pk,
        by=ENTERING,
        **of,
    )


def begun(by: Actor, *communities: Any, district: str = "110105") -> AreaApplication:
    return actions.begin_areas(
        district=district,
        developer_name=DEVELOPER[0],
        community_ids=[one.pk for one in communities],
        by=by,
    )


def a_file(by: Actor, name: str = "合同.png") -> int:
    return store_file(name=name, content=PNG, allowed=ATTACHMENT, by=by)


def with_papers(application: AreaApplication, by: Actor, papers: Iterable[str] = REQUIRED_PAPERS):
    for paper in papers:
        actions.attach_paper(application_id=application.pk, paper=paper, file_id=a_file(by), by=by)
    return application


def submitted(by: Actor, *communities: Any) -> AreaApplication:
    application = with_papers(begun(by, *communities), by)
    return actions.submit_areas(application_id=application.pk, by=by)


def auxiliary(company: Company, **changes: Any) -> dict[str, Any]:
    """All auxiliary data, what is required included, with some changes."""
    now = {name: getattr(company, name) for name in AUXILIARY}
    return {
        **now,
        "representative_mobile": now["representative_mobile"] or "13900000001",
        "is_legal_person": True,
        **changes,
    }


def fresh(application: AreaApplication) -> AreaApplication:
    return AreaApplication.objects.get(pk=application.pk)


def told(kind: str) -> list[dict[str, str]]:
    return list(Notice.objects.filter(kind=kind).order_by("pk").values_list("facts", flat=True))


def refused(code, action, **kwargs) -> str:
    with pytest.raises(Refused) as no:
        action(**kwargs)
    assert no.value.code == code
    return no.value.message


def approve(application, *communities, by=DEPARTMENT):
    return actions.approve_areas(
        application_id=application.pk,
        community_ids=[one.pk for one in communities],
        because="材料齐全",
        by=by,
    )
