from django.db import models
from django.db.models import Q

from anju.companies import rules
from anju.core.crypto import EncryptedTextField
from anju.core.search import PairsField, pairs_index


class Company(models.Model):
    """物业服务企业: an organisation that a department has registered to draw on the maintenance fund for its homes.

    First 单位核心信息, then 单位辅助信息, as the manual lists them. (manual 004, 8.2 (1))
    """

    organisation = models.OneToOneField(
        "people.Organisation", models.PROTECT, related_name="property_company"
    )
    name = models.CharField(max_length=200)
    pairs = PairsField(help_text="of its name")
    nature = models.CharField(max_length=20, choices=rules.Nature)
    uscc = models.CharField(max_length=18, unique=True)
    organisation_code = models.CharField(max_length=10, blank=True)
    legal_representative = EncryptedTextField(blank=True)
    registered_at = models.DateTimeField()

    address = models.CharField(max_length=200, blank=True)
    postcode = models.CharField(max_length=6, blank=True)
    office_address = models.CharField(max_length=200, blank=True)
    office_postcode = models.CharField(max_length=6, blank=True)
    phone = EncryptedTextField(blank=True)
    other_phone = EncryptedTextField(blank=True)
    mail = EncryptedTextField(blank=True)
    founded_on = models.DateField(null=True)
    capital_fen = models.BigIntegerField(null=True)
    fax = models.CharField(max_length=20, blank=True)
    ownership = models.CharField(max_length=40, blank=True)
    document_no = models.CharField(max_length=40, blank=True)
    economic_type = models.CharField(max_length=40, blank=True)
    representative_phone = EncryptedTextField(blank=True)
    representative_mobile = EncryptedTextField(blank=True)
    supervisor = models.CharField(max_length=80, blank=True)
    fund_type = models.CharField(max_length=40, blank=True)
    administrative_relation = models.CharField(max_length=40, blank=True)
    is_legal_person = models.BooleanField(null=True)
    budget_code = models.CharField(max_length=40, blank=True)
    founding_document = models.CharField(max_length=80, blank=True)
    industry = models.CharField(max_length=80, blank=True)
    licence_no = models.CharField(max_length=40, blank=True)
    tax_no = models.CharField(max_length=40, blank=True)
    department_budget_code = models.CharField(max_length=40, blank=True)
    account_permit = models.CharField(max_length=40, blank=True)
    district = models.CharField(max_length=6)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(nature__in=rules.Nature.values),
                name="companies_company_nature_is_known",
            ),
            models.CheckConstraint(
                condition=Q(capital_fen__isnull=True) | Q(capital_fen__gte=0),
                name="companies_company_capital",
            ),
        ]
        indexes = [
            pairs_index("pairs", "companies_company_words"),
            models.Index(fields=["district", "id"], name="companies_company_by_place"),
        ]

    def __str__(self) -> str:
        return self.name
