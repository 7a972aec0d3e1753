"""What an application states: read strictly, kept version by version, complete before it is submitted. (rule C4)"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Model

from anju.agencies.models import FilingVersion, InstitutionFiling
from anju.agencies.rules import (
    FIELDS,
    LEAST_STAFF,
    LONGEST_SEALED,
    MOST,
    MOST_FILES,
    SCOPE_WORD,
    Kind,
    Refusal,
    Sector,
)
from anju.agencies.terms import NAMES, InstitutionTerms, required_of
from anju.core import clock
from anju.core import queries as core
from anju.core.actors import Actor
from anju.core.files import ATTACHMENT
from anju.core.identity_numbers import (
    check_company_account,
    check_phone,
    check_uscc,
    normalise_name,
)
from anju.core.refusals import Refused
from anju.core.rules import DISTRICTS
from anju.core.search import pairs_of


def stated(terms: InstitutionTerms) -> InstitutionTerms:
    """The terms as they are kept. What is filled in is checked; what is not may stay empty until it is submitted."""
    plain: dict[str, Any] = {
        name: " ".join(value.split())
        for name in NAMES
        if isinstance(value := getattr(terms, name), str)
    }
    plain |= {"name": normalise_name(terms.name), "uscc": check_uscc(terms.uscc)}
    if plain["contact_phone"]:
        plain["contact_phone"] = check_phone(plain["contact_phone"])
    if plain["supervision_account"]:
        plain["supervision_account"] = check_company_account(plain["supervision_account"])
    if plain["district"] and plain["district"] not in DISTRICTS:
        raise Refused(Refusal.UNKNOWN_DISTRICT, district=plain["district"])
    for sector in terms.sectors:
        if sector not in Sector.values:
            raise Refused(Refusal.UNKNOWN_CHOICE, value=sector)
    for field, most in MOST.items():
        if not 0 <= getattr(terms, field) <= most:
            raise Refused(Refusal.OUT_OF_RANGE, field=FIELDS[field])
    check_lengths(FilingVersion, plain)
    if terms.licensed_on is not None and terms.licensed_on > clock.today():
        raise Refused(Refusal.LICENCE_IN_FUTURE)
    file_ids = tuple(dict.fromkeys(terms.file_ids))
    if len(file_ids) > MOST_FILES:
        raise Refused(Refusal.TOO_MANY_FILES, most=MOST_FILES)
    return replace(terms, **plain, sectors=tuple(sorted(set(terms.sectors))), file_ids=file_ids)


def check_lengths(
    model: type[Model], stated: Mapping[str, Any], fields: Mapping[str, Any] = FIELDS
) -> None:
    """No text is longer than its column, or, sealed, than a name can be: it is refused, never cut."""
    for name, label in fields.items():
        text = stated.get(name)
        if isinstance(text, str):
            most = getattr(model._meta.get_field(name), "max_length", None) or LONGEST_SEALED
            if len(text) > most:
                raise Refused(Refusal.TOO_LONG, field=label, most=most)


def state(filing: InstitutionFiling, terms: InstitutionTerms, by: Actor) -> FilingVersion:
    """Keep what a locked application states from now on as its next version; what it states already makes none.

    Files are those that the same actor stored, or that an earlier version had.
    """
    terms = stated(terms)
    last = filing.versions.order_by("-number").first()
    if last is not None and last.terms == terms:
        return last
    known = set(last.file_ids if last else _files_of_institution(filing))
    new = [file_id for file_id in terms.file_ids if file_id not in known]
    if set(core.files_stored_by(by, new, ATTACHMENT)) != set(new):
        raise Refused(Refusal.FILE_UNKNOWN)
    filing.name, filing.district, filing.pairs = terms.name, terms.district, pairs_of(terms.name)
    filing.save(update_fields=["name", "district", "pairs"])
    stating = {name: getattr(terms, name) for name in NAMES}
    arrays = {name: list(stating[name]) for name in ("sectors", "file_ids")}
    return FilingVersion.objects.create(
        filing=filing,
        number=last.number + 1 if last else 1,
        written_by=by.name,
        written_at=clock.now(),
        **(stating | arrays),
    )


def _files_of_institution(filing: InstitutionFiling) -> list[int]:
    return list(filing.institution.facts.file_ids) if filing.institution else []


def check_complete(filing: InstitutionFiling) -> FilingVersion:
    """The last version, with all that is mandatory for its kind; else refused, naming everything that is missing."""
    version = filing.versions.order_by("-number").first()
    if version is None:
        raise Refused(Refusal.FIELDS_MISSING, fields="")
    terms, kind = version.terms, Kind(filing.kind)
    wanted = required_of(kind, filing.is_branch, terms.sectors)
    missing = [str(label) for name, label in wanted.items() if not getattr(terms, name)]
    if missing:
        raise Refused(Refusal.FIELDS_MISSING, fields="、".join(missing))
    if SCOPE_WORD[kind] not in terms.scope:
        raise Refused(Refusal.SCOPE_LACKS, word=SCOPE_WORD[kind])
    least = LEAST_STAFF[kind, filing.is_branch]
    if terms.staff_count < least:
        raise Refused(Refusal.TOO_FEW_STAFF, kind=kind.label, least=least)
    return version
