from . import edition, entities, front, image, post, taxonomy  # noqa: F401  (each registers its models)
