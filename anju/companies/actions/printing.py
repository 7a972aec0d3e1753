"""【打印】 and 补打 of what a company brings to the department: each time is counted. (manual 004, 2.2, 6; PRP-11)"""

from anju.companies.models import Application, AreaApplication, Printing
from anju.companies.queries.areas import area_applications_seen_by
from anju.companies.serving import Refusal
from anju.core import clock
from anju.core.actors import Actor
from anju.core.db import action, lock
from anju.core.refusals import Refused, ensure


@action
def print_application(*, application_id: int, by: Actor) -> Printing:
    """The form of a registration, by who applied for it."""
    application: Application = lock(Application, pk=application_id)
    ensure(application.applicant_id == by.applicant_id, f"{application.no} is another's")
    return Printing.objects.create(
        application=application,
        number=application.printings.count() + 1,
        by=by.name,
        at=clock.now(),
    )


@action
def print_areas(*, area_application_id: int, by: Actor) -> Printing:
    """The form of an application for communities that was handed in."""
    application: AreaApplication = lock(AreaApplication, pk=area_application_id)
    seen = area_applications_seen_by(by).filter(pk=application.pk)
    ensure(by.is_company and seen.exists(), f"{application.no} is another company's")
    if application.submitted_at is None:
        raise Refused(Refusal.NOT_HANDED_IN, no=application.no)
    return Printing.objects.create(
        area_application=application,
        number=application.printings.count() + 1,
        by=by.name,
        at=clock.now(),
    )
