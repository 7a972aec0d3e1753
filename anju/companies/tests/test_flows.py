"""业务流水 of a company, and how often its forms were printed. (manual 004, 5 and 6)"""

from datetime import timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from anju.companies import actions, queries
from anju.companies.business import FlowChannel, FlowKind
from anju.companies.models import Printing
from anju.companies.serving import Refusal
from anju.companies.tests.applying import (
    DEPARTMENT,
    a_built_community,
    auxiliary,
    begun,
    submitted,
)
from anju.companies.tests.world import a_company
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.refusals import Broken, Refused

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


@pytest.fixture
def busy():
    """A company with one piece of business of each kind, a day apart."""
    company, actor = a_company()
    advance_clock(seconds=86400, by=CLOCK)
    area = submitted(actor, a_built_community("甲园"))
    advance_clock(seconds=86400, by=CLOCK)
    skipped = begun(actor, a_built_community("乙园"))
    actions.submit_areas_on_paper(application_id=skipped.pk, by=actor)
    advance_clock(seconds=86400, by=CLOCK)
    change = actions.change_unit(
        name=company.name, stated=auxiliary(company, address="甲路1号"), seen=0, by=actor
    )
    return company, actor, area, skipped, change


def nos(found) -> list[str]:
    return [one.no for one in found]


@pytest.mark.covers("PRP-10")
def test_all_business_of_a_company_stands_in_one_list_newest_first(busy):
    company, actor, area, skipped, change = busy
    registration = company.applications.get()

    found = queries.flows_of(actor)

    assert [(one.kind, one.no, one.channel, one.status) for one in found] == [
        (FlowKind.UNIT, change.no, FlowChannel.WEB, ""),
        (FlowKind.AREAS, skipped.no, FlowChannel.COUNTER, "待审核"),
        (FlowKind.AREAS, area.no, FlowChannel.WEB, "待审核"),
        (FlowKind.REGISTRATION, registration.no, FlowChannel.COUNTER, "已制发密钥"),
    ]
    actions.return_areas(application_id=area.pk, because="缺章", by=DEPARTMENT)
    assert queries.flows_of(actor)[2].status == "已退回"


@pytest.mark.covers("PRP-10")
def test_it_is_narrowed_by_period_kind_channel_and_number(busy):
    _company, actor, area, skipped, change = busy
    today = clock.today()

    def found(**wanted):
        return nos(queries.flows_of(actor, **wanted))

    assert found(since=today) == [change.no]
    assert found(until=today - timedelta(days=2))[0] == area.no
    assert found(since=today - timedelta(days=1), until=today - timedelta(days=1)) == [skipped.no]
    assert found(kind=FlowKind.AREAS) == [skipped.no, area.no]
    assert found(channel=FlowChannel.WEB) == [change.no, area.no]
    assert found(no=f" {area.no.lower()}") == [area.no]
    assert found(kind=FlowKind.UNIT, no=area.no) == []


@pytest.mark.covers("PRP-10")
def test_pages_by_key_miss_nothing_and_repeat_nothing(busy):
    _company, actor, *_ = busy
    whole, paged, before = queries.flows_of(actor), [], None
    while page := queries.flows_of(actor, before=before, limit=1):
        paged += page
        before = (page[-1].at, page[-1].no)
    assert paged == whole


@pytest.mark.covers("PRP-10")
def test_another_company_and_staff_see_none_of_it(busy):
    _, other = a_company(name="北京别家物业有限公司")
    assert [one.kind for one in queries.flows_of(other)] == [FlowKind.REGISTRATION]
    assert queries.flows_of(DEPARTMENT) == []


def text_in(content: bytes) -> str:
    return "".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)


@pytest.mark.covers("PRP-11", "PRP-12")
def test_the_form_of_an_application_says_what_was_asked_and_from_the_second_time_that_it_is_a_reprint(
    busy,
):
    company, actor, area, *_ = busy
    assert not queries.areas_printed(actor).exists()

    first = actions.print_areas(area_application_id=area.pk, by=actor)
    text = text_in(queries.areas_pdf(area, first.number))
    for said in (area.no, "甲园", company.name, "朝阳区管理部", str(area.due_on), "已上传影像"):
        assert said in text
    assert "补打" not in text and not first.is_reprint

    for number in (1, 2):
        again = actions.print_areas(area_application_id=area.pk, by=actor)
        assert f"补打 第{number}次" in text_in(queries.areas_pdf(area, again.number))
        assert again.is_reprint
    [row] = queries.areas_printed(actor)
    assert (row.printed, row.printed_at) == (3, Printing.objects.latest("at").at)
    assert list(queries.areas_printed(actor, no=area.no.lower())) == [area]
    assert not queries.areas_printed(actor, no="GL1").exists()


@pytest.mark.covers("PRP-11")
def test_a_registration_is_printed_again_by_who_applied_for_it(busy):
    company, actor, *_ = busy
    registration = company.applications.get()

    for _ in range(2):
        printing = actions.print_application(application_id=registration.pk, by=actor)

    text = text_in(queries.application_pdf(registration, printing.number))
    assert "补打 第1次" in text and registration.no in text
    [row] = queries.applications_printed(actor)
    assert row.printed == 2


@pytest.mark.covers("PRP-11")
def test_nobody_prints_what_is_anothers_or_was_not_handed_in(busy):
    company, actor, area, *_ = busy
    _, other = a_company(name="北京别家物业有限公司")
    registration = company.applications.get()

    for by in (other, DEPARTMENT):
        with pytest.raises(Broken):
            actions.print_areas(area_application_id=area.pk, by=by)
        with pytest.raises(Broken):
            actions.print_application(application_id=registration.pk, by=by)
    draft = begun(actor, a_built_community("丙园"))
    with pytest.raises(Refused) as no:
        actions.print_areas(area_application_id=draft.pk, by=actor)
    assert no.value.code == Refusal.NOT_HANDED_IN
    assert not Printing.objects.exists()
    assert not queries.areas_printed(DEPARTMENT).exists()
