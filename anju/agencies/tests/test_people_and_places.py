import pytest
from django.db import IntegrityError, connection, transaction

from anju.agencies import actions, queries
from anju.agencies.models import Institution, Practitioner, Premises, WorkCard
from anju.agencies.queries import Box
from anju.agencies.rules import Refusal
from anju.agencies.tests.offices import (
    ENTERING,
    REVIEWING,
    a_branch,
    a_place,
    a_practitioner,
    administrator_of,
    an_institution,
    person,
    place,
    refused,
)
from anju.core.actors import Actor
from anju.core.crypto import EncryptedTextField
from anju.core.queries import history_of
from anju.people.models import Person

pytestmark = pytest.mark.django_db
STRANGER = Actor("organisation 9", "tenant_web", organisation_id=9)


@pytest.mark.covers("AGY-03")
def test_a_practitioner_gets_a_work_card_that_everybody_can_check():
    institution = an_institution()
    practitioner = a_practitioner(institution)
    card = practitioner.cards.get()
    assert (card.no[:10], len(card.no)) == ("GP20261102", 24)
    spoken = f"{card.no[:10].lower()} {card.no[10:16]}-{card.no[16:]}"
    check = queries.check_card(spoken)
    assert check is not None and check.is_valid
    assert (check.practitioner.name, check.practitioner.role) == ("张*国", "房地产经纪人")
    assert check.practitioner.institution == institution
    assert queries.check_card("GP20261102000000000000") is None
    assert queries.check_card("") is None


@pytest.mark.covers("AGY-03")
def test_the_card_of_who_has_left_is_void_at_once():
    practitioner = a_practitioner(an_institution())
    by = administrator_of(practitioner.institution)
    card = practitioner.cards.get()
    for _ in range(2):
        actions.remove_practitioner(practitioner_id=practitioner.pk, because="离职", by=by)
    check = queries.check_card(card.no)
    assert check is not None and not check.is_valid
    practitioner.refresh_from_db()
    assert (practitioner.status, practitioner.because) == ("removed", "离职")
    assert [event.move for event in history_of(card)] == ["withdraw"]
    code = refused(
        actions.replace_card, practitioner_id=practitioner.pk, because="遗失", by=by
    ).code
    assert code == Refusal.NOT_PRACTISING


def test_a_lost_card_is_void_and_another_takes_its_place():
    practitioner = a_practitioner(an_institution())
    lost = practitioner.cards.get()
    new = actions.replace_card(
        practitioner_id=practitioner.pk,
        because="遗失",
        by=administrator_of(practitioner.institution),
    )
    assert not queries.check_card(lost.no).is_valid
    assert queries.check_card(new.no).is_valid
    assert WorkCard.objects.count() == 2


def test_one_person_works_for_one_institution_at_a_time():
    first, other = an_institution(), an_institution(name="北京乐居住房租赁有限公司")
    practitioner = a_practitioner(first)
    assert a_practitioner(first) == practitioner
    by = administrator_of(other)
    refusal = refused(actions.register_practitioner, institution_id=other.pk, terms=person(), by=by)
    assert refusal.code == Refusal.PRACTISES_ELSEWHERE
    assert refusal.facts["institution"] == first.name
    assert refusal.facts["id_number"] == "110***********8013"
    with pytest.raises(IntegrityError), transaction.atomic():
        Practitioner.objects.create(
            **{
                field.attname: getattr(practitioner, field.attname)
                for field in Practitioner._meta.fields
                if field.name != "id"
            }
        )
    actions.remove_practitioner(
        practitioner_id=practitioner.pk, because="离职", by=administrator_of(first)
    )
    assert a_practitioner(other).institution == other


@pytest.mark.covers("AGY-03")
def test_what_is_said_of_a_practitioner_is_corrected_with_a_reason():
    practitioner = a_practitioner(an_institution())
    correct = {
        "practitioner_id": practitioner.pk,
        "phone": "13800000099",
        "role": "manager",
        "qualification_no": "",
        "because": "换岗",
        "by": administrator_of(practitioner.institution),
    }
    for _ in range(2):
        actions.correct_practitioner(**correct)
    practitioner.refresh_from_db()
    assert (practitioner.phone, practitioner.role) == ("13800000099", "manager")
    assert [(e.move, e.because) for e in history_of(practitioner)] == [("correct", "换岗")]
    refusal = refused(actions.correct_practitioner, **(correct | {"role": "broker"}))
    assert refusal.code == Refusal.QUALIFICATION_MISSING


def test_registering_a_practitioner_touches_nobodys_own_record():
    a_practitioner(an_institution())
    assert Person.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"role": "boss"}, Refusal.UNKNOWN_CHOICE),
        ({"qualification_no": " "}, Refusal.QUALIFICATION_MISSING),
        ({"qualification_no": "9" * 41}, Refusal.TOO_LONG),
        ({"name": "张" * 101}, Refusal.TOO_LONG),
    ],
)
def test_what_a_practitioner_must_state(changes, code):
    institution = an_institution()
    refusal = refused(
        actions.register_practitioner,
        institution_id=institution.pk,
        terms=person(**changes),
        by=administrator_of(institution),
    )
    assert refusal.code == code
    assert Practitioner.objects.count() == 0


@pytest.mark.covers("AGY-03")
def test_sealed_names_and_numbers_are_found_whole_by_those_who_may():
    institution = an_institution()
    practitioner = a_practitioner(institution)
    card = practitioner.cards.get()
    for search in (
        {"name": " 张建国 "},
        {"id_number": "110101199003078013"},
        {"card_no": card.no},
        {"institution_id": institution.pk},
        {"status": "active"},
    ):
        assert list(queries.practitioners_found(ENTERING, **search)) == [practitioner]
        assert list(queries.practitioners_found(STRANGER, **search)) == []
    assert list(queries.practitioners_found(ENTERING, name="张建")) == []
    with connection.cursor() as cursor:
        cursor.execute("SELECT row_to_json(p)::text FROM agencies_practitioner p")
        written = cursor.fetchone()[0]
    assert "张建国" not in written
    assert "110101199003078013" not in written


@pytest.mark.covers("AGY-03")
def test_each_sees_their_own_people_and_places():
    head, other = an_institution(), an_institution(name="北京乐居住房租赁有限公司")
    branch = a_branch(head)
    practitioner, premises = a_practitioner(branch), a_place(branch)
    for actor in (ENTERING, administrator_of(head), administrator_of(branch, "enterprise")):
        assert list(queries.practitioners_seen_by(actor)) == [practitioner]
        assert list(queries.premises_seen_by(actor)) == [premises]
    for actor in (administrator_of(other), STRANGER):
        assert list(queries.practitioners_seen_by(actor)) == []
        assert list(queries.premises_seen_by(actor)) == []
    assert list(queries.institutions_seen_by(administrator_of(head))) == [branch, head]
    assert list(queries.institutions_seen_by(administrator_of(branch))) == [branch]
    assert list(queries.institutions_seen_by(STRANGER)) == []
    assert set(queries.institutions_seen_by(REVIEWING)) == {head, branch, other}


def test_nobody_keeps_people_and_places_of_another_institution():
    head, other = an_institution(), an_institution(name="北京乐居住房租赁有限公司")
    practitioner, premises = a_practitioner(head), a_place(head)
    by = administrator_of(other)
    for work, arguments in (
        (actions.register_practitioner, {"institution_id": head.pk, "terms": person()}),
        (actions.remove_practitioner, {"practitioner_id": practitioner.pk, "because": "x"}),
        (actions.register_premises, {"institution_id": head.pk, "terms": place()}),
        (actions.close_premises, {"premises_id": premises.pk, "because": "x"}),
    ):
        assert refused(work, **arguments, by=by).code == Refusal.NOT_YOURS


@pytest.mark.covers("CRD-05")
def test_what_everybody_reads_of_institutions_and_practitioners_is_not_personal():
    """What is public stands in a record without sealed columns; of a practitioner only a masked name leaves."""
    assert not [f for f in Institution._meta.fields if isinstance(f, EncryptedTextField)]
    assert not [f for f in Premises._meta.fields if isinstance(f, EncryptedTextField)]
    institution = an_institution()
    a_practitioner(institution)
    [shown] = [queries.as_published(p) for p in queries.practitioners_published(institution.pk)]
    assert (shown.name, shown.role, shown.qualified) == ("张*国", "房地产经纪人", True)
    assert "张建国" not in repr(shown)
    assert list(queries.institutions_published()) == [institution]
    assert queries.institution_by_filing_no(institution.filing_no) == institution


@pytest.mark.covers("AGY-03")
def test_institutions_are_found_by_two_characters_by_number_and_by_what_they_are():
    broker = an_institution(name="北京链家经纪有限公司", kind="broker", district="110108")
    rental = an_institution(name="北京安家住房租赁有限公司")
    every = queries.institutions_seen_by(ENTERING)
    for search, wanted in (
        ({"text": "链家"}, [broker]),
        ({"text": "安家 建国路"}, [rental]),
        ({"text": "北京"}, [rental, broker]),
        ({"text": "京"}, []),
        ({"uscc": rental.uscc.lower()}, [rental]),
        ({"filing_no": broker.filing_no}, [broker]),
        ({"kind": "broker"}, [broker]),
        ({"district": "110108"}, [broker]),
        ({"status": "cancelled"}, []),
        ({"text": "北京", "kind": "rental"}, [rental]),
    ):
        assert list(queries.institutions_found(every, **search)) == wanted


@pytest.mark.covers("AGY-04")
def test_places_are_points_on_the_map_and_numbers_by_district():
    institution = an_institution()
    guomao = a_place(institution)
    haidian = a_place(
        institution,
        kind="office",
        name="中关村办公室",
        address="北京市海淀区中关村大街1号",
        district="110108",
        longitude=116_316_000,
        latitude=39_983_000,
    )
    published = queries.premises_published()
    assert {p.premises_id for p in queries.points_within(published, Box()).points} == {
        guomao.pk,
        haidian.pk,
    }
    near = Box(west=116_450_000, south=39_900_000, east=116_470_000, north=39_920_000)
    [point] = queries.points_within(published, near).points
    assert (point.name, point.institution, point.longitude) == (
        "国贸门店",
        institution.name,
        116_461_000,
    )
    by_kind = queries.premises_by_district()
    counts = by_kind[""]
    assert (counts["110105"], counts["110108"], counts["110119"], len(counts)) == (1, 1, 0, 16)
    assert (by_kind["shop"]["110105"], by_kind["office"]["110105"]) == (1, 0)
    assert by_kind["office"]["110108"] == 1
    for search, wanted in (
        ({"text": "国贸"}, [guomao]),
        ({"text": "安家"}, [haidian, guomao]),
        ({"district": "110108"}, [haidian]),
        ({"kind": "shop"}, [guomao]),
        ({"institution_kind": "broker"}, []),
        ({"institution_id": institution.pk}, [haidian, guomao]),
    ):
        assert list(queries.premises_found(published, **search)) == wanted
    for _ in range(2):
        actions.close_premises(
            premises_id=guomao.pk, because="搬迁", by=administrator_of(institution)
        )
    assert list(queries.premises_published()) == [haidian]
    assert queries.premises_by_district()[""]["110105"] == 0


def test_a_map_shows_so_many_points_and_says_that_there_are_more(monkeypatch):
    monkeypatch.setattr("anju.agencies.queries.places.MOST_POINTS", 1)
    institution = an_institution()
    a_place(institution)
    assert queries.points_within(queries.premises_published(), Box()).are_all
    a_place(institution, address="北京市朝阳区光华路2号")
    found = queries.points_within(queries.premises_published(), Box())
    assert (len(found.points), found.are_all) == (1, False)


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"longitude": 121_470_000}, Refusal.NOT_IN_BEIJING),
        ({"latitude": 31_230_000}, Refusal.NOT_IN_BEIJING),
        ({"district": "310101"}, Refusal.UNKNOWN_DISTRICT),
        ({"kind": "kiosk"}, Refusal.UNKNOWN_CHOICE),
        ({"address": "长" * 201}, Refusal.TOO_LONG),
    ],
)
def test_a_place_lies_in_beijing(changes, code):
    institution = an_institution()
    by = administrator_of(institution)
    refusal = refused(
        actions.register_premises, institution_id=institution.pk, terms=place(**changes), by=by
    )
    assert refusal.code == code
    assert Premises.objects.count() == 0


def test_a_place_is_registered_once():
    institution = an_institution()
    premises = a_place(institution)
    assert a_place(institution) == premises
    refusal = refused(
        actions.register_premises,
        institution_id=institution.pk,
        terms=place(name="别名"),
        by=administrator_of(institution),
    )
    assert refusal.code == Refusal.PREMISES_THERE


@pytest.mark.covers("AGY-03")
def test_with_its_filing_an_institution_loses_people_cards_and_places():
    institution = an_institution()
    practitioner, premises = a_practitioner(institution), a_place(institution)
    filing = actions.apply_for_cancellation(
        institution_id=institution.pk, because="停止经营", by=ENTERING
    )
    actions.approve_cancellation(filing_id=filing.pk, open_contracts=0, held_fen=0, by=REVIEWING)
    for record in (practitioner, premises):
        record.refresh_from_db()
    assert (practitioner.status, premises.status) == ("removed", "closed")
    assert not queries.check_card(practitioner.cards.get().no).is_valid
    assert list(queries.institutions_published()) == []
    refusal = refused(
        actions.register_practitioner, institution_id=institution.pk, terms=person(), by=ENTERING
    )
    assert refusal.code == Refusal.NOT_FILED
