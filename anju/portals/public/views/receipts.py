"""Whether a fiscal e-receipt is genuine and in force: by its numbers, by its code, by its file. (CHN-08)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from anju.portals.public import guesses
from anju.portals.public.files import tell_result
from anju.portals.public.forms import FileForm, ReceiptForm
from anju.portals.public.page import show, show_found
from anju.portals.public.shown_receipts import receipt_shown
from anju.receipts import queries
from anju.web.doors import anyone


@anyone
@require_GET
def receipts(request: HttpRequest) -> HttpResponse:
    """The numbers are typed; the code on a receipt leads to the next page at once."""
    form = ReceiptForm(no=request.GET.get("no"), code=request.GET.get("code"))
    if form.is_valid():
        return redirect("public:receipt", form.cleaned_data["no"], form.cleaned_data["code"])
    return show(request, "receipts", "receipts", form=form, file_form=FileForm())


@anyone
@require_POST
def by_file(request: HttpRequest) -> HttpResponse:
    """A file that is a receipt, byte by byte, leads to what is known of it."""
    if guesses.is_guessing(request):
        return show(request, "wait", "receipts", status=429)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid():
        return show(request, "receipts", "receipts", form=ReceiptForm(), file_form=form)
    found = queries.receipt_of_file(form.digest())
    tell_result(request, form, found is not None, _("财政票据平台开具的电子票据"))
    if found is None:
        guesses.note_miss(request)
        return redirect("public:receipts")
    return redirect(queries.check_path(found))


@anyone
@require_http_methods(["GET", "POST"])
def receipt(request: HttpRequest, no: str, code: str) -> HttpResponse:
    """What anyone with the numbers may know of it, and whether it holds now; POST compares its file."""
    if guesses.is_guessing(request):
        return show(request, "wait", "receipts", status=429)
    found = queries.receipt_for_anyone(no, code)
    if found is None:
        return show_unknown(request, ReceiptForm(no=no, code=code))
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        is_same = queries.is_this_receipt(found, form.digest())
        tell_result(request, form, is_same, _("这张电子票据"))
        return redirect(queries.check_path(found))
    shown = receipt_shown(queries.for_anyone(found))
    return show_found(request, "receipt", "receipts", shown=shown, form=form)


def show_unknown(request: HttpRequest, form: ReceiptForm) -> HttpResponse:
    """A slip of the pen is told as one; only numbers that could be some are a miss."""
    is_unknown = form.is_valid()
    if is_unknown:
        guesses.note_miss(request)
    return show_found(
        request,
        "receipts",
        "receipts",
        status=404,
        form=form,
        file_form=FileForm(),
        is_unknown=is_unknown,
    )
