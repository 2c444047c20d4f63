"""Show a manager the figures of a whole team. None of them is about one person."""

from handlers.cards import Reply
from handlers.features import access
from handlers.features.fields import one_of
from handlers.features.team import rights
from handlers.registry import Registry, Turn
from handlers.views.team import team_figures, team_page
from storage.team import team_months


def register(registry: Registry) -> None:
    """Register the button of a team's figures."""
    registry.button(team_page.FIGURES, access.with_figures(show))


async def show(turn: Turn) -> Reply:
    """Show a team's figures. The button's value names the team, and which figure to draw."""
    team_id, _, name = turn.text.partition(":")
    team = await rights.led_team(turn, team_id)
    months = await team_months.last(turn.session, team, _months_ago(turn))
    shown = one_of(name, team_figures.PICTURES) or "prepared"
    return team_figures.card(team, months, shown)


def _months_ago(turn: Turn) -> str:
    number = turn.now.year * 12 + turn.now.month - 1 - team_figures.MONTHS
    year, month = divmod(number, 12)
    return f"{year}-{month + 1:02}"
