"""The bare view that pages are held against: one indexed query and a small template, on the same server.

It passes the same middleware and the same context processors as every page. This is the benchmark's own list of
addresses and its own settings; the product knows nothing of it.
"""

from django.http import HttpRequest, HttpResponse
from django.template import engines
from django.urls import path

from anju.contracts.models import Lease
from anju.homes.models import Dwelling
from config.urls import urlpatterns as of_product

TEMPLATE = engines["django"].from_string(
    "<!DOCTYPE html><html lang=zh-CN><head><title>{{ lease.filing_no }}</title></head>"
    "<body><h1>{{ lease.address }}</h1>"
    '<p>{{ lease.starts_on|date:"Y-m-d" }} – {{ lease.ends_on|date:"Y-m-d" }}</p></body></html>'
)
OF_HOME = engines["django"].from_string(
    "<!DOCTYPE html><html lang=zh-CN><head><title>{{ home.pk }}</title></head>"
    "<body><h1>{{ home.address }}</h1><p>{{ home.unit }} – {{ home.room }}</p></body></html>"
)


def lease(request: HttpRequest, filing_no: str) -> HttpResponse:
    shown = {"lease": Lease.objects.get(filing_no=filing_no)}
    return HttpResponse(TEMPLATE.render(shown, request))


def home(request: HttpRequest, dwelling_id: int) -> HttpResponse:
    return HttpResponse(OF_HOME.render({"home": Dwelling.objects.get(pk=dwelling_id)}, request))


urlpatterns = [
    path("bare/home/<int:dwelling_id>", home),
    path("bare/<str:filing_no>", lease),
    *of_product,
]
