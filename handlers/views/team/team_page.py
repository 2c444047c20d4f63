"""The cards of `/team` for a manager: upcoming calls and open promises. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    QuickForm,
    Text,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.inputs import ChoiceInput, Option
from handlers.knowledge import team_day
from handlers.knowledge.team_day import OpenedCall
from handlers.times import format_absolute
from handlers.views.promises import promise_cards
from storage.tables import Team
from storage.team.help_requests import HelpWithCall
from storage.team.team_days import Promised

PAGE, CHOOSE = "team.page", "team.choose"
SHOW = "team.show"  # the same as `/team`
FIGURES = "team.figures"  # handled by handlers/features/team/figures.py
COACHING = "coach.show"  # handled by handlers/features/team/coaching.py
REFLECTIONS, PROMISES, THEMES = "team.reflections", "team.promises", "team.themes"
OVERDUE, HELP = "team.overdue", "team.help"
# The most that we show:
QUESTIONS = 2  # requests for help on the page
WAITING = 8  # requests for help on their card
PEOPLE = 30  # names on a card
MAX_TEAMS = 5  # buttons with a team's name
CALLS = 8  # calls on the page
PROMISES_SHOWN = 12  # promises on their card, for each side
NO_CALLS = "No calls in the next seven days are open to you."
WHO_DECIDES = "Everybody decides for themselves whether you see their calls."


@dataclass(frozen=True)
class TeamWeek:
    """What a manager sees of a team. `teams` are all teams that the manager leads.

    `asked` are the team's requests for help that wait for the manager's answer. `reflections` is
    the number of reflections shared in the last 90 days. `owed` are the team's open promises to
    customers. `today` is the date in the manager's time zone.
    """

    team: Team
    teams: Sequence[Team]
    asked: Sequence[HelpWithCall]
    calls: Sequence[OpenedCall]
    reflections: int
    owed: Sequence[Promised]
    today: date
    figures: bool  # whether figures about people are on


def card(week: TeamWeek, now: datetime, zone: str) -> Card:
    """Return the page of a team. `now` is in UTC, and `zone` (IANA) is the manager's."""
    lead = f"{shortened(week.team.name, 60)}: {_counted(week)}"
    blocks: list[Block] = [Paragraph(spans(typed(lead)))]
    if week.asked:
        shown = week.asked[:QUESTIONS]
        blocks.append(Bullets(tuple(question(one) for one in shown)))
        blocks.append(Buttons(answer_buttons(shown)))
    if week.calls:
        blocks.append(Bullets(tuple(call_line(one, now, zone) for one in week.calls[:CALLS])))
        if len(week.calls) > CALLS:
            blocks.append(Note(spans(f"{len(week.calls) - CALLS} more.")))
    else:
        blocks.append(Paragraph(spans(NO_CALLS)))
    blocks.append(Note(spans(WHO_DECIDES)))
    blocks.append(Buttons(_buttons(week)))
    if len(week.teams) > 1:
        blocks.append(_other_teams(week))
    return Card(lead, tuple(blocks))


def _counted(week: TeamWeek) -> str:
    late = len(team_day.overdue(week.owed, week.today))
    parts = [
        number(len(week.asked), "question") if week.asked else "",
        open_calls(len(week.calls)) if week.calls else "",
        number(week.reflections, "shared reflection") if week.reflections else "",
        f"{number(late, 'promise')} overdue" if late else "",
    ]
    return ", ".join(filter(None, parts)) + "." if any(parts) else "nothing is waiting."


def number(count: int, unit: str) -> str:
    """Return "1 call" or "2 calls"."""
    return f"{count} {unit}" if count == 1 else f"{count} {unit}s"


def open_calls(count: int) -> str:
    """Return "2 calls open to you in the next seven days".

    `count` is the number of calls that reps have opened to the manager.
    """
    return f"{number(count, 'call')} open to you in the next seven days"


def question(one: HelpWithCall) -> Text:
    """Return "Lena Brandt asks about Northwind: “How do I open?”"."""
    who, account = shortened(one.asker.name, 40), shortened(one.account.name, 40)
    return spans(typed(f"{who} asks about {account}: “{shortened(one.request.question, 80)}”"))


def answer_buttons(asked: Sequence[HelpWithCall], *, beside: bool = False) -> tuple[Button, ...]:
    """Return *Answer Lena* for each question, or *Answer Lena: Northwind* if Lena asked several."""
    names = [shortened(first_name(one.asker.name), 20) for one in asked]
    return tuple(
        _answer_button(one, name, several=names.count(name) > 1, beside=beside)
        for one, name in zip(asked, names, strict=True)
    )


def _answer_button(one: HelpWithCall, name: str, *, several: bool, beside: bool) -> Button:
    account = f": {shortened(one.account.name, 40)}" if several else ""
    label, id_ = f"Answer {name}{account}", str(one.request.id)
    about = f"{shortened(one.account.name, 40)}, {shortened(one.request.question, 60)}"
    return Button(label, "help.again", id_, beside=beside, about=about)


def call_line(one: OpenedCall, now: datetime, zone: str) -> Text:
    """Return "Tuesday 24 November 15:00 Northwind – Lena Brandt"."""
    when = format_absolute(one.call.starts_at, now=now, zone=zone, own=zone)
    names = ", ".join(person.name for person in one.people)
    return spans(typed(f"{when} {shortened(one.account.name, 60)} – {shortened(names, 120)}"))


def _buttons(week: TeamWeek) -> tuple[Button, ...]:
    """Return the buttons that show more about the team, at most five."""
    value, about = str(week.team.id), shortened(week.team.name, 40)
    figures = Button("Figures", FIGURES, value, about=about)
    return (
        Button("Shared reflections", REFLECTIONS, value, about=about),
        Button("Promises", PROMISES, value, about=about),
        Button("Themes", THEMES, value, about=about),
        Button("Coaching", COACHING, value, about=about),
        *((figures,) if week.figures else ()),
    )


def _other_teams(week: TeamWeek) -> QuickForm:
    options = tuple(Option(str(one.id), shortened(one.name, 60)) for one in week.teams)
    chosen = ChoiceInput("team", "Team", options, value=str(week.team.id), required=True)
    return QuickForm(CHOOSE, "", (chosen,), submit="Show", at_once=True)


def no_such_team(name: str, led: Sequence[Team]) -> Card:
    """Say that the reader leads no team with this name."""
    lead = f"You don't lead a team called “{shortened(name, 60)}”."
    pages = [Button(shortened(one.name, 40), PAGE, str(one.id), beside=True) for one in led]
    buttons = pages[:MAX_TEAMS] or [Button("Your team", SHOW, beside=True)]
    return card_saying(typed(lead), Buttons(tuple(buttons)))


def back(team: Team) -> Buttons:
    """Return the button that leads to the team's page."""
    return Buttons((Button("Back", PAGE, str(team.id), about=shortened(team.name, 40)),))


def waiting(asked: Sequence[HelpWithCall]) -> Card:
    """List the requests for help that wait for the reader's answer."""
    count = f"{number(len(asked), 'question')} {'waits' if len(asked) == 1 else 'wait'}"
    lead = f"{count} for your answer." if asked else "Nobody is waiting for your help."
    blocks: list[Block] = [Paragraph(spans(lead))]
    shown = asked[:WAITING]
    for one, button in zip(shown, answer_buttons(shown), strict=True):
        blocks += [Bullets((question(one),)), Buttons((button,))]
    if len(asked) > WAITING:
        blocks.append(Note(spans(f"{len(asked) - WAITING} more.")))
    return Card(lead, tuple(blocks))


def people(team: Team, names: Sequence[str]) -> Card:
    """Name the people in a team."""
    shown = ", ".join(shortened(one, 40) for one in names[:PEOPLE])
    left = len(names) - PEOPLE
    more = f" and {left} more" if left > 0 else ""
    lead = f"In {shortened(team.name, 60)}: {shown}{more}."
    lead = lead if names else f"Nobody is in {shortened(team.name, 60)} yet."
    return card_saying(typed(lead), back(team))


def promises(
    team: Team,
    ours: Sequence[Promised],
    theirs: Sequence[Promised],
    today: date,
    *,
    which: Literal["open", "overdue"] = "open",
) -> Card:
    """List a team's promises: first ours, then those of the customers."""
    found = ours or theirs
    lead = f"{shortened(team.name, 60)}: {which} promises" if found else f"No {which} promises."
    said = promise_blocks(ours, theirs, today)
    return card_saying(typed(lead), *said, back(team))


def promise_blocks(
    ours: Sequence[Promised], theirs: Sequence[Promised], today: date
) -> Iterator[Block]:
    """List our promises, then the customers' promises: at most `PROMISES_SHOWN` of each."""
    for heading, rows in (("We promised", ours), ("They promised", theirs)):
        if rows:
            yield Heading(heading, minor=True)
            yield Bullets(tuple(promise_lines(rows[:PROMISES_SHOWN], today)))
        if len(rows) > PROMISES_SHOWN:
            yield Note(spans(f"{len(rows) - PROMISES_SHOWN} more."))


def promise_lines(rows: Sequence[Promised], today: date) -> Iterator[Text]:
    """Return a line for each account and person: "Northwind – Lena Brandt: pricing (no day set)".

    The lines are in the order in which their accounts and people first occur in `rows`.
    """
    grouped: dict[tuple[int, int], list[Promised]] = {}
    for one in rows:
        grouped.setdefault((one.account.id, one.owner.id), []).append(one)
    for found in grouped.values():
        said = "; ".join(
            f"{shortened(one.promise.text, 80)} "
            f"({promise_cards.due(one.promise.due_on, today, lasting=True)})"
            for one in found
        )
        who = f"{shortened(found[0].account.name, 60)} – {shortened(found[0].owner.name, 60)}"
        yield spans(typed(f"{who}: {said}"))
