"""Remove or rename guests in meetings that were seen in calendars."""

import json
from collections.abc import Callable

from sqlalchemy import delete, func, or_, update
from sqlmodel import col
from sqlmodel.ext.asyncio.session import AsyncSession

from storage.tables import MeetingAnswer, MetGuest, SeenMeeting


async def forget_guest(
    session: AsyncSession, tenant: str, email: str | None, name: str = ""
) -> None:
    """Remove a guest's address and full name (`name`) from what we keep about meetings.

    Empty the texts of each `SeenMeeting` that contains the address or the name. If there is an
    address, also delete the guest's rows in `MetGuest`, and people's answers (`MeetingAnswer`)
    about the guest. Answers about a meeting or series whose id contains the address are deleted
    too. The id may contain the address if the guest organised the meeting.
    """
    connection = await session.connection()
    if email:
        about = col(MeetingAnswer.about)
        of_ids = or_(*(about.startswith(kind) for kind in ("meeting:", "series:")))
        has_address = func.lower(about).contains(email.lower(), autoescape=True)
        await connection.execute(
            delete(MeetingAnswer).where(
                col(MeetingAnswer.tenant) == tenant,
                or_(about == f"guest:{email}", of_ids & has_address),
            )
        )
        await connection.execute(
            delete(MetGuest).where(col(MetGuest.tenant) == tenant, col(MetGuest.address) == email)
        )
    texts = (
        col(SeenMeeting.event),
        col(SeenMeeting.guests),
        col(SeenMeeting.subject),
        col(SeenMeeting.word),
        col(SeenMeeting.title),
    )
    named = [
        func.lower(each).contains(form, autoescape=True)
        for each in texts
        for form in _forms(email or "") | _forms(name)
    ]
    if not named:
        return
    # Without a fingerprint, the next read of the calendar decides again about the meeting.
    await connection.execute(
        update(SeenMeeting)
        .where(col(SeenMeeting.tenant) == tenant, or_(*named))
        .values(event="", guests="", subject="", word="", title="", fingerprint="")
    )


def rename_in_event(forget: Callable[[str], str], event: str) -> str:
    """Return a calendar event, stored as JSON, with `forget` applied to people's words in it.

    These are the title, and the guests' names and addresses. The keys and the other values stay,
    even if they look like a name. If the JSON lacks what we expect, apply `forget` to all of it.
    """
    try:
        kept = json.loads(event)
        guests = [
            one | {"name": forget(one["name"]), "email": forget(one["email"])}
            for one in kept["attendees"]
        ]
        changed = kept | {"title": forget(kept["title"]), "attendees": guests}
    except (ValueError, KeyError, TypeError):  # the event will be read from the calendar again
        return forget(event)
    return event if changed == kept else json.dumps(changed)


def words_of_event(event: str) -> list[str]:
    """Return the title of a stored calendar event, and its guests' names and addresses."""
    words = list[str]()

    def note(said: str) -> str:
        words.append(said)
        return said

    rename_in_event(note, event)
    return words


def _forms(words: str) -> set[str]:
    """Return the forms that words may have after the database's lower(), including in JSON.

    JSON escapes letters such as É, and lower() does not change which letter an escape stands for.
    """
    lowered = words.lower()
    return {lowered, *(json.dumps(one)[1:-1].lower() for one in (words, lowered))} - {""}
