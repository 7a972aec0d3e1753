"""本机构用户: the administrator opens, empowers and closes accounts of operators. (IDN-02, IDN-04)"""

import pytest
from django.contrib.auth.models import User

from anju.agencies.tests.offices import an_institution
from anju.people.models import Operator
from anju.portals.agency.tests.addresses import text_of, to
from anju.portals.agency.tests.conftest import signed_in

pytestmark = pytest.mark.django_db
HOMES, CONTRACTS = "institution.homes", "institution.contracts"


@pytest.mark.covers("IDN-02", "IDN-04")
def test_an_operator_is_opened_with_a_password_told_once_empowered_reset_and_closed(desk):
    desk.post(to("add_user"), {"name": "李经办", "powers": []})
    assert Operator.objects.count() == 0 and "李经办" not in text_of(desk, "users")
    desk.post(to("add_user"), {"name": "李经办", "powers": [HOMES]})
    told = {one.get("id"): one.text for one in desk.page.all("code")}
    found = Operator.objects.get()
    assert User.objects.get(username=told["account-name"]).check_password(told["first-password"])
    assert told["first-password"] not in text_of(desk, "user", found.pk)
    desk.post(to("user", found.pk), {"powers": [CONTRACTS]})
    found.refresh_from_db()
    assert found.powers == [CONTRACTS] and "办理合同网签和备案" in text_of(desk, "users")
    desk.post(to("reset_user_password", found.pk))
    again = {one.get("id"): one.text for one in desk.page.all("code")}
    assert again["first-password"] != told["first-password"]
    desk.post(to("close_user", found.pk))
    found.refresh_from_db()
    assert found.closed_at is not None and "已停用" in text_of(desk, "users")
    desk.post(to("user", found.pk), {"powers": [HOMES]})
    found.refresh_from_db()
    assert found.powers == [CONTRACTS]


def test_operators_of_another_institution_are_not_there(desk):
    other = signed_in(an_institution(name="北京别家住房租赁有限公司"))
    other.post(to("add_user"), {"name": "王经办", "powers": [HOMES]})
    found = Operator.objects.get()
    assert desk.get(to("user", found.pk)).status_code == 404
    assert desk.post(to("close_user", found.pk)).status_code == 404
