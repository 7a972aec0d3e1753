"""“不是我签的” by the link of a message, without signing in; what it shows is masked. (BEY-02)"""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from anju.core.refusals import Refused
from anju.portals.public import guesses
from anju.portals.public.page import show, show_found
from anju.portals.public.shown_votes import linked_shown
from anju.votes import actions, queries
from anju.web.doors import anyone
from anju.web.forms import Form


@anyone
@require_http_methods(["GET", "POST"])
def objection(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the voice, POST objects to it: a program that follows links objects to nothing."""
    if guesses.is_guessing(request):
        return show(request, "wait", "home", status=429)
    try:
        voice, elector = queries.read_link(token)
    except Refused as refused:
        guesses.note_miss(request)
        return show_found(request, "objection_dead", "home", status=404, why=refused.message)
    form = Form(request.POST)
    if (
        request.method == "POST"
        and form.is_valid()
        and form.attempt(actions.object_by_link, token=token, by=request.actor)
    ):
        told = _("异议已提交，主管部门将在{day}前处理").format(day=form.done.decide_by)
        messages.success(request, told)
        return redirect("public:objection", token)
    return show_found(request, "objection", "home", shown=linked_shown(voice, elector), form=form)
