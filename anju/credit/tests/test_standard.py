import pytest
from django.db import IntegrityError, transaction

from anju.agencies.tests.offices import an_institution, refused
from anju.core.actors import NOBODY
from anju.credit import actions, queries
from anju.credit.actions.standard import terms_of
from anju.credit.models import CreditMode, CreditRule
from anju.credit.rules import SCHEMES, THRESHOLDS, Mode, Refusal
from anju.credit.terms import RuleTerms
from anju.credit.tests.scoring import APPLYING, OF_RULES, a_rule, applied, scored
from anju.people.rules import Refusal as PeopleRefusal

pytestmark = pytest.mark.django_db
SMOKE = RuleTerms("未配备消防设施", "letting", 3, "demerit", detail="合租住房", basis="消防条例")


@pytest.mark.covers("CRD-02")
def test_the_standard_begins_with_the_twenty_three_rules_proposed():
    shown = [(r.code, r.points, r.operation) for r in queries.rules_in_force()]
    assert len(shown) == 23
    assert shown[0] == ("G01", 1, "merit")
    assert [code for code, points, _ in shown if points == 12] == ["R21", "R22"]
    assert {r.code for r in queries.rules_in_force() if r.lists_at_once} == {"R21", "R22"}
    assert sum(points for _, points, operation in shown if operation == "demerit") == 93


@pytest.mark.covers("CRD-02")
def test_a_rule_is_revised_by_a_next_version_and_what_was_scored_keeps_its_own():
    event = scored(an_institution(), "R05")
    old = a_rule("R05")
    new = actions.revise_rule(
        rule_id=old.pk, terms=RuleTerms(**(terms_of(old).__dict__ | {"points": 3})), by=OF_RULES
    )
    old.refresh_from_db()
    event.refresh_from_db()
    assert (old.status, old.version, old.points) == ("replaced", 1, 2)
    assert (new.status, new.version, new.points) == ("in_force", 2, 3)
    assert (event.rule, event.points) == (old, 2)
    assert list(queries.versions_of(new)) == [new, old]
    assert refused(applied, institution=an_institution(), rule_id=old.pk).code == (
        Refusal.RULE_NOT_IN_FORCE
    )
    code = refused(actions.revise_rule, rule_id=new.pk, terms=terms_of(new), by=OF_RULES).code
    assert code == Refusal.RULE_UNCHANGED
    code = refused(actions.revise_rule, rule_id=old.pk, terms=SMOKE, by=OF_RULES).code
    assert code == Refusal.RULE_NOT_IN_FORCE


@pytest.mark.covers("CRD-02")
def test_what_a_rule_says_never_changes_in_the_database():
    rule = a_rule("R05")
    for change in ({"points": 6}, {"item": "别的"}, {"version": 9}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CreditRule.objects.filter(pk=rule.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        rule.delete()


def test_a_rule_is_added_once_and_retired():
    rule = actions.add_rule(code="r23", terms=SMOKE, by=OF_RULES)
    assert (rule.code, rule.version) == ("R23", 1)
    assert actions.add_rule(code="R23", terms=SMOKE, by=OF_RULES) == rule
    other = RuleTerms("别的", "letting", 3, "demerit")
    assert refused(actions.add_rule, code="R23", terms=other, by=OF_RULES).code == (
        Refusal.RULE_THERE
    )
    actions.retire_rule(rule_id=rule.pk, because="并入R16", by=OF_RULES)
    assert "R23" not in {r.code for r in queries.rules_in_force()}


@pytest.mark.parametrize(
    ("code", "changes", "refusal"),
    [
        ("X1", {}, Refusal.NOT_A_RULE_CODE),
        ("R23", {"points": 5}, Refusal.POINTS_NOT_A_STEP),
        ("R23", {"category": "smoke"}, Refusal.UNKNOWN_CHOICE),
        ("R23", {"operation": "fine"}, Refusal.UNKNOWN_CHOICE),
        ("R23", {"validity_months": 13}, Refusal.VALIDITY_WRONG),
    ],
)
def test_what_no_rule_can_say(code, changes, refusal):
    terms = RuleTerms(**(SMOKE.__dict__ | changes))
    assert refused(actions.add_rule, code=code, terms=terms, by=OF_RULES).code == refusal
    assert CreditRule.objects.count() == 23


def test_only_who_keeps_the_standard_changes_it():
    code = refused(actions.add_rule, code="R23", terms=SMOKE, by=APPLYING).code
    assert code == PeopleRefusal.POWER_MISSING
    code = refused(actions.set_mode, from_year=2027, mode="score", by=APPLYING).code
    assert code == PeopleRefusal.POWER_MISSING


@pytest.mark.covers("CRD-02")
def test_rules_are_searched_and_only_officers_see_old_versions():
    rule = a_rule("R05")
    actions.revise_rule(
        rule_id=rule.pk, terms=RuleTerms(**(terms_of(rule).__dict__ | {"points": 3})), by=OF_RULES
    )
    found = queries.rules_found
    assert [r.version for r in found(OF_RULES, code="r05")] == [2, 1]
    assert [r.version for r in found(NOBODY, code="R05")] == [2]
    assert [r.code for r in found(NOBODY, text="押金")] == ["R09", "R10"]
    assert [r.code for r in found(NOBODY, category="listing")] == ["R04", "R05", "R06"]
    assert [r.code for r in found(NOBODY, operation="merit")] == ["G01"]
    assert [r.code for r in found(OF_RULES, status="replaced")] == ["R05"]


@pytest.mark.covers("CRD-04")
def test_points_may_be_counted_from_a_hundred_from_a_coming_year_on(days):
    assert queries.mode_of(2026) == Mode.DEMERIT
    for _ in range(2):
        actions.set_mode(from_year=2027, mode="score", by=OF_RULES)
    assert (queries.mode_of(2026), queries.mode_of(2030)) == (Mode.DEMERIT, Mode.SCORE)
    for year, mode, code in (
        (2026, "score", Refusal.MODE_OF_THE_PAST),
        (2028, "stars", Refusal.UNKNOWN_CHOICE),
    ):
        assert refused(actions.set_mode, from_year=year, mode=mode, by=OF_RULES).code == code
    actions.set_mode(from_year=2027, mode="demerit", by=OF_RULES)
    assert CreditMode.objects.get(from_year=2027).mode == "demerit"


@pytest.mark.covers("CRD-04")
@pytest.mark.parametrize("points", [0, 2, 3, 5, 6, 11, 12, 40])
def test_both_ways_of_counting_put_the_same_points_into_the_same_class(points):
    grades = []
    for scheme in SCHEMES.values():
        score = scheme.base + scheme.weight * points
        much_is_good = scheme.weight < 0
        grades.append(
            next(n for n, b in scheme.classes if (score >= b if much_is_good else score <= b))
        )
    reached = sum(points >= threshold for threshold in THRESHOLDS)
    assert grades == ["ABCD"[reached]] * 2
