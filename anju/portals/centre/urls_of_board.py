"""服务公示, 月报 and 自动任务, and the lists of the desk as files. (BEY-07, CTR-04, CTR-08)"""

from django.urls import path

from anju.portals.centre.views import board, exports, reports, runs

urlpatterns = [
    path("board", board.board, name="board"),
    path("board/refunds", board.refunds, name="board_refunds"),
    path("reports", reports.reports, name="reports"),
    path("reports/<id:report_id>.pdf", reports.paper, name="report_pdf"),
    path("reports/<id:report_id>.xlsx", reports.sheet, name="report_xlsx"),
    path("runs", runs.runs, name="runs"),
    path("runs/<str:job>/<day:day>", runs.run, name="run"),
    *(
        path(f"files/{name.replace('_', '-')}", view, name=f"{name}_files")
        for name, view in exports.VIEWS.items()
    ),
]
