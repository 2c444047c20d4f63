"""Recognise a slash command that does not exist, such as "/briefing Acme" or "/preps". Pure."""

import re
from collections.abc import Collection
from difflib import get_close_matches

from handlers.typed.words import listed

_COMMAND = re.compile(r"/([^\W\d_][\w-]{0,30})(?![\w/.-])")  # not "/24/7", "/etc/hosts" or "/ by"
_ALIKE = 0.75  # from 0 to 1; accepts "preps", "callz" and "reflct" for a command
_OTHER_NAMES = {
    "prep": listed("brief briefing meeting plan schedule prepare summary account customer"),
    "calls": listed("meetings calendar upcoming agenda"),
    "reflect": listed("debrief recap feedback outcome"),
    "promises": listed("todo todos task tasks followup followups commitments"),
    "rhythm": listed("notifications reminders nudges times"),
}


def slash_name(text: str) -> str:
    """Return "brief" for "/brief Acme", in lower case, or "" if no slash command comes first."""
    found = _COMMAND.match(text.lstrip())
    return found[1].casefold() if found else ""


def without_slash(text: str) -> str:
    """Return "brief Acme" for "/brief Acme". Return any other text unchanged."""
    return text.lstrip()[1:] if slash_name(text) else text


def nearest(name: str, commands: Collection[str]) -> str:
    """Return the command that a typed name means, or "" if no command is close enough.

    - "brief" is another name for "prep", so return "prep".
    - "preps" is a typo, so return "prep".
    """
    known = next((known for known, others in _OTHER_NAMES.items() if name in others), "")
    if known in commands:
        return known
    return next(iter(get_close_matches(name, commands, 1, _ALIKE)), "")
