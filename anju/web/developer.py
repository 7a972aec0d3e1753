"""The way of an organisation, in whatever capacity, to its pages as a developer (开发单位)."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _


def developer_menu() -> list[dict[str, Any]]:
    return [{"url": reverse("developer:notices"), "label": _("开发单位交存通知"), "is_here": False}]
