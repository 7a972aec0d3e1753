"""How long a password has to be, in a sentence that Django's own catalogue lacks in Chinese."""

from typing import Any

from django.contrib.auth.password_validation import MinimumLengthValidator
from django.utils.translation import gettext as _


class LongEnough(MinimumLengthValidator):
    def get_error_message(self) -> Any:
        return _("至少要{length}个字符").format(length=self.min_length)
