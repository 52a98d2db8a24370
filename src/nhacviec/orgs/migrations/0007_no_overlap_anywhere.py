"""No two parent links of a hierarchy, memberships of a person or names of an organisation overlap, on both engines.

PostgreSQL has exclusion constraints (0004 made those of links and memberships), SQLite triggers that do the same. When
SQLite rebuilds a table for a later migration its triggers go with the old one: such a migration makes them anew with
`make_triggers`, and tests/orgs/test_no_overlap.py fails if it was forgotten.
"""

from django.db import migrations

# table, columns that must be equal
OVERLAPS = (
    ("orgs_parentlink", ("child_id", "hierarchy")),
    ("orgs_membership", ("person_id",)),
    ("orgs_organisationname", ("organisation_id",)),
)
_TRIGGER = """
CREATE TRIGGER {table}_no_overlap_{verb} BEFORE {event} ON {table}
WHEN EXISTS (
  SELECT 1 FROM {table} o WHERE {same} AND o.id IS NOT {own}
  AND (o.valid_until IS NULL OR o.valid_until > NEW.valid_from)
  AND (NEW.valid_until IS NULL OR NEW.valid_until > o.valid_from)
)
BEGIN SELECT RAISE(ABORT, 'constraint failed: {table}_no_overlap'); END
"""


def make_triggers(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    for table, columns in OVERLAPS:
        same = " AND ".join(f"o.{name} = NEW.{name}" for name in columns)
        watched = ", ".join((*columns, "valid_from", "valid_until"))
        for verb, event, own in (
            ("insert", "INSERT", "NULL"),
            ("update", f"UPDATE OF {watched}", "NEW.id"),
        ):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_overlap_{verb}")
            schema_editor.execute(_TRIGGER.format(table=table, verb=verb, event=event, same=same, own=own))


def drop_triggers(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        return
    for table, _columns in OVERLAPS:
        for verb in ("insert", "update"):
            schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_overlap_{verb}")


def add_names(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute(
            "ALTER TABLE orgs_organisationname ADD CONSTRAINT orgs_organisationname_no_overlap EXCLUDE USING gist "
            "(organisation_id WITH =, daterange(valid_from, valid_until) WITH &&)"
        )


def drop_names(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        schema_editor.execute("ALTER TABLE orgs_organisationname DROP CONSTRAINT orgs_organisationname_no_overlap")


class Migration(migrations.Migration):
    dependencies = [("orgs", "0006_handovers")]

    operations = [
        migrations.RunPython(make_triggers, drop_triggers, elidable=False),
        migrations.RunPython(add_names, drop_names, elidable=False),
    ]
