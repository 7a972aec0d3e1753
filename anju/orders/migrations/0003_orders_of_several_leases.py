import django.db.models.deletion
from django.db import migrations, models

BANK_OF_THE_LEASE = """
    UPDATE orders_order AS placed SET bank_account_id = lease.bank_account_id
    FROM contracts_lease AS lease WHERE lease.id = placed.lease_id
"""


class Migration(migrations.Migration):
    dependencies = [
        ("contracts", "0002_imports"),
        ("orders", "0002_room_for_masses"),
        ("payments", "0001_first"),
        ("people", "0001_first"),
    ]

    operations = [
        migrations.AddField(
            model_name="order",
            name="bank_account",
            field=models.ForeignKey(
                to="payments.bankaccount",
                on_delete=django.db.models.deletion.PROTECT,
                null=True,
                db_constraint=False,
                db_index=False,
            ),
        ),
        migrations.RunSQL(BANK_OF_THE_LEASE, migrations.RunSQL.noop),
        migrations.AlterField(
            model_name="order",
            name="bank_account",
            field=models.ForeignKey(
                to="payments.bankaccount",
                on_delete=django.db.models.deletion.PROTECT,
                db_constraint=False,
                db_index=False,
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="lease",
            field=models.ForeignKey(
                to="contracts.lease",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                null=True,
                db_index=False,
            ),
        ),
        migrations.AlterField(
            model_name="order",
            name="kind",
            field=models.CharField(
                choices=[("tenant", "承租人缴纳订单"), ("enterprise", "企业代缴订单")],
                default="tenant",
                max_length=20,
            ),
        ),
        migrations.AddIndex(
            model_name="order",
            index=models.Index(
                fields=["organisation", "-id"],
                condition=models.Q(("lease__isnull", True)),
                name="orders_order_of_several_leases",
            ),
        ),
        migrations.AddConstraint(
            model_name="order",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "tenant"), ("lease__isnull", False)),
                    models.Q(("lease__isnull", True), ("organisation__isnull", False)),
                    _connector="OR",
                ),
                name="orders_order_several_leases_only_by_organisations",
            ),
        ),
    ]
