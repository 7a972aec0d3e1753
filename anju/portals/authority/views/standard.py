"""记分标准: the list of rules, their detail with every version, and their upkeep. (CRD-02)"""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from anju.core import clock
from anju.credit import actions, queries
from anju.credit.rules import Mode, RuleStatus
from anju.desks.forms import ReasonForm
from anju.desks.shown import staff_named
from anju.people.rules import Office, Power
from anju.portals.authority.forms_of_credit import ModeForm, RuleForm, RuleSearch
from anju.portals.authority.page import show, show_form
from anju.portals.authority.shown_credit import RULE_TONES
from anju.web.doors import staff
from anju.web.history import steps_of
from anju.web.paging import PageOfRows, page_of


def rule_of(request: HttpRequest, rule_id: int) -> Any:
    return get_object_or_404(queries.rules_found(request.actor), pk=rule_id)


@staff(office=Office.AUTHORITY)
@require_GET
def rules(request: HttpRequest) -> HttpResponse:
    search, page = RuleSearch(request.GET), PageOfRows([])
    if search.is_valid():
        page = page_of(queries.rules_found(request.actor, **search.cleaned_data), request)
    year = clock.today().year
    return show(
        request,
        "rules",
        "rules",
        search=search,
        page=page,
        rows=[(rule, tone_of(rule)) for rule in page.rows],
        modes=[(each, queries.mode_of(each).label) for each in (year, year + 1)],
        may_keep=Power.RULE_KEEP in request.actor.may,
    )


def tone_of(rule: Any) -> str:
    return RULE_TONES.get(RuleStatus(rule.status), "quiet")


@staff(office=Office.AUTHORITY)
@require_GET
def rule(request: HttpRequest, rule_id: int) -> HttpResponse:
    """【查看】: the whole rule, and what it said before."""
    found = rule_of(request, rule_id)
    versions = list(queries.versions_of(found))
    named = staff_named(*(each.written_by for each in versions))
    may_keep = found.status == RuleStatus.IN_FORCE and Power.RULE_KEEP in request.actor.may
    return show(
        request,
        "rule",
        "rules",
        rule=found,
        tone=tone_of(found),
        versions=[(each, tone_of(each), named(each.written_by)) for each in versions],
        steps=steps_of(found),
        may_keep=may_keep,
    )


@staff("rule.keep")
@require_http_methods(["GET", "POST"])
def add(request: HttpRequest) -> HttpResponse:
    form = RuleForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.add_rule, code=form.cleaned_data["code"], terms=form.terms, by=request.actor
    ):
        messages.success(request, _("规则已增加，从现在起可以用于记分申请"))
        return redirect("authority:rule", form.done.pk)
    back = (reverse("authority:rules"), _("记分标准"))
    title, submit = _("增加规则"), _("增加")
    return show_form(request, "rules", form, title=title, back=back, submit=submit)


@staff("rule.keep")
@require_http_methods(["GET", "POST"])
def revise(request: HttpRequest, rule_id: int) -> HttpResponse:
    """修订: the next version; what was scored under this one stays as it was."""
    found = rule_of(request, rule_id)
    form = RuleForm(request.POST or None, rule=found)
    if form.is_valid() and form.attempt(
        actions.revise_rule, rule_id=found.pk, terms=form.terms, by=request.actor
    ):
        messages.success(request, _("已生成新版本，以前的记分仍按原版本"))
        return redirect("authority:rule", form.done.pk)
    title, submit = _("修订规则{code}").format(code=found.code), _("生成新版本")
    return show_form(request, "rules", form, title=title, back=back_to(found), submit=submit)


@staff("rule.keep")
@require_http_methods(["GET", "POST"])
def retire(request: HttpRequest, rule_id: int) -> HttpResponse:
    found, form = rule_of(request, rule_id), ReasonForm(request.POST or None)
    if form.is_valid() and form.attempt(
        actions.retire_rule, rule_id=found.pk, by=request.actor, **form.cleaned_data
    ):
        messages.success(request, _("规则已停用，不能再用于记分申请"))
        return redirect("authority:rule", found.pk)
    title, submit = _("停用规则{code}").format(code=found.code), _("停用")
    facts = [(_("计分事项"), found.item)]
    return show_form(
        request, "rules", form, title=title, back=back_to(found), submit=submit, facts=facts
    )


@staff("rule.keep")
@require_http_methods(["GET", "POST"])
def mode(request: HttpRequest) -> HttpResponse:
    """计分方式: how points are counted from a coming year on. (rule C5.4)"""
    form = ModeForm(request.POST or None, initial={"from_year": clock.today().year + 1})
    if form.is_valid() and form.attempt(actions.set_mode, by=request.actor, **form.cleaned_data):
        told = _("从{year}年起采用{mode}").format(
            year=form.done.from_year, mode=Mode(form.done.mode).label
        )
        messages.success(request, told)
        return redirect("authority:rules")
    back = (reverse("authority:rules"), _("记分标准"))
    title, submit = _("调整计分方式"), _("保存")
    return show_form(request, "rules", form, title=title, back=back, submit=submit)


def back_to(found: Any) -> tuple[str, Any]:
    return reverse("authority:rule", args=[found.pk]), _("规则{code}").format(code=found.code)
