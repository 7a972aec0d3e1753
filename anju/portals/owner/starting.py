"""【立即付款】, for who has signed in and who has not."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from anju.fund import actions
from anju.portals.owner.forms import PayForm


def start(
    request: HttpRequest, form: PayForm, deposit_id: int, page: str = "owner:payment"
) -> HttpResponse | None:
    """Begin to pay, and go to the page with the code."""
    if not form.attempt(
        actions.start_payment,
        deposit_id=deposit_id,
        **way_to_pay(request, form),
        by=request.actor,
    ):
        return None
    return redirect(page, form.done.no)


def way_to_pay(request: HttpRequest, form: PayForm) -> dict[str, Any]:
    """By which provider, whether scanned or in the app, and from where."""
    return {
        "channel": form.cleaned_data["channel"],
        "opening": form.opening_wanted,
        "payer_ip": request.META.get("REMOTE_ADDR"),
    }
