"""The page of a post, but for what stands around every page.

By hand, like the cards of a list: as a template it cost more than all queries of the page.
"""

from html import escape

from django import template
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import images
from articles.templatetags.boxes import named_boxes
from articles.templatetags.site import joined, moment, share_links, url_of

register = template.Library()

LONG_HEADLINE = 100  # letters
SIZES = (
    "(min-width: 120rem) calc(26.25vw + 10.5rem), (min-width: 45rem) 42rem, calc(100vw - 2.5rem)"
)
LEAD_SIZES = (
    "(min-width: 120rem) calc(37.5vw + 15rem), (min-width: 64rem) 60rem, calc(100vw - 2.5rem)"
)


@register.simple_tag(takes_context=True)
def story_head(context: dict) -> SafeString:
    """Return what a post opens with: what it is, headline, lead, makers, dates."""
    post = context["post"]
    headline = escape(post["headline"])
    css_class = ' class="long"' if len(post["headline"]) > LONG_HEADLINE else ""
    parts = [
        _kicker(context, post),
        _paid(post) if post["is_paid"] else "",
        f"<h1{css_class}>{headline}</h1>",
        f'<p class="lead">{escape(post["lead"])}</p>',
        _bylines(context["bylines"]) if context["bylines"] else "",
        _translations(context["menu"]["languages"]) if context.get("translations") else "",
        _dateline(context, context["edition"]),
    ]
    return joined(parts)


def figure(
    image: dict, caption: str, css_class: str = "picture", sizes: str = SIZES, eager: bool = False
) -> SafeString:
    """Return an image of a post with its caption, credit and licence."""
    picture = images.picture(image, sizes=sizes, eager=eager)
    credit = [
        f"<span>{escape(image['credit'])}</span>" if image["credit"] else "",
        "".join([_link(fact) for fact in image["credited"]]),
        f"<span>{escape(image['licence'])}</span>" if image["licence"] else "",
    ]
    return mark_safe(
        f'<figure class="{css_class}">\n{picture}\n<figcaption>\n{conditional_escape(caption)}\n'
        f'<span class="credit quiet">\n{joined(credit)}\n</span>\n</figcaption>\n</figure>'
    )


@register.simple_tag
def lead_figure(image: dict) -> SafeString:
    """Return the image a post opens with."""
    return figure(image, image["caption"], "lead-image", LEAD_SIZES, eager=True)


@register.simple_tag(takes_context=True)
def story_foot(context: dict) -> SafeString:
    """Return what stands under a post: whom it names, and its tags."""
    named, tags = context["named"], context["tags"]
    return joined([_named(context, named) if named else "", _tags(tags) if tags else ""])


@register.simple_tag(takes_context=True)
def story_links(context: dict) -> SafeString:
    """Return where to tell others of a post, and where it is as it was before."""
    post, previous = context["post"], context["previous"]
    heading = escape(_("Share"))
    share = (
        f'<nav class="share" aria-labelledby="share">\n<h2 id="share">{heading}</h2>\n'
        f'<ul class="plain">{share_links(post["path"], post["headline"])}</ul>\n</nav>'
    )
    return joined([share, _previous(previous) if previous else ""])


def _kicker(context: dict, post: dict) -> str:
    section, reprint = context["section"], escape(_("Reprint"))
    parts = [
        _link(section) if section else "",
        f"<span>{escape(context['kind'])}</span>" if post["kind"] != "news" else "",
        f"<span>{reprint}</span>" if post["source_name"] else "",
        f'<span class="age">{post["age_mark"]:d}+</span>',
    ]
    return f'<p class="kicker">\n{joined(parts)}\n</p>'


def _paid(post: dict) -> str:
    words = _("Advertisement. %(advertiser)s") % {"advertiser": post["advertiser"]}
    erid = f". erid: {post['erid']}" if post["erid"] else ""
    return f'<p class="paid">\n{escape(words + erid)}\n</p>'


def _bylines(bylines: list[dict]) -> str:
    """Return the makers; a role is said once for all who had it."""
    items, last = [], None
    for row in bylines:
        role = "" if row["role"] == last else f'<span class="quiet">{escape(row["role"])}</span>'
        last = row["role"]
        name = f'<a rel="author" href="{escape(url_of(row))}">{escape(row["name"])}</a>'
        items.append(f"<li>\n{role} {name}\n</li>")
    return f'<ul class="bylines">\n{joined(items)}\n</ul>'


def _translations(languages: list[dict]) -> str:
    links = [
        f'<a href="{escape(item["path"])}" lang="{item["code"]}" hreflang="{item["code"]}">'
        f"{escape(item['name'])}</a>"
        for item in languages
        if item["is_same"] and not item["current"]
    ]
    words = escape(_("In other languages:"))
    return f'<p class="quiet translations">\n{words}\n{" ".join(links)}\n</p>'


def _dateline(context: dict, edition: dict) -> str:
    published = moment(edition["first_published_at"])
    words = _("This post was published on %(published)s") % {"published": published}
    updated = ""
    if edition["live_from"] != edition["first_published_at"]:
        updated = _updated(context, edition)
    reading = f"<span>{escape(context['reading_time'])}</span>"
    return f'<p class="dateline">\n{joined([f"<span>{words}</span>", updated, reading])}\n</p>'


def _updated(context: dict, edition: dict) -> str:
    correction, previous = context["correction"], context["previous"]
    parts = [_("Updated on %(updated)s") % {"updated": moment(edition["live_from"])}]
    if correction:
        parts.append(f'· <a href="#correction">{escape(correction["label"])}</a>')
    if previous:
        words = escape(_("What was changed"))
        parts.append(f'· <a href="{escape(previous["last"])}#changes" rel="nofollow">{words}</a>')
    return f"<span>\n{joined(parts)}\n</span>"


def _named(context: dict, named: list[dict]) -> str:
    heading = escape(_("Named in this post"))
    return (
        '<section class="named" aria-labelledby="named">\n'
        f'<h2 id="named">{heading}</h2>\n<ul class="plain boxes">\n'
        f"{named_boxes(named, context['positions'])}\n</ul>\n</section>"
    )


def _tags(tags: list[dict]) -> str:
    label, items = escape(_("Tags")), joined([f"<li>\n{_link(tag)}\n</li>" for tag in tags])
    return f'<ul class="tags" aria-label="{label}">\n{items}\n</ul>'


def _previous(previous: dict) -> str:
    words = _("Previous editions: %(count)s") % {"count": previous["count"]}
    path = escape(previous["all"])
    return f'<p class="previous">\n<a href="{path}" rel="nofollow">{escape(words)}</a>\n</p>'


def _link(fact: dict) -> str:
    return f'<a href="{escape(url_of(fact))}">{escape(fact["name"])}</a>'
