"""Compiles the message catalogues with Babel, so that the gettext programs are not needed."""

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from scripts.places import ROOT


def compile_changed() -> None:
    for source in sorted((ROOT / "locale").glob("*/LC_MESSAGES/*.po")):
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        with source.open("rb") as catalogue, target.open("wb") as compiled:
            write_mo(compiled, read_po(catalogue))
