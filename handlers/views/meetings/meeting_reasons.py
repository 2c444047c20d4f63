"""Sentences that say why a meeting in a calendar is or is not a sales call. Pure."""

from collections.abc import Mapping
from datetime import datetime

from handlers.rhythm_settings import day_of
from handlers.times.formatting import format_date
from handlers.views.meetings.meeting_questions import named
from storage import mail
from storage.choices import MeetingReason
from storage.tables import SeenMeeting

_SENTENCES: Mapping[MeetingReason, str] = {
    "you said yes": "You said it is a sales call.",
    "you said no": "You said it is not a sales call.",
    "asleep": "You asked for no messages about this series.",
    "known contact": "Somebody on the guest list is a contact on file.",
    "known company": "Somebody on the guest list has the mail domain of an account.",
    "named in the title": "The title names the account.",
    "you invited them": "You invited people from one company, and nobody else from outside.",
    "held in doubt": "It counted as a sales call before, and stays one unless you say no.",
    "another company": "Somebody comes from a company that is not on file.",
    "contact elsewhere": "A contact on file is invited, but with another company's address.",
    "several accounts": "It could be with more than one account.",
    "private address": "Somebody has a private address, such as Gmail.",
    "named among colleagues": "Nobody from outside is invited, but the title names an account.",
    "cancelled": "It was cancelled.",
    "declined": "You declined it.",
    "all day": "It lasts all day.",
    "private": "It is marked as private.",
    "not a meeting": "It is a birthday, focus time, an absence or a working location.",
    "only colleagues": "Nobody from outside is invited.",
    "word in the title": "Its title has a word such as stand-up, lunch or dentist.",
    "too many guests": "More than 29 people are invited.",
    "nobody else": "Nobody else is invited, and the title names no account on file.",
    "no guest lists": "This calendar names no guests, and the title names no account on file.",
    "title alone": "Nobody is invited, but the title may name a customer.",
    "perhaps named": "This calendar names no guests, but the title may name a customer.",
    "several named": "Nobody else is invited, and the title names several accounts.",
    "only busy": "The calendar shows only that you are busy then.",
}


def why_of(meeting: SeenMeeting, title: str, *, now: datetime, zone: str) -> str:
    """Say why a meeting is or is not a sales call.

    If the reason is the person's own answer about only this meeting, name the meeting. If the
    answer left the meeting out of its series, say so. For all other reasons, return what `why`
    returns.

    `title` is the title in the calendar. `now` is UTC, and `zone` is the reader's zone.
    """
    answer = {"you said yes": "yes", "you said no": "no"}.get(meeting.reason)
    if answer is None or not meeting.word.startswith("meeting:"):
        return why(meeting.reason, meeting.word)
    if answer == "no" and meeting.series:
        return "You left out only this meeting of the series."
    day = format_date(day_of(meeting.starts_at, zone), day_of(now, zone))
    return f"You said {answer} to {named(meeting, title)} ({day})."


def why(reason: MeetingReason, word: str = "") -> str:
    """Say why a meeting is or is not a sales call: "You declined it."

    If the person invited one company, `word` is its mail domain. If the reason is the person's own
    answer, `word` says what the answer is about: "series:…", "domain:…" or "guest:…". In all
    other cases, `word` is not used.
    """
    if word and reason == "you invited them":
        return f"You invited somebody from {mail.readable(word)}, and nobody else from outside."
    kind, _, about = word.partition(":")
    verdicts = {"you said yes": "are", "you said no": "aren't"}.get(reason, "")
    if verdicts and kind == "series":
        return f"You said the meetings of this series {verdicts} sales calls."
    if verdicts and kind in ("domain", "guest"):
        who = mail.readable(about) if kind == "domain" else about
        return f"You said meetings with {who} {verdicts} sales calls."
    return _SENTENCES[reason]
