"""备案前是否必须进行合同网签: how it stands on a day, and everything that was ever said. (CON-11)"""

from datetime import date

from django.db.models import QuerySet

from anju.core import clock
from anju.core.actors import Actor
from anju.core.calendar import add_workdays
from anju.core.refusals import Refused
from anju.filings.models import SigningParameter
from anju.filings.rules import MUST_SIGN_ONLINE, Refusal
from anju.parameters import queries as parameters
from anju.people.rules import Power


def parameter_on(day: date) -> SigningParameter | None:
    """What was said last for a day; None while nobody has said anything."""
    said = SigningParameter.objects.filter(from_on__lte=day)
    return said.order_by("-from_on", "-id").first()


def must_sign_online(day: date | None = None) -> bool:
    """Whether a contract has to be signed online before it is filed, on a day; today unless told otherwise."""
    said = parameter_on(day or clock.today())
    return MUST_SIGN_ONLINE if said is None else said.must_sign_online


def check_paper_may_be_filed(day: date) -> None:
    """Refused while contracts have to be signed online before they are filed, with the day from which that is so."""
    said = parameter_on(day)
    if said is None:
        if MUST_SIGN_ONLINE:
            raise Refused(Refusal.MUST_SIGN_ONLINE_BY_DEFAULT)
    elif said.must_sign_online:
        raise Refused(Refusal.MUST_SIGN_ONLINE, from_on=said.from_on)


def parameter_history(actor: Actor) -> QuerySet[SigningParameter]:
    """Everything that was ever said, the latest day first; for who works with filings or with parameters."""
    posts = {Power.PARAMETER_KEEP, Power.FILING_ENTER, Power.FILING_REVIEW}
    every = SigningParameter.objects.order_by("-from_on", "-id")
    return every if actor.may & posts else every.none()


def review_by(submitted_on: date) -> date:
    """By when an application has to be reviewed: so many working days as they stood when it was handed in."""
    workdays = parameters.number("filing.review_workdays", submitted_on)
    return add_workdays(submitted_on, workdays).on
