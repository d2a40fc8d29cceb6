"""Which old posts name an entity: a run over the live editions, and what editors say of its finds.

The run only proposes. What is accepted is a saved change of the post, and its live edition learns
whom it names; its words and its times stay.
"""

from .answers import accept, dismiss
from .running import begin, cancel, forget, look_for, run, start

__all__ = ["accept", "begin", "cancel", "dismiss", "forget", "look_for", "run", "start"]
