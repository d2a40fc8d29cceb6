from datetime import datetime

from django import forms
from django.contrib.admin.widgets import AdminSplitDateTime, AdminTextareaWidget
from django.core.exceptions import ValidationError
from django.forms.models import BaseInlineFormSet
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from articles.admin.base import DeskForm
from articles.gate import HEADLINE_LENGTH, blockers
from articles.models import Edition, Post, Revision, Section, State, make_slug

from .autosave import BUTTON
from .body import BodyField
from .decisions import DecisionsField
from .merge import Stale, stale
from .pills import few_choices
from .steps import DOORS, pressed, steps


class PostForm(DeskForm):
    """A working copy, with what must be known to bring it a step further.

    Blockers are this form's errors, so that nothing is saved and nothing typed is lost.
    """

    may_publish = False  # the admin sets them for each request
    may_note = False

    # The revision the form was opened on: whoever saves on an older one writes over nothing.
    revision = forms.CharField(required=False, widget=forms.HiddenInput)
    decided = DecisionsField(label=_("Names decided on"), required=False)

    body = BodyField()
    publish_at = forms.SplitDateTimeField(
        label=_("Publish at"),
        required=False,
        widget=AdminSplitDateTime,
        help_text=_("The words as they stand now open to readers at this time."),
    )
    correction = forms.CharField(
        label=_("What was wrong"),
        required=False,
        max_length=2000,
        widget=AdminTextareaWidget(attrs={"rows": 5}),
        help_text=_("Readers see this note on the page, in the feeds and among the corrections."),
    )
    correction_kind = forms.ChoiceField(
        label=_("Kind of correction"),
        required=False,
        choices=Edition.CorrectionKind.choices,
    )
    correction_place = forms.ChoiceField(
        label=_("Place of the correction"),
        required=False,
        choices=Edition.CorrectionPlace.choices,
    )

    note = forms.CharField(
        label=_("Add a note"),
        required=False,
        max_length=2000,
        widget=AdminTextareaWidget(attrs={"rows": 3}),
        help_text=_("For the desk alone. It goes with the save and cannot be changed after it."),
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.was_live = getattr(self.instance, "was_live", False)
        self.may = steps(self.instance, may_publish=self.may_publish)
        self._dress()
        if self.instance.pk:
            last = self.instance.revisions.first()
            self.initial["revision"] = str(last.number) if last else ""
        # Before validation, because the bylines are merged by a formset of their own.
        self.instance.stale = self._others_saved() if self.is_bound else None
        if not self.may_publish:
            del self.fields["publish_at"]
        if "_correct" not in self.may:
            for name in ("correction", "correction_kind", "correction_place"):
                del self.fields[name]

    @property
    def step(self) -> str | None:
        """The button pressed, if it is one of ours."""
        return next(iter(pressed(self.data)), None)

    @property
    def door(self) -> str | None:
        """The button pressed, if it leads to readers."""
        return next((name for name in DOORS if name in self.data), None)

    def clean(self):
        self._take_time_of_button()
        super().clean()
        self._keep_to_one_line("headline")
        self._merge()
        self._fill_slug()
        self._refuse_what_is_not_next()
        if self.door == "_schedule":
            self._check_time()
        elif "_preview" not in self.data:
            self._refuse_what_would_be_lost()
        self._ask_for_notes()

    def _post_clean(self):
        super()._post_clean()
        if not self.door:
            return
        at = self.cleaned_data.get("publish_at")
        for name, reasons in blockers(self.instance, at).items():
            # The slug comes from the headline: one message is enough.
            is_told = name in self.errors or (name == "slug" and "headline" in self.errors)
            if not is_told:
                self.add_error(name, reasons)

    def _dress(self) -> None:
        """Give the fields the shape in which they are quickest to fill."""
        if headline := self.fields.get("headline"):
            # It wraps on any screen; a line of input would hide the end of a long one.
            headline.widget = AdminTextareaWidget(
                attrs={
                    "class": "vTextField",
                    "rows": 1,
                    "maxlength": headline.max_length,
                    "data-mark": HEADLINE_LENGTH,
                }
            )
        if section := self.fields.get("section"):
            names = [(each.pk, each.name) for each in Section.objects.all()]
            section.widget = few_choices(names, section.label)
        if age_mark := self.fields.get("age_mark"):
            age_mark.widget = few_choices(Post.AgeMark.choices, age_mark.label)

    def _others_saved(self) -> Stale | None:
        """Return what others have saved since the form was opened."""
        self.out_of_date = False
        try:
            return stale(self.instance, self.data.get(self.add_prefix("revision"), ""))
        except Revision.DoesNotExist:
            self.out_of_date = True
            return None

    def _merge(self) -> None:
        if BUTTON in self.data:
            message = _("This is what you wrote. It is not saved yet: look it through and save.")
            self.add_error(None, message)
        if self.out_of_date:
            message = _("This form is out of date. Copy what you wrote and open the post again.")
            self.add_error(None, message)
        elif self.instance.stale:
            self.instance.stale.merge(self)

    def _keep_to_one_line(self, name: str) -> None:
        if name in self.cleaned_data:
            self.cleaned_data[name] = " ".join(self.cleaned_data[name].splitlines()).strip()

    def _fill_slug(self) -> None:
        slug = self.cleaned_data.get("slug")
        follows = not self.was_live and slug == make_slug(self.instance.headline)
        if slug == "" or follows:
            self.cleaned_data["slug"] = make_slug(self.cleaned_data.get("headline", ""))

    def _refuse_what_is_not_next(self) -> None:
        """The post may have moved on since the bar was drawn; what was typed stays in the form."""
        if set(pressed(self.data)) <= set(self.may):
            return
        state = State(getattr(self.instance, "state", State.DRAFT)).label
        message = _(
            "This cannot be done with the post as it stands: %(state)s. Nothing is saved; what "
            "you wrote stands here, and the buttons show what can be done now."
        )
        self.add_error(None, message % {"state": state})

    def _take_time_of_button(self) -> None:
        """A quick choice carries its time itself."""
        value = self.data.get("_schedule", "")
        if "publish_at" not in self.fields or value in ("", "1"):
            return
        self.errors.pop("publish_at", None)
        at = _moment(value)
        self.cleaned_data["publish_at"] = at
        if at is None:
            self.add_error("publish_at", _("Say when readers shall see it."))

    def _check_time(self) -> None:
        at = self.cleaned_data.get("publish_at")
        if at is None:
            if "publish_at" not in self.errors:
                self.add_error("publish_at", _("Say when readers shall see it."))
        elif at <= timezone.now():
            self.add_error("publish_at", _("This time is past. Write a later one."))

    def _refuse_what_would_be_lost(self) -> None:
        if self.cleaned_data.get("publish_at"):
            message = _("A time is set: press “Schedule”, or clear it.")
            self.add_error("publish_at", message)
        if self.cleaned_data.get("correction") and not self.door:
            message = _("Readers get this note with “Publish correction” only, or clear the note.")
            self.add_error("correction", message)

    def _ask_for_notes(self) -> None:
        if self.door == "_correct":
            message = _("Tell readers what was wrong: a correction is published with its note.")
            self._require("correction", message)
        if self.step == "_return" and self.may_note:
            message = _("Write what is to be done: the post goes back with your note.")
            self._require("note", message)

    def _require(self, name: str, message: str) -> None:
        if name in self.fields and name not in self.errors and not self.cleaned_data.get(name):
            self.add_error(name, message)


class BylineFormSet(BaseInlineFormSet):
    lost = ""

    def __init__(self, data=None, files=None, instance=None, **kwargs):
        if data is not None and (found := getattr(instance, "stale", None)):
            prefix = self.get_default_prefix()
            data, self.lost = found.merge_bylines(instance, data, prefix)
        super().__init__(data, files, instance, **kwargs)

    def clean(self):
        super().clean()
        if self.lost:
            message = _("Somebody else changed the bylines too; theirs stand here. Yours were: %s")
            raise ValidationError(message % self.lost.replace("\n", ", "))
        for order, form in enumerate(self.forms, start=1):
            if not getattr(form, "cleaned_data", {}).get("position"):
                form.instance.position = order


def _moment(value: str) -> datetime | None:
    """Return the time a button carries; None for anything else somebody may have sent."""
    try:
        at = parse_datetime(value)
    except ValueError:
        return None
    return at if at and timezone.is_aware(at) else None
