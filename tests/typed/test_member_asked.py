"""What is asked about a colleague by name, with and without an apostrophe."""

import pytest

from handlers.typed.team.member_asked import MemberAsked, MemberPart, member_asked

COLLEAGUES = ("Lena Brandt", "Tom Reyes", "Lena Roth")
ASKED: dict[MemberPart, str] = {
    "promises": """
        toms promises
        Tom's promises
        Tom’s open promises
        can i see tom's promises
        what promises did tom make
        what does tom owe
        what did tom promise customers?
        what is due from tom
        promises of tom""",
    "overdue": """
        toms overdue promises
        what is overdue from tom
        is tom late on anything""",
    "next call": """
        when is tom's next call
        whens toms next call?
        toms next call
        what calls does tom have
        toms upcoming calls""",
    "reflections": """
        show me tom's shared reflections
        toms reflections
        what did tom share
        whats tom hearing
        what is tom hearing this week
        what has tom shared with us lately
        reflections of tom""",
    "doing": """
        how is tom doing
        hows tom
        how are things with tom
        hows tom doing this week?
        what is tom working on
        what is tom up to
        any news from tom""",
}
NOT_ASKED = (
    "tom promised northwind a plan",
    "tom is late",
    "how is tom on price",
    "tom is hearing us",
    "tom owes us the list",
    "call tom",
    "what do i owe tom",
    "when is my next call with tom",
    "next call with tom",
    "what did tom promise northwind?",
    "how is the pilot with tom doing",
    "tom shared the plan with northwind",
    "tom has reflections on the price",
    "toms",
    "what did jana share",
    "promises",
)


@pytest.mark.parametrize(("part", "lines"), ASKED.items())
def test_what_is_asked(part: MemberPart, lines: str) -> None:
    for typed in lines.strip().splitlines():
        assert member_asked(typed, COLLEAGUES) == MemberAsked(part, ("Tom Reyes",)), typed


@pytest.mark.parametrize("typed", NOT_ASKED)
def test_other_lines(typed: str) -> None:
    assert member_asked(typed, COLLEAGUES) is None


def test_the_whole_name_decides_between_two() -> None:
    both = ("Lena Brandt", "Lena Roth")
    assert member_asked("lenas promises", COLLEAGUES) == MemberAsked("promises", both)
    assert member_asked("lena roth's promises", COLLEAGUES) == MemberAsked("promises", both[1:])
