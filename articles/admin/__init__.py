from . import edition, entities, image, post, taxonomy  # noqa: F401  (each registers its models)
