import anju.core.crypto
import django.db.models.deletion
from django.db import migrations, models


POTS_FOR_INTEREST = """
    SELECT ledger_open_pots(array_agg('interest:' || bank), now()) FROM payments_bankaccount
"""


class Migration(migrations.Migration):

    """Payouts and their batches; banks that were opened before get the pot for the interest they credit."""

    dependencies = [
        ('ledger', '0001_first'),
        ('payments', '0005_credits_that_go_back'),
    ]

    operations = [
        migrations.RunSQL(POTS_FOR_INTEREST, migrations.RunSQL.noop),
        migrations.CreateModel(
            name='PayoutBatch',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('no', models.CharField(max_length=35, unique=True)),
                ('payout_count', models.PositiveIntegerField()),
                ('total_fen', models.BigIntegerField()),
                ('made_by', models.CharField(max_length=80)),
                ('made_at', models.DateTimeField()),
                ('checked_by', models.CharField(blank=True, max_length=80)),
                ('checked_at', models.DateTimeField(null=True)),
                ('because', models.CharField(blank=True, max_length=200)),
                ('sent_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('status', models.CharField(choices=[('open', '待复核'), ('approved', '待发送'), ('sent', '银行处理中'), ('finished', '已完成'), ('rejected', '已退回'), ('refused', '银行拒收')], default='open', max_length=20)),
                ('bank_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='payments.bankaccount')),
            ],
        ),
        migrations.CreateModel(
            name='Payout',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('no', models.CharField(max_length=35, unique=True)),
                ('key', models.CharField(max_length=80, unique=True)),
                ('amount_fen', models.BigIntegerField()),
                ('creditor_name', anju.core.crypto.EncryptedTextField()),
                ('creditor_account', anju.core.crypto.EncryptedTextField()),
                ('creditor_bank', models.CharField(blank=True, max_length=140)),
                ('text', models.CharField(blank=True, max_length=140)),
                ('purpose', models.CharField(max_length=20)),
                ('cause', models.CharField(max_length=80)),
                ('because', models.CharField(blank=True, max_length=200)),
                ('created_at', models.DateTimeField()),
                ('due_since', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('heeded', models.BooleanField(default=False)),
                ('status', models.CharField(choices=[('due', '待付款'), ('batched', '已编批'), ('sent', '银行处理中'), ('done', '已付款'), ('failed', '付款失败'), ('returned', '已退汇'), ('withdrawn', '已撤回')], default='due', max_length=20)),
                ('bank_account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, to='payments.bankaccount')),
                ('batch', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payouts', to='payments.payoutbatch')),
            ],
        ),
        migrations.AddIndex(
            model_name='payoutbatch',
            index=models.Index(condition=models.Q(('status__in', ['open', 'approved', 'sent'])), fields=['status', 'id'], name='payments_payoutbatch_to_do'),
        ),
        migrations.AddIndex(
            model_name='payoutbatch',
            index=models.Index(fields=['-made_at'], name='payments_payoutbatch_latest'),
        ),
        migrations.AddConstraint(
            model_name='payoutbatch',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['open', 'approved', 'sent', 'finished', 'rejected', 'refused'])), name='payments_payoutbatch_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='payoutbatch',
            constraint=models.CheckConstraint(condition=models.Q(('total_fen__gt', 0)), name='payments_payoutbatch_total_fen_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='payoutbatch',
            constraint=models.CheckConstraint(condition=models.Q(('payout_count__gt', 0)), name='payments_payoutbatch_payout_count_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='payoutbatch',
            constraint=models.CheckConstraint(condition=models.Q(('checked_by', models.F('made_by')), _negated=True), name='payments_payoutbatch_checked_by_another'),
        ),
        migrations.AddConstraint(
            model_name='payoutbatch',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('checked_at__isnull', True), ('checked_by', ''), ('status', 'open')), models.Q(models.Q(('status', 'open'), _negated=True), models.Q(('checked_by', ''), _negated=True), ('checked_at__isnull', False)), _connector='OR'), name='payments_payoutbatch_is_checked'),
        ),
        migrations.AddIndex(
            model_name='payout',
            index=models.Index(condition=models.Q(('status', 'due')), fields=['bank_account', 'id'], name='payments_payout_due'),
        ),
        migrations.AddIndex(
            model_name='payout',
            index=models.Index(condition=models.Q(('status', 'sent')), fields=['sent_at', 'id'], name='payments_payout_under_way'),
        ),
        migrations.AddIndex(
            model_name='payout',
            index=models.Index(condition=models.Q(('status__in', ['failed', 'returned'])), fields=['ended_at'], name='payments_payout_failures'),
        ),
        migrations.AddIndex(
            model_name='payout',
            index=models.Index(condition=models.Q(('heeded', False), ('status__in', ('done', 'failed', 'returned'))), fields=['purpose', 'id'], name='payments_payout_to_heed'),
        ),
        migrations.AddIndex(
            model_name='payout',
            index=models.Index(fields=['cause'], name='payments_payout_of_cause'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('status__in', ['due', 'batched', 'sent', 'done', 'failed', 'returned', 'withdrawn'])), name='payments_payout_status_is_known'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(('amount_fen__gt', 0)), name='payments_payout_amount_fen_is_positive'),
        ),
        migrations.AddConstraint(
            model_name='payout',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('batch__isnull', True), ('status__in', ['due', 'withdrawn'])), models.Q(models.Q(('status__in', ['due', 'withdrawn']), _negated=True), ('batch__isnull', False)), _connector='OR'), name='payments_payout_is_sent_in_a_batch'),
        ),
    ]
