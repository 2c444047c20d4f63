"""`python -m bot why WHO`: list the messages to a person or channel, and what happened to each.

The output contains no names of people, and nothing that people wrote.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.settings import Settings
from storage.choices import DropReason, Standing
from storage.database import upgrade
from storage.database.connection import Database, DatabaseError
from storage.outbox import history
from storage.tables import Channel, Outbox, Person
from storage.workspace.channels import ARCHIVED, DELETED, NOT_FOUND, SHARED

MINUTE = "%Y-%m-%d %H:%M"
EXPLAINED: dict[DropReason, str] = {
    "moved back": "the call had moved back to the time that they knew",
    "no longer planned": "its call or a setting changed, so it was no longer planned",
    "muted": "they had stopped this kind",
    "away": "they were away",
    "snoozed": "they had snoozed Attune",
    "quiet hours": "it was due in their quiet hours, and would have been useless after them",
    "over the day's limit": "their daily limit was reached",
    "too late": "it could not be sent while it was useful",
    "during another call": "it would have come during another call of theirs",
    "skipped": "they had asked to skip this one message",
    "answered already": "it was already answered",
    "focus kept": "they had kept to their focus three times, and no other line fits the call",
    "internal call": "the call is an internal one",
    "lines paused": "they had said twice in a row that a listening line was not useful",
    "nothing specific": "nothing is on file about the call",
    "it can be posted to again": "Attune could post in the channel again by then",
    "it can be read again": (
        "by then, the calendar or the transcripts could be read again or were disconnected"
    ),
    "never theirs": "they had not written anything about the asks that were taken back",
    "no line fits": "no line in the playbook fits the call",
    "no such answer": "the answer is no longer on file",
    "no such call": "the call was cancelled, or they left it",
    "not a channel": "it is for channels only",
    "not due yet": "the answer is not due yet; another reminder is planned",
    "not on file any more": "what it is about is no longer on file",
    "not out any more": "the insight was retired, or its review day was over",
    "not planned any more": (
        "the calls that it is about have begun, were cancelled or no longer concern them"
    ),
    "not settled any more": "the decision about the suggestion was undone",
    "not wanted any more": "the channel or person no longer gets it",
    "nothing due today": "there was nothing to say that day",
    "nothing fails": "what had failed worked again by then",
    "nothing was said": "there was nothing new to say",
    "outside the channel's hours": (
        "it was due outside the channel's hours, and would have been useless when they began"
    ),
    "read already": "they had already read it",
    "sent already": "the call moved, and they had already got its questions",
    "reflected already": "they had already reflected on the call",
    "settled already": "what it is about was already settled",
    "stays as it was": "the message that it would have updated stays as it was",
    "subscribed again": "the channel was subscribed again",
    "they changed it themselves": "they had made the change themselves",
    "unknown kind": "Attune no longer sends messages of this kind",
    "unsubscribed": "the channel is no longer subscribed",
    "a guest": "they are a guest, and ALLOW_GUESTS is not set",
    "left the company": "their account was closed",
    "of another company": "they belong to another company",
    "unreachable": "the recipient could not be reached",
    "before the first morning": "it was planned before the demo began",
    "failed": "sending failed too many times; the log says why",
    "in doubt": "it may have been sent; Attune could not find out while it was useful",
    "may have gone out": "it may have been sent, and this kind is never sent twice",
    "refused": "the platform refused the message; the log says why",
}
# Why Attune can't post to a channel, by the reason in `Channel.unreachable`.
CLOSED: dict[str, str] = {
    ARCHIVED: "the channel was archived",
    DELETED: "the channel was deleted",
    **dict.fromkeys(NOT_FOUND, "the channel was deleted, or it is private and Attune is not in it"),
    "removed": "Attune was removed from the channel",
    SHARED: "another company can read the channel",
}
# Reasons that only earlier versions of Attune stored. When those versions could no longer post to a
# channel, they dropped the channel's rows, each with a reason from `CLOSED`.
EARLIER: dict[str, str] = {
    "over the day's most": EXPLAINED["over the day's limit"],
    "passed on again": "the words had been passed on again",
    **CLOSED,
}
STANDINGS: dict[Standing, str] = {
    "guest": "Is a guest of the workspace.",
    "outsider": "Belongs to another company.",
    "left": "Their account was closed.",
}


async def why(settings: Settings, who: str, days: int, now: datetime) -> str:
    """Return a table of the messages to a person or channel.

    The table has messages that were due in the last `days` days, or are due after `now` (UTC).
    `who` is an id on the platform, or a name. If several people or channels have that name, the
    table has the messages of all of them. Raises DatabaseError if the database fails or nobody
    matches.
    """
    database = Database(settings.database_url)
    try:
        await upgrade.require(database)
        async with database.read() as session:
            found = await history.recipients(session, who)
            if not found:
                raise DatabaseError("No person and no channel has that id or name.")
            since = now - timedelta(days=days)
            lines = [
                line
                for each in found
                for line in _lines(each, await history.rows(session, each, since), now, days)
            ]
    finally:
        await database.close()
    return "\n".join(lines)


def _lines(to: Person | Channel, rows: Sequence[Outbox], now: datetime, days: int) -> Iterator[str]:
    """Yield the lines of the report about one recipient."""
    yield f"{to.tenant} {to.external} ({to.zone})"
    yield from (f"  {each}" for each in _about(to, now))
    if not rows:
        period = "day" if days == 1 else f"{days} days"
        yield f"  No message was due in the last {period}, and none is planned."
        return
    yield f"  {'due (UTC)':<17} {'kind':<16} what became of it"
    for row in rows:
        yield f"  {row.due_at.strftime(MINUTE):<17} {row.kind:<16} {_became(row, now)}"


def _about(to: Person | Channel, now: datetime) -> Iterator[str]:
    """Yield what is on file about a recipient that can keep messages from being sent."""
    if to.unreachable:
        yield f"Cannot be reached: {CLOSED.get(to.unreachable, to.unreachable)}."
    if isinstance(to, Channel):
        return
    if to.standing in STANDINGS:
        yield STANDINGS[to.standing]
    if to.away_until and to.away_until > now:
        yield f"Away until {to.away_until.strftime(MINUTE)}."
    if to.snoozed_until and to.snoozed_until > now:
        yield f"Snoozed until {to.snoozed_until.strftime(MINUTE)}."
    if muted := to.rhythm.get("muted"):
        yield f"Has stopped: {', '.join(sorted(muted))}."


def _became(row: Outbox, now: datetime) -> str:
    """Say what became of a message."""
    at = f" at {row.settled_at.strftime(MINUTE)}" if row.settled_at else ""
    if row.state == "sent":
        return f"sent{at}"
    if row.state == "dropped":
        return f"dropped{at}: {_explained(row.reason)}"
    if row.next_at <= now or row.next_at == row.due_at:
        return "open" if row.due_at > now else f"open, {_attempts(row.attempts)}"
    waits = f"waits until {row.next_at.strftime(MINUTE)}"
    return f"open, {waits}" + (", may have gone out" if row.doubt else "")


def _explained(reason: DropReason | None) -> str:
    if not reason:
        return "no reason was stored"
    other = f"an earlier version of Attune gave the reason “{reason}”"
    return EXPLAINED.get(reason) or EARLIER.get(reason, other)


def _attempts(number: int) -> str:
    if number == 0:
        return "not tried yet"
    return "tried once" if number == 1 else f"tried {number} times"
