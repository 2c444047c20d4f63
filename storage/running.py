"""How Attune's own commands are typed on this machine."""

import shlex
import sys


def command(typed: str) -> str:
    """What runs one of Attune's commands, in the Python that runs now and has its libraries."""
    return f"`{shlex.quote(sys.executable)} -m bot {typed}`"
