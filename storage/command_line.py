"""Show people how to run Attune's own commands on this machine."""

import shlex
import sys


def command(typed: str) -> str:
    """Return, in backquotes, the shell command that runs `typed` ("doctor") with this Python."""
    return f"`{shlex.quote(sys.executable)} -m bot {typed}`"
