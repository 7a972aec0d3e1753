"""What property companies (物业服务企业) are told of the communities they serve."""

from anju.notices.rules.words import Template

OF_COMPANIES = {
    "areas_approved": Template(
        "【住房资金中心】贵单位的物业区域关联申请{no}已审核通过，关联的小区：{communities}。审核意见：{opinion}",
        "[Housing Fund Centre] Your application {no} to serve communities has been approved for: {communities}. "
        "Opinion: {opinion}",
    ),
    "areas_returned": Template(
        "【住房资金中心】贵单位的物业区域关联申请{no}已退回，可登录系统补正后重新提交。审核意见：{opinion}",
        "[Housing Fund Centre] Your application {no} to serve communities was returned; you may correct it and hand it "
        "in again. Opinion: {opinion}",
    ),
    "area_taken": Template(
        "【住房资金中心】贵单位申请{no}中的小区{community}已关联到其他物业服务企业，不能再关联到贵单位。如有异议，请持材料到{place}管理部。",
        "[Housing Fund Centre] The community {community} of your application {no} is served by another company now. "
        "If you object, please go to the department of {place} with your papers.",
    ),
    "area_ended": Template(
        "【住房资金中心】小区{community}与贵单位的服务关联已终止，不能再为该小区提交维修支取申请，未提交的任务单草稿不再有效。"
        "原因：{because}。如有异议，请到{place}管理部。",
        "[Housing Fund Centre] Your company no longer serves the community {community}: no new withdrawals can be "
        "applied for, and drafts are void. Reason: {because}. If you object, please go to the department of {place}.",
    ),
    "areas_late": Template(
        "【住房资金中心】贵单位的物业区域关联申请{no}已超过审核期限（{due_on}）仍未审核，请联系{place}管理部并提供此申请编号。",
        "[Housing Fund Centre] Your application {no} to serve communities is still not reviewed after {due_on}; please "
        "contact the department of {place} and give this number.",
    ),
}
