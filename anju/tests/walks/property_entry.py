"""The pages of property companies on the way in, and before there is a key."""

from anju.companies import actions
from anju.companies.tests.world import (
    ISSUER,
    REVIEWER,
    a_registered,
    an_applicant,
    an_entry,
    applied,
    come_in_unverified,
    registered,
    with_session,
)
from anju.portals.property.views.registration import ACTIVATED, ACTIVATES
from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk, addresses_of, sends, visits

FORM = "main form[method=post]"


to = addresses_of("property")


def walks() -> list[Walk]:
    return [*on_the_way_in(), *before_the_key()]


def on_the_way_in() -> list[Walk]:
    entering = ("sign_in", "sign_in_unverified", "confirm", "register")
    activating = with_session(Pages(), ACTIVATES, a_registered().pk)
    activated = with_session(Pages(), ACTIVATED, "wangfang")
    return [
        Walk(
            Pages(),
            [
                *visits(*(to(name) for name in entering), to("activate_by_link", "token")),
                *(Visit(to(name), sends(FORM)) for name in entering[1:]),
                Visit(to("activate_by_link", "token"), sends(FORM)),
                Visit(to("activation"), leads_to=to("sign_in_unverified")),
                Visit(to("home"), leads_to=f"{to('sign_in')}?next={to('home')}"),
            ],
        ),
        Walk(activating, [*visits(to("activation")), Visit(to("activation"), sends(FORM))]),
        Walk(activated, visits(to("activated"))),
    ]


def before_the_key() -> list[Walk]:
    """Who has not applied, whose application was sent back, who has a key to take up, who a password to change."""
    sent_back, approved = applied(), registered()
    actions.send_back_application(
        application_id=sent_back.pk, because="请补充营业执照", by=REVIEWER
    )
    actions.issue_key(application_id=approved.pk, by=ISSUER)
    old = an_entry()
    actions.issue_key(application_id=old.pk, by=ISSUER)
    return [
        Walk(
            come_in_unverified(Pages(), an_applicant()),
            [*visits(to("application")), Visit(to("application"), sends(FORM))],
        ),
        Walk(
            come_in_unverified(Pages(), sent_back.applicant),
            [
                *visits(to("application"), to("applied"), to("password")),
                Visit(to("password"), sends(FORM)),
            ],
        ),
        Walk(
            come_in_unverified(Pages(), approved.applicant),
            visits(to("application"), to("enrol")),
        ),
        Walk(
            come_in_unverified(Pages(), old.applicant),
            [
                *visits(to("password")),
                Visit(to("application"), leads_to=f"{to('password')}?next={to('application')}"),
            ],
        ),
    ]
