"""The pages of property companies: walked by one with something of everything and by one with nothing."""

from anju.companies.tests.world import a_company, come_in
from anju.tests.pages import Pages
from anju.tests.walks import (
    Walk,
    addresses_of,
    property_areas,
    property_entry,
    visits,
    voting,
    works_of_companies,
)

to = addresses_of("property")


def walks() -> list[Walk]:
    busy, empty = Pages(), Pages()
    company, actor = a_company()
    _, beginner = a_company(name="北京新来物业有限公司")
    come_in(busy, actor)
    come_in(empty, beginner)
    world = property_areas.the_world(company, actor)
    lists = ("home", "areas", "unit", "unit_history", "flows", "reprints")
    return [
        Walk(empty, visits(*(to(name) for name in lists))),
        Walk(busy, [*visits(to("home")), *property_areas.visits_of(world)]),
        *property_entry.walks(),
        *works_of_companies.walks(),
        voting.of_company(),
    ]
