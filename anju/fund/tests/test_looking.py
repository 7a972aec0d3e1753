"""我要查询 and 快速交存: who knows enough finds it, who guesses learns nothing. (manual 002, 2.5 and 4)"""

import pytest

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.refusals import Refused
from anju.fund import actions, queries
from anju.fund.models import LookUp
from anju.fund.rules import (
    LOOK_UPS_AN_HOUR,
    Mode,
    Prompt,
    Refusal,
)
from anju.fund.tests.world import (
    DEPARTMENT,
    WANG,
    ZHAO,
    a_home,
    an_account,
    first_deposited,
    signed_in,
)
from anju.homes.estate import Sale
from anju.people import actions as people

pytestmark = pytest.mark.django_db


def look(mode, wanted, by, **more):
    return actions.look_up(mode=mode, wanted=wanted, by=by, **more)


@pytest.mark.covers("OWN-30", "OWN-31")
def test_by_its_whole_address_anybodys_home_is_found_and_the_least_of_it_shown():
    account, wang, zhao = an_account(), signed_in(WANG), signed_in(ZHAO)
    address = account.dwelling.address
    found = look(Mode.ADDRESS, f" {address}", wang)
    assert (found.account, found.is_own, found.prompts) == (account, True, ())
    assert not queries.accounts_seen_by(zhao).exists()
    found = look(Mode.ADDRESS, address, zhao)
    assert (found.account, found.is_own, found.prompts) == (account, False, (Prompt.NOT_OWNER,))
    assert list(queries.accounts_seen_by(zhao)) == [account]
    shown = queries.home_shown(account, zhao)
    assert (shown.owners, shown.contract_no, shown.area_hundredths) == ("王*", "", None)
    assert queries.home_shown(account, wang).owners == "王五"
    deposit = first_deposited(account, zhao)
    assert deposit.owner_name == "王五"
    assert [movement.in_fen for movement in queries.movements(account)] == [18_000_00]
    advance_clock(seconds=3 * 3600, by=CLOCK)
    assert not queries.accounts_seen_by(zhao).exists()


@pytest.mark.covers("OWN-30", "OWN-32")
def test_by_a_number_only_ones_own_home_is_found_and_another_looks_like_none():
    certificate = "京(2024)朝不动产权第0000001号"
    account = an_account(certificate_no=certificate)
    wang, zhao, number = signed_in(WANG), signed_in(ZHAO), account.dwelling.contract_no
    assert look(Mode.CONTRACT, number, wang).account == account
    assert look(Mode.CERTIFICATE, "京（2024）朝不动产权第0000001号", wang).account == account
    assert look(Mode.CONTRACT, number, wang, sale=Sale.EXISTING).because == Refusal.NOT_MATCHED
    theirs = look(Mode.CONTRACT, number, zhao)
    none = look(Mode.CONTRACT, "XF99999999", zhao)
    assert theirs == none
    assert theirs.because == Refusal.NOT_MATCHED
    assert look(Mode.ADDRESS, "北京市", zhao).because == Refusal.HOME_NOT_FOUND


@pytest.mark.covers("OWN-30")
def test_the_same_number_may_be_a_new_and_an_existing_homes():
    new = an_account(contract_no="Y100000001")
    existing = a_home(contract_no="Y100000001", sale=Sale.EXISTING)
    wang = signed_in(WANG)
    assert look(Mode.CONTRACT, "y100000001", wang).account == new
    found = look(Mode.CONTRACT, "Y100000001", wang, sale=Sale.EXISTING).account
    assert found.dwelling_id == existing.pk


@pytest.mark.covers("OWN-33")
def test_pop_ups_tell_who_must_come_to_the_department():
    account, wang = an_account(), signed_in(WANG)
    first_deposited(account, wang)
    actions.correct_area(account_id=account.pk, area_hundredths=88_00, by=DEPARTMENT)
    unit = people.record_organisation(
        name="北京市第一机床厂", uscc="91110105MA00TE5T2T", by=DEPARTMENT
    )
    public = an_account(kind="sold_public", selling_unit_id=unit.pk)
    told = [look(Mode.ADDRESS, one.dwelling.address, wang).prompts for one in (account, public)]
    assert told == [(Prompt.REFUND_DUE,), (Prompt.SOLD_PUBLIC,)]
    zhao = signed_in(ZHAO)
    assert look(Mode.ADDRESS, public.dwelling.address, zhao).prompts == (
        Prompt.SOLD_PUBLIC,
        Prompt.NOT_OWNER,
    )
    sentences = [str(prompt.label) for prompt in Prompt]
    assert "身份证、房屋产权证明及北京市住宅专项维修资金票据" in sentences[0]
    assert "由所属单位前往房屋所在行政区住房公积金管理部" in sentences[1]
    assert "票据将显示现业主姓名" in sentences[2]


def test_who_looks_up_too_often_has_to_wait():
    wang, home = signed_in(WANG), a_home()
    for _ in range(LOOK_UPS_AN_HOUR):
        look(Mode.ADDRESS, "朝阳区", wang)
    with pytest.raises(Refused) as no:
        look(Mode.ADDRESS, home.address, wang)
    assert no.value.code == "too_many_tries"
    with pytest.raises(Refused) as no:
        look(Mode.ADDRESS, " ", wang)
    assert no.value.code == "wanted_missing"
    assert LookUp.objects.count() == LOOK_UPS_AN_HOUR
