"""Which objections to votes, and the word on one."""

from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from anju.desks.forms import ReviewForm
from anju.votes.rules import ObjectionStatus, Refusal
from anju.web.forms import Form
from anju.web.searches import ChoiceField


class VoteObjectionSearch(Form):
    """Which objections; those that wait unless asked otherwise."""

    status = ChoiceField(_("状态"), ObjectionStatus.choices)

    def __init__(self, asked: Any) -> None:
        super().__init__(asked or {"status": ObjectionStatus.OPEN})


class DecisionForm(ReviewForm):
    """The word of the authority, with its reason."""

    at_fields: ClassVar = {**ReviewForm.at_fields, Refusal.OPINION_MISSING: "because"}
