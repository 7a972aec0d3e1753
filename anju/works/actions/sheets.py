"""The three printed forms: made by a job, printed and counted. (manual 004, 4.2.1, step 14, and 6)"""

from anju.core.actors import Actor
from anju.core.db import action
from anju.works.models import Printing, Sheet


@action
def make_sheet(*, order_id: int, kind: str, by: Actor) -> Sheet:
    """Ask for a form; while nothing that it says has changed it is the same sheet. A job writes it.

    Refused: SHEET_NOT_YET (a draft), NOTHING_OWED (arrears). By the company, or staff who see the order.
    """
    raise NotImplementedError


@action
def advance_sheet(*, sheet_id: int, rows_done: int, by: Actor) -> Sheet:
    """How far the job is."""
    raise NotImplementedError


@action
def finish_sheet(*, sheet_id: int, content: bytes, by: Actor) -> Sheet:
    """The PDF is written and kept. Finished again it is the first one."""
    raise NotImplementedError


@action
def fail_sheet(*, sheet_id: int, because: str, by: Actor) -> Sheet:
    """It could not be written; asked for again (`make_sheet`), it is tried again."""
    raise NotImplementedError


@action
def print_sheet(*, sheet_id: int, by: Actor) -> Printing:
    """【打印…】 and 补打: counted, the first and each after it, and written into 业务流水. Refused: SHEET_NOT_READY."""
    raise NotImplementedError
