from django.contrib.admin.apps import AdminConfig


class NewsroomAdminConfig(AdminConfig):
    """Django's admin with our site in place of its default one."""

    default_site = "newsroom.desk.DeskSite"
