"""What senders announce, for tests: 张三, who is the tenant of `a_lease`, and the company that may be one."""

import itertools
from typing import Any

from anju.clients.hand_overs import Announcement
from anju.clients.identity import identity_of
from anju.contracts.terms import TenantTerms
from anju.core.actors import OUTSIDE
from anju.hand_overs import actions as hand_overs
from anju.hand_overs.models import HandOver

nonces = itertools.count(1)
ZHANG_SAN = {
    "sub": "person-1",
    "subject_type": "person",
    "name": "张三",
    "id_type": "resident_id",
    "id_number": "110101199003078013",
    "phone_number": "13800000001",
    "real_name_level": 3,
}
LI_SI = ZHANG_SAN | {"sub": "person-2", "name": "李四", "id_number": "11010519491231002X"}
COMPANY = ZHANG_SAN | {
    "sub": "organisation-1",
    "subject_type": "organisation",
    "organisation_name": "北京某某科技有限公司",
    "uscc": "91110000100017643K",
    "registration_no": "1100001",
}
COMPANY_AS_TENANT = TenantTerms(
    name="北京某某科技有限公司", phone="13800000001", uscc="91110000100017643K"
)


def by_mini_program(**claims: Any) -> Announcement:
    return announced("mini_program", "mobile", "", claims)


def by_platform(filing_no: str, face: str = "web", **claims: Any) -> Announcement:
    return announced("rental_platform", face, filing_no, claims)


def announced(sender: str, face: str, filing_no: str, claims: dict[str, Any]) -> Announcement:
    who = identity_of(ZHANG_SAN | claims)
    return Announcement(sender, f"{next(nonces):032x}", face, who, filing_no)


def a_hand_over(announcement: Announcement | None = None) -> tuple[str, HandOver]:
    """A ticket by the mini program, unless another is announced, and the hand-over it opens."""
    return hand_overs.make_hand_over(announcement=announcement or by_mini_program(), by=OUTSIDE)
