"""Which answers an operation may give: the same everywhere, so that a program handles them once."""

from typing import Any

from anju.portals.api.schemas import ErrorOut

READING = (401, 403, 429)
WRITING = (400, 401, 403, 409, 413, 415, 422, 429)


def read(answer: Any, *more: int) -> dict[int, Any]:
    """Of an operation that shows something: 404 where it is one thing, 422 where one may ask wrongly."""
    return {200: answer} | dict.fromkeys(sorted((*READING, *more)), ErrorOut)


def written(status: int, answer: Any, *more: int) -> dict[int, Any]:
    """Of an operation that changes something."""
    return {status: answer} | dict.fromkeys(sorted({*WRITING, *more}), ErrorOut)
