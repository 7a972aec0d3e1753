from anju.companies.models.applicants import Activation, Applicant
from anju.companies.models.applications import Application
from anju.companies.models.areas import Area, AreaApplication, AreaDocument, AreaRequest
from anju.companies.models.companies import Company
from anju.companies.models.keys import Key
from anju.companies.models.printing import Printing
from anju.companies.models.units import NameCheck, UnitChange, UnitChangeLine

__all__ = [
    "Activation",
    "Applicant",
    "Application",
    "Area",
    "AreaApplication",
    "AreaDocument",
    "AreaRequest",
    "Company",
    "Key",
    "NameCheck",
    "Printing",
    "UnitChange",
    "UnitChangeLine",
]
