"""Say what Attune sends a person, with a menu of the kinds of messages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Literal, get_args

from handlers.cards import (
    Block,
    Button,
    Buttons,
    Card,
    Heading,
    Paragraph,
    QuickForm,
    Strong,
    spans,
)
from handlers.features.settings.kinds import PUSHED, Pushed, reaches, stoppable
from handlers.inputs import ChoiceInput, Option
from handlers.nudges import KINDS
from handlers.rhythm_settings import Rhythm
from storage.tables import Person

Group = Literal["Before calls", "After calls", "Team", "Marketing", "Calendar", "Channels"]
CHOOSE, KIND = "rhythm.message", "message"
MENU = "Change or stop a message…"
DAILY = tuple(sorted(known.name for known in KINDS))  # nudges, which may come every day
_ABOUT_CALLS = ("agenda", "research", "brief", "listen", "reflect")
# The kinds that marketers get most often. `kinds.FOR_MARKETERS` has the kinds that only marketers
# get.
MARKETERS_OFTEN_GET = ("ask", "ask_waits", "suggested", "agenda", "brief", "reflect")


@dataclass(frozen=True)
class KindLine:
    """The group in which a kind of message is listed, and the words that describe it.

    `words` may have placeholders for a person's settings. With `timed`, the person sets when the
    message comes.
    """

    group: Group
    words: str
    timed: bool = False


SENT = {
    "research": KindLine(
        "Before calls", "questions at {0.research_at:%H:%M} the working day before", True
    ),
    "agenda": KindLine("Before calls", "agenda at {0.agenda_at:%H:%M}", True),
    "brief": KindLine("Before calls", "brief {0.brief_minutes} minutes before", True),
    "listen": KindLine("Before calls", "listening line {0.listen_minutes} minutes before", True),
    "reflect": KindLine("After calls", "reflection {0.reflect_minutes} minutes after", True),
    "transcript_came": KindLine("After calls", "figures once a transcript has arrived"),
    "transcript_trouble": KindLine("After calls", "trouble with transcripts"),
    "help_asked": KindLine("Team", "colleagues' requests for help"),
    "help_answered": KindLine("Team", "advice from colleagues"),
    "help_undelivered": KindLine("Team", "requests that I could not deliver"),
    "team": KindLine("Team", "calls and news at {0.team_at:%H:%M}", True),
    "team_changed": KindLine("Team", "who leads your team"),
    "team_led": KindLine("Team", "changes to a team you lead"),
    "commented": KindLine("Team", "comments on what you shared"),
    "admin_message": KindLine("Team", "messages from admins"),
    "health": KindLine("Team", "problems that affect everybody"),
    "group_trouble": KindLine("Team", "news about a team's group"),
    "focus_offered": KindLine("Team", "a focus that your manager offers"),
    "focus_taken": KindLine("Team", "a focus that was taken up"),
    "figure_shared": KindLine("Team", "figures shared with you"),
    "crm_trouble": KindLine("After calls", "what the CRM did not accept"),
    "answered": KindLine("Marketing", "answers to what you asked"),
    "reopened": KindLine("Marketing", "what marketing took back"),
    "taken_back": KindLine("Marketing", "what reps took back"),
    "suggestion": KindLine("Marketing", "replies to your suggestions"),
    "ask": KindLine("Marketing", "what reps pass on"),
    "ask_waits": KindLine("Marketing", "reminders about open asks"),
    "suggested": KindLine("Marketing", "suggestions and drafts"),
    "call_changed": KindLine("Calendar", "changes to your calls"),
    "call_joined": KindLine("Calendar", "who joins your calls"),
    "call_moved": KindLine("Calendar", "calls that moved"),
    "colleague_plans": KindLine("Calendar", "colleagues' calls"),
    "calendar_trouble": KindLine("Calendar", "trouble with your calendar"),
    "channel_lost": KindLine("Channels", "your channels where I can no longer post"),
}


def lines(person: Person, rhythm: Rhythm) -> Iterator[Block]:
    """List which messages are sent, in a line for each group. Add what is off, and the menu."""
    listed = _listed(person, rhythm)
    for group in get_args(Group):
        words = [
            _words(known, rhythm)
            for known in listed
            if SENT[known.name].group == group and known.name not in rhythm.muted
        ]
        if words:
            yield Paragraph(spans(Strong(f"{group}: "), f"{', '.join(words)}."))
    yield from off(person, rhythm)
    yield menu(person, rhythm)


def about_calls(rhythm: Rhythm) -> str:
    """Say when messages about calls come: "Agenda at 08:30, questions at …".

    Kinds of messages that are off are left out. Return "" if all of these kinds are off.
    """
    words = [SENT[name].words.format(rhythm) for name in _ABOUT_CALLS if name not in rhythm.muted]
    return _titled(f"{', '.join(words)}.") if words else ""


def off(person: Person, rhythm: Rhythm) -> list[Block]:
    """Name the kinds of messages that are off."""
    labels = [known.label for known in _listed(person, rhythm) if known.name in rhythm.muted]
    return [Paragraph(spans(Strong(f"Off: {', '.join(labels)}.")))] if labels else []


def _listed(person: Person, rhythm: Rhythm) -> list[Pushed]:
    known = {one.name: one for one in PUSHED if stoppable(one)}
    return [known[name] for name in SENT if name in rhythm.muted or reaches(known[name], person)]


def _words(known: Pushed, rhythm: Rhythm) -> str:
    return SENT[known.name].words.format(rhythm)


def menu(person: Person, rhythm: Rhythm) -> QuickForm:
    """Return the menu of the kinds of messages that the person can get or has turned off."""
    return _menu(_listed(person, rhythm), rhythm)


def daily_menu(person: Person, rhythm: Rhythm) -> QuickForm:
    """Return the menu of the most frequent kinds that the person can get or has turned off."""
    listed = {one.name: one for one in _listed(person, rhythm)}
    names = MARKETERS_OFTEN_GET if person.role == "marketer" else DAILY
    return _menu([listed[name] for name in names if name in listed], rhythm)


def _menu(kinds: Iterable[Pushed], rhythm: Rhythm) -> QuickForm:
    options = tuple(
        Option(one.name, _titled(one.label) + (" (off)" if one.name in rhythm.muted else ""))
        for one in kinds
    )
    chosen = ChoiceInput(KIND, MENU, options)
    return QuickForm(CHOOSE, "", (chosen,), submit="Open", at_once=True)


def kind_card(known: Pushed, rhythm: Rhythm, *more: Block) -> Card:
    """Describe a kind of message, with buttons to stop it or turn it on, and to change its time.

    `more` are blocks to show above the buttons.
    """
    lead, value = _titled(known.label), f"list:{known.name}"
    is_off = known.name in rhythm.muted
    sent = SENT[known.name]
    buttons = [
        Button(f"Send {known.label}", "rhythm.unmute", value, "primary")
        if is_off
        else Button(f"Stop {known.label}", "rhythm.mute", value),
        *([Button("Change times", "rhythm.settings")] if sent.timed else []),
        Button("Back", "rhythm.show"),
    ]
    when = f"{sent.group}: {_words(known, rhythm)}."
    said = f"Off. If you turn it on again, I'll send it as before. {when}" if is_off else when
    return Card(lead, (Heading(lead), Paragraph(spans(said)), *more, Buttons(tuple(buttons))))


def _titled(label: str) -> str:
    return label[0].upper() + label[1:]
