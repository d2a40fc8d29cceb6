from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.contrib.auth import get_user_model
from django.db.models import Q

from articles.models import Post


class DeskAutocomplete(AutocompleteJsonView):
    """Django's, and the names of colleagues for those who may assign a post to them.

    Accounts are otherwise closed to them, so no more than the names is searched.
    """

    def has_perm(self, request, obj=None):
        if self._is_for_assignee():
            return request.user.has_perms(["articles.view_post", "articles.change_post"])
        return super().has_perm(request, obj)

    def get_queryset(self):
        if not self._is_for_assignee():
            return super().get_queryset()
        users = get_user_model().objects.complex_filter(self.source_field.get_limit_choices_to())
        for word in self.term.split():
            names = ("username", "first_name", "last_name")
            users = users.filter(
                Q(*((f"{name}__icontains", word) for name in names), _connector=Q.OR)
            )
        return users.order_by("username")

    def _is_for_assignee(self) -> bool:
        return self.source_field == Post._meta.get_field("assignee")
