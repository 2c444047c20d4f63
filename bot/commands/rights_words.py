"""What the commands for exporting, erasing and purging say, and how they ask for confirmation."""

import argparse
import asyncio
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from typing import Final

from bot.commands.saying import complain, say
from bot.settings import Settings
from storage.database.connection import DatabaseError
from storage.rights.holdings import HOLDINGS

NOBODY = "No contact of {account} has that name, and no text about this account contains it."
COMMAND: Final = "command"  # the actor in the audit log


def confirmed(parsed: argparse.Namespace, settings: Settings, name: str, does: str) -> bool:
    """Check whether --confirm repeats the name. If not, print `does`: what the command would do."""
    if parsed.confirm == name:
        return True
    say(settings, does)
    other = f"“{parsed.confirm}” is not “{name}”. " if parsed.confirm else ""
    complain(settings, f'{other}Nothing was deleted. To go ahead, add --confirm "{name}".')
    return False


@contextmanager
def saying_how_to_go_on(settings: Settings) -> Iterator[None]:
    """Say how to go on if the command does not reach its end.

    - If it is cancelled, print how to go on.
    - If it fails with a RuntimeError, raise a DatabaseError instead, whose text says how to go on.
    """
    try:
        yield
    except asyncio.CancelledError:
        complain(settings, "Stopped before the end. To go on, run the same command again.")
        raise
    except RuntimeError as error:
        raise DatabaseError(f"Not finished: {error}. Run the same command again.") from error


def rows(number: int) -> str:
    """Return "1 row" or "5 rows"."""
    return "1 row" if number == 1 else f"{number} rows"


def counts_in_words(counts: Mapping[str, int]) -> str:
    """List how many rows there are, by kind of data."""
    return ", ".join(f"{HOLDINGS[name].what}: {n}" for name, n in counts.items()) or "nothing"


def reference_in_words(reference: str) -> str:
    """Return " (reference X)" for the reference X of an erasure. Return "" for ""."""
    return f" (reference {reference})" if reference else ""


def shared_parts(name: str, others: Collection[str]) -> str:
    """Say which other people share a part of the name. Return "" if nobody does."""
    parts = {part.casefold(): part for part in name.split()}
    shared = [each for each in others if parts.keys() & {*each.casefold().split()} != set()]
    if not shared:
        return ""
    return (
        f" Somebody else has a part of this name too ({', '.join(shared)}). Where a text has the "
        "shared part alone, the shared part stays, because it may mean somebody else."
    )
