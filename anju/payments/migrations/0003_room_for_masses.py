import django.contrib.postgres.indexes
import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payments', '0002_differences'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='bankentry',
            name='payments_bankentry_of_day',
        ),
        migrations.AlterField(
            model_name='bankentry',
            name='bank_account',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to='payments.bankaccount'),
        ),
        migrations.AlterField(
            model_name='bankentry',
            name='payment',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='entries', to='payments.payment'),
        ),
        migrations.AlterField(
            model_name='payment',
            name='bank_account',
            field=models.ForeignKey(db_constraint=False, db_index=False, on_delete=django.db.models.deletion.PROTECT, to='payments.bankaccount'),
        ),
        migrations.AlterField(
            model_name='payment',
            name='collection_code',
            field=models.CharField(max_length=32, null=True),
        ),
        migrations.AlterField(
            model_name='payment',
            name='no',
            field=models.CharField(max_length=32),
        ),
        migrations.AlterField(
            model_name='providernotification',
            name='notify_id',
            field=models.CharField(max_length=80),
        ),
        migrations.AlterField(
            model_name='providernotification',
            name='payment_no',
            field=models.CharField(max_length=64),
        ),
        migrations.AlterField(
            model_name='settlementline',
            name='settlement',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='payments.settlement'),
        ),
        migrations.AddIndex(
            model_name='bankentry',
            index=models.Index(condition=models.Q(('payment__isnull', False)), fields=['payment'], name='payments_bankentry_of_payment'),
        ),
        migrations.AddIndex(
            model_name='bankentry',
            index=django.contrib.postgres.indexes.BrinIndex(autosummarize=True, fields=['booked_at'], name='payments_bankentry_of_day', pages_per_range=32),
        ),
        migrations.AddIndex(
            model_name='providernotification',
            index=models.Index(fields=['payment_no'], name='payments_notification_of'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(fields=('no',), name='payments_payment_no_once'),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.UniqueConstraint(fields=('collection_code',), name='payments_payment_collection_code_once'),
        ),
        migrations.AddConstraint(
            model_name='providernotification',
            constraint=models.UniqueConstraint(fields=('notify_id',), name='payments_notification_once'),
        ),
        # Room on each page for the next version of its rows, so that they need not move to another.
        *(
            migrations.RunSQL(f'ALTER TABLE {table} SET (fillfactor = 50)', f'ALTER TABLE {table} RESET (fillfactor)')
            for table in (
                'payments_payment', 'payments_bankentry', 'payments_providernotification', 'payments_settlementline',
            )
        ),
    ]
