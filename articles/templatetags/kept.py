"""Parts of a page that are the same on many pages."""

from django import template
from django.template.base import FilterExpression, NodeList, Parser, Token
from django.template.context import Context

register = template.Library()

MOST = 500  # of one part, for each set of values


class KeptNode(template.Node):
    # No block stands in it, so whoever looks for blocks, as each page does, need not look here.
    child_nodelists = ()

    def __init__(self, nodelist: NodeList, values: list[FilterExpression]) -> None:
        self.nodelist = nodelist
        self.values = values
        self.made: dict[tuple, str] = {}

    def render(self, context: Context) -> str:
        key = tuple([value.resolve(context, ignore_failures=True) for value in self.values])
        found = self.made.get(key)
        if found is None:
            if len(self.made) >= MOST:
                self.made.clear()
            found = self.made[key] = self.nodelist.render(context)
        return found


@register.tag
def kept(parser: Parser, token: Token) -> KeptNode:
    """Render what stands up to {% endkept %} once in a process for each set of values.

    They must be all that it is made of, and hashable: {% kept language menu.version %}. No block
    may stand in it, for that is another in each template.
    """
    values = [parser.compile_filter(word) for word in token.split_contents()[1:]]
    nodelist = parser.parse(["endkept"])
    parser.delete_first_token()
    return KeptNode(nodelist, values)
