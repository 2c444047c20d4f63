"""Show a manager the figures of a whole team. None of them is about one person."""

from datetime import datetime

from handlers.cards import Reply
from handlers.features import access
from handlers.features.fields import one_of, whole_number
from handlers.features.team import rights
from handlers.registry import Registry, Turn
from handlers.views.team import team_figures, team_page
from storage.team import team_months


def register(registry: Registry) -> None:
    """Register the button of a team's figures."""
    registry.button(team_page.FIGURES, access.with_figures(show))


async def show(turn: Turn) -> Reply:
    """Show a team's figures.

    The button's value names the team, which figure to draw, and the month ("2026-11"). Without a
    month, show the newest month that has figures.
    """
    team_id, name, month = [*turn.text.split(":", 2), "", ""][:3]
    team = await rights.led_team(turn, team_id)
    months = await team_months.last(turn.session, team, _first_month(turn))
    shown = one_of(name, team_figures.PICTURES) or "prepared"
    return team_figures.card(team, months, shown, month if _is_month(month) else "")


def _is_month(text: str) -> bool:
    year, _, month = text.partition("-")
    return len(text) == len("2026-11") and 1 <= whole_number(month) <= 12 and whole_number(year) > 0


def value_of_month(team_id: str, month: int, now: datetime) -> str:
    """Return the value of the figures button for the latest month with this number (1 to 12).

    `now` is in UTC.
    """
    year = now.year if month <= now.month else now.year - 1
    return f"{team_id}::{year}-{month:02}"


def _first_month(turn: Turn) -> str:
    """Return the month that was `team_figures.MONTHS` months ago: "2025-11"."""
    number = turn.now.year * 12 + turn.now.month - 1 - team_figures.MONTHS
    year, month = divmod(number, 12)
    return f"{year}-{month + 1:02}"
