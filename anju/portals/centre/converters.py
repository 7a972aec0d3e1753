"""What stands in the addresses of the fund centre."""

from datetime import date

from django.urls import register_converter


class Day:
    """A day of the years 2000 to 2099, as 2026-03-01. No other has books."""

    regex = "20[0-9]{2}-[0-9]{2}-[0-9]{2}"
    to_python = staticmethod(date.fromisoformat)
    to_url = staticmethod(date.isoformat)


class RecordId:
    """What can't be an id is not found, and is never asked of the database."""

    regex = "[0-9]{1,18}"
    to_python = staticmethod(int)
    to_url = staticmethod(str)


class Pot:
    """The code of a pot; what the database could not even be asked for is not found."""

    regex = r"[^\x00]{1,200}"
    to_python = to_url = staticmethod(str)


register_converter(Day, "day")
register_converter(RecordId, "id")
register_converter(Pot, "pot")
