"""How far a long command has come."""

from django.core.management.base import OutputWrapper

WIDTH = 30


def draw_bar(out: OutputWrapper, done: int, total: int) -> None:
    """Draw on a terminal, over the bar drawn before, how much is done; elsewhere nothing."""
    if out.isatty():
        full = min(done, total) * WIDTH // max(total, 1)
        bar = "#" * full + "." * (WIDTH - full)
        out.write(f"\r[{bar}] {done}/{total}", ending="\n" if done >= total else "")
