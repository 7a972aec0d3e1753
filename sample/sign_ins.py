"""Who can sign in to the sample world, told to the sandbox, to the product, and to the visitor."""

from django.conf import settings

from anju.core.actors import CLOCK, Actor
from anju.people import actions as people
from anju.people.rules import Office
from sample import fund, outside, property_companies
from sample.people import (
    ADMINISTRATORS_OF_INSTITUTIONS,
    OPERATOR_OF_AN_INSTITUTION,
    ORGANISATIONS,
    PASSWORD,
    PEOPLE,
    STAFF,
)

SECRET = "JBSWY3DPEHPK3PXP"  # noqa: S105 - the second factor of invented staff in a demo only


def register() -> None:
    """Make everybody known: tenants to the city's identity provider, staff to the product."""
    outside.ask("/identities", {"identities": [*persons(), *organisations()]})
    accounts: dict[str, int] = {}
    for member in STAFF:
        user = people.record_staff(
            username=member.username,
            name=member.name,
            password=PASSWORD,
            powers=member.powers,
            office=Office(member.office) if member.office else None,
            by=CLOCK,
        )
        people.link_authenticator(user_id=user.pk, secret=SECRET, by=CLOCK)
        accounts[member.username] = user.pk
    place_in_departments(accounts)
    outside.ask(
        "/authenticators",
        {"authenticators": [{"name": name, "secret": SECRET} for name in with_accounts()]},
    )


def place_in_departments(accounts: dict[str, int]) -> None:
    """The fund centre's system administrator says who works in which department."""
    keeper = "xitong.centre"
    by = Actor(keeper, "centre", frozenset({"user.keep"}), staff_id=accounts[keeper])
    for member in STAFF:
        if member.district:
            member_id = accounts[member.username]
            people.place_at_department(member_id=member_id, district=member.district, by=by)


def with_accounts() -> list[str]:
    """Everybody who has a second factor: staff, and who works for institutions."""
    staff = [f"{member.username} {member.name}" for member in STAFF]
    administrators = [f"{one.uscc} {one.name}" for one in ADMINISTRATORS_OF_INSTITUTIONS]
    operator = OPERATOR_OF_AN_INSTITUTION
    return [*staff, *administrators, f"{operator.username} {operator.name}"]


def persons() -> list[dict[str, object]]:
    return [
        {
            "login": one.login,
            "password": PASSWORD,
            "label": one.label,
            "name": one.name,
            "id_type": "resident_id",
            "id_number": one.id_number,
            "phone_number": one.phone,
            "real_name_level": 3,
        }
        for one in PEOPLE
    ]


def organisations() -> list[dict[str, object]]:
    return [
        {
            "login": one.login,
            "password": PASSWORD,
            "label": one.label,
            "subject_type": "organisation",
            "name": one.operator.name,
            "id_type": "resident_id",
            "id_number": one.operator.id_number,
            "phone_number": one.operator.phone,
            "real_name_level": 3,
            "organisation_name": one.name,
            "uscc": one.uscc,
            **({"registration_no": one.registration_no} if one.registration_no else {}),
        }
        for one in ORGANISATIONS
    ]


def told() -> str:
    """What the terminal says after the addresses."""
    site, sandbox = settings.PUBLIC_URL, outside.sandbox_url()
    lines = ["Sign in as (every password is " + PASSWORD + "):", ""]
    people_shown = [(one.login, one.name, one.label) for one in PEOPLE if one.label]
    people_shown += [(one.login, one.name, one.label) for one in ORGANISATIONS]
    lines += [f"  {login:<11}{label}" for login, _, label in people_shown]
    lines += ["", f"Staff ({site}/staff/; second factor at {sandbox}/authenticators):", ""]
    lines += [f"  {m.username:<20}{m.label}" for m in STAFF]
    lines += [f"  {one.uscc:<20}{one.label}" for one in ADMINISTRATORS_OF_INSTITUTIONS]
    operator = OPERATOR_OF_AN_INSTITUTION
    lines += [f"  {operator.username:<22}{operator.label}"]
    lines += property_companies.told()
    lines += [
        "",
        "Try first: sign in as zhangsan, 我要缴款, pay by 支付宝支付 and scan the code at the sandbox;",
        "as liuyulan, 维修资金, 我要交款; without signing in, 维修资金快速交存 by 业务流水号",
        f"  {fund.notice_no() or '—'} and 业主名称 张三;",
        "as wuhua02 at the property portal, 启用密钥 with the code above (Chromium: 开发者工具, WebAuthn, a virtual",
        "  authenticator: ctap2, usb, resident keys, user verification), then 维修支取;",
        "as weixiushen, 维修支取: 待审批; as liuyulan, 业主表决;",
        f"then hand over the day ({sandbox}/control) and look at 租押金余额查询.",
        "",
    ]
    return "\n".join(lines)
