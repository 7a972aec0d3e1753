"""Communities, buildings and the homes of the maintenance fund as data. Sources: manual 002; rules B1.4, B2, B3.1."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class CustodyMode(TextChoices):
    """Who keeps a community's fund. (rule B1.4)"""

    TRUST = "trust", _("代管")
    SELF_MANAGED = "self_managed", _("业主自管")


class Use(TextChoices):
    RESIDENTIAL = "residential", _("住宅")
    OTHER = "other", _("非住宅")


class Kind(TextChoices):
    COMMERCIAL = "commercial", _("商品住宅")
    SOLD_PUBLIC = "sold_public", _("售后公有住房")


class Sale(TextChoices):
    """房屋类型 of a contract of sale: numbers of the two may coincide, so who searches by one says which. (rule D6)"""

    NEW = "new", _("新建商品房")
    EXISTING = "existing", _("存量房")


LONGEST_BASIS = 120


class Refusal(TextChoices):
    UNKNOWN_DISTRICT = "unknown_district", _("没有编号为「{district}」的行政区")
    STOREYS_DIFFER = "storeys_differ", _("{building}已登记为{storeys}层")
    STOREYS_MISSING = "storeys_missing", _("请填写总层数")
    AREA_MISSING = "area_missing", _("请填写建筑面积")
    PLACE_KNOWN = "place_known", _("{building}{room}室已经登记")
    NUMBER_KNOWN = "number_known", _("编号{no}已用于另一处房屋")
    SOLD_BEFORE = "sold_before", _("{address}已有业主，请办理更名")
    NO_OWNER = "no_owner", _("请填写至少一位业主")
    OWNER_TWICE = "owner_twice", _("业主{name}填写了两次")
    NOT_THE_DEVELOPER = "not_the_developer", _("只能录入本单位开发的小区的房屋和交存通知")
    BASIS_MISSING = "basis_missing", _("请填写依据：文件名称和文号，或者撤销的原因")
    LOST_IN_FUTURE = "lost_in_future", _("灭失日期不能晚于今天")
    LOST_BEFORE = "lost_before", _("该房屋已登记于{day}灭失，有误的请先撤销")
