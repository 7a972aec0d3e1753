"""业主表决: its addresses. (WDR-09, BEY-03)"""

from django.urls import path, register_converter

from anju.portals.property.views import votes, votes_papers
from anju.web.converters import Id


class VoteId(Id):
    """A vote of owners (表决)."""


class SeatId(Id):
    """A home on its roll."""


class PaperFileId(Id):
    """A list of signatures."""


class AttendanceSheetId(Id):
    """表决情况清册."""


class VotePaperId(Id):
    """The voice whose paper was scanned."""


register_converter(VoteId, "vote_id")
register_converter(SeatId, "seat_id")
register_converter(PaperFileId, "paper_file_id")
register_converter(AttendanceSheetId, "attendance_sheet_id")
register_converter(VotePaperId, "vote_paper_id")

VOTE = "votes/<vote_id:vote_id>"
FILE = "votes/files/<paper_file_id:upload_id>"

urlpatterns = [
    path("votes", votes.votes, name="votes"),
    path(VOTE, votes.vote, name="vote"),
    path(f"{VOTE}/close", votes.close, name="close_vote"),
    path(f"{VOTE}/publish", votes.publish, name="publish_result"),
    path(f"{VOTE}/sheet", votes.ask_for_sheet, name="ask_for_sheet"),
    path("votes/sheets/<attendance_sheet_id:sheet_id>", votes.sheet, name="attendance_sheet"),
    path(f"{VOTE}/roll", votes_papers.roll, name="roll"),
    path(f"{VOTE}/files", votes_papers.files, name="paper_files"),
    path(f"{VOTE}/template", votes_papers.template, name="paper_template"),
    path("votes/seats/<seat_id:seat_id>", votes_papers.seat, name="seat"),
    path("votes/papers/<vote_paper_id:voice_id>", votes_papers.paper, name="vote_paper"),
    path(FILE, votes_papers.file, name="paper_file"),
    path(f"{FILE}/result", votes_papers.result, name="paper_file_result"),
]
