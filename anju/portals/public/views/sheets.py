"""签字表核验: whether a sheet that owners have signed is what the system printed. (BEY-02)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.portals.public import guesses
from anju.portals.public.forms_of_works import DigestForm, SheetForm, read_code
from anju.portals.public.page import show, show_found
from anju.portals.public.shown_works import sheet_shown
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
    """What was printed, to compare with the paper; POST compares the digest that stands on it. Nobody's name."""
    if guesses.is_guessing(request):
        return show(request, "wait", "sheets", status=429)
    found = queries.sheet_by_code(read_code(code))
    if found is None:
        return show_unknown(request, SheetForm(code=code))
    form = DigestForm(digest=request.POST.get("digest", "")) if request.POST else DigestForm()
    if form.is_valid():
        tell_result(request, form.cleaned_data["digest"] == bytes(found.digest).hex())
        return redirect("public:sheet", found.code)
    return show_found(request, "sheet", "sheets", shown=sheet_shown(found), form=form)


def tell_result(request: HttpRequest, is_same: bool) -> None:
    if is_same:
        messages.success(request, _("摘要值相同：签字表上的总额、户数和各户分摊与系统打印的一致。"))
    else:
        messages.error(
            request,
            _("摘要值不同：这张表不是系统打印的，或者内容被改动过。请不要签字，并拨打12329反映。"),
        )


def show_unknown(request: HttpRequest, form: SheetForm) -> HttpResponse:
    """A slip of the pen is told as one; only a code that could be one is a miss."""
    is_unknown = form.is_valid()
    if is_unknown:
        guesses.note_miss(request)
    return show_found(request, "sheets", "sheets", status=404, form=form, is_unknown=is_unknown)
