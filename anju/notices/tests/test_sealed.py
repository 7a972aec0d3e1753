"""A message with a code in it: sealed at rest, sent once, to the number that was named. (CON-05)"""

import pytest
from django.db import connection

from anju.core.actors import CLOCK
from anju.notices import actions
from anju.notices.models import Notice, SealedPart
from anju.notices.queries import message
from anju.people import actions as people

pytestmark = [pytest.mark.django_db, pytest.mark.covers("CON-05")]


def test_a_code_goes_to_the_number_named_and_stands_nowhere_in_the_open():
    person = people.record_person(
        name="张三",
        id_type="resident_id",
        id_number="110101199003078013",
        phone="13800000001",
        by=CLOCK,
    )
    queueing = {
        "key": "contract_code:1",
        "kind": "contract_code",
        "facts": {"no": "ZL1", "minutes": "5"},
        "phone": "13911112222",
        "person_id": person.pk,
        "by": CLOCK,
    }

    actions.queue_sealed(**queueing, sealed={"code": "314159"})
    actions.queue_sealed(**queueing, sealed={"code": "271828"})

    told = message(Notice.objects.get().pk)
    assert told.to == "13911112222"
    assert "314159" in told.text and "ZL1" in told.text
    assert SealedPart.objects.count() == 1
    with connection.cursor() as cursor:
        cursor.execute("SELECT n::text || s::text FROM notices_notice n, notices_sealedpart s")
        [(row,)] = cursor.fetchall()
    assert "314159" not in row and "13911112222" not in row
