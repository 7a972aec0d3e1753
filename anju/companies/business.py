"""业务流水 and printed forms of property companies as data. (manual 004, 5 and 6; PRP-10, PRP-11)"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class FlowKind(TextChoices):
    """业务类型."""

    REGISTRATION = "registration", _("物业单位注册申请")
    AREAS = "areas", _("物业区域关联")
    UNIT = "unit", _("单位信息变更")


class FlowChannel(TextChoices):
    """交易渠道: in which way it was done."""

    WEB = "web", _("网上办理")
    COUNTER = "counter", _("柜台办理")


class PrintedForm(TextChoices):
    """What a company prints and brings to the department."""

    REGISTRATION = "registration", _("物业注册申请单")
    AREAS = "areas", _("物业区域关联申请单")
