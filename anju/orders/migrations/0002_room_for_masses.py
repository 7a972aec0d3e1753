import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contracts', '0002_imports'),
        ('orders', '0001_first'),
        ('payments', '0003_room_for_masses'),
        ('people', '0002_api_keys'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='order',
            name='orders_order_expiring',
        ),
        migrations.AlterField(
            model_name='order',
            name='lease',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contracts.lease'),
        ),
        migrations.AlterField(
            model_name='order',
            name='no',
            field=models.CharField(max_length=32),
        ),
        migrations.AlterField(
            model_name='order',
            name='organisation',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation'),
        ),
        migrations.AlterField(
            model_name='order',
            name='payment',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='payments.payment'),
        ),
        migrations.AlterField(
            model_name='order',
            name='person',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.person'),
        ),
        migrations.AddIndex(
            model_name='order',
            index=models.Index(condition=models.Q(('expires_at__isnull', False)), fields=['expires_at'], name='orders_order_with_an_end'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.UniqueConstraint(fields=('no',), name='orders_order_no_once'),
        ),
        # Room on each page for the next version of its rows, so that they need not move to another.
        migrations.RunSQL('ALTER TABLE orders_order SET (fillfactor = 50)', 'ALTER TABLE orders_order RESET (fillfactor)'),
    ]
