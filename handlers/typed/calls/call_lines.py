"""Recognise a typed line that names a call: "call kestrel wed 11", "alder demo thurs 2pm". Pure."""

from dataclasses import dataclass, replace

from handlers.typed.plain_spelling import written_out
from handlers.typed.settings.numbers_typed import length_at
from handlers.typed.words import COURTESY, DAY_WORDS, OPENERS, POLITE, bare_word, listed

MAX_WORDS = 5  # how many words the name of a new account may have
KINDS = listed(
    "call meeting demo review intro kickoff kick-off sync catchup catch-up checkin check-in chat"
    " lunch coffee breakfast dinner visit workshop walkthrough discovery onboarding training qbr"
    " presentation negotiation follow-up followup"
)
KINDS_OF_TWO = (["catch", "up"], ["check", "in"], ["kick", "off"], ["follow", "up"])
ALSO_CALL = listed("call meeting session chat")  # these may follow a kind: "a discovery call with"
# Words that may come before the kind: "i have a demo with", "put a call with", "new meeting:".
_LEADING = listed(
    "i i've ive got have a an another my our we we've weve new next quick short put add set up"
    " setup schedule book plan arrange organise organize in there's theres"
)
_MAX_LEADING = 5
_SUGGESTS = listed("also lets try")  # "lets try kestrel thu 2pm"
_LONGEST = 12 * 60  # the longest call, in minutes
_BRIEFS = listed("brief briefing prep")
_SHORT = listed("short quick quickly shortly asap now")  # "alder brief short"
# These words may come before a brief: "can you give me the kestrel brief".
_ASKING = POLITE | listed("can could would you u i we need want get give gimme show send me us the")
_CALLS = listed("call meet ring phone plan")  # these may come before a name: "call kestrel wed 11"
_PUTS_IN = (["put", "in"], ["plan", "in"], ["pencil", "in"], ["put", "down"])
_WITH = listed("with w/ for")
_AT = listed("at from of")
_ARTICLES = listed("the my our a")
# "Second" before a kind is not a date: "halden second call next tues 10am".
NUMBERED = listed("first second third fourth fifth 1st 2nd 3rd 4th 5th another")
# One of these says that a customer asks for a call: "kestrel wants a demo wed 11".
_WANTS = listed("want wants need needs requested requests")
_WANTS_OF_TWO = (["asked", "for"], ["asks", "for"], ["would", "like"])
_MEETS = listed("see meet talk speak call chat")  # "she wants to see us monday 9"
_US = listed("us me to with again on")
_MAX_NAME_WORDS = 4
_CAN_WE_DO = tuple(
    [*lead, "do"] for lead in (["can", "we"], ["could", "we"], ["lets"], ["id", "like", "to"])
)
# These may come before a name: "im seeing kestrel mon 11".
_I_MEET = tuple(
    [*who, *does]
    for who in (["im"], ["were"])
    for does in (["seeing"], ["meeting"], ["visiting"], ["talking", "to"], ["speaking", "to"])
)


@dataclass(frozen=True)
class CallLine:
    """A line that may name a call.

    - `words` are the name and the time: "kestrel thurs 2pm".
    - `begins_with_call` says whether words for a call come before the name: "demo with kestrel".
    - `wants_brief` says whether a brief is asked for.
    - `kind` is the kind of call that the line names: "demo", "discovery call", or "".
    - `wanted` says whether a customer asks for the call: "kestrel wants a demo wed 11".
    - `minutes` is the length typed before "with": 30 for "30 min with". 0 means none.
    """

    words: str = ""
    begins_with_call: bool = False
    wants_brief: bool = False
    kind: str = ""
    minutes: int = 0
    wanted: bool = False


def split_line(text: str) -> CallLine:
    """Split a line such as "demo w kestrel thurs 2pm" or "halden thursday brief"."""
    said = without_filler(written_out(text)).split()
    words = without_wants(said)
    wanted = len(words) < len(said)
    while words and bare_word(words[0]) in OPENERS | _ARTICLES | _SUGGESTS:
        words = words[1:]
    if len(words) > 2 and bare_word(words[-1]) in _SHORT and bare_word(words[-2]) in _BRIEFS:
        words.pop()
    if words and bare_word(words[-1]) in _BRIEFS:
        words = _without_asking(words)
    if led := _count_before_kind(words):
        words = _without_in_for(words[led:])
    while words and bare_word(words[-1]) in COURTESY:
        words.pop()
    lead = _count_before_name([word.lower() for word in words[:5]])
    asks = len(words) > 1 and bare_word(words[-1]) in _BRIEFS
    line = words[lead : len(words) - asks]
    line = without_is(line) if lead else line
    said = [bare_word(word) for word in words[:lead] if bare_word(word) not in _WITH]
    kind = " ".join(said) if set(said) - ALSO_CALL else ""
    at = next((at for at, word in enumerate(line) if at and bare_word(word) in KINDS | _BRIEFS), 0)
    if at:
        kind = kind or bare_word(line[at])
        del line[at : at + 1 + (bare_word(line[at]) not in ALSO_CALL and _is_call(line[at + 1 :]))]
    line = _account_first(line) if lead else line
    minutes = length_at(words, 0)[0] if _count_up_to_with(words) else 0
    return CallLine(" ".join(line), lead > 0, asks, "" if minutes else kind, minutes, wanted)


def _account_first(line: list[str]) -> list[str]:
    """Return "alder tomorrow 3pm with jonas" for "tomorrow 3pm with jonas at alder"."""
    said = [bare_word(word) for word in line]
    if not said or not (said[0] in DAY_WORDS or said[0][:1].isdecimal()) or "with" not in said:
        return line
    joint = said.index("with")
    at = next((at for at in range(joint + 2, len(said) - 1) if said[at] in _AT), 0)
    if not at or said[at + 1][:1].isdecimal():
        return line
    return [*line[at + 1 :], *line[:at]]


def without_filler(text: str) -> str:
    """Return "halden call next tues 10am" for "halden second call next tues 10am".

    "Halden again next tues at 2", "can we do halden next tues at 2" and "im seeing halden next tues
    at 2" become "halden next tues at 2".
    """
    words = text.split(" ")
    for lead in (*_CAN_WE_DO, *_I_MEET):
        if [bare_word(word) for word in words[: len(lead)]] == lead:
            words = words[len(lead) :]
    following = [*map(bare_word, words[1:]), ""]
    return " ".join(
        word
        for at, word in enumerate(words)
        if not at or not _is_filler(bare_word(word), following[at])
    )


def _is_filler(word: str, following: str) -> bool:
    """Check for "second" before "call", and for "again" before any word."""
    return (word in NUMBERED and following in KINDS) or (word == "again" and bool(following))


def without_wants(words: list[str]) -> list[str]:
    """Leave out "wants a" between a name and the kind of call.

    "Jana wants to see us monday 9" becomes "jana call monday 9".
    """
    said = [bare_word(word) for word in words[: _MAX_NAME_WORDS + 6]]
    for at in range(1, min(_MAX_NAME_WORDS + 1, len(said))):
        end = at + (2 if said[at : at + 2] in _WANTS_OF_TWO else int(said[at] in _WANTS))
        if end == at:
            continue
        if said[end : end + 1] == ["to"] and not _MEETS.isdisjoint(said[end + 1 : end + 2]):
            return [*words[:at], "call", *_after_us(words[end + 2 :])]
        end += said[end : end + 1] == ["to"] and said[end + 1 : end + 2] in (["have"], ["do"])
        end += said[end : end + 1] in (["have"], ["do"])
        end += bool(said[end : end + 1]) and said[end] in _ARTICLES | NUMBERED
        if said[end : end + 1] and (said[end] in KINDS or said[end : end + 2] in KINDS_OF_TWO):
            return [*words[:at], *words[end:]]
    return words


def _without_asking(words: list[str]) -> list[str]:
    at = next((at for at, word in enumerate(words) if bare_word(word) not in _ASKING), 0)
    return words[at:]


def without_is(words: list[str]) -> list[str]:
    """Return "kestrel mon 9" for "kestrel is mon 9", as in "next call with kestrel is mon 9"."""
    for at in range(1, min(_MAX_NAME_WORDS + 1, len(words) - 1)):
        following = bare_word(words[at + 1])
        is_time = following in DAY_WORDS or following[:1].isdecimal() or following in ("on", "at")
        if bare_word(words[at]) == "is" and is_time:
            return [*words[:at], *words[at + 1 :]]
    return words


def _after_us(words: list[str]) -> list[str]:
    at = next((at for at, word in enumerate(words) if bare_word(word) not in _US), len(words))
    return words[at:]


def without_kind(line: CallLine) -> CallLine:
    """Leave out a kind of call at the start: "discovery" in "discovery northwind fri 10".

    In "Demo Systems fri 10", "demo" belongs to the account's name. So before you call this
    function, look for an account with the full name.
    """
    words = line.words.split()
    said = [bare_word(word) for word in words[:3]]
    size = 2 if said[:2] in KINDS_OF_TWO else int(said[:1] != [] and said[0] in KINDS)
    if line.begins_with_call or line.wants_brief or not size:
        return line
    kind = " ".join(map(bare_word, words[:size]))
    kind = kind if line.kind in ALSO_CALL else line.kind or kind
    return replace(line, words=" ".join(words[size:]), kind=kind)


def _count_before_name(words: list[str]) -> int:
    """Count the words before the name: 2 for "demo with", 1 for "call" and "meeting:"."""
    if words and words[0].endswith(":") and bare_word(words[0]) in KINDS:
        return 1
    kind = 2 if words[:2] in KINDS_OF_TWO else 0
    kind = kind or int(bool(words) and words[0] in KINDS | {"meet"}) or _count_up_to_with(words)
    if kind and words[kind - 1] not in ALSO_CALL:
        kind += _is_call(words[kind:])
    if kind and words[kind : kind + 1] and words[kind] in _WITH:
        return kind + 1
    if words[:2] in _PUTS_IN and words[2:]:  # "put in alder fri 10"
        return 2
    return int(bool(words) and words[0] in _CALLS and len(words) > 1)


def _is_call(words: list[str]) -> bool:
    return bool(words) and bare_word(words[0]) in ALSO_CALL


def _count_before_kind(words: list[str]) -> int:
    """Count the words before the kind: 3 for "i have a demo with". Return 0 without a kind."""
    others = (
        at for at, word in enumerate(words[: _MAX_LEADING + 1]) if bare_word(word) not in _LEADING
    )
    at = next(others, 0)
    is_kind = bool(_count_up_to_with(words[at:])) or words[at : at + 2] in KINDS_OF_TWO
    return at if at and (is_kind or bare_word(words[at]) in KINDS) else 0


def _count_up_to_with(words: list[str]) -> int:
    """Count the words before "with", if they begin with the length of a call.

    - "30 min with" → 2
    - "30 min call with" → 3
    - any other words → 0
    """
    minutes, size = length_at(words, 0) if words else (0, 0)
    if not minutes or minutes > _LONGEST:
        return 0
    kind = size + (bool(words[size:]) and bare_word(words[size]) in KINDS)
    return kind if words[kind : kind + 1] and bare_word(words[kind]) in _WITH else 0


def _without_in_for(words: list[str]) -> list[str]:
    """Leave out "in for" before the time: "put a call with kestrel in for mon 9"."""
    at = next((at for at in range(1, len(words) - 2) if words[at : at + 2] == ["in", "for"]), 0)
    return [*words[:at], *words[at + 2 :]] if at else words
