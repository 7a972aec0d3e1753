import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, NOBODY
from anju.parameters.tests.settling import a_notice, settle
from anju.people import actions as people
from anju.tests.pages import Pages
from anju.web import doors

pytestmark = [pytest.mark.django_db, pytest.mark.urls("anju.web.tests.urls")]


@pytest.fixture
def person():
    return people.sign_in_person(
        subject="person-1",
        name="张建国",
        id_type="resident_id",
        id_number="11010519491231002X",
        phone="13800000001",
        level=3,
        by=NOBODY,
    )


def test_who_is_not_signed_in_is_sent_to_sign_in_and_back(pages: Pages):
    response = pages.get("/test/tenants?page=2")
    assert response["Location"] == "/sign-in?next=%2Ftest%2Ftenants%3Fpage%3D2"


def test_a_part_of_a_page_takes_the_whole_page_to_sign_in(pages: Pages):
    response = pages.get("/test/tenants", headers={"HX-Request": "true"})
    assert response["HX-Redirect"] == "/sign-in?next=%2Ftest%2Ftenants"


@pytest.mark.covers("IDN-14")
def test_a_tenant_first_meets_the_notice_and_comes_back_after_it(pages: Pages, person):
    pages.sign_in_as(person, has_accepted=False)
    assert pages.get("/test/tenants")["Location"] == "/consent?next=%2Ftest%2Ftenants"


@pytest.mark.covers("IDN-14")
def test_a_new_version_of_the_notice_is_asked_again_from_its_day_on(pages: Pages, person, settings):
    settings.MOVABLE_CLOCK = True
    pages.sign_in_as(person)
    settle("people.user_notice", a_notice("新的一段。", "Something new."), in_days=2)
    for _day in range(2):
        assert pages.get("/test/tenants").status_code == 200
        advance_clock(days=1, by=CLOCK)

    assert pages.get("/test/tenants")["Location"] == "/consent?next=%2Ftest%2Ftenants"


def test_a_tenant_acts_under_a_number_and_not_under_a_name(pages: Pages, person):
    pages.sign_in_as(person)
    assert pages.get("/test/tenants").content.decode() == f"person {person.pk}"


def test_a_page_for_a_tenant_costs_no_query_for_the_notice(
    pages: Pages, person, settings, django_assert_num_queries
):
    settings.MOVABLE_CLOCK = False  # where it can be moved it is asked for
    pages.sign_in_as(person)
    pages.get("/test/tenants")
    with django_assert_num_queries(1):  # the session
        pages.get("/test/tenants")


@pytest.mark.covers("IDN-14")
def test_an_organisation_accepts_the_notice_for_itself(pages: Pages):
    company = people.sign_in_organisation(
        subject="o",
        name="公司",
        uscc="91110000100017643K",
        registration_no="1",
        phone="",
        by=NOBODY,
    )
    pages.sign_in_as(company)
    assert pages.get("/test/tenants").content.decode() == f"organisation {company.pk}"


def test_a_tenant_does_not_get_through_a_door_for_staff(pages: Pages, person):
    pages.sign_in_as(person)
    assert pages.get("/test/matchers")["Location"].startswith("/staff/sign-in")


def test_staff_with_the_power_come_in(pages: Pages):
    pages.as_staff("bank.match")
    assert pages.get("/test/matchers").content.decode() == "wang.min"
    assert pages.get("/test/any-staff").status_code == 200


def test_staff_without_the_power_are_told_which_one_and_who_has_it(pages: Pages):
    people.record_staff(
        username="li", name="李强", password="a long password", powers=["bank.match"], by=CLOCK
    )
    pages.as_staff("bank.read")
    response = pages.get("/test/matchers")
    assert response.status_code == 403
    assert "需要「认领银行流水」权限。现有此权限的人员：李强。" in pages.page.text


def test_staff_without_a_second_factor_must_set_one_up_first(pages: Pages):
    pages.as_staff("bank.match")
    Authenticator.objects.all().delete()
    for address in ("/test/matchers", "/test/any-staff"):
        assert pages.get(address)["Location"].startswith("/staff/second-factor/set-up")


def test_staff_do_not_get_through_a_door_for_tenants(pages: Pages):
    pages.as_staff("bank.match")
    assert pages.get("/test/tenants")["Location"].startswith("/sign-in")


def test_a_closed_account_is_out_at_once(pages: Pages):
    user = pages.as_staff("bank.match")
    user.is_active = False
    user.save()
    assert pages.get("/test/matchers")["Location"].startswith("/staff/sign-in")


def test_a_machine_needs_no_cookie_and_no_form():
    assert Client(enforce_csrf_checks=True).post("/test/machines").status_code == 200


def test_every_door_says_which_one_it_is():
    def view(request):
        return None

    assert [
        door(view).door
        for door in (
            doors.anyone,
            doors.machine,
            doors.signed_in,
            doors.tenant,
            doors.staff("bank.read"),
            doors.staff(),
        )
    ] == ["anyone", "machine", "signed_in", "tenant", "bank.read", "staff"]


def test_a_power_that_does_not_exist_is_no_door():
    with pytest.raises(ValueError, match=r"bank\.rob"):
        doors.staff("bank.rob")(lambda request: None)


def test_pages_of_the_signed_in_are_kept_by_nobody_and_framed_by_nobody(pages: Pages, person):
    pages.sign_in_as(person)
    response = pages.get("/test/tenants")
    assert response["Cache-Control"] == "private, no-store"
    assert "default-src 'self'" in response["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in response["Content-Security-Policy"]
