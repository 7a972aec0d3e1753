"""Every page of the desk costs few queries, however much it shows, and says so where there is nothing to show."""

import pytest

from anju.agencies.tests.offices import a_place, an_institution
from anju.credit.tests.scoring import scored
from anju.people.rules import POWERS_OF, Office, Power
from anju.portals.authority.tests.addresses import text_of, to
from anju.tests.pages import Pages
from anju.tests.walks.authority import LISTS, licensed, the_world

pytestmark = pytest.mark.django_db
MOST = 12
NOTHING = {
    "contract_filings": "没有符合条件的备案申请",
    "contracts_to_file": "没有可以申请备案的合同",
    "paper_contracts": "没有需要继续补录的合同",
    "filings": "没有符合条件的申请",
    "institutions": "没有符合条件的机构",
    "practitioners": "没有符合条件的从业人员",
    "places": "没有符合条件的场所",
    "events": "没有符合条件的信用记录",
    "objections": "没有待处理的异议",
    "measures": "没有待办理的措施",
    "lists": "没有符合条件的",
    "homes": "没有符合条件的核验",
    "home_files": "还没有上传过文件",
    "home_objections": "没有",
    "troubles": "没有问题单",
    "works": "没有符合条件的任务单",
    "overdue_refunds": "没有逾期的退款方案",
    "spending": "没有符合条件的支出",
}


@pytest.fixture
def everything(settings, db):
    settings.MOVABLE_CLOCK = True
    pages = Pages()
    pages.as_staff(*POWERS_OF[Office.AUTHORITY], username="quan", name="全能")
    return pages


@pytest.mark.parametrize("name", NOTHING)
def test_a_list_without_rows_says_so(everything, name):
    assert NOTHING[name] in text_of(everything, name)
    assert not [table for table in everything.page.all("table") if rows_of(table)]


def rows_of(table):
    return [row for row in table.iter("tr") if [cell for cell in row if cell.tag == "td"]]


def test_no_list_costs_more_than_a_few_queries(everything, django_assert_max_num_queries):
    the_world()
    for _ in range(5):
        a_place(an_institution(**licensed()))
    everything.get(to("places"))  # what is counted once in five minutes, for everybody, is counted
    for name in LISTS[1:]:
        with django_assert_max_num_queries(MOST, info=name):
            everything.get(to(name))
    reviewer = Pages()
    reviewer.as_staff(Power.AGENCY_REVIEW, Power.HOME_OBJECT, username="shen.he", name="沈和")
    with django_assert_max_num_queries(MOST, info="home"):
        reviewer.get(to("home"))


def test_the_longest_names_stand_whole_in_every_list(everything):
    name = "北京" + "安家乐居" * 20 + "住房租赁服务有限责任公司"
    institution = an_institution(**licensed(name=name))
    a_place(institution, name="望京" * 40)
    scored(institution)
    for page in ("filings", "institutions", "places", "events"):
        assert name in text_of(everything, page), page
    assert "望京" * 40 in text_of(everything, "places")
    assert name in text_of(everything, "institution", institution.pk)
