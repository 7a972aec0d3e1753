"""The way in: the first password, the second factor, the institution's name, the way out. (IDN-01, IDN-04)"""

import pytest
from django.contrib.auth.models import User

from anju.agencies.tests.offices import approved
from anju.core.actors import CLOCK
from anju.people import actions as people
from anju.people.rules import InstitutionPower, Power
from anju.portals.agency.tests.addresses import forms_of, text_of, to
from anju.tests.pages import Pages
from anju.web.session import account_actor

pytestmark = pytest.mark.django_db
CHOSEN = "Peking-2026-xyz"
HOMES = "/agency/homes?text=x"


@pytest.fixture
def newcomer(today) -> tuple[Pages, User, str]:
    """Whoever was told the first password, signed in with it."""
    approval = approved()
    user = User.objects.get(username=approval.username)
    pages = Pages()
    pages.force_login(user)
    return pages, user, approval.password


@pytest.mark.covers("IDN-01")
def test_whatever_page_is_asked_for_the_first_password_comes_first_then_the_second_factor(newcomer):
    pages, user, first = newcomer
    for address in ("/agency/", HOMES, "/agency/credit"):
        assert pages.get(address)["Location"].startswith("/staff/password?next=%2Fagency%2F")
    asked = pages.get(HOMES)["Location"]
    answer = pages.post(asked, {"present": first, "chosen": CHOSEN, "again": CHOSEN})
    assert answer["Location"] == HOMES
    assert pages.get(HOMES)["Location"].startswith("/staff/second-factor/set-up")
    people.link_authenticator(user_id=user.pk, secret="JBSWY3DPEHPK3PXP", by=CLOCK)
    assert pages.get(HOMES).status_code == 200


def test_nothing_is_done_with_the_first_password(newcomer):
    pages, _, _ = newcomer
    answer = pages.post(to("verify_home"), {"district": "110105"})
    assert answer["Location"].startswith("/staff/password")


def test_the_corner_names_the_institution_and_the_way_out_is_the_accounts(own, desk):
    shown = text_of(desk, "home")
    assert own.name in shown and own.filing_no in shown
    assert "/staff/sign-out" in forms_of(desk)
    assert desk.get("/")["Location"] == "/agency/"


def test_others_have_no_pages_of_institutions(own, desk):
    nobody, member, enterprise = Pages(), Pages(), Pages()
    member.as_staff(Power.AGENCY_ENTER)
    enterprise.sign_in_as(own.organisation)
    assert nobody.get("/agency/")["Location"].startswith("/staff/sign-in")
    assert enterprise.get("/agency/")["Location"].startswith("/staff/sign-in")
    assert member.get("/agency/").status_code == 404


def test_an_administrators_account_is_no_enterprise_and_chooses_no_capacity(desk):
    for address in ("/enterprise/", "/capacity"):
        assert desk.get(address)["Location"].startswith("/sign-in")


@pytest.mark.covers("IDN-04")
def test_an_operator_opens_what_the_administrator_gave_them_the_power_for(own, desk):
    administrator = account_actor(User.objects.get(username=own.uscc))
    username, first = people.open_operator(
        name="李经办", powers=[InstitutionPower.HOMES], by=administrator
    )
    user, operator = User.objects.get(username=username), Pages()
    people.choose_password(user_id=user.pk, present=first, chosen=CHOSEN, by=CLOCK)
    people.link_authenticator(user_id=user.pk, secret="JBSWY3DPEHPK3PXP", by=CLOCK)
    user.refresh_from_db()
    operator.force_login(user)
    shown = text_of(operator, "home")
    assert own.name in shown and "合同网签" not in shown
    assert operator.get(to("verify_home")).status_code == 200
    for name in ("contracts", "contract_filings", "add_branch"):
        assert operator.get(to(name)).status_code == 403, name
        assert "请联系本机构的管理员" in operator.page.text
