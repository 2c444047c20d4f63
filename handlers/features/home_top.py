"""The top of the home screen: what Attune is, and what waits for a person in their role."""

from dataclasses import dataclass, replace

from handlers.cards import Block, Button, Buttons, Heading, Note, Paragraph, spans
from handlers.features.admin import privacy
from handlers.registry import Turn
from handlers.rhythm_settings import rhythm_of
from handlers.views import first_message
from handlers.views.admin import health_words
from handlers.views.marketing.for_marketing import ASKS, INSIGHTS
from handlers.views.team import team_page
from storage.choices import Role
from storage.marketing import asks, insights
from storage.team import help_requests
from storage.upkeep import problems
from storage.workspace import channels, people_roles

MARKETERS: tuple[Role, ...] = ("marketer",)
COUNTED = 20  # we count at most this many asks, and at most this many suggested insights
EXCHANGE = Button("Marketing and sales", "exchange.show")
ROLES = Button("People and roles", "roles.show")
PRIVACY = Button("Privacy", privacy.SHOW)
HEALTH = Button("Health", "health.show")
MY_TEAM = Button("My team", team_page.SHOW)
FOR_ADMINS = (ROLES, PRIVACY, HEALTH)
MAX_HELP_REQUESTS = 2  # we show at most this many requests for help
FOR_MANAGERS = (
    "You see what the people in your team have opened to you. Each person's figures are theirs "
    "alone, unless they share one with you. A team's figures are about the whole team, never about "
    "one person. “Marketing and sales” shows what the two do for each other."
)
NOTHING_WAITS = "Nothing is waiting for you. Reps' questions and buyers' words appear in “Asks”."
NO_MARKETER = "Nobody is in marketing yet. Choose who is, so that reps' questions reach them."
NO_CHANNEL = (
    "No channel gets marketing's insights yet. Type /insight subscribe in a channel to change that."
)


@dataclass(frozen=True)
class Top:
    """The blocks of the top, and their buttons. The home screen does not repeat these buttons."""

    blocks: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()


async def top(turn: Turn) -> Top:
    """Return the top for this person. It may be empty."""
    introduction: tuple[Block, ...] = ()
    if turn.person.welcomed_at is None:
        marketing = turn.person.role == "marketer"
        introduction = first_message.introduction(rhythm_of(turn.person), marketing=marketing)
    heading, lines, buttons = await _for_role(turn)
    blocks = [*introduction, *((Heading(heading),) if lines else ())]
    blocks += [Paragraph(spans(line)) for line in lines]
    if turn.person.role in ("manager", "admin"):
        blocks += await help_requests_waiting(turn)
    return Top((*blocks, *((Buttons(buttons),) if buttons else ())), buttons)


async def _for_role(turn: Turn) -> tuple[str, list[str], tuple[Button, ...]]:
    """Return the heading, the lines and the buttons for the person's role. They may be empty."""
    match turn.person.role:
        case "marketer":
            return (
                "For marketing",
                [await marketing_waiting(turn)],
                (replace(ASKS, style="primary"), INSIGHTS),
            )
        case "manager":
            return "For managers", [FOR_MANAGERS], (MY_TEAM, EXCHANGE)
        case "admin":
            lines = await _missing(turn)
            return "For admins", lines, FOR_ADMINS if lines else ()
        case "rep":
            return "", [], ()


async def help_requests_waiting(turn: Turn) -> list[Block]:
    """Return the requests for help that wait for this person, each with *Answer*."""
    waiting = await help_requests.waiting_for(turn.session, turn.person)
    shown = waiting[:MAX_HELP_REQUESTS]
    lines: list[Block] = [Paragraph(team_page.question(one)) for one in shown]
    return [*lines, Buttons(team_page.answer_buttons(shown))] if shown else []


async def marketing_waiting(turn: Turn) -> str:
    """Say how many asks and suggested insights wait, and how many asks the person has taken up."""
    session, tenant = turn.session, turn.person.tenant
    found = await asks.open_asks(session, tenant, COUNTED, only=asks.waits_for(turn.person))
    me = turn.person.id
    taken = sum(one.state == "taken_up" and one.taken_by == me for one in found)
    open_ = len(found) - taken
    suggested = len(await insights.in_state(session, tenant, "suggested", COUNTED))
    parts = [
        f"{_number(count)} {one if count == 1 else several}"
        for count, one, several in (
            (open_, "ask from a rep", "asks from reps"),
            (suggested, "suggested insight", "suggested insights"),
        )
        if count
    ]
    unanswered = "ask that has no answer" if taken == 1 else "asks that have no answer"
    on = f"You're on {_number(taken)} {unanswered} yet." if taken else ""
    if not parts:
        return on or NOTHING_WAITS
    verb = "is waiting" if open_ + suggested == 1 else "are waiting"
    return f"{' and '.join(parts)} {verb} for you. {on}".rstrip()


def _number(count: int) -> str:
    return str(count) if count < COUNTED else f"{count} or more"


async def _missing(turn: Turn) -> list[str]:
    session, tenant = turn.session, turn.person.tenant
    failing = [one.what for one in await problems.of_tenant(session, tenant) if not one.ended_at]
    lines = health_words.on_home(failing)
    if not await people_roles.with_roles(session, tenant, MARKETERS, limit=1):
        lines.append(NO_MARKETER)
    if not await channels.ids(session, tenant):
        lines.append(NO_CHANNEL)
    return lines


def support(turn: Turn) -> tuple[Note, ...]:
    """Say whom to ask for help, and link to the privacy policy.

    What the operator has not set is left out.
    """
    lines = first_message.contact(turn.operator.support, turn.operator.privacy_url)
    return (Note(lines),) if lines else ()
