"""Why somebody cannot come in, beside what people's own rules refuse."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _


class Refusal(TextChoices):
    SIGN_IN_EXPIRED = "sign_in_expired", _("登录已过期或者不是从本页面发起，请重新登录")
    PROVIDER_SAID_NO = "provider_said_no", _("您没有在统一身份认证平台完成登录，请重新登录")
    PROVIDER_AWAY = (
        "provider_away",
        _("暂时无法连接北京市统一身份认证平台，请稍后再试。您的账单和资金不受影响"),
    )
    PAGE_EXPIRED = "page_expired", _("页面已过期，请重新阅读《用户须知》")
    TOO_OFTEN = "too_often", _("操作过于频繁，请过几分钟再试")
