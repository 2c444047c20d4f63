"""A goal that asks becomes the question that opens the call; one that is unclear does not."""

import pytest

from handlers.coaching.goals.goal_openings import LONGEST, question
from tests.shipped import SHIPPED_PLAYBOOK

PITCH = SHIPPED_PLAYBOOK.pitch
NAMES = ("Jana Novak", "Dr. Anders Lund")

ASKED = {
    "Hear how they plan a Monday today": "Tell me how you plan a Monday today.",
    "Find out what a late delivery costs them": "Could you tell me what a late delivery costs you?",
    "Learn who else is woken when a pallet is late": (
        "Could you tell me who else is woken when a pallet is late?"
    ),
    "Hear why the last route planner was dropped": (
        "Tell me why the last route planner was dropped."
    ),
    "Hear a dispatcher describe a bad evening": "Tell me about the last bad evening.",
    "Hear them talk about the last inspection": "Tell me about the last inspection.",
    "Learn who signs": "Could you tell me who signs?",
    "Find out when the Routely contract ends": "Tell me when the Routely contract ends.",
    "Hear what price they pay today": "Could you tell me what price you pay today?",
    "To understand whether they've budget this year": (
        "Could you tell me if you've budget this year?"
    ),
    "Ask them what they would change first": "Could you tell me what you would change first?",
    "ask how many lorries they run": "Tell me how many lorries you run.",
    "I want to know how often they're late": "Tell me how often you're late.",
    "Get to know how their week looks.": "Tell me how your week looks.",
    "See where they lose time": "Tell me where you lose time.",
    "See who signs their contracts": "Could you tell me who signs your contracts?",
    "Learn from them which tools they use": "Could you tell me which tools you use?",
    "Figure out what happens when they miss a slot": (
        "Could you tell me what happens when you miss a slot?"
    ),
    "Find out if they’d try it on one ward": "Could you tell me if you'd try it on one ward?",
    "Hear what worries them": "Could you tell me what worries you?",
    "Understand how they decide among themselves": "Tell me how you decide among yourselves.",
    "Learn whose idea the pilot was": "Could you tell me whose idea the pilot was?",
    "Hear how they plan tours and nights": "Tell me how you plan tours and nights.",
    "Find out who else they talk to": "Could you tell me who else you talk to?",
    "Learn how they make decisions": "Tell me how you make decisions.",
    "Find out why they left Routely": "Tell me why you left Routely.",
    "Understand how they plan routes with Excel": "Tell me how you plan routes with Excel.",
    "Find out what they miss in SAP": "Could you tell me what you miss in SAP?",
    "Hear how they take orders at night": "Tell me how you take orders at night.",
    "Hear what they like about the pilot": "Could you tell me what you like about the pilot?",
    "Find out what they need on a Monday": "Could you tell me what you need on a Monday?",
}
NONE = (
    "",
    "Discovery",
    "Demo the intake module",
    "Learn who signs and close",
    "Show how they save time",
    "Hear how he plans a Monday",
    "Hear how they the drivers see it",
    "Hear how they, the drivers, see us",
    "Find out what they think of their boss and ours",
    "Find out what 'they' means",
    "Find out whether they are bluffing",
    "Learn how weak their position is",
    "Find out how much they can be squeezed",
    "Learn what her team needs",
    "Find out what they think of us",
    "Hear how our module helps them",
    "Understand what we can do for them",
    "Hear what they do and why they stopped",
    "Learn how they know which lorry is free",
    "Hear how drivers feel when they see the plan",
    "Learn what the dispatchers do on their Mondays",
    "Find out who brings their own laptop",
    "Hear why the team keeps their lists",
    "Learn how the depots share their lorries",
    "Hear how Jana plans a Monday",
    "Find out what Lund's board wants",
    "Learn how to help them",
    "See how it goes",
    "See what happens",
    "Find out why",
    "Find out who the economic buyer is",
    "Understand what their pain is",
    "Understand their process",
    "Hear how they plan, then show the map",
    "What do they do on Mondays?",
    "HEAR HOW THEY PLAN A MONDAY",
    "Hear a dispatcher describe how they plan an evening",
    "Hear a dispatcher describe their evening",
    "Agree on who else should join",
    "Hear how they plan a Monday today, at the two depots and at the third, which is new to all",
    "Hear how they plan the Monday tours of all three of the depots through the whole of next year",
    "Learn who decides or if nobody does",
    "Hear how they let the drivers change their tours",
    # blunt or too personal when it is said to them
    "find out what they earn",
    "Find out what they earn per delivery",
    "find out how much they make",
    "Find out what their drivers get paid",
    "Find out whether they want to buy",
    "Find out if they would pay for it",
    "Find out what price they would accept",
    "Find out when they can sign",
    "See if they are interested",
    "Find out if they are the right person",
    "Find out whether they are decision makers",
    "Find out who the competition is",
    "Find out why they are so slow",
    "Learn what they are afraid of",
    "Find out when the order comes",
    "Know if they go ahead",
    # too little to be answered
    "Find out what they do",
    "Hear what they think",
    "Find out where they stand",
    "Hear how it went",
    "ask how they are",
    # would advertise
    "Find out what they think of RoutePlan Pro",
    "Find out if they need RoutePlan",
    "Understand whether the fleet module fits",
    "Find out whether the fleet module would help them",
    "Understand how SmartDispatch would change their day",
    "Find out what stops them from using SmartDispatch",
    "Find out how they heard about RoutePlan",
    "Find out how many seats they need",
)


@pytest.mark.parametrize(("goal", "asked"), ASKED.items())
def test_a_goal_that_asks_is_the_opening(goal: str, asked: str) -> None:
    assert question(goal, PITCH, NAMES) == asked
    assert len(asked) <= LONGEST


@pytest.mark.parametrize("goal", NONE)
def test_a_goal_that_is_unclear_is_not(goal: str) -> None:
    assert question(goal, PITCH, NAMES) is None
