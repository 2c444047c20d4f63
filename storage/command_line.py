"""Show people how to run Attune's own commands on this machine."""

import shlex
import sys


def command(typed: str) -> str:
    """Return the shell command in backquotes, with the Python in use."""
    return f"`{shlex.quote(sys.executable)} -m bot {typed}`"
