"""Where one begins: what can be done here, a box for any number, the heads of the ledger. (BEY-15, CRD-05)"""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_GET

from anju.ledger import queries as books
from anju.portals.public.forms import DigestForm, FindForm
from anju.portals.public.page import show, show_published
from anju.web.doors import anyone

HEADS = 30
CLOSED_TO_ROBOTS = (
    "/public/find",
    "/public/verify/",
    "/public/homes/",
    "/public/work-cards/",
    "/public/contracts/",
    "/public/filings/",
    "/public/receipts/",
    "/public/sheets/",
    "/public/*.csv",
    "/public/*.xlsx",
)


@anyone
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    return show_published(request, "home", "home", form=FindForm())


@anyone
@require_GET
def find(request: HttpRequest) -> HttpResponse:
    """Any number leads to its page, a name to the filed institutions; what is neither is told at the box."""
    form = FindForm(q=request.GET.get("q", ""))
    if form.is_valid():
        return redirect(form.address)
    return show(request, "home", "home", form=form)


@anyone
@require_GET
def robots(request: HttpRequest) -> HttpResponse:
    """What is published may be found by everybody; what belongs to one paper, and all other portals, may not."""
    closed = "".join(f"Disallow: {place}\n" for place in CLOSED_TO_ROBOTS)
    text = f"User-agent: *\nAllow: /public/\n{closed}Disallow: /\n"
    response = HttpResponse(text, content_type="text/plain; charset=utf-8")
    response["Cache-Control"] = "public, max-age=86400"
    return response


@anyone
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """The head of every day, newest first; a digest that somebody kept is found among them. (BEY-15)"""
    heads, older = heads_asked_for(request)
    form = DigestForm(digest=request.GET.get("digest"))
    kept = form.cleaned_data["digest"] if form.is_valid() else ""
    return show(
        request,
        "ledger",
        "ledger",
        heads=heads,
        older_url=f"{request.path}?before={older}" if older else "",
        newer_url=request.path if request.GET.get("before") else "",
        form=form,
        kept=kept,
        same=books.head_with_digest(bytes.fromhex(kept)) if kept else None,
    )


@anyone
@require_GET
def ledger_json(request: HttpRequest) -> HttpResponse:
    """The same for programs."""
    heads, older = heads_asked_for(request)
    listed = [
        {"day": head.day.isoformat(), "seal_no": head.seal_no, "digest": head.digest}
        for head in heads
    ]
    older_url = request.build_absolute_uri(f"{request.path}?before={older}") if older else None
    response = JsonResponse({"algorithm": "SHA-256", "heads": listed, "older": older_url})
    response["Cache-Control"] = "public, max-age=60"
    return response


def heads_asked_for(request: HttpRequest) -> tuple[list[books.Head], str]:
    """A page of the heads, and the day before which the next one lies ("" where there is none)."""
    try:
        before = parse_date(request.GET.get("before", ""))
    except ValueError:
        before = None
    heads = books.day_heads(before=before, limit=HEADS + 1)
    return heads[:HEADS], heads[HEADS - 1].day.isoformat() if len(heads) > HEADS else ""
