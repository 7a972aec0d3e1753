"""The pages of a developer, walked by one with notices and by an organisation that is none."""

from anju.fund.models import Deposit
from anju.fund_notices import jobs
from anju.fund_notices.tests.test_files import ROW, a_developer, a_site, received
from anju.people.models import Organisation
from anju.tests.pages import Pages
from anju.tests.walks import Visit, Walk, addresses_of, sends, visits, voting

FORM = "main form[method=post]"


to = addresses_of("developer")


def walks() -> list[Walk]:
    by = a_developer()
    a_site(by)
    upload = received(by, ROW, {**ROW, "室号": "302", "建筑面积": "九十"})
    for _ in range(4):
        jobs.work_on_files(0)
    deposit = Deposit.objects.get()
    other = a_developer("别家", "91110108MA01ABCD5T")
    return [
        voting.of_organisation(),
        Walk(signed_in(other.organisation_id), visits(to("notices"))),
        Walk(
            signed_in(by.organisation_id),
            [
                *visits(to("notices"), to("enter_notice"), to("deposit", deposit.pk)),
                *visits(to("notice_file", upload.pk)),
                Visit(to("enter_notice"), sends(FORM)),
                Visit(to("notices"), sends(FORM)),
                Visit(to("notice_template"), is_file=True),
                Visit(to("notice_result", upload.pk), is_file=True),
                Visit(to("notice_print", upload.prints.get().pk), is_file=True),
                Visit(to("deposit_notice", deposit.pk), is_file=True),
                Visit(to("deposit", 4711), status=404),
            ],
        ),
    ]


def signed_in(organisation_id: int | None) -> Pages:
    pages = Pages()
    pages.sign_in_as(Organisation.objects.get(pk=organisation_id))
    return pages
