from django.urls import path, register_converter

from anju.desks import converters  # noqa: F401 - registers `trouble_id` and the like
from anju.portals.fund_desk.views import (
    additions,
    area_reviews,
    companies,
    deposits,
    desk,
    entering,
    homes,
    keys,
    losses,
    notices,
    openings,
    refunds,
    registrations,
    runs,
    selling_units,
    troubles,
    works,
    works_paying,
)
from anju.web.converters import Id

app_name = "fund_desk"


class AdditionId(Id):
    """An application to add a home."""


class AdditionDocumentId(Id):
    """A file handed in with one."""


class AccountId(Id):
    """The account of a home."""


class CommunityId(Id):
    """A community (小区)."""


class CounterRefundId(Id):
    """What goes back to an owner."""


class RunId(Id):
    """Interest or public revenue of many homes."""


class OpeningId(Id):
    """Homes and balances of an older system."""


class OpeningFileId(Id):
    """A spreadsheet of them."""


class RegistrationId(Id):
    """The application of a unit to become a property company."""


class KeyId(Id):
    """The key of a property company."""


register_converter(AdditionId, "addition_id")
register_converter(AdditionDocumentId, "addition_document_id")
register_converter(AccountId, "account_id")
register_converter(CommunityId, "community_id")
register_converter(CounterRefundId, "counter_refund_id")
register_converter(RunId, "run_id")
register_converter(OpeningId, "opening_id")
register_converter(OpeningFileId, "opening_file_id")
register_converter(RegistrationId, "registration_id")
register_converter(KeyId, "key_id")

ADDITION = "additions/<addition_id:addition_id>"
HOME = "homes/<account_id:account_id>"
DEPOSIT = "deposits/<deposit_id:deposit_id>"
REFUND = "refunds/<counter_refund_id:refund_id>"
NOTICES = "notices/files/<notice_file_id:upload_id>"
RUN = "runs/<run_id:run_id>"
OPENING = "openings/<opening_id:opening_id>"
REGISTRATION = "registrations/<registration_id:registration_id>"
KEY = "keys/<key_id:key_id>"
AREA_REVIEW = "areas/<area_application_id:application_id>"
OPENING_FILE = "openings/files/<opening_file_id:opening_file_id>"
WORK = "works/<works_order_id:order_id>"
PAYMENT = "works/payments/<works_payment_id:payment_id>"

urlpatterns = [
    path("", desk.home, name="home"),
    path("additions", additions.additions, name="additions"),
    path(ADDITION, additions.addition, name="addition"),
    path(f"{ADDITION}/review", additions.review, name="review_addition"),
    path(
        "additions/documents/<addition_document_id:document_id>",
        additions.document,
        name="addition_document",
    ),
    path("communities", homes.communities, name="communities"),
    path("communities/<community_id:community_id>", homes.community, name="community"),
    path("communities/new", entering.enter_community, name="enter_community"),
    path("homes", homes.homes, name="homes"),
    path("homes/new", entering.enter_home, name="enter_home"),
    path(HOME, homes.home_detail, name="home_detail"),
    path(f"{HOME}/owners", homes.owners, name="owners"),
    path(f"{HOME}/movements", homes.movements, name="movements"),
    path(f"{HOME}/loss", losses.record_loss, name="record_loss"),
    path(f"{HOME}/area", entering.correct_area, name="correct_area"),
    path(f"{HOME}/sale", entering.sell_home, name="sell_home"),
    path(f"{HOME}/notice", notices.notify_home, name="notify_home"),
    path(f"{HOME}/closing", runs.close_interest, name="close_interest"),
    path(f"{HOME}/refund", refunds.enter_refund, name="enter_refund"),
    path("notices", notices.notices, name="notices"),
    path("notices/new", notices.enter_notice, name="enter_notice"),
    path("notices/template", notices.template, name="notice_template"),
    path(NOTICES, notices.notice_file, name="notice_file"),
    path(f"{NOTICES}/result", notices.result, name="notice_result"),
    path("notices/prints/<notice_print_id:print_id>", notices.printed, name="notice_print"),
    path("receipts", deposits.receipts, name="receipts"),
    path(DEPOSIT, deposits.deposit, name="deposit"),
    path(f"{DEPOSIT}/notice", deposits.notice, name="deposit_notice"),
    path(f"{DEPOSIT}/withdraw", deposits.withdraw, name="withdraw_notice"),
    path(f"{DEPOSIT}/receipt", deposits.receipt_file, name="receipt_file"),
    path(f"{DEPOSIT}/receipt/issue", deposits.issue_receipt, name="issue_receipt"),
    path(f"{DEPOSIT}/receipt/paper", deposits.record_paper, name="record_paper"),
    path(f"{DEPOSIT}/receipt/void", deposits.void_receipt, name="void_receipt"),
    path(f"{HOME}/unit-refund", selling_units.refund_unit, name="refund_unit"),
    path("refunds", refunds.refunds, name="refunds"),
    path(REFUND, refunds.refund, name="refund"),
    path(f"{REFUND}/check", refunds.check_refund, name="check_refund"),
    path("works", works.works, name="works"),
    path(WORK, works.order, name="works_order"),
    path(f"{WORK}/shares", works.shares, name="works_shares"),
    path(f"{WORK}/papers/<works_paper_id:works_paper_id>", works.paper, name="works_paper"),
    path(f"{WORK}/pay/<slug:stage>", works_paying.pay, name="pay_works"),
    path(f"{WORK}/finish", works_paying.finish, name="finish_works"),
    path(PAYMENT, works_paying.payment, name="works_payment"),
    path(f"{PAYMENT}/check", works_paying.check, name="check_works"),
    path(f"{PAYMENT}/payee", works_paying.payee, name="works_payee"),
    path("troubles", troubles.troubles, name="troubles"),
    path("troubles/<trouble_id:trouble_id>", troubles.trouble, name="trouble"),
    path("runs", runs.runs, name="runs"),
    path("runs/interest", runs.start_interest, name="start_interest"),
    path("runs/unit", runs.enter_unit_deposit, name="enter_unit_deposit"),
    path("runs/revenue", runs.enter_revenue, name="enter_revenue"),
    path(RUN, runs.run, name="run"),
    path(f"{RUN}/check", runs.check_run, name="check_run"),
    path("registrations", registrations.registrations, name="registrations"),
    path("registrations/old", registrations.enter_old_holder, name="enter_old_holder"),
    path(REGISTRATION, registrations.registration, name="registration"),
    path(f"{REGISTRATION}/review", registrations.review_registration, name="review_registration"),
    path(f"{REGISTRATION}/key", registrations.issue_key, name="issue_key"),
    path(f"{REGISTRATION}/unlock", registrations.unlock_holder, name="unlock_holder"),
    path(
        f"{REGISTRATION}/password",
        registrations.reset_holder_password,
        name="reset_holder_password",
    ),
    path("keys", keys.keys, name="keys"),
    path(KEY, keys.key, name="key"),
    path(f"{KEY}/revoke", keys.revoke_key, name="revoke_key"),
    path(f"{KEY}/code", keys.renew_key_code, name="renew_key_code"),
    path("areas", area_reviews.area_reviews, name="area_reviews"),
    path(AREA_REVIEW, area_reviews.area_review, name="area_review"),
    path(f"{AREA_REVIEW}/decision", area_reviews.decide_areas, name="decide_areas"),
    path(f"{AREA_REVIEW}/papers", area_reviews.receive_area_papers, name="receive_area_papers"),
    path("areas/papers/<area_document_id:paper_id>", area_reviews.area_paper, name="area_paper"),
    path("areas/served/<area_id:area_id>/end", area_reviews.end_area, name="end_area"),
    path("companies", companies.companies, name="companies"),
    path("companies/<company_id:company_id>", companies.company, name="company"),
    path(
        "companies/<company_id:company_id>/full", companies.company_in_full, name="company_in_full"
    ),
    path("openings", openings.openings, name="openings"),
    path("openings/new", openings.start_opening, name="start_opening"),
    path("openings/template", openings.opening_template, name="opening_template"),
    path(OPENING, openings.opening, name="opening"),
    path(f"{OPENING}/submit", openings.submit_opening, name="submit_opening"),
    path(f"{OPENING}/cancel", openings.cancel_opening, name="cancel_opening"),
    path(f"{OPENING}/check", openings.check_opening, name="check_opening"),
    path(OPENING_FILE, openings.opening_file, name="opening_file"),
    path(f"{OPENING_FILE}/withdraw", openings.withdraw_opening_file, name="withdraw_opening_file"),
    path(f"{OPENING_FILE}/result", openings.opening_result, name="opening_result"),
]
