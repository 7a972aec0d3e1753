"""Files of filed leases as a rental platform and a clerk make them: JSON and XLSX of the same terms."""

import io
import json
from datetime import date
from typing import Any

import xlsxwriter

from anju.contracts.reading.sheets import COLUMNS, INSTALMENT, LEASE, TENANT
from anju.contracts.terms import LeaseTerms
from anju.core.money import plain_yuan


def as_json(terms: LeaseTerms) -> dict[str, Any]:
    """One lease as the rental platform states it."""
    return {
        "filing_no": terms.filing_no,
        "filed_on": terms.filed_on.isoformat(),
        "enterprise": {
            "name": terms.enterprise_name,
            "uscc": terms.enterprise_uscc,
            "bank": terms.bank,
        },
        "home": {
            "address": terms.address,
            "district": terms.district,
            "area": str(terms.area),
        },
        "starts_on": terms.starts_on.isoformat(),
        "ends_on": terms.ends_on.isoformat(),
        "monthly_rent": plain_yuan(terms.monthly_rent_fen),
        "deposit": plain_yuan(terms.deposit_fen),
        "deposit_due_on": terms.deposit_due_on.isoformat(),
        "tenants": [
            {"organisation_name": tenant.name, "uscc": tenant.uscc, "phone": tenant.phone}
            if tenant.uscc
            else {
                "name": tenant.name,
                "id_type": tenant.id_type,
                "id_number": tenant.id_number,
                "phone": tenant.phone,
            }
            for tenant in terms.tenants
        ],
        "instalments": [
            {
                "due_on": each.due_on.isoformat(),
                "from": each.from_on.isoformat(),
                "to": each.to_on.isoformat(),
                "amount": plain_yuan(each.amount_fen),
            }
            for each in terms.instalments
        ],
    }


def json_file(*leases: Any) -> bytes:
    return json.dumps([as_json(x) if isinstance(x, LeaseTerms) else x for x in leases]).encode()


def xlsx_file(*leases: LeaseTerms | dict[str, Any], **changes: Any) -> bytes:
    """The three sheets. `leave_out="承租人"` or `leave_out="押金"` leaves out a sheet or a column."""
    stated = [as_json(x) if isinstance(x, LeaseTerms) else x for x in leases]
    rows = {
        LEASE: [
            lease | lease["enterprise"] | lease["home"]
            for lease in stated
            if lease["filing_no"] != changes.get("without_lease")
        ],
        TENANT: [{**lease, **each} for lease in stated for each in lease["tenants"]],
        INSTALMENT: [{**lease, **each} for lease in stated for each in lease["instalments"]],
    }
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as book:
        day = book.add_format({"num_format": "yyyy/m/d"})
        for name, columns in COLUMNS.items():
            if name == changes.get("leave_out"):
                continue
            kept = {title: f for title, f in columns.items() if title != changes.get("leave_out")}
            sheet = book.add_worksheet(name)
            sheet.write_row(0, 0, kept)
            for number, row in enumerate(rows[name], 1):
                for column, field in enumerate(kept.values()):
                    value = row.get(field.rpartition(".")[2], "")
                    if isinstance(value, date):
                        sheet.write_datetime(number, column, value, day)
                    else:
                        sheet.write(number, column, value)
    return stream.getvalue()
