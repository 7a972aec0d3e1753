"""Builders: what people type into a contract, and contracts at each step."""

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

from anju.clients.title_registry import Answer as RegistryAnswer
from anju.clients.title_registry import HomeFacts
from anju.core import clock
from anju.core.actions import store_file
from anju.core.actors import CLOCK, Actor
from anju.core.calendar import add_months
from anju.core.files import ATTACHMENT
from anju.core.tests.test_files import a_pdf
from anju.homes import actions as homes
from anju.homes.models import Verification
from anju.homes.reading import HomeTerms
from anju.homes.rules import Role
from anju.homes.tests.asking import an_enterprise
from anju.notices.models import Notice
from anju.notices.queries import message
from anju.people import actions as people
from anju.signings import actions, queries
from anju.signings.models import Contract
from anju.signings.rules import DocumentKind, Way
from anju.tests.world import a_bank_account

TENANT = {
    "name": "张三",
    "id_type": "resident_id",
    "id_number": "110101199003078013",
    "phone": "13800000001",
}
SECOND = {
    "name": "李四",
    "id_type": "resident_id",
    "id_number": "11010519491231002X",
    "phone": "13800000002",
}


def typed(**changes: Any) -> dict[str, Any]:
    """A whole home for a year from tomorrow, one month's rent as deposit, rent every three months."""
    starts_on = clock.today() + timedelta(days=1)
    return {
        "source": "own",
        "bank": "ccb",
        "mode": "whole",
        "usable_area": "30",
        "rooms": "2",
        "occupants": "2",
        "starts_on": str(starts_on),
        "ends_on": str(add_months(starts_on, 12) - timedelta(days=1)),
        "monthly_rent": "4000",
        "deposit": "4000.00",
        "deposit_due_on": str(starts_on),
        "deposit_months": "1",
        "pay_months": "3",
        "deposit_return_days": "3",
        "dispute_way": "court",
        "costs": {"water": "tenant", "heating": "landlord"},
        "agreed": "不养宠物。\n每月第一个周六检查燃气。",
        "tenants": [TENANT],
    } | changes


def a_document(by: Actor, name: str = "证明.pdf") -> int:
    return store_file(name=name, content=a_pdf(), allowed=ATTACHMENT, by=by)


def documents(by: Actor, *kinds: str) -> list[tuple[str, int]]:
    wanted = kinds or (DocumentKind.TITLE.value, DocumentKind.IDENTITY.value)
    return [(kind, a_document(by, f"{kind}.pdf")) for kind in wanted]


def a_home_verified(by: Actor, number: int = 1, role: str = Role.ENTERPRISE) -> Verification:
    """A home of 39.01 m² in 朝阳 that passed, as the registry would have answered."""
    terms = HomeTerms(
        "110105",
        "real_estate",
        f"京(2020)朝不动产权第{number:07}号",
        "王五",
        "resident_id",
        "110101199003078013",
    )
    asked = homes.request_verification(key=f"signing {number}", terms=terms, role=role, by=by)
    facts = HomeFacts(
        "110105",
        f"北京市朝阳区建国路{number}号院3号楼1206",
        Decimal("39.01"),
        "住宅",
        "",
        "valid",
        frozenset(),
    )
    answer = RegistryAnswer(True, True, clock.now(), facts, "{}")
    homes.take_answer(verification_id=asked.pk, answer=answer, took_ms=1, by=CLOCK)
    asked.refresh_from_db()
    assert asked.status == "passed", asked.outcome
    return asked


def a_draft(
    by: Actor | None = None,
    way: Way = Way.ONLINE,
    number: int = 1,
    **changes: Any,
) -> Contract:
    """A draft with everything that it needs."""
    by = by or an_enterprise()
    verification = a_home_verified(by, number)
    return a_draft_on(verification.pk, by, way, **changes)


def a_draft_on(verification_id: int, by: Actor, way: Way = Way.ONLINE, **changes: Any) -> Contract:
    a_bank_account()
    contract = actions.begin_contract(verification_id=verification_id, way=way, by=by)
    more = {"paper_signed_on": str(clock.today())} if way == Way.PAPER else {}
    actions.keep_typed(contract_id=contract.pk, typed=typed(**more | changes), by=by)
    kinds = ["title", "identity"] + (["paper_contract"] if way == Way.PAPER else [])
    actions.keep_documents(contract_id=contract.pk, documents=documents(by, *kinds), by=by)
    return again(contract)


def again(contract: Contract) -> Contract:
    return Contract.objects.get(pk=contract.pk)


def seen_digest(contract: Contract) -> bytes:
    """Of the terms that the preview shows."""
    shown = queries.preview(again(contract))
    assert shown.terms is not None and shown.is_ready, shown.faults
    return shown.terms.digest


def sign(contract: Contract, by: Actor) -> Contract:
    digest = seen_digest(contract)
    return actions.sign_contract(contract_id=contract.pk, terms_digest=digest, by=by)


def a_sent(by: Actor | None = None, **changes: Any) -> Contract:
    """A contract that the landlord has signed and that waits for its tenants."""
    by = by or an_enterprise()
    return again(sign(a_draft(by, **changes), by))


def tenant_actor(of: dict[str, str] = TENANT) -> Actor:
    """A person who signed in at the tenants' pages."""
    known = people.record_person(
        name=of["name"],
        id_type=of["id_type"],
        id_number=of["id_number"],
        phone=of["phone"],
        by=CLOCK,
    )
    return Actor(f"person {known.pk}", "tenant_web", person_id=known.pk)


def code_sent(contract: Contract) -> str:
    """The code of the last message, as it stands on the tenant's phone."""
    last = Notice.objects.filter(kind="contract_code", facts__no=contract.no).latest("id")
    found = re.search(r"验证码(\d{6})", message(last.pk).text)
    assert found is not None
    return found[1]


def confirm(contract: Contract, by: Actor) -> Contract:
    actions.send_code(contract_id=contract.pk, by=by)
    return actions.confirm_contract(
        contract_id=contract.pk,
        code=code_sent(contract),
        terms_digest=bytes(again(contract).terms_digest or b""),
        by=by,
    )


def a_signed(by: Actor | None = None, **changes: Any) -> Contract:
    """A contract that both sides have signed."""
    contract = a_sent(by, **changes)
    for tenant in queries.terms_of(contract).tenants:
        of = {
            "name": tenant.name,
            "id_type": tenant.id_type,
            "id_number": tenant.id_number,
            "phone": tenant.phone,
        }
        confirm(contract, tenant_actor(of))
    return again(contract)


def an_entered(by: Actor | None = None, **changes: Any) -> Contract:
    """A contract signed on paper, entered with its scan."""
    by = by or an_enterprise()
    contract = a_draft(by, Way.PAPER, **changes)
    return actions.enter_contract(
        contract_id=contract.pk, terms_digest=seen_digest(contract), by=by
    )
