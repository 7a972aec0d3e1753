"""Staff with an office and a duty, their posts, and their sign-ins."""

import anju.core.crypto
import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

GUARDS = """
ALTER TABLE people_staffpower ADD CONSTRAINT people_staffpower_of_its_member
    FOREIGN KEY (member_id, office, duty) REFERENCES people_staffmember (user_id, office, duty)
    DEFERRABLE INITIALLY DEFERRED;
CREATE TRIGGER people_signin_no_change BEFORE DELETE OR UPDATE ON people_signin
    FOR EACH ROW EXECUTE FUNCTION core_refuse_change();
CREATE TRIGGER people_signin_no_truncate BEFORE TRUNCATE ON people_signin
    EXECUTE FUNCTION core_refuse_change();
"""


class Migration(migrations.Migration):

    dependencies = [
        ('auth', '0012_alter_user_first_name_max_length'),
        ('core', '0002_history_for_good'),
        ('people', '0009_regulation_powers'),
    ]

    operations = [
        migrations.CreateModel(
            name='Post',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(choices=[('centre', '资金中心'), ('association', '中介协会'), ('authority', '住建委')], max_length=20)),
                ('duty', models.CharField(choices=[('business', '业务人员'), ('system', '系统管理员'), ('security', '安全管理员'), ('audit', '审计管理员')], max_length=20)),
                ('name', models.CharField(max_length=40)),
                ('powers', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(choices=[('lease.import', '导入备案合同'), ('bank.read', '查看银行流水'), ('bank.match', '认领银行流水'), ('bank.return', '退回银行流水'), ('payout.make', '编制付款批次'), ('payout.check', '复核付款批次'), ('release.hold', '暂停和恢复划转'), ('account.check', '复核收款账户'), ('interest.read', '查看利息'), ('proof.read', '查看日终核对'), ('proof.close', '办理日终核对'), ('authority_order.enter', '录入主管部门退款决定'), ('authority_order.check', '复核主管部门退款决定'), ('dispute.mediate', '调解租押金纠纷'), ('dispute.approve', '复核最终退款方案'), ('home.verify', '办理房源核验'), ('home.object', '复核房源核验异议'), ('home.trouble', '处理房源核验问题单'), ('agency.enter', '录入机构备案'), ('agency.review', '审核机构备案'), ('credit.apply', '提出记分申请'), ('credit.review', '审核记分申请'), ('rule.keep', '维护记分标准'), ('list.keep', '办理红黑名单'), ('filing.enter', '录入合同备案'), ('filing.review', '审核合同备案'), ('parameter.keep', '维护系统参数'), ('user.keep', '管理用户'), ('security.keep', '核准用户权限'), ('audit.read', '查看审计记录')], max_length=40), size=None)),
                ('kept_at', models.DateTimeField()),
                ('kept_by', models.CharField(max_length=80)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('office', 'name'), name='people_post_name_once'), models.CheckConstraint(condition=models.Q(models.Q(('duty', 'business'), ('office', 'centre'), ('powers__contained_by', ['account.check', 'authority_order.check', 'authority_order.enter', 'bank.match', 'bank.read', 'bank.return', 'interest.read', 'lease.import', 'payout.check', 'payout.make', 'proof.close', 'proof.read', 'release.hold'])), models.Q(('duty', 'system'), ('office', 'centre'), ('powers__contained_by', ['user.keep'])), models.Q(('duty', 'security'), ('office', 'centre'), ('powers__contained_by', ['security.keep'])), models.Q(('duty', 'audit'), ('office', 'centre'), ('powers__contained_by', ['audit.read'])), models.Q(('duty', 'business'), ('office', 'association'), ('powers__contained_by', ['dispute.approve', 'dispute.mediate'])), models.Q(('duty', 'system'), ('office', 'association'), ('powers__contained_by', ['user.keep'])), models.Q(('duty', 'security'), ('office', 'association'), ('powers__contained_by', ['security.keep'])), models.Q(('duty', 'audit'), ('office', 'association'), ('powers__contained_by', ['audit.read'])), models.Q(('duty', 'business'), ('office', 'authority'), ('powers__contained_by', ['agency.enter', 'agency.review', 'credit.apply', 'credit.review', 'filing.enter', 'filing.review', 'home.object', 'home.trouble', 'home.verify', 'list.keep', 'parameter.keep', 'rule.keep'])), models.Q(('duty', 'system'), ('office', 'authority'), ('powers__contained_by', ['user.keep'])), models.Q(('duty', 'security'), ('office', 'authority'), ('powers__contained_by', ['security.keep'])), models.Q(('duty', 'audit'), ('office', 'authority'), ('powers__contained_by', ['audit.read'])), _connector='OR'), name='people_post_powers_of_its_duty')],
            },
        ),
        migrations.CreateModel(
            name='SignIn',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(choices=[('centre', '资金中心'), ('association', '中介协会'), ('authority', '住建委')], max_length=20)),
                ('username', models.CharField(max_length=150)),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(choices=[('done', '登录成功'), ('wrong', '密码或动态码错误')], max_length=10)),
                ('ip', models.GenericIPAddressField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['office', 'at', 'id'], name='people_signin_of_office')],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['done', 'wrong'])), name='people_signin_outcome_is_known')],
            },
        ),
        migrations.CreateModel(
            name='StaffMember',
            fields=[
                ('user', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='staff_member', serialize=False, to=settings.AUTH_USER_MODEL)),
                ('office', models.CharField(choices=[('centre', '资金中心'), ('association', '中介协会'), ('authority', '住建委')], max_length=20)),
                ('duty', models.CharField(choices=[('business', '业务人员'), ('system', '系统管理员'), ('security', '安全管理员'), ('audit', '审计管理员')], max_length=20)),
                ('phone', anju.core.crypto.EncryptedTextField(blank=True)),
                ('mail', anju.core.crypto.EncryptedTextField(blank=True)),
                ('must_choose_password', models.BooleanField(default=False)),
                ('failures', models.PositiveSmallIntegerField(default=0, help_text='wrong passwords and codes since the last sign-in')),
                ('status', models.CharField(choices=[('open', '在用'), ('locked', '已锁定'), ('closed', '已停用')], default='open', max_length=20)),
                ('opened_at', models.DateTimeField()),
                ('opened_by', models.CharField(max_length=80)),
                ('closed_at', models.DateTimeField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['office', 'user'], name='people_staffmember_of_office')],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['open', 'locked', 'closed'])), name='people_staffmember_status_is_known'), models.CheckConstraint(condition=models.Q(('duty__in', ['business', 'system', 'security', 'audit']), ('office__in', ['centre', 'association', 'authority'])), name='people_staffmember_is_known'), models.CheckConstraint(condition=models.Q(('status', 'closed'), ('closed_at__isnull', True), _connector='XOR'), name='people_staffmember_closed_when'), models.UniqueConstraint(fields=('user', 'office', 'duty'), name='people_staffmember_of_powers')],
            },
        ),
        migrations.CreateModel(
            name='Posting',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('status', models.CharField(choices=[('proposed', '待核准'), ('in_force', '已生效'), ('refused', '未核准'), ('ended', '已撤销')], default='proposed', max_length=20)),
                ('proposed_at', models.DateTimeField()),
                ('decided_at', models.DateTimeField(null=True)),
                ('post', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='people.post')),
                ('decider', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staffmember')),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='postings', to='people.staffmember')),
                ('proposer', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.staffmember')),
            ],
        ),
        migrations.CreateModel(
            name='StaffPower',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('office', models.CharField(choices=[('centre', '资金中心'), ('association', '中介协会'), ('authority', '住建委')], max_length=20)),
                ('duty', models.CharField(choices=[('business', '业务人员'), ('system', '系统管理员'), ('security', '安全管理员'), ('audit', '审计管理员')], max_length=20)),
                ('power', models.CharField(choices=[('lease.import', '导入备案合同'), ('bank.read', '查看银行流水'), ('bank.match', '认领银行流水'), ('bank.return', '退回银行流水'), ('payout.make', '编制付款批次'), ('payout.check', '复核付款批次'), ('release.hold', '暂停和恢复划转'), ('account.check', '复核收款账户'), ('interest.read', '查看利息'), ('proof.read', '查看日终核对'), ('proof.close', '办理日终核对'), ('authority_order.enter', '录入主管部门退款决定'), ('authority_order.check', '复核主管部门退款决定'), ('dispute.mediate', '调解租押金纠纷'), ('dispute.approve', '复核最终退款方案'), ('home.verify', '办理房源核验'), ('home.object', '复核房源核验异议'), ('home.trouble', '处理房源核验问题单'), ('agency.enter', '录入机构备案'), ('agency.review', '审核机构备案'), ('credit.apply', '提出记分申请'), ('credit.review', '审核记分申请'), ('rule.keep', '维护记分标准'), ('list.keep', '办理红黑名单'), ('filing.enter', '录入合同备案'), ('filing.review', '审核合同备案'), ('parameter.keep', '维护系统参数'), ('user.keep', '管理用户'), ('security.keep', '核准用户权限'), ('audit.read', '查看审计记录')], max_length=40)),
                ('given_at', models.DateTimeField()),
                ('given_by', models.CharField(max_length=80)),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='powers', to='people.staffmember')),
                ('posting', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='powers', to='people.posting')),
            ],
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['proposed', 'in_force', 'refused', 'ended'])), name='people_posting_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('proposer', models.F('member')), _negated=True), models.Q(('decider__isnull', True), models.Q(models.Q(('decider', models.F('member')), _negated=True), models.Q(('decider', models.F('proposer')), _negated=True)), _connector='OR')), name='people_posting_by_two_others'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('status__in', ['in_force', 'refused']), _negated=True), models.Q(('decided_at__isnull', False), ('decider__isnull', False)), _connector='OR'), name='people_posting_decided_by_somebody'),
        ),
        migrations.AddConstraint(
            model_name='posting',
            constraint=models.UniqueConstraint(condition=models.Q(('status__in', ['proposed', 'in_force'])), fields=('member', 'post'), name='people_posting_once'),
        ),
        migrations.AddIndex(
            model_name='staffpower',
            index=models.Index(fields=['power', 'office'], name='people_staffpower_of_office'),
        ),
        migrations.AddConstraint(
            model_name='staffpower',
            constraint=models.UniqueConstraint(fields=('member', 'power', 'posting'), name='people_staffpower_once', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='staffpower',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('duty', 'business'), ('office', 'centre'), ('power__in', ['account.check', 'authority_order.check', 'authority_order.enter', 'bank.match', 'bank.read', 'bank.return', 'interest.read', 'lease.import', 'payout.check', 'payout.make', 'proof.close', 'proof.read', 'release.hold'])), models.Q(('duty', 'system'), ('office', 'centre'), ('power__in', ['user.keep'])), models.Q(('duty', 'security'), ('office', 'centre'), ('power__in', ['security.keep'])), models.Q(('duty', 'audit'), ('office', 'centre'), ('power__in', ['audit.read'])), models.Q(('duty', 'business'), ('office', 'association'), ('power__in', ['dispute.approve', 'dispute.mediate'])), models.Q(('duty', 'system'), ('office', 'association'), ('power__in', ['user.keep'])), models.Q(('duty', 'security'), ('office', 'association'), ('power__in', ['security.keep'])), models.Q(('duty', 'audit'), ('office', 'association'), ('power__in', ['audit.read'])), models.Q(('duty', 'business'), ('office', 'authority'), ('power__in', ['agency.enter', 'agency.review', 'credit.apply', 'credit.review', 'filing.enter', 'filing.review', 'home.object', 'home.trouble', 'home.verify', 'list.keep', 'parameter.keep', 'rule.keep'])), models.Q(('duty', 'system'), ('office', 'authority'), ('power__in', ['user.keep'])), models.Q(('duty', 'security'), ('office', 'authority'), ('power__in', ['security.keep'])), models.Q(('duty', 'audit'), ('office', 'authority'), ('power__in', ['audit.read'])), _connector='OR'), name='people_staffpower_of_its_duty'),
        ),
        # Dropped with the tables themselves, so there is nothing to take back.
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
