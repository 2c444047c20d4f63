"""Recognise a typed goal for a call: "goal northwind: get the pilot signed". Pure."""

from collections.abc import Sequence

from handlers.typed.words import AUXILIARIES, STATES, bare_word, listed

MAX_WORDS = 8  # how many words may say which call the goal is for
_NOUNS = listed("goal goals")
# Words that may come before "goal": "pls set my goal for alder: …", "i need a goal for alder: …".
_BEFORE = listed(
    "my our the a an new please pls plz can could you u i we want to need lets let us set add make"
    " change update have id like todays and ok"
)
_SETS = listed("set add make change update")  # "set my goal for alder to meet the cfo"
_ASKS = _SETS | listed("need new want")  # "i need a goal for alder"
_PREPOSITIONS = listed("for with w at on")
_CALL = listed("call meeting")
_PUTS = listed("put set change make my the our pls please can you no for")
_BACK = listed("back to what it was before the old one earlier previous again pls please as")
_VERBS = listed(
    "find get ask learn meet see hear know understand agree close sign win book make show have talk"
    " discuss check confirm figure work decide explain present pitch sell bring keep move set plan"
    " clarify push finish start reach convince secure nail schedule review introduce demo not"
)
# "My goal for alder is unclear" says something about the goal. It does not set a goal.
_STATES = listed(
    "unclear unknown vague open still not no missing reached met done missed gone the too off so"
    " what that this"
)


def goal_in(text: str) -> tuple[str, str]:
    """Split "goal for alder tomorrow: agree on the budget" into "alder tomorrow" and the goal.

    "Goal for alder is find out who signs" sets a goal, too. For a request without a goal, such as
    "i need a goal for alder", the goal is "". Return two empty strings for any other line, such as
    "goal for alder?" or "goal of alder: …".
    """
    lead, joint, goal = _divided(text.strip())
    words = lead.split()
    at = _goal_at(words)
    if at is None or (joint and not goal) or text.rstrip().endswith("?"):
        return "", ""
    before = [bare_word(word) for word in words[:at]]
    about = _about(words[at + 1 :])
    if not about or not _BEFORE.issuperset(before) or not _sets(before, joint, goal):
        return "", ""
    return about, goal


def goal_after_name(text: str) -> tuple[str, str]:
    """Split "alder tomorrow goal: agree on the budget" into "alder tomorrow" and the goal.

    Do the same for "alder goal for tomorrow: …", "tomorrow goal alder: …" and "alder tomorrow my
    goal is to agree on the budget". Return two empty strings for any other line.

    The caller has to check whether the first part names an account.
    """
    lead, joint, goal = _divided(text.strip())
    words = lead.split()
    at = _goal_at(words)
    if not at or not goal:
        return "", ""
    is_last = at == len(words) - 1
    mine = bare_word(words[at - 1]) == "my"
    marked = joint in (":", "=", " - ")
    if not marked and not (is_last and mine and _sets(["my"], joint, goal)):
        return "", ""
    about = _about([*words[: at - mine], *_after_prepositions(words[at + 1 :])])
    return (about, goal) if about else ("", "")


def goal_unmarked_after_name(text: str) -> tuple[str, str]:
    """Split "alder goal find out who signs" into "alder" and the goal.

    The goal must begin with a verb such as "find". Return two empty strings for any other line.
    """
    words = text.strip(" .!").split()
    at = _goal_at(words)
    if not at or text.rstrip().endswith("?"):
        return "", ""
    goal = _to_do(words[at + 1 :])
    about = _about(words[: at - (bare_word(words[at - 1]) in ("my", "the"))])
    return (about, goal) if about and goal else ("", "")


def goal_alone(text: str) -> str:
    """Return the goal in a line that names no call. Return "" for any other line.

    "goal find out who signs" → "find out who signs"
    """
    lead, colon, after = text.strip().partition(":")
    words = text.strip(" .!").split()
    at = _goal_at(words)
    if at is None or not _BEFORE.issuperset(map(bare_word, words[:at])):
        return ""
    is_marked = colon and len(lead.split()) == at + 1
    return after.strip() if is_marked else _to_do(words[at + 1 :])


def _to_do(words: list[str]) -> str:
    """Return the words without a leading "is", "to" or "is to".

    "is to find out who signs" → "find out who signs"

    Return "" if the rest does not begin with a verb such as "find", or has only one word.
    """
    left = [*words]
    for filler in ("is", "to"):
        left = left[1:] if left[1:] and bare_word(left[0]) == filler else left
    return " ".join(left) if left[1:] and bare_word(left[0]) in _VERBS else ""


def goal_put_back(text: str) -> str:
    """Return the words that name the call, if a line asks to bring back an earlier goal.

    "wed goal northwind back to what it was" → "wed northwind"

    Return "" for any other line.
    """
    words = [word for word in text.strip(" .!").split(maxsplit=2 * MAX_WORDS) if bare_word(word)]
    bare = [bare_word(word) for word in words]
    at, back = _goal_at(words), bare.index("back") if "back" in bare else 0
    if at is None or at > back or not _BACK.issuperset(bare[back:]):
        return ""
    about = [word for word in words[:back] if bare_word(word) not in _NOUNS | _PUTS]
    return " ".join(_after_prepositions(about))


def goal_unmarked(text: str) -> str:
    """Return "northwind sso sorted" for "goal northwind sso sorted", or "" for any other line.

    The caller has to check whether the words begin with the name of an account.
    """
    words = text.strip(" .!").split(maxsplit=2 * MAX_WORDS)
    at = _goal_at(words)
    if at is None or text.rstrip().endswith("?"):
        return ""
    before, rest = [bare_word(word) for word in words[:at]], words[at + 1 :]
    return " ".join(_after_prepositions(rest)) if _BEFORE.issuperset(before) else ""


def states_goal(words: Sequence[str]) -> bool:
    """Check whether these words can be a goal. "Was met" only says something about a goal."""
    return bool(words) and bare_word(words[0]) not in _STATES | STATES | AUXILIARIES


def _after_prepositions(words: list[str]) -> list[str]:
    while words and bare_word(words[0]) in _PREPOSITIONS:
        words = words[1:]
    return words


def _goal_at(words: list[str]) -> int | None:
    said = (bare_word(word) for word in words[: 2 * MAX_WORDS])
    return next((at for at, word in enumerate(said) if word in _NOUNS), None)


def _divided(text: str) -> tuple[str, str, str]:
    """Return the words before a goal, what joins them to the goal (such as ":"), and the goal.

    If the line has no goal, return the line and two empty strings.
    """
    for joint in (":", "=", " - ", " – ", " is to ", " is "):
        lead, found, goal = text.partition(joint)
        if found and len(lead.split()) <= 2 * MAX_WORDS:
            return lead, " - " if joint == " – " else joint, goal.strip()
    words = text.split()
    to = next((at for at, word in enumerate(words) if at > 2 and word.lower() == "to"), 0)
    if to and not _SETS.isdisjoint(map(bare_word, words[:to])):
        return " ".join(words[:to]), " to ", " ".join(words[to + 1 :])
    return text, "", ""


def _sets(before: list[str], joint: str, goal: str) -> bool:
    """Check whether a line sets a goal, or asks to set one.

    - `before`: the words before the word "goal"
    - `joint`: what joins the goal to the words before it, such as ":"
    - `goal`: the goal itself, or ""
    """
    first = bare_word(goal.split(maxsplit=1)[0]) if goal else ""
    if joint == " is ":
        return first in _VERBS - _STATES or ("my" in before and first not in _STATES)
    if joint:
        return True
    return not _ASKS.isdisjoint(before)


def _about(words: list[str]) -> str:
    """Return the words that say which call the goal is for, or "" if they can't name a call."""
    while words and bare_word(words[0]) in (*_PREPOSITIONS, "my", "the", *_CALL):
        words = words[1:]
    fits = 0 < len(words) <= MAX_WORDS and bare_word(words[0]) != "of"
    return " ".join(words) if fits else ""
