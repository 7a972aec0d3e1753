"""物业区域关联, 单位信息变更, 业务流水查询 and 补打, walked by a company with something of everything."""

from types import SimpleNamespace

from playwright.sync_api import Page

from anju.companies import actions, queries
from anju.companies.models import Company
from anju.companies.serving import Paper
from anju.companies.tests.applying import (
    DEPARTMENT,
    a_built_community,
    a_file,
    auxiliary,
    begun,
    submitted,
)
from anju.core.actors import CLOCK, Actor
from anju.homes.estate import CustodyMode
from anju.tests.walks import Visit, addresses_of, sends, visits

FORM = "main form[method=post]"


to = addresses_of("property")


def the_world(company: Company, actor: Actor) -> SimpleNamespace:
    """Applications in every state with their papers, an area, a change, a name that is asked about, printed forms."""
    free, kept = a_built_community("甲园"), a_built_community("乙园")
    a_built_community("自管园", custody_mode=CustodyMode.SELF_MANAGED)
    a_built_community("空园")
    draft = begun(actor, a_built_community("丙园"))
    document = actions.attach_paper(
        application_id=draft.pk, paper=Paper.CONTRACT, file_id=a_file(actor), by=actor
    )
    waiting, returned = submitted(actor, kept), submitted(actor, a_built_community("丁园"))
    actions.return_areas(application_id=returned.pk, because="合同没有盖章", by=DEPARTMENT)
    granted = submitted(actor, free)
    actions.approve_areas(
        application_id=granted.pk, community_ids=[free.pk], because="齐全", by=DEPARTMENT
    )
    actions.print_areas(area_application_id=granted.pk, by=actor)
    change = actions.change_unit(
        name=company.name, stated=auxiliary(company, address="甲路1号"), seen=0, by=actor
    )
    check = actions.check_name(name="北京新名物业有限公司", by=actor)
    actions.note_silence(check_id=check.pk, why="HTTP 503", by=CLOCK)
    area = queries.area_of(free.pk)
    assert area is not None
    return SimpleNamespace(
        company=company.pk,
        area_draft=draft.pk,
        area_document=document.pk,
        area_waiting=waiting.pk,
        area_paper=waiting.documents.order_by("pk")[0].pk,
        area_returned=returned.pk,
        area_granted=granted.pk,
        area=area.pk,
        unit_change=change.pk,
        name_check=check.pk,
    )


def adds_no_paper(page: Page) -> None:
    """【+】 without a file: the list is shown again, and says so."""
    page.locator(".paper-adder button").first.click()
    page.locator(".paper-adder [role=alert]").wait_for()


def visits_of(world: SimpleNamespace) -> list[Visit]:
    return [
        *visits(
            to("areas"), to("new_areas"), to("new_areas", ask="district=110105&developer=望京")
        ),
        *visits(
            to("new_areas", ask="district=110105&developer=没有这家"),
            to("new_areas", ask="developer=x"),
        ),
        Visit(to("new_areas", ask="district=110105&developer=望京"), sends("#linking")),
        *visits(
            *(to("area_application", one) for one in (world.area_waiting, world.area_returned))
        ),
        *visits(to("area_application", world.area_granted), to("area_done", world.area_waiting)),
        *visits(to("area_papers", world.area_draft)),
        Visit(to("area_papers", world.area_draft), adds_no_paper),
        Visit(to("area_papers", world.area_draft), sends("form[action$=submit]")),
        Visit(
            to("area_papers", world.area_waiting),
            leads_to=to("area_application", world.area_waiting),
        ),
        Visit(to("area_document", world.area_document), is_file=True),
        *visits(to("unit"), to("unit", ask="with_name=1"), to("unit_history")),
        Visit(to("unit"), sends("#unit-form")),
        Visit(to("name_check", world.name_check), leads_to=to("unit")),
        *visits(to("unit_done", world.unit_change)),
        *visits(to("flows"), to("flows", ask="kind=unit"), to("flows", ask="no=GL1")),
        *visits(to("flows", ask="since=2026-02-02&until=2026-02-01")),
        *visits(to("reprints"), to("reprints", ask="no=GL1")),
        Visit(to("area_application", 4711), status=404),
    ]
