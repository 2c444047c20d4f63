"""How Attune's own commands are typed on this machine."""

import shlex
import sys


def command(typed: str) -> str:
    """The shell command for one of Attune's commands, in backquotes, with the Python in use."""
    return f"`{shlex.quote(sys.executable)} -m bot {typed}`"
