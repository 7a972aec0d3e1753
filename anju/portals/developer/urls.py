from django.urls import path, register_converter

from anju.desks import converters  # noqa: F401 - registers `notice_file_id` and the like
from anju.portals.developer.views import notices, votes
from anju.web.converters import Id

app_name = "developer"


class VoteOfOrganisationId(Id):
    """A vote where an organisation is counted."""


register_converter(VoteOfOrganisationId, "vote_of_organisation_id")

VOTE = "votes/<vote_of_organisation_id:vote_id>"
NOTICES = "files/<notice_file_id:upload_id>"
DEPOSIT = "notices/<deposit_id:deposit_id>"

urlpatterns = [
    path("", notices.notices, name="notices"),
    path("template", notices.template, name="notice_template"),
    path("notices/new", notices.enter_notice, name="enter_notice"),
    path(DEPOSIT, notices.deposit, name="deposit"),
    path(f"{DEPOSIT}/print", notices.deposit_notice, name="deposit_notice"),
    path(NOTICES, notices.notice_file, name="notice_file"),
    path(f"{NOTICES}/result", notices.result, name="notice_result"),
    path("prints/<notice_print_id:print_id>", notices.printed, name="notice_print"),
    path("votes", votes.votes, name="votes"),
    path(VOTE, votes.vote, name="vote"),
    path(f"{VOTE}/code", votes.code, name="vote_code"),
    path(f"{VOTE}/confirm", votes.confirm, name="vote_confirm"),
    path(f"{VOTE}/objection", votes.object_to, name="vote_object"),
    path(f"{VOTE}/objection/back", votes.take_back, name="vote_take_back"),
]
