from django.urls import path

from anju.desks import converters  # noqa: F401 - registers `notice_file_id` and the like
from anju.portals.developer.views import notices

app_name = "developer"

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
]
