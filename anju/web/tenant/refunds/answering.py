"""The answer to a plan in steps: what was typed, what it would pay, and only then the answer itself. (BEY-12)

`step` says which button was pressed: `submit` 【提交】, `amount` (in the phone's dialog), `confirm` 【确定】, `edit`
(back to the form). Nothing is written before `confirm`, but for files, which are kept.
"""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from anju.refunds import actions, queries
from anju.refunds.actions import AnswerTerms
from anju.refunds.deeds import Deed, opinions_left
from anju.refunds.rules import DISPUTING, Opinion, Refusal, opinions_on
from anju.web.tenant.refunds.forms import AnswerForm, PhoneAnswerForm
from anju.web.tenant.refunds.payments import PaymentListShown, payment_list_shown
from anju.web.tenant.refunds.shown import case_shown

SUBMIT, AMOUNT, CONFIRM, EDIT = "submit", "amount", "confirm", "edit"


def leads_to(request: HttpRequest, case: Any, portal: str) -> str:
    """Where this page is not to be shown; "" where it is. The amounts stay closed until page 1 has been turned."""
    if request.method == "POST":
        return ""
    shown = case_shown(case, request.actor, portal)
    if Deed.READ_PLAN not in shown.deeds:
        return shown.to["refund"]
    return shown.to["refund_plan"] if shown.is_sealed else ""


def form_of(
    request: HttpRequest, case: Any, form_class: type[AnswerForm] = AnswerForm
) -> AnswerForm:
    """A plan's form. Posted, it takes every opinion that the plan allows: whether it comes too late the action says."""
    plan = queries.current_plan(case)
    deducted_fen = plan.deducted.total_fen if plan else 0
    if request.method == "POST":
        is_same = plan is not None and request.POST.get("plan") == str(plan.pk)
        options = opinions_on(deducted_fen) if is_same else tuple(Opinion)
        return form_class(request.POST, request.FILES, actor=request.actor, options=options)
    options = opinions_left(case.status, deducted_fen)
    only = options[0] if len(options) == 1 else None
    known = queries.advance_account(case.payee_tenant_id)
    initial: dict[str, Any] = {"plan": plan.pk if plan else None, "opinion": only, "stance": only}
    if known is not None:
        initial |= {"payee_account": known.account, "payee_bank": known.bank}
    return form_class(actor=request.actor, options=options, initial=initial)


def is_sure(form: AnswerForm) -> bool:
    """Confirmed; or sent back to the enterprise, which pays nobody: on the web at once, on the phone in its dialog."""
    if form.step == CONFIRM:
        return True
    is_sent_back = form.cleaned_data["opinion"] == Opinion.SEND_BACK
    return is_sent_back and form.step == (AMOUNT if isinstance(form, PhoneAnswerForm) else SUBMIT)


def answer(form: AnswerForm, case: Any) -> bool:
    terms = AnswerTerms(
        **form.terms, note=form.cleaned_data["note"], file_ids=form.cleaned_data["uploads"]
    )
    return form.attempt(
        actions.answer_plan,
        case_id=case.pk,
        plan_id=form.cleaned_data["plan"],
        terms=terms,
        by=form.actor,
    )


@dataclass(frozen=True)
class Asked:
    """What is asked before an answer is final: the payment list, or (on the phone) how much is agreed."""

    hidden: list[tuple[str, str]]
    opinion: str
    listed: PaymentListShown | None = None

    @property
    def is_agreed(self) -> bool:
        return self.opinion == Opinion.AGREE

    @property
    def asks_amount(self) -> bool:
        return self.opinion in DISPUTING

    @property
    def title(self) -> str:
        return str(Opinion(self.opinion).label)

    @property
    def button(self) -> str:
        """The words of manual 000, 7.2.2."""
        return {
            Opinion.SEND_BACK: _("继续协商"),
            Opinion.MEDIATION: _("申请调解"),
            Opinion.ARBITRATION: _("自行仲裁"),
            Opinion.LITIGATION: _("自行诉讼"),
        }[Opinion(self.opinion)]

    @property
    def sentence(self) -> str:
        if self.opinion == Opinion.SEND_BACK:
            return _("退款方案退回企业，企业与您协商一致后修改并重新提交，届时短信通知您。")
        return _(
            "方案中退还承租人的金额当日退还，您同意扣除的金额付给企业，其余作为争议资金，暂不支付。"
        )


def asked(form: AnswerForm, case: Any) -> Asked | None:
    """The payment list of what was typed; None while there is something to mend, or back in the form."""
    if not form.is_bound or form.step == EDIT:
        return None
    listed = previewed(form, case)
    return Asked(form.hidden(), form.cleaned_data["opinion"], listed) if listed else None


def asked_on_the_phone(form: AnswerForm, case: Any) -> Asked | None:
    """Who does not agree is first asked how much is agreed, in a dialog that also says what is wrong with it."""
    if not form.is_bound or form.step == EDIT:
        return None
    if form.step == SUBMIT and not form.errors and form.cleaned_data["opinion"] != Opinion.AGREE:
        previewed(form, case)  # what is wrong with the rest is told before the dialog
        return None if form.errors else Asked(form.hidden("agreed"), form.cleaned_data["opinion"])
    found = asked(form, case)
    if found is None and set(form.errors) == {"agreed"}:
        return Asked(form.hidden("agreed"), str(form.data.get("opinion", "")))
    return found


def previewed(form: AnswerForm, case: Any) -> PaymentListShown | None:
    """付款清单; refused as the answer would be, at the same fields."""
    if not form.errors:
        form.attempt(
            queries.preview_answer,
            case=case,
            plan_id=form.cleaned_data["plan"],
            by=form.actor,
            **form.terms,
        )
    if is_outdated(form):
        renew(form, case)
    return payment_list_shown(form.done) if form.done and not form.errors else None


def is_outdated(form: AnswerForm) -> bool:
    told = str(Refusal.NOT_THE_CURRENT_PLAN.label)
    return told in form.non_field_errors()


def renew(form: AnswerForm, case: Any) -> None:
    """A new version came meanwhile: it is told and opened, the opinion is asked anew, the rest is kept."""
    plan = queries.current_plan(case)
    form.ask_anew(
        plan.pk if plan else None,
        opinions_left(case.status, plan.deducted.total_fen) if plan else (),
    )
    form.attempt(actions.open_plan, case_id=case.pk, by=form.actor)
