"""Few choices stand open and are set with one press; many are a list."""

from django import forms

MOST = 16  # more would be a wall


class Pills(forms.RadioSelect):
    """Radio buttons as a row of pills; a group with a name, for those who do not see it."""

    template_name = "admin/widgets/pills.html"

    def __init__(self, *, label: str, **kwargs) -> None:
        super().__init__(**kwargs)
        self.label = label

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"]["label"] = self.label
        return context


def few_choices(choices: list[tuple], label: str) -> forms.Widget:
    """Return the widget for a field with these choices."""
    if len(choices) <= MOST:
        return Pills(label=label, choices=choices)
    return forms.Select(choices=[("", "—"), *choices])
