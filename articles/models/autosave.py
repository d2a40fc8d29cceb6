from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Autosave(models.Model):
    """What somebody has written into the form of a post, new or not, and has not saved yet."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    post = models.ForeignKey(
        "articles.Post", on_delete=models.CASCADE, null=True, related_name="autosaves"
    )
    data = models.TextField(_("form data"))  # as the browser would send it
    saved_at = models.DateTimeField(_("kept"), auto_now=True)

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user", "post"],
                name="articles_autosave_of_a_post",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=models.Q(post__isnull=True),
                name="articles_autosave_of_a_new_post",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.post_id or 'new'}"
