"""A key is asked through the browser: what is asked for, and what came back."""

import json
import secrets
from typing import Any
from urllib.parse import urlsplit

from django.http import HttpRequest
from fido2.utils import websafe_decode, websafe_encode

from anju.companies import webauthn
from anju.companies.webauthn import Answer
from anju.core.refusals import Refused
from anju.portals.property.rules import Refusal
from anju.portals.property.tickets import facts_of, ticket_of

CHALLENGE_BYTES = 32
ENTER, ENROL = "enter", "enrol"


def site_of(request: HttpRequest) -> str:
    """The host name under which a browser sees us: a key made for one site is none for another."""
    return urlsplit(f"//{request.get_host()}").hostname or ""


def asked_to_enter(request: HttpRequest) -> dict[str, Any]:
    """What the page to sign in asks of whatever key there is."""
    site, challenge = site_of(request), secrets.token_bytes(CHALLENGE_BYTES)
    return asked(ENTER, site, challenge, webauthn.to_enter(site, challenge))


def asked_to_enrol(request: HttpRequest, number: str) -> dict[str, Any]:
    """What the page to take a key into use asks of the key that is plugged in."""
    site, challenge = site_of(request), secrets.token_bytes(CHALLENGE_BYTES)
    return asked(ENROL, site, challenge, webauthn.to_enrol(site, challenge, number))


def asked(purpose: str, site: str, challenge: bytes, options: dict[str, Any]) -> dict[str, Any]:
    ticket = ticket_of(purpose, site, websafe_encode(challenge))
    return {"purpose": purpose, "options": json.dumps(options, default=str), "ticket": ticket}


def answered(request: HttpRequest, purpose: str) -> Answer:
    """What the browser sent. Refused when it is empty, late, or the answer to something else."""
    text = request.POST.get("answer", "")
    if not text:
        raise Refused(Refusal.KEY_MISSING)
    facts = facts_of(purpose, request.POST.get("ticket", ""))
    if facts is None or facts[0] != site_of(request):
        raise Refused(Refusal.PAGE_EXPIRED)
    try:
        response = json.loads(text)
    except ValueError:
        raise Refused(Refusal.KEY_MISSING) from None
    return Answer(facts[0], websafe_decode(facts[1]), response)


def other_address(request: HttpRequest) -> str:
    """Where a key works, for who came by a number: browsers know keys by the name of a site, never by its number."""
    site = site_of(request)
    is_number = ":" in site or site.replace(".", "").isdigit()
    port = urlsplit(f"//{request.get_host()}").port or 80
    return f"http://localhost:{port}{request.path}" if is_number else ""
