"""The two faces of the way in: each page is there for the web and, as `phone_…`, for a phone."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from anju.web.session import is_phone_page


def leads_to_phone(request: HttpRequest, next_path: str) -> bool:
    """Whether somebody is on a phone, or on the way to one of its pages."""
    return request.is_on_phone or is_phone_page(next_path)


def show(
    request: HttpRequest, page: str, *, is_on_phone: bool, status: int = 200, **shown: Any
) -> HttpResponse:
    face = "phone_" if is_on_phone else ""
    return render(request, f"sign_in/{face}{page}.html", shown, status=status)
