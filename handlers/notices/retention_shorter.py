"""Tell people that an admin has shortened how long their reflections and other data are kept."""

from handlers.cards import Button, Buttons, card_saying
from handlers.message import Composed, NoLongerUseful
from handlers.notices.kind import Notice, NoticeKind
from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_full_date
from storage.upkeep import retention_preview
from storage.workspace import policies

NAME = "retention_shorter"
SAID = (
    "An admin has changed how long your reflections, notes, goals, guesses, figures and "
    "questions to colleagues are kept here: {days} days after the call, or after the day of the "
    "note. Older ones are deleted on {day}. If you want a copy, take it before then: press “My "
    "data”, then “Export”."
)


async def compose(notice: Notice) -> Composed:
    """Say for how many days a person's data is kept, and when older data is deleted.

    Raises NoLongerUseful if an admin has changed the number of days again.
    """
    row, zone = notice.rows[-1], notice.to.zone
    policy = await policies.of(notice.session, notice.to.tenant)
    days = policy.retain.get("reflections", 0) if policy else 0
    if days != row.about:
        raise NoLongerUseful("not wanted any more")
    night = retention_preview.coming_night(row.due_at)
    day = format_full_date(day_of(night, zone), day_of(notice.now, zone))
    lead = SAID.format(days=days, day=day)
    return Composed(card_saying(lead, Buttons((Button("My data", "mydata.show"),))))


# Nobody can stop this kind, because it says when a person's data is deleted.
KIND = NoticeKind(
    NAME, "how long your data is kept", compose, "person", repeat=True, always_sent=True
)
