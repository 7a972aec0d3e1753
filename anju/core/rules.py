"""What core keeps of those who ask for what is not theirs, and the districts of Beijing that everybody shares."""

# Each actor fills at most so many rows of `AccessRefused` in any minute: enough to see what somebody tries,
# too few to fill the disk with. What is above is answered 404 like the rest, and not written down.
ACCESS_REFUSED_KEPT_A_MINUTE = 20

DISTRICTS = {
    "110101": "东城区",
    "110102": "西城区",
    "110105": "朝阳区",
    "110106": "丰台区",
    "110107": "石景山区",
    "110108": "海淀区",
    "110109": "门头沟区",
    "110111": "房山区",
    "110112": "通州区",
    "110113": "顺义区",
    "110114": "昌平区",
    "110115": "大兴区",
    "110116": "怀柔区",
    "110117": "平谷区",
    "110118": "密云区",
    "110119": "延庆区",
}
"""Beijing's districts (rules D5)."""
