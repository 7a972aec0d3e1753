"""What people type from a signed sheet, and to find what communities have spent."""

import re
from typing import Any

from django.utils.translation import gettext_lazy as _

from anju.core.numbers import DRAWN, DRAWN_FROM
from anju.portals.public.forms import Number, TypedForm
from anju.portals.public.searches import DistrictField
from anju.web.forms import Form
from anju.web.searches import ChoiceField
from anju.works.rules import Part

LOOKS_LIKE = str.maketrans("OIL", "011")


def read_code(text: str) -> str:
    """The code of a sheet as somebody typed it, or "" when it is none."""
    code = re.sub(r"[\s-]", "", text).upper().translate(LOOKS_LIKE)
    return code if re.fullmatch(rf"[{DRAWN_FROM}]{{{DRAWN}}}", code, re.ASCII) else ""


def read_digest(text: str) -> str:
    """64 figures and letters from a to f, in groups or not; or "" when it is none."""
    digest = re.sub(r"[\s-]", "", text).lower()
    return digest if re.fullmatch(r"[0-9a-f]{64}", digest, re.ASCII) else ""


class SheetForm(TypedForm):
    code = Number(
        _("核验码"),
        _("在签字表每页下方二维码旁边；空格和短横线不影响。"),
        _("请填写核验码"),
        read=read_code,
        wrong=_("核验码有误：请对照签字表逐位核对"),
    )


class DigestForm(TypedForm):
    digest = Number(
        _("签字表上的摘要值"),
        _("共64位，在签字表每页下方；空格不影响，大小写不影响。"),
        _("请填写签字表上的摘要值"),
        read=read_digest,
        wrong=_("摘要值有误：应为64位，只有数字和a至f的字母，请逐位核对"),
    )


class SpendingSearch(Form):
    district = DistrictField()

    def __init__(self, asked: Any) -> None:
        super().__init__({name: text.replace("\0", "") for name, text in asked.items()})

    part = ChoiceField(_("维修部位"), Part.choices)

    @property
    def is_asking(self) -> bool:
        return any(bound.value() for bound in self)
