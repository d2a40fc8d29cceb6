from datetime import UTC, datetime

from django.db import migrations, models
from django.db.models import OuterRef, Subquery

FIELD = "articles.editionbyline.person"


def fill(apps, schema_editor):
    """Give bylines the date of their edition, those too that a merge keeps to be undone."""
    Edition = apps.get_model("articles", "Edition")
    dated = Edition.objects.filter(pk=OuterRef("edition")).values("first_published_at")
    apps.get_model("articles", "EditionByline").objects.update(first_published_at=Subquery(dated))
    for merge in apps.get_model("articles", "Merge").objects.filter(kind="person", undone_at=None):
        dropped = merge.moved["rows"].get(FIELD, {}).get("dropped", [])
        dates = dict(
            Edition.objects.filter(pk__in=[row["edition_id"] for row in dropped]).values_list(
                "pk", "first_published_at"
            )
        )
        for row in dropped:
            row["first_published_at"] = dates.get(row["edition_id"])
        if dropped:
            merge.save(update_fields=["moved"])


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0033_list_keys"),
    ]

    operations = [
        migrations.AddField(
            model_name="editionbyline",
            name="first_published_at",
            field=models.DateTimeField(default=datetime(1970, 1, 1, tzinfo=UTC)),
            preserve_default=False,
        ),
        migrations.RunPython(fill, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="editionbyline",
            index=models.Index(
                fields=["person", "first_published_at", "edition"],
                name="articles_editionbyline_newest",
            ),
        ),
    ]
