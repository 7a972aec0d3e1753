"""What every request passes: the one who asks, what was not theirs, and what the browser may load."""

import logging
from collections.abc import Callable
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import resolve
from django.utils import translation
from django.utils.encoding import escape_uri_path

from anju.core import clock
from anju.core.actions import record_refused_access
from anju.core.actors import NOBODY
from anju.parameters import queries as parameters
from anju.web.session import actor_of, is_on_phone, renew

GetResponse = Callable[[HttpRequest], HttpResponse]
log = logging.getLogger("anju.access")


def gateway_first(get_response: GetResponse) -> GetResponse:
    """What programs bring to the gateway has no session, no form and no language: its view is asked at once."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if not request.path_info.startswith("/gateway/"):
            return get_response(request)
        view, args, kwargs = resolve(request.path_info)
        with translation.override(settings.LANGUAGE_CODE):
            response = view(request, *args, **kwargs)
        response.headers["Content-Length"] = str(len(response.content))
        return response

    return middleware


def actor(get_response: GetResponse) -> GetResponse:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.actor = actor_of(request)
        request.is_on_phone = is_on_phone(request)
        renew(request)
        with clock.asked_once(), parameters.asked_once():
            return get_response(request)

    return middleware


def refused_access(get_response: GetResponse) -> GetResponse:
    """Whoever has signed in, or comes by a hand-over, and gets 404 for an address with a record in it is written down.

    It happens after the view, in a transaction of its own. An address that no view answers names no record. A ticket
    is a secret: it is left out.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        match = request.resolver_match
        asked = match.kwargs if match else {}
        is_known = request.actor != NOBODY or "ticket" in asked
        if response.status_code == 404 and match and asked and is_known:
            path = escape_uri_path(request.path.replace(asked.get("ticket") or "\0", "…"))
            if record_refused_access(
                method=request.method or "",
                path=path,
                view_name=match.view_name,
                ip=request.META.get("REMOTE_ADDR"),
                by=request.actor,
            ):
                log.warning("%s was refused %s %s", request.actor.name, request.method, path)
        return response

    return middleware


def content_security_policy(get_response: GetResponse) -> GetResponse:
    """Only our own scripts and styles run; nobody frames our pages.

    Forms may lead to the identity provider: signing out goes on there.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        issuer = urlsplit(settings.OIDC["issuer"])
        provider = f"{issuer.scheme}://{issuer.netloc}" if issuer.netloc else ""
        policy = (
            "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
            f"frame-ancestors 'none'; form-action 'self' {provider}"
        )
        response.headers.setdefault("Content-Security-Policy", policy.strip())
        if not request.session.is_empty():
            response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    return middleware
