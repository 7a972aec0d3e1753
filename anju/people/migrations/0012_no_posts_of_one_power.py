"""What `StaffPost` held stands in `StaffPower` now."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("people", "0011_posts_and_members")]

    operations = [migrations.DeleteModel(name="StaffPost")]
