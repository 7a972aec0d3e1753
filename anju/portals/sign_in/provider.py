"""One journey to the city's identity provider and back (IDN-10, IDN-12).

What we must find again is kept in the session: the state that the browser has to bring back, the
nonce and the verifier that the token has to answer, and the page to go to afterwards.
"""

import base64
from secrets import compare_digest

from django.http import HttpRequest

from anju.clients import identity
from anju.clients.identity import Identity
from anju.clients.outcomes import Unavailable
from anju.core import crypto
from anju.core.actors import NOBODY
from anju.core.refusals import Refused
from anju.people import actions as people
from anju.portals.sign_in.rules import Refusal
from anju.web import session

JOURNEY = "sign_in"
ID_TOKEN = "id_token"  # noqa: S105 - the name of a session value


def leave(request: HttpRequest, subject_type: str, next_path: str) -> str:
    """Remember a new journey; the address to send the browser to."""
    journey = {
        "state": identity.random_secret(),
        "nonce": identity.random_secret(),
        "verifier": identity.random_secret(),
    }
    try:
        address = identity.authorization_url(**journey, subject_type=subject_type)
    except Unavailable:
        raise Refused(Refusal.PROVIDER_AWAY) from None
    request.session[JOURNEY] = {**journey, "next": next_path}
    return address


def next_of(request: HttpRequest) -> str:
    """The path to go to after the journey that this session began; empty when it began none."""
    return str(request.session.get(JOURNEY, {}).get("next", ""))


def come_back(request: HttpRequest) -> str:
    """Finish the journey that this session began, once; sign in whom the provider names.

    The path to go to. Refused when the state is not ours, the provider said no, or the person or
    organisation may not come in: then nobody is signed in.
    """
    journey = request.session.pop(JOURNEY, None)
    state = request.GET.get("state", "")
    if journey is None or not compare_digest(state.encode(), journey["state"].encode()):
        raise Refused(Refusal.SIGN_IN_EXPIRED)
    if "code" not in request.GET:
        raise Refused(Refusal.PROVIDER_SAID_NO)
    try:
        who = identity.exchange(request.GET["code"], journey["verifier"], journey["nonce"])
    except Unavailable:
        raise Refused(Refusal.PROVIDER_AWAY) from None
    admit(request, who)
    return journey["next"]


def admit(request: HttpRequest, who: Identity) -> None:
    if who.subject_type == "organisation":
        organisation = people.sign_in_organisation(
            subject=who.sub,
            name=who.organisation_name,
            uscc=who.uscc,
            registration_no=who.registration_no,
            phone=who.phone,
            by=NOBODY,
        )
        session.begin(request, organisation_id=organisation.pk)
    else:
        person = people.sign_in_person(
            subject=who.sub,
            name=who.name,
            id_type=who.id_type,
            id_number=who.id_number,
            phone=who.phone,
            level=who.level,
            by=NOBODY,
        )
        session.begin(request, person_id=person.pk)
    request.session[ID_TOKEN] = sealed(who.id_token)


def farewell(request: HttpRequest) -> str | None:
    """End the session here; the address that ends it at the provider too, if it can be reached."""
    kept = request.session.get(ID_TOKEN)
    request.session.flush()
    if kept is None:
        return None
    try:
        return identity.logout_url(crypto.decrypt(base64.b64decode(kept), ID_TOKEN))
    except Unavailable:
        return None


def sealed(id_token: str) -> str:
    """The token names the person, so it does not stand readable in the session table."""
    return base64.b64encode(crypto.encrypt(id_token, ID_TOKEN)).decode()
