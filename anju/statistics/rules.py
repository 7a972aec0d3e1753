"""What is counted, what is published, and when too few stand behind a figure, as data. (rule C7, CTR-01)"""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

LEAST_LEASES = 10
LEAST_ENTERPRISES = 3
"""An amount of a district is published only where so many leases of so many enterprises stand behind it, so that it
tells nothing of a tenant, and nothing of one enterprise's prices. (ours)"""

MONTHS_BACK = 24
"""So many months are computed when the figures begin. (ours)"""

CITY = ""
"""In the place of a district: the whole city."""


# --- money and work in figures (CTR-01, decision 35) -----------------------------------------------


class Business(TextChoices):
    """Whose money a pot holds: that of leases, that of homes, or everybody's on the way."""

    CUSTODY = "custody", _("租赁资金监管")
    FUND = "fund", _("住宅专项维修资金")
    POOLED = "pooled", _("在途与挂账")


BUSINESS_OF_KIND = {
    "lease_deposit": Business.CUSTODY,
    "lease_rent": Business.CUSTODY,
    "lease_interest": Business.CUSTODY,
    "lease_disputed": Business.CUSTODY,
    "home": Business.FUND,
    "home_unit": Business.FUND,
    "home_frozen": Business.FUND,
    "home_unit_frozen": Business.FUND,
}
"""Every other kind of pot is pooled."""


class Flow(TextChoices):
    """Which way money moved, seen from a pot. From one pot of a business to another of it, it neither came nor went."""

    IN = "in", _("收入")
    OUT = "out", _("支出")
    IN_WITHIN = "in_within", _("内部转入")
    OUT_WITHIN = "out_within", _("内部转出")


CAME = (Flow.IN, Flow.IN_WITHIN)


class Span(TextChoices):
    DAY = "day", _("按日")
    MONTH = "month", _("按月")


class Cut(TextChoices):
    """By what a figure is summed up. Who is looked for finds a figure of a few rows, whatever the city holds."""

    CITY = "city", _("按银行、资金种类和原因")
    DISTRICT = "district", _("按区")
    WHOSE = "whose", _("按企业或小区")
    WHOSE_KIND = "whose_kind", _("按企业或小区、资金种类和银行")
    WHOSE_DISTRICT = "whose_district", _("按区和企业或小区")


CUTS: dict[Cut, tuple[str, ...]] = {
    Cut.CITY: ("kind", "reason", "bank"),
    Cut.DISTRICT: ("kind", "district"),
    Cut.WHOSE: ("whose_id",),
    Cut.WHOSE_KIND: ("kind", "bank", "whose_id"),
    Cut.WHOSE_DISTRICT: ("district", "whose_id"),
}
"""What each tells apart, beside the business, the day and the way. Pooled money belongs to no district and nobody."""

SEALS_IN_BATCH = 20
"""So many seals of a thousand transfers each are counted in one transaction. (ours)"""
