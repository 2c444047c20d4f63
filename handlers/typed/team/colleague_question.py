"""Recognise a question that a rep has for a colleague: "ask tomas if i can go 10% off". Pure."""

from collections.abc import Collection

from handlers.typed.team.direct_question import direct_question
from handlers.typed.words import COURTESY, MAY, WISHES, bare_word, first_name, listed

_LINE = 300  # characters; a longer text for a colleague is cut to this length
_LONGEST_WISH = 10  # "ask" must be among this many words at the start of a line
_BEFORE = (
    WISHES
    | COURTESY
    | listed("u ya we just quickly quick need should must have gotta better lets maybe")
)
_ADVICE = (["should", "i"], ["should", "we"])  # "should i ask tomas" asks Attune for advice
_MANAGER = (["my", "manager"], ["my", "boss"], ["my", "lead"], ["the", "boss"])
_ANYONE = (
    *(["someone"], ["somebody"], ["anyone"], ["anybody"], ["a", "colleague"]),
    *(["some", "colleague"], ["my", "colleagues"], ["one", "of", "us"]),
)
_LABEL = 3  # an account's name before a colon has at most this many words
_NOTES = listed("note notes todo task reminder remember promise goal step me i we ask tell")
_QUESTION = listed("question questions q")
_FROM = [lead.split() for lead in ("check with", "check w", "find out from", "confirm with")]
_WHETHER = [
    f"{verb} {word}".split() for verb in ("see", "check", "find out") for word in ("if", "whether")
]
_SENDS = listed("ping text message msg dm")
_IF = listed("if whether")
_YOU = listed("you u ya")


def as_order(text: str) -> str:
    """Return "ask tomas: who signs?" for "question for tomas: who signs?" and "tomas, who signs?".

    Other forms with the same meaning are "can you ask tomas …", "check with tomas if …", "see if
    tomas can …" and "…, ask tomas". Other lines stay.
    """
    text = _without_label(text)
    words = text.split()
    begun = [bare_word(word) for word in words[:_LONGEST_WISH]]
    if begun[:2] in _ADVICE:
        return text
    at = next((at for at, word in enumerate(begun) if word not in _BEFORE), 0)
    begun, left = begun[at:], words[at:]
    if begun[:1] == ["ask"]:
        return " ".join(left)
    is_question = begun[:1] and begun[0] in _QUESTION and begun[1:2] in (["for"], ["to"])
    is_sent = begun[:1] and begun[0] in _SENDS and not _IF.isdisjoint(begun[2:3])
    lead = next((one for one in _FROM if begun[: len(one)] == one), [])
    if is_question or is_sent or lead:
        return f"ask {' '.join(left[2 if is_question else len(lead) or 1 :])}"
    return _whether(begun, left) or _named_or_last(words, text)


def _without_label(text: str) -> str:
    """Return "ask tomas who signs" for "northwind: ask tomas who signs". Other lines stay.

    "Todo: ask tomas …" is a note.
    """
    label, _, rest = text.partition(":")
    named = [bare_word(word) for word in label.split(maxsplit=_LABEL)]
    asks = [bare_word(word) for word in rest.split(maxsplit=1)[:1]] == ["ask"]
    return rest.strip() if asks and len(named) <= _LABEL and _NOTES.isdisjoint(named) else text


def _whether(begun: list[str], words: list[str]) -> str:
    """Return "ask tomas if he can join" for "see if tomas can join". Return "" for other lines."""
    lead = next((one for one in _WHETHER if begun[: len(one)] == one), [])
    name, *rest = words[len(lead) :] or [""]
    return f"ask {name} if he {' '.join(rest)}" if lead and rest else ""


def _named_or_last(words: list[str], text: str) -> str:
    """Return the order in "tomas, who signs?" and "who signs, ask tomas". Other lines stay."""
    if words[:1] and words[0].endswith(",") and text.rstrip().endswith("?"):
        return f"ask {text.strip()}"
    last = words[:-1] if words and bare_word(words[-1]) in COURTESY else words
    if len(last) > 3 and bare_word(last[-2]) == "ask":
        return f"ask {bare_word(last[-1])}: {' '.join(last[:-2]).rstrip(',.;')}"
    return text


def with_manager(text: str, name: str) -> str:
    """Return "ask tomas if …" for "ask my manager if …". `name` is the manager's first name.

    Other lines stay. To check only whether the line asks the manager, give "" as the name.
    """
    words = as_order(text).split()
    is_asked = [bare_word(word) for word in words[:1]] == ["ask"]
    named = [bare_word(word) for word in words[1:3]]
    if not is_asked or named not in _MANAGER:
        return text
    return " ".join(("ask", name, *words[3:]))


def question_for_anyone(text: str) -> str:
    """Return "Do we support SSO?" for "ask someone if we support SSO".

    Return "" for other lines.
    """
    words = as_order(text).split()
    begun = [bare_word(word) for word in words[:4]]
    whom = next((one for one in _ANYONE if begun[1 : 1 + len(one)] == one), [])
    if begun[:1] != ["ask"] or not whom or len(words) < len(whom) + 3:
        return ""
    return direct_question(" ".join(words[1 + len(whom) :]).lstrip(":, ")[:_LINE])


def question_for(text: str, name: str) -> str:
    """Return "Can I go 10% off?" for "ask tomas if i can go 10% off".

    Other lines with a question are "@Tomas can you …", "tomas pls …" and "tell tomas to …". `name`
    is the colleague's full name. Return "" for any other line.
    """
    words = as_order(text).split()
    verb = bare_word(words[0]) if words else ""
    if verb in ("ask", "tell"):
        said = _without_name(words[1:], name)
        return direct_question(said[:_LINE]) if verb == "ask" or said.startswith("to ") else ""
    said = _without_name(words, name)
    if words and words[0].startswith("@") and text.rstrip().endswith("?"):
        return direct_question(f"{said.rstrip('?')}?"[:_LINE])
    begun = [bare_word(word) for word in said.split(maxsplit=3)[:3]]
    if begun[:1] and begun[0] in MAY and begun[1:2] and begun[1] in _YOU:
        return direct_question(f"{said.rstrip('?')}?"[:_LINE])
    if begun[:1] and begun[0] in COURTESY and len(begun) > 1:
        return direct_question(f"to {said.split(maxsplit=1)[1]}"[:_LINE])
    return ""


def also_asked(text: str, colleagues: Collection[str]) -> str:
    """Return the full name of Aylin for "ask tomas and aylin if …". Return "" for other lines."""
    words = [bare_word(word) for word in as_order(text).split()[:_LONGEST_WISH]]
    if words[:1] != ["ask"] or words[2:3] != ["and"]:
        return ""
    return next((one for one in colleagues if words[3:4] == [first_name(one)]), "")


def without_also_asked(text: str) -> str:
    """Return "ask tomas if …" for "ask tomas and aylin if …"."""
    words = as_order(text).split()
    return " ".join((*words[:2], *words[4:]))


def told_to(text: str, name: str) -> str:
    """Return what a line tells or asks a colleague, for a form that the rep can still change.

    "Sla is blocking brightwater" comes from "tell tomas that sla is blocking brightwater". `name`
    is the colleague's full name. Return "" for a line without "tell" and "ask".
    """
    words = as_order(text).split()
    if question := question_for(text, name):
        return question
    if not words or bare_word(words[0]) != "tell":
        return ""
    said = _without_name(words[1:], name).removeprefix("that ")
    return direct_question(said)[:_LINE]


def _without_name(words: list[str], name: str) -> str:
    """Leave out the colleague's first name at the start, and the last name if it follows."""
    last = name.rsplit(maxsplit=1)[-1].casefold() if name.split() else ""
    count = 2 if bare_word(" ".join(words[1:2])) == bare_word(last) else 1
    return " ".join(words[count:]).lstrip(":, ")
