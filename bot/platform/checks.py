"""A result of `python -m bot doctor`, which checks how Attune is set up."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One thing that we checked. `what` describes it, and `fix` says what to do about it.

    If `ok` is true and `fix` is set, nothing is wrong, but there is something worth knowing.
    """

    ok: bool
    what: str
    fix: str = ""

    @property
    def mark(self) -> str:
        """Return `ok`, `NO`, or `-` for something worth knowing."""
        return ("-" if self.fix else "ok") if self.ok else "NO"
