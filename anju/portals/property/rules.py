"""Why somebody cannot come in, beside what the rules of companies refuse."""

from datetime import timedelta

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

ASKED_FOR = timedelta(minutes=10)
"""So long a 验证码, and what a key is asked to sign, may be answered: once (our default)."""


class Refusal(TextChoices):
    CAPTCHA_WRONG = "captcha_wrong", _("验证码不正确或者已过期，请按新的算式填写")
    KEY_MISSING = "key_missing", _("没有读到密钥：请插入密钥，按【读取密钥】，或者刷新页面")
    PAGE_EXPIRED = "page_expired", _("页面已过期，请重新读取密钥")
    TOO_OFTEN = "too_often", _("操作过于频繁，请过几分钟再试")
