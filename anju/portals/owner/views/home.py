from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_GET

from anju.core.crypto import mask_id_number, mask_phone
from anju.fund import queries
from anju.people import queries as people
from anju.portals.owner.page import show
from anju.portals.owner.shown import deposits_shown, homes_shown
from anju.web.doors import owner

FIRST_HOMES = 3
LAST_DEPOSITS = 3
MOST_HOMES = 100


@owner
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """首页: 【个人信息】【我的房屋】【我要交款】【我要查询】【我的交存记录】. (OWN-01)"""
    person = people.person(request.actor.person_id or 0)
    homes = homes_shown(queries.homes_of(request.actor)[:MOST_HOMES])
    asked = list(queries.shares_asked(request.actor))
    to_pay = [one for one in homes if one.due_fen]
    return show(
        request,
        "home",
        "home",
        owns=bool(homes),
        person=person,
        id_number=mask_id_number(person.id_number),
        phone=mask_phone(person.phone) if person.phone else "",
        homes=sorted(homes, key=lambda one: not one.due_fen)[:FIRST_HOMES],
        home_count=len(homes),
        to_pay=to_pay,
        due_fen=sum(one.due_fen for one in to_pay) + sum(one.amount_fen for one in asked),
        asked=len(asked),
        deposits=deposits_shown(
            list(queries.deposits_of(request.actor)[:LAST_DEPOSITS]), request.actor
        ),
    )
