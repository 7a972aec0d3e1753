"""链校验: the seals' chain, its published heads, the night's proof, and one on demand. (LED-05, BEY-15)"""

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET, require_http_methods

from anju.ledger import queries as ledger
from anju.portals.centre.page import show
from anju.portals.centre.shown_ledger import verifications_shown
from anju.timelines import actions, queries
from anju.web.doors import staff
from anju.web.forms import Form
from anju.web.paging import address

HEADS, LATEST = 30, 5


@staff("ledger.read")
@require_GET
def chain(request: HttpRequest) -> HttpResponse:
    """The chain as it stands, what the last proofs said, and the head of every day."""
    before = day_asked_for(request)
    heads = ledger.day_heads(before=before, limit=HEADS + 1)
    return show(
        request,
        "chain",
        "chain",
        form=Form(),
        last=ledger.latest_seal(),
        nightly=queries.nightly_proof(),
        latest=verifications_shown(list(queries.verifications_seen_by(request.actor)[:LATEST])),
        heads=heads[:HEADS],
        newest_url=address(request) if before else "",
        older_url=address(request, before=heads[HEADS - 1].day.isoformat())
        if len(heads) > HEADS
        else "",
    )


def day_asked_for(request: HttpRequest) -> date | None:
    try:
        return parse_date(request.GET.get("before", ""))
    except ValueError:
        return None


@staff("ledger.read")
@require_http_methods(["POST"])
def verify(request: HttpRequest) -> HttpResponse:
    """【立即校验】: done by a job; its page tells how far it is."""
    form = Form(request.POST)
    if form.is_valid() and form.attempt(actions.ask_verification, by=request.actor):
        return redirect("centre:verification", form.done.pk)
    return show(request, "verify_not", "chain", form=form)


@staff("ledger.read")
@require_GET
def verification(request: HttpRequest, verification_id: int) -> HttpResponse:
    """How far a verification is, and what it found; the page asks for its changing part by itself."""
    found = get_object_or_404(queries.verifications_seen_by(request.actor), pk=verification_id)
    [shown] = verifications_shown([found])
    if request.htmx:
        return render(request, "centre/verification_part.html", {"shown": shown})
    return show(request, "verification", "chain", shown=shown)
