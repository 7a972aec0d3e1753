"""From what the registry says to what the check found. (rules C1.3, C1.4; HVF-03)"""

from anju.clients.title_registry import Answer, HomeFacts
from anju.homes.rules import Outcome, Reason

RESTRICTED = {
    "demolition": Outcome.FAIL_DEMOLISHED,
    "seizure": Outcome.FAIL_SEIZED,
    "objection": Outcome.FAIL_OBJECTION,
    "dangerous": Outcome.FAIL_DANGEROUS_HOUSE,
}
"""The gravest first. A mortgage is told and hinders nothing."""


def outcome_of(answer: Answer) -> tuple[Outcome, Reason | None]:
    """What the register alone says; whether the home is let or managed already is ours to know."""
    if not answer.found:
        return Outcome.FAIL_NOT_FOUND, None
    if not answer.owner_matches or answer.facts is None:
        return Outcome.FAIL_HOLDER_MISMATCH, None
    return outcome_of_facts(answer.facts)


def outcome_of_facts(facts: HomeFacts) -> tuple[Outcome, Reason | None]:
    if facts.certificate != "valid":
        return Outcome.FAIL_CERT_INVALID, Reason(facts.certificate)
    for restriction, outcome in RESTRICTED.items():
        if restriction in facts.restrictions:
            return outcome, None
    if not facts.is_residential:
        return Outcome.FAIL_USE_NOT_RESIDENTIAL, None
    return Outcome.PASS, None
