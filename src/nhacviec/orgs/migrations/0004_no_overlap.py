"""PostgreSQL: no two parent links of one hierarchy and no two memberships of one person overlap.

SQLite has no exclusion constraint; there the action alone sees to it, beside the unique open row of 0001.
"""

from django.db import migrations

ADD = (
    "CREATE EXTENSION IF NOT EXISTS btree_gist",
    "ALTER TABLE orgs_parentlink ADD CONSTRAINT orgs_parentlink_no_overlap EXCLUDE USING gist "
    "(child_id WITH =, hierarchy WITH =, daterange(valid_from, valid_until) WITH &&)",
    "ALTER TABLE orgs_membership ADD CONSTRAINT orgs_membership_no_overlap EXCLUDE USING gist "
    "(person_id WITH =, daterange(valid_from, valid_until) WITH &&)",
)
DROP = (
    "ALTER TABLE orgs_membership DROP CONSTRAINT orgs_membership_no_overlap",
    "ALTER TABLE orgs_parentlink DROP CONSTRAINT orgs_parentlink_no_overlap",
)


def add(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in ADD:
            schema_editor.execute(statement)


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        for statement in DROP:
            schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [("orgs", "0003_reading_log")]

    operations = [migrations.RunPython(add, drop, elidable=False)]
