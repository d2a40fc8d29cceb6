import django.db.models.deletion
from django.conf import settings
from django.contrib.auth.management import create_permissions
from django.db import migrations, models


def let_everybody_write_notes(apps, schema_editor):
    """Give the three groups the new notes, to read and to add."""
    config = apps.get_app_config("articles")
    config.models_module = True  # permissions are otherwise made only after all migrations
    create_permissions(config, apps=apps, verbosity=0, using=schema_editor.connection.alias)
    config.models_module = None
    Permission = apps.get_model("auth", "Permission")
    of_notes = Permission.objects.filter(
        content_type__app_label="articles", codename__in=["add_note", "view_note"]
    )
    groups = apps.get_model("auth", "Group").objects
    for group in groups.filter(name__in=["reporter", "editor", "chief editor"]):
        group.permissions.add(*of_notes)


class Migration(migrations.Migration):

    dependencies = [
        ('articles', '0002_groups'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Note',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True, verbose_name='written')),
                ('text', models.TextField(max_length=2000, verbose_name='text')),
            ],
            options={
                'verbose_name': 'note',
                'verbose_name_plural': 'notes',
                'ordering': ['id'],
                'default_permissions': ['add', 'view'],
            },
        ),
        migrations.AddField(
            model_name='post',
            name='assignee',
            field=models.ForeignKey(blank=True, limit_choices_to={'is_active': True, 'is_staff': True}, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='assigned to'),
        ),
        migrations.AddField(
            model_name='post',
            name='due_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='due'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['stage', 'updated_at'], name='articles_post_by_stage'),
        ),
        migrations.AddIndex(
            model_name='post',
            index=models.Index(fields=['due_at'], name='articles_post_by_due_time'),
        ),
        migrations.AddField(
            model_name='note',
            name='author',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='author'),
        ),
        migrations.AddField(
            model_name='note',
            name='post',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='articles.post', verbose_name='post'),
        ),
        migrations.AddIndex(
            model_name='event',
            index=models.Index(condition=models.Q(('status', 'planned')), fields=['start_date', 'id'], name='articles_event_planned'),
        ),
        migrations.AddIndex(
            model_name='image',
            index=models.Index(condition=models.Q(('credit', ''), ('alt_text', ''), _connector='OR'), fields=['created_at', 'id'], name='articles_image_incomplete'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(condition=models.Q(('biography', ''), ('is_published', True)), fields=['updated_at', 'id'], name='articles_person_incomplete'),
        ),
        migrations.RunPython(let_everybody_write_notes, migrations.RunPython.noop),
    ]
