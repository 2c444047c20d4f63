"""Recognise which kinds of message somebody wants to stop, keep or get again. Pure.

The text that names them is called a wish: "asking me how it went", "the morning thing".
"""

from dataclasses import dataclass

from handlers.typed.key_words import key_words
from handlers.typed.plain_spelling import without_courtesy, written_out_words
from handlers.typed.words import listed, without_leading

MAX_WORDS = 12  # how many words a wish may have
# A wish with one of these words is only for a while, or about one account.
_LIMITS = listed("until for today tomorrow tonight with except")
# We look for the names in `_NAMES` first. If a wish has none of these names, we look for the words
# in `_TIMES`: words for when a message comes, and the bare word "questions".
_NAMES = {
    "research": (
        "research question\nresearch questions\nresearch\nquestions before calls\nhomework\n"
        "prep questions\nprep question"
    ),
    "brief": "brief\nbriefs\nbriefing\nbriefings",
    "listen": "listening line\nlistening lines\nlistening tips\nlistening\nlisten\ntip\ntips",
    "reflect": (
        "how it went\nhow did it go\nhow my call went\nhow the call went\nhow my calls went\n"
        "how calls went\nhow the calls went\nreflection\nreflections\nreflection prompts\n"
        "debrief\ndebriefs\ngoal\ngoals"
    ),
    "agenda": (
        "agenda\nmorning agenda\nmorning message\nmorning messages\nmorning list\ndaily message\n"
        "daily messages\ndaily list"
    ),
    "team": "team morning\nteams morning\nmorning of the team",
}
_CALLS = ("calls", "my calls", "a call", "the call", "the calls", "each call", "every call")
_BEFORE, _AFTER = (
    "\n".join(f"{joint} {calls}" for calls in _CALLS) for joint in ("before", "after")
)
_MORNINGS = "every morning\nin the morning\neach morning\nmornings\nmorning"
_TIMES = {
    "brief": _BEFORE,
    "listen": _BEFORE,
    "research": f"{_BEFORE}\nquestions\nquestion",
    "reflect": f"{_AFTER}\nquestions\nquestion",
    "agenda": _MORNINGS,
    "team": _MORNINGS,
}
# If a wish has only these words beside those that name a kind, it is about messages for certain.
_BESIDE = listed(
    "the a an my your our me i you it any more all of those these that this thing things stuff one"
    " ones message messages ping pings nudge nudges email emails mail mails reminder reminders"
    " notification notifications question questions prompt prompts send sending ask asking give"
    " giving get getting write writing remind reminding about please thanks thx every each day and"
    " to now off always just again on attune want need do not no stop line lines"
)
_LEADS = tuple(
    tuple(lead.split())
    for lead in (
        "i do not want\ni do not need\ndo not want\ndo not need\nget rid of\nkill\nditch\n"
        "enough of\nenough with\nno need for\nsick of\ntoo many\nso many\nwhy so many\nway too many"
        "\nno"
    ).splitlines()
)
_ASKING = listed("please hey hi ok can could you attune")
_ONLY = tuple(
    tuple(lead.split())
    for lead in (
        *("only send me", "only send", "just send me", "just send", "send me only", "send only"),
        *("i only want", "i just want", "only", "just the", "only give me", "just give me"),
        *("all i want is", "only the", "i only need", "i just need"),
    )
)
# After one of these, a time of day alone says nothing about messages: "just the morning".
_BARE_ONLY = (("only",), ("just", "the"), ("only", "the"))
_OF_MESSAGES = listed("message messages pings nudges emails briefs tips homework please")
# An order to send something again begins with one of these verbs. If a verb's set is not empty, the
# order must also have a word of that set: for "turn", it needs "on".
_SWITCHED_ON = {
    "send": listed(""),
    **dict.fromkeys(("turn", "switch", "put"), listed("on")),
    **dict.fromkeys(("bring", "want"), listed("back")),
    **dict.fromkeys(("ask", "asking"), listed("again")),
}
_TAKES_BACK = listed("no nah nope wait actually oh sorry hm hmm")  # "nah turn it back on"
_ALLOWS = (("you", "can"), ("you", "may"), ("start",))  # "you can ask me again"
_OFF_ASKED = key_words(
    "what which anything",
    "stop stopped mute muted off pause paused silence silenced unsubscribe unsubscribed disabled",
    "i ive me my messages message msgs lines kinds nudges reminders notifications",
    around="did have has is are do all of the now currently right so turn turned switch switched"
    " already again kind get still today else",
)
_SUMMARIES = listed("summary summaries digest digests newsletter weekly")


@dataclass(frozen=True)
class KindsMeant:
    """The names of the kinds of message that a wish can mean.

    `certain` is false if no kind was found, or if the wish also has words outside `_BESIDE`, so
    that it might be about something other than messages.
    """

    names: tuple[str, ...] = ()
    certain: bool = False


def kinds_meant(text: str) -> KindsMeant:
    """Return the kinds of message that a wish can mean. There may be none."""
    words = written_out_words(text)
    if not words or len(words) > MAX_WORDS or not _LIMITS.isdisjoint(words):
        return KindsMeant()
    if words[-2:] == ["this", "morning"]:  # "quiet this morning" is only for a while
        return KindsMeant()
    said = f" {' '.join(words)} "
    for kinds in (_NAMES, _TIMES):
        found = {
            name: sum(f" {phrase} " in said for phrase in phrases.splitlines())
            for name, phrases in kinds.items()
        }
        if most := max(found.values()):
            names = tuple(name for name, count in found.items() if count == most)
            left = _without(said, names)
            if "about" in left and not _BESIDE.issuperset(left):  # "questions about alder"
                return KindsMeant()
            return KindsMeant(names, _BESIDE.issuperset(left))
    return KindsMeant()


def _without(said: str, names: tuple[str, ...]) -> list[str]:
    """Return the words of `said` that are not part of a phrase for one of these kinds."""
    tables = [kinds.get(one, "") for one in names for kinds in (_NAMES, _TIMES)]
    phrases = "\n".join(filter(None, tables)).splitlines()
    for phrase in sorted(phrases, key=len, reverse=True):
        said = said.replace(f" {phrase} ", " ")
    return said.split()


def kind_unwanted(text: str) -> str:
    """Return "the morning messages" for "i dont want the morning msgs", or "" for any other text.

    - Return "" if the text names more than the kind of message: "no tips on pricing" is a note.
    - Return "" for "no agenda", which may be about a call. A text that begins with "no" must be "no
      questions", or have a word such as "messages": "no agenda messages".
    """
    words = written_out_words(text)
    lead = next((one for one in _LEADS if tuple(words[: len(one)]) == one), ())
    wish = " ".join(words[len(lead) :])
    if not lead or not (meant := kinds_meant(wish)).certain:
        return ""
    clear = lead != ("no",) or wish == "questions" or not _OF_MESSAGES.isdisjoint(words)
    return wish if meant.names and clear else ""


def kinds_kept(text: str) -> tuple[str, ...]:
    """Return "agenda" and "brief" for "only send me the morning thing n briefs".

    Return an empty tuple for any other text.
    """
    words = [word for word in without_leading(written_out_words(text), _ASKING) if word != "please"]
    lead = next((one for one in _ONLY if tuple(words[: len(one)]) == one), ())
    if not lead or len(words) > MAX_WORDS or not _LIMITS.isdisjoint(words):
        return ()
    wish = " ".join(words[len(lead) :])
    if lead in _BARE_ONLY and wish in _MORNINGS.splitlines():
        return ()
    parts = wish.split(" and ")
    meant = [kinds_meant(part) for part in parts if part.strip()]
    if not meant or not all(one.certain and len(_names_of(one)) == 1 for one in meant):
        return ()
    return tuple(dict.fromkeys(_names_of(one)[0] for one in meant))


def _names_of(meant: KindsMeant) -> tuple[str, ...]:
    """Return the names of the kinds that are meant.

    "The morning thing" can mean the agenda or the team's morning. It counts as the agenda.
    """
    return ("agenda",) if meant.names == ("agenda", "team") else meant.names


def switched_on(text: str) -> str | None:
    """Return the words for what the writer wants us to send again.

    For example, return "the briefs" for "turn the briefs back on", and "questions" for "ask again".
    Return None if the text is not an order to send something again.
    """
    typed = written_out_words(text)
    said = without_courtesy(without_leading(typed, _TAKES_BACK))
    lead = next((one for one in _ALLOWS if tuple(said[: len(one)]) == one), ())
    verb, *words = said[len(lead) :] or [""]
    joints = _SWITCHED_ON.get(verb)
    if joints is None or (joints and joints.isdisjoint(typed)):
        return None
    if verb in ("ask", "asking"):
        words = ["questions", *words]
    return " ".join(word for word in words if word not in ("on", "back"))


def asks_what_is_off(text: str) -> bool:
    """Match "what did i stop" and "which messages are off"."""
    return _OFF_ASKED.fit(written_out_words(text))


def means_a_summary(text: str) -> bool:
    """Check whether a wish is about a summary, such as "the friday summary".

    Attune does not send summaries to people.
    """
    return not _SUMMARIES.isdisjoint(written_out_words(text))
