"""`python -m bot why WHO`: shows from the outbox why somebody got a message, or did not.

It prints kinds, times, states and reasons, but no names and nothing that people wrote.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from bot.settings import Settings
from storage.choices import DropReason
from storage.database import upgrade
from storage.database.connection import Database, DatabaseError
from storage.outbox import history
from storage.tables import Channel, Outbox, Person

MINUTE = "%Y-%m-%d %H:%M"
EXPLAINED: dict[DropReason, str] = {
    "no longer planned": "its call or a setting changed, so it was no longer planned",
    "muted": "they have stopped this kind",
    "away": "they were away",
    "snoozed": "they had snoozed Attune",
    "quiet hours": "it fell into their quiet hours, and could not wait",
    "over the day's limit": "their daily limit was reached",
    "too late": "it could not be sent while it was useful",
    "answered already": "it was already answered",
    "it can be posted to again": "the channel works again",
    "never theirs": "nothing of theirs was taken back",
    "no line fits": "no line of the playbook fits the call",
    "no such answer": "the answer is no longer on file",
    "no such call": "the call was cancelled, or they left it",
    "not a channel": "it is for channels only",
    "not due yet": "the answer is not due yet; another reminder is planned",
    "not on file any more": "what it is about is no longer on file",
    "not out any more": "the insight was retired",
    "not planned any more": "the colleague's call is no longer planned",
    "not settled any more": "the decision about the suggestion was undone",
    "not wanted any more": "the channel no longer subscribes to it",
    "nothing due today": "there was nothing to say that day",
    "nothing was said": "there was nothing new to say",
    "outside the channel's hours": "it fell outside the channel's hours, and could not wait",
    "read already": "they had already read it",
    "reflected already": "they had already reflected on the call",
    "settled already": "it was already settled",
    "stays as it was": "messages of this kind are not updated",
    "subscribed again": "the channel was subscribed again",
    "they changed it themselves": "they had made the change themselves",
    "unknown kind": "this version of Attune has no such kind",
    "unsubscribed": "the channel is no longer subscribed",
    "a guest": "they are a guest, and ALLOW_GUESTS is not set",
    "left the company": "their account was closed",
    "of another company": "they belong to another company",
    "unreachable": "they cannot be reached",
    "before the first morning": "it was due before the demo's first morning",
    "failed": "sending failed too often; the log says why",
    "in doubt": "it may have been sent; nobody could tell while it was useful",
    "may have gone out": "it may have been sent, and this kind is never sent twice",
    "refused": "the platform refused the message; the log says why",
}


async def why(settings: Settings, who: str, days: int, now: datetime) -> str:
    """What was to go to a person or channel in the last `days` (now: UTC), and what became of it.

    `who` is a platform's id, or a name. Raises DatabaseError, also if nobody is found.
    """
    database = Database(settings.database_url)
    try:
        await upgrade.require(database)
        async with database.read() as session:
            found = await history.recipients(session, who)
            if not found:
                raise DatabaseError("There is nobody and no channel with that id or name.")
            since = now - timedelta(days=days)
            told = [
                line
                for each in found
                for line in _told(each, await history.rows(session, each, since), now, days)
            ]
    finally:
        await database.close()
    return "\n".join(told)


def _told(to: Person | Channel, rows: Sequence[Outbox], now: datetime, days: int) -> Iterator[str]:
    yield f"{to.tenant} {to.external} ({to.zone})"
    yield from (f"  {each}" for each in _about(to, now))
    if not rows:
        yield f"  Nothing was to go out in the last {days} days, and nothing is planned."
        return
    yield f"  {'due (UTC)':<17} {'kind':<16} what became of it"
    for row in rows:
        yield f"  {row.due_at.strftime(MINUTE):<17} {row.kind:<16} {_became(row, now)}"


def _about(to: Person | Channel, now: datetime) -> Iterator[str]:
    if to.unreachable:
        yield f"Cannot be reached: {to.unreachable}."
    if isinstance(to, Channel):
        return
    if to.standing != "member":
        yield f"Is not a member of the company: {to.standing}."
    if to.away_until and to.away_until > now:
        yield f"Away until {to.away_until.strftime(MINUTE)}."
    if to.snoozed_until and to.snoozed_until > now:
        yield f"Snoozed until {to.snoozed_until.strftime(MINUTE)}."
    if muted := to.rhythm.get("muted"):
        yield f"Has stopped: {', '.join(sorted(muted))}."


def _became(row: Outbox, now: datetime) -> str:
    at = f" at {row.settled_at.strftime(MINUTE)}" if row.settled_at else ""
    if row.state == "sent":
        return f"sent{at}"
    if row.state == "dropped":
        # Rows of an earlier version may have a reason that this one does not know.
        return f"dropped{at}: {EXPLAINED.get(row.reason, row.reason) if row.reason else '?'}"
    if row.next_at <= now or row.next_at == row.due_at:
        return "open" if row.due_at > now else f"open, tried {row.attempts} times"
    waits = f"waits until {row.next_at.strftime(MINUTE)}"
    return f"open, {waits}" + (", may have gone out" if row.doubt else "")
