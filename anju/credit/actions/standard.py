"""Upkeep of the standard: rules are added, revised by a next version, retired; never edited. (CRD-02)"""

import re
from dataclasses import asdict, replace

from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.reasons import given
from anju.core.refusals import Refused
from anju.credit.models import CreditMode, CreditRule
from anju.credit.rules import RULE_CODE, STEPS, Category, Mode, Operation, Refusal, RuleStatus
from anju.credit.terms import RuleTerms
from anju.people import queries as people
from anju.people.rules import Power


@action
def add_rule(*, code: str, terms: RuleTerms, by: Actor) -> CreditRule:
    """Add a rule under a new code. The same again is the same rule; refused when the code has another."""
    people.check_power(by, Power.RULE_KEEP)
    code = code.strip().upper()
    if not re.fullmatch(RULE_CODE, code, re.ASCII):
        raise Refused(Refusal.NOT_A_RULE_CODE)
    terms = _stated(terms)
    rule, is_new = CreditRule.objects.get_or_create(
        code=code, version=1, defaults=_written(terms, by)
    )
    if not is_new and (rule.status != RuleStatus.IN_FORCE or terms_of(rule) != terms):
        raise Refused(Refusal.RULE_THERE, rule=code)
    return rule


@action
def revise_rule(*, rule_id: int, terms: RuleTerms, by: Actor) -> CreditRule:
    """Write the next version of a rule; events under the present one keep it. Refused when nothing differs."""
    rule = _in_force(rule_id, by)
    terms = _stated(terms)
    if terms_of(rule) == terms:
        raise Refused(Refusal.RULE_UNCHANGED)
    move(rule, "replace", by=by)
    return CreditRule.objects.create(
        code=rule.code, version=rule.version + 1, **_written(terms, by)
    )


@action
def retire_rule(*, rule_id: int, because: str, by: Actor) -> CreditRule:
    """Nothing is scored under this rule any more; what was, stays."""
    rule = _in_force(rule_id, by)
    move(rule, "retire", by=by, because=given(because))
    return rule


@action
def set_mode(*, from_year: int, mode: str, by: Actor) -> CreditMode:
    """Decide how points are counted from a coming year on. Refused for a year that has begun. (rule C5.4)"""
    people.check_power(by, Power.RULE_KEEP)
    if mode not in Mode.values:
        raise Refused(Refusal.UNKNOWN_CHOICE, value=mode)
    if from_year <= clock.today().year:
        raise Refused(Refusal.MODE_OF_THE_PAST)
    chosen, is_new = CreditMode.objects.get_or_create(
        from_year=from_year, defaults={"mode": mode, "set_by": by.name, "set_at": clock.now()}
    )
    if not is_new and chosen.mode != mode:
        chosen.mode, chosen.set_by, chosen.set_at = mode, by.name, clock.now()
        chosen.save(update_fields=["mode", "set_by", "set_at"])
    return chosen


def terms_of(rule: CreditRule) -> RuleTerms:
    return RuleTerms(**{name: getattr(rule, name) for name in RuleTerms.__dataclass_fields__})


def _in_force(rule_id: int, by: Actor) -> CreditRule:
    people.check_power(by, Power.RULE_KEEP)
    rule: CreditRule = lock(CreditRule, pk=rule_id)
    if rule.status != RuleStatus.IN_FORCE:
        raise Refused(Refusal.RULE_NOT_IN_FORCE, rule=rule.code)
    return rule


def _stated(terms: RuleTerms) -> RuleTerms:
    for value, choices in ((terms.category, Category), (terms.operation, Operation)):
        if value not in choices.values:
            raise Refused(Refusal.UNKNOWN_CHOICE, value=value)
    if terms.points not in STEPS:
        raise Refused(Refusal.POINTS_NOT_A_STEP)
    if terms.validity_months is not None and not 1 <= terms.validity_months <= 12:
        raise Refused(Refusal.VALIDITY_WRONG)
    return replace(
        terms,
        item=given(terms.item),
        detail=given(terms.detail, 500) if terms.detail.strip() else "",
        basis=given(terms.basis) if terms.basis.strip() else "",
    )


def _written(terms: RuleTerms, by: Actor) -> dict[str, object]:
    return {**asdict(terms), "written_by": by.name, "written_at": clock.now()}
