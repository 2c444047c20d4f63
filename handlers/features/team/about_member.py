"""Answer "what did Lena hear today", asked by whoever leads Lena's team: what a manager sees."""

from handlers.cards import Button, Buttons, Card, Paragraph, spans, typed
from handlers.coaching.given_names import first_name
from handlers.registry import Turn
from handlers.typed.colleague_data import is_named
from handlers.typed.words import SEE, words_of
from handlers.views import team_page
from storage import teams
from storage.tables import Team

SEEN = (
    "On your team's page you see {whose} promises, the reflections that {who} shared, and the "
    "coming calls that {who} opened. Goals, private notes and figures stay private unless shared, "
    "so that people can write them frankly."
)


async def answer(turn: Turn) -> Card | None:
    """Say what the manager sees of the person or the team that is named.

    Return None if the words name nobody in a team that the person leads.
    """
    words = words_of(turn.text)
    for one in await teams.reports(turn.session, turn.person):
        if is_named(words, one.name):
            name = first_name(one.name)
            return _card(f"{name}’s", name, await teams.of_person(turn.session, one))
    led = await teams.led_by(turn.session, turn.person)
    if led and "team" in words and SEE.isdisjoint(words):
        return _card("your people’s", "they", led[0])
    return None


def _card(whose: str, who: str, team: Team | None) -> Card:
    lead = SEEN.format(whose=whose, who=who)
    value, about = (str(team.id), team.name) if team else ("", "")
    buttons = (
        Button("Team page", team_page.PAGE, value, "primary", about=about),
        Button("Shared reflections", team_page.REFLECTIONS, value, about=about),
        Button("Coaching", team_page.COACHING, value, about=about),
    )
    return Card(lead, (Paragraph(spans(typed(lead))), Buttons(buttons)))
