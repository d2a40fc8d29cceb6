"""The forms in which clean body HTML holds what has a life of its own."""

import re

KINDS = "person|organization|event"
ID = r"[1-9][0-9]{0,17}"
# Words of a mention: letters and what stands among them, no link and no block. An atomic group, for
# Python before 3.11.3 finds nothing by a group with "*+".
INSIDE = r"(?>(?:[^<]+|</?(?:strong|em|sub|sup)>)*)"

MENTION = re.compile(rf'<span data-(?P<kind>{KINDS})="(?P<id>{ID})">(?P<words>{INSIDE})</span>')
IMAGE = re.compile(
    rf'<figure data-image="(?P<image>{ID})">'
    r"(?:<figcaption>(?P<caption>.*?)</figcaption>)?</figure>",
    re.DOTALL,
)
# A quotation that says at its end whose words it holds; of quotes in quotes the inner one.
QUOTE = re.compile(
    r"<blockquote>(?P<words>(?:(?!</?blockquote>).)*?)"
    r"<cite>(?P<speaker>(?:(?!</?cite>).)*)</cite></blockquote>",
    re.DOTALL,
)
EMBED = re.compile(
    r'<figure data-embed="(?P<provider>[a-z]+)"><a href="(?P<href>[^"]*)" rel="noopener">'
    r"(?P<title>[^<]*)</a></figure>"
)
