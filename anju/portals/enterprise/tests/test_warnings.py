"""An enterprise reads why it is watched, lease by lease, and states its side. (BEY-10, rule E1.13)"""

import pytest

from anju.oversight import actions
from anju.oversight.models import EarlyWarning, WarningAnswer
from anju.oversight.tests.worrying import KEEPER, assessed, late_leases

pytestmark = [pytest.mark.django_db, pytest.mark.covers("BEY-10")]


def test_it_sees_the_figures_the_leases_and_the_reason_and_is_answered(enterprise, pages):
    pages.get("/enterprise/warnings")
    assert "没有风险预警" in pages.page.text
    late = late_leases(5)
    assessed()
    warning = EarlyWarning.objects.get()
    actions.confirm_warning(
        warning_id=warning.pk, document_no="1号", because="五份合同迟缴", by=KEEPER
    )

    pages.get("/enterprise/")
    assert "风险预警" in pages.page.text
    pages.get("/enterprise/warnings")
    assert warning.no in pages.page.text
    address = f"/enterprise/warnings/{warning.pk}"
    pages.get(address)
    assert "五份合同迟缴" in pages.page.text and "已暂停向本企业划转租金" in pages.page.text
    pages.get(f"{address}/leases?code=late_custody")
    assert all(one.filing_no in pages.page.text for one in late)

    pages.post(address, {"text": " "})
    assert "请填写说明" in pages.page.text
    pages.post(address, {"text": "押金已于昨日转账，请人工复核"}, follow=True)
    assert "说明已提交，由资金中心人工复核" in pages.page.text
    actions.reply_to_answer(answer_id=WarningAnswer.objects.get().pk, reply="已核实", by=KEEPER)
    pages.get(address)
    assert "已核实" in pages.page.text
