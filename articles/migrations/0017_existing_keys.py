from itertools import islice

from django.db import migrations

from articles.mentions.keys import KEY_VERSION
from articles.mentions.registry import described
from articles.mentions.roles import titles
from articles.mentions.source import name_key, rows_of

ENTITIES = ["person", "organization", "event"]
BATCH = 500


def keep_keys(apps, schema_editor):
    """Store the keys of the names of all records, so that texts find them at once."""
    MentionKey = apps.get_model("articles", "MentionKey")
    longest = MentionKey._meta.get_field("text").max_length
    for kind in ENTITIES:
        records = apps.get_model("articles", kind).objects.filter(merged_into=None)
        rows = (
            MentionKey(
                key=row.key,
                kind=kind,
                record=record.pk,
                name=row.name,
                text=row.text,
                source=row.source,
                times=row.times,
                language=row.language,
                version=KEY_VERSION,
            )
            for record in records.order_by("pk").iterator(BATCH)
            for row in rows_of(described(record))
            if len(row.text) <= longest
        )
        _save(MentionKey, rows)
    positions = apps.get_model("articles", "Position").objects.filter(person__merged_into=None)
    rows = (
        MentionKey(
            key=name_key(text),
            kind="person",
            record=position.person_id,
            name=position.person.name,
            text=text,
            source="role",
            valid_from=position.valid_from,
            valid_until=position.valid_until,
            version=KEY_VERSION,
        )
        for position in positions.select_related("person", "organization").iterator(BATCH)
        for text in titles(position.title, _names(position.organization))
        if name_key(text) and len(text) <= longest
    )
    _save(MentionKey, rows)


def _names(body):
    return [body.name, body.short_name] if body else []


def _save(model, rows):
    while some := list(islice(rows, BATCH)):
        model.objects.bulk_create(some)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0016_name_words'),
    ]

    operations = [
        migrations.RunPython(keep_keys, migrations.RunPython.noop),
    ]
