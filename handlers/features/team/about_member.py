"""Answer questions about a colleague by name: "lenas promises", "what did Lena hear today".

Every colleague may read a person's promises. The person's manager also sees the calls that the
person opened to the manager, and the reflections that the person shared (see
`handlers.features.team.rights`).
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from handlers.cards import Button, Buttons, Card, Reply, card_saying, typed
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text.words import shortened
from handlers.features import colleagues
from handlers.features.customers import which_account
from handlers.features.team import coaching
from handlers.knowledge import team_day, team_themes
from handlers.knowledge.team_day import SharedReflection
from handlers.registry import Turn
from handlers.rhythm_settings import DAY, day_of
from handlers.typed import words as word_lists
from handlers.typed.privacy.colleague_data import is_named
from handlers.typed.team.member_asked import (
    MemberAsked,
    MemberPart,
    asks_what_was_heard,
    may_name_member,
    member_asked,
)
from handlers.typed.words import SEE, words_of
from handlers.views.marketing import theme_cards
from handlers.views.marketing.for_marketing import ASKS
from handlers.views.team import team_member, team_page, team_reflections
from storage.customers import accounts
from storage.spelling import comparable
from storage.tables import Person, Team
from storage.team import teams
from storage.workspace import people

WEEK, AHEAD = 7 * DAY, 90 * DAY  # how far ahead we look for calls
SEEN = (
    "On your team's page you see {whose} promises, the reflections that {who} shared, and the "
    "upcoming calls that {who} opened. Goals, private notes and figures stay private unless "
    "shared, so that people can write frankly."
)
SAY = (
    "What you say to {name} is up to you. You can comment on a reflection that {name} shared, and "
    "offer a focus under “Coaching”."
)
TO_COACH = "What to coach {name} on is for you to decide: I rate nobody. {name} shared:"
NOT_THEIR_MANAGER = "I can list {name}’s upcoming calls only for {name}’s manager."
FOR_MARKETING = (
    "What {name} shares about an account is shown to colleagues who have a call with that account. "
    "You can read what {name} passes on to marketing: it is under “Asks”, and in themes."
)
IN_BRIEFS = "Type “prep” and an account to see what {name} and other colleagues share about it."


@dataclass(frozen=True)
class _Led:
    """The people whom the asker leads and who have the name in the question.

    There can be several, because a first name is enough. `team` is the team of the first.
    """

    name: str
    people: Sequence[Person]
    team: Team


async def by_name(turn: Turn) -> Reply | None:
    """Answer a line that asks about a colleague by name. Return None for any other line.

    If a customer on file has the same name, we assume that the customer is meant, and return None.
    """
    if turn.place is not None:
        return None
    if asks_what_was_heard(turn.text) and (heard := await _of_named_report(turn)):
        return heard
    if not may_name_member(turn.text):
        return None
    known = await colleagues.names(turn)
    asked = member_asked(turn.text, known)
    names = await _of_colleagues(turn, asked) if asked else []
    if asked is None or not names:
        return None
    meant = await people.with_full_names(turn.session, turn.person, names)
    if asked.part in ("promises", "overdue"):
        return await _promises(turn, meant, asked.part)
    led = await _led(turn, meant)
    return await _OF_REPORT[asked.part](turn, led) if led else _for_colleague(turn, asked, meant[0])


async def _of_named_report(turn: Turn) -> Card | None:
    """Show what a person whom the asker leads has shared: "what did aylin hear at mercato"."""
    taken = await colleagues.first_names_of_contacts(turn)
    words = words_of(turn.text)
    for one in await teams.reports(turn.session, turn.person):
        is_met = word_lists.first_name(one.name) in taken
        if not is_met and is_named(words, one.name) and (led := await _led(turn, [one])):
            return await _shared_about(turn, led, words)
    return None


async def _of_colleagues(turn: Turn, asked: MemberAsked) -> list[str]:
    """Return the colleagues whom the line names.

    If a colleague's first name is also a contact's first name, or the first word of an account's
    name, leave the colleague out unless the full name was typed.
    """
    person = turn.person
    text = turn.text[: which_account.MAX_NAME]
    customers = await accounts.candidates(turn.session, person.tenant, person.id, text)
    taken = {word_lists.first_name(name) for _, name in customers}
    taken |= await colleagues.first_names_of_contacts(turn)
    said = comparable(turn.text)
    return [
        name
        for name in asked.names
        if word_lists.first_name(name) not in taken or comparable(name) in said
    ]


async def _led(turn: Turn, meant: Sequence[Person]) -> _Led | None:
    """Return those of these people whom the asker leads. Return None if the asker leads none."""
    reports = {one.id for one in await teams.reports(turn.session, turn.person)}
    found = [one for one in meant if one.id in reports]
    team = await teams.of_person(turn.session, found[0]) if found else None
    return _Led(_first_name(found[0]), found, team) if team else None


def _first_name(person: Person) -> str:
    return shortened(first_name(person.name), 40)


def _for_colleague(turn: Turn, asked: MemberAsked, person: Person) -> Card | None:
    """Say who can see the calls or the reflections of a person whom the asker does not lead.

    Return None if the question is about something else.
    """
    name = _first_name(person)
    if asked.part in ("next call", "calls"):
        return card_saying(typed(NOT_THEIR_MANAGER.format(name=name)))
    if asked.part == "reflections":
        if turn.person.role == "marketer":
            themes = Button("Themes", theme_cards.FOR_MARKETING)
            return card_saying(typed(FOR_MARKETING.format(name=name)), Buttons((ASKS, themes)))
        shared = not {"share", "shared", "shares"}.isdisjoint(words_of(turn.text))
        said = IN_BRIEFS.format(name=name)
        return card_saying(typed(said)) if shared else team_member.private(name)
    return None


async def _promises(turn: Turn, meant: Sequence[Person], which: MemberPart) -> Card:
    session, tenant = turn.session, turn.person.tenant
    today = day_of(turn.now, turn.person.zone)
    ours = await team_day.we_owe(session, tenant, meant)
    theirs = await team_day.they_owe(session, tenant, meant)
    if which == "overdue":
        ours, theirs = team_day.overdue(ours, today), team_day.overdue(theirs, today)
        return team_member.promises(_first_name(meant[0]), ours, theirs, today, which="overdue")
    return team_member.promises(_first_name(meant[0]), ours, theirs, today, which="open")


async def _next_call(turn: Turn, led: _Led) -> Card:
    until = turn.now + AHEAD
    tenant = turn.person.tenant
    found = await team_day.opened_calls(turn.session, tenant, led.people, turn.now, until)
    first = next(iter(found), None)
    return team_member.next_call(led.name, first, led.team, turn.now, turn.person.zone)


async def _calls(turn: Turn, led: _Led) -> Card:
    """List the opened calls of the next seven days.

    If there are none, show the next opened call.
    """
    until = turn.now + WEEK
    tenant = turn.person.tenant
    found = await team_day.opened_calls(turn.session, tenant, led.people, turn.now, until)
    if not found:
        return await _next_call(turn, led)
    return team_member.calls(led.name, found, led.team, turn.now, turn.person.zone)


async def _coaching(turn: Turn, led: _Led) -> Reply:
    """Show which focuses the manager offered, and which of them were taken up."""
    return await coaching.show(replace(turn, text=str(led.team.id)))


async def of_report(turn: Turn, person: Person) -> Card | None:
    """Say in a few words what the manager sees of a person.

    Return None if the manager does not lead the person.
    """
    led = await _led(turn, [person])
    return await _doing(turn, led) if led else None


async def _doing(turn: Turn, led: _Led) -> Card:
    session, tenant, zone = turn.session, turn.person.tenant, turn.person.zone
    seen = team_member.Member(
        led.name,
        led.team,
        await team_day.opened_calls(session, tenant, led.people, turn.now, turn.now + WEEK),
        await team_day.we_owe(session, tenant, led.people),
        await _reflections(turn, led),
    )
    return team_member.doing(seen, turn.now, zone, day_of(turn.now, zone))


async def _shared_card(turn: Turn, led: _Led) -> Card:
    found = (await _reflections(turn, led))[: team_reflections.PAGE]
    return team_member.reflections(led.name, led.team, found, turn.now, turn.person.zone)


async def _reflections(turn: Turn, led: _Led) -> list[SharedReflection]:
    """Return what the people shared in the last 90 days, newest call first."""
    return await team_day.shared_reflections(
        turn.session,
        turn.person.tenant,
        led.people,
        since=turn.now - team_themes.PERIOD,
        limit=team_day.MAX_NEW,
    )


async def _say(_: Turn, led: _Led) -> Card:
    said = SAY.format(name=led.name)
    team, about = str(led.team.id), led.team.name
    buttons = (
        Button("Shared reflections", team_page.REFLECTIONS, team, about=about),
        Button("Coaching", team_page.COACHING, team, about=about),
    )
    return card_saying(typed(said), Buttons(buttons))


_OF_REPORT: Mapping[MemberPart, Callable[[Turn, _Led], Awaitable[Reply]]] = {
    "next call": _next_call,
    "calls": _calls,
    "coaching": _coaching,
    "reflections": _shared_card,
    "doing": _doing,
    "say": _say,
}


async def answer(turn: Turn) -> Card | None:
    """Answer a manager's question about a person or a team that the manager leads.

    - If the question names such a person, show what the person has shared.
    - If the question has the word "team", but does not ask who sees something, say what the manager
      sees of the team.

    Return None for any other question, or if the asker does not lead a team.
    """
    words = words_of(turn.text)
    for one in await teams.reports(turn.session, turn.person):
        if is_named(words, one.name) and (led := await _led(turn, [one])):
            return await _shared_about(turn, led, words)
    teams_led = await teams.led_by(turn.session, turn.person)
    if teams_led and "team" in words and SEE.isdisjoint(words):
        return of_team(teams_led[0])
    return None


async def _shared_about(turn: Turn, led: _Led, words: Sequence[str]) -> Card:
    """Show what somebody shared about the named account or day.

    Show the latest if the question names neither, or if nothing was shared from the named day.
    """
    found = [
        one
        for one in await _reflections(turn, led)
        if one.reflection.heard or one.reflection.surprise
    ]
    lead = TO_COACH.format(name=led.name) if "coach" in words and found else ""
    if account := await which_account.only_one_named(turn, turn.text):
        found = [one for one in found if one.account.id == account.id]
        about = shortened(account.name, 40)
        lead = f"{led.name} shared about {about}:"
        lead = lead if found else f"{led.name} has shared no reflection about {about}."
    elif found and (day := next((one for one in ("today", "yesterday") if one in words), "")):
        zone = turn.person.zone
        today = day_of(turn.now, zone)
        called_on = today - DAY if day == "yesterday" else today
        of_day = [one for one in found if day_of(one.reflection.called_at, zone) == called_on]
        lead = f"{led.name} has shared nothing from {day}’s calls. The latest:"
        lead = f"{led.name} shared from {day}’s calls:" if of_day else lead
        found = of_day or found
    shown = found[: team_reflections.PAGE]
    return team_member.reflections(led.name, led.team, shown, turn.now, turn.person.zone, lead=lead)


def of_team(team: Team) -> Card:
    """Say what the manager of a team sees, and what stays private."""
    lead = SEEN.format(whose="your people’s", who="they")
    value, about = str(team.id), team.name
    buttons = (
        Button("Team page", team_page.PAGE, value, "primary", about=about),
        Button("Shared reflections", team_page.REFLECTIONS, value, about=about),
        Button("Coaching", team_page.COACHING, value, about=about),
    )
    return card_saying(typed(lead), Buttons(buttons))
