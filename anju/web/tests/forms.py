from django import forms

from anju.web.forms import Form


class Sample(Form):
    filing_no = forms.CharField(label="合同备案编号", required=False, max_length=10)
    kind = forms.ChoiceField(
        label="款项类型",
        required=False,
        choices=[("", "全部"), ("deposit", "押金"), ("rent", "租金")],
    )
    from_on = forms.DateField(
        label="备案日期", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    way = forms.ChoiceField(
        label="缴纳方式",
        choices=[("alipay", "支付宝支付"), ("bank", "银行汇款")],
        widget=forms.RadioSelect,
        help_text="支付宝订单3分钟内有效",
    )
    agree = forms.BooleanField(label="已核对", required=False)
