"""What is typed about homes: a check, a search, an objection."""

import secrets
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core.rules import DISTRICTS
from anju.desks.forms import Chosen, LongText, Words
from anju.homes import reading
from anju.homes.reading import HomeTerms, read_home
from anju.homes.rules import (
    COMMITMENT,
    COMMITMENT_TEXT,
    NEEDED_DOCUMENTS,
    CertificateType,
    DocumentKind,
    OwnerIdType,
    Refusal,
    Status,
)
from anju.web.attachments import AttachmentsField, WithAttachments
from anju.web.forms import Form, SheetField
from anju.web.searches import ChoiceField, DayField


class HomeSearch(Form):
    text = Words(_("核验码、产权证号、产权人证件号或地址"), 100, help_text=_("地址填写两个字以上"))
    status = ChoiceField(_("状态"), Status.choices)


class HomeForm(Form):
    """房源核验: district, kind of certificate, its number, the owner's name and number. (manual 003; HVF-01)"""

    at_fields = {
        Refusal.STARTS_IN_PAST: "starts_on",
        Refusal.COMMITMENT_NEEDED: "commitment",
    }
    key = forms.CharField(widget=forms.HiddenInput, max_length=80)
    district = Chosen(_("房屋区域 *"), [("", _("请选择")), *DISTRICTS.items()])
    certificate_type = Chosen(_("证件类型 *"), CertificateType.choices)
    certificate_no = Words(
        _("产权证号 *"), 60, required=True, help_text=_("如京(2020)朝不动产权第0000001号")
    )
    owner_name = Words(_("产权人姓名 *"), 100, required=True)
    owner_id_type = Chosen(_("产权人证件种类 *"), OwnerIdType.choices)
    owner_id_number = Words(_("产权人证件号 *"), 40, required=True)
    starts_on = DayField(_("拟出租日期"), help_text=_("不填为今天"))
    address = Words(_("房屋坐落"), 200, help_text=_("不能联网核验的权属证明填写"))
    area = Words(_("建筑面积（平方米）"), 12, help_text=_("不能联网核验的权属证明填写"))
    commitment = forms.BooleanField(label=_("接受承诺"), required=False, help_text=COMMITMENT_TEXT)

    def __init__(self, typed: Any = None) -> None:
        super().__init__(typed, initial={"key": secrets.token_urlsafe(16)})
        self.terms: HomeTerms | None = None

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        starts_on = typed.get("starts_on")
        stated = {
            **typed,
            "starts_on": starts_on.isoformat() if starts_on else "",
            "commitment": COMMITMENT if typed.get("commitment") else "",
        }
        read = read_home(stated)
        if isinstance(read, HomeTerms):
            self.terms = read
        else:
            for wrong in read:
                if wrong.field not in self.errors:
                    self.add_error(wrong.field, wrong.message)
        return typed

    @property
    def stated(self) -> dict[str, Any]:
        """What `request_verification` takes, but in which part and for whom."""
        return {"key": self.cleaned_data["key"], "terms": self.terms}


class HomeFileForm(Form):
    """批量核验: a spreadsheet of homes."""

    file = SheetField(
        _("房源文件 *"),
        reading.UPLOAD,
        help_text=_("XLSX文件，不超过5 MB，一次最多10000行"),
    )

    @property
    def stated(self) -> dict[str, Any]:
        """The file, as `receive_file` takes it."""
        file = self.cleaned_data["file"]
        return {"name": file.name, "content": file.read()}


class ObjectionForm(WithAttachments, Form):
    """异议: why a failed check is wrong, with the application, the title and the identity. (rule C1.8)"""

    at_fields = {Refusal.GROUNDS_MISSING: "grounds"}
    grounds = LongText(_("异议理由 *"), 1000, required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for kind in DocumentKind:
            is_needed = kind in NEEDED_DOCUMENTS
            label = f"{kind.label} *" if is_needed else kind.label
            wanted = _("请上传{kind}").format(kind=kind.label) if is_needed else ""
            self.fields[kind.value] = AttachmentsField(label, wanted)
            self.fields[kind.value].actor = self.actor  # type: ignore[attr-defined]

    @property
    def documents(self) -> list[tuple[str, int]]:
        return list(self._documents())

    def _documents(self) -> Iterator[tuple[str, int]]:
        for kind in DocumentKind:
            for file_id in self.cleaned_data[kind.value]:
                yield kind.value, file_id
