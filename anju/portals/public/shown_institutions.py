"""One institution as everybody may see it. Of its people there are roles and numbers of cards, never names. (CRD-05)"""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from anju.agencies import queries as agencies
from anju.agencies.rules import Sector, Status
from anju.credit import queries as credit
from anju.portals.public.listings import Row, rows_of_practitioners, to_institution
from anju.portals.public.shown import quoted
from anju.web.districts import district_name

MOST = 20
"""So many people, places and branches stand on the page of an institution; all of them on the published lists."""


@dataclass(frozen=True)
class InstitutionShown:
    name: str
    filing_no: str
    is_filed: bool
    facts: list[tuple[Any, Any]]
    head: Any = None
    black: Any = None
    listed: Any = ()
    standing: Any = None
    account: Any = None
    people: list[Row] = ()  # type: ignore[assignment]
    places: Any = ()
    branches: Any = ()
    has_more: bool = False


def institution_shown(institution: Any) -> InstitutionShown:
    if institution.status != Status.FILED:
        return cancelled(institution)
    organisation = institution.organisation_id
    people = list(agencies.practitioners_listed(institution_id=institution.pk)[: MOST + 1])
    places = list(
        agencies.premises_found(agencies.premises_published(), institution_id=institution.pk)[
            : MOST + 1
        ]
    )
    branches = list(agencies.institutions_published().filter(head=institution.pk)[: MOST + 1])
    listed = credit.entries_published().filter(organisation=organisation)
    return InstitutionShown(
        name=institution.name,
        filing_no=institution.filing_no,
        is_filed=True,
        facts=facts_of(institution),
        head=to_institution(institution.head) if institution.head else None,
        black=credit.blacklisted([organisation]).get(organisation),
        listed=[entry_shown(one) for one in listed],
        standing=credit.standing_of(organisation),
        account=agencies.supervision_published(institution.pk),
        people=rows_of_practitioners(people[:MOST]),
        places=[(place, district_name(place.district)) for place in places[:MOST]],
        branches=[to_institution(branch) for branch in branches[:MOST]],
        has_more=max(len(people), len(places), len(branches)) > MOST,
    )


def entry_shown(entry: Any) -> tuple[Any, str, str, str]:
    tone = "bad" if entry.is_black else "good"
    return entry, tone, quoted(entry.reason), quoted(entry.basis)


def cancelled(institution: Any) -> InstitutionShown:
    organisation = institution.organisation_id
    return InstitutionShown(
        institution.name,
        institution.filing_no,
        is_filed=False,
        facts=[(_("注销日期"), institution.cancelled_on.isoformat())],
        black=credit.blacklisted([organisation]).get(organisation),
    )


def facts_of(institution: Any) -> list[tuple[Any, Any]]:
    stated = institution.facts
    sectors = "、".join(str(Sector(one).label) for one in stated.sectors)
    facts = [
        (_("统一社会信用代码"), institution.uscc),
        (_("机构类型"), institution.get_kind_display()),
        (_("所在区"), district_name(institution.district)),
        (_("地址"), institution.address),
        (_("备案日期"), institution.filed_on.isoformat()),
        (_("经营方式"), sectors),
        (_("网站或应用程序"), stated.website),
    ]
    return [(name, value) for name, value in facts if value]
