"""The account of an institution's administrator, as far as the officers keep it."""

from anju.agencies.actions.parties import filed_institution
from anju.core.actors import Actor
from anju.core.db import action
from anju.people import actions as people
from anju.people import queries as people_queries
from anju.people.rules import Power


@action
def renew_password(*, institution_id: int, by: Actor) -> tuple[str, str]:
    """An administrator has lost the password: another first one, told this once, to be changed at the next sign-in."""
    people_queries.check_power(by, Power.AGENCY_ENTER)
    institution = filed_institution(institution_id)
    return people.renew_initial_password(organisation_id=institution.organisation_id, by=by)
