"""待领资金 and the check before a lease ends, the same on the web and on the phone. (BEY-14)"""

from typing import Any

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from anju.core.actors import Actor
from anju.core.crypto import mask_account, mask_phone
from anju.refunds import queries as refunds
from anju.refunds.rules import Refusal as RefundRefusal
from anju.unclaimed import queries
from anju.unclaimed.rules import LONGEST_CONTACT, CheckStatus, Refusal
from anju.web.tenant.pages import Shown
from anju.web.tenant.refunds.forms import AccountForm
from anju.web.tenant.refunds.pages import MOST_CARDS, first_of
from anju.web.tenant.refunds.payments import account_told

RIGHT, WRONG = "right", "wrong"


class CheckForm(AccountForm):
    """Whether we can reach somebody, and where they are paid. The number itself is changed where one signs in."""

    at_fields = {
        Refusal.CONTACT_MISSING: "other_contact",
        RefundRefusal.ACCOUNT_UNREADABLE: "payee_account",
    }
    phone = forms.ChoiceField(
        label=_("手机号码是否正确"),
        choices=[(RIGHT, _("正确")), (WRONG, _("不正确，或者将不再使用"))],
        widget=forms.RadioSelect,
        error_messages={"required": _("请选择"), "invalid_choice": _("请从列表中选择")},
    )
    other_contact = forms.CharField(
        label=_("另一个可以联系到您的号码或者邮箱"),
        required=False,
        max_length=LONGEST_CONTACT,
        help_text=_("号码不正确的必须填写；资金中心只用它通知您领款"),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    field_order = ("phone", "other_contact", "payee_account", "payee_bank")

    @property
    def said(self) -> dict[str, Any]:
        """What `answer_check` takes."""
        cleaned = dict(self.cleaned_data)
        return {"phone_is_right": cleaned.pop("phone") == RIGHT, **cleaned}


def form_of(check: Any, posted: Any) -> CheckForm:
    """What was said before comes along, so that it can be put right."""
    known = refunds.advance_account(check.tenant_id)
    initial: dict[str, Any] = {"other_contact": check.other_contact or ""}
    if check.answered_at:
        initial["phone"] = RIGHT if check.phone_is_right else WRONG
    if known is not None:
        initial |= {"payee_account": known.account, "payee_bank": known.bank}
    return CheckForm(posted, initial=initial)


def unclaimed(actor: Actor, portal: str) -> Shown:
    """What waits for this tenant: money without an account, checks to answer, and what was said."""
    accounts, count = first_of(refunds.accounts_to_confirm(actor))
    checks = list(queries.checks_seen_by(actor).order_by("status", "ends_on", "pk")[:MOST_CARDS])
    return {
        "accounts": [account_told(portion, actor, portal) for portion in accounts],
        "more": count - len(accounts),
        "checks": [check_told(one, portal) for one in checks if one.status == CheckStatus.ASKED],
        "checked": [check_told(one, portal) for one in checks if one.status == CheckStatus.DONE],
    }


def check_told(check: Any, portal: str) -> Shown:
    known = refunds.advance_account(check.tenant_id) if check.answered_at else None
    party = check.person or check.organisation
    return {
        "check": check,
        "lease": check.lease,
        "phone": mask_phone(party.phone) if party.phone else "",
        "account": mask_account(known.account) if known else "",
        "bank": known.bank if known else "",
        "url": reverse(f"{portal}:contact_check", args=[check.pk]),
    }


def checks_waiting(actor: Actor, portal: str) -> list[Shown]:
    """For the first page: what is to be checked before a lease ends."""
    return [check_told(one, portal) for one in queries.checks_to_answer(actor)[:3]]
