"""Early pytest plugin: the environment for tests, and a PostgreSQL when none is given."""

import base64
import os

DEFAULTS = {
    "ANJU_ENV": "test",
    "SECRET_KEY": "tests-only-secret-key-of-fifty-characters-or-more-0001",
    "MOVABLE_CLOCK": "1",
    "FIELD_KEYS": "1:" + base64.b64encode(b"tests-only-key-1").decode(),
    "DIGEST_KEY": base64.b64encode(b"tests-only-digest-key-of-32-byte").decode(),
    "DATABASE_URL": "postgresql://anju@127.0.0.1:5433/anju",
}
for name, value in DEFAULTS.items():
    os.environ.setdefault(name, value)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
