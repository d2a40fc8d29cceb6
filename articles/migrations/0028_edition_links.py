import django.db.models.deletion
from django.db import migrations, models
from django.utils import timezone

from articles.documents import ids_in

BATCH = 500


def fill(apps, schema_editor):
    """Keep whom editions show without a mention or a byline: links and credits."""
    Edition = apps.get_model("articles", "Edition")
    last = 0
    while True:
        rows = Edition.objects.filter(pk__gt=last).order_by("pk")
        rows = rows.filter(models.Q(live_until=None) | models.Q(live_until__gt=timezone.now()))
        found = dict(rows.values_list("pk", "document")[:BATCH])
        if not found:
            break
        last = max(found)
        _keep(apps, found)


def _keep(apps, documents):
    EditionLink = apps.get_model("articles", "EditionLink")
    known = {pk: set() for pk in documents}
    for kind, model in [
        *((kind, "Mention") for kind in ("person", "organization", "event")),
        ("person", "EditionByline"),
    ]:
        rows = apps.get_model("articles", model).objects.filter(edition__in=list(documents))
        for edition, pk in rows.exclude(**{kind: None}).values_list("edition_id", f"{kind}_id"):
            known[edition].add((kind, pk))
    EditionLink.objects.bulk_create(
        EditionLink(edition_id=edition, kind=kind, record=record)
        for edition, document in documents.items()
        if document
        for kind, pks in ids_in([document]).items()
        if kind in {"person", "organization", "event"}
        for record in sorted(pks)
        if (kind, record) not in known[edition]
    )


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0027_changes"),
    ]

    operations = [
        migrations.CreateModel(
            name="EditionLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("kind", models.CharField(max_length=20)),
                ("record", models.PositiveBigIntegerField()),
                (
                    "edition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="articles.edition",
                    ),
                ),
            ],
            options={
                "default_permissions": (),
                "indexes": [
                    models.Index(fields=["kind", "record"], name="articles_editionlink_record")
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("edition", "kind", "record"), name="articles_editionlink_once"
                    )
                ],
            },
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
