"""《用户须知》: its words in both languages, one version after another; no version is ever edited. (IDN-14)

`# ` begins a section, a blank line ends a paragraph. Contents as PIPL Art. 17 asks: who, why, what, how, how long,
which rights. The first version came with the platform (`user_notices/<version>.<language>.txt`); each later one was
proposed by one and approved by another (CTR-06) and is kept in `PublishedNotice`.
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from anju.core.refusals import Refused
from anju.people.rules import MOST_OF_NOTICE, Refusal

CHINESE, ENGLISH = "zh-hans", "en"
FOLDER = Path(__file__).with_name("user_notices")


@dataclass(frozen=True)
class Section:
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class UserNotice:
    """One version; `from_on` is None for the one that came with the platform."""

    version: str
    from_on: date | None
    chinese: str
    english: str

    def words(self, language: str) -> str:
        return self.english if language.startswith(ENGLISH) else self.chinese

    def digest(self, language: str) -> str:
        """SHA-256 of the words as UTF-8, as anybody can compute it from the file."""
        return hashlib.sha256(self.words(language).encode()).hexdigest()

    def sections(self, language: str) -> list[Section]:
        return sections_of(self.words(language))


def sections_of(words: str) -> list[Section]:
    """Split into sections and paragraphs. Refused when it does not begin with a section, or one is empty."""
    parts = words.removeprefix("# ").split("\n# ")
    sections = [[text.strip() for text in part.split("\n\n")] for part in parts]
    read = [Section(title, tuple(filter(None, rest))) for title, *rest in sections]
    if not words.startswith("# ") or not all(
        one.title and "\n" not in one.title and one.paragraphs for one in read
    ):
        raise Refused(Refusal.NOTICE_UNREADABLE)
    return read


def words_typed(text: str) -> str:
    """The words as they are kept: lines end alike, as do all files of it."""
    return text.replace("\r\n", "\n").strip() + "\n"


def check_languages(chinese: str, english: str) -> None:
    """Whoever reads either language reads the same. Refused when sections or paragraphs do not correspond."""
    if max(len(chinese), len(english)) > MOST_OF_NOTICE:
        raise Refused(Refusal.NOTICE_TOO_LONG, most=MOST_OF_NOTICE)
    in_each = [
        [len(section.paragraphs) for section in sections_of(words)] for words in (chinese, english)
    ]
    if in_each[0] != in_each[1]:
        shown = ["、".join(str(count) for count in counts) for counts in in_each]
        raise Refused(Refusal.NOTICE_LANGUAGES, chinese=shown[0], english=shown[1])


def original() -> UserNotice:
    version = "2026-11"
    chinese, english = (
        (FOLDER / f"{version}.{language}.txt").read_text() for language in (CHINESE, ENGLISH)
    )
    return UserNotice(version, None, chinese, english)


ORIGINAL = original()
