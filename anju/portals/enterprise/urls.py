from django.urls import path

from anju.portals.enterprise import views
from anju.web import converters  # noqa: F401 - registers `filing_no`

app_name = "enterprise"
urlpatterns = [
    path("", views.leases, name="leases"),
    path("leases/<filing_no:filing_no>", views.lease, name="lease"),
]
