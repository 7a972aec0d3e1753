from anju.agencies.models.filings import FilingVersion, InstitutionFiling
from anju.agencies.models.institutions import Institution
from anju.agencies.models.places import Premises
from anju.agencies.models.practitioners import Practitioner, WorkCard

__all__ = [
    "FilingVersion",
    "Institution",
    "InstitutionFiling",
    "Practitioner",
    "Premises",
    "WorkCard",
]
