import django.db.models.deletion
from django.db import migrations, models

# The words stand once, in the table of rows; FTS5 keeps its index of them by triggers. Its plain
# tokenizer takes whatever is no ASCII for letters: the words are made by us.
SQLITE = [
    "CREATE VIRTUAL TABLE articles_search USING fts5("
    "words, content='articles_searchrow', content_rowid='key', tokenize='ascii')",
    "CREATE TRIGGER articles_search_added AFTER INSERT ON articles_searchrow BEGIN"
    " INSERT INTO articles_search (rowid, words) VALUES (new.key, new.words); END",
    "CREATE TRIGGER articles_search_removed AFTER DELETE ON articles_searchrow BEGIN"
    " INSERT INTO articles_search (articles_search, rowid, words)"
    " VALUES ('delete', old.key, old.words); END",
    "CREATE TRIGGER articles_search_changed AFTER UPDATE ON articles_searchrow BEGIN"
    " INSERT INTO articles_search (articles_search, rowid, words)"
    " VALUES ('delete', old.key, old.words);"
    " INSERT INTO articles_search (rowid, words) VALUES (new.key, new.words); END",
]
POSTGRESQL = [
    "ALTER TABLE articles_searchrow ALTER COLUMN words TYPE tsvector USING words::tsvector",
    "CREATE INDEX articles_searchrow_words ON articles_searchrow USING gin (words)",
    # In the order of letters' numbers, as SQLite has them: a beginning is a range.
    'ALTER TABLE articles_searchword ALTER COLUMN word TYPE varchar(40) COLLATE "C"',
    # So are the keys of names, which the search asks for by their beginnings too.
    'CREATE INDEX articles_mentionkey_search ON articles_mentionkey (key COLLATE "C", times DESC)',
]


def make_index(apps, schema_editor):
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRESQL:
        schema_editor.execute(statement)


def drop_index(apps, schema_editor):
    # Triggers and the index of words go with their table.
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TABLE articles_search")
    else:
        schema_editor.execute("DROP INDEX articles_mentionkey_search")


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0018_front'),
    ]

    operations = [
        migrations.CreateModel(
            name='SearchRow',
            fields=[
                ('key', models.BigIntegerField(primary_key=True, serialize=False)),
                ('edition', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='articles.edition')),
                ('words', models.TextField()),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.CreateModel(
            name='SearchWord',
            fields=[
                ('word', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('times', models.PositiveSmallIntegerField(default=1)),
            ],
            options={
                'default_permissions': (),
            },
        ),
        migrations.RunPython(make_index, drop_index),
    ]
