"""Recognise orders about a question that the rep has asked a colleague. Pure.

- "take back the question to aylin" and "tell aylin nvm" take the question back.
- "change the question to aylin: …" changes it.
- "tell tomas its urgent" and "nudge tomas" ask for a quick answer.
- "which question to tomas?" asks to see it.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Literal

from handlers.typed.plain_spelling import few_written_out_words
from handlers.typed.words import (
    COURTESY,
    OPENERS,
    bare_word,
    first_name,
    listed,
    without_leading,
)

QuestionOrder = Literal["take back", "change", "soon", "show"]

_NAME = "*"  # stands for the colleague's name
_MAX_WORDS = 40  # a line of more words is not read
_MAX_URGENT = 6  # at most this many words say that something is urgent
_BEFORE = OPENERS | listed("no wait actually oh sry sorry")
_QUESTION = listed("question questions q")
_MAX_TOPIC = 4  # at most this many words say which question is meant: "the northwind question"
_AROUND = _QUESTION | COURTESY | listed(
    f"{_NAME} the my a that this to for of with from about on i you asked sent again it was is did"
    " have had anymore now then after all actually so back open one we"
)  # fmt: skip
_BACK = tuple(
    verb.split()
    for verb in (
        *("take", "withdraw", "retract", "cancel", "drop", "delete", "scrap", "forget", "undo"),
        *("remove", "kill", "recall", "pull", "unsend", "ignore"),
    )
)
_CHANGE = (["change"], ["edit"], ["reword"], ["rephrase"], ["correct"], ["update"], ["rewrite"])
_SHOW = (["which"], ["what"], ["show"], ["show", "me"], ["see"], ["list"])
_TELL = listed("tell text message ping let msg")
_NEVER_MIND = frozenset(
    (
        *("nvm", "nevermind", "never mind", "forget it", "forget about it", "forget that"),
        *("no need", "it is ok", "it is fine", "all good", "it is all good", "it is sorted"),
        *("sorted", "all sorted", "it is solved", "solved", "it is done", "i have got it"),
        *("got it", "i am good", "it is not needed", "not needed", "do not bother", "ignore it"),
        *("ignore that", "scrap that", "scrap it", "it is off", "no longer needed"),
    )
)
_WAITS = listed("hasnt didnt isnt not")
_REPLIES = listed(
    "answered replied responded said come answer reply respond answering replying responding got"
)
_NVM = listed("nvm nevermind")
_NOT_ASK = (
    *(["do", "not", "ask"], ["no", "need", "to", "ask"], ["stop", "asking"]),
    *(["no", "longer", "ask"], ["need", "not", "ask"]),
)
_URGENT = listed("urgent urgently asap quick quickly hurry soon eod")
_SOON = (["nudge"], ["chase"], ["chase", "up"], ["remind"], ["poke"], ["hurry"], ["push"])
_STILL = listed("still yet again")
_NO_ANSWER = frozenset(
    f"{has} {answered}"
    for has in ("hasnt", "has not", "didnt", "did not", "is not", "isnt")
    for answered in (
        *("answered", "replied", "responded", "said anything", "come back to me", "answer"),
        *("reply", "respond", "answering", "replying", "responding", "come back", "got back"),
    )
)
_LAST = COURTESY | listed("anymore now then")


@dataclass(frozen=True)
class OwnQuestionSaid:
    """An order about a question to a colleague.

    `name` is the colleague's full name, or "" if the line names nobody. `words` are the new words
    of a question that is to be changed, or "". `before` is what the line says before the order: "i
    can make alder" in "i can make alder, tell aylin nvm".
    """

    order: QuestionOrder
    name: str
    words: str = ""
    before: str = ""


def may_order(text: str) -> bool:
    """Check quickly whether a line may be such an order. This needs no names of colleagues."""
    for part in (text, text.rpartition(",")[2]):
        words = few_written_out_words(part.partition(":")[0], _MAX_WORDS)
        asks = not _QUESTION.isdisjoint(words)
        said = without_leading(words, _BEFORE)
        if asks and any(_begins(said, leads) for leads in (_CHANGE, _BACK, _SHOW)):
            return True
        waits = not _WAITS.isdisjoint(words) and not _REPLIES.isdisjoint(words)
        if waits or _begins(words, _NOT_ASK) or _begins(said, _SOON) or not _NVM.isdisjoint(words):
            return True
        if said and said[0] in _TELL:
            return True
    return False


def own_question_said(text: str, colleagues: Collection[str]) -> OwnQuestionSaid | None:
    """Read an order about a question to a colleague. Return None for any other line.

    `colleagues` are the full names of the people at the rep's company.
    """
    if said := _order_in(text, colleagues):
        return said
    before, comma, last = text.rpartition(",")
    said = _order_in(last, colleagues) if comma and ":" not in text else None
    if said is None or not said.name:
        return None
    return OwnQuestionSaid(said.order, said.name, before=before.strip())


def _order_in(text: str, colleagues: Collection[str]) -> OwnQuestionSaid | None:
    lead, _, new = text.partition(":")
    typed, name = _with_mark(few_written_out_words(lead, _MAX_WORDS), colleagues)
    if name and (order := _of_not_asking(typed)) and not new:
        return OwnQuestionSaid(order, name)
    words = without_leading(typed, _BEFORE)
    if _begins(words, _CHANGE) and not _QUESTION.isdisjoint(words[:4]):
        if _AROUND.issuperset(words[1:]):
            return OwnQuestionSaid("change", name, new.strip())
        new = _after_name(text, name)
        return OwnQuestionSaid("change", name, new) if new else None
    if new.strip():
        return None
    order = (_of_name(words) if name else None) or _of_question(words, name)
    return OwnQuestionSaid(order, name) if order else None


def _with_mark(words: Sequence[str], colleagues: Collection[str]) -> tuple[list[str], str]:
    """Put `_NAME` in the place of the only colleague's name. Return the words, and this name."""
    firsts = {first_name(one): one for one in colleagues}
    named = {firsts[word] for word in words if word in firsts}
    if len(named) != 1:
        return [*words], ""
    (name,) = named
    first, *last = name.casefold().split()
    marked = [_NAME if word == first else word for word in words]
    return [
        word
        for at, word in enumerate(marked)
        if at == 0 or marked[at - 1] != _NAME or word not in last
    ], name


def _begins(words: Sequence[str], leads: Collection[Sequence[str]]) -> list[str]:
    """Return the longest of the leads that the words begin with, or []."""
    fits = [[*lead] for lead in leads if [*words[: len(lead)]] == [*lead]]
    return max(fits, key=len, default=[])


def _after_name(text: str, name: str) -> str:
    """Return "can i do 5%" for "change my question to tomas to can i do 5%".

    Without a name, return it for "change the question to can i do 5%".
    """
    words = text.split()
    bare = [bare_word(word) for word in words]
    last = {first_name(name)} if name else _QUESTION
    at = next((at for at, word in enumerate(bare) if word in last), len(words))
    return " ".join(words[at + 2 :]) if words[at + 1 : at + 2] == ["to"] else ""


def _of_not_asking(words: Sequence[str]) -> QuestionOrder | None:
    """Read "dont ask * anymore"."""
    lead = _begins(words, _NOT_ASK)
    rest = words[len(lead) :]
    return "take back" if lead and rest[:1] == [_NAME] and _AROUND.issuperset(rest) else None


def _of_name(words: Sequence[str]) -> QuestionOrder | None:
    """Read what a line orders with a colleague's name: "tell * nvm", "nudge *"."""
    if lead := _begins(words, _SOON):
        rest = [word for word in words[len(lead) :] if word not in _URGENT | {"answer", "reply"}]
        return "soon" if rest[:1] == [_NAME] and _AROUND.issuperset(rest) else None
    tells = bool(words) and words[0] in _TELL
    rest = [*words[tells:]]
    if rest[:1] == [_NAME]:
        rest = without_leading(rest[1:], listed("know that"))
    elif rest[-1:] == [_NAME] and not tells:
        rest = rest[:-1]
    else:
        return None
    if not tells and " ".join(word for word in rest if word not in _STILL) in _NO_ANSWER:
        return "soon"
    if _without_last(rest) in _NEVER_MIND:
        return "take back"
    is_urgent = tells and len(rest) <= _MAX_URGENT and not _URGENT.isdisjoint(rest)
    return "soon" if is_urgent else None


def _without_last(words: Sequence[str]) -> str:
    left = [*words]
    while left and left[-1] in _LAST:
        left = left[:-1]
    return " ".join(left)


def _of_question(words: Sequence[str], name: str) -> QuestionOrder | None:
    """Read "take back the question to aylin" and "which question to tomas"."""
    is_own = bool(name) or not listed("my asked i").isdisjoint(words)
    at = next((at for at, word in enumerate(words) if at and word in _QUESTION), 0)
    if not at:
        return None
    for order, leads in _ORDERS:
        lead = _begins(words, leads)
        topic = [word for word in words[len(lead) : at] if word not in _AROUND]
        fits = not topic or (bool(name) and len(topic) <= _MAX_TOPIC)
        if lead and fits and (is_own or order == "take back") and _AROUND.issuperset(words[at:]):
            return order
    return None


_ORDERS: tuple[tuple[QuestionOrder, Collection[Sequence[str]]], ...] = (
    ("take back", _BACK),
    ("show", _SHOW),
)
