"""Builders: who proposes and who approves, and a value that both have agreed on."""

from datetime import timedelta
from typing import Any

from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import Actor
from anju.core.files import ATTACHMENT
from anju.core.tests.test_files import a_pdf
from anju.parameters import actions, queries
from anju.parameters.models import Value
from anju.parameters.reading import kept_notice
from anju.parameters.rules import CHECK, KEEP
from anju.people.rules import Office
from anju.people.user_notice import ORIGINAL

PROPOSER = Actor("canshuti", "centre", frozenset({KEEP[Office.CENTRE]}), department="")
APPROVER = Actor("canshufu", "centre", frozenset({CHECK[Office.CENTRE]}), department="")
PROPOSERS = {
    Office.CENTRE: PROPOSER,
    Office.AUTHORITY: Actor(
        "canshu", "authority", frozenset({KEEP[Office.AUTHORITY]}), department=""
    ),
}
APPROVERS = {
    Office.CENTRE: APPROVER,
    Office.AUTHORITY: Actor(
        "canshushen", "authority", frozenset({CHECK[Office.AUTHORITY]}), department=""
    ),
}


def a_proposal(code: str, value: str, in_days: int = 0, **changes: Any) -> Value:
    stated: dict[str, Any] = {
        "code": code,
        "value": value,
        "from_on": clock.today() + timedelta(days=in_days),
        "because": "会议纪要第3号",
        "by": PROPOSERS[queries.parameter(code).office],
    }
    return actions.propose_value(**(stated | changes))


def a_proposal_with_paper(code: str, value: str, by: Actor | None = None) -> dict[str, Any]:
    """One that waits, by which paper: what stands in the addresses of its pages."""
    proposer = by or PROPOSERS[queries.parameter(code).office]
    paper = store_file(name="纪要.pdf", content=a_pdf(), allowed=ATTACHMENT, by=proposer)
    proposed = a_proposal(code, value, documents=[paper], by=proposer)
    return {
        "code": code,
        "value_id": proposed.pk,
        "value_document_id": proposed.documents.get().pk,
    }


def settle(code: str, value: str, in_days: int = 0) -> Value:
    """From so many days on a parameter is another: both have agreed."""
    proposed = a_proposal(code, value, in_days)
    by = APPROVERS[queries.parameter(code).office]
    return actions.approve_value(value_id=proposed.pk, by=by)


def a_notice(chinese: str, english: str) -> str:
    """《用户须知》 with another paragraph at its end, as it is proposed."""
    return kept_notice(f"{ORIGINAL.chinese}\n{chinese}", f"{ORIGINAL.english}\n{english}")
