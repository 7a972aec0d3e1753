"""Whether a home may be let, for whoever reads its 核验码 on a listing or on a notice. (HVF-02)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from anju.homes import queries
from anju.portals.public import guesses
from anju.portals.public.forms import HomeForm
from anju.portals.public.page import show, show_found
from anju.portals.public.shown_homes import home_shown
from anju.web.doors import anyone


@anyone
@require_GET
def homes(request: HttpRequest) -> HttpResponse:
    """The numbers are typed; the code on a notice leads to the next page at once."""
    form = HomeForm(no=request.GET.get("no"), code=request.GET.get("code"))
    if form.is_valid():
        no, code = form.cleaned_data["no"], form.cleaned_data["code"]
        return redirect("public:notice", no, code) if code else redirect("public:home_found", no)
    return show(request, "homes", "homes", form=form)


@anyone
@require_GET
def found(request: HttpRequest, no: str, code: str = "") -> HttpResponse:
    """What anyone may know of it, and whether it holds now. An unknown number is told nothing but that."""
    if guesses.is_guessing(request):
        return show(request, "wait", "homes", status=429)
    seen = queries.for_anyone(no, code)
    if seen is None:
        return show_unknown(request, no, code)
    return show_found(request, "home_found", "homes", shown=home_shown(seen))


def show_unknown(request: HttpRequest, no: str, code: str) -> HttpResponse:
    """A slip of the pen is told as one; only numbers that could be some are a miss."""
    form = HomeForm(no=no, code=code)
    why = ""
    if form.is_valid():
        guesses.note_miss(request)
        why = "code" if code and queries.for_anyone(no) is not None else "no"
    return show_found(
        request,
        "homes",
        "homes",
        status=404,
        form=form,
        is_unknown=why == "no",
        is_other_code=why == "code",
    )
