"""Refuse what only admins may do for everybody."""

from handlers.registry import Refusal, Turn

ADMINS_ONLY = "Only admins can see and change this. /rhythm has your own settings."


def admins_only(turn: Turn) -> None:
    """Raise Refusal unless the person is an admin."""
    if turn.person.role != "admin":
        raise Refusal(ADMINS_ONLY)
