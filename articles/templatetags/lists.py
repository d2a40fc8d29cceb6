"""The ways through a list, by hand like what is in it."""

from html import escape

from django import template
from django.template.defaultfilters import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

register = template.Library()


@register.simple_tag(takes_context=True)
def pager(context: dict, at: str = "") -> SafeString:
    """Return the links to the first page of a list, and to the next one, where there are such.

    ``at`` is the address of the list, if that is not the page's.
    """
    older, is_first = context.get("older"), context.get("is_first", True)
    if is_first and not older:
        return SafeString()
    links, filters = [], escape(context.get("filters", ""))
    if not is_first:
        first = escape(context["request"].path) + (f"?{filters}" if filters else "")
        words = escape(_("To the beginning"))
        links.append(f'<a href="{first}" rel="first">{words}</a>')
    if older:
        words, others = escape(_("Further")), f"{filters}&amp;" if filters else ""
        href = f"{escape(at)}?{others}after={urlencode(older)}"
        links.append(f'<a href="{href}" rel="next">{words}</a>')
    label, lines = escape(_("Pages")), "\n".join(links)
    return mark_safe(f'<nav class="pager" aria-label="{label}">\n{lines}\n</nav>')
