"""What is told about programs: that an address of theirs is told nothing any more."""

from anju.notices.rules.words import Template

OF_PROGRAMS = {
    "webhook_paused": Template(
        "【住房资金中心】贵企业的事件推送地址{host}自{since}起没有应答，推送已自动暂停，期间的事件保留{days}天。请修复程序后登录"
        "【开放接口】「事件推送」恢复，恢复时先发测试事件，收到应答后补发。",
        "[Housing Fund Centre] Your webhook address {host} has not answered since {since}; it is paused and its events "
        "are kept for {days} days. Once your program is mended, sign in and resume it under Open API: a test event "
        "comes first, then what has gathered.",
    ),
    "webhook_of_platform_paused": Template(
        "「{name}」的事件推送地址{host}自{since}起没有应答，推送已自动暂停，期间的事件保留{days}天。请联系使用单位修复，"
        "然后在【接口密钥】中恢复推送。",
        "The webhook address {host} of {name} has not answered since {since}; it is paused and its events are kept for "
        "{days} days. Please tell them, and resume it under API keys once it is mended.",
        subject="事件推送已自动暂停：{name}",
    ),
}
