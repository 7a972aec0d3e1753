"""Units are registered as property companies: they apply, a department reviews. (manual 004, 2.2; PRP-04)"""

import re
from collections.abc import Iterable
from datetime import date
from typing import Any

from anju.companies.actions.applicants import checked_holder
from anju.companies.models import Applicant, Application, Area, Company
from anju.companies.numbers import application_no
from anju.companies.rules import CERTIFICATE_NO, ApplicantStatus, Nature, Refusal
from anju.companies.terms import HolderTerms, UnitTerms
from anju.core import clock
from anju.core.actors import Actor
from anju.core.calendar import add_workdays
from anju.core.db import action, lock, move, one_at_a_time
from anju.core.identity_numbers import check_uscc, normalise, normalise_name
from anju.core.reasons import MOST, given
from anju.core.refusals import Refused, ensure
from anju.core.rules import DISTRICTS
from anju.core.search import pairs_of
from anju.homes import queries as homes
from anju.parameters import queries as parameters
from anju.people.actions import record_organisation
from anju.people.queries import check_department, check_power
from anju.people.rules import Power

CODE_IN_USCC = slice(8, 17)


@action
def apply_for_registration(*, unit: UnitTerms, by: Actor) -> Application:
    """物业单位注册申请 【提交】: to the chosen department. Handed in again it replaces what was stated.

    Refused once the department has approved it.
    """
    applicant = lock(Applicant, pk=by.applicant_id, status=ApplicantStatus.ACTIVE)
    stated = checked_unit(unit)
    present = Application.objects.select_for_update().filter(applicant=applicant).first()
    now = clock.now()
    if present is None:
        no = application_no(unit.district, now)
        return Application.objects.create(
            no=no, applicant=applicant, submitted_at=now, due_on=next_step_due(), **stated
        )
    move(present, "correct", by=by, submitted_at=now, due_on=next_step_due(), opinion="")
    for field, value in stated.items():
        setattr(present, field, value)
    present.save(update_fields=list(stated))
    return present


@action
def approve_application(*, application_id: int, opinion: str, by: Actor) -> None:
    """审核通过: the unit is a property company; somebody else of the department hands out its key."""
    application = lock(Application, pk=application_id)
    check_reviews(application, by)
    approved(application, opinion=opinion.strip(), by=by)


@action
def send_back_application(*, application_id: int, because: str, by: Actor) -> None:
    """退回: with what has to be corrected."""
    application = lock(Application, pk=application_id)
    check_reviews(application, by)
    reason = given(because)
    decided = {"decided_by": by.name, "decided_at": clock.now(), "opinion": reason}
    move(application, "send_back", by=by, because=reason, **decided)


def next_step_due() -> date:
    """Three working days, for the review and then for the key, unless settled otherwise. (CTR-05)"""
    return add_workdays(clock.today(), parameters.number("fund.link_review_workdays")).on


def check_reviews(application: Application, by: Actor) -> None:
    check_power(by, Power.FUND_COMPANY)
    check_department(by, application.district)


@action
def record_old_holder(
    *,
    certificate_no: str,
    unit: UnitTerms,
    holder: HolderTerms,
    community_ids: Iterable[int],
    by: Actor,
) -> Application:
    """Enter a unit that had a key before: an old 小区管理处 or company, with its areas as they were. (manual 004, 综述)

    Its key keeps its number; somebody else of the department hands it out again. (PRP-06)
    """
    check_power(by, Power.FUND_COMPANY)
    number, stated = normalise(certificate_no), checked_unit(unit)
    check_department(by, unit.district)
    if not re.fullmatch(CERTIFICATE_NO, number, re.ASCII):
        raise Refused(Refusal.CERTIFICATE_WRONG)
    one_at_a_time(f"companies.certificate:{number}")
    if Application.objects.filter(certificate_no=number).exists():
        raise Refused(Refusal.NUMBER_TAKEN, number=number)
    now = clock.now()
    applicant = Applicant.objects.create(
        username=number,
        unit_name=stated["name"],
        uscc=stated["uscc"],
        registered_at=now,
        activated_at=now,
        status=ApplicantStatus.ACTIVE,
        **checked_holder(holder),
    )
    application = Application.objects.create(
        no=application_no(unit.district, now),
        applicant=applicant,
        certificate_no=number,
        submitted_at=now,
        **stated,
    )
    company = approved(application, opinion="", by=by)
    for community_id in sorted(set(community_ids)):
        _keep_area(company, community_id, by)
    return application


def _keep_area(company: Company, community_id: int, by: Actor) -> None:
    """A community that the company served before, too."""
    community = homes.community(community_id)
    check_department(by, community.district)
    one_at_a_time(f"companies.area:{community_id}")
    present = Area.objects.filter(community=community_id, until__isnull=True).first()
    if present is None:
        Area.objects.create(company=company, community_id=community_id, since=clock.now())
    elif present.company_id != company.pk:
        raise Refused(
            Refusal.AREA_OF_ANOTHER, community=community.name, company=present.company.name
        )


def checked_unit(unit: UnitTerms) -> dict[str, Any]:
    """What is kept of a unit, each part as it should be written."""
    if unit.district not in DISTRICTS:
        raise Refused(Refusal.UNKNOWN_DISTRICT, district=unit.district)
    if unit.nature not in Nature.values:
        raise Refused(Refusal.UNKNOWN_CHOICE, value=unit.nature)
    uscc = check_uscc(unit.uscc)
    code = normalise(unit.organisation_code).replace("-", "")
    if code and code != uscc[CODE_IN_USCC]:
        raise Refused(Refusal.ORGANISATION_CODE_DIFFERS, expected=uscc[CODE_IN_USCC])
    words = {name: str(value).strip() for name, value in vars(unit).items()}
    return words | {
        "name": normalise_name(unit.name),
        "uscc": uscc,
        "organisation_code": uscc[CODE_IN_USCC],
    }


def approved(application: Application, *, opinion: str, by: Actor) -> Company:
    """The unit is a property company from now on; of one that already is, somebody else will have a key, too."""
    company = _company_of(application, by)
    decided: dict[str, Any] = {
        "decided_by": by.name,
        "decided_at": clock.now(),
        "opinion": opinion[:MOST],
    }
    decided["due_on"] = next_step_due()
    move(application, "approve", by=by, because=opinion, company=company, **decided)
    return company


def _company_of(application: Application, by: Actor) -> Company:
    organisation = record_organisation(name=application.name, uscc=application.uscc, by=by)
    present = Company.objects.filter(organisation=organisation.pk).first()
    if present is not None:
        if present.name != application.name:
            raise Refused(Refusal.NAME_DIFFERS, uscc=application.uscc, name=present.name)
        return present
    ensure(organisation.uscc == application.uscc, "a company of another code")
    return Company.objects.create(
        organisation_id=organisation.pk,
        pairs=pairs_of(application.name),
        registered_at=clock.now(),
        **{name: getattr(application, name) for name in UnitTerms.__dataclass_fields__},
    )
