"""【立即付款】, for who has signed in and who has not."""

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
        channel=form.cleaned_data["channel"],
        opening=form.opening_wanted,
        payer_ip=request.META.get("REMOTE_ADDR"),
        by=request.actor,
    ):
        return None
    return redirect(page, form.done.no)
