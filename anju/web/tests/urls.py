"""Addresses that only these tests know: one view per door, and every component on one page."""

from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import include, path

from anju.web import doors
from anju.web.tests.forms import Sample
from config import urls as theirs


@doors.tenant
def tenants(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.actor.name)


@doors.staff("bank.match")
def matchers(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.actor.name)


@doors.staff()
def any_staff(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.actor.name)


@doors.machine
def machines(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


@doors.anyone
def missing(request: HttpRequest) -> HttpResponse:
    raise Http404


@doors.anyone
def bad(request: HttpRequest) -> HttpResponse:
    raise BadRequest


@doors.anyone
def forbidden(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


@doors.anyone
def broken(request: HttpRequest) -> HttpResponse:
    raise RuntimeError("meant for the page of our own errors")


@doors.anyone
def components(request: HttpRequest) -> HttpResponse:
    menu = [
        {"url": "/test/components", "label": "我要缴款", "is_here": True, "count": 2},
        {"url": "/test/missing", "label": "账单查询"},
    ]
    return render(request, "components.html", {"menu": menu, "form": Sample(request.GET or None)})


handler400, handler500 = theirs.handler400, theirs.handler500
urlpatterns = [
    path("test/tenants", tenants),
    path("test/matchers", matchers),
    path("test/any-staff", any_staff),
    path("test/machines", machines),
    *(
        path(f"{portal}test/{view.__name__}", view)
        for portal in ("", "m/")
        for view in (missing, bad, forbidden, broken)
    ),
    path("test/components", components),
    path("", include("config.urls")),
]
