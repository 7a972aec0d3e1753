"""交存通知 as a department or a developer types them: one home, or a spreadsheet of many."""

from collections.abc import Iterable
from typing import Any, ClassVar

from django.utils.translation import gettext_lazy as _

from anju.desks.forms import Chosen, Words
from anju.fund.rules import Refusal as FundRefusal
from anju.fund_notices import reading
from anju.fund_notices.reading import NoticeTerms, read_notice
from anju.homes.estate import Refusal, Sale
from anju.homes.rules import OwnerIdType
from anju.web.forms import Form, SheetField
from anju.web.tenant.forms import DayField


class NoticeForm(Form):
    """A home as its contract describes it, as a row of the spreadsheet of notices states it."""

    at_fields: ClassVar[dict[Any, str]] = {
        FundRefusal.UNKNOWN_COMMUNITY: "community",
        Refusal.STOREYS_DIFFER: "storeys",
        Refusal.PLACE_KNOWN: "room",
        Refusal.NUMBER_KNOWN: "contract_no",
    }
    district = Chosen(_("房屋区域 *"), [])
    community = Words(_("小区名称 *"), 80, help_text=_("须已登记"))
    building = Words(_("楼号 *"), 40, help_text=_("如1号楼"))
    storeys = Words(_("总层数 *"), 4, help_text=_("整幢楼的层数"))
    unit = Words(_("单元"), 20, help_text=_("没有的不填"))
    floor = Words(_("所在层 *"), 4)
    room = Words(_("室号 *"), 20)
    area = Words(_("建筑面积（平方米）*"), 12)
    sale = Chosen(_("房屋类型 *"), Sale.choices)
    contract_no = Words(_("网签合同编号 *"), 40)
    contract_on = DayField(_("网签合同日期 *"))
    price = Words(_("合同总价（元）"), 18, help_text=_("2008年2月1日前签订的合同须填写"))
    owner_name = Words(_("业主名称 *"), 100)
    owner_id_type = Chosen(_("业主证件种类 *"), OwnerIdType.choices)
    owner_id_number = Words(_("业主证件号码 *"), 40)

    def __init__(self, *sent: Any, districts: Iterable[tuple[str, str]], **named: Any) -> None:
        super().__init__(*sent, **named)
        self.fields["district"].choices = list(districts)  # type: ignore[attr-defined]
        self.terms: NoticeTerms | None = None

    def clean(self) -> dict[str, Any]:
        typed = super().clean() or self.cleaned_data
        day = typed.get("contract_on")
        stated = {name: typed.get(name) or "" for name in reading.LABELS}
        read = read_notice({**stated, "contract_on": day.isoformat() if day else ""})
        if isinstance(read, NoticeTerms):
            self.terms = read
        else:
            for wrong in read:
                if wrong.field not in self.errors:
                    self.add_error(wrong.field, wrong.message)
        return typed


class NoticeFileForm(Form):
    """交存通知 in masses: a spreadsheet of homes."""

    file = SheetField(
        _("房屋文件 *"), reading.UPLOAD, help_text=_("XLSX文件，不超过5 MB，一次最多10000行")
    )

    @property
    def stated(self) -> dict[str, Any]:
        file = self.cleaned_data["file"]
        return {"name": file.name, "content": file.read()}
