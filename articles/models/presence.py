from django.conf import settings
from django.db import models


class Presence(models.Model):
    """Somebody has the form of a post open; it says so every few seconds."""

    post = models.ForeignKey("articles.Post", on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    seen_at = models.DateTimeField()

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["post", "user"], name="articles_presence_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id}: {self.post_id}"
