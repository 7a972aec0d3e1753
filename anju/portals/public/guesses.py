"""Who asks for one number after the other that does not exist is guessing, and has to wait."""

from django.http import HttpRequest

from anju.web.limits import Limit

LIMIT = 200
GUESSES = Limit("guesses")


def is_guessing(request: HttpRequest) -> bool:
    return misses(request) >= LIMIT


def note_miss(request: HttpRequest) -> None:
    GUESSES.note(request)


def misses(request: HttpRequest) -> int:
    return GUESSES.count(request)
