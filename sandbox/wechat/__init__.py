"""WeChat Pay: API v3, the paying phone, notifications, bills."""
