"""What is typed about property companies: searches, a review, a reason, and who had a key before."""

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.companies.rules import ApplicationStatus, KeyStatus, Nature
from anju.companies.rules import Refusal as CompanyRefusal
from anju.companies.terms import HolderTerms, UnitTerms
from anju.core.actors import Actor
from anju.core.identity_numbers import IdentityKind
from anju.core.identity_numbers import Refusal as NumberRefusal
from anju.desks.forms import Chosen, DistrictField, LongText, ReviewForm, Words
from anju.homes import queries as homes
from anju.portals.fund_desk.forms_of_homes import OF_USCC
from anju.portals.fund_desk.page import districts_of
from anju.web.forms import Form
from anju.web.searches import ChoiceField


class RegistrationSearch(Form):
    """Which applications; those that wait unless asked otherwise."""

    text = Words(_("申请编号、单位名称、社会信用代码或证书编号"), 200, help_text=_("须填写完整"))
    status = ChoiceField(_("状态"), ApplicationStatus.choices)
    district = DistrictField()

    def __init__(self, asked: Any) -> None:
        super().__init__(asked or {"status": ApplicationStatus.SUBMITTED})


class KeySearch(Form):
    text = Words(_("密钥编号、单位名称或社会信用代码"), 200, help_text=_("须填写完整"))
    status = ChoiceField(_("状态"), KeyStatus.choices)


class RegistrationReviewForm(ReviewForm):
    at_fields: ClassVar[Any] = ReviewForm.at_fields
    because = LongText(_("审核意见"), 200)

    def __init__(self, *sent: Any) -> None:
        super().__init__(*sent, approve=_("审核通过"), reject=_("退回"))


class OldHolderForm(Form):
    """录入原密钥用户: the unit, who acts for it, the old certificate, and the communities as they were."""

    at_fields: ClassVar[Any] = {
        **dict.fromkeys(OF_USCC, "uscc"),
        CompanyRefusal.CERTIFICATE_WRONG: "certificate_no",
        CompanyRefusal.NUMBER_TAKEN: "certificate_no",
        CompanyRefusal.NAME_DIFFERS: "name",
        CompanyRefusal.ORGANISATION_CODE_DIFFERS: "organisation_code",
        CompanyRefusal.AREA_OF_ANOTHER: "communities",
        CompanyRefusal.MAIL_WRONG: "holder_mail",
        NumberRefusal.NOT_A_PHONE: "holder_phone",
    }
    certificate_no = Words(_("证书编号 *"), 24, required=True)
    district = Chosen(_("管理部 *"), [])
    name = Words(_("单位名称 *"), 200, required=True)
    nature = Chosen(_("单位性质 *"), Nature.choices)
    uscc = Words(_("社会信用代码 *"), 18, required=True)
    organisation_code = Words(_("组织机构代码"), 10)
    legal_representative = Words(_("法人或负责人代表姓名"), 60)
    address = Words(_("单位地址"), 200)
    postcode = Words(_("单位邮编"), 6)
    phone = Words(_("单位电话"), 40)
    holder_name = Words(_("经办人姓名 *"), 60, required=True)
    holder_id_type = Chosen(_("经办人证件类型 *"), IdentityKind.choices)
    holder_id_number = Words(_("经办人证件号码 *"), 40, required=True)
    holder_phone = Words(_("经办人手机号码 *"), 20, required=True)
    holder_mail = Words(_("经办人邮箱 *"), 100, required=True)
    communities = LongText(
        _("关联的小区"), 4000, help_text=_("每行一个小区名称，与原密钥关联的物业区域一致")
    )

    def __init__(self, *sent: Any, actor: Actor) -> None:
        super().__init__(*sent)
        self.fields["district"].choices = districts_of(actor)  # type: ignore[attr-defined]
        self.community_ids: list[int] = []

    def clean_communities(self) -> str:
        """Each is a community of the department's district, by its whole name."""
        text: str = self.cleaned_data["communities"]
        unknown = []
        for name in filter(None, map(str.strip, text.splitlines())):
            found = homes.community_named(self.cleaned_data.get("district", ""), name)
            if found is None:
                unknown.append(name)
            else:
                self.community_ids.append(found.pk)
        if unknown:
            raise forms.ValidationError(
                _("该区没有录入这些小区：{names}").format(names="、".join(unknown))
            )
        return text

    @property
    def stated(self) -> dict[str, Any]:
        typed = self.cleaned_data
        of_holder = ("name", "id_type", "id_number", "phone", "mail")
        return {
            "certificate_no": typed["certificate_no"],
            "unit": UnitTerms(**{one: typed[one] for one in UnitTerms.__dataclass_fields__}),
            "holder": HolderTerms(**{one: typed[f"holder_{one}"] for one in of_holder}),
            "community_ids": self.community_ids,
        }
