"""Ask whether a meeting is a sales call, and say which other meetings the answer is about. Pure."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple
from zoneinfo import ZoneInfo

from handlers.cards import Block, Button, Buttons, Paragraph, Strong, spans, typed
from handlers.coaching.text.words import shortened
from handlers.rhythm_settings import day_of
from handlers.times import format_absolute
from storage import mail
from storage.meetings import seen_meetings
from storage.tables import Person, SeenMeeting
from storage.text import storable

TITLE = 60  # characters of a title
LABEL = 40  # characters of an account's name
AGENDA = "agenda"  # in a button's value (`shown`): the card of the morning message
ALONE = "alone"  # in a button's value: the answer is about this meeting, and not about its series
YES_TO_ALL = "meeting.yes_to_all"
SLEEP = "meeting.sleep"
# The label of a button below a series. The rep presses it if the series needs no preparation.
NO_MESSAGES = "No messages about this series"
YES, NO, UNDO, OTHER_ACCOUNT = "meeting.yes", "meeting.no", "meeting.undo", "meeting.account"


def question(
    meeting: SeenMeeting,
    accounts: Mapping[int, str],
    person: Person,
    now: datetime,
    *,
    title: str = "",
    shown: str = "",
    more: int = 0,
    with_date: bool = False,
) -> list[Block]:
    """Return the question about a meeting, with buttons. `now` is in UTC.

    - `accounts`: names of accounts that the meeting may be with, by row id. (Companies that are not
      on file are in `SeenMeeting.choices`.)
    - `title`: as in `named`
    - `shown`: as in `value`
    - `more`: how many other meetings the answer is about
    - `with_date`: as in `when`
    """
    name = named(meeting, title)
    others = _others(meeting.subject, more) if more else ""
    here = when(meeting, person, now, with_date=with_date or shown not in ("", AGENDA))
    lead = (Strong(here), typed(f" {name}{_with(meeting)}{others}. "))
    choices = {str(account_id): account for account_id, account in accounts.items()}
    choices |= {one: mail.readable(one) for one in meeting.choices.split() if not one.isdecimal()}
    answers = [
        Button(
            f"Yes, with {shortened(chosen, LABEL)}" if len(choices) > 1 else "Yes",
            YES,
            value(meeting, shown, choice),
            beside=True,
            about=name,
        )
        for choice, chosen in choices.items()
    ] or [Button("Yes", YES, value(meeting, shown), beside=True, about=name)]
    refuse = Button("No", NO, value(meeting, shown), beside=True, about=name)
    return [
        Paragraph(spans(*lead, typed(_asked(choices)))),
        Buttons((*answers, refuse)),
    ]


def corrections(meeting: SeenMeeting, about: str, shown: str = "") -> tuple[Button, Button]:
    """Return the buttons to correct a call that was found in a calendar."""
    no = "This series isn't a sales call" if meeting.series else "Not a sales call"
    return (
        Button("Another account", OTHER_ACCOUNT, value(meeting, shown), beside=True, about=about),
        Button(no, NO, value(meeting, shown, "only"), beside=True, about=about),
    )


def without_messages(meeting: SeenMeeting, about: str, shown: str = "") -> tuple[Button, ...]:
    """Return the button that stops messages about a series, or () for a single meeting."""
    if not meeting.series:
        return ()
    return (Button(NO_MESSAGES, SLEEP, value(meeting, shown), beside=True, about=about),)


class Pressed(NamedTuple):
    """The parts of a button's value. `shown` is as in `value`.

    `meeting` has the format of `seen_meetings.reference`. `choice` is one of these:

    - an account's row id, or the mail domain of a company that is not on file
    - "only": the answer is about this meeting or its series, and not about other meetings with the
      same people
    - `ALONE`: the answer is about this meeting alone
    - the platform's id of the card above the button, if `value_below` made the value
    """

    meeting: str
    shown: str
    choice: str


def value(meeting: SeenMeeting, shown: str, choice: str = "") -> str:
    """Return the value of a button about a meeting.

    `shown` names a card to draw again after the answer: "agenda", or a page of a list such as
    "found-0". If `shown` is "", no card is drawn again.
    """
    which = seen_meetings.reference(meeting)
    return f"{which}:{choice}:{shown}" if shown or choice else which


def value_below(meeting: SeenMeeting, shown: str, message: str) -> str:
    """Return the value of a button or form below a card that `shown` names.

    `message` is the platform's id of the card, which is drawn again after the answer. If `shown` is
    empty, or the id has a colon, no card is drawn again.
    """
    below = shown and ":" not in message
    return value(meeting, shown, message) if below else value(meeting, "")


def pressed(text: str) -> Pressed:
    """Parse a text that `value` or `value_below` made."""
    meeting, choice, shown = (*text.split(":", 2), "", "")[:3]
    return Pressed(meeting, shown, choice)


def named(meeting: SeenMeeting, title: str = "") -> str:
    """Return "“Intro Acme”" or "a meeting without a title".

    `title` is the title in the calendar, for meetings whose title is not stored.
    """
    title = shortened(meeting.title or storable(title), TITLE)
    return f"“{title}”" if title else "a meeting without a title"


def introduced(meeting: SeenMeeting, title: str) -> str:
    """Return the title in quotes, as `named` does.

    If we ask whether the meeting is a sales call, add the guests, as in
    "“Intro Acme”, with ann.li@acme.example".
    """
    asked = meeting.verdict == "ask" and meeting.guests
    return f"{named(meeting, title)}{_with(meeting) if asked else ''}"


def when(meeting: SeenMeeting, person: Person, now: datetime, *, with_date: bool = False) -> str:
    """Return "10:00" for a meeting today, or "Thursday 26 November 10:00" for any other.

    If `with_date` is true, always give the date. This is for messages that people may read on
    another day.
    """
    if not with_date and day_of(meeting.starts_at, person.zone) == day_of(now, person.zone):
        return f"{meeting.starts_at.astimezone(ZoneInfo(person.zone)):%H:%M}"
    return format_absolute(meeting.starts_at, now=now, zone=person.zone, own=person.zone)


def scope(subject: str, account: str | None) -> str:
    """Say which other meetings an answer is about. Return "" if it is about one meeting only.

    `subject` is the key of the stored answer (`MeetingAnswer.about`). `account` is the name of the
    call's account, or None if the meeting is not a sales call.
    """
    kind, _, about = subject.partition(":")
    if kind == "series":
        others = "The other meetings in this series"
        if account:
            return f"{others} are calls with {account} too."
        return f"{others} aren't sales calls either."
    if kind in ("domain", "guest"):
        who = f"people from {mail.readable(about)}" if kind == "domain" else about
        if account:
            return f"From now on, meetings with {who} are calls with {account}."
        return f"Other meetings with {who} aren't sales calls either."
    return ""


def _with(meeting: SeenMeeting) -> str:
    """Say who is invited: ", with ann.li@acme.example". Return "" if the guests are unknown."""
    if meeting.reason == "perhaps named":
        return ""
    nobody = (
        "nobody on the guest list" if meeting.reason == "title alone" else "nobody from outside"
    )
    return f", with {meeting.guests or nobody}"


def _others(subject: str, number: int) -> str:
    """Return ". A series: this one and 2 more" or ", and 2 more meetings with acme.example"."""
    kind, _, about = subject.partition(":")
    if kind == "series":
        return f". A series: this one and {number} more"
    whom = mail.readable(about) if kind == "domain" else "them"
    return f", and {number} more {'meeting' if number == 1 else 'meetings'} with {whom}"


def account_ids(meeting: SeenMeeting) -> list[int]:
    """Return the row ids of the accounts that the meeting may be with."""
    return [int(one) for one in meeting.choices.split() if one.isdecimal()]


def _asked(accounts: Mapping[str, str]) -> str:
    if len(accounts) == 1:
        (name,) = accounts.values()
        return f"A sales call with {shortened(name, LABEL)}?"
    return "A sales call?"
