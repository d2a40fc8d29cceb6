"""The desk. Each of these registers its models."""

from . import front, page, taxonomy, tokens, webhook  # noqa: F401
from .pictures import image  # noqa: F401
from .posts import edition, post  # noqa: F401
from .records import entities  # noqa: F401
