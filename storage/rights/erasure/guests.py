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

    If any text of a `SeenMeeting` contains the address or the name, empty all texts of this
    `SeenMeeting`. If there is an address, also delete:

    - the guest's rows in `MetGuest`
    - people's answers (`MeetingAnswer`) about the guest
    - people's answers about a meeting or series whose id contains the address. (If the guest
      organised the meeting, its id may contain the address.)
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
    # The empty fingerprint makes the next read of the calendar judge the meeting again.
    await connection.execute(
        update(SeenMeeting)
        .where(col(SeenMeeting.tenant) == tenant, or_(*named))
        .values(event="", guests="", subject="", word="", title="", fingerprint="")
    )


def rename_in_event(forget: Callable[[str], str], event: str) -> str:
    """Change a stored calendar event (JSON) with `forget`, and return it.

    `forget` changes the title, and the guests' names and addresses. The rest of the JSON stays as
    it is. If `event` is not the JSON of an event, `forget` changes the whole
    text.
    """
    try:
        kept = json.loads(event)
        guests = [
            one | {"name": forget(one["name"]), "email": forget(one["email"])}
            for one in kept["attendees"]
        ]
        changed = kept | {"title": forget(kept["title"]), "attendees": guests}
    except (ValueError, KeyError, TypeError):
        # The next read of the calendar replaces this text with the event's JSON.
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
    """Return each form of `words` to look for in a stored text, all in lower case.

    The database converts the stored text to lower case with lower(). If the text is JSON, É and é
    are two different escapes in it, and lower() does not turn one into the other. So return:

    - `words`
    - the JSON of `words`
    - the JSON of `words.lower()`
    """
    lowered = words.lower()
    return {lowered, *(json.dumps(one)[1:-1].lower() for one in (words, lowered))} - {""}
