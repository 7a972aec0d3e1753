"""Whether a work card is genuine and in force, for whoever is shown one. (AGY-03)"""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET

from anju.agencies import queries as agencies
from anju.credit import queries as credit
from anju.portals.public import guesses
from anju.portals.public.forms import CardForm
from anju.portals.public.page import show, show_found
from anju.web.doors import anyone


@anyone
@require_GET
def cards(request: HttpRequest) -> HttpResponse:
    form = CardForm(no=request.GET.get("no"))
    if form.is_valid():
        return redirect("public:work_card", form.cleaned_data["no"])
    return show(request, "cards", "work_cards", form=form)


@anyone
@require_GET
def card(request: HttpRequest, no: str) -> HttpResponse:
    """Whose card it is, of the name its ends only, and whether it still counts."""
    if guesses.is_guessing(request):
        return show(request, "wait", "work_cards", status=429)
    seen = agencies.check_card(no)
    if seen is None:
        return show_unknown(request, CardForm(no=no))
    institution = seen.practitioner.institution
    entry = credit.blacklisted([institution.organisation_id]).get(institution.organisation_id)
    return show_found(request, "card", "work_cards", seen=seen, black=entry)


def show_unknown(request: HttpRequest, form: CardForm) -> HttpResponse:
    is_unknown = form.is_valid()
    if is_unknown:
        guesses.note_miss(request)
    return show_found(request, "cards", "work_cards", status=404, form=form, is_unknown=is_unknown)
