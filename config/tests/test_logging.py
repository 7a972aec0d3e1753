"""Whoever looks after the service finds what broke."""

import os
import subprocess
import sys

from config.settings import BASE_DIR

BREAKS = """
import django, logging
django.setup()
asked = logging.getLogger("django.request")
asked.warning("Not Found: /nobody")
try:
    raise ValueError("the page broke")
except ValueError:
    asked.error("Internal Server Error: /owner/", exc_info=True)
"""


def test_what_breaks_leaves_its_trace_and_what_is_not_there_does_not():
    """Without DEBUG Django itself would write to nobody."""
    environ = {**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"}
    done = subprocess.run(
        [sys.executable, "-c", BREAKS],
        cwd=BASE_DIR,
        env=environ,
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Internal Server Error: /owner/" in done.stderr
    assert "ValueError: the page broke" in done.stderr
    assert done.stderr.count("Traceback") == 1
    assert "Not Found" not in done.stderr
