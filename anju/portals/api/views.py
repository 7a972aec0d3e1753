"""The interface for other systems: platforms, enterprises' own programs, and what each of them may ask for."""

from anju.portals.api.banks import router as banks
from anju.portals.api.description import WHAT_IT_IS, DescribedAPI
from anju.portals.api.endings import router as endings
from anju.portals.api.errors import tell_in_json
from anju.portals.api.filings import router as filings
from anju.portals.api.homes import router as homes
from anju.portals.api.leases_filed import router as leases
from anju.portals.api.lists import router as lists
from anju.portals.api.money import router as money
from anju.portals.api.orders import router as orders

api = DescribedAPI(
    title="安居开放接口",
    version="1",
    description=WHAT_IT_IS,
    docs_url=None,
    urls_namespace="api",
)
tell_in_json(api)
api.add_router("/homes", homes)
api.add_router("/filings", filings)
for each in (lists, leases, orders, endings, money, banks):
    api.add_router("", each)
