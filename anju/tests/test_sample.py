"""The sample world's institutions: they come about through the product's actions, once, and every desk has work."""

import re
from dataclasses import replace
from datetime import timedelta

import httpx
import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from anju.agencies.models import Institution, InstitutionFiling, Practitioner, Premises
from anju.clients import alipay
from anju.companies import actions as company_actions
from anju.companies import queries as company_queries
from anju.core import clock
from anju.core.actors import CLOCK, NOBODY
from anju.credit.models import CreditEvent, ListEntry
from anju.filings.models import Filing
from anju.filings.queries import must_sign_online
from anju.fund.models import Account, Addition
from anju.fund_notices.models import NoticeFile
from anju.homes.models import Community, Dwelling
from anju.homes.tests.asking import an_enterprise
from anju.parameters import queries as settled
from anju.parameters.models import Value
from anju.people import actions as people
from anju.people.rules import Office
from anju.signings.tests import signing
from anju.tests.pages import Pages
from anju.tests.world import a_bank_account
from anju.web.session import account_actor
from sample import (
    administrators,
    communities,
    contracts,
    fund,
    institutions,
    offices,
    outside,
    parameters,
    property_companies,
    sign_ins,
    soft_key,
)
from sample.people import (
    COMPANY_OFFICER,
    KEY_OFFICER,
    LI,
    OPERATOR_OF_AN_INSTITUTION,
    OTHERS,
    PASSWORD,
    STAFF,
    WANG,
    ZHAO,
)
from sample.property_companies import AT_WUHUA, VISITOR

pytestmark = pytest.mark.django_db
DESKS = {
    "luru": ("home", "filings", "institutions", "practitioners", "places", "rules"),
    "shenhe": ("home", "filings", "institutions"),
    "xinyong": ("home", "events", "rules", "lists"),
    "pingshen": ("home", "events", "measures", "lists"),
    "fuyi": ("home", "events", "objections", "measures"),
}


@pytest.fixture
def city(db):
    offices.officer.cache_clear()
    property_companies.company.cache_clear()
    for member in STAFF:
        people.record_staff(
            username=member.username,
            name=member.name,
            password=PASSWORD,
            powers=member.powers,
            office=Office(member.office) if member.office else None,
            by=CLOCK,
        )
    institutions.are_filed()


def counts():
    kinds = (Institution, InstitutionFiling, Practitioner, Premises, CreditEvent, ListEntry)
    return [kind.objects.count() for kind in kinds]


def test_an_interrupted_run_finds_what_is_there(city):
    before = counts()
    institutions.are_filed()
    assert counts() == before == [7, 11, 10, 12, 7, 3]
    assert set(InstitutionFiling.objects.values_list("status", flat=True)) == {
        "approved",
        "submitted",
        "returned",
        "draft",
    }


def test_every_desk_has_something_to_show(city, subtests):
    for username, desks in DESKS.items():
        [member] = [one for one in STAFF if one.username == username]
        pages = Pages()
        pages.as_staff(*member.powers, username=member.username, name=member.name)
        for name in desks:
            with subtests.test(username=username, page=name):
                assert pages.get(reverse(f"authority:{name}")).status_code == 200
                shown = pages.page.all("div")
                assert not [one for one in shown if one.get("class") == "empty-state"]


@pytest.mark.covers("CON-01", "CON-12")
def test_contracts_are_left_at_each_step_and_made_once(city):
    """The codes come to the sandbox's phones when a city is played; here they are read where they wait to be sent."""
    by = an_enterprise()
    a_bank_account()
    homes = [signing.a_home_verified(by, number) for number in range(1, 5)]
    for _again in range(2):
        draft, to_sign, waiting, returned = (
            contracts.written(home, who, by)
            for home, who in zip(homes, (OTHERS[0], LI, WANG, ZHAO), strict=True)
        )
        for one in (to_sign, waiting, returned):
            contracts.sign(one, by)
        for one, who in ((waiting, WANG), (returned, ZHAO)):
            if signing.again(one).status == "to_sign":
                signing.confirm(one, contracts.tenant(who))
            contracts.hand_in(one, by)
        contracts.send_back(returned)
    statuses = [signing.again(one).status for one in (draft, to_sign, waiting, returned)]
    assert statuses == ["draft", "to_sign", "signed", "signed"]
    filed = dict(Filing.objects.values_list("contract", "status"))
    assert filed == {waiting.pk: "submitted", returned.pk: "returned"}


@pytest.mark.covers("CON-11")
def test_a_contract_on_paper_waits_for_its_review_and_is_entered_once(city):
    a_bank_account()
    home = signing.a_home_verified(an_enterprise(), 1)
    for _again in range(2):
        parameters.paper_may_be_filed()
        contract = contracts.on_paper(home, OTHERS[1])

    assert (contract.way, signing.again(contract).status) == ("paper", "entered")
    assert list(Filing.objects.values_list("contract", "status")) == [(contract.pk, "submitted")]
    assert not must_sign_online()
    assert must_sign_online(clock.today() + timedelta(days=30))


@pytest.mark.covers("CTR-06")
def test_parameters_wait_for_the_second_person_at_both_offices_and_are_made_once(city):
    for _again in range(2):
        parameters.are_settled()

    waiting = Value.objects.filter(status="proposed").order_by("pk").values_list("code", flat=True)
    assert list(waiting) == [
        "contact.check_days",
        "custody.interest_rate",
        "filing.review_workdays",
    ]
    assert settled.number("order.pending_minutes") == 10
    coming = clock.today() + timedelta(days=parameters.COMING_IN_DAYS)
    assert settled.number("order.pending_minutes", coming) == 15
    assert settled.number("refund.plan_workdays", coming) == 3


@pytest.mark.covers("IDN-04")
def test_an_operator_of_an_institution_can_sign_in_and_does_not_manage_users(city):
    administrators.have_chosen()
    for _again in range(2):
        administrators.have_an_operator()
    operator = OPERATOR_OF_AN_INSTITUTION
    user = User.objects.get(username=operator.username)
    assert user.check_password(PASSWORD)
    assert account_actor(user).may == set(operator.powers)
    assert f"{operator.username} {operator.name}" in sign_ins.with_accounts()


def test_the_communities_of_the_fund_are_entered_once(city, monkeypatch):
    fund.bank_is_open()
    small = [replace(one, buildings=min(one.buildings, 2)) for one in communities.PLACES[1:]]
    monkeypatch.setattr(communities, "PLACES", small)
    for _again in range(2):
        communities.are_entered()
    assert Community.objects.count() == len(small) == 11
    sold = Dwelling.objects.filter(kind="sold_public", selling_unit__isnull=False)
    own = Dwelling.objects.filter(building__community__custody_mode="self_managed")
    every = Dwelling.objects.count()
    assert every == sum(one.buildings * one.storeys * one.on_each for one in small)
    assert (sold.count(), own.count(), Account.objects.count()) == (48, 24, every - 24)


def test_a_morning_at_the_desk_of_the_fund_has_work(city, subtests):
    fund.bank_is_open()
    place = next(one for one in communities.PLACES if one.name == "望京新城二期")
    communities.recorded(place)
    for _again in range(2):
        communities.notices_are_handed_in()
        communities.homes_are_looked_for()
    for username, told in (
        ("weixiu", "望京新城二期2号楼.xlsx"),
        ("guanlibu", communities.WANTED[0]),
    ):
        [member] = [one for one in STAFF if one.username == username]
        pages = Pages()
        user = pages.as_staff(*member.powers, username=member.username, name=member.name)
        with subtests.test(username=username):
            assert user.username == username
            assert pages.get(reverse("fund_desk:home")).status_code == 200
            assert told in pages.page.text
    assert NoticeFile.objects.count() == 1 and Addition.objects.count() == 3


def test_an_interrupted_run_pays_nothing_twice(sandbox, monkeypatch):
    monkeypatch.setenv("SANDBOX_URL", sandbox.base_url)
    app = "2021000000000001"
    ends = clock.now() + timedelta(minutes=3)
    for no in ("A1", "A2"):
        alipay.precreate(app, no, 350000, "押金", ends)
    alipay.close(app, "A2")
    for no in ("A1", "A1", "A2"):
        outside.pay_by_alipay(no, "赵敏")
    assert [alipay.query(app, no).status for no in ("A1", "A2")] == ["paid", "closed"]
    with pytest.raises(httpx.HTTPStatusError):
        outside.pay_by_alipay("A3", "赵敏")


def test_who_enters_does_not_review():
    for one, other in (
        ("agency.enter", "agency.review"),
        ("home.verify", "home.object"),
        ("filing.enter", "filing.review"),
        ("credit.apply", "credit.review"),
        ("works.review", "works.approve"),
        ("fund.company", "fund.key"),
        ("fund.pay", "fund.check"),
    ):
        assert not [who for who in STAFF if {one, other} <= set(who.powers)]


@pytest.mark.covers("PRP-04", "PRP-06", "PRP-12")
def test_property_companies_wait_at_each_step_and_are_registered_once(city):
    for _again in range(2):
        property_companies.are_registered()
        late = property_companies.is_asked_for(property_companies.WANTED[0])
        assert late > clock.today()

    officer = offices.officer(COMPANY_OFFICER)
    found = company_queries.applications_found(officer).values_list("applicant__username", "status")
    assert dict(found) == {
        "wuhua01": "holding",
        "wuhua02": "holding",
        "linan01": "holding",
        "linan02": "submitted",
        "anjia01": "approved",
        property_companies.CERTIFICATE_NO: "holding",
    }
    keys = company_queries.keys_found(offices.officer(KEY_OFFICER))
    assert sorted(keys.values_list("status", flat=True)) == ["active", "active", "issued", "issued"]
    assert company_queries.area_applications_to_review(officer).count() == 1
    assert company_queries.communities_of(property_companies.company(AT_WUHUA)).count() == 4


@pytest.mark.covers("PRP-05", "PRP-06")
def test_a_visitor_is_told_how_to_take_a_key_into_use(city):
    property_companies.are_registered()
    visitor = property_companies.applicant(VISITOR)
    told = "".join(property_companies.told())
    [(number, code)] = re.findall(r"密钥 (\S+)，启用码 (\w+)", told)
    key = company_queries.key_to_enrol(visitor)
    assert key is not None and key.number == number
    answer = soft_key.enrolled(number, 8000)
    assert company_actions.enrol_key(key_id=key.pk, code=code, answer=answer, by=visitor)
    assert "启用码" not in "".join(property_companies.told())

    came = company_actions.confirm_old_holder(
        certificate_no=property_companies.CERTIFICATE_NO, password=PASSWORD, by=NOBODY
    )
    assert company_queries.must_choose_password(came.applicant_id or 0) is False
    assert "http://localhost:" in told
