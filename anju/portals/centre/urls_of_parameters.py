"""参数管理: what the fund centre settles. (CTR-06)"""

from django.utils.translation import gettext_lazy as _

from anju.desks.parameters import Desk
from anju.desks.urls_of_parameters import urls_of
from anju.people.rules import Office
from anju.portals.centre.page import show_of_desks

urlpatterns = urls_of(Desk("centre", show_of_desks, Office.CENTRE, _("参数管理")))
