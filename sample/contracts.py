"""Contracts of an enterprise in the sample world: draft, to confirm, to review, returned, on paper."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from anju.core import clock
from anju.core.actors import Actor
from anju.core.calendar import add_months
from anju.filings import actions as filings
from anju.filings import queries as filing_queries
from anju.homes import queries as homes
from anju.homes.rules import Status as HomeStatus
from anju.people import queries as people
from anju.signings import actions, queries
from anju.signings.rules import DocumentKind, Status, Way
from sample import outside
from sample.administrators import acting_for
from sample.endings import picture
from sample.offices import officer
from sample.parameters import paper_may_be_filed
from sample.people import (
    ADMINISTRATORS_OF_INSTITUTIONS,
    ENTERER,
    LI,
    OTHERS,
    REVIEWER,
    WANG,
    ZHAO,
    SamplePerson,
)
from sample.story import until

if TYPE_CHECKING:
    from anju.homes.models import Verification
    from anju.signings.models import Contract
    from anju.signings.terms import ContractTerms

ENTERPRISE = ADMINISTRATORS_OF_INSTITUTIONS[0]
PAPERS = (DocumentKind.TITLE, DocumentKind.IDENTITY)
CODE = re.compile(r"验证码(\d{6})")


def are_made() -> None:
    """On the enterprise's first homes that passed; the others are left to whoever tries it. Made before, they stand."""
    by = acting_for(ENTERPRISE)
    own = homes.verifications_seen_by(by)
    until(lambda: not own.filter(status=HomeStatus.REQUESTED).exists(), "the registry's answers")
    *passed, let_on_paper = homes.verifications_to_let(by).order_by("id")[:5]
    _left_open, for_li, for_wang, for_zhao = [
        written(home, who, by)
        for home, who in zip(passed, (OTHERS[0], LI, WANG, ZHAO), strict=True)
    ]
    for one in (for_li, for_wang, for_zhao):
        sign(one, by)
    confirm((for_wang, WANG), (for_zhao, ZHAO))
    for one in (for_wang, for_zhao):
        hand_in(one, by)
    send_back(for_zhao)
    paper_may_be_filed()
    on_paper(let_on_paper, OTHERS[1])


def on_paper(home: Verification, who: SamplePerson) -> Contract:
    """合同补录 at the counter: entered as its scan has it, and handed in."""
    by = officer(ENTERER)
    contract = written(home, who, by, Way.PAPER)
    if contract.status == Status.DRAFT:
        digest = complete(contract).digest
        actions.enter_contract(contract_id=contract.pk, terms_digest=digest, by=by)
    hand_in(contract, by)
    return contract


def written(home: Verification, who: SamplePerson, by: Actor, way: Way = Way.ONLINE) -> Contract:
    """A contract with everything that it needs, or as an interrupted run has left it."""
    there = queries.contracts_seen_by(by).filter(verification=home).first()
    if there is not None and there.typed_at is not None:
        return there
    contract = actions.begin_contract(verification_id=home.pk, way=way, by=by)
    is_paper = way == Way.PAPER
    kinds = [*PAPERS, DocumentKind.PAPER_CONTRACT] if is_paper else PAPERS
    documents = [(kind.value, picture(f"{kind.label}.png", by)) for kind in kinds]
    actions.keep_documents(contract_id=contract.pk, documents=documents, by=by)
    signed = {"paper_signed_on": str(clock.today())} if is_paper else {}
    return actions.keep_typed(contract_id=contract.pk, typed=typed(who) | signed, by=by)


def typed(who: SamplePerson) -> dict[str, Any]:
    """A whole home for a year from the day after tomorrow, one month's rent as deposit, rent every three months."""
    starts_on = clock.today() + timedelta(days=2)
    rent = "4600"
    return {
        "source": "own",
        "bank": "ccb",
        "mode": "whole",
        "usable_area": "36",
        "layout": "两室一厅",
        "rooms": "2",
        "occupants": "2",
        "use": "居住",
        "starts_on": str(starts_on),
        "ends_on": str(add_months(starts_on, 12) - timedelta(days=1)),
        "monthly_rent": rent,
        "deposit": rent,
        "deposit_due_on": str(starts_on),
        "deposit_months": "1",
        "pay_months": "3",
        "deposit_return_days": "3",
        "dispute_way": "court",
        "costs": {"water": "tenant", "electricity": "tenant", "heating": "landlord"},
        "agreed": "不饲养宠物。\n家电清单以交割清单为准。",
        "tenants": [
            {
                "name": who.name,
                "id_type": "resident_id",
                "id_number": who.id_number,
                "phone": who.phone,
            }
        ],
    }


def tenant(who: SamplePerson) -> Actor:
    """Somebody who has let themselves be known by signing a lease before."""
    known = people.person_by_number(who.id_number)
    assert known is not None
    return Actor(f"person:{known.pk}", "tenant_web", person_id=known.pk)


def sign(contract: Contract, by: Actor) -> None:
    if contract.status == Status.DRAFT:
        digest = complete(contract).digest
        actions.sign_contract(contract_id=contract.pk, terms_digest=digest, by=by)


def complete(contract: Contract) -> ContractTerms:
    """What its preview shows."""
    seen = queries.preview(contract)
    if seen.terms is None or seen.faults:
        raise SystemExit(f"A contract of the sample world is not complete: {seen.faults}")
    return seen.terms


def confirm(*waiting: tuple[Contract, SamplePerson]) -> None:
    """Each tenant reads the code on their phone and types it; the codes are sent before anybody waits for one."""
    open_ones = [(one, who) for one, who in waiting if now(one).status == Status.TO_SIGN]
    for contract, who in open_ones:
        if not codes(contract, who):
            actions.send_code(contract_id=contract.pk, by=tenant(who))
    until(lambda: all(codes(*one) for one in open_ones), "the codes on the tenants' phones")
    for contract, who in open_ones:
        actions.confirm_contract(
            contract_id=contract.pk,
            code=codes(contract, who)[0],
            terms_digest=queries.terms_of(now(contract)).digest,
            by=tenant(who),
        )


def codes(contract: Contract, who: SamplePerson) -> list[str]:
    """The codes for a contract that came to a phone."""
    texts = [text for text in outside.inbox(who.phone) if contract.no in text]
    return [found[1] for found in map(CODE.search, texts) if found]


def hand_in(contract: Contract, by: Actor) -> None:
    if not filing_queries.filings_of_contract(by, contract.pk).exists():
        filings.submit_filing(contract_id=contract.pk, by=by)


def send_back(contract: Contract) -> None:
    by = officer(REVIEWER)
    filing = filing_queries.filings_of_contract(by, contract.pk)[0]
    if filing.status == "submitted":
        because = "身份证明照片不清楚，请重新上传后再提交"
        filings.send_back(filing_id=filing.pk, because=because, by=by)


def now(contract: Contract) -> Contract:
    """The same contract as it stands now."""
    found = queries.contract_by_no(contract.no)
    assert found is not None
    return found
