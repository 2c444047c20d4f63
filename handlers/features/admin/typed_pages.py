"""Answer what people type about the whole company: "pause attune for everyone", "who is admin".

An admin gets the page that shows, or can change, what the line is about. The line alone changes
nothing. Anybody else is told that only admins can do what the line asks. Everybody gets an answer
to "who is admin".
"""

from dataclasses import replace

from handlers.cards import Button, Buttons, Card, Paragraph, Reply, card_saying, spans, typed
from handlers.coaching.text.words import joined, shortened
from handlers.features import colleagues
from handlers.features.admin import (
    audit_log,
    defaults,
    health,
    privacy,
    roles,
    roll_out,
    team_cards,
)
from handlers.features.privacy import data_named
from handlers.registry import Feature, Registry, Turn, Unfinished
from handlers.typed.privacy.colleague_data import is_named
from handlers.typed.team.admin_pages import AdminPage, admin_page, of_colleague, team_move
from handlers.typed.words import few_words_of
from storage.spelling import comparable
from storage.team import teams
from storage.workspace import people

INTENT = "admin page"
FOR_ADMINS = (
    "Only admins can do that for everybody, so nothing is changed. /rhythm has your own settings."
)
NOT_CHANGED = "Nothing is changed yet. Press “Change the defaults” to set this for everybody."
NO_STOP = (
    "I can't stop messages for everybody, so nothing is stopped. You can switch off kinds of "
    "messages for everybody who has not chosen otherwise: press “Change the defaults”."
)
NO_ADMIN = (
    "Nobody is an admin here yet. Whoever runs Attune for you can list the first admins under "
    "ADMINS in Attune's settings."
)
COMES_IN = (
    "You can't add a colleague to this list yourself. A new colleague writes to Attune once, and "
    "is then on this list. You can then change their role and team."
)
EXPORT = (
    "I can't give out a colleague's data here. {name} can get it by typing “my data”. Whoever runs "
    "Attune for you can do it with the command “person export”."
)
WHY = (
    "I can't say that here. Whoever runs Attune for you can find out with the command “why”, which "
    "says what {name} got, and why a message did not come."
)
_PAGES: dict[AdminPage, tuple[Feature, str]] = {
    "defaults": (defaults.show, NOT_CHANGED),
    "reset": (defaults.ask_reset, ""),
    "stop": (defaults.show, NO_STOP),
    "retention": (privacy.show, "Nothing is changed yet."),
    "log": (audit_log.log, ""),
    "roll-out": (roll_out.show, ""),
    "health": (health.show, ""),
    "came in": (roles.show, COMES_IN),
}


def register(registry: Registry) -> None:
    """Register the answer to the intent of `handlers.typed.team.admin_pages`."""
    registry.intent(INTENT, show)


async def show(turn: Turn) -> Reply | Unfinished:
    """Show the page that the line is about, with a first sentence about what was typed."""
    page = admin_page(turn.text)
    if page == "admins":
        return await _admins(turn)
    if turn.person.role != "admin":
        return card_saying(FOR_ADMINS)
    if page is None or page == "team":
        return await _team(turn)
    feature, said = _PAGES[page]
    return _below(said, await feature(replace(turn, text="")))


def _below(said: str, reply: Reply | Unfinished) -> Reply | Unfinished:
    if not said or not isinstance(reply, Card):
        return reply
    return replace(reply, blocks=(Paragraph(spans(typed(said))), *reply.blocks))


async def _admins(turn: Turn) -> Reply:
    found = await people.not_left(turn.session, turn.person.tenant)
    names = [shortened(one.name, 60) for one in found if one.role == "admin"]
    if not names:
        return card_saying(NO_ADMIN)
    lead = f"{joined(names)} {'is an admin' if len(names) == 1 else 'are admins'} here."
    more = (Buttons((Button("People and roles", "roles.show", "0"),)),)
    return card_saying(typed(lead), *(more if turn.person.role == "admin" else ()))


async def _team(turn: Turn) -> Reply | Unfinished:
    """Open the team that somebody is to join. If there is no such team, say so, and list teams."""
    asked = team_move(turn.text)
    known = await teams.of_tenant(turn.session, turn.person.tenant)
    wanted = comparable(asked.team) if asked else ""
    named = [one for one in known if comparable(one.name) == wanted]
    if named:
        reply = await team_cards.open_team(replace(turn, text=str(named[0].id)))
        return _below("Nothing is changed yet. You can change who is in the team here.", reply)
    lead = f"Nothing is changed. There is no team “{shortened(asked.team, 40) if asked else ''}”."
    return _below(lead, await team_cards.show(replace(turn, text="")))


async def about_colleague(turn: Turn) -> Reply | None:
    """Say who can erase, export or look up a colleague's data.

    Return None if the line does not ask about that, or names no colleague. Return None in a
    channel.
    """
    kind = of_colleague(turn.text) if turn.place is None else None
    if kind is None:
        return None
    known = await colleagues.names_unlike_contacts(turn)
    words = few_words_of(turn.text, 40)
    name = next((one for one in known if is_named(words, one)), "")
    if not name:
        return None
    first = shortened(name.split()[0], 40)
    if kind == "erase":
        return await data_named.of_colleague(turn)
    lead = {"export": EXPORT, "why": WHY}[kind].format(name=first)
    return card_saying(typed(lead))
