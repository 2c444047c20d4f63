"""What `python -m bot doctor` finds out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: whether it is in order, and if not, how to fix it."""

    ok: bool
    what: str
    fix: str = ""
