"""Alipay: open API gateway, the paying phone, notifications, daily bill and settlement."""
