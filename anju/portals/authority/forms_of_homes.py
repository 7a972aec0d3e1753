"""What the office types about homes: for whom it asks, which objections and tickets, what is found of them."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.desks.forms import Chosen, ReviewForm, Words
from anju.desks.forms_of_homes import HomeFileForm, HomeForm
from anju.homes.rules import ObjectionStatus, Refusal, Role, TroubleStatus
from anju.people import queries as people
from anju.web.forms import Form
from anju.web.searches import ChoiceField


class ForWhom(Form):
    """In which part a check is asked, and in whose name: an officer asks for an enterprise or a broker, too."""

    role = Chosen(_("核验身份 *"), Role.choices)
    uscc = Words(_("企业或者经纪机构的统一社会信用代码"), 18, help_text=_("产权人自行出租的不填"))
    organisation_id: int | None = None

    def clean_uscc(self) -> str:
        text: str = self.cleaned_data["uscc"]
        if text:
            found = people.organisation_by_uscc(text)
            if found is None:
                raise forms.ValidationError(_("没有这个代码的企业或者机构，请核对"))
            self.organisation_id = found.pk
        return text

    @property
    def for_whom(self) -> dict[str, Any]:
        role = self.cleaned_data["role"]
        asked_for = None if role == Role.OWNER else self.organisation_id
        return {"role": role, "organisation_id": asked_for}


class OfficeHomeForm(ForWhom, HomeForm):
    at_fields: ClassVar = {**HomeForm.at_fields, Refusal.ORGANISATION_MISSING: "uscc"}
    field_order = (
        *("key", "district", "certificate_type", "certificate_no"),
        *("owner_name", "owner_id_type", "owner_id_number", "role", "uscc"),
    )


class OfficeHomeFileForm(ForWhom, HomeFileForm):
    at_fields: ClassVar = {Refusal.ORGANISATION_MISSING: "uscc"}


class ObjectionSearch(Form):
    """Which objections; those that wait unless asked otherwise."""

    status = ChoiceField(_("状态"), ObjectionStatus.choices)

    def __init__(self, asked: Any) -> None:
        super().__init__(asked or {"status": ObjectionStatus.OPEN})


class OpinionForm(ReviewForm):
    """What a reviewer finds of an objection; both decisions say why."""

    at_fields = {Refusal.BECAUSE_MISSING: "because"}


class TroubleSearch(Form):
    status = ChoiceField(_("状态"), TroubleStatus.choices)
