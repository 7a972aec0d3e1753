"""Documents people keep: PDF written by Typst, tagged for screen readers, the Chinese font inside.

A template is `documents/<name>.typ` of some package. What it shows reaches it as data, never as
markup, so nothing a person typed can change the document.
"""

import json
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import typst
from django.apps import apps
from django.conf import settings

from anju.core import clock
from anju.core.refusals import ensure

ROOT = Path(__file__).resolve().parent.parent
ONE_AT_A_TIME = Lock()


class Unwritable(Exception):
    """Typst cannot lay these facts out in this template: others can still be written."""


def pdf(template_name: str, facts: dict[str, Any]) -> bytes:
    """Write a document. Facts are what JSON can say; amounts and days come as text to be shown. Raises Unwritable."""
    made_at = int(clock.now().timestamp())
    with ONE_AT_A_TIME:
        try:
            document = compiler().compile(
                input=template(template_name),
                format="pdf",
                sys_inputs={"facts": json.dumps(facts, ensure_ascii=False)},
                timestamp=made_at,
            )
        except typst.TypstError as error:
            raise Unwritable(f"{template_name}: {error}") from error
    ensure(isinstance(document, bytes), f"{template_name}: no document came out")
    return document  # type: ignore[return-value]


@lru_cache(maxsize=1)
def compiler() -> typst.Compiler:
    """Kept for the life of the process: fonts are read once, templates are parsed once."""
    fonts = typst.Fonts(
        include_system_fonts=False,
        include_embedded_fonts=False,
        font_paths=[str(settings.FONTS_DIR)],
    )
    ensure(bool(fonts.families()), f"no fonts in {settings.FONTS_DIR}: run make demo or make test")
    return typst.Compiler(root=str(ROOT), font_paths=fonts)


@lru_cache(maxsize=100)
def template(name: str) -> str:
    for app in apps.get_app_configs():
        found = Path(app.path) / "documents" / f"{name}.typ"
        if ROOT in found.parents and found.exists():
            return str(found)
    raise LookupError(f"no package has documents/{name}.typ")
