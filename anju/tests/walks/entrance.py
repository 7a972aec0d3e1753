"""The way in: the landing page, 《用户须知》, the choice of capacity, accounts of staff, and pages that say no."""

from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import Page

from anju.core.actions import advance_clock
from anju.core.actors import CLOCK
from anju.hand_overs.tests.announced import (
    COMPANY,
    COMPANY_AS_TENANT,
    a_hand_over,
    by_mini_program,
    by_platform,
)
from anju.parameters.tests.settling import a_notice, settle
from anju.people.rules import Capacity
from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk, sends, visits
from anju.tests.walks.enterprise import company_that_also_rents
from anju.tests.world import LI_SI, ZHANG_SAN, a_lease


def sign_in() -> list[Walk]:
    asked_again = has_accepted_the_version_of_yesterday()
    company = company_that_also_rents()
    undecided, newcomer, tenant, someone = Pages(), Pages(), Pages(), Pages()
    someone.sign_in_as(a_lease(filing_no="BA-PLATFORM-01").tenants.get().person)
    undecided.sign_in_as(company, has_accepted=False)
    newcomer.sign_in_as(company, has_accepted=False, capacity=Capacity.TENANT)
    tenant.sign_in_as(company, capacity=Capacity.TENANT)
    return [
        Walk(
            Pages(),
            [
                Visit(reverse("sign_in:enter", args=["no-such-ticket"]), status=404),
                Visit("/", leads_to="/sign-in"),
                *visits("/sign-in", "/sign-in?next=/tenant/orders", "/sign-in?next=/m/orders"),
                *visits("/sign-in?next=/owner/pay"),
                Visit("/consent/versions/2026-11/zh-hans.txt", is_file=True),
                Visit("/consent/versions/no-such", status=404),
                Visit("/sign-in/start", status=503),
                Visit("/sign-in/callback", status=403),
            ],
        ),
        Walk(Pages(), visits(*opened_tickets("web"))),
        Walk(tenant, visits(*opened_tickets("web"))),  # who is somebody else
        Walk(asked_again, visits("/consent", "/consent/versions", "/consent/versions/2026-11")),
        Walk(undecided, [Visit("/capacity"), Visit("/capacity", sends("main form"))]),
        Walk(newcomer, [Visit("/consent"), Visit("/consent", sends("main form"))]),
        Walk(someone, visits("/sign-in", "/sign-in?next=/owner/pay")),
        Walk(tenant, visits("/capacity", "/capacity?next=/enterprise/")),
    ]


def has_accepted_the_version_of_yesterday() -> Pages:
    """Somebody who is asked to read 《用户须知》 again, with what is new marked; another version is to come."""
    pages = Pages()
    lease = a_lease(filing_no="BA-ASKED-AGAIN-01", tenants=[LI_SI])
    pages.sign_in_as(lease.tenants.get().person)
    settle(
        "people.user_notice", a_notice("从此可以用数字人民币缴款。", "Digital yuan is taken."), 1
    )
    advance_clock(days=1, by=CLOCK)
    settle("people.user_notice", a_notice("又一段。", "One more."), in_days=9)
    return pages


def from_the_mini_program() -> list[Walk]:
    """The page of a hand-over on a phone, as somebody new and as somebody else meets it.

    Its tickets last two minutes, so these walks come first.
    """
    return [
        Walk(Pages(), visits(*opened_tickets("mobile"))),
        Walk(handed_over(), visits(*opened_tickets("mobile", COMPANY))),
    ]


def on_the_phone() -> list[Walk]:
    """The rest of the way in on a phone."""
    rented = a_lease(filing_no="BA-PHONE-RENTED-01", tenants=[COMPANY_AS_TENANT])
    company = rented.tenants.get().organisation
    a_lease(filing_no="BA-PHONE-LET-01", enterprise=(company.name, company.uscc))
    undecided = Pages()
    undecided.sign_in_as(company, has_accepted=False)
    to_phone = "next=/m/orders"
    return [
        Walk(
            Pages(),
            [Visit(f"/sign-in?{to_phone}"), Visit(f"/sign-in/start?{to_phone}", status=503)],
        ),
        Walk(
            undecided,
            [
                *visits(f"/capacity?{to_phone}", f"/sign-in?{to_phone}"),
                Visit(f"/capacity?{to_phone}", sends("main form")),
            ],
        ),
        Walk(
            handed_over(),
            [
                *visits("/consent", "/sign-in", "/consent/versions", "/consent/versions/2026-11"),
                Visit(reverse("sign_in:enter", args=["no-such-ticket"]), status=404),
                Visit("/sign-in/callback", status=403),
            ],
        ),
    ]


def handed_over() -> Pages:
    """张三, who came from the mini program."""
    pages = Pages()
    pages.post(reverse("sign_in:enter", args=[a_hand_over()[0]]))
    return pages


def opened_tickets(face: str, claims: dict[str, Any] | None = None) -> list[str]:
    """The page of a hand-over as it opens, from each sender to this face; 张三's unless claimed otherwise."""
    tenants = [COMPANY_AS_TENANT] if claims else [ZHANG_SAN]
    lease = a_lease(tenants=tenants)
    announced = [by_platform(lease.filing_no, face, **claims or {})]
    if face == "mobile" and not claims:
        announced.append(by_mini_program())
    return [reverse("sign_in:enter", args=[a_hand_over(one)[0]]) for one in announced]


def asks_for_code(page: Page) -> None:
    page.locator("[name=username]").fill("wang.min")
    with page.expect_navigation():
        page.locator("main form button").first.click()


def staff() -> list[Walk]:
    """Who has given the password but not yet the code, and who has yet to set up a second factor."""
    at = reverse
    without_factor, with_factor = Pages(), Pages()
    with_factor.as_staff(username="wang.min")
    without_factor.as_staff(username="li.qiang", name="李强")
    Authenticator.objects.filter(user__username="li.qiang").delete()
    half_way = Pages()
    half_way.post(at("account_login"), {"login": "wang.min", "password": settings.SECRET_KEY})
    set_up = at("mfa_activate_totp")
    return [
        Walk(
            Pages(),
            [
                Visit(at("staff"), leads_to=at("account_login")),
                Visit(at("account_login"), sends("main form")),
                *visits(at("account_signup"), at("account_inactive")),
                Visit(at("robots"), is_file=True),
                Visit(recover := at("staff_recover"), sends("main form")),
                Visit(at("staff_recover_code"), leads_to=recover),
                Visit(recover, asks_for_code),
            ],
        ),
        Walk(half_way, [Visit(code := at("mfa_authenticate")), Visit(code, sends("main form"))]),
        Walk(
            without_factor,
            [
                Visit(set_up),
                Visit(set_up, sends("main form")),
                Visit(at("mfa_index"), leads_to=f"{set_up}?next={at('mfa_index')}"),
                Visit(set_up, sets_up),
            ],
        ),
        Walk(
            with_factor,
            [
                *visits(at("staff_password")),
                Visit(at("staff_password"), sends("main form")),
                *visits(at("account_logout"), at("mfa_index"), at("mfa_deactivate_totp")),
                Visit(at("mfa_view_recovery_codes"), status=404),  # shown once, see below
            ],
        ),
    ]


def sets_up(page: Page) -> None:
    """Set up the second factor, see the recovery codes, and forget it all for the next language."""
    [_, counter, _] = yield_hotp_counters_from_time()  # the code before may be over as it is sent
    secret = page.locator(".secret").inner_text()
    page.locator("[name=code]").fill(format_hotp_value(hotp_value(secret, counter)))
    sends("main form")(page)
    assert page.locator(".codes li").count() == 10
    Authenticator.objects.filter(user__username="li.qiang").delete()


def pages_that_say_no() -> list[Walk]:
    """Known only to `anju.web.tests.urls`, with every component on one page."""
    return [
        Walk(
            Pages(),
            [
                *visits("/test/components", "/test/components?filing_no=12345678901&way=cash"),
                Visit("/test/components", without_token),
                Visit("/test/bad", status=400),
                Visit("/test/forbidden", status=403),
                Visit("/test/missing", status=404),
                Visit("/test/broken", status=500),
            ],
        )
    ]


def pages_that_say_no_on_the_phone() -> list[Walk]:
    refused = [
        Visit("/m/test/bad", status=400),
        Visit("/m/test/forbidden", status=403),
        Visit("/m/test/missing", status=404),
        Visit("/m/test/broken", status=500),
    ]
    return [
        Walk(Pages(), refused),
        Walk(handed_over(), [*refused, Visit("/sign-in", without_token)]),
    ]


def without_token(page: Page) -> None:
    """Send the form that changes the language as one that comes too late."""
    page.evaluate(
        "document.querySelectorAll('[name=csrfmiddlewaretoken]').forEach(each => each.remove())"
    )
    sends("form[action='/language']")(page)
