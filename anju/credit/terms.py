"""What somebody states, as a form or a test hands it to the actions."""

from dataclasses import dataclass


@dataclass(frozen=True)
class RuleTerms:
    """What one version of a rule says."""

    item: str
    category: str
    points: int
    operation: str
    detail: str = ""
    basis: str = ""
    lists_at_once: bool = False
    validity_months: int | None = None
