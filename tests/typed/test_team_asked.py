"""Which lines ask about a team, and for which part of it."""

import pytest

from handlers.typed.team.team_asked import TeamAsked, TeamPart, team_asked

ASKED: dict[TeamPart, str] = {
    "page": """
        how is the team doing
        hows my team
        how are my reps doing
        whats new in my team
        what is my team up to this week
        team calls
        team status
        which calls does my team have today""",
    "help": """
        who needs help
        who needs my help in the team
        does anyone need help?
        any requests for help
        who is stuck
        anyone waiting for me
        questions from my team
        open questions""",
    "promises": """
        team promises
        my team's promises
        what does the team owe
        what did my team promise customers
        open promises of the team
        whats due in the team
        team promisses""",
    "people": """
        whos on my team
        who is in the team
        who are my reps
        team members""",
    "private": """
        who hasnt prepared
        who hasn't prepared?
        is everyone prepared""",
    "overdue": """
        whats overdue in the team
        who is behind
        whos behind?
        who is late
        whats ovredue in the team
        overdue team promises
        is my team late on anything
        which promises of my reps are late""",
    "reflections": """
        shared reflections
        what did my team learn last week
        team reflections""",
    "themes": """
        themes
        team themes
        themes of my team""",
    "figures": """
        team figures
        show me the figures
        team figurs
        what are the team's numbers""",
    "coaching": """
        coaching
        who should i coach
        team coaching""",
}
OTHER = (
    "my team",
    "new team",
    "the team is late",
    "the team promised us the list",
    "the team promised",
    "jana is behind",
    "who is in the northwind team",
    "the premise of the team",
    "who prepared the offer",
    "the team heard",
    "does the team have my figures",
    "does my team see my reflections",
    "the team calls us on friday",
    "who needs help at northwind",
    "their team is doing well",
    "promises",
    "overdue",
    "how is it",
    "",
)


@pytest.mark.parametrize(
    ("part", "line"),
    [(part, one.strip()) for part, lines in ASKED.items() for one in lines.strip().splitlines()],
)
def test_a_line_asks_for_a_part_of_a_team(part: TeamPart, line: str) -> None:
    assert team_asked(line) == TeamAsked(part)


def test_a_team_is_named() -> None:
    assert team_asked("How is Team Nord doing?") == TeamAsked("page", "team nord")


@pytest.mark.parametrize("line", OTHER)
def test_any_other_line_asks_nothing_about_a_team(line: str) -> None:
    assert team_asked(line) is None
