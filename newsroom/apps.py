from django.contrib import admin
from django.contrib.admin.apps import AdminConfig


class NewsroomAdminConfig(AdminConfig):
    """Django's admin with our site in place of its default one."""

    default_site = "newsroom.desk.DeskSite"

    def ready(self):
        super().ready()
        # What runs in the background is no list of a newsroom's, and speaks English only.
        from django_tasks_db.models import DBTaskResult

        admin.site.unregister(DBTaskResult)
