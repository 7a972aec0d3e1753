"""备案前是否必须进行合同网签: what the city has settled of it, and of the review. (CON-11, CTR-06)"""

from datetime import date

from anju.core.calendar import add_workdays
from anju.core.refusals import Refused
from anju.filings.rules import Refusal
from anju.parameters import queries as parameters

CODE = "filing.must_sign_online"


def must_sign_online(day: date | None = None) -> bool:
    """Whether a contract has to be signed online before it is filed, on a day; today unless told otherwise."""
    return parameters.is_so(CODE, day)


def check_paper_may_be_filed(day: date) -> None:
    """Refused while contracts have to be signed online before they are filed, with the day from which that is so."""
    if not parameters.is_so(CODE, day):
        return
    since = parameters.since(CODE, day)
    if since is None:
        raise Refused(Refusal.MUST_SIGN_ONLINE_BY_DEFAULT)
    raise Refused(Refusal.MUST_SIGN_ONLINE, from_on=since)


def review_by(submitted_on: date) -> date:
    """By when an application has to be reviewed: so many working days as they stood when it was handed in."""
    workdays = parameters.number("filing.review_workdays", submitted_on)
    return add_workdays(submitted_on, workdays).on
