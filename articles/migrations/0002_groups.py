from django.contrib.auth.management import create_permissions
from django.db import migrations

ENTITIES = ["person", "organization", "event"]

REPORTER = [
    *("add_post", "change_post", "view_post", "view_edition"),
    *("add_postbyline", "change_postbyline", "delete_postbyline", "view_postbyline"),
    # Published records are closed to those who cannot publish: their facts are live.
    *(f"{verb}_{kind}" for kind in ENTITIES for verb in ("add", "change", "view")),
    *("add_position", "change_position", "delete_position", "view_position"),
    *("add_image", "change_image", "view_image", "add_note", "view_note"),
    *("add_tag", "view_tag", "view_section"),
]
EDITOR = [
    *REPORTER,
    *("publish_post", "delete_post"),
    *(f"{verb}_{kind}" for kind in ENTITIES for verb in ("publish", "delete")),
    *("delete_image", "change_tag", "delete_tag"),
]


def make_groups(apps, schema_editor):
    """Make the three groups; the chief editor may do everything but manage users."""
    config = apps.get_app_config("articles")
    config.models_module = True  # permissions are otherwise made only after all migrations
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None
    Group = apps.get_model("auth", "Group")
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="articles"
    )
    for name, chosen in [
        ("reporter", permissions.filter(codename__in=REPORTER)),
        ("editor", permissions.filter(codename__in=EDITOR)),
        ("chief editor", permissions),
    ]:
        group, _created = Group.objects.get_or_create(name=name)
        group.permissions.add(*chosen)


class Migration(migrations.Migration):
    dependencies = [
        ("articles", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
