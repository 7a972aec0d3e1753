"""Builders of what the public site shows; they go through actions."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

from anju.clients.title_registry import Answer, HomeFacts
from anju.core import clock
from anju.core.actors import CLOCK, Actor
from anju.homes import actions as homes
from anju.homes.models import Verification
from anju.homes.reading import HomeTerms
from anju.homes.rules import COMMITMENT
from anju.people.rules import Power
from anju.statistics import actions as statistics

VERIFIER = Actor("fang.yuan", "authority", frozenset({Power.HOME_VERIFY}), staff_id=1)
ASKED = HomeTerms(
    "110105",
    "real_estate",
    "京(2020)朝不动产权第0000009号",
    "张三",
    "resident_id",
    "110101199003078013",
)
FACTS = HomeFacts(
    district="110105",
    address="北京市朝阳区建国路88号3号楼1206",
    area=Decimal("56.30"),
    use="住宅",
    unit_no="110105001001GB00001F00010001",
    certificate="valid",
    restrictions=frozenset(),
)


def a_verified_home() -> Verification:
    """A home that passed, with its notice."""
    asked = homes.request_verification(key="1", terms=ASKED, role="owner", by=VERIFIER)
    answer = Answer(found=True, owner_matches=True, answered_at=clock.now(), facts=FACTS, raw="{}")
    homes.take_answer(verification_id=asked.pk, answer=answer, took_ms=120, by=CLOCK)
    homes.issue_notice(verification_id=asked.pk, by=VERIFIER)
    asked.refresh_from_db()
    assert asked.status == "passed"
    return asked


def a_committed_home() -> Verification:
    """A home that no register knows."""
    terms = replace(
        ASKED,
        certificate_type="homestead",
        certificate_no="京朝宅字第1号",
        address="北京市朝阳区某村1号",
        area=Decimal("88.00"),
        commitment=COMMITMENT,
    )
    return homes.request_verification(key="2", terms=terms, role="owner", by=VERIFIER)


def figures_of(month: date) -> None:
    statistics.compute_month(month=month, as_of=month.replace(day=2), by=CLOCK)
