from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _

from .search import teach_like_unicode


class ArticlesConfig(AppConfig):
    name = "articles"
    verbose_name = _("Newsroom")

    def ready(self):
        from . import checks  # noqa: F401  (registers itself)
        from .statistics import analyze_migrated

        connection_created.connect(teach_like_unicode)
        post_migrate.connect(analyze_migrated, sender=self)
