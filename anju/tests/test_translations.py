from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from anju.tests.messages import marked, singular

ENGLISH = Path("locale/en/LC_MESSAGES/django.po")
WHAT_TENANTS_READ = [
    "anju/web",
    "anju/portals/sign_in",
    "anju/portals/tenant_web",
    "anju/portals/tenant_mobile",
    "anju/portals/owner",
    "anju/portals/public",
    "anju/portals/enterprise",
    "anju/certificates",
    "anju/statistics",
    "anju/fund",
    "anju/fund_notices",
    "anju/fund_runs",
    "anju/hand_overs",
    "anju/homes",
    "anju/fund",
    "anju/receipts",
    "anju/signings",
    "anju/notices",
    "anju/people",
    "anju/custody",
    "anju/orders",
    "anju/refunds",
    "anju/agencies",
    "anju/credit",
    "anju/votes",
    "anju/oversight",
    "anju/unclaimed",
]


@pytest.mark.covers("TEN-92")
def test_all_that_tenants_read_is_there_in_english():
    with ENGLISH.open("rb") as file:
        english = {singular(message.id): message.string for message in read_po(file)}
    missing = {
        text: path for text, path in marked(map(Path, WHAT_TENANTS_READ)) if not english.get(text)
    }
    assert missing == {}


def test_a_translation_has_the_same_places_to_fill():
    with ENGLISH.open("rb") as file:
        faults = [(message.id, list(message.check())) for message in read_po(file) if message.id]
    assert [fault for fault in faults if fault[1]] == []
