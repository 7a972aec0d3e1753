from django.urls import path, re_path

from anju.portals.api.errors import methods_told_in_json, no_such_address
from anju.portals.api.views import api
from anju.web.doors import machine

version_1 = api.urls
for pattern in version_1[0]:
    pattern.callback = methods_told_in_json(pattern.callback)
urlpatterns = [
    path("v1/", version_1),
    re_path(r"", machine(no_such_address)),
]
