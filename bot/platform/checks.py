"""What `python -m bot doctor` finds out."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One thing that was looked at: whether it is in order, and what to do about it.

    What is in order and yet has something to do is worth knowing, and no mistake.
    """

    ok: bool
    what: str
    fix: str = ""

    @property
    def mark(self) -> str:
        """How it is shown: `ok`, `NO`, or `-` for what is worth knowing."""
        return ("-" if self.fix else "ok") if self.ok else "NO"
