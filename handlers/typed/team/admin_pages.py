"""Recognise what admins type about the whole company: "turn off figures for everyone". Pure.

The same line without "for everyone" may be about the writer's own settings. So a line is checked
with these functions first, and only then with the functions for the writer's own settings.
"""

from collections.abc import Sequence
from typing import Literal, NamedTuple

from handlers.typed.key_words import KeyWords, key_words
from handlers.typed.plain_spelling import without_courtesy, written_out_words
from handlers.typed.words import listed

# "stop" stops all messages, and "came in" is about a new person.
AdminPage = Literal[
    "defaults",
    "reset",
    "stop",
    "retention",
    "log",
    "roll-out",
    "health",
    "admins",
    "team",
    "came in",
]
# "why" asks why the colleague did not get a message.
OfColleague = Literal["erase", "export", "why"]
MAX_WORDS = 16  # how many words such a line may have
_EVERYBODY = listed("everyone everybody")
_ALL_OF = listed("reps people users colleagues managers us")
_BETWEEN = listed("the of my our whole")
_ORDERS = listed(
    "set turn switch change start stop pause mute unmute unpause resume disable enable silence"
)
_STOPS = listed("stop pause mute silence unmute unpause resume start")
_SETTINGS = listed(
    "quiet hours hour time times brief briefs listening line lines agenda agendas prompt prompts"
    " reminder reminders message messages notification notifications digest digests nudge nudges"
    " default defaults limit limits working days zone morning mornings summary summaries"
    " attune everything it all bot off on"
)
_KINDS = _SETTINGS - listed("attune everything it all bot off on message messages")
_FIGURES = listed("figures figure")
_DATA = listed("reflections reflection transcripts promises figures data asks notes")
_LONG = listed("days day months month years year weeks")
_PAGES: tuple[tuple[AdminPage, KeyWords], ...] = (
    ("reset", key_words("reset restore", "defaults default", around="the all our back to times")),
    ("defaults", key_words("default defaults", "times time", around="what which are is the our")),
    (
        "roll-out",
        key_words(
            "rollout roll",
            "status going doing",
            around="out the how is what whats of our",
        ),
    ),
    ("log", key_words("log", "audit", around="show open see the me read")),
    ("log", key_words("who", "did", "what", around="the log")),
    ("health", key_words("everything", "working works work", around="is does still")),
    (
        "health",
        key_words("sync", "ok working works fine", around="is the calendar crm still"),
    ),
    (
        "admins",
        key_words("who whos", "admin admins", around="is are the our an my here your attunes"),
    ),
    (
        "roll-out",
        key_words("who people", "stopped started begun", around="has have not yet messages hasnt"),
    ),
    (
        "retention",
        key_words("figures", "off on", "turn switch put", around="all the our of"),
    ),
)
_HIS = listed("his her their")
_ASKED = listed("asked wants asks wanted requested")
_ERASES = listed("delete erase remove wipe")
_EVERYTHING = listed("everything data")
_KNOWN = listed("me attune knows you know has have is there that the kept on file")
_GIVES = listed("export download show give get send")
_TO_TEAM = listed("move put add transfer assign")
_NO_TEAMS = listed("call meeting meetings calls sync lunch lead leads event board")
_MESSAGES = listed("brief briefs message messages prompt agenda reminder line question")


class TeamMove(NamedTuple):
    """Who is to join which team, as typed: "aylin", "west"."""

    who: str
    team: str


def admin_page(text: str) -> AdminPage | None:
    """Return the page that an admin's line is about. Return None for any other line."""
    words = without_courtesy(written_out_words(text))
    if not 1 < len(words) <= MAX_WORDS:
        return None
    if without := _for_everybody(words):
        return _of_everybody(without)
    if team_move(text):
        return "team"
    return next((page for page, keys in _PAGES if keys.fit(words)), None) or _in_order(words)


def team_move(text: str) -> TeamMove | None:
    """Match "move aylin to team west" and "add jonas to the west team"."""
    words = without_courtesy(written_out_words(text))
    at = next((at for at in range(2, len(words) - 1) if words[at] in ("to", "in", "into")), 0)
    if not at or at > 4 or words[0] not in _TO_TEAM or len(words) > at + 5:
        return None
    team = [word for word in words[at + 1 :] if word not in ("the", "my", "our")]
    if "team" not in team or len(team) < 2 or not _NO_TEAMS.isdisjoint(team):
        return None
    named = " ".join(word for word in team if word != "team")
    return TeamMove(" ".join(words[1:at]), named) if named else None


def _for_everybody(words: Sequence[str]) -> Sequence[str]:
    """Return a line without its "for everyone" or "for all reps".

    Return nothing for a line without such words, and for a line that begins with them.
    """
    for at, word in enumerate(words[:-1]):
        if word != "for" or not at:
            continue
        if words[at + 1] in _EVERYBODY:
            return [*words[:at], *words[at + 2 :]]
        of = [one for one in words[at + 2 : at + 4] if one not in _BETWEEN]
        if words[at + 1] in ("all", "the", "my") and of[:1] and of[0] in (*_ALL_OF, "team"):
            return [*words[:at], *words[words.index(of[0], at) + 1 :]]
    return ()


def _of_everybody(words: Sequence[str]) -> AdminPage | None:
    if words[0] not in _ORDERS or _SETTINGS.union(_FIGURES).isdisjoint(words):
        return None
    if not _FIGURES.isdisjoint(words):
        return "retention"
    return "stop" if words[0] in _STOPS and _KINDS.isdisjoint(words) else "defaults"


def _in_order(words: Sequence[str]) -> AdminPage | None:
    """Read "keep figures for two years" and "add a new rep", by the order of the words."""
    first, said = words[0], frozenset(words)
    if first == "keep" and words[-1] in _LONG and words[1] in _DATA and "for" in words:
        return "retention"
    if first in ("add", "invite") and words[-2:-1] in (["a"], ["as"]) and words[-1] == "rep":
        return "came in"
    if words[:3] in (["add", "new", "rep"], ["add", "a", "new"]) and said & {"rep", "colleague"}:
        return "came in"
    return None


def of_colleague(text: str) -> OfColleague | None:
    """Return what an admin asks about one person. The caller checks that the person is a colleague.

    Examples are "bram asked us to delete all his data" and "export everything about lena".
    """
    words = without_courtesy(written_out_words(text))
    said, first = frozenset(words), words[0] if words else ""
    if not 3 < len(words) <= MAX_WORDS:
        return None
    if words[1] in _ASKED and _ERASES & said and _HIS & said and "data" in said:
        return "erase"
    if written_out_words(text)[0] in _GIVES and _of_one_person(words):
        return "export"
    is_why = first == "why" and words[1] in ("did", "didnt", "does", "doesnt")
    return "why" if is_why and "get" in said and said & _MESSAGES else None


def _of_one_person(words: Sequence[str]) -> bool:
    """Match "everything about lena" and "everything attune knows about bram"."""
    if "about" not in words[:-1]:
        return False
    at = words.index("about")
    between = words[:at]
    if _EVERYTHING.isdisjoint(between) and words[0] not in _EVERYTHING:
        return False
    known = (
        _EVERYTHING
        | _GIVES
        | listed("me attune knows you know has have is there that the kept on file")
    )
    return 0 < len(words) - at - 1 <= 2 and known.issuperset(between) and words[at + 1] != "me"
