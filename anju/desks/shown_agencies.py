"""How applications, institutions, people and places look. Of people the numbers are masked for everybody.

`portal` is the one whose pages the rows lead to.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.agencies import queries
from anju.agencies.rules import (
    FIELDS,
    CardStatus,
    FilingStatus,
    FilingType,
    PractitionerStatus,
    Sector,
    Status,
)
from anju.agencies.terms import NAMES
from anju.core import queries as core
from anju.core.crypto import mask_account, mask_id_number, mask_phone
from anju.core.money import yuan
from anju.core.rules import DISTRICTS
from anju.desks.shown import FileShown, files_shown

FILING_TONES = {
    FilingStatus.DRAFT: "quiet",
    FilingStatus.SUBMITTED: "waiting",
    FilingStatus.RETURNED: "bad",
    FilingStatus.APPROVED: "good",
    FilingStatus.WITHDRAWN: "quiet",
}
TONES = {Status.FILED: "good", Status.CANCELLED: "bad"}


@dataclass(frozen=True)
class FilingRow:
    filing: Any
    kind: str
    type: str
    district: str
    status: str
    tone: str
    url: str


def filing_rows(filings: Iterable[Any], portal: str) -> list[FilingRow]:
    return [
        FilingRow(
            filing=filing,
            kind=kind_of(filing),
            type=str(filing.get_type_display()),
            district=DISTRICTS.get(filing.district, "—"),
            status=str(filing.get_status_display()),
            tone=FILING_TONES[FilingStatus(filing.status)],
            url=reverse(f"{portal}:filing", args=[filing.pk]),
        )
        for filing in filings
    ]


def kind_of(record: Any) -> str:
    kind = str(record.get_kind_display())
    return _("{kind}（分支机构）").format(kind=kind) if record.is_branch else kind


def value_shown(name: str, value: Any) -> str:
    """A stated field as a page shows it; numbers of people and accounts are masked."""
    if not value:
        return "—"
    shown = {
        "district": lambda: DISTRICTS.get(value, value),
        "capital_fen": lambda: _("{amount}元").format(amount=yuan(value)),
        "licensed_on": value.__str__,
        "sectors": lambda: "、".join(str(Sector(one).label) for one in value),
        "supervision_account": lambda: mask_account(value),
        "contact_phone": lambda: mask_phone(value),
    }
    return str(shown[name]()) if name in shown else str(value)


def facts_of_version(version: Any) -> list[tuple[str, str]]:
    shown = [name for name in NAMES if name != "file_ids"]
    return [(str(FIELDS[name]), value_shown(name, getattr(version, name))) for name in shown]


@dataclass(frozen=True)
class Change:
    label: str
    before: str
    after: str


def changes_of(filing: Any, version: Any) -> list[Change]:
    """What a change would change, field by field; nothing for other applications."""
    if filing.type != FilingType.CHANGE or filing.institution is None:
        return []
    before = filing.institution.facts
    return [
        Change(
            label,
            value_shown(name, getattr(before, name)) if name != "file_ids" else _("原附件"),
            value_shown(name, getattr(version, name)) if name != "file_ids" else _("附件有变动"),
        )
        for name, label in queries.changed_fields(before, version).items()
    ]


def files_of_version(filing: Any, version: Any, portal: str) -> list[FileShown]:
    return files_shown(
        core.files_named(version.file_ids),
        lambda one: reverse(f"{portal}:filing_file", args=[filing.pk, one.pk]),
    )


@dataclass(frozen=True)
class InstitutionRow:
    institution: Any
    kind: str
    district: str
    status: str
    tone: str
    url: str


def institution_row(institution: Any, portal: str) -> InstitutionRow:
    return InstitutionRow(
        institution,
        kind_of(institution),
        DISTRICTS[institution.district],
        str(institution.get_status_display()),
        TONES[Status(institution.status)],
        reverse(f"{portal}:institution", args=[institution.pk]),
    )


@dataclass(frozen=True)
class PractitionerRow:
    """Somebody who works for an institution, by name; the number shows its ends only."""

    practitioner: Any
    id_number: str
    phone: str
    role: str
    card_no: str
    status: str
    tone: str
    url: str
    institution_url: str
    print_url: str


def practitioner_row(practitioner: Any, portal: str) -> PractitionerRow:
    cards = practitioner.cards_in_force
    is_active = practitioner.status == PractitionerStatus.ACTIVE
    return PractitionerRow(
        practitioner,
        mask_id_number(practitioner.id_number),
        mask_phone(practitioner.phone),
        str(practitioner.get_role_display()),
        cards[0].no if cards else "",
        str(practitioner.get_status_display()),
        "good" if is_active else "quiet",
        reverse(f"{portal}:practitioner", args=[practitioner.pk]),
        reverse(f"{portal}:institution", args=[practitioner.institution_id]),
        reverse(f"{portal}:print_card", args=[practitioner.pk]) if cards else "",
    )


@dataclass(frozen=True)
class CardShown:
    no: str
    issued_at: Any
    status: str
    tone: str


def cards_shown(practitioner: Any) -> list[CardShown]:
    return [
        CardShown(
            card.no,
            card.issued_at,
            str(card.get_status_display()),
            "good" if card.status == CardStatus.IN_FORCE else "quiet",
        )
        for card in practitioner.cards.order_by("-pk")
    ]
