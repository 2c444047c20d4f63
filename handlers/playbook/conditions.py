"""The closed sets of the playbook: on what its texts may depend, and what they may contain."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

from storage.choices import (
    BUILT,
    FIRST_PRESCRIBED,
    GOAL_REACHED,
    GUESS_OUTCOMES,
    KEPT_FOCUS,
    MISSED,
    NEXT_STEP_BY,
    PASSED_ON,
    TALK,
)

Group = Literal[
    "person", "company", "market", "situation", "stakes", "big_picture", "goal", "relationship"
]
GROUPS: tuple[Group, ...] = get_args(Group)

# Conditions on a call. A text fits a call only if all its conditions are true. Some conditions
# allow a placeholder (see PLACEHOLDERS).
Condition = Literal[
    "first_call",  # as far as we know, no earlier call with the account took place
    "no_need_yet",  # nothing that the buyer said is on file, and `running_series` is false
    "pitch_planned",  # the goal is a pitch, and nothing that the buyer said is on file
    "has_quote",  # a quote from somebody who is coming is on file
    "has_guess",  # the rep wrote a guess for this call
    "has_surprise",  # the last reflection has a surprise
    "has_goal",  # the rep set a goal for this call
    # The rep reached the last goal only partly or not at all, and has set no goal for this call.
    "goal_missed",
    "has_next_step",  # the last reflection has a next step other than this call
    "one_person",  # exactly one person from the account is coming
    # Of the account's people who are coming, exactly one is new, and at least one was in an earlier
    # call.
    "has_newcomer",
    # Two or more people from the account are coming. One of them came to an earlier call, but no
    # words of this person are on file. Words of somebody else from the account are on file.
    "has_quiet_person",
    "group",  # three or more people from the account are coming
    # The series or the calendar shows earlier meetings with the account. We have no earlier call on
    # file, and nothing that the buyer said.
    "running_series",
    "second_try",  # nobody from the account came to the last call
    "short_executive",  # at most 20 minutes with an economic buyer
    # In the last call, the rep talked more than the buyer. We know this from the transcript or from
    # the rep.
    "over_talked",
    # In the last call, the rep pitched in the first third of the call. We know this from the
    # transcript or from the rep. False if the last call or this one is of a kind in which both
    # sides expect an offer.
    "pitched_early",
]

# Only research questions have these conditions.
ResearchCondition = Literal[
    "competitor_named",  # a competitor is named on file
    "contact_named",  # we know who from the account is coming
]

EvidenceKind = Literal[
    "experiment",
    "meta_analysis",
    "observation",
    "survey",
    "vendor_correlation",  # counted by a vendor in its own recordings
    "vendor_experiment",
    "second_hand",  # from a text about the publication
]

# The figures of a transcript that can have a published finding beside them.
MeasuredFigure = Literal[
    "talk_share",
    "longest_mine",
    "longest_theirs",
    "questions",
    "turns_a_minute",
    "patience",
    "first_proposal",
    "next_step",
    "rivals",
]

# Habits that the figures of several calls show. A focus may be about them.
TalkHabit = Literal[
    "talk_share",  # the rep talks most of the time
    "longest_mine",  # the rep talks for more than two minutes at a time
    "patience",  # the rep hardly waits before answering
    "questions",  # the rep asks few questions
    "next_step",  # our side is always the first to name the next step
    "first_proposal",  # the first proposal comes earlier than usual for the rep
    "open_questions",  # the rep asks fewer open questions than usual
]

KnownFact = Literal[
    "industry",  # the account's industry is on file
    "several_people",  # two or more people from the account are coming, or may come
    "colleague",  # a colleague of the rep is in the call too
    "invitation",  # the account sent the invitation, or the series has had meetings before
    "our_promise",  # we have an open promise to the account
    "their_promise",  # the account has an open promise to us
    "next_step",  # the last reflection has a next step
    "signing_limit",  # somebody said which amount a person at the account may approve alone
]

NO_REPEAT_WITHIN = 10  # a line, or an opening, is repeated only after at least this many others

# The placeholders in texts, each with the condition that guarantees a value. None means that there
# always is a value.
PLACEHOLDERS: Mapping[str, Condition | None] = MappingProxyType(
    {
        "account": None,
        "quote": "has_quote",
        "guess": "has_guess",
        "surprise": "has_surprise",
        "goal": "has_goal",
        "missed_goal": "goal_missed",
        "next_step": "has_next_step",
        "person": "one_person",
        "newcomer": "has_newcomer",
        "quiet": "has_quiet_person",
        "speaker": "has_quote",
    }
)
# The placeholders in research questions, and the words that replace them after the call.
NAMES_IN_QUESTIONS: Mapping[str, str] = MappingProxyType(
    {"person": "your contact", "newcomer": "the newcomer"}
)
PLACEHOLDER = re.compile(r"\{(" + "|".join(PLACEHOLDERS) + r")\}")
# The questions after a call, with their choices. () means free text. A playbook can reword and
# reorder them, but can't add or remove any.
REFLECTION: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "goal_reached": (*GOAL_REACHED, MISSED),
        "went": (*GOAL_REACHED, MISSED),  # asked instead of `goal_reached` if the rep set no goal
        "heard": (),
        "heard_from": ("other",),  # the choices also name the people who came
        "guess_outcome": GUESS_OUTCOMES,
        "surprise": (),
        "next_step": (),
        "promised": (),
        "talk": TALK,
        "first_prescribed": FIRST_PRESCRIBED,
        "next_step_by": NEXT_STEP_BY,
        "built": BUILT,
        "kept_focus": KEPT_FOCUS,
        "for_marketing": (),
        "attribution": PASSED_ON,
    }
)


def placeholders_in(text: str) -> frozenset[str]:
    """Return the names of the placeholders in a text."""
    return frozenset(PLACEHOLDER.findall(text))
