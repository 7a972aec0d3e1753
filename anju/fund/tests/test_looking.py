"""我要查询 and 快速交存: who knows enough finds it, who guesses learns nothing. (manual 002, 2.5 and 4)"""

import pytest

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK, NOBODY
from anju.core.numbers import luhn_digit
from anju.core.refusals import Refused
from anju.fund import actions, queries
from anju.fund.models import LookUp, Tries
from anju.fund.rules import (
    LOOK_UPS_AN_HOUR,
    TRIES_OF_A_NUMBER,
    TRIES_OF_A_SOURCE,
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


# 快速交存


def a_notice():
    return actions.issue_notice(account_id=an_account().pk, owner_name="王五", by=DEPARTMENT)


def guess(no, owner_name="王五", source="203.0.113.7"):
    """What a guesser hears: the deposit's number, nothing, or the refusal."""
    try:
        found = actions.find_deposit(deposit_no=no, owner_name=owner_name, source=source, by=NOBODY)
    except Refused as refused:
        return refused.message
    return found and found.no


def neighbour(no, step):
    digits = f"{(int(no[2:-1]) + step):018}"
    return f"WX{digits}{luhn_digit(digits)}"


@pytest.mark.covers("QCK-01")
def test_number_and_name_together_find_a_notice():
    notice = a_notice()
    assert guess(f" {notice.no.lower()}") == notice.no
    assert [guess(notice.no, "赵六"), guess(neighbour(notice.no, 1))] == [None, None]
    assert {guess("WX1"), guess("")} == {"未查询到业务，请核对业务流水号和业主名称"}
    assert guess(notice.no) == notice.no


@pytest.mark.covers("QCK-03")
def test_however_many_guesses_from_one_address_learn_nothing():
    """The hundred thousandth is as the eleventh: nothing is looked for any more, and nothing changes."""
    notice = a_notice()
    heard = [guess(neighbour(notice.no, step)) for step in range(1, TRIES_OF_A_SOURCE + 2)]
    before = list(Tries.objects.order_by("pk").values_list())
    heard += [guess(neighbour(notice.no, step)) for step in range(-500, 500)]
    assert list(Tries.objects.order_by("pk").values_list()) == before
    assert heard[:TRIES_OF_A_SOURCE] == [None] * TRIES_OF_A_SOURCE
    (too_many,) = set(heard[TRIES_OF_A_SOURCE:])
    assert too_many == Refusal.TOO_MANY_TRIES.label
    assert guess(notice.no) == too_many, "right and wrong sound the same"
    looked_for = Tries.objects.filter(failures__gt=0).count()
    assert looked_for == 1 + TRIES_OF_A_SOURCE
    assert guess(notice.no, source="198.51.100.9") == notice.no, "others are not kept waiting"
    advance_clock(seconds=3600, by=CLOCK)
    assert guess(notice.no) == notice.no


@pytest.mark.covers("QCK-03")
def test_who_has_a_number_cannot_try_out_names_from_many_addresses():
    notice = a_notice()
    names = [f"王{chr(0x4E00 + step)}" for step in range(200)]
    heard = [guess(notice.no, name, source=f"2001:db8::{i}") for i, name in enumerate(names)]
    assert heard[:TRIES_OF_A_NUMBER] == [None] * TRIES_OF_A_NUMBER
    assert set(heard[TRIES_OF_A_NUMBER:]) == {Refusal.TOO_MANY_TRIES.label}
    other = neighbour(notice.no, 7)
    unknown = [guess(other, name, source=f"2001:db8:1::{i}") for i, name in enumerate(names)]
    assert unknown == heard, "a number that is no notice's sounds the same"


def test_what_was_counted_long_ago_is_forgotten():
    guess(neighbour(a_notice().no, 1))
    assert actions.forget_tries(by=CLOCK) == 0
    advance_clock(days=2, by=CLOCK)
    assert actions.forget_tries(by=CLOCK) == 2
