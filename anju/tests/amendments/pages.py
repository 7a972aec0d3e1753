"""What is typed on the pages of changes, renewals and ends of leases, and what stands on them."""

from datetime import timedelta
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from anju.core import clock
from anju.core.tests.test_files import a_pdf

DAY = timedelta(days=1)


def to(name: str, *args: Any) -> str:
    return reverse(name, args=args)


def links(pages):
    return [one.get("href") or "" for one in pages.page.all("a")]


def value_of(pages, name):
    for one in pages.page.all("input", "select"):
        if one.get("name") == name:
            if one.tag == "select":
                chosen = [o for o in one.iter("option") if "selected" in o.attrib]
                return (chosen[0].get("value") or "") if chosen else ""
            return one.get("value") or ""
    raise AssertionError(f"no field {name}")


def typed(lease, **changes):
    """4,500 yuan from the second half-year on, the deposit with it."""
    second = lease.instalments.get(number=2)
    return {
        "from_on": str(second.from_on),
        "monthly_rent": "4500",
        "pay_months": "6",
        "ends_on": str(lease.ends_on),
        "deposit": "4500.00",
        "deposit_due_on": str(clock.today() + 7 * DAY),
        "basis": "agreement",
        "uploads": SimpleUploadedFile("补充协议.pdf", a_pdf()),
    } | changes


def handed_in(pages, form, sent):
    """Looked at, then handed in as it was seen: the paper is kept meanwhile."""
    assert pages.post(form, sent).status_code == 200
    return pages.post(form, as_seen(pages, sent))


def as_seen(pages, sent):
    [seen] = [one.get("value") for one in pages.page.all("button") if one.get("name") == "seen"]
    kept = {"uploads-kept": value_of(pages, "uploads-kept"), "seen": seen}
    return {name: value for name, value in sent.items() if name != "uploads"} | kept
