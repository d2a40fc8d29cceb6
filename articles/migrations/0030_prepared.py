from django.db import migrations, models

import articles.models.edition


class Migration(migrations.Migration):

    dependencies = [
        ("articles", "0029_webhooks"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="edition",
            index=models.Index(
                fields=["id", "live_from", "live_until"], name="articles_edition_lives"
            ),
        ),
        migrations.AddIndex(
            model_name="mention",
            index=models.Index(
                fields=["edition", "person", "organization"], name="articles_mention_together"
            ),
        ),
        migrations.AddIndex(
            model_name="event",
            index=models.Index(
                condition=models.Q(("end_date__isnull", False)),
                fields=["end_date", "id"],
                name="articles_event_by_end",
            ),
        ),
        # No column becomes another: SQLite would copy the whole table for it.
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.AlterField(
                    model_name="edition",
                    name=name,
                    field=models.JSONField(
                        default=dict,
                        editable=False,
                        encoder=articles.models.edition.PreparedEncoder,
                    ),
                )
                for name in ("card", "document")
            ]
        ),
    ]
