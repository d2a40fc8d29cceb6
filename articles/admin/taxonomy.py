from django.contrib import admin
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from articles import aliases
from articles.models import Section, Tag, make_slug
from articles.noting import note_change

from .base import DeskAdmin, DeskForm


class TermForm(DeskForm):
    def clean_aliases(self):
        text = aliases.tidy(self.cleaned_data["aliases"])
        if lost := [line for line in text.splitlines() if not aliases.parse(line)[0]]:
            message = _("Write the code of its language before the name: %s")
            raise ValidationError(message % ", ".join(lost))
        return text

    def clean(self):
        super().clean()
        name, slug = self.cleaned_data.get("name"), self.cleaned_data.get("slug")
        if name and slug == "" and not make_slug(name):
            self.add_error("slug", _("Write the address in Latin letters."))


class TermAdmin(DeskAdmin):
    form = TermForm

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        note_change(obj)


@admin.register(Section)
class SectionAdmin(TermAdmin):
    in_editions = ("section",)
    list_display = ["name", "slug", "position"]
    search_fields = ["name", "slug"]
    fields = ["name", "aliases", "slug", "description", "position"]


@admin.register(Tag)
class TagAdmin(TermAdmin):
    in_editions = ("tags",)
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    fields = ["name", "aliases", "slug"]
