from django.db import migrations

# Asks a question for ids, and answers it by bitmaps of indexes alone. The planner guesses how many rows have several
# words as if the words had nothing to do with each other; guessing wrong, it would read the whole table.
BY_INDEX = """
CREATE FUNCTION core_by_index(question text) RETURNS SETOF bigint LANGUAGE plpgsql STABLE
    SET enable_seqscan = off SET enable_indexscan = off SET enable_indexonlyscan = off AS $$
BEGIN
    RETURN QUERY EXECUTE question;
END
$$;
"""


class Migration(migrations.Migration):

    dependencies = [
        ('core', '0008_looks_at_personal_data'),
    ]

    operations = [
        migrations.RunSQL(BY_INDEX, "DROP FUNCTION core_by_index(text)"),
    ]
