"""Who had powers becomes a member of staff of their office; the usual posts of each office are entered."""

from django.db import migrations
from django.utils import timezone

ASSOCIATION = {"dispute.mediate", "dispute.approve"}
AUTHORITY = {
    "home.verify",
    "home.object",
    "home.trouble",
    "agency.enter",
    "agency.review",
    "credit.apply",
    "credit.review",
    "rule.keep",
    "list.keep",
    "filing.enter",
    "filing.review",
    "parameter.keep",
}
DUTIES = {"user.keep": "system", "security.keep": "security", "audit.read": "audit"}
ADMINISTRATORS = [
    ("系统管理员", ["user.keep"]),
    ("安全管理员", ["security.keep"]),
    ("审计管理员", ["audit.read"]),
]
POSTS = {
    "centre": [
        *ADMINISTRATORS,
        ("合同导入岗", ["lease.import"]),
        ("挂账处理岗", ["bank.match", "bank.read", "bank.return"]),
        ("付款经办岗", ["bank.read", "payout.make"]),
        ("付款复核岗", ["bank.read", "payout.check"]),
        ("监管岗", ["account.check", "interest.read", "release.hold"]),
        ("日终核对岗", ["proof.close", "proof.read"]),
        ("退款决定录入岗", ["authority_order.enter"]),
        ("退款决定复核岗", ["authority_order.check"]),
        ("查询岗", ["bank.read", "interest.read", "proof.read"]),
    ],
    "association": [
        *ADMINISTRATORS,
        ("调解岗", ["dispute.mediate"]),
        ("复核岗", ["dispute.approve"]),
    ],
    "authority": [
        *ADMINISTRATORS,
        ("录入岗", ["agency.enter", "credit.apply", "filing.enter", "home.verify"]),
        ("审核岗", ["agency.review", "credit.review", "filing.review", "home.object"]),
        ("问题处理岗", ["home.trouble"]),
        ("记分标准岗", ["rule.keep"]),
        ("红黑名单岗", ["list.keep"]),
        ("参数维护岗", ["parameter.keep"]),
    ],
}


def office_of(powers):
    if powers & ASSOCIATION:
        return "association"
    return "authority" if powers & AUTHORITY else "centre"


def carry_over(apps, schema_editor):
    """Somebody who had an administrator's power beside others keeps the business only: nobody holds both any more."""
    held = {}
    for post in apps.get_model("people", "StaffPost").objects.order_by("given_at", "pk"):
        held.setdefault(post.user_id, []).append(post)
    for user_id, posts in held.items():
        powers = {post.power for post in posts}
        business = powers - set(DUTIES)
        kept = business or {next(power for power in DUTIES if power in powers)}
        office = office_of(powers)
        duty = "business" if business else DUTIES[next(iter(kept))]
        member = apps.get_model("people", "StaffMember").objects.create(
            user_id=user_id,
            office=office,
            duty=duty,
            opened_at=posts[0].given_at,
            opened_by=posts[0].given_by,
        )
        apps.get_model("people", "StaffPower").objects.bulk_create(
            apps.get_model("people", "StaffPower")(
                member=member,
                office=office,
                duty=duty,
                power=post.power,
                given_at=post.given_at,
                given_by=post.given_by,
            )
            for post in posts
            if post.power in kept
        )


def enter_posts(apps, schema_editor):
    now = timezone.now()
    apps.get_model("people", "Post").objects.bulk_create(
        apps.get_model("people", "Post")(
            office=office,
            duty=DUTIES.get(powers[0], "business"),
            name=name,
            powers=powers,
            kept_at=now,
            kept_by="installation",
        )
        for office, posts in POSTS.items()
        for name, powers in posts
    )


class Migration(migrations.Migration):
    dependencies = [("people", "0010_users_and_administrators")]

    operations = [
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.RunPython(enter_posts, migrations.RunPython.noop),
    ]
