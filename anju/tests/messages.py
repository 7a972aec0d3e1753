"""What users read, gathered from the code: every Chinese sentence marked for translation."""

from collections.abc import Iterable, Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

FUNCTIONS = {"_": None, "gettext": None, "gettext_lazy": None, "ngettext": (1, 2)}


def marked(folders: Iterable[Path]) -> Iterator[tuple[str, str]]:
    """Every marked sentence with the file it stands in."""
    for folder in folders:
        for path in sorted([*folder.rglob("*.py"), *folder.rglob("*.html")]):
            if "tests" in path.parts or "migrations" in path.parts:
                continue
            source = path.read_text()
            if path.suffix == ".html":
                lines = templatize(source, origin=str(path)).splitlines()
                source = "\n".join(line.strip() for line in lines)
            found = extract("python", BytesIO(source.encode()), keywords=FUNCTIONS)
            yield from ((singular(message), str(path)) for _, message, _, _ in found if message)


def singular(message: str | tuple[str, ...]) -> str:
    return message if isinstance(message, str) else message[0]
