from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """A picture credited to a person or an organization says whose it is."""

    dependencies = [("articles", "0007_preview_links")]

    operations = [
        migrations.RemoveIndex(model_name="image", name="articles_image_incomplete"),
        migrations.AddIndex(
            model_name="image",
            index=models.Index(
                condition=Q(alt_text="")
                | Q(credit="", credit_person=None, credit_organization=None),
                fields=["created_at", "id"],
                name="articles_image_incomplete",
            ),
        ),
    ]
