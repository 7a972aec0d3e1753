"""The words of a kind of message as they stand on a day: as settled by the city, or as they came with the platform."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from anju.core.refusals import Refused
from anju.notices.rules import TEMPLATES
from anju.notices.rules.wording import (
    MOST_CHARACTERS,
    PLACE,
    Language,
    WordingRefusal,
    code_of,
    labelled,
    named,
    places_in,
    signature_of,
)
from anju.parameters import queries as parameters

MOST_OF_TITLE = 30


@dataclass(frozen=True)
class Wording:
    """One text that can be settled anew: of a kind of message in one language, as it came with the platform."""

    kind: str
    language: Language
    code: str
    original: str

    @property
    def places(self) -> list[str]:
        """The facts that may stand in it: those of either language."""
        template = TEMPLATES[self.kind]
        return list(dict.fromkeys(places_in(template.zh) + places_in(template.en)))

    @property
    def title(self) -> str:
        """What the message tells, in its first words: nobody knows a kind by its code."""
        chinese = TEMPLATES[self.kind].zh
        first = re.split("[，。；：（]", chinese.removeprefix(signature_of(chinese)))[0]
        return PLACE.sub("…", first)[:MOST_OF_TITLE]


def wording(kind: str, language: str) -> Wording:
    template = TEMPLATES[kind]
    original = template.en if language == Language.ENGLISH else template.zh
    return Wording(kind, Language(language), code_of(kind, language, template.zh), original)


WORDINGS = {
    one.code: one for one in (wording(kind, each) for kind in TEMPLATES for each in Language)
}


def in_force(wordings: Iterable[Wording], day: date | None = None) -> dict[str, str]:
    """How these are worded, by code; one question, whatever their number."""
    wanted = {one.code: one.original for one in wordings}
    return wanted | parameters.texts_said(wanted, day)


def checked(one: Wording, text: str) -> str:
    """A new wording. Refused when a fact is named that the message does not have, or one is left out that it had."""
    text = named(text.strip())
    if len(text) > MOST_CHARACTERS:
        raise Refused(WordingRefusal.TOO_LONG, most=MOST_CHARACTERS)
    if has_loose_braces(text):
        raise Refused(WordingRefusal.BRACES)
    stated, known = places_in(text), one.places
    if unknown := [place for place in stated if place not in known]:
        raise Refused(WordingRefusal.UNKNOWN, places=listed(unknown), known=listed(known))
    if missing := [place for place in places_in(one.original) if place not in stated]:
        raise Refused(WordingRefusal.MISSING, places=listed(missing))
    if not text.startswith(signature_of(one.original)):
        raise Refused(WordingRefusal.SIGNATURE, signature=signature_of(one.original))
    return text


def has_loose_braces(text: str) -> bool:
    """Whether braces stand in a text that mark no place."""
    return any(brace in PLACE.sub("", text) for brace in "{}")


def listed(places: list[str]) -> str:
    return "、".join(labelled(f"{{{place}}}") for place in places)
