"""Words of people's names, indexed on both engines: the search asks for whole words in any order, the last may be begun.

PostgreSQL: trigrams of the folded name with a space at both ends. SQLite: a full-text table without content of its own,
kept by triggers; where SQLite was built without FTS5 the search reads the folded names one by one instead.
"""

from django.db import migrations

from nhacviec.orgs.models.words import FTS_TABLE, has_fts

PG = (
    "CREATE EXTENSION IF NOT EXISTS pg_trgm",
    "CREATE INDEX orgs_person_words ON orgs_person USING gin ((' ' || folded || ' ') gin_trgm_ops)",
)
PG_BACK = ("DROP INDEX IF EXISTS orgs_person_words",)
SQLITE = (
    f"CREATE VIRTUAL TABLE {FTS_TABLE} USING fts5(folded, content='orgs_person', content_rowid='id', "
    "tokenize='unicode61 remove_diacritics 0', prefix='1 2 3')",
    f"CREATE TRIGGER orgs_person_words_insert AFTER INSERT ON orgs_person BEGIN "
    f"INSERT INTO {FTS_TABLE}(rowid, folded) VALUES (new.id, new.folded); END",
    f"CREATE TRIGGER orgs_person_words_delete AFTER DELETE ON orgs_person BEGIN "
    f"INSERT INTO {FTS_TABLE}({FTS_TABLE}, rowid, folded) VALUES ('delete', old.id, old.folded); END",
    f"CREATE TRIGGER orgs_person_words_update AFTER UPDATE OF folded ON orgs_person BEGIN "
    f"INSERT INTO {FTS_TABLE}({FTS_TABLE}, rowid, folded) VALUES ('delete', old.id, old.folded); "
    f"INSERT INTO {FTS_TABLE}(rowid, folded) VALUES (new.id, new.folded); END",
    f"INSERT INTO {FTS_TABLE}({FTS_TABLE}) VALUES ('rebuild')",
)
SQLITE_BACK = (
    "DROP TRIGGER IF EXISTS orgs_person_words_insert",
    "DROP TRIGGER IF EXISTS orgs_person_words_delete",
    "DROP TRIGGER IF EXISTS orgs_person_words_update",
    f"DROP TABLE IF EXISTS {FTS_TABLE}",
)


def _run(schema_editor, on_postgresql, on_sqlite):
    vendor = schema_editor.connection.vendor
    statements = on_postgresql if vendor == "postgresql" else on_sqlite if vendor == "sqlite" and has_fts() else ()
    for statement in statements:
        schema_editor.execute(statement)


def add(apps, schema_editor):
    _run(schema_editor, PG, SQLITE)


def drop(apps, schema_editor):
    _run(schema_editor, PG_BACK, SQLITE_BACK)


class Migration(migrations.Migration):
    dependencies = [("orgs", "0008_reach")]

    operations = [migrations.RunPython(add, drop, elidable=False)]
