"""Whether a home may be let, for whoever reads its 核验码 on a listing or on a notice. (HVF-02)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.homes import queries
from anju.portals.public import guesses
from anju.portals.public.files import tell_result
from anju.portals.public.forms import FileForm, HomeForm
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
@require_http_methods(["GET", "POST"])
def found(request: HttpRequest, no: str, code: str = "") -> HttpResponse:
    """What anyone may know of it, and whether it holds now; POST compares the file of the notice."""
    if guesses.is_guessing(request):
        return show(request, "wait", "homes", status=429)
    seen = queries.for_anyone(no, code)
    if seen is None:
        return show_unknown(request, no, code)
    notice = queries.notice_for_anyone(no, code) if code else None
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if notice is not None and form.is_valid():
        is_same = queries.is_this_notice(notice, form.digest())
        tell_result(request, form, is_same, _("这份核验告知单"))
        return redirect("public:notice", no, code)
    shown = home_shown(seen, can_be_compared=notice is not None)
    return show_found(request, "home_found", "homes", shown=shown, form=form)


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
