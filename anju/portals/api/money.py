"""What was released to an enterprise, and where it receives. (ENT-03, OPS-04)"""

import re
from typing import Any

from django.http import HttpRequest
from ninja import Query, Router

from anju.core import clock
from anju.core.crypto import mask_account
from anju.core.money import plain_yuan
from anju.core.refusals import Refused
from anju.custody import queries
from anju.people.rules import Scope
from anju.portals.api.answers import read
from anju.portals.api.keys import Key
from anju.portals.api.paging import BEFORE, asks, page
from anju.portals.api.rules import Refusal
from anju.portals.api.schemas_of_enterprises import AccountOut, ReleaseOut, ReleasesOut

router = Router(tags=["划转和收款账户"])
LINES = 500


@router.get(
    "/releases",
    auth=Key(Scope.MONEY_READ),
    operation_id="listReleases",
    summary="查询划转",
    response=read(ReleasesOut, 422),
)
@asks("before")
def list_releases(
    request: HttpRequest,
    before: str | None = Query(None, pattern=BEFORE),  # type: ignore[type-arg]
) -> Any:
    """What was paid to the enterprise out of custody, newest first, a hundred at a time."""
    found, following = page(queries.releases_seen_by(request.actor), before)
    return {"releases": [shown(release) for release in found], "next": following}


@router.get(
    "/releases/{no}",
    auth=Key(Scope.MONEY_READ),
    operation_id="getRelease",
    summary="查询一次划转的明细",
    response=read(ReleaseOut, 404, 422),
)
@asks("after")
def get_release(
    request: HttpRequest,
    no: str,
    after: str | None = Query(None, pattern="^[0-9]{1,18}$"),  # type: ignore[type-arg]
) -> Any:
    """A release taken apart, bill by bill: principal and interest add up to what was paid."""
    release = None
    if re.fullmatch("[0-9A-Za-z-]{1,32}", no, re.ASCII):
        release = queries.releases_seen_by(request.actor).filter(no=no).first()
    if release is None:
        raise Refused(Refusal.NO_SUCH_RELEASE, no=no[:40])
    lines = queries.release_statement(release).order_by("pk").filter(pk__gt=int(after or 0))
    found = list(lines[: LINES + 1])
    return shown(release) | {
        "lines": [line_shown(line) for line in found[:LINES]],
        "next": str(found[LINES - 1].pk) if len(found) > LINES else None,
    }


def shown(release: Any) -> dict[str, Any]:
    return {
        "no": release.no,
        "day": release.day.isoformat(),
        "kind": release.kind,
        "status": release.status,
        "status_label": str(release.get_status_display()),
        "principal": plain_yuan(release.principal_fen),
        "interest": plain_yuan(release.interest_fen),
        "lot_count": release.lot_count,
        "because": release.reason if release.because else "",
    }


def line_shown(line: Any) -> dict[str, Any]:
    bill = line.lot.bill
    return {
        "filing_no": line.lot.lease.filing_no,
        "bill": bill_no(line.lot) if bill else None,
        "principal": plain_yuan(line.principal_fen),
        "interest": plain_yuan(line.interest_fen),
        "days": line.days,
    }


def bill_no(lot: Any) -> str:
    """As `Bill.no`, without asking for the bill's lease again."""
    lot.bill.lease = lot.lease
    return str(lot.bill.no)


@router.get(
    "/account",
    auth=Key(Scope.MONEY_READ),
    operation_id="getAccount",
    summary="查询收款账户",
    response=read(AccountOut),
)
def get_account(request: HttpRequest) -> Any:
    """Where the enterprise receives, and what is due to it and has not gone. A change is made by people only."""
    own = request.actor.organisation_id or 0
    in_use = queries.account_in_use(own)
    waiting = queries.gathered(clock.today(), [own]).get(own)
    return {
        "account": mask_account(in_use.account_no) if in_use else None,
        "bank_name": in_use.bank_name if in_use else None,
        "status": in_use.status if in_use else None,
        "waiting": plain_yuan(waiting.amount_fen if waiting else 0),
    }
