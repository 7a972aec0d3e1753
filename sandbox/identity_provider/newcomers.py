"""A new enterprise in a minute: registered, with a certificate of its own, and two homes let, as the city's would be.

For who writes a program and wants to try it: nothing of it is a door of the product. The identity provider knows the
enterprise, the rental platform files its first leases, and then it signs in like any other.
"""

import secrets

from sandbox.declined import Declined
from sandbox.identity_provider import identities
from sandbox.registries.homes import USCC, id_number
from sandbox.rental_platform import file_lease, lease_from, sensible_form
from sandbox.world import World

PASSWORD = "kaifang-2026"
LEASES = 2
LONGEST_NAME = 60


def found(world: World, name: str) -> str:
    """Found an enterprise of this name; its login."""
    name = name.strip()
    if not 4 <= len(name) <= LONGEST_NAME:
        raise Declined("wrong_name", "请填写企业名称，4至60个字。", 422)
    number = secrets.randbelow(10**7)
    code, login = _code(number), f"qiye{number:07}"
    given = {
        "login": login,
        "password": PASSWORD,
        "label": f"新建的企业，口令 {PASSWORD}",
        "subject_type": "organisation",
        "name": "经办人",
        "id_type": "resident_id",
        "id_number": id_number("110105", number),
        "phone_number": f"139{secrets.randbelow(10**8):08}",
        "organisation_name": name,
        "uscc": code,
        "registration_no": f"DJ9{number:07}",
    }
    with world.store.writing() as db:
        identities.add(db, given)
    for home in range(LEASES):
        _let(world, name, code, f"望京西路{number % 900 + 1}号院1号楼1单元{home + 1}01室")
    return login


def _code(number: int) -> str:
    """A unified social credit code with the right check digit (GB 32100)."""
    body = f"91110105MB{number:07}"
    weighed = sum(USCC.index(body[i]) * pow(3, i, 31) for i in range(17))
    return body + USCC[-weighed % 31]


def _let(world: World, name: str, code: str, address: str) -> None:
    form = sensible_form(world) | {"enterprise_name": name, "uscc": code, "address": address}
    filed = file_lease(world, lease_from(world, form, []))
    if filed["status"] >= 400:
        raise Declined("not_filed", f"租赁平台报送合同未成功（{filed['status']}）。", 502)
