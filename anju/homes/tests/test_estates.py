"""Homes of the maintenance fund: recorded once, found by two characters, sold."""

import pytest

from anju.core.actors import Actor
from anju.core.refusals import Refused
from anju.fund.tests.world import DEPARTMENT, WANG, ZHAO, a_home
from anju.homes import actions, queries
from anju.homes.actions import DwellingTerms
from anju.homes.models import Owner

pytestmark = pytest.mark.django_db


def test_a_home_is_found_by_words_of_its_address_and_by_its_numbers():
    home = a_home(certificate_no="京(2024)朝不动产权第0000001号")
    for words in ("望京", "阜通 301", "朝阳区"):
        assert list(queries.dwellings_found(words)) == [home]
    assert not queries.dwellings_found("海淀").exists()
    assert queries.dwelling_by(contract_no=home.contract_no) == home
    assert queries.dwelling_by(certificate_no=home.certificate_no) == home
    assert queries.dwelling_by(address=home.address) == home
    assert queries.dwelling_by() is None


def test_what_is_known_is_not_recorded_again():
    home = a_home()
    building = home.building
    terms = DwellingTerms(3, "301", 90_00, home.contract_on, unit="1")
    other = DwellingTerms(3, "302", 90_00, home.contract_on, contract_no=home.contract_no)
    for wanted, owners, code in (
        (terms, [WANG], "place_known"),
        (other, [WANG], "number_known"),
        (DwellingTerms(3, "303", 90_00, home.contract_on), [], "no_owner"),
        (DwellingTerms(3, "303", 90_00, home.contract_on), [WANG, WANG], "owner_twice"),
        (DwellingTerms(3, "303", 0, home.contract_on), [WANG], "area_missing"),
    ):
        with pytest.raises(Refused) as no:
            actions.record_dwelling(
                building_id=building.pk, terms=wanted, owners=owners, by=DEPARTMENT
            )
        assert no.value.code == code
    with pytest.raises(Refused) as no:
        actions.record_building(
            community_id=building.community_id, name=building.name, storeys=3, by=DEPARTMENT
        )
    assert no.value.code == "storeys_differ"
    with pytest.raises(Refused) as no:
        actions.record_community(name="远洋", district="999999", address="", by=DEPARTMENT)
    assert no.value.code == "unknown_district"


def test_the_homes_of_a_building_are_recorded_all_or_none():
    home = a_home()
    building, day = home.building, home.contract_on
    new = [DwellingTerms(4, f"40{n}", 90_00, day, contract_no=f"XFNEW{n}") for n in (1, 2)]
    for wrong, code in (
        (DwellingTerms(4, "402", 90_00, day), "place_known"),
        (DwellingTerms(4, "403", 90_00, day, contract_no="XFNEW2"), "number_known"),
        (DwellingTerms(4, "403", 90_00, day, contract_no=home.contract_no), "number_known"),
        (DwellingTerms(4, "403", 0, day), "area_missing"),
    ):
        stated = [(terms, [WANG]) for terms in (*new, wrong)]
        with pytest.raises(Refused) as no:
            actions.record_dwellings(building_id=building.pk, stated=stated, by=DEPARTMENT)
        assert no.value.code == code
    assert list(queries.dwellings_in(building.community_id)) == [home]
    stated = [(terms, [WANG, ZHAO]) for terms in new]
    made = actions.record_dwellings(building_id=building.pk, stated=stated, by=DEPARTMENT)
    assert [one.room for one in made] == ["401", "402"]
    owners = queries.owners_of(made)
    assert [[owner.name for owner in owners[one.pk]] for one in made] == [["王五", "赵六"]] * 2
    assert list(queries.dwellings_found("401室")) == [made[0]]


def test_a_sale_keeps_the_owners_before_in_history():
    home = a_home(owners=(WANG,))
    assert actions.change_owners(dwelling_id=home.pk, owners=[WANG, ZHAO], by=DEPARTMENT)[1]
    assert not actions.change_owners(dwelling_id=home.pk, owners=[ZHAO, WANG], by=DEPARTMENT)[1]
    assert [owner.name for owner in queries.owners_now(home)] == ["王五", "赵六"]
    assert [owner.until is None for owner in queries.owner_history(home)] == [False, True, True]
    assert not queries.is_owned_by(home, Actor("nobody", "public"))
    assert bytes(Owner.objects.all()[0].digest) == bytes(Owner.objects.all()[1].digest)
