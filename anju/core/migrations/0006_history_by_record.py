"""History is only ever asked for by record: one index does for that and for the key."""

from django.db import migrations

BY_RECORD = """
ALTER TABLE core_event DROP CONSTRAINT core_event_key;
DROP INDEX core_event_of_record;
ALTER TABLE core_event ADD CONSTRAINT core_event_key PRIMARY KEY (kind, record_id, id, at);
"""
BY_ID = """
ALTER TABLE core_event DROP CONSTRAINT core_event_key;
ALTER TABLE core_event ADD CONSTRAINT core_event_key PRIMARY KEY (id, at);
CREATE INDEX core_event_of_record ON core_event (kind, record_id);
"""


class Migration(migrations.Migration):
    dependencies = [("core", "0005_first_calendars")]

    operations = [
        migrations.SeparateDatabaseAndState(
            database_operations=[migrations.RunSQL(BY_RECORD, BY_ID)],
            state_operations=[migrations.RemoveIndex("event", "core_event_of_record")],
        )
    ]
