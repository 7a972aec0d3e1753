"""Which enterprises give cause for worry, and what was done about it, as data."""
