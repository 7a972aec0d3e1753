"""What an office settles, on its pages: proposed by one, approved by another; a portal keeps the doors. (CTR-06)"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from anju.custody import actions as custody
from anju.desks.forms import ReasonForm
from anju.desks.forms_of_parameters import CalendarForm, NoticeForm, ValueForm, first_of
from anju.desks.page import FORM, form_shown
from anju.desks.shown import whom_to_ask
from anju.desks.shown_parameters import (
    ValueShown,
    changed_days,
    changed_words,
    facts_of,
    kept_of,
    label_of,
    may_check,
    may_keep,
    now_of,
    preview_of,
    rows_of,
    values_shown,
)
from anju.fund_runs import actions as fund_runs
from anju.notices import actions as notices
from anju.notices.rules.wording import Language, labelled
from anju.notices.wordings import WORDINGS, in_force, listed
from anju.parameters import actions, queries
from anju.parameters.rules import (
    CHECK,
    KEEP,
    OF_TEXTS,
    PARAMETERS,
    RATE_OF_CUSTODY,
    RATES_OF_FUND,
    USER_NOTICE,
    Kind,
    Parameter,
    Status,
)
from anju.people.rules import Office
from anju.web.clicks import clicked
from anju.web.downloads import stored_file
from anju.web.history import steps_of
from anju.web.paging import page_of

HERE = "parameters"


@dataclass(frozen=True)
class Desk:
    """Whose pages they are: the portal, how it lays one out, and whose parameters stand on them."""

    portal: str
    show: Callable[..., HttpResponse]
    office: Office
    title: Any

    def to(self, name: str, *args: Any) -> str:
        return reverse(f"{self.portal}:{name}", args=args)

    def to_value(self, value_id: int) -> str:
        return self.to("parameter_value", value_id)

    def to_document(self, value_id: int, document_id: int) -> str:
        return self.to("parameter_document", value_id, document_id)

    def shown(self, values: Any) -> list[ValueShown]:
        """With their papers, and what was before where they wait."""
        kept = kept_of([], [one for one in values if one.status == Status.PROPOSED])
        return values_shown(values, kept, self.to_value, self.to_document)


def of_this_desk(desk: Desk, code: str) -> Parameter:
    """A parameter that this office settles; everything else is not there."""
    if code in PARAMETERS and PARAMETERS[code].office == desk.office:
        return PARAMETERS[code]
    if code in WORDINGS and queries.parameter(code).office == desk.office:
        return queries.parameter(code)
    raise Http404


def all_parameters(request: HttpRequest, desk: Desk) -> HttpResponse:
    """By group: what each is, what comes next; and what waits to be approved, on top."""
    actor = request.actor
    waiting = list(queries.values_waiting(actor).filter(office=desk.office))
    kept = kept_of(queries.parameters_of(desk.office), waiting)
    codes = {one.code for one in waiting}
    may_work = may_keep(actor, desk.office) or may_check(actor, desk.office)
    return desk.show(
        request,
        "desks/parameters",
        HERE,
        title=desk.title,
        waiting=values_shown(waiting, kept, desk.to_value),
        groups=rows_of(actor, desk.office, codes, kept, lambda code: desk.to("parameter", code)),
        texts_url=desk.to("parameter_texts"),
        advice="" if may_work else whom_to_ask(actor, KEEP[desk.office], False, ""),
    )


def one_parameter(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """One of them, with everything that was ever said of it."""
    parameter = of_this_desk(desk, code)
    page = page_of(queries.history_of(request.actor, code), request)
    about: dict[str, Any] = {}
    if code in WORDINGS:
        one = WORDINGS[code]
        now = in_force([one])[code]
        about = {"wording": one, "now": labelled(now), "preview": preview_of(one, now)}
        facts = [(_("可以使用的事实"), listed(one.places) or "—")]
    else:
        facts = facts_of(parameter, now_of(parameter, kept_of([parameter])))
    if code == USER_NOTICE:
        about = {"versions_url": reverse("sign_in:notices")}
    return desk.show(
        request,
        "desks/parameter",
        HERE,
        title=label_of(code),
        facts=facts,
        page=page,
        rows=desk.shown(page.rows),
        propose_url=desk.to("propose_parameter", code)
        if may_keep(request.actor, desk.office)
        else "",
        advice=whom_to_ask(request.actor, KEEP[desk.office], own=False, own_sentence=""),
        back=desk.to("parameter_texts") if code in WORDINGS else desk.to("parameters"),
        back_label=_("消息文字") if code in WORDINGS else desk.title,
        **about,
    )


def texts(request: HttpRequest, desk: Desk) -> HttpResponse:
    """The wording of every message that this office sends, in both languages; those worded anew are marked."""
    own = [one for one in WORDINGS.values() if queries.parameter(one.code).office == desk.office]
    now = in_force(own)
    rows = [
        (one, Language(one.language).label, labelled(now[one.code]), desk.to("parameter", one.code))
        for one in own
    ]
    changed = [row for row in rows if now[row[0].code] != row[0].original]
    same = [row for row in rows if now[row[0].code] == row[0].original]
    return desk.show(
        request,
        "desks/texts",
        HERE,
        changed=changed,
        same=same,
        back=desk.to("parameters"),
        back_label=desk.title,
    )


def propose(request: HttpRequest, desk: Desk, code: str) -> HttpResponse:
    """【提出变更】: it counts once another person approves it. A text is shown as somebody might receive it."""
    parameter = of_this_desk(desk, code)
    sent = [request.POST, request.FILES] if request.method == "POST" else []
    form = form_of(parameter, *sent, actor=request.actor)
    if form.is_valid() and form.attempt(proposing(code), **form.stated, by=request.actor):
        messages.success(request, _("已提出，由另一人批准后生效"))
        return redirect(desk.to_value(queries.id_of(form.done)))
    about = form_shown(
        form,
        title=_("提出变更：{label}").format(label=label_of(code)),
        back=(desk.to("parameter", code), label_of(code)),
        submit=_("提交复核"),
        lead=_("由另一人批准后，从指定的日期起生效。{effect}").format(effect=parameter.effect),
        facts=facts_before(parameter),
    )
    return desk.show(request, FORM, HERE, **about)


def form_of(parameter: Parameter, *sent: Any, actor: Any) -> Any:
    first = first_of(parameter)
    if parameter.kind == Kind.CALENDAR:
        return CalendarForm(*sent, actor=actor, initial=first)
    if parameter.kind == Kind.USER_NOTICE:
        return NoticeForm(*sent, actor=actor, initial=first)
    if parameter.code in WORDINGS:
        one = WORDINGS[parameter.code]
        first["value"] = labelled(in_force([one])[one.code])
    return ValueForm(*sent, actor=actor, parameter=parameter, initial=first)


def facts_before(parameter: Parameter) -> list[tuple[str, Any]]:
    if parameter.code in WORDINGS:
        one = WORDINGS[parameter.code]
        return [
            (_("可以使用的事实"), listed(one.places) or "—"),
            (_("系统原有文字"), labelled(one.original)),
        ]
    return facts_of(parameter, now_of(parameter, kept_of([parameter])))


def proposing(code: str) -> Callable[..., Any]:
    """Which action proposes: the packages that keep a table of their own, or send texts, check what is theirs."""

    def rate(*, value: str, **stated: Any) -> Any:
        return custody.propose_interest_rate(rate_ppm=int(value), **stated)

    def rates(*, value: str, **stated: Any) -> Any:
        carried, current = (int(one) for one in value.split(","))
        return fund_runs.propose_interest_rates(carried_ppm=carried, current_ppm=current, **stated)

    def text(*, value: str, **stated: Any) -> Any:
        return notices.propose_wording(code=code, text=value, **stated)

    def plain(**stated: Any) -> Any:
        return actions.propose_value(code=code, **stated)

    if code.startswith(OF_TEXTS):
        return text
    return {RATE_OF_CUSTODY: rate, RATES_OF_FUND: rates}.get(code, plain)


APPROVING = {
    RATE_OF_CUSTODY: custody.approve_interest_rate,
    RATES_OF_FUND: fund_runs.approve_interest_rates,
}


def value_of(request: HttpRequest, desk: Desk, value_id: int) -> Any:
    seen = queries.values_seen_by(request.actor).filter(office=desk.office)
    return get_object_or_404(seen.prefetch_related("documents__file"), pk=value_id)


def one_value(request: HttpRequest, desk: Desk, value_id: int) -> HttpResponse:
    """What was proposed: old → new, from when, what it does, why, by which papers; and what may be done with it."""
    found = value_of(request, desk, value_id)
    [shown] = desk.shown([found])
    waits, own = found.status == Status.PROPOSED, found.proposed_by == request.actor.name
    about: dict[str, Any] = {}
    if found.code in WORDINGS:
        about["preview"] = preview_of(WORDINGS[found.code], found.value)
    kind = queries.parameter(found.code).kind
    if kind == Kind.CALENDAR and waits:
        about["changed_days"] = changed_days(found)
    if kind == Kind.USER_NOTICE:
        about["languages"] = changed_words(found)
    may_decide = waits and not own and may_check(request.actor, desk.office)
    sentence = _("自己提出的变更由另一人复核。")
    return desk.show(
        request,
        "desks/parameter_value",
        HERE,
        shown=shown,
        waits=waits,
        approve_url=desk.to("approve_parameter", found.pk) if may_decide else "",
        refuse_url=desk.to("refuse_parameter", found.pk) if may_decide else "",
        withdraw_url=desk.to("withdraw_parameter", found.pk) if waits and own else "",
        advice=waits
        and not may_decide
        and whom_to_ask(request.actor, CHECK[desk.office], own=own, own_sentence=sentence),
        steps=steps_of(found),
        back=desk.to("parameter", found.code),
        back_label=shown.label,
        **about,
    )


def approve(request: HttpRequest, desk: Desk, value_id: int) -> HttpResponse:
    """【批准】 by another than who proposed it."""
    found = value_of(request, desk, value_id)
    action = APPROVING.get(found.code, actions.approve_value)
    told = _("已批准，从{from_on}起生效").format(from_on=found.from_on)
    clicked(request, action, told, value_id=found.pk)
    return redirect(desk.to_value(found.pk))


def refuse(request: HttpRequest, desk: Desk, value_id: int) -> HttpResponse:
    """【不予批准】 with a reason."""
    return with_reason(
        request, desk, value_id, actions.refuse_value, _("不予批准"), _("没有批准，取值不变")
    )


def withdraw(request: HttpRequest, desk: Desk, value_id: int) -> HttpResponse:
    """【撤回】 what oneself proposed."""
    return with_reason(
        request, desk, value_id, actions.withdraw_value, _("撤回"), _("已撤回，取值不变")
    )


def with_reason(
    request: HttpRequest, desk: Desk, value_id: int, action: Any, title: Any, told: Any
) -> HttpResponse:
    found = value_of(request, desk, value_id)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    if form.is_valid() and form.attempt(
        action, value_id=found.pk, because=form.cleaned_data["because"], by=request.actor
    ):
        messages.success(request, told)
        return redirect(desk.to_value(found.pk))
    [shown] = desk.shown([found])
    facts = [(shown.label, shown.after), (_("从哪一天起"), found.from_on.isoformat())]
    about = form_shown(
        form, title=title, back=(desk.to_value(found.pk), shown.label), submit=title, facts=facts
    )
    return desk.show(request, FORM, HERE, **about)


def document(
    request: HttpRequest, desk: Desk, value_id: int, value_document_id: int
) -> HttpResponse:
    """A paper by which it was proposed."""
    found = value_of(request, desk, value_id)
    return stored_file(get_object_or_404(found.documents, pk=value_document_id).file)
