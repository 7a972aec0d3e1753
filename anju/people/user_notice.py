"""《用户须知》: the published versions, word for word in both languages; the last one is in force.

The words stand in `user_notices/<version>.<language>.txt`: `# ` begins a section, a blank line ends
a paragraph. A published version is never edited: whoever accepted it accepted these words. A change
is a new version, and everybody is asked again (IDN-14). Contents as PIPL Art. 17 asks: who, why,
what, how, how long, which rights.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).with_name("user_notices")


@dataclass(frozen=True)
class Section:
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class UserNotice:
    version: str

    def words(self, language: str) -> str:
        language = "en" if language.startswith("en") else "zh-hans"
        return (FOLDER / f"{self.version}.{language}.txt").read_text()

    def sections(self, language: str) -> list[Section]:
        parts = self.words(language).removeprefix("# ").split("\n# ")
        sections = [[text.strip() for text in part.split("\n\n")] for part in parts]
        return [Section(title, tuple(filter(None, rest))) for title, *rest in sections]


NOTICES = (UserNotice("2026-11"),)
CURRENT = NOTICES[-1]
