"""Who asks is told by the proxy in front, and by nobody else."""

import runpy
from pathlib import Path

import pytest

WSGI = Path(__file__).parents[1] / "wsgi.py"


@pytest.mark.parametrize(
    ("trusted", "seen"),
    [("", "10.0.0.1"), ("10.0.0.0/24", "203.0.113.9"), ("10.9.9.9", "10.0.0.1")],
)
def test_only_a_trusted_proxy_says_who_is_asking(monkeypatch, trusted, seen):
    asked = {}

    def application(environ, start_response):
        asked.update(environ)
        return []

    monkeypatch.setattr("django.core.wsgi.get_wsgi_application", lambda: application)
    monkeypatch.setenv("TRUSTED_PROXIES", trusted)
    served = runpy.run_path(str(WSGI))["application"]
    served({"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": "198.51.100.7, 203.0.113.9"}, None)
    assert asked["REMOTE_ADDR"] == seen
