from . import (  # noqa: F401  (each registers its models)
    edition,
    entities,
    front,
    image,
    page,
    post,
    taxonomy,
)
