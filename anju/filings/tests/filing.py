"""Builders: who files and who reviews, and applications at each step."""

from typing import Any

from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.credit import actions as credit
from anju.credit.tests.scoring import DECIDER
from anju.credit.tests.scoring import KEEPER as LISTING
from anju.filings import actions
from anju.filings.models import Filing
from anju.homes.tests.asking import an_enterprise
from anju.parameters import actions as parameters
from anju.people import actions as people
from anju.people.rules import Power, Scope
from anju.signings.models import Contract
from anju.signings.tests.signing import a_signed, an_entered

KEEPER = Actor("canshu", "authority", frozenset({Power.PARAMETER_KEEP}), staff_id=9)
CHECKER = Actor("canshushen", "authority", frozenset({Power.PARAMETER_CHECK}), staff_id=10)


def an_officer(username: str, name: str, *powers: Power) -> Actor:
    user = people.record_staff(
        username=username, name=name, password="Wv7-trägheit-42", powers=powers, by=CLOCK
    )
    return Actor(username, "authority", frozenset(powers), staff_id=user.pk)


def a_reviewer() -> Actor:
    return an_officer("shenhe", "孙审核", Power.FILING_REVIEW)


def a_clerk() -> Actor:
    return an_officer("luru", "钱录入", Power.FILING_ENTER)


def both() -> Actor:
    return an_officer("quanneng", "李全能", Power.FILING_ENTER, Power.FILING_REVIEW)


def say(must_sign_online: bool, **changes: Any) -> None:
    stated = {"from_on": clock.today(), "because": "试点工作方案", "by": KEEPER} | changes
    value = "yes" if must_sign_online else "no"
    said = parameters.propose_value(code="filing.must_sign_online", value=value, **stated)
    parameters.approve_value(value_id=said.pk, by=CHECKER)


def blacklist(enterprise: Actor) -> None:
    """An enterprise comes on the black list by a court's finding, having made its statement."""
    assert enterprise.organisation_id is not None
    entry = credit.propose_by_court(
        organisation_id=enterprise.organisation_id,
        reason="非法集资",
        basis="（2026）京0105刑初1号",
        by=LISTING,
    )
    credit.notify_entry(entry_id=entry.pk, by=LISTING)
    credit.state_on_entry(entry_id=entry.pk, text="没有异议", by=enterprise)
    credit.publish_entry(entry_id=entry.pk, because="判决已生效", by=DECIDER)


def submitted(**changes: Any) -> Filing:
    """A contract signed online, rent every six months, handed in by its enterprise."""
    by = changes.pop("by", None) or an_enterprise()
    contract = a_signed(by, **{"pay_months": "6"} | changes)
    return actions.submit_filing(contract_id=contract.pk, by=by)


def submitted_paper(**changes: Any) -> Filing:
    by = changes.pop("by", None) or an_enterprise()
    contract = an_entered(by, **changes)
    return actions.submit_filing(contract_id=contract.pk, by=by)


def approved(**changes: Any) -> Filing:
    filing = submitted(**changes)
    return actions.approve_filing(filing_id=filing.pk, by=a_reviewer())


def again(filing: Filing) -> Filing:
    return Filing.objects.get(pk=filing.pk)


def contract_of(filing: Filing) -> Contract:
    return Contract.objects.get(pk=filing.contract_id)


def a_filing_program(name: str = "企业平台", **callback: Any) -> Actor:
    key = people.issue_api_key(name=name, scopes=[Scope.CONTRACT_FILE], by=CLOCK)
    if callback:
        people.set_callback(name=name, **callback, by=CLOCK)
    from anju.people.queries import api_key

    known = api_key(key)
    assert known is not None
    return Actor(f"api {name}", "api", frozenset({Scope.CONTRACT_FILE}), client_id=known.pk)
