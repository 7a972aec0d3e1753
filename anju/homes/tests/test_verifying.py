"""What a check finds, and who sees it. Against the sandbox's register, which is a program of its own."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from anju.clients import title_registry
from anju.core import clock
from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.core.queries import history_of
from anju.core.refusals import Refused
from anju.homes import actions, jobs, queries
from anju.homes.models import Asking, Attempt, Home, RegistryAnswer, Verification
from anju.homes.rules import COMMITMENT, CertificateType, Outcome, Reason, Refusal, Role, Status
from anju.homes.tests.asking import (
    OFFICER,
    a_home,
    a_person,
    a_program,
    a_verified,
    again,
    an_enterprise,
    ask,
    queries_of,
    request,
    terms_of,
)
from anju.notices.models import Notice as Message

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def movable_clock(settings):
    settings.MOVABLE_CLOCK = True


@pytest.mark.covers("HVF-01")
def test_a_home_whose_certificate_and_owner_agree_with_the_register_passes(sandbox):
    home = a_home(sandbox)
    verification = request(terms_of(home))
    assert (verification.status, verification.outcome) == (Status.REQUESTED, "")
    assert queries_of(sandbox) == 0  # only a job asks

    ask()

    again(verification)
    assert (verification.status, verification.outcome) == (Status.PASSED, Outcome.PASS)
    assert verification.valid_until == clock.today() + timedelta(days=90)
    assert verification.no[:8] == "HY" + home["district"]
    assert queries.home_shown(verification).address == home["address"]
    assert queries.sentence_of(verification).startswith("核验通过")
    assert [event.move for event in history_of(verification)] == ["answer_pass"]


FAILURES = [
    ({"restrictions": ["seizure", "mortgage"]}, Outcome.FAIL_SEIZED, ""),
    ({"restrictions": ["objection"]}, Outcome.FAIL_OBJECTION, ""),
    ({"restrictions": ["dangerous"]}, Outcome.FAIL_DANGEROUS_HOUSE, ""),
    ({"restrictions": ["seizure", "demolition"]}, Outcome.FAIL_DEMOLISHED, ""),
    ({"use": "商业"}, Outcome.FAIL_USE_NOT_RESIDENTIAL, ""),
    ({"owner_id_number": "110101199003078013"}, Outcome.FAIL_HOLDER_MISMATCH, ""),
    *(
        ({"certificate": reason.value}, Outcome.FAIL_CERT_INVALID, reason.value)
        for reason in Reason
    ),
]


@pytest.mark.covers("HVF-03")
@pytest.mark.parametrize(("set_to", "outcome", "reason"), FAILURES)
def test_a_failed_check_says_which_of_the_reasons_applies(sandbox, set_to, outcome, reason):
    stated = terms_of(a_home(sandbox, 1))
    a_home(sandbox, 1, **set_to)
    verification = request(stated)

    ask()

    again(verification)
    assert (verification.status, verification.outcome) == (Status.FAILED, outcome)
    assert verification.reason == reason
    sentence = queries.sentence_of(verification)
    assert str(outcome.label) in sentence
    assert not reason or str(Reason(reason).label) in sentence
    assert verification.valid_until is None


@pytest.mark.covers("HVF-03")
def test_a_number_that_no_certificate_has_is_not_found(sandbox):
    missing = terms_of(a_home(sandbox), certificate_no="京(2020)海不动产权第9999999号")
    verification = request(missing)

    ask()

    assert again(verification).outcome == Outcome.FAIL_NOT_FOUND


def test_a_mortgage_is_told_and_hinders_nothing(sandbox):
    verification = request(terms_of(a_home(sandbox, 1, restrictions=["mortgage"])))

    ask()

    assert again(verification).status == Status.PASSED
    assert queries.home_shown(verification).is_mortgaged is True


def test_who_states_another_owner_sees_nothing_of_a_home_that_others_have_verified(sandbox):
    home = a_home(sandbox)
    a_verified(sandbox)
    stranger = a_person()
    wrong = request(terms_of(home, owner_name="别人"), by=stranger)
    ask()
    again(wrong)

    seen = queries.verifications_seen_by(stranger)
    assert wrong.outcome == Outcome.FAIL_HOLDER_MISMATCH
    assert queries.home_shown(wrong) is None
    assert queries.as_told(wrong)["home"] is None
    assert list(queries.found_by(seen, home["address"][3:9])) == []
    assert list(queries.found_by(seen, home["certificate_no"])) == [wrong]


@pytest.mark.covers("HVF-05")
def test_the_same_question_within_ninety_days_is_answered_by_the_same_answer(sandbox):
    first = a_verified(sandbox)
    advance_clock(days=80, by=CLOCK)

    other = request(terms_of(a_home(sandbox)), by=a_person())

    assert (other.status, other.valid_until) == (Status.PASSED, first.valid_until)
    assert other.no != first.no and other.answer == first.answer
    assert queries_of(sandbox) == RegistryAnswer.objects.count() == 1
    assert Message.objects.count() == 0  # they are looking at it


def test_after_ninety_days_the_registry_is_asked_again(sandbox):
    first = a_verified(sandbox)
    advance_clock(days=91, by=CLOCK)
    sandbox.control("clock", {"days": 91, "product": False})

    second = request(terms_of(a_home(sandbox)))
    assert second.status == Status.REQUESTED and second != first
    ask()

    assert again(second).valid_until == clock.today() + timedelta(days=90)
    assert queries_of(sandbox) == 2


def test_an_answer_by_which_a_home_failed_is_not_used_again(sandbox):
    home = a_home(sandbox, 1, restrictions=["seizure"])
    request(terms_of(home))
    ask()
    a_home(sandbox, 1, restrictions=[])

    verification = request(terms_of(home))
    ask()

    assert again(verification).status == Status.PASSED


def test_who_asks_again_has_the_one_that_still_holds_and_it_is_written_down(sandbox):
    first = a_verified(sandbox)

    second = request(terms_of(a_home(sandbox)))

    assert second == first
    assert [one.asked_by for one in queries.askings_of(first)] == [OFFICER.name] * 2
    assert Verification.objects.count() == 1


def test_asked_twice_under_one_key_it_is_one_question(sandbox):
    terms = terms_of(a_home(sandbox))

    first = request(terms, key="k")
    second = request(terms, key="k")

    assert first == second
    assert (Verification.objects.count(), Asking.objects.count()) == (1, 1)


def test_a_key_that_was_used_for_another_home_is_refused(sandbox):
    request(terms_of(a_home(sandbox, 1)), key="k")

    with pytest.raises(Refused) as refused:
        request(terms_of(a_home(sandbox, 2)), key="k")

    assert refused.value.code is Refusal.KEY_REUSED
    assert Verification.objects.count() == 1


@pytest.mark.covers("HVF-03")
def test_an_answer_that_comes_twice_counts_once(sandbox):
    verification = request(terms_of(a_home(sandbox)), by=a_person())
    sandbox.control("switches", {"title_twice": True})
    ask()
    told = title_registry.Answer(False, False, clock.now(), None, "{}")

    actions.take_answer(verification_id=verification.pk, answer=told, took_ms=1, by=CLOCK)

    assert again(verification).status == Status.PASSED
    assert history_of(verification).count() == 1
    assert (Attempt.objects.count(), RegistryAnswer.objects.count()) == (1, 1)
    assert Message.objects.filter(kind="home_checked").count() == 1


def test_what_no_register_knows_needs_a_commitment(sandbox):
    terms = terms_of(
        a_home(sandbox),
        certificate_type=CertificateType.HOMESTEAD.value,
        certificate_no="朝集建(1993)字第0102号",
    )
    with pytest.raises(Refused) as refused:
        request(terms)
    assert refused.value.code is Refusal.COMMITMENT_NEEDED

    given = {"address": "北京市朝阳区某村12号", "area": "80.00", "commitment": COMMITMENT}
    verification = request(terms_of(a_home(sandbox), **vars(terms) | given))

    assert verification.status == Status.COMMITTED
    assert verification.outcome == Outcome.UNVERIFIABLE_COMMITTED
    assert verification.commitment == COMMITMENT
    assert verification.valid_until == clock.today() + timedelta(days=90)
    ask()
    assert queries_of(sandbox) == 0
    with pytest.raises(IntegrityError), transaction.atomic():
        Verification.objects.update(commitment="")


def test_a_home_that_an_enterprise_manages_is_taken_by_nobody_else(sandbox):
    first, second = an_enterprise(0), an_enterprise(1)
    managed = a_verified(sandbox, by=first, role=Role.ENTERPRISE)

    terms = terms_of(a_home(sandbox))
    others = [
        request(terms, by=second, role=Role.ENTERPRISE),
        request(terms, by=second, role=Role.BROKER),
        request(terms, by=a_person(), role=Role.OWNER),
    ]
    own = request(
        terms_of(a_home(sandbox), starts_on=clock.today() + timedelta(days=9)),
        first,
        Role.ENTERPRISE,
    )

    assert [one.outcome for one in others] == [Outcome.FAIL_ALREADY_MANAGED] * 3
    assert own.status == Status.PASSED and own != managed

    home = actions.give_up_home(home_id=managed.home_id, by=first)
    assert home.manager_id is None
    assert again(managed).status == again(own).status == Status.EXPIRED
    assert request(terms, by=second, role=Role.ENTERPRISE).status == Status.PASSED


def test_an_enterprise_whose_verification_has_run_out_manages_no_longer(sandbox):
    a_verified(sandbox, by=an_enterprise(0), role=Role.ENTERPRISE)
    advance_clock(days=91, by=CLOCK)
    sandbox.control("clock", {"days": 91, "product": False})

    verification = request(terms_of(a_home(sandbox)), an_enterprise(1), Role.ENTERPRISE)
    ask()

    assert again(verification).status == Status.PASSED
    assert Home.objects.get().manager_id == verification.organisation_id


def test_several_brokers_verify_the_same_owners_home(sandbox):
    first = a_verified(sandbox, by=an_enterprise(0), role=Role.BROKER)
    second = request(terms_of(a_home(sandbox)), an_enterprise(1), Role.BROKER)

    assert second.status == Status.PASSED
    assert {first.organisation_id, second.organisation_id} == {
        an_enterprise(0).organisation_id,
        an_enterprise(1).organisation_id,
    }


def test_a_role_that_stands_for_an_organisation_needs_one(sandbox):
    with pytest.raises(Refused) as refused:
        request(terms_of(a_home(sandbox)), a_person(), Role.BROKER)

    assert refused.value.code is Refusal.ORGANISATION_MISSING


def test_a_day_that_has_passed_is_refused(sandbox):
    with pytest.raises(Refused) as refused:
        request(terms_of(a_home(sandbox), starts_on=clock.today() - timedelta(days=1)))

    assert refused.value.code is Refusal.STARTS_IN_PAST


def test_each_sees_their_own_and_nothing_of_others(sandbox):
    terms = terms_of(a_home(sandbox))
    askers = [a_person(0), a_person(1), an_enterprise(0), a_program("甲"), a_program("乙")]
    made = [request(terms, by=asker) for asker in askers]

    for asker, own in zip(askers, made, strict=True):
        assert list(queries.verifications_seen_by(asker)) == [own]
    assert set(queries.verifications_seen_by(OFFICER)) == set(made)
    assert len({one.no for one in made}) == 5


def test_owners_stand_sealed_and_are_found_by_their_number(sandbox):
    home = a_home(sandbox)
    verification = a_verified(sandbox)
    with connection.cursor() as cursor:
        cursor.execute("SELECT owner_name, owner_id_number FROM homes_verification")
        name, number = map(bytes, cursor.fetchone())

    assert home["owner_name"].encode() not in name
    assert home["owner_id_number"].encode() not in number
    seen = queries.verifications_seen_by(OFFICER)
    assert list(queries.found_by(seen, home["owner_id_number"])) == [verification]
    assert queries.owner_masked(verification)[1].count("*") >= 11


@pytest.mark.parametrize(
    ("words", "numbers"),
    [
        ("关村", [1]),
        ("方庄路", [2]),
        ("门外 西城", [4]),
        ("号楼", [4, 2, 1]),
        ("村关", []),
        ("村", []),
    ],
)
def test_two_characters_of_an_address_find_it(sandbox, words, numbers):
    made = {number: a_verified(sandbox, number) for number in (1, 2, 4)}

    found = list(queries.found_by(queries.verifications_seen_by(OFFICER), words))

    assert found == [made[number] for number in numbers]


def test_an_address_that_the_register_changes_finds_every_verification_of_the_home(sandbox):
    mine, others = a_verified(sandbox), a_verified(sandbox, by=an_enterprise(), role=Role.BROKER)
    a_home(sandbox, 1, address="北京市海淀区新名大街1号")
    advance_clock(days=8, by=CLOCK)
    sandbox.control("clock", {"days": 8, "product": False})
    jobs.recheck(0)

    seen = queries.verifications_seen_by(OFFICER)
    assert list(queries.found_by(seen, "新名")) == [others, mine]
    assert list(queries.found_by(seen, "关村")) == []


def test_a_list_takes_one_query_and_its_search_two(sandbox):
    a_verified(sandbox)
    seen = queries.verifications_seen_by(OFFICER)
    for text in ("", "海淀", queries.verifications_seen_by(OFFICER).get().no, "京(2017)"):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = list(queries.found_by(seen, text)[:20])
            assert [queries.home_shown(one) is not None for one in found] == [True]
        assert len(asked) == (2 if text == "海淀" or text.startswith("京") else 1)
