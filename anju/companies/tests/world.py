"""Property companies as they come to be: they apply, or are entered; a key is handed out by another and taken up."""

import itertools
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from anju.companies import actions, queries
from anju.companies.models import Activation, Applicant, Application, Company, Key
from anju.companies.rules import Channel, KeyStatus, Nature
from anju.companies.terms import HolderTerms, Issued, UnitTerms
from anju.companies.tests.authenticator import SoftKey
from anju.core.actors import NOBODY, Actor
from anju.core.identity_numbers import USCC_CHARACTERS
from anju.homes import actions as homes
from anju.people.rules import Power
from anju.web.session import OF_APPLICANTS, OF_COMPANIES

REVIEWER = Actor("zhao.lei", "centre", frozenset({Power.FUND_COMPANY}), staff_id=911)
ISSUER = Actor("qian.fang", "centre", frozenset({Power.FUND_KEY}), staff_id=912)
ENTERING = Actor("sun.li", "centre", frozenset({Power.FUND_ENTER}), staff_id=913)
WANG_FANG = HolderTerms("王芳", "resident_id", "11010519491231002X", "13800000021", "wang@wuye.cn")
PASSWORD = "wuye-2026-anju-xiaoqu"
NAME = "北京安居物业管理有限公司"
serial = itertools.count(1)


def a_company(
    name: str = NAME, communities: Iterable[Any] = (), district: str = "110105"
) -> tuple[Company, Actor]:
    """A property company with areas, and the actor of its holder, who has signed in with the key.

    `communities` are records or ids.
    """
    key, _ = a_key(name=name, communities=communities, district=district)
    actor = queries.actor_of_key(key.pk)
    return queries.company_of(actor), actor


def come_in(client: Any, actor: Actor) -> Any:
    """A test client in which this holder has signed in by the key."""
    key = Key.objects.get(application__applicant=actor.applicant_id, status=KeyStatus.ACTIVE)
    return with_session(client, OF_COMPANIES, key.pk)


def come_in_unverified(client: Any, applicant: Applicant) -> Any:
    """A test client in which somebody has signed in by password alone."""
    return with_session(client, OF_APPLICANTS, applicant.pk)


def with_session(client: Any, name: str, value: int) -> Any:
    session = client.session
    session[name] = value
    session.save()
    return client


def a_key(**of: Any) -> tuple[Key, SoftKey]:
    """The key of an entered company, in use, and the device; the password is `PASSWORD`."""
    issued = actions.issue_key(application_id=an_entry(**of).pk, by=ISSUER)
    by = holder_of(issued)
    actions.choose_password(present=issued.password, chosen=PASSWORD, by=by)
    return taken_up(issued)


def taken_up(issued: Issued) -> tuple[Key, SoftKey]:
    """The holder takes a handed-out key into use."""
    device = SoftKey()
    assert actions.enrol_key(
        key_id=issued.key_id,
        code=issued.code,
        answer=device.enrols(issued.number),
        by=holder_of(issued),
    )
    return Key.objects.get(pk=issued.key_id), device


def holder_of(issued: Issued) -> Actor:
    key = Key.objects.get(pk=issued.key_id)
    return queries.actor_of_applicant(key.application.applicant_id)


def an_entry(
    name: str = NAME,
    communities: Iterable[Any] = (),
    district: str = "110105",
    certificate_no: str = "",
) -> Application:
    """A company that the department has entered, with its areas and the holder of its old key."""
    return actions.record_old_holder(
        certificate_no=certificate_no or f"JGC{next(serial):08}",
        unit=a_unit(name, district),
        holder=WANG_FANG,
        community_ids=[getattr(one, "pk", one) for one in communities],
        by=REVIEWER,
    )


def a_registered(username: str = "") -> Applicant:
    """An account that is not activated yet; the password is `PASSWORD`."""
    number = next(serial)
    return actions.register_applicant(
        holder=replace(WANG_FANG, phone=f"139{number:08}", mail=f"wuye{number}@wuye.cn"),
        unit_name=NAME,
        uscc=a_uscc(number),
        username=username or f"wuye{number}",
        password=PASSWORD,
        by=NOBODY,
    )


def an_applicant(username: str = "") -> Applicant:
    """An account, activated by the code that came to the phone."""
    applicant = a_registered(username)
    actions.ask_activation(
        applicant_id=applicant.pk, channel=Channel.SMS, source="203.0.113.7", by=NOBODY
    )
    code = Activation.objects.get(applicant=applicant).code
    assert actions.activate_by_code(applicant_id=applicant.pk, code=code, by=NOBODY)
    applicant.refresh_from_db()
    return applicant


def applied(applicant: Applicant | None = None, **of: Any) -> Application:
    """What somebody with an account has applied for."""
    by = queries.actor_of_applicant((applicant or an_applicant()).pk)
    return actions.apply_for_registration(unit=a_unit(**of), by=by)


def registered(**of: Any) -> Application:
    """An application that the department has approved."""
    application = applied(**of)
    actions.approve_application(application_id=application.pk, opinion="材料齐全", by=REVIEWER)
    application.refresh_from_db()
    return application


def a_unit(name: str = NAME, district: str = "110105") -> UnitTerms:
    return UnitTerms(
        district=district,
        name=name,
        nature=Nature.LIMITED,
        uscc=a_uscc(next(serial)),
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
