"""系统参数: what the housing authority settles; officers of filings read it. (CON-11; IDN-03; CTR-06)"""

from django.utils.translation import gettext_lazy as _

from anju.desks.parameters import Desk
from anju.desks.urls_of_parameters import urls_of
from anju.people.rules import Office
from anju.portals.authority.page import show

urlpatterns = urls_of(Desk("authority", show, Office.AUTHORITY, _("系统参数")))
