"""站外快速交存: nobody signs in. (manual 002, 4; QCK-01 to QCK-03)"""

import pytest

from anju.core.actors import CLOCK
from anju.fund import actions
from anju.fund.models import Deposit
from anju.fund.tests.world import DEPARTMENT, an_account, book, is_told_paid, start
from anju.payments import actions as payments
from anju.payments.models import Payment
from anju.portals.owner.tests.things import PDF, the_platform_issues, the_platform_refuses
from anju.portals.tenant_web.tests.reading import buttons, links, shows_a_code
from anju.tests.pages import Pages

pytestmark = pytest.mark.django_db
WRONG = "未查询到业务，请核对业务流水号和业主名称"


@pytest.fixture
def notice(db: None) -> Deposit:
    """What the department has asked 王五 to deposit."""
    account = an_account()
    return actions.demand_deposit(account_id=account.pk, by=DEPARTMENT)


def looks_up(pages: Pages, no: str, name: str = "王五"):
    return pages.post("/owner/quick", {"no": no, "owner_name": name})


@pytest.mark.covers("QCK-01", "OWN-22")
def test_by_number_and_name_a_deposit_is_found_and_paid_without_signing_in(pages, notice):
    pages.get("/sign-in")
    assert "/owner/quick" in links(pages)
    pages.get("/owner/quick")
    found = looks_up(pages, notice.no)
    address = f"/owner/quick/{notice.no}"
    assert found["Location"] == address
    pages.get(address)
    assert "立即交存" in buttons(pages) and "18,000.00" in pages.page.text
    assert notice.account.dwelling.address in pages.page.text

    paying = pages.post(address, {"channel": "alipay", "opening": "qr_code"})
    assert paying["Location"] == f"{address}/payment"
    payment = Payment.objects.get()
    payments.offer_payment(payment_id=payment.pk, qr_code="https://qr.alipay.com/b", by=CLOCK)
    pages.get(paying["Location"])
    assert shows_a_code(pages)
    pages.get(pages.post(f"{address}/paid")["Location"])
    assert "已经向支付宝查询" in pages.page.text
    payment.refresh_from_db()
    is_told_paid(payment)
    book()
    pages.get(paying["Location"])
    assert "交存成功" in pages.page.text
    assert {one for one in links(pages) if one.startswith("/owner/")} <= {address, "/owner/quick"}


@pytest.mark.covers("QCK-02")
def test_afterwards_the_same_question_shows_what_the_receipts_state_allows(pages, notice):
    is_told_paid(start(notice, CLOCK))
    book()
    address = looks_up(pages, notice.no)["Location"]
    pages.get(address)
    assert "我要开票" in buttons(pages) and "立即交存" not in buttons(pages)
    pages.post(f"{address}/receipt")
    the_platform_refuses(notice)
    pages.get(address)
    assert "重新开票" in buttons(pages)
    pages.post(f"{address}/receipt")
    the_platform_issues(notice)
    pages.get(address)
    assert "查询/下载" in buttons(pages)
    assert pages.get(f"{address}/receipt.pdf").content == PDF


@pytest.mark.covers("QCK-03")
def test_an_error_never_says_which_field_was_wrong(pages, notice):
    told = []
    for no, name in ((notice.no, "赵六"), ("WX" + "1" * 19, "王五"), ("乱写", "王五")):
        assert looks_up(pages, no, name).status_code == 200
        summary = [one for one in pages.page.all("div") if one.get("class") == "error-summary"]
        told.append("".join(summary[0].itertext()))

        assert WRONG in told[-1]
    assert len(set(told)) == 1
    kept = [
        one.get("value")
        for one in pages.page.all("input")
        if one.get("name") in ("no", "owner_name")
    ]
    assert kept == ["乱写", "王五"]


@pytest.mark.covers("QCK-03")
def test_the_tries_are_limited(pages, notice):
    for _ in range(5):
        looks_up(pages, notice.no, "赵六")
    looks_up(pages, notice.no)
    assert "查询次数过多" in pages.page.text


@pytest.mark.covers("QCK-03")
def test_nobody_opens_a_deposit_by_its_address_alone(pages, notice):
    for no in (notice.no, "WX" + "9" * 19):  # whether there is such a number is not told
        for end in ("", "/payment", "/receipt.pdf"):
            assert pages.get(f"/owner/quick/{no}{end}")["Location"] == "/owner/quick"
        for end in ("", "/paid", "/receipt"):
            sent = pages.post(f"/owner/quick/{no}{end}", {"channel": "alipay"})
            assert sent["Location"] == "/owner/quick"
    pages.get("/owner/quick")
    assert "请填写业务流水号和业主名称，查询后继续办理" in pages.page.text
    looks_up(pages, notice.no)
    assert pages.get(f"/owner/quick/{notice.no}").status_code == 200
    assert pages.get(f"/owner/quick/{notice.no}")["Cache-Control"] == "private, no-store"
    assert Pages().get(f"/owner/quick/{notice.no}")["Location"] == "/owner/quick"


@pytest.mark.covers("QCK-01")
def test_whose_session_ends_while_the_code_is_shown_is_sent_to_look_it_up_again(pages, notice):
    looks_up(pages, notice.no)
    pages.post(f"/owner/quick/{notice.no}", {"channel": "alipay"})
    asks = {"HX-Request": "true"}
    assert Pages().get(f"/owner/quick/{notice.no}/payment?seen=code", headers=asks)["HX-Redirect"]
