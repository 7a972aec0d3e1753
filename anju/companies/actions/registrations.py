"""Units are registered as property companies: they apply, a department reviews. (manual 004, 2.2)"""

from collections.abc import Iterable
from typing import Any

from anju.companies.models import Applicant, Application, Area, Company
from anju.companies.numbers import application_no
from anju.companies.rules import ApplicantStatus, Refusal
from anju.companies.terms import HolderTerms, UnitTerms
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock, move
from anju.core.identity_numbers import check_identity, check_phone, check_uscc, normalise_name
from anju.core.refusals import Refused
from anju.core.rules import DISTRICTS
from anju.core.search import pairs_of
from anju.people.actions import record_organisation
from anju.people.queries import check_department, check_power, id_digest
from anju.people.rules import Power


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

    Its key keeps its number; somebody else of the department hands it out again.
    """
    check_power(by, Power.FUND_COMPANY)
    stated = checked_unit(unit)
    check_department(by, unit.district)
    if Application.objects.filter(certificate_no=certificate_no).exists():
        raise Refused(Refusal.NUMBER_TAKEN, number=certificate_no)
    now = clock.now()
    applicant = Applicant.objects.create(
        username=certificate_no.lower(),
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
        certificate_no=certificate_no,
        submitted_at=now,
        **stated,
    )
    company = approved(application, because="", by=by)
    for community_id in community_ids:
        Area.objects.create(company=company, community_id=community_id, since=now)
    return application


def checked_unit(unit: UnitTerms) -> dict[str, Any]:
    if unit.district not in DISTRICTS:
        raise Refused(Refusal.UNKNOWN_DISTRICT, district=unit.district)
    return {
        **vars(unit),
        "name": normalise_name(unit.name),
        "uscc": check_uscc(unit.uscc),
    }


def checked_holder(holder: HolderTerms) -> dict[str, Any]:
    id_number = check_identity(holder.id_type, holder.id_number)
    return {
        "name": normalise_name(holder.name),
        "id_type": holder.id_type,
        "id_number": id_number,
        "id_digest": id_digest(holder.id_type, id_number),
        "phone": check_phone(holder.phone),
        "mail": holder.mail.strip(),
    }


def approved(application: Application, *, because: str, by: Actor) -> Company:
    """The unit is a property company from now on; of one that already is, somebody else will have a key, too."""
    company = _company_of(application, by)
    move(
        application,
        "approve",
        by=by,
        because=because,
        company=company,
        decided_by=by.name,
        decided_at=clock.now(),
    )
    return company


def _company_of(application: Application, by: Actor) -> Company:
    present = Company.objects.filter(uscc=application.uscc).first()
    if present is not None:
        if present.name != application.name:
            raise Refused(Refusal.NAME_DIFFERS, uscc=application.uscc, name=present.name)
        return present
    organisation = record_organisation(name=application.name, uscc=application.uscc, by=by)
    return Company.objects.create(
        organisation=lock(type(organisation), pk=organisation.pk),
        pairs=pairs_of(application.name),
        registered_at=clock.now(),
        **{name: getattr(application, name) for name in UnitTerms.__dataclass_fields__},
    )
