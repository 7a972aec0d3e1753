"""How entries made by hand look to the staff."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from anju.closings import queries as closings
from anju.closings.rules import EntryKind, EntryStatus
from anju.core.actors import Actor
from anju.ledger import queries as ledger
from anju.ledger.rules import KINDS
from anju.people import queries as people
from anju.people.rules import Power
from anju.portals.centre.shown import moment

ENTRY_TONES = {
    EntryStatus.PROPOSED: "waiting",
    EntryStatus.BOOKED: "kept",
    EntryStatus.REJECTED: "quiet",
    EntryStatus.WITHDRAWN: "quiet",
}


@dataclass(frozen=True)
class ManualEntryShown:
    """A 记账凭证; what this member of staff may not do with it has no address, and `why_not` says so."""

    entry: Any
    kind: str
    status: str
    tone: str
    made_by: str
    checked_by: str
    url: str
    approve_url: str = ""
    reject_url: str = ""
    withdraw_url: str = ""
    reverse_url: str = ""
    why_not: str = ""


def entries_shown(entries: list[Any], actor: Actor) -> list[ManualEntryShown]:
    names = people.names_of_staff(
        name for one in entries for name in (one.made_by, one.checked_by) if name
    )
    return [entry_shown(one, actor, names) for one in entries]


def entry_shown(entry: Any, actor: Actor, names: dict[str, str]) -> ManualEntryShown:
    def address(name: str) -> str:
        return reverse(f"centre:{name}", args=[entry.pk])

    is_own, waits = entry.made_by == actor.name, entry.status == EntryStatus.PROPOSED
    checks = waits and Power.ENTRY_CHECK in actor.may
    may_reverse = entry.status == EntryStatus.BOOKED and Power.ENTRY_MAKE in actor.may
    if entry.kind == EntryKind.REVERSAL and entry.credit_id is not None:
        may_reverse = False  # what stands in suspense again is denied anew, in its difference
    return ManualEntryShown(
        entry=entry,
        kind=str(entry.get_kind_display()),
        status=str(entry.get_status_display()),
        tone=ENTRY_TONES[EntryStatus(entry.status)],
        made_by=names.get(entry.made_by, entry.made_by),
        checked_by=names.get(entry.checked_by, entry.checked_by),
        url=address("manual_entry"),
        approve_url=address("approve_entry") if checks and not is_own else "",
        reject_url=address("reject_entry") if checks and not is_own else "",
        withdraw_url=address("withdraw_entry") if waits and is_own else "",
        reverse_url=address("reverse_entry") if may_reverse else "",
        why_not=_("这张凭证由您编制，须由他人复核") if waits and is_own else "",
    )


def related(entry: Any, actor: Actor) -> dict[str, Any]:
    """What an entry's page leads to: the entry it takes back, the one that takes it back, and its booking."""
    sees_books = entry.status == EntryStatus.BOOKED and Power.LEDGER_READ in actor.may
    booked = ledger.transfer_under(entry.key) if sees_books else None
    return {
        "reversal": closings.reversal_of(entry),
        "booking_url": reverse("centre:transfer", args=[booked]) if booked else "",
    }


def facts_of_entry(shown: ManualEntryShown) -> list[tuple[str, Any]]:
    entry = shown.entry
    facts = [
        (_("凭证编号"), entry.no),
        (_("银行账户"), entry.bank_account.bank_name),
        (_("凭证种类"), shown.kind),
        (_("转出账户"), pot_shown(entry.source)),
        (_("转入账户"), pot_shown(entry.destination)),
        (_("发生日期"), entry.happened_on.isoformat()),
        (_("摘要"), entry.reason),
        (_("编制"), f"{shown.made_by} · {moment(entry.made_at)}"),
    ]
    if entry.credit:
        facts.append(
            (_("到账流水"), f"{entry.credit.bank_ref} · {entry.credit.get_status_display()}")
        )
    if entry.checked_at:
        facts.append((_("复核"), f"{shown.checked_by} · {moment(entry.checked_at)}"))
    if entry.because:
        facts.append((_("退回原因"), entry.because))
    return facts


def pot_shown(code: str) -> str:
    return f"{KINDS[code.partition(':')[0]].label}（{code}）"
