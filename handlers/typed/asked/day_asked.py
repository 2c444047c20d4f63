"""Recognise questions about the rep's own day and work: "whats my next call", "my deals". Pure."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Literal

from handlers.typed.plain_spelling import without_courtesy, written_out_words
from handlers.typed.words import DAY_WORDS, listed

# What a question asks for. Some names need an explanation:
# - "next": the next call
# - "on": a day or a week that the question names
# - "quiet": accounts that the rep has neglected
# - "promised": the newest promises
DayTopic = Literal[
    "next",
    "today",
    "on",
    "overdue",
    "due",
    "deals",
    "week",
    "last week",
    "quiet",
    "forgotten",
    "promised",
    "accounts",
    "important",
    "open",
]

MAX_WORDS = 12  # a question has at most this many words
_SENTENCES: dict[DayTopic, str] = {
    "next": (
        "what is next up\nwho is next\nwhat is next\nnext\nwho am i talking to next\n"
        "who do i talk to next\nwho am i meeting next\nwho do i meet next\n"
        "who is my next call with\nwhat is up next\nwhich call is next\n"
        "who am i talking to first\nwho do i talk to first\nwho am i meeting first\n"
        "who do i meet first\nwho am i seeing first\nwho do i see first\nwho do i call first\n"
        "who am i calling first\nwho am i calling next\nwho do i call next\n"
        "who is first\nwho is up first\nwho comes first\nwhich call is first\n"
        "which one is first"
    ),
    "today": (
        "what first\nwhat is first\nwhat do i do first\nwhat should i do first\n"
        "what now\nnow what\nso what now\nok what now\nso now what\n"
        "what do i do now\nwhat should i do now\nwhere do i start\n"
        "where should i start\nwhat comes first\nwhat matters\nwhat matters most\n"
        "what is urgent\nanything urgent\nmy priorities\npriorities\n"
        "what are my priorities\nwhat is up for today\nwhere is my day at\nhow does my day look\n"
        "who am i seeing today\nwho am i meeting today\nwhat is left today\n"
        "what is on\nwhat is on for me\n"
        "what is on today\nwhat do i have today\nwhat do i have to do today\n"
        "what do i need to do today\nwhat do i have to do\nwhat do i need to do\n"
        "what do i have on today\nwhat have i got today\n"
        "what have i got on today\nwhat is on my plate\nwhat is on my plate today\nmy day\n"
        "my agenda\nagenda\nwhat is today\ntoday\nmy todos\nmy to dos\ntodos\nto dos\ntodo\n"
        "todo list\nmy todo list\nto do list\nmy to do list\nwhat should i do today\n"
        "what must i do today\nwhat is my day\nhow is my day\nwhat is my day look like\n"
        "what does my day look like\nhow is my day looking\n"
        "what is due today\nmy tasks\ntasks\n"
        "who is coming today\nwhat is coming today\nwhat is up today\ncalls today\n"
        "my calls today\ntodays calls\ntodays agenda\nagenda for today\nwhat is happening today\n"
        "what did i miss\nwhat have i missed\nwhat i missed\nanything i missed\n"
        "did i miss anything\ndid i miss something\nhave i missed anything\ncatch me up\n"
        "how many calls are left\nhow many calls left\nhow many calls do i have left"
    ),
    "overdue": (
        "am i late on anything\nwhat am i late on\n"
        "what is overdue\noverdue\neverything overdue\nall overdue\n"
        "anything overdue\nis anything overdue\nwhat am i late with\n"
        "what is late\nam i late with anything\nmy overdue promises\noverdue promises\n"
        "what did i promise that i didnt do\nwhat did i promise this week that i didnt do\n"
        "what did i promise and didnt do\nwhat did i promise and not do\n"
        "what did i promise that i havent done\nwhat promises didnt i keep\n"
        "what did i promise this week that i havent done\nwhat promises did i not keep\n"
        "what have i promised and not done\nwhat do i owe that is overdue\n"
        "what do i owe that is late\n"
        "what did i forget\nwhich promises are late\nwhich promises are overdue\nlate promises\n"
        "what promises are late\nwhat promises are overdue\nwhat promises slipped\n"
        "which promises slipped\nwhat slipped\nwhat has slipped\nwhich promises have slipped\n"
        "any promises slipped\nwhat promises did i miss\nwhich promises did i miss"
    ),
    "forgotten": (
        "did i forget anything\ndid i forget something\nhave i forgotten anything\n"
        "have i forgotten something\nam i forgetting anything\nam i forgetting something\n"
        "what have i forgotten\nwhat am i forgetting\nanything i forgot\n"
        "anything i have forgotten\nis there anything i forgot\nwhat do i still have to do"
    ),
    "open": (
        "what is still open\nwhat else is open\nwhat else is still open\nanything still open\n"
        "anything else open\nis anything still open\nwhat is left open\nwhat is outstanding\n"
        "anything outstanding"
    ),
    "accounts": (
        "who are my accounts\nwhat are my accounts\nwhich are my accounts\nmy accounts\n"
        "which accounts do i have\nwhat accounts do i have\nwhich accounts are mine\n"
        "who do i have\nhow many accounts do i have\nall accounts\nall my accounts\n"
        "accounts\naccount list\nlist of accounts\nlist of my accounts"
    ),
    "important": (
        "which one is most important\nwhich is most important\nwhich one is the most important\n"
        "which is the most important\nwhich is the most important one\n"
        "what is most important\nwhich call is most important\n"
        "which call is the most important\nwhat is my most important call\n"
        "which call matters most\nwhich one matters most\nwhich of them matters most\n"
        "which one matters\nwhich call is important\nwhich one is important"
    ),
    "promised": (
        "what did i just promise\nwhat did i promise just now\nwhat have i just promised\n"
        "what was my last promise\nmy last promise\nlast promise\nmy latest promise\n"
        "what did i promise last\nwhat did i last promise\nmy newest promises\n"
        "my latest promises\nmy last promises\nwhat did you just keep as a promise\n"
        "which promise did i just make\nwhat did i promise today"
    ),
    "due": (
        "what is due\nwhat is due this week\nwhat is due next\nanything due\nis anything due\n"
        "what is due soon\nwhat is coming due"
    ),
    "week": (
        "how am i doing this week\nhow am i doing\nhow is my week\nhow is my week going\n"
        "what did i learn this week\nwhat have i learned this week\nwrap up my week\n"
        "wrap up the week\nwrap up this week\n"
        "what happened this week\nweek summary\nsummary of my week\nsummary of the week\n"
        "summary of this week\nsummarise my week\nsummarize my week\nsummarise this week\n"
        "summarize this week\nsum up my week\nmy week so far\nthis week so far\n"
        "recap of my week\nrecap of this week\nrecap my week\nrecap this week\nweek recap\n"
        "weekly recap\nweekly summary\nmy weekly summary\nhow was my week\nhow did my week go\n"
        "what did i do this week\nwhat have i done this week\nwho did i talk to this week\n"
        "who did i meet this week\nwhich calls did i have this week\n"
        "what calls did i have this week"
    ),
    "last week": (
        "what happened last week\nsummary of last week\nsummarise last week\n"
        "summarize last week\nsum up last week\nrecap of last week\nrecap last week\n"
        "how was last week\nhow did last week go\nwhat did i do last week\n"
        "who did i talk to last week\nwho did i meet last week\nlast week\n"
        "which calls did i have last week\nwhat calls did i have last week\nmy calls last week\n"
        "calls last week"
    ),
    "quiet": (
        "who is quiet\nwho went quiet\nwho has gone quiet\nwho went dark\nwho have i neglected\n"
        "who should i call\nwho should i call again\nwho should i follow up with\n"
        "who have i not talked to\nwho have i not spoken to\nwho have i not called\n"
        "who havent i talked to\nwho havent i spoken to\nwho havent i called\n"
        "who did i not talk to\nwho did i not call\n"
        "which accounts are quiet\nwhich accounts went quiet\nwhich accounts have gone quiet\n"
        "which accounts are cold\nwhich accounts went dark\nwhich accounts have gone dark\n"
        "which accounts have no call\nwhich accounts have no next call\n"
        "which accounts have i not talked to\nwhich accounts have i not called\n"
        "which accounts havent i talked to\nwhich accounts havent i called\n"
        "which accounts have i neglected\nquiet accounts\nmy quiet accounts\nneglected accounts\n"
        "accounts without a call\naccounts without a next call"
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
_THINGS = ("call", "meeting", "thing", "one", "appointment")
_OF_MINE = ("what is my", "when is my", "what time is my", "who is my", "what is the", "my", "")
_FIRST, _NEXT = (
    tuple(f"{lead} {which} {thing}".strip() for lead in _OF_MINE for thing in _THINGS)
    for which in ("first", "next")
)
_ASKING = listed("what who when which how am do any anything")  # one of these opens a question
_LATELY = (("in", "a", "while"), ("for", "a", "while"), ("lately",), ("recently",), ("for", "long"))
_ACCOUNTS = listed("customers clients")  # these mean the same as "accounts"
_BY_SENTENCE: dict[str, DayTopic] = {
    **dict.fromkeys(_FIRST, "today"),
    **dict.fromkeys(_NEXT, "next"),
    **{said: day for day, sentences in _SENTENCES.items() for said in sentences.splitlines()},
}
# The words of each topic. A line is a question about a topic if it has one of the topic's words
# and at least one word more. All its other words must be from `_AROUND`: "any late promises".
_KEYS: dict[DayTopic, frozenset[str]] = {
    "overdue": listed("late overdue"),
    "deals": listed("deals pipeline opportunities"),
    "today": listed("today todays"),
    "next": listed("next"),
}
_AROUND = listed(
    "what which who is are am i my the a on in up for of any anything do have to got call calls"
    " meeting meetings stuff things list open show biggest all there left with talking seeing plan"
    " agenda schedule promises promise tasks todos due first matters matter important urgent most"
    " priority priorities focus anyone still need should happening coming how many like look looks"
    " looking busy free"
)
# "And" makes a question if only these words follow: "and wednesday".
_NAMED = listed(
    "today tomorrow monday tuesday wednesday thursday friday saturday sunday mon tue tues wed weds"
    " thu thur thurs fri sat sun on next week"
)
# A line asks for the next call if it has "next" and one of `_CALLS`, and all its other words are
# from `_AROUND` or `_TIME_ASKED`: "time of next call".
_CALLS = listed("call calls meeting meetings")
_TIME_ASKED = listed("next when time what day start starts starting does at it still confirmed")
_NO_DAY = listed("this the next rest of")  # a line of only these words does not name a day
# One of these and a day or a week make a question: "what is on" and "thursday".
_ON = (
    "what is on",
    "what do i have on",
    "what do i have",
    "what do we have on",
    "what do we have",
    "what time am i free",
    "what time am i free on",
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
    "when am i free",
    "when am i free on",
    "am i busy",
    "am i busy on",
    "busy",
    "how busy am i",
    "how busy am i on",
    "how is",
    "how is my",
    "how does my",
    "what is",
    "what is my",
    "what about",
    "how about",
    "anything",
    "anything on",
    "do i have anything",
    "do i have anything on",
    "do i have calls",
    "do i have calls on",
    "what is left",
    "what is left on",
    "what is left for",
    "anything left",
    "anything left on",
    "anything left for",
    "who is coming",
    "who is coming on",
    "what is coming",
    "my calls",
    "my calls on",
    "calls on",
    "calls",
    "meetings",
    "what calls",
    "what calls do i have",
    "what calls are",
    "which calls",
    "which calls do i have",
    "what meetings",
    "what meetings do i have",
    "any calls",
    "any meetings",
    "any calls on",
    "any meetings on",
    "how many calls",
    "how many calls do i have",
    "who do i see",
    "who do i see on",
    "who do i meet",
    "who do i meet on",
    "who do i talk to",
    "who do i talk to on",
    "who am i talking to",
    "who am i talking to on",
    *_FIRST,
    *(f"{one} on" for one in _FIRST),
)
_SHOWS = listed("show list")  # one of these turns a day into a question: "now show me thursday"
_LEADING = 3  # only this many words at the start of a line are compared with `_SHOWS`
_LOOKING = ("like", "look", "looks", "looking")  # these may come last: "how is thursday looking"
_WEEK = (
    "my week",
    "how is my week",
    "how does my week look",
    "what does my week look like",
    "what do i have this week",
)


@dataclass(frozen=True)
class AskedDay:
    """What somebody asks about their own day.

    If `about` is "on", `when` names the day or the week. If `about` is "due", `when` names a
    day or a week, or is "". `who` is true if the question begins with "who". `clock` is the time
    after "at", or "".
    """

    about: DayTopic
    when: str = ""
    who: bool = False
    clock: str = ""


def day_asked(text: str) -> AskedDay | None:
    """Return what a text asks about the writer's own day, or None."""
    words = written_out_words(text)
    if not words or len(words) > MAX_WORDS:
        return None
    bare = without_courtesy(_without_greeting(words))
    who = bare[:1] == ["who"]
    about = (
        _BY_SENTENCE.get(" ".join(words))
        or _BY_SENTENCE.get(" ".join(bare))
        or _about_accounts(bare)
    )
    if about := about or _by_keyword(bare):
        return AskedDay(about, who=who)
    alone = text.rstrip().endswith("?") or not _SHOWS.isdisjoint(words[:_LEADING])
    alone = alone or (words[0] == "and" and _NAMED.issuperset(bare))  # "and wednesday"
    asked = _on_days(bare, alone=alone)
    return replace(asked, who=who) if asked else None


def _without_greeting(words: list[str]) -> list[str]:
    """Leave out "morning" before a question: "morning. whats on"."""
    at = int(words[:1] == ["good"])
    greeted = words[at : at + 1] in (["morning"], ["mornin"], ["afternoon"])
    asks = not _ASKING.isdisjoint(words[at + 1 : at + 2])
    return words[at + 1 :] if greeted and asks else words


def _about_accounts(words: Sequence[str]) -> DayTopic | None:
    """Return the topic of a question about accounts: "which customers have i not called lately"."""
    said = ["accounts" if word in _ACCOUNTS else word for word in words]
    end = next((len(one) for one in _LATELY if tuple(said[-len(one) :]) == one), 0)
    found = _BY_SENTENCE.get(" ".join(said[: len(said) - end]))
    return found if found in ("quiet", "accounts") else None


def _on_days(words: Sequence[str], *, alone: bool) -> AskedDay | None:
    """Return which days a text asks about. With `alone`, a day alone is enough: "thurs?"."""
    words = words[1:] if words[:1] == ["all"] else words  # "all my calls this week"
    words = [word for word in words if word != "else"]  # "what else is tomorrow"
    if " ".join(words) in _WEEK:
        return AskedDay("on", "this week")
    while words and words[-1] in _LOOKING:
        words = words[:-1]
    if alone and _names_days(words):
        return AskedDay("on", " ".join(words))
    words, clock = _without_clock(words)
    if clock and " ".join(words) in _ON:
        return AskedDay("today", clock=clock)
    when = [word for word in words if _is_of_day(word)]
    if "due" in words and 0 < len(when) < 4 and _AROUND.issuperset({*words} - {*when}):
        return AskedDay("due", " ".join(when))
    for begin in sorted(_ON, key=len, reverse=True):
        begun = begin.split()
        when = [*words[len(begun) :]]
        if [*words[: len(begun)]] == begun and _names_days(when):
            return AskedDay("on", " ".join(when), clock=clock)
    return None


def _without_clock(words: Sequence[str]) -> tuple[Sequence[str], str]:
    """Remove "at 3 pm" from the end, and return the other words and "3 pm"."""
    at = max((at for at, word in enumerate(words) if word == "at"), default=0)
    clock = words[at + 1 :]
    is_clock = bool(at) and 0 < len(clock) <= 2 and clock[0][:1].isdecimal()
    if is_clock and clock[1:] in ([], ["am"], ["pm"]):
        return words[:at], " ".join(clock)
    return words, ""


def _by_keyword(words: Sequence[str]) -> DayTopic | None:
    """Return the topic of a question with a word of `_KEYS`. Return None for any other line."""
    asked = {*words}
    if "next" in asked and asked & _CALLS and (_AROUND | _TIME_ASKED).issuperset(asked):
        return "next"
    for about, keys in _KEYS.items():
        if not keys.isdisjoint(words) and len(words) > 1 and _AROUND.issuperset({*words} - keys):
            return about
    return None


def _names_days(words: Sequence[str]) -> bool:
    named = any(word not in _NO_DAY for word in words)
    return named and len(words) <= 5 and all(map(_is_of_day, words))


def _is_of_day(word: str) -> bool:
    return word in DAY_WORDS or word[:1].isdecimal()
