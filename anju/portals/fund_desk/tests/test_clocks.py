"""Each review of a department has three working days, on its list, on its page and on the desk. (CTR-05)"""

import pytest
from django.urls import reverse

from anju.companies.models import Application
from anju.companies.tests.applying import a_built_community, submitted
from anju.companies.tests.world import a_company, applied, registered
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.calendar import add_workdays
from anju.notices.models import Notice
from anju.oversight import actions, queries
from anju.oversight.rules import Review
from anju.people.rules import Power
from anju.tests.pages import Pages

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CTR-05")]
FORTNIGHT = 15 * 86400


def to(name: str, *args: object) -> str:
    return reverse(f"fund_desk:{name}", args=args)


def test_a_registration_and_then_its_key_are_due_in_three_working_days(officer):
    application = applied()
    desk = officer(Power.FUND_COMPANY, Power.FUND_KEY, district="110105")
    due_on = add_workdays(clock.today(), 3).on
    assert application.due_on == due_on
    desk.get(to("registrations"))
    assert due_on.isoformat() in desk.page.text and "已逾期" not in desk.page.text

    advance_clock(seconds=FORTNIGHT, by=CLOCK)
    for address in (to("registrations"), to("registration", application.pk)):
        desk.get(address)
        assert "已逾期" in desk.page.text, address
    desk.get(to("home"))
    assert "1件物业单位注册或者密钥已逾期" in desk.page.text
    assert due_on.isoformat() in desk.page.text, "by when, in the work list too"


def test_an_approved_unit_waits_for_its_key_no_longer_than_that(officer):
    approved = registered()
    assert Application.objects.get(pk=approved.pk).due_on == add_workdays(clock.today(), 3).on
    advance_clock(seconds=FORTNIGHT, by=CLOCK)
    desk = officer(Power.FUND_KEY, district="110105")
    desk.get(to("home"))
    assert "1件物业单位注册或者密钥已逾期" in desk.page.text
    desk.get(to("registration", approved.pk))
    assert "制发密钥期限" in desk.page.text and "已逾期" in desk.page.text


def test_the_centre_sees_each_department_and_one_mail_a_day_names_the_late(pages: Pages):
    applied(district="110108")
    _, actor = a_company()
    submitted(actor, a_built_community())
    pages.as_staff(Power.WARNING_KEEP)
    assert actions.remind_departments(day=clock.today(), by=CLOCK) == 0

    advance_clock(seconds=FORTNIGHT, by=CLOCK)

    loads = {(one.district, one.kind): one for one in queries.loads_by_district()}
    assert loads["110108", Review.REGISTRATION].overdue == 1
    assert loads["110105", Review.AREA].overdue == 1
    pages.get("/centre/reviews")
    assert "海淀区" in pages.page.text and "物业单位注册" in pages.page.text
    ways = {
        one.get("href") for one in pages.page.all("a") if "/reviews/" in (one.get("href") or "")
    }
    assert ways == {"/centre/reviews/registration/110108", "/centre/reviews/area/110105"}
    for way in ways:
        pages.get(way)
        assert "超期" in pages.page.text and "没有等待" not in pages.page.text
    pages.get("/centre/reviews/addition/110105")
    assert "没有等待审核的事项" in pages.page.text
    for wrong in ("addition/999999", "nothing/110105"):
        assert pages.get(f"/centre/reviews/{wrong}").status_code == 404
    for _ in range(2):
        assert actions.remind_departments(day=clock.today(), by=CLOCK) == 2
    mail = Notice.objects.get(kind="reviews_late")
    assert mail.office == "centre" and "海淀区物业单位注册1件" in mail.facts["places"]
