from django.contrib.admin import AdminSite
from django.utils.translation import gettext_lazy as _


class DeskSite(AdminSite):
    """Django's admin as the desk."""

    site_title = _("Newsroom")
    site_header = _("Newsroom")
    index_title = _("Desk")
