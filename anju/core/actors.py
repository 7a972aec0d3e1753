"""Who is asking: every action is told, and every row of history keeps it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """Who is asking, through which door, and what they may do.

    A request acts in exactly one capacity: as a person, for an organisation, as staff, or as a program (client).
    A tenant who came by 网签直缴 sees one lease only (NET-01).
    `applicant_id` is who has an account for a property company, with its key or not yet.
    `department` is the district for which a member of staff works, "" for the whole city; None: not known yet.
    """

    name: str
    portal: str
    may: frozenset[str] = frozenset()
    person_id: int | None = None
    organisation_id: int | None = None
    staff_id: int | None = None
    client_id: int | None = None
    only_lease_id: int | None = None
    department: str | None = None
    applicant_id: int | None = None

    @property
    def is_tenant(self) -> bool:
        return self.portal.startswith("tenant") and (
            self.person_id is not None or self.organisation_id is not None
        )

    @property
    def is_owner(self) -> bool:
        return self.portal == "owner" and self.person_id is not None and self.only_lease_id is None

    @property
    def is_enterprise(self) -> bool:
        return self.portal == "enterprise" and self.organisation_id is not None

    @property
    def is_company(self) -> bool:
        """A property company (物业服务企业), by the key of its holder."""
        return self.portal == "property" and self.organisation_id is not None


NOBODY = Actor("nobody", "public")
CLOCK = Actor("clock", "clock")
OUTSIDE = Actor("outside", "gateway")
