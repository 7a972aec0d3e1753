"""Property companies as they come to be: entered by one of the department, the key handed out by another."""

import itertools
import secrets
from collections.abc import Iterable
from typing import Any

from anju.companies import actions, queries
from anju.companies.models import Application, Company, Key
from anju.companies.rules import KeyStatus, Nature
from anju.companies.terms import Credential, HolderTerms, UnitTerms
from anju.core.actors import Actor
from anju.core.identity_numbers import USCC_CHARACTERS
from anju.homes import actions as homes
from anju.people.rules import Power
from anju.web.session import OF_COMPANIES

REVIEWER = Actor("zhao.lei", "centre", frozenset({Power.FUND_COMPANY}), staff_id=911)
ISSUER = Actor("qian.fang", "centre", frozenset({Power.FUND_KEY}), staff_id=912)
ENTERING = Actor("sun.li", "centre", frozenset({Power.FUND_ENTER}), staff_id=913)
HOLDER = Actor("holder", "public")
WANG_FANG = HolderTerms("王芳", "resident_id", "11010519491231002X", "13800000021", "wang@wuye.cn")
serial = itertools.count(1)


def a_company(
    name: str = "北京安居物业管理有限公司",
    communities: Iterable[Any] = (),
    district: str = "110105",
) -> tuple[Company, Actor]:
    """A property company with areas, and the actor of its holder, who has signed in with the key.

    `communities` are records or ids.
    """
    key = a_key(name=name, communities=communities, district=district)
    actor = queries.actor_of_key(key.pk)
    return queries.company_of(actor), actor


def come_in(client: Any, actor: Actor) -> Any:
    """A test client, or anything with a session, in which this holder has signed in by the key."""
    key = Key.objects.get(application__applicant=actor.applicant_id, status=KeyStatus.ACTIVE)
    session = client.session
    session[OF_COMPANIES] = key.pk
    session.save()
    return client


def a_key(**of: Any) -> Key:
    """The key of a company, in use; its secret is nobody's, so nobody can sign in by it."""
    issued = actions.issue_key(application_id=an_entry(**of).pk, by=ISSUER)
    made = Credential(secrets.token_bytes(32), secrets.token_bytes(77), 1)
    return actions.enrol_key(number=issued.number, code=issued.code, credential=made, by=HOLDER)


def an_entry(
    name: str = "北京安居物业管理有限公司",
    communities: Iterable[Any] = (),
    district: str = "110105",
) -> Application:
    """A company that the department has entered, with its areas and the holder of its old key."""
    return actions.record_old_holder(
        certificate_no=f"JGC{next(serial):08}",
        unit=a_unit(name, district),
        holder=WANG_FANG,
        community_ids=[getattr(one, "pk", one) for one in communities],
        by=REVIEWER,
    )


def a_unit(name: str = "北京安居物业管理有限公司", district: str = "110105") -> UnitTerms:
    return UnitTerms(
        district=district,
        name=name,
        nature=Nature.LIMITED,
        uscc=a_uscc(next(serial)),
        organisation_code="MA00TE5T2",
        legal_representative="李建国",
        address="北京市朝阳区望京街9号",
        postcode="100102",
        phone="010-64700000",
    )


def a_uscc(number: int) -> str:
    """A valid code of a company that is nobody's."""
    body = f"91110105MA{number:07}"
    weighed = sum(USCC_CHARACTERS.index(one) * pow(3, i, 31) for i, one in enumerate(body))
    return body + USCC_CHARACTERS[-weighed % 31]


def a_community(name: str = "望京新城", district: str = "110105") -> Any:
    """A community, without homes."""
    return homes.record_community(
        name=name, district=district, address="北京市朝阳区望京街", by=ENTERING
    )
