"""签字表核验: whether a sheet that owners have signed is what the system printed. (BEY-02)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_http_methods

from anju.portals.public import guesses
from anju.portals.public.forms_of_works import CompareForm, SheetForm, read_code
from anju.portals.public.page import show, show_found
from anju.portals.public.shown_works import compared_with, sheet_shown
from anju.web.doors import anyone
from anju.works import queries


@anyone
@require_GET
def sheets(request: HttpRequest) -> HttpResponse:
    """The code at the foot of a sheet is typed; its QR code leads to the next page at once."""
    form = SheetForm(code=request.GET.get("code"))
    if form.is_valid():
        return redirect("public:sheet", form.cleaned_data["code"])
    return show(request, "sheets", "sheets", form=form)


@anyone
@require_http_methods(["GET", "POST"])
def sheet(request: HttpRequest, code: str) -> HttpResponse:
    """What was printed, to compare with the paper; POST holds the paper against it. Nobody's name.

    Who names homes that are not on it is counted as one who guesses.
    """
    if guesses.is_guessing(request):
        return show(request, "wait", "sheets", status=429)
    found = queries.sheet_by_code(read_code(code))
    if found is None:
        return show_unknown(request, SheetForm(code=code))
    form, compared = CompareForm(request.POST if request.method == "POST" else None), None
    if form.is_valid():
        compared = compared_with(found, form.stated)
        if not compared.agrees:
            guesses.note_miss(request)
    shown = sheet_shown(found)
    return show_found(request, "sheet", "sheets", shown=shown, form=form, compared=compared)


def show_unknown(request: HttpRequest, form: SheetForm) -> HttpResponse:
    """A slip of the pen is told as one; only a code that could be one is a miss."""
    is_unknown = form.is_valid()
    if is_unknown:
        guesses.note_miss(request)
    return show_found(request, "sheets", "sheets", status=404, form=form, is_unknown=is_unknown)
