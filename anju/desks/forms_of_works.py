"""核对签字表, as a company and the authority type it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from anju.core.files import check_file
from anju.core.money import parse_yuan
from anju.core.refusals import Refused
from anju.desks.forms import Words
from anju.web.forms import Form, SheetField
from anju.works import sheets


class OptionalSheet(SheetField):
    """A spreadsheet that need not be there."""

    def clean(self, value: Any, initial: Any = None) -> Any:
        return None if value is None else super().clean(value, initial)


class SheetCheckForm(Form):
    """核对签字表: a sheet's number, and what the paper in somebody's hand says."""

    no = Words(_("表号"), 40, required=True, help_text=_("印在签字表每页的右上角"))
    total = forms.CharField(
        label=_("纸面上的分摊总额（元）"),
        required=False,
        max_length=20,
        widget=forms.TextInput({"inputmode": "decimal", "autocomplete": "off"}),
    )
    digest = Words(_("纸面上的摘要值"), 100, help_text=_("印在每页页脚，不填不核对"))
    rows = forms.CharField(
        label=_("纸面上的房屋"),
        required=False,
        widget=forms.Textarea({"rows": 6}),
        help_text=_("每行一户：房屋坐落、建筑面积、分摊金额，用空格分开；建筑面积可以不填"),
    )
    is_whole = forms.BooleanField(label=_("以上是整张表的全部房屋，核对有无缺少"), required=False)
    file = OptionalSheet(_("或者上传表格"), sheets.UPLOAD)

    def clean_total(self) -> int | None:
        try:
            return parse_yuan(self.cleaned_data["total"]) if self.cleaned_data["total"] else None
        except Refused as refused:
            raise forms.ValidationError(refused.message) from None

    @property
    def stated(self) -> sheets.Stated | None:
        """What the paper says; None where it cannot be read, and the form says why."""
        typed, file = self.cleaned_data["rows"], self.cleaned_data["file"]
        try:
            rows, unread = sheets.typed(typed) if typed.strip() else ([], [])
            if file is not None:
                content = file.read()
                check_file(file.name, content, sheets.UPLOAD)
                rows, unread = sheets.in_file(file.name, content)
        except Refused as refused:
            self.add_error("file" if file is not None else "rows", refused.message)
            return None
        return sheets.Stated(
            rows,
            unread,
            self.cleaned_data["total"],
            self.cleaned_data["digest"],
            self.cleaned_data["is_whole"] or file is not None,
        )
