"""How a paper looks to whoever has its number, what a district is called, and the words of the standard."""

import re
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from anju.certificates.paper import grouped, grouped_no
from anju.certificates.queries import ForAnyone
from anju.certificates.rules import OF_HOMES, OF_THE_CITY, Kind
from anju.contracts.rules import BillKind

OF_A_RULE = re.compile(r"([A-Z]\d\d) (.+)", re.DOTALL)
"""A rule of the standard, by its code and its words: what an entry of a list rests on."""


@dataclass(frozen=True)
class CertificateShown:
    no: str
    kind: str
    issued_at: Any
    holder: str
    holder_label: str
    filing_no: str
    home: str
    period: str
    amounts: list[tuple[str, int]]
    digest: str
    file_digest: str
    url_no: str


def certificate_shown(seen: ForAnyone) -> CertificateShown:
    certificate = seen.certificate
    period = _("{first} 至 {last}").format(first=seen.from_on, last=seen.to_on)
    return CertificateShown(
        no=grouped_no(certificate.no),
        kind=str(certificate.get_kind_display()),
        issued_at=certificate.issued_at,
        holder=seen.holder,
        holder_label=holder_label(certificate.kind),
        filing_no=seen.filing_no,
        home=seen.home,
        period=period if seen.from_on else "",
        amounts=[(label_of(certificate.kind, kind), fen) for kind, fen in seen.amounts_fen.items()],
        digest=grouped(bytes(certificate.facts_digest).hex(), 8),
        file_digest=bytes(certificate.pdf_digest).hex(),
        url_no=certificate.no,
    )


def holder_label(certificate_kind: str) -> str:
    if certificate_kind in OF_THE_CITY:
        return _("编制单位")
    return _("业主") if certificate_kind in OF_HOMES else _("承租人")


OF_A_REPORT = {
    "held": gettext_lazy("期末监管资金余额"),
    "in": gettext_lazy("本期收入"),
    "out": gettext_lazy("本期支出"),
}


def label_of(certificate_kind: str, kind: str) -> str:
    if certificate_kind == Kind.MONTHLY_REPORT:
        return str(OF_A_REPORT[kind])
    if certificate_kind == Kind.FULL_PAYMENT:
        return _("其中已冻结（维修支取）") if kind == "frozen" else _("分户账余额")
    if certificate_kind == Kind.PROOF_OF_DEPOSIT:
        return _("托管中的押金")
    return _("押金期末余额") if kind == BillKind.DEPOSIT else _("租金期末余额")


def quoted(text: str) -> str:
    """What the standard or the system says is read in the reader's language; the words of people are quoted."""
    if of_a_rule := OF_A_RULE.fullmatch(text):
        return f"{of_a_rule[1]} {_(of_a_rule[2])}"
    return _(text) if text else ""
