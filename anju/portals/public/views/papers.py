"""Papers of the fund centre: by number, and their files byte by byte. (BEY-15)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.certificates import queries as certificates
from anju.core.numbers import read_certificate_no
from anju.portals.public import guesses
from anju.portals.public.files import tell_result
from anju.portals.public.forms import FileForm, NumberForm
from anju.portals.public.page import show, show_found
from anju.portals.public.shown import certificate_shown
from anju.web.doors import anyone


@anyone
@require_GET
def verify(request: HttpRequest) -> HttpResponse:
    """A paper's number is typed; its code leads to the next page at once."""
    form = NumberForm(no=request.GET.get("no"))
    if form.is_valid():
        return redirect("public:certificate", form.cleaned_data["no"])
    return show(request, "verify", "verify", form=form)


@anyone
@require_http_methods(["GET", "POST"])
def certificate(request: HttpRequest, no: str) -> HttpResponse:
    """What a paper states, to compare; POST compares its file. An unknown number is told nothing but that."""
    if guesses.is_guessing(request):
        return show(request, "wait", "verify", status=429)
    found = certificates.certificate_by_no(read_certificate_no(no))
    if found is None:
        return show_unknown(request, NumberForm(no=no))
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        is_same = certificates.is_this_paper(found, form.digest())
        tell_result(request, form, is_same, _("资金中心开具的这份凭证"))
        return redirect("public:certificate", found.no)
    shown = certificate_shown(certificates.for_anyone(found))
    return show_found(request, "certificate", "verify", shown=shown, form=form)


def show_unknown(request: HttpRequest, form: NumberForm) -> HttpResponse:
    """A slip of the pen is told as one; only a number that could be one is a miss."""
    is_unknown = form.is_valid()
    if is_unknown:
        guesses.note_miss(request)
    return show_found(request, "verify", "verify", status=404, form=form, is_unknown=is_unknown)
