"""Recognise what a manager asks about a team: "who needs help", "team promises". Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product
from typing import Literal

from handlers.typed.close_words import CloseWords, words_in
from handlers.typed.key_words import MAX_WORDS, KeyWords, begins_like_question, key_words
from handlers.typed.plain_spelling import without_courtesy, written_out_words
from handlers.typed.words import MONTHS, listed

# What a line can ask for. "help" stands for the open requests for help, and "page" for the whole
# page of a team. "private" stands for what managers don't see, such as who has prepared for a call.
TeamPart = Literal[
    "page",
    "people",
    "help",
    "promises",
    "overdue",
    "reflections",
    "themes",
    "figures",
    "coaching",
    "private",
]


@dataclass(frozen=True)
class TeamAsked:
    """The part of a team's page that a line asks for.

    `team` is the name of the team in "how is nord doing", and "" for any other line. `month` is the
    month that a line about figures names, from 1 to 12, or 0 if the line names no month.
    """

    part: TeamPart
    team: str = ""
    month: int = 0


_SENTENCES: dict[TeamPart, str] = {
    "help": "\n".join(
        (
            *(
                f"{who} {needs}"
                for who, needs in product(
                    ("who", "anyone", "anybody", "does anyone", "does anybody", "does somebody"),
                    ("needs help", "need help", "needs my help", "need my help"),
                )
            ),
            "any requests for help\nrequests for help\nopen requests for help\n"
            "new requests for help\nwho asked for help\nwho asked me for help\n"
            "who is asking for help\nhas anyone asked for help\ndid anyone ask for help\n"
            "who is stuck\nwho needs me\nwho needs me today\nwho is waiting on me\n"
            "does anyone need me\nis anyone stuck\nanyone stuck\nwho is waiting for me\n"
            "anyone waiting for me\nis anyone waiting for me\n"
            "who is waiting for my answer\nwho needs an answer\nwhat do i need to answer\n"
            "which calls need me\nopen requests\nopen questions\n"
            "questions for me\nany questions for me",
        )
    ),
    "reflections": (
        "who shared something\nwho shared a reflection\nwho has shared something\n"
        "what was shared\nshared reflections\nnew reflections\n"
        "any new reflections\nnew shared reflections"
    ),
    "page": (
        "who has calls\nwho has calls today\nwho has calls tomorrow\nwho has calls this week\n"
        "who has a call today\nwho is in calls today\nwhich calls do they have"
    ),
    "overdue": "who is behind\nwho is late\nwho is overdue\nwho is behind on promises",
    "figures": "the figures\nfigures\nthe numbers",
    "private": (
        "who has prepared\nwho prepared\nwho has not prepared\nwho hasnt prepared\n"
        "who is prepared\nwho is not prepared\nwho isnt prepared\nwho is unprepared\n"
        "has everyone prepared\nhas everybody prepared\nis everyone prepared\n"
        "who has not reflected\nwho hasnt reflected\nwho has reflected\nwho did not reflect\n"
        "who didnt reflect\nis everybody prepared\nwho did not prepare\nwho didnt prepare"
    ),
    "themes": "themes",
    "coaching": "coaching\nwho should i coach\nwho can i coach\nwhom should i coach",
}
# Words for a time at the end of a line: "team figures november", "team promises this month".
_TIMES = frozenset(MONTHS) | listed(
    "monday tuesday wednesday thursday friday today tomorrow yesterday day week month quarter year"
    " q1 q2 q3 q4 this last next in for of since until from"
)
_OF_ANY_TIME: frozenset[TeamPart] = frozenset(("private", "overdue"))
_BY_SENTENCE: dict[str, TeamPart] = {
    sentence: part for part, lines in _SENTENCES.items() for sentence in lines.splitlines()
}
_IN_THE_TEAM = tuple(
    f" {joint} {team}" for joint, team in product(("in", "on", "from"), ("my team", "the team"))
)
_SPELLING = CloseWords(words_in((*_BY_SENTENCE, *_IN_THE_TEAM)))
_TEAM = "team teams reps"
_AROUND = "what which who is are does do did has have my the our of by in any all this week there"
_PROMISES = "promises promise promised owe owes owed"
# "Does" and "have" are not here: "does the team have my figures" is about the writer's own data.
_OF_THE_TEAM = "what which are the my our of in any new all from for this last week did"
_KEYS: tuple[tuple[TeamPart, KeyWords], ...] = (
    (
        "overdue",
        key_words(_TEAM, "overdue late behind", around=f"{_AROUND} {_PROMISES} anything on with"),
    ),
    (
        "promises",
        key_words(_TEAM, f"{_PROMISES} due", around=f"{_AROUND} to open still customers buyers"),
    ),
    (
        "help",
        key_words(
            _TEAM, "question questions request requests", around=f"{_AROUND} open from new for me"
        ),
    ),
    (
        "reflections",
        key_words(
            _TEAM,
            "reflections reflection learn learned learnt shared share heard hear",
            around=_OF_THE_TEAM,
        ),
    ),
    ("themes", key_words(_TEAM, "theme themes", around=_OF_THE_TEAM)),
    ("figures", key_words(_TEAM, "figures numbers stats metrics", around=_OF_THE_TEAM)),
    ("coaching", key_words(_TEAM, "coaching coach", around=_OF_THE_TEAM)),
    (
        "people",
        key_words(
            _TEAM,
            "who whos member members people",
            around="is are do have my our the of in on i lead all which does show names",
        ),
    ),
    (
        "page",
        key_words(
            _TEAM,
            "how doing up working news happening overview status update calls going new coming",
            around=f"{_AROUND} with to on next today anything for",
        ),
    ),
)


def team_asked(text: str) -> TeamAsked | None:
    """Return what a line asks about a team, or None if it asks nothing about a team.

    For "how is nord doing", return the page of the team "nord". The caller must check whether there
    is such a team, because Nord may also be a customer.
    """
    words = without_courtesy(written_out_words(text))
    if not 0 < len(words) <= MAX_WORDS or words[0] == "new":  # "new team" adds a team
        return None
    line = " ".join(_SPELLING.meant(words))
    whole = next((line.removesuffix(end) for end in _IN_THE_TEAM if line.endswith(end)), line)
    if part := _BY_SENTENCE.get(line) or _BY_SENTENCE.get(whole):
        return TeamAsked(part)
    without = _BY_SENTENCE.get(" ".join(_without_time(line.split())))
    if without in _OF_ANY_TIME:  # the time does not matter in "who has prepared for today"
        return TeamAsked(without)
    # For two kinds of lines, we leave out the time at the end, and look for a key once more:
    # - lines that name a month: "team figures november"
    # - lines that are not questions: "team promises today"
    # A question that names no month keeps its time. So "who is seeing halden on friday" matches no
    # key here. It is about a call, and we answer it elsewhere.
    is_label = _month(words) or not begins_like_question(words)
    labels = _without_time(words) if is_label else ()
    for asked in (words, labels):
        if found := next((part for part, keys in _KEYS if keys.fit(asked)), None):
            return TeamAsked(found, month=_month(words) if found == "figures" else 0)
    return _named(words)


def _month(words: Sequence[str]) -> int:
    """Return the month that is named last, from 1 to 12. Return 0 if none is named."""
    return next((MONTHS.index(word) + 1 for word in reversed(words) if word in MONTHS), 0)


def _without_time(words: Sequence[str]) -> Sequence[str]:
    """Return "team figures" for "team figures november"."""
    while words and (words[-1] in _TIMES or words[-1].isdigit()):
        words = words[:-1]
    return words


def _named(words: Sequence[str]) -> TeamAsked | None:
    """Match "how is nord doing"."""
    named = [*words[:2]] == ["how", "is"] and words[-1] == "doing" and len(words) > 3
    return TeamAsked("page", " ".join(words[2:-1])) if named else None
