"""What a manager or a colleague may see of one person: calls, promises, shared reflections. Pure.

`handlers.features.team.about_member` gathers what is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Note,
    Paragraph,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.text.words import shortened
from handlers.knowledge import team_day
from handlers.knowledge.team_day import OpenedCall, SharedReflection
from handlers.views.team import team_page, team_reflections
from storage.tables import Team
from storage.team.team_days import Promised

CALLS = 3  # calls on a card
PRIVATE = "Goals, private notes and figures stay private unless shared."
NOT_TOLD = (
    "I can't answer that about {name}. What a colleague does in Attune stays private unless it is "
    "shared. You can ask {name}."
)
ASK_INSTEAD = (
    "Figures, reflections and goals stay private unless somebody shares theirs. You can ask "
    "{name}. “my transcripts” shows your own figures. “prep” with an account shows what your "
    "colleagues share about the account."
)


@dataclass(frozen=True)
class Member:
    """What a manager sees of a person.

    `calls` has the calls in the next seven days that the person opened to the manager.
    """

    name: str
    team: Team
    calls: Sequence[OpenedCall]
    owed: Sequence[Promised]
    shared: Sequence[SharedReflection]


def doing(seen: Member, now: datetime, zone: str, today: date) -> Card:
    """Say in a few words what the manager sees of a person."""
    late = len(team_day.overdue(seen.owed, today))
    parts = (
        team_page.open_calls(len(seen.calls)) if seen.calls else "",
        team_page.number(len(seen.owed), "open promise") if seen.owed else "",
        f"{late} overdue" if late else "",
        team_page.number(len(seen.shared), "shared reflection") if seen.shared else "",
    )
    counted = ", ".join(filter(None, parts))
    lead = f"{seen.name}: {counted}." if counted else _nothing(seen.name)
    lines = tuple(team_page.call_line(one, now, zone) for one in seen.calls[:CALLS])
    latest = seen.shared[:1]
    blocks: list[Block] = [Paragraph(spans(typed(lead)))]
    blocks += [Bullets(lines)] if lines else []
    blocks += team_reflections.to_read(latest, now, zone)
    blocks.append(Buttons(_more(seen.team)))
    return Card(lead, tuple(blocks), shows=team_reflections.shows_of(latest))


def _nothing(name: str) -> str:
    return f"{name} has no open promises, and has opened no call and shared no reflection lately."


def promises(
    name: str,
    ours: Sequence[Promised],
    theirs: Sequence[Promised],
    today: date,
    *,
    which: Literal["open", "overdue"],
) -> Card:
    """Return the promises that a person keeps track of. Every colleague may read them.

    `ours` are the promises by our side. `theirs` are the promises by customers.
    """
    lead = f"{name}: {which} promises" if ours or theirs else f"{name} has no {which} promises."
    said = team_page.promise_blocks(ours, theirs, today)
    return card_saying(typed(lead), *said)


def reflections(
    name: str,
    team: Team,
    found: Sequence[SharedReflection],
    now: datetime,
    zone: str,
    *,
    lead: str = "",
) -> Card:
    """Return the reflections that a person shared.

    `lead` is the first sentence of the card, or "" for the usual sentence.
    """
    lead = lead or (f"{name}: shared reflections" if found else _nothing_shared(name))
    blocks: list[Block] = [Paragraph(spans(typed(lead)))]
    blocks += team_reflections.to_read(found, now, zone)
    blocks += [Note(spans(PRIVATE))] if found else []
    blocks.append(Buttons(_more(team)))
    return Card(lead, tuple(blocks), shows=team_reflections.shows_of(found))


def _nothing_shared(name: str) -> str:
    return (
        f"{name} has shared no reflection in the last 90 days; reflections are private until "
        "shared."
    )


def next_call(name: str, one: OpenedCall | None, team: Team, now: datetime, zone: str) -> Card:
    """Return the next call that a person opened to the manager, or say that there is none."""
    lead = f"{name}’s next call:" if one else f"{name} has opened no upcoming call to you."
    lines = (Bullets((team_page.call_line(one, now, zone),)),) if one else ()
    page = Button("Team page", team_page.PAGE, str(team.id), about=shortened(team.name, 40))
    return card_saying(typed(lead), *lines, Buttons((page,)))


def calls(name: str, found: Sequence[OpenedCall], team: Team, now: datetime, zone: str) -> Card:
    """Return the calls of the next seven days that a person opened to the manager."""
    lead = f"{name}: {team_page.open_calls(len(found))}."
    lines = tuple(team_page.call_line(one, now, zone) for one in found[:CALLS])
    page = Button("Team page", team_page.PAGE, str(team.id), about=shortened(team.name, 40))
    who_decides = Note(spans(team_page.WHO_DECIDES))
    return card_saying(lead, Bullets(lines), who_decides, Buttons((page,)))


def private(name: str) -> Card:
    """Refuse to show what only this person can see, and say where to look instead."""
    lead = f"Only {name} sees that."
    ask = ASK_INSTEAD.format(name=name)
    return card_saying(typed(lead), Note(spans(typed(ask))))


def private_by_pronoun(pronoun: str) -> Card:
    """Return "Only she sees that, unless she shares it.", with the pronoun of the question."""
    sees, shares = ("see", "share") if pronoun == "they" else ("sees", "shares")
    return card_saying(f"Only {pronoun} {sees} that, unless {pronoun} {shares} it.")


def not_told(name: str) -> Card:
    """Refuse to answer a question about a colleague, and say why."""
    return card_saying(typed(NOT_TOLD.format(name=name)))


def _more(team: Team) -> tuple[Button, ...]:
    value, about = str(team.id), shortened(team.name, 40)
    return (
        Button("Team page", team_page.PAGE, value, "primary", about=about),
        Button("Promises", team_page.PROMISES, value, about=about),
        Button("Shared reflections", team_page.REFLECTIONS, value, about=about),
        Button("Coaching", team_page.COACHING, value, about=about),
    )
