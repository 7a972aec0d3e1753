"""The rows of which the big city consists of copies: the worlds of the tests' walks, and what of it is settled."""

from dataclasses import dataclass

from anju.agencies import actions as agencies
from anju.agencies.tests.offices import ENTERING
from anju.core.actions import record_look, record_refused_access
from anju.core.actors import CLOCK, Actor
from anju.credit import actions as credit
from anju.credit.models import Measure
from anju.credit.models import Objection as CreditObjection
from anju.credit.tests.scoring import OTHER_REVIEWER
from anju.homes import actions as homes
from anju.homes.models import Objection, Trouble
from anju.people import actions as people
from anju.people.models import Organisation
from anju.people.rules import Office, Power, SignInOutcome
from anju.tests.pages import Pages
from anju.tests.walks import agency, authority
from bench.big_city import Largest

OFFICER = Actor("fuhe", "authority", frozenset({Power.HOME_OBJECT, Power.HOME_TROUBLE}), staff_id=3)


@dataclass(frozen=True)
class World:
    institution: Organisation
    largest: Largest


def the_world() -> World:
    """Something of everything, as actions leave it, and the institution that is to become the largest."""
    of_desk = authority.the_world()
    agencies.remove_practitioner(practitioner_id=of_desk.somebody, because="离职", by=ENTERING)
    own = agency.the_world()
    for objection in Objection.objects.filter(status="open"):
        homes.dismiss_objection(objection_id=objection.pk, opinion="核验结果无误", by=OFFICER)
    for disputed in CreditObjection.objects.filter(status="open")[:1]:
        credit.dismiss_objection(objection_id=disputed.pk, because="属实", by=OTHER_REVIEWER)
    for measure in Measure.objects.all()[:1]:
        credit.carry_out_measure(measure_id=measure.pk, note="已约谈", by=OTHER_REVIEWER)
    for trouble in Trouble.objects.all():
        homes.resolve_trouble(trouble_id=trouble.pk, because="线路已恢复", by=OFFICER)
    seen_by_the_audit()
    return World(own.institution, Largest(own.institution.pk, own.own))


def seen_by_the_audit() -> None:
    Pages().as_staff(Power.HOME_OBJECT, username="fuhe", name="复核", office=Office.AUTHORITY)
    for outcome in (SignInOutcome.WRONG, SignInOutcome.DONE):
        people.record_sign_in(username="fuhe", outcome=outcome, ip="2001:db8::7", by=CLOCK)
    record_refused_access(
        method="GET", path="/authority/homes/4711", view_name="x", ip="10.0.0.8", by=OFFICER
    )
    record_look(
        kind="homes.verification",
        record_id=1,
        whose="京(2020)朝不动产权第0000001号",
        view_name="x",
        purpose="查看产权证明",
        ip="10.0.0.9",
        by=OFFICER,
    )
