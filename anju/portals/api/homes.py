"""Verification of homes for other platforms: before a listing is published they ask, and keep the 核验码. (HVF-04)"""

from typing import Any

from django.http import HttpRequest
from ninja import Router
from ninja.responses import Status

from anju.core.fields import FieldError, Fields, to_name
from anju.core.identity_numbers import check_uscc
from anju.core.refusals import Refused
from anju.homes import actions as homes
from anju.homes import queries, reading
from anju.homes import rules as home_rules
from anju.homes.numbers import read_verification_no
from anju.people.rules import Scope
from anju.portals.api.answers import read, written
from anju.portals.api.described import day
from anju.portals.api.errors import READERS, of_fields, wrong_key
from anju.portals.api.keys import AnyKey, Key
from anju.portals.api.once import IdempotencyKey
from anju.portals.api.own import check_own, with_own
from anju.portals.api.rules import Refusal
from anju.portals.api.schemas import StandingOut, VerificationIn, VerificationOut

router = Router()


@router.post(
    "/verifications",
    auth=Key(Scope.HOME_VERIFY),
    operation_id="verifyHome",
    summary="房源核验",
    response={200: VerificationOut} | written(202, VerificationOut),
)
def verify_home(
    request: HttpRequest,
    verification: VerificationIn,
    idempotency_key: IdempotencyKey,
) -> Any:
    """Check a home. 200: decided. 202: the register is being asked; the answer is posted to the callback address.

    Sending the same request again under its Idempotency-Key is safe and answers how it stands. 409: the key was used
    for another content. 422: each field that is wrong is listed in `errors`. That the register cannot be asked is no
    failure: the answer is then 202, with the number of a ticket once the attempt has failed.
    """
    stated = read_stated(with_own(verification.model_dump(), request.actor))
    if isinstance(stated, list):
        return of_fields(stated)
    terms, role, organisation = stated
    if organisation is not None:
        check_own(organisation[1], request.actor)
    made = homes.request_by_program(
        key=idempotency_key, terms=terms, role=role, organisation=organisation, by=request.actor
    )
    is_decided = made.status != home_rules.Status.REQUESTED
    return Status(200 if is_decided else 202, queries.as_told(made))


@router.get(
    "/verifications/{no}",
    auth=Key(Scope.HOME_VERIFY),
    operation_id="getVerification",
    summary="查询房源核验",
    response=read(VerificationOut, 404),
)
def get_verification(request: HttpRequest, no: str) -> Any:
    """How one of the program's own verifications stands. Another's is not there."""
    own = queries.verifications_seen_by(request.actor)
    found = own.filter(no=read_verification_no(no)).first()
    if found is None:
        raise Refused(Refusal.NO_SUCH_VERIFICATION, no=no[:40])
    return queries.as_told(found)


@router.get(
    "/verifications/{no}/standing",
    auth=AnyKey(),
    operation_id="checkVerification",
    summary="核验码是否有效",
    response=read(StandingOut, 404),
)
def check_verification(request: HttpRequest, no: str) -> Any:
    """Whether the 核验码 on a listing holds today, whoever asked for it: as on the public site. Any key may ask."""
    seen = queries.for_anyone(no[:40])
    if seen is None:
        raise Refused(Refusal.NO_SUCH_VERIFICATION, no=no[:40])
    return {
        "no": seen.no,
        "status": seen.status,
        "holds": seen.holds,
        "valid_until": day(seen.valid_until),
        "district": seen.district,
        "address": seen.address,
        "area": str(seen.area) if seen.area is not None else None,
        "use": seen.use,
    }


Stated = tuple[reading.HomeTerms, str, tuple[str, str] | None]


def read_stated(stated: Any) -> Stated | list[FieldError]:
    """The home, the role, and the organisation for which it is asked; or everything that is wrong."""
    errors: list[FieldError] = []
    fields = Fields(stated, reading.LABELS, errors)
    role, organisation = fields.read("role", reading.to_role), None
    if fields.has("uscc", "organisation_name") or role not in (None, home_rules.Role.OWNER):
        organisation = (fields.read("organisation_name", to_name), fields.read("uscc", check_uscc))
    home = reading.read_home(stated)
    if isinstance(home, list):
        return errors + home
    return errors or (home, role, organisation)


def wrong_in_verification(request: HttpRequest, stated: Any) -> list[FieldError]:
    """What is wrong with the key of the request, and with a body that is not of the documented shape."""
    found = read_stated(with_own(stated, request.actor))
    return wrong_key(request) + (found if isinstance(found, list) else [])


READERS["POST verify_home"] = wrong_in_verification
