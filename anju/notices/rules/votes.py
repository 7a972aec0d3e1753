"""The words of messages about votes of owners. (BEY-02)"""

from anju.notices.rules.words import Template

OF_VOTES = {
    "vote_opened": Template(
        "【住建委】您的房屋参加业主共同决定事项的表决：{title}，请在{closes_on}前表决。"
        "可登录网上业务平台【待我表决】在网上表决，也可书面签名。",
        "[Housing Authority] Your home is asked to vote: {title}. Please vote by {closes_on}, online under "
        "My votes or by signing on paper.",
    ),
    "vote_code": Template(
        "【住建委】验证码{code}，用于确认对「{title}」表决{answer}，{minutes}分钟内有效，请勿告知他人。",
        "[Housing Authority] {code} is your code to vote on “{title}”: {answer_en}, for {minutes} minutes. Tell it to "
        "nobody.",
    ),
    "vote_on_paper": Template(
        "【住建委】物业服务企业已为您的房屋录入书面签名：{title}，意见为{answer}。不是您签的，请打开链接提出异议"
        "（7日内有效）：{link} ，或者在{until}前登录网上业务平台【待我表决】提出。",
        "[Housing Authority] A paper signature has been entered for your home: {title}, {answer_en}. If you did not "
        "sign, object by this link (7 days): {link} or by {until} under My votes.",
    ),
    "vote_online": Template(
        "【住建委】您的网上表决已计入：{title}，意见为{answer}。不是您本人表决的，请打开链接提出异议"
        "（7日内有效）：{link} ，或者在{until}前登录网上业务平台【待我表决】提出。",
        "[Housing Authority] Your online vote has been counted: {title}, {answer_en}. If it was not you, object by "
        "this link (7 days): {link} or by {until} under My votes.",
    ),
    "vote_by_co_owner": Template(
        "【住建委】您的房屋的共有人已在网上表决：{title}，意见为{answer}。同一房屋以共有人最后一次表决为准。有异议的，请打开链接"
        "（7日内有效）：{link} ，或者在{until}前登录网上业务平台【待我表决】提出。",
        "[Housing Authority] A co-owner of your home has voted online: {title}, {answer_en}. The last vote of any "
        "co-owner counts. To object, use this link (7 days): {link} or by {until} My votes.",
    ),
    "vote_objection_upheld": Template(
        "【住建委】您对表决「{title}」的异议成立，该票已剔除。处理意见：{opinion}",
        "[Housing Authority] Your objection in the vote “{title}” was upheld; that vote has been struck out. "
        "Opinion: {opinion}",
    ),
    "vote_objection_dismissed": Template(
        "【住建委】您对表决「{title}」的异议不成立。理由：{opinion}",
        "[Housing Authority] Your objection in the vote “{title}” was dismissed. Reason: {opinion}",
    ),
}
