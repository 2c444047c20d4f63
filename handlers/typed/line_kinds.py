"""Tell what a typed line is, so that only a customer's words and a rep's notes are kept. Pure.

A line is offered as a note only if it is a "quote" or a "note". Whoever types something else is
answered, and nothing is saved.
"""

from collections.abc import Collection
from itertools import pairwise
from typing import Literal

from handlers.typed import questions_to_attune
from storage.spelling import comparable

# "done" tells what the rep did: "I sent the pricing to Northwind". "crm" is about the CRM, and
# "label" is what a button says.
LineKind = Literal["quote", "note", "question", "command", "done", "crm", "label"]

MOST = 40  # we look at this many words
COMMANDED = 4  # in how many words at the start a request has its verb
NAMED_BEHIND = 5  # how many words, such as an account's name, may follow a button's label
_AROUND = " *_~`\"“”„«»()[]:,;.!?…–—-'’‘/"
_APOSTROPHES = str.maketrans(dict.fromkeys("'’‘", ""))


def _listed(words: str) -> frozenset[str]:
    return frozenset(words.split())


_POLITE = _listed("please hey hi hello ok okay attune now just kindly so and then")
_ASKS_POLITELY = _listed("can could would will")  # "can you send …" is a command
_CRM = _listed("hubspot salesforce crm")
_WH = _listed("who whos what whats when where wheres why how hows which whose whom")
_STATES = _listed("is was are were")
_AUXILIARIES = _listed(
    "is are was were does did do has have had can could should shall am isnt arent wasnt werent"
    " doesnt didnt hasnt havent"
)
# "Would start in March" leaves out who would. With one of the subjects, the line is a question.
_ELLIPTIC = _listed("would will wont wouldnt")
_SUBJECTS = _listed("you i we they he she it this that these there the a an my your our their his")
_SAID = _listed("said says asked asks told tells replied wondered")
_OUR_LABELS = _listed("promise note todo task goal reminder me i we you attune")
_THEY = _listed("they he she them their theirs her his")
_NOUNS = _listed("news status sales steps deals calls promises notes")  # and no verbs
_PRONOUNS = _listed("they we he she it")
_VERBS = _listed(
    "send resend update stop remove delete erase push move show list open add change put write save"
    " keep look find search give tell export import copy undo cancel drop skip pause snooze mute"
    " unmute turn switch connect disconnect sync share remind plan prep book read log note mark"
    " email mail check create forward reopen edit translate summarise summarize explain draft help"
    " rename merge assign schedule reschedule postpone set clear wipe forget ignore hide print"
    " download upload publish submit compare calculate count call ring text message invite join"
    " leave close refresh reload restart fetch pull"
)
_WRITES = _listed("send push write update put add log copy sync set save")
_SEES = _listed("see sees read reads readers visible private confidential")
_DEALS = _listed("deal deals stage opportunity pipeline")
_ELSEWHERE = _listed("remind remember stop mute unmute start pause delete forget erase")
_NEGATED = _listed("dont never")
_NOT_TO_DO = _VERBS | _listed("ask bother disturb contact track show record store use do")
_WE = _listed("i we ive weve")
_SENT = _listed("sent resent emailed mailed forwarded")
_DID = _SENT | _listed(
    "shared delivered gave finished wrote called rang phoned texted updated booked scheduled"
    " invited replied answered uploaded logged reminded cancelled canceled"
)
_BETWEEN = _listed("have just already also finally now then")  # "I have just sent"
_LABELS = tuple(
    tuple(label.split())
    for label in (
        "everything on file\nchange times\nchange time or people\nadd more\nkeep as a note\n"
        "keep it\nkeep all\ndont look up\nlook up again\nlook again\n"
        "plan another try\nread my words\nshare or pass on\ntake it back"
    ).splitlines()
)


def kind_of(text: str, colleagues: Collection[str] = ()) -> LineKind:
    """Return what a line is. Words in quotation marks, or with their speaker, are a quote.

    The `colleagues` are names of people at the rep's company, who are asked about.
    """
    words = _words(text)
    if not words:
        return "question"
    if _is_quote(text, words):
        return "quote"
    if label_in(text):
        return "label"
    kind: LineKind = "note"
    if _is_command(words):
        kind = "command"
    elif questions_to_attune.asked(text, colleagues) == "question" or _asks(text, words):
        kind = "question"
    elif _tells_what_i_did(words):
        kind = "done"
    if not _CRM.isdisjoint(words) and (kind != "note" or words[0] not in _THEY):
        return "crm"
    return kind


def is_kept(text: str, colleagues: Collection[str] = ()) -> bool:
    """Check whether a line may be offered as a note."""
    return kind_of(text, colleagues) in ("quote", "note")


def may_be_said_by(text: str, name: str) -> bool:
    """Check whether a line may be this person's words: not "I sent it", nor "Irina said …"."""
    if kind_of(text) in ("done", "crm", "label"):
        return False
    words = _words(text)
    said = next(
        (at for at, word in enumerate(words[: questions_to_attune.LABEL]) if word in _SAID), 0
    )
    return not said or not (_THEY | {*_words(name)}).isdisjoint(words[:said])


def asks_of_crm(text: str) -> bool:
    """Check whether words ask or tell Attune something about the CRM.

    Requests that have their own answers don't count: "remind me to …", "stop CRM warnings".
    """
    words = _words(text)
    if kind_of(text) != "crm" or words[0] in _ELSEWHERE:
        return False
    promises = any(word.startswith("promis") for word in words)
    return not promises and (_is_command(words) or _asks(text, words))


def asks_to_send(text: str) -> bool:
    """Check whether words ask to write to the CRM: "send it to HubSpot"."""
    return not _WRITES.isdisjoint(_words(text)[:COMMANDED]) and kind_of(text) == "crm"


def asks_who_sees(text: str) -> bool:
    """Check whether a question is about who reads something: "who sees what I send there"."""
    words = _words(text)
    return words[:1] != ["what"] and not _SEES.isdisjoint(words)


def asks_for_deal(text: str) -> bool:
    """Check whether words are about a deal: "who owns the deal", "what's the next step"."""
    words = _words(text)
    return not _DEALS.isdisjoint(words) or ("next", "step") in pairwise(words)


def label_in(text: str) -> str:
    """Return the button's label at the start of a line, or "". An account's name may follow."""
    words = _after(_words(text), _POLITE)
    for label in _LABELS:
        behind = len(words) - len(label)
        if tuple(words[: len(label)]) == label and 0 <= behind <= NAMED_BEHIND:
            return " ".join(label)
    if words[:3] in (["do", "not", "look"], ["stop", "looking", "up"]):
        return "dont look up" if "up" in words else ""
    again = words[:2] == ["look", "up"] and words[-1:] == ["again"]
    return "look up again" if again and len(words) <= NAMED_BEHIND + 3 else ""


def _words(text: str) -> list[str]:
    found = (word.strip(_AROUND) for word in comparable(text).split()[:MOST])
    return [bare for word in found if (bare := word.translate(_APOSTROPHES))]


def _is_quote(text: str, words: list[str]) -> bool:
    if questions_to_attune.is_quoted(text) or questions_to_attune.ends_with_speaker(text):
        return True
    begun = text.split()[: questions_to_attune.LABEL]
    if any(word.endswith(":") for word in begun):
        return words[0] not in _OUR_LABELS
    said = next((at for at, word in enumerate(words[: len(begun)]) if word in _SAID), 0)
    begins_alike = words[0] in _WH | _AUXILIARIES | _VERBS | _NEGATED | _POLITE
    return said > 0 and not begins_alike and _WE.isdisjoint(words[:said])


def _asks(text: str, words: list[str]) -> bool:
    words = _after(words, _POLITE)
    if not words:
        return False
    if text.rstrip(" *_~`)").endswith("?") and questions_to_attune.is_one_sentence(text):
        return True
    if words[0] in _WH:
        return not _is_statement(text, words)
    if words[0] in _AUXILIARIES:
        return len(words) > 1
    return words[0] in _ELLIPTIC and words[1:2] != [] and words[1] in _SUBJECTS


def _is_statement(text: str, words: list[str]) -> bool:
    """Match words such as "what matters to them is the price", and "when this goes live, they …".

    They begin like a question, but have a verb before "is", or go on after a comma.
    """
    if len(words) < 4 or words[1] in _STATES | _AUXILIARIES:
        return "is that" in " ".join(words[3:])
    if "," in text and words[0] in ("when", "where", "how", "why", "what"):
        return True
    at = next((at for at, word in enumerate(words) if word in _STATES), 0)
    is_verb = words[1].endswith("s") and words[1] not in _NOUNS
    goes_on = words[1] in _PRONOUNS or is_verb or words[at - 1].endswith("s")
    return words[0] in ("what", "who") and at > 1 and goes_on


def _is_command(words: list[str]) -> bool:
    words = _after(words, _POLITE)
    if words[:1] and words[0] in _ASKS_POLITELY and words[1:2] == ["you"]:
        words = _after(words[2:], _POLITE)
    if words[:2] == ["do", "not"]:
        words = ["dont", *words[2:]]
    if words[:1] and words[0] in _NEGATED:
        return words[1:2] != [] and words[1] in _NOT_TO_DO
    return bool(words) and words[0] in _VERBS


def _tells_what_i_did(words: list[str]) -> bool:
    """Match "I sent the pricing to Northwind", but not "I sent it, and they liked it"."""
    who = words[0] if words[0] in _WE else ""
    words = _after(words[1:] if who else words, _BETWEEN)
    did = _SENT if who in ("we", "weve") else _DID
    return bool(words) and words[0] in did and _THEY.isdisjoint(words[1:])


def _after(words: list[str], skipped: frozenset[str]) -> list[str]:
    at = next((at for at, word in enumerate(words) if word not in skipped), len(words))
    return words[at:]
