"""What is typed about 合同备案: which contract, a search, a file with the papers that it names."""

from django.utils.translation import gettext_lazy as _

from anju.desks.forms import Words
from anju.filings import reading
from anju.filings.rules import Kind, Status
from anju.web.attachments import AttachmentsField, WithAttachments
from anju.web.forms import Form, SheetField
from anju.web.searches import ChoiceField


class ReadyContractSearch(Form):
    """备案申请: by certificate number or contract number. (CON-10)"""

    text = Words(_("产权证号、合同编号或地址"), 100, help_text=_("地址填写两个字以上"))


class ContractFilingSearch(Form):
    text = Words(
        _("申请编号、合同备案编号、合同编号、产权证号或地址"),
        100,
        help_text=_("地址填写两个字以上"),
    )
    kind = ChoiceField(_("申请类型"), Kind.choices)
    status = ChoiceField(_("状态"), Status.choices)


class FilingFileForm(WithAttachments, Form):
    """批量备案: contracts signed on paper, with the scans that the file names. (CON-14)"""

    file = SheetField(
        _("备案文件"), reading.UPLOAD, help_text=_("XLSX文件，不超过10 MB，一次最多10000份合同")
    )
    papers = AttachmentsField(_("文件中写明的扫描件"))
