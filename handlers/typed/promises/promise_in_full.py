"""Write a shortened promise out in full: "mia to send the org chart fri". Pure."""

import re

from handlers.typed.plain_spelling import written_out
from handlers.typed.words import PRONOUNS, bare_word, listed

_MAX_WORDS = 24
_GIVES = listed("send share give bring provide deliver email mail forward")
# If one of these follows the verb, the line is not a promise: "mia to send everyone home".
_NOT_GIVEN = listed(
    "everyone everybody people him her them it away home off back out up us nothing"
)
_WILL = listed("will ill going shall")
_IT = listed("it them that one over this her him to")
_WANTS = listed("wants want needs need")
_TOLD = listed("told promised")
_ID = listed("id ill i'd i'll")
_COMES = listed("comes come follows")
_PROMISED = (["she", "promised"], ["he", "promised"], ["they", "promised"])
_BEFORE_MUST = listed("i also still and so ok just")
_MUST = (["need", "to"], ["have", "to"], ["got", "to"], ["gotta"], ["must"])
_TOO = listed("too also well as")
_NOBODY = (PRONOUNS - listed("she he they")) | listed(
    "it that this who which everyone nobody i we you"
)
_GETS = re.compile(
    r"(?P<before>^|[,;.] |\band |\bso )(?P<whom>[^\W\d_][\w'-]{0,30}) gets? "
    r"(?P<what>[\w'-]{1,30}(?: [\w'-]{1,30}){0,5}?) from (?:me|us)\b",
    re.IGNORECASE,
)


def in_full(text: str) -> str:
    """Return a promise as a full sentence. Return "" if the line is not like one of these:

    - "mia to send the org chart fri" becomes "mia will send the org chart fri".
    - "mia's org chart comes fri, she promised" becomes "mia will send org chart by fri".
    - "i told her id fix the bug by fri" becomes "i will fix the bug by fri".
    - "she wants a case study from us, will send by fri" becomes "i will send a case study by fri".
    - "mia gets the draft from me by fri" becomes "i will send mia the draft by fri".
    - "need to send jana the form by thu too" becomes "i will send jana the form by thu".
    """
    words = written_out(text.strip(" .!")).split()
    if not 3 < len(words) <= _MAX_WORDS or text.rstrip().endswith("?"):
        return ""
    bare = [bare_word(word) for word in words]
    return (
        _must_send(words, bare)
        or _to_send(words, bare)
        or _comes(words, bare)
        or _told(words, bare)
        or _wanted(text)
        or _gets(text)
    )


def _must_send(words: list[str], bare: list[str]) -> str:
    """Match "need to send jana the form by thu too"."""
    at = next((at for at in range(len(bare)) if bare[at] not in _BEFORE_MUST), 0)
    size = next((len(one) for one in _MUST if bare[at : at + len(one)] == one), 0)
    rest = words[at + size :]
    if not size or bare[at + size] not in _GIVES:
        return ""
    while bare_word(rest[-1]) in _TOO:
        rest = rest[:-1]
    return " ".join(("i will", *rest))


def _gets(text: str) -> str:
    """Match "mia gets the draft from me by fri", also before or after another promise."""
    line = " ".join(written_out(text.strip(" .!")).split())
    found = _GETS.sub(_given, line)
    return found if found != line else ""


def _given(found: re.Match[str]) -> str:
    if found["whom"].lower() in _NOBODY:
        return found[0]
    return f"{found['before']}i will send {found['whom']} {found['what']}"


def _to_send(words: list[str], bare: list[str]) -> str:
    """Match "mia to send the org chart fri"."""
    given = bare[3:][bare[3:4] in (["us"], ["me"]) :]
    gives = bare[1] == "to" and bare[2] in _GIVES and given and given[0] not in _NOT_GIVEN
    return " ".join((words[0], "will", *words[2:])) if gives else ""


def _comes(words: list[str], bare: list[str]) -> str:
    """Match "mia's org chart comes fri, she promised"."""
    if bare[-2:] in _PROMISED:
        words, bare = words[:-2], bare[:-2]
    elif bare[-1] != "promised":
        return ""
    at = next((at for at, word in enumerate(bare) if at > 1 and word in _COMES), 0)
    owner = bare[0].removesuffix("s").rstrip("'’")
    if not at or owner == bare[0] or not bare[at + 1 :]:
        return ""
    when = [word for word in words[at + 1 :] if bare_word(word) not in ("on", "by")]
    return f"{owner} will send {' '.join(words[1:at])} by {' '.join(when).strip(' ,')}"


def _told(words: list[str], bare: list[str]) -> str:
    """Match "i told her id fix the bug by fri"."""
    if bare[0] != "i" or bare[1] not in _TOLD:
        return ""
    at = next((at for at in range(3, min(6, len(bare))) if bare[at] in _ID), 0)
    return " ".join(("i will", *words[at + 1 :])) if at else ""


def _wanted(text: str) -> str:
    """Match "she wants a case study from us, will send by fri"."""
    wish, comma, then = text.partition(",")
    wished, after = (written_out(part.strip(" .!")).split() for part in (wish, then))
    at = next((at for at, word in enumerate(wished[:4]) if at and bare_word(word) in _WANTS), 0)
    while after and (bare_word(after[0]) in _WILL or bare_word(after[0]) in ("i", "we")):
        after = after[1:]
    if not (comma and at and after) or len(after) == len(then.split()):
        return ""
    verb, when = after[0], after[1:]
    while when and bare_word(when[0]) in _IT:
        when = when[1:]
    if bare_word(verb) not in _GIVES or when[:1] != ["by"]:
        return ""
    what = wished[at + 1 :]
    what = what[:-2] if [bare_word(one) for one in what[-2:]] == ["from", "us"] else what
    if not what or bare_word(what[0]) in PRONOUNS | {"to", "us"}:
        return ""
    return " ".join(("i will", verb, *what, *when))
