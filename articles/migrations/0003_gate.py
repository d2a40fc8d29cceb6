from django.db import migrations, models

AGE_MARKS = [(0, "0+"), (6, "6+"), (12, "12+"), (16, "16+"), (18, "18+")]
IS_PAID = {
    "default": False,
    "help_text": "Readers see that it is an advertisement, and who paid.",
    "verbose_name": "paid material",
}
NAMED_MEANS_PAID = {
    "condition": models.Q(("advertiser", ""), ("is_paid", True), _connector="OR"),
    "violation_error_message": (
        "An advertiser is named: mark this as paid material, or clear the advertiser."
    ),
}


def mark_paid(apps, schema_editor):
    """Until now an advertiser was what made a post paid; editions carry it in their documents."""
    Post = apps.get_model("articles", "Post")
    Edition = apps.get_model("articles", "Edition")
    Post.objects.exclude(advertiser="").update(is_paid=True)
    for edition in Edition.objects.only("advertiser", "card", "document").iterator(500):
        edition.is_paid = bool(edition.advertiser)
        for prepared in (edition.card, edition.document):
            prepared["is_paid"] = edition.is_paid
        edition.save(update_fields=["is_paid", "card", "document"])


class Migration(migrations.Migration):
    dependencies = [("articles", "0002_groups")]

    operations = [
        migrations.AddField("edition", "is_paid", models.BooleanField(**IS_PAID)),
        migrations.AddField("post", "is_paid", models.BooleanField(**IS_PAID)),
        migrations.AlterField(
            "edition",
            "age_mark",
            models.PositiveSmallIntegerField(choices=AGE_MARKS, verbose_name="age mark"),
        ),
        migrations.AlterField(
            "post",
            "age_mark",
            models.PositiveSmallIntegerField(
                blank=True, choices=AGE_MARKS, null=True, verbose_name="age mark"
            ),
        ),
        migrations.RunPython(mark_paid, migrations.RunPython.noop),
        migrations.AddConstraint(
            "edition",
            models.CheckConstraint(
                name="articles_edition_advertiser_has_paid", **NAMED_MEANS_PAID
            ),
        ),
        migrations.AddConstraint(
            "edition",
            models.CheckConstraint(
                name="articles_edition_paid_has_advertiser",
                condition=models.Q(
                    ("is_paid", False), models.Q(("advertiser", ""), _negated=True), _connector="OR"
                ),
            ),
        ),
        migrations.AddConstraint(
            "post",
            models.CheckConstraint(name="articles_post_advertiser_has_paid", **NAMED_MEANS_PAID),
        ),
    ]
