"""Find the contacts who spoke in the transcripts of a rep's earlier calls."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from handlers.transcripts.whose import is_name, resembles
from storage.choices import TalkSide
from storage.tables import Contact


def who_spoke(
    coming: Iterable[Contact],
    heard: Iterable[tuple[datetime, Mapping[str, TalkSide]]],
    until: datetime,
) -> frozenset[int]:
    """Return the ids of those contacts in `coming` who spoke in calls before the time `until`.

    `heard` has a pair for each transcript: the time of the call, and a mapping from each speaker's
    name in the transcript to the speaker's side. We ignore a name that fits several contacts.
    """
    theirs = {
        label
        for called_at, labels in heard
        if called_at < until
        for label, side in labels.items()
        if side == "theirs"
    }
    found = set()
    contacts = list(coming)
    for label in theirs:
        same = [one.id for one in contacts if is_name(label, one.name)]
        like = same or [one.id for one in contacts if resembles(label, one.name)]
        found |= set(like) if len(like) == 1 else set()
    return frozenset(found)
