"""The standard: rules in force and before, and how points are counted. (CRD-02)"""

from django.db.models import QuerySet

from anju.agencies.queries import is_officer
from anju.core.actors import Actor
from anju.credit.models import CreditMode, CreditRule
from anju.credit.rules import SCHEMES, Mode, RuleStatus, Scheme


def rules_found(
    actor: Actor,
    *,
    text: str = "",
    code: str = "",
    category: str = "",
    operation: str = "",
    status: str = "",
) -> QuerySet[CreditRule]:
    """The list of 记分标准 by code: officers see every version, everybody else those in force."""
    rules = CreditRule.objects.order_by("code", "-version")
    if not is_officer(actor):
        rules = rules.filter(status=RuleStatus.IN_FORCE)
    exactly = {
        "item__contains": text.strip(),
        "code": code.strip().upper(),
        "category": category,
        "operation": operation,
        "status": status,
    }
    return rules.filter(**{name: value for name, value in exactly.items() if value})


def rules_in_force() -> QuerySet[CreditRule]:
    """What may be scored today, and what the public site shows. (CRD-05)"""
    return CreditRule.objects.filter(status=RuleStatus.IN_FORCE).order_by("code")


def versions_of(rule: CreditRule) -> QuerySet[CreditRule]:
    """Every version of a rule, the last first."""
    return CreditRule.objects.filter(code=rule.code).order_by("-version")


def mode_of(year: int) -> Mode:
    """How points are counted in a year."""
    chosen = CreditMode.objects.filter(from_year__lte=year).order_by("-from_year").first()
    return Mode(chosen.mode) if chosen else Mode.DEMERIT


def scheme_of(year: int) -> Scheme:
    return SCHEMES[mode_of(year)]
