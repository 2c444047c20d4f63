"""Folders for what lasts as long as the tests do, and go with them."""

from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

_made = ExitStack()


def folder() -> Path:
    """A new folder that is removed when the tests end."""
    made = TemporaryDirectory(prefix="attune-", ignore_cleanup_errors=True)
    return Path(_made.enter_context(made))


def remove_all() -> None:
    """Remove the folders. Python removes them at its end, if nobody calls this."""
    _made.close()
