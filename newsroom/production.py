"""What a server open to the world must not start with."""

from django.core.checks import Tags, run_checks
from django.core.exceptions import ImproperlyConfigured

UNSAFE = {
    "security.W009": "Set SECRET_KEY to a long random value: the default one is public.",
    "security.W018": "Unset DEBUG: its error pages show the inside of the site.",
}


def refuse_unsafe_settings() -> None:
    """Raise ImproperlyConfigured, saying what to set, if Django's own checks find one of UNSAFE."""
    found = run_checks(tags=[Tags.security], include_deployment_checks=True)
    reasons = [UNSAFE[message.id] for message in found if message.id in UNSAFE]
    if reasons:
        raise ImproperlyConfigured(" ".join(reasons))
