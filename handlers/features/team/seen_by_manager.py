"""Show people their team and what its manager sees. Let them open calls to the manager."""

from handlers.cards import (
    Aside,
    Block,
    Bullets,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    Reply,
    Strong,
    Text,
    card_saying,
    spans,
    typed,
)
from handlers.coaching.names.given_names import first_name
from handlers.features import access, asker_calls
from handlers.features.settings.rhythm import change, locked_rhythm
from handlers.features.team import rights
from handlers.registry import Refusal, Registry, Turn
from handlers.rhythm_settings import rhythm_of
from handlers.times import format_short
from handlers.typed.words import MARKS
from handlers.views.team import team_words
from storage.spelling import comparable
from storage.tables import Person, Team
from storage.team import teams

LEAD = "Your team"
MANAGERS = ("manager", "boss")
OTHER_MANAGER = "Your team has changed since, so nothing was opened. This is your team now."
STAYS = (
    "Only you see your goals, guesses, private notes and listening lines, and whether you prepared."
)
NEAR = (
    "A colleague who plans a call with the same account within two days of yours sees it. "
    "{name} sees it only if you open it."
)
NO_COLLEAGUE_SEES = "No colleague who plans a call with the same account sees it either."
KEPT_FROM_ALL = "No colleague who plans a call with the same account sees it."
NEAR_FREE = (
    "If a colleague plans a call with the same account within two days of this call, they see this "
    "call."
)
AS_MANAGER = (
    "You see what they share with their colleagues, their promises to customers, and the upcoming "
    "calls that they opened to you. In a team of five people or more, you also see the team's "
    "figures. You don't see their goals, guesses or private notes, whether they prepared, or their "
    "own figures, unless they share a figure with you."
)
WORDS = (
    "my team",
    "who is in my team",
    "who leads my team",
    "who is my manager",
    "whos my manager",
    "what does my manager see",
    "what can my manager see",
    "what do you see",
    "what do i see",
    "what can i see",
    "open my calls",
    "show my calls to my manager",
    "keep my calls to myself",
    "hide my calls",
    "hide my calls from my manager",
)


def register(registry: Registry) -> None:
    """Register the card of the person's team, and the buttons that open and close calls."""
    registry.phrases(team_words.MINE, show, WORDS)
    registry.button(team_words.MINE, show)
    registry.button(team_words.CALLS, switch)
    registry.button(team_words.OF_CALL, switch_call)


async def show(turn: Turn) -> Reply:
    """Show the person's team and the teams that they lead."""
    return Aside(await card(turn))


async def asked(turn: Turn) -> Card | None:
    """Answer a question about what the person's manager sees.

    Return None if the person has no manager. Also return None if the question has neither the
    manager's first name nor a word such as "boss".
    """
    words = {word.strip(MARKS) for word in comparable(turn.text).split()}
    manager = await teams.manager_of(turn.session, turn.person)
    if manager is None:
        return None
    named = comparable(manager.name).split()[:1]
    return await card(turn) if words.intersection((*named, *MANAGERS)) else None


async def card(turn: Turn, *first: str) -> Card:
    """Return the card that `show` shows, with the sentences in `first` below its heading."""
    person = turn.person
    team, led = (
        await teams.of_person(turn.session, person),
        await teams.led_by(turn.session, person),
    )
    blocks: list[Block] = [Heading(LEAD), *(Paragraph(spans(Strong(one))) for one in first)]
    if team is not None and team.manager_id != person.id:
        blocks += await _as_member(turn, team)
    for one in led:
        blocks.append(Paragraph(await _as_manager(turn, one)))
    if led:
        blocks.append(Paragraph(spans(AS_MANAGER)))
    if team is None and not led:
        blocks.append(Paragraph(spans(team_words.NO_TEAM)))
    summary = first[0] if first else LEAD
    return Card(summary, tuple(blocks))


async def _as_member(turn: Turn, team: Team) -> list[Block]:
    """Say who leads the person's team and who is in it, and what the manager sees."""
    person = turn.person
    manager = await teams.manager_of(turn.session, person)
    members = await teams.members(turn.session, person.tenant, [team.id])
    others = [one for one in members if one.id not in (person.id, team.manager_id)]
    name = team_words.team_name(team)
    who = team_words.leads(team, manager) if manager else f"Nobody leads {name}."
    along = f" Your teammates: {team_words.people_named(others)}." if others else ""
    blocks: list[Block] = [Paragraph(spans(typed(f"You're in {name}. {who}{along}")))]
    if manager is None:
        return blocks
    head = Paragraph(spans(Strong(f"What {first_name(manager.name)} sees", typed=True)))
    return [
        *blocks,
        head,
        Bullets(await _what_manager_sees(turn, manager)),
        Note(spans(STAYS)),
        Buttons((team_words.switch(manager, is_open=rhythm_of(person).calls_open),)),
    ]


async def _what_manager_sees(turn: Turn, manager: Person) -> tuple[Text, ...]:
    name = first_name(manager.name)
    return (
        spans(typed(f"Your upcoming calls, with account and time: {await _calls_seen(turn)}.")),
        spans(typed(NEAR.format(name=name))),
        spans("Reflections that you share or have shared."),
        spans("Your promises to customers, which every colleague sees."),
        spans("The team's figures, if five people or more are in it."),
        spans(typed(f"What you send to {name}.")),
    )


async def _calls_seen(turn: Turn) -> str:
    """Say which of the person's upcoming calls the manager sees."""
    person = turn.person
    ahead = await asker_calls.planned(turn)
    is_open = rhythm_of(person).calls_open
    apart = sum(rights.is_open(one.seat, person) != is_open for one in ahead)
    if is_open:
        return f"yes, except {apart} that you keep to yourself" if apart else "yes"
    return f"only {apart} that you opened" if apart else "not until you open them"


async def _as_manager(turn: Turn, team: Team) -> Text:
    members = await teams.members(turn.session, team.tenant, [team.id])
    inside = " You're in it yourself." if turn.person.id in {one.id for one in members} else ""
    listed = team_words.members_of(members, turn.person)
    return spans(typed(f"You lead {team_words.team_name(team)}.{inside} {listed}"))


async def switch(turn: Turn) -> Reply:
    """Open all upcoming calls to the manager, or close them, as the button says.

    A button that opens calls names the manager. Open nothing if the person now has another manager
    or none.
    """
    how, _, manager_id = turn.text.partition(":")
    rhythm = await locked_rhythm(turn)
    manager = await teams.manager_of(turn.session, turn.person)
    if how != team_words.OPEN:
        await change(turn, rhythm.changed({"calls_open": False}))
        await teams.close_opened_calls(turn.session, turn.person.tenant, [turn.person.id])
        return await card(turn, "Your manager doesn't see your upcoming calls any more.")
    if manager is None or manager.id != access.row_id(manager_id):
        return await card(turn, OTHER_MANAGER)
    await change(turn, rhythm.changed({"calls_open": True}))
    return await card(
        turn, f"{first_name(manager.name)} sees your upcoming calls now: account and time."
    )


async def switch_call(turn: Turn) -> Reply:
    """Change who sees one upcoming call, as the button says.

    - `OPEN` opens the call to the manager whom the button names.
    - `CLOSE` keeps the call from everybody.
    - `FREE` ends `CLOSE`: colleagues who plan a call with the same account see the call again.

    Raises Refusal if the call has begun, or if `OPEN` names somebody who is not the manager now.
    """
    call_id, _, wanted = turn.text.partition(":")
    seat, call, account = await access.own_call(turn, call_id, locked=True)
    if call.starts_at <= turn.now:
        raise Refusal("That call has already begun.")
    manager = await teams.manager_of(turn.session, turn.person)
    how, _, manager_id = wanted.partition(":")
    if how == team_words.OPEN and (manager is None or manager.id != access.row_id(manager_id)):
        raise Refusal("Your team has changed since, so nothing was opened.")
    states = {team_words.OPEN: True, team_words.FREE: None}
    seat.opened = states.get(how, False)
    await turn.session.flush()
    which = f"{account.name}, {format_short(call.starts_at, now=turn.now, zone=turn.person.zone)}"
    said, more = _said_of_call(seat.opened, manager, which)
    back = team_words.call_switch(
        call.id, manager, is_open=seat.opened is not False, about=account.name
    )
    near = (Note(spans(more)),) if more else ()
    return Aside(card_saying(typed(said), *near, Buttons((back,))))


def _said_of_call(opened: bool | None, manager: Person | None, which: str) -> tuple[str, str]:
    """Return a sentence that says who can see a call now, and the note below the sentence or "".

    `opened` is True if the manager sees the call. It is False if the rep keeps the call from
    everybody. It is None if the rep has stopped keeping the call from everybody. `which` names the
    call.
    """
    if opened is None:
        return f"You're no longer keeping this call to yourself: {which}.", NEAR_FREE
    if manager is None:
        return f"You're keeping this call to yourself: {which}.", KEPT_FROM_ALL
    name = first_name(manager.name)
    if opened:
        return f"{name} sees that you have this call: {which}.", ""
    return f"{name} doesn't see this call: {which}.", NO_COLLEAGUE_SEES
