"""How somebody likes to read: language and size of type. Both work without signing in. And two pages that say no."""

from django.conf import settings
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.views.decorators.http import require_POST, require_safe
from django.views.i18n import set_language

from anju.web.context import LARGE_TYPE_COOKIE
from anju.web.doors import anyone, machine
from anju.web.session import own_path, was_on_phone

ONE_YEAR_SECONDS = 365 * 24 * 3600


@anyone
@require_POST
def language(request: HttpRequest) -> HttpResponse:
    return set_language(request)


@anyone
@require_POST
def type_size(request: HttpRequest) -> HttpResponse:
    response = redirect(own_path(request, request.POST.get("next", ""), "/"))
    if request.COOKIES.get(LARGE_TYPE_COOKIE) == "1":
        response.delete_cookie(LARGE_TYPE_COOKIE)
    else:
        response.set_cookie(
            LARGE_TYPE_COOKIE,
            "1",
            max_age=ONE_YEAR_SECONDS,
            secure=settings.SESSION_COOKIE_SECURE,
            httponly=True,
            samesite="Lax",
        )
    return response


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Django itself would not tell the page who asks; so it would not know what a phone is."""
    return render(request, "400.html", status=400)


def broken(request: HttpRequest) -> HttpResponse:
    """A page that asks nothing of what may be broken, not even who is signed in."""
    page = render_to_string("500.html", {"is_on_phone": was_on_phone(request)})
    return HttpResponse(page, status=500)


@machine
@require_safe
def health(request: HttpRequest) -> HttpResponse:
    """Whether a web process answers and reaches the database: for load balancers, and for the measured uptime."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    response = HttpResponse("ok", content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "no-store"
    return response
