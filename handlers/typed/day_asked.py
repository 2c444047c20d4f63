"""Recognise questions about the rep's own day and work: "whats my next call", "my deals". Pure."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from handlers.typed.plain_spelling import plain_words
from handlers.typed.words import listed

Day = Literal["next", "today", "on", "overdue", "due", "deals"]

MOST = 12  # how many words such a question may have
_POLITE = ("please", "hey", "hi", "ok", "show", "me", "tell", "list", "give", "can", "you", "just")
_SENTENCES: dict[Day, str] = {
    "next": (
        "next one\nwhat is next up\n"
        "what is my next call\nwhat is the next call\nnext call\nmy next call\n"
        "when is my next call\nwho is next\nwhat is next\nnext\nnext meeting\nmy next meeting\n"
        "when is my next meeting\nwhat is my next meeting\nwho am i talking to next\n"
        "who do i talk to next\nwho am i meeting next\nwho do i meet next\nwho is my next call\n"
        "who is my next call with\nwhat is up next\nwhich call is next"
    ),
    "today": (
        "what is up for today\nwhere is my day at\nhow does my day look\n"
        "who am i seeing today\nwho am i meeting today\nwhat is left today\n"
        "what is on today\nwhat do i have today\nwhat do i have to do today\n"
        "what do i need to do today\nwhat do i have on today\nwhat have i got today\n"
        "what have i got on today\nwhat is on my plate\nwhat is on my plate today\nmy day\n"
        "my agenda\nagenda\nwhat is today\ntoday\nmy todos\nmy to dos\ntodos\nto dos\ntodo\n"
        "todo list\nmy todo list\nto do list\nmy to do list\nwhat should i do today\n"
        "what must i do today\nwhat is my day\nhow is my day\nwhat is due today\nmy tasks\ntasks\n"
        "who is coming today\nwhat is coming today\nwhat is up today\ncalls today\n"
        "my calls today\ntodays calls\ntodays agenda\nagenda for today\nwhat is happening today"
    ),
    "overdue": (
        "am i late on anything\nwhat am i late on\n"
        "what is overdue\noverdue\nanything overdue\nis anything overdue\nwhat am i late with\n"
        "what is late\nam i late with anything\nmy overdue promises\noverdue promises\n"
        "what did i forget\nwhich promises are late\nwhich promises are overdue\nlate promises\n"
        "what promises are late\nwhat promises are overdue"
    ),
    "due": (
        "what is due\nwhat is due this week\nwhat is due next\nanything due\nis anything due\n"
        "what is due soon\nwhat is coming due"
    ),
    "deals": (
        "biggest deals\nmy biggest deals\n"
        "my deals\ndeals\nopen deals\nmy open deals\npipeline\nmy pipeline\n"
        "what is in my pipeline\nhow is my pipeline\nwhat deals do i have\n"
        "which deals do i have\nwhat are my deals\n"
        "what closes this month\nwhat is closing this month\nwhich deals close this month\n"
        "what is closing\nwhat closes next\nmy opportunities\nopportunities\n"
        "what is in the pipeline\nhow are my deals"
    ),
}
_BY_SENTENCE: dict[str, Day] = {
    sentence: day for day, sentences in _SENTENCES.items() for sentence in sentences.splitlines()
}
_KEYS: dict[Day, frozenset[str]] = {
    "overdue": listed("late overdue"),
    "deals": listed("deals pipeline opportunities"),
    "today": listed("today todays"),
    "next": listed("next"),
}
_AROUND = listed(
    "what which who is are am i my the a on in up for of any anything do have to got call calls"
    " meeting meetings stuff things list open show biggest all there left with talking seeing plan"
    " agenda schedule promises tasks todos"
)
_DAY_WORDS = listed(
    "today tomorrow tonight morning afternoon this next the week monday tuesday wednesday thursday"
    " friday saturday sunday mon tue tues wed weds thu thur thurs fri sat sun january february"
    " march april may june july august september october november december"
)
# After one of these, a day or a week must follow: "what is on thursday".
_ON = (
    "what is on",
    "what do i have on",
    "what do i have",
    "what have i got on",
    "what have i got",
    "what is happening",
    "what is happening on",
    "who am i seeing",
    "who am i seeing on",
    "who am i meeting",
    "who am i meeting on",
    "am i free",
    "am i free on",
    "do i have anything",
    "do i have anything on",
    "do i have calls",
    "do i have calls on",
    "who is coming",
    "who is coming on",
    "what is coming",
    "my calls",
    "my calls on",
    "calls on",
)


@dataclass(frozen=True)
class AskedDay:
    """What somebody asks about their own day. If `about` is "on", `when` names the day."""

    about: Day
    when: str = ""


def day_asked(text: str) -> AskedDay | None:
    """Return what a text asks about the writer's own day, or None."""
    words = plain_words(text)
    if not words or len(words) > MOST:
        return None
    bare = _without_polite(words)
    about = _BY_SENTENCE.get(" ".join(words)) or _BY_SENTENCE.get(" ".join(bare))
    if about := about or _by_keyword(bare):
        return AskedDay(about)
    for begin in sorted(_ON, key=len, reverse=True):
        begun = begin.split()
        when = bare[len(begun) :]
        if bare[: len(begun)] == begun and 1 <= len(when) <= 3 and all(map(_is_of_day, when)):
            return AskedDay("on", " ".join(when))
    return None


def _by_keyword(words: Sequence[str]) -> Day | None:
    """Return what a key word asks for. If other words add anything, return None."""
    for about, keys in _KEYS.items():
        if not keys.isdisjoint(words) and len(words) > 1 and _AROUND.issuperset({*words} - keys):
            return about
    return None


def _is_of_day(word: str) -> bool:
    return word in _DAY_WORDS or word[:1].isdecimal()


def _without_polite(words: Sequence[str]) -> list[str]:
    left = [*words]
    while left and left[0] in _POLITE:
        left = left[1:]
    while left and left[-1] in ("please", "again", "now"):
        left = left[:-1]
    return left
