"""The result of a check by `python -m bot doctor`."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Check:
    """One check. `what` says what was found, and `fix` says what to do.

    If `ok` is true and `fix` is set, nothing is wrong, but `fix` is worth knowing.
    """

    ok: bool
    what: str
    fix: str = ""

    @property
    def mark(self) -> str:
        """Return "ok", "NO" (something is wrong), or "-" (only `fix` is worth knowing)."""
        return ("-" if self.fix else "ok") if self.ok else "NO"
