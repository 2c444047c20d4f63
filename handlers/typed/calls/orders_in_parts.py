"""Recognise an order about a call in one part of a line: "acme fri cancel, tom ghosted". Pure.

Apart from the order, this part may have only names, times, and words for a call. These lines have
a word of another kind, so they are not about a call:

- "the pilot moved to march" has "pilot".
- "they cancelled their order" has "order".
"""

import re
from dataclasses import dataclass, replace
from typing import Literal

from handlers.typed.calls.call_lines import KINDS
from handlers.typed.calls.time_tokens import Check, Part, Token, tokens_of
from handlers.typed.line_kinds import is_question
from handlers.typed.plain_spelling import written_out
from handlers.typed.words import (
    CANCELLED,
    COURTESY,
    EXCLAIMED,
    OPENERS,
    PRONOUNS,
    bare_word,
    bare_words_of,
    listed,
)

_MAX_WORDS = 40
_VERB = r"(?:cancel|drop|scrap|kill|skip|move|push|shift|postpone|reschedule|rebook)"
_PARTS = re.compile(
    r"[.,;!:]\s+|\s(?:because|cos|bc|but|as|since|so)\s"
    rf"|\s(?:and|then)\s(?=(?:(?:we|lets|then|pls)\s)?(?:{_VERB}|keep|do)\b)"
)
_ARROWS = re.compile(r"->|=>|→")
_CANCELS = listed("cancel cancels drop scrap kill cxl scrapped dropped bailed skip") | CANCELLED
_OFF_CALL = KINDS | listed("call called calls")
_OFF_AFTER = _OFF_CALL | listed("is are")  # "call off", "alder is off"
_FALLS = listed("fell falls fallen")  # before "through"
_MOVES = listed(
    "move push shift postpone reschedule rebook resched bump moved pushed shifted postponed"
    " rescheduled rebooked bumped moves moving"
)
_REPORTS = CANCELLED | listed(
    "cancels scrapped dropped bailed moved pushed shifted postponed rescheduled rebooked bumped"
)
_ABOUT_CALL = KINDS | listed("it this that the my our with at on of for w today's one")
_BESIDE = (
    _ABOUT_CALL
    | OPENERS
    | COURTESY
    | EXCLAIMED
    | listed("also too actually sry sorry is are was been be by to has got us me we they tell lets")
)
_KEEPS = listed("keep stays stands leave remains")
# If one part of a line cancels a call, and another part has a time and one of these words, the time
# is the call's new time: "shes back tue same time", "lets do fri 2 instead".
_OFFERS = listed(
    "back again instead next new rebook can could do free wants suggests offers lets see meet"
)
_BESIDE_OFFER = (
    _BESIDE
    | _OFFERS
    | PRONOUNS
    | listed("shes hes theyre weve i them her him then same time date slot around only for")
)
# "Push 30 min" and "push by an hour" mean a later time.
_LENGTH = re.compile(
    r"(?:by )?((?:[0-9]{1,3}|an?|half an|one|two) ?(?:min|mins|minutes|m|h|hrs?|hours?))"
    r"(?! (?:later|earlier|before|after|call|demo|meeting))\b"
)


@dataclass(frozen=True)
class OrderInPart:
    """An order to cancel or to move a call.

    - `does`: what to do with the call. A call that is cancelled and gets a new time has "move".
    - `to`: the new time as typed, or "" if the line has none
    - `was`: a time in the order that is not `to`, or "". It may be the time that the call has now.
    - `stays`: the time of another call, which stays as it is ("keep friday"), or ""
    - `is_alone`: whether the line has no other part
    - `is_report`: whether the order only says what has become of the call: "alder cancelled"
    - `is_certain`: false for "mia is off thu" and "no mia thu", which may be about a day off
    """

    does: Literal["cancel", "move"]
    to: str = ""
    was: str = ""
    stays: str = ""
    is_alone: bool = True
    is_report: bool = False
    is_certain: bool = True


def order_in_part(text: str, is_name: Check, is_time: Check) -> OrderInPart | None:
    """Return the order about a call in a line, or None.

    `is_name` says whether a word belongs to the name of an account or of a contact, and `is_time`
    whether some words are a time. Return None if no word of the line belongs to such a name.
    """
    written = _ARROWS.sub(" ", written_out(text.strip(" .!")))
    words = bare_words_of(written)
    if not 1 < len(words) <= _MAX_WORDS or is_question(text, words):
        return None
    parts = [tokens_of(_later(part), is_name, is_time) for part in _PARTS.split(written)]
    if not any(token.kind == "name" for part in parts for token in part):
        return None
    orders = [order for part in parts if (order := _order(part))]
    moved = next(
        iter(sorted((one for one in orders if one.does == "move"), key=_has_no_time)), None
    )
    cancelled = next((one for one in orders if one.does == "cancel"), None)
    order = moved or cancelled
    if order is None:
        return None
    was = order.was or (cancelled.was if cancelled else "")
    stays = next((time for part in parts if (time := _kept_time(part))), "")
    order = replace(order, was=was, stays=stays, is_alone=len(parts) == 1)
    to = "" if moved or stays else next((time for part in parts if (time := _offered(part))), "")
    return replace(order, does="move", to=to) if to else order


def _kept_time(part: Part) -> str:
    """Return "friday" for "keep friday" and "friday stays"."""
    times = [token.text for token in part if token.kind == "time"]
    others = [token for token in part if token.kind == "word" and token.text not in _BESIDE]
    keeps = others != [] and all(token.text in _KEEPS for token in others)
    return times[0] if keeps and len(times) == 1 else ""


def _offered(part: Part) -> str:
    """Return the time in a part such as "shes back tue same time"."""
    times = [token.text for token in part if token.kind == "time"]
    words = {token.text for token in part if token.kind == "word"}
    fits = len(times) == 1 and words <= _BESIDE_OFFER and not words.isdisjoint(_OFFERS)
    return times[0] if fits else ""


def _has_no_time(order: OrderInPart) -> bool:
    return not order.to


def _order(part: Part) -> OrderInPart | None:
    if not all(_fits(part, at) for at in range(len(part))):
        return None
    texts = [token.text for token in part]
    verbs = [at for at in range(len(part)) if _is_verb(part, at)]
    if len(verbs) != 1 or len(part) < 2:
        return None
    (verb,) = verbs
    times = [token.text for token in part if token.kind == "time"]
    behind = [token.text for token in part[verb + 1 :] if token.kind in ("time", "number")]
    before = next((token.text for token in part[:verb] if token.kind == "time"), "")
    if texts[verb] in _MOVES:
        to = behind[-1] if behind else ""
        return OrderInPart("move", to, before, is_report=texts[verb] in _REPORTS)
    is_certain = texts[verb] not in ("off", "no") or texts[verb - 1] in _OFF_CALL
    is_report = texts[verb] in _REPORTS | _FALLS
    was = times[0] if times else ""
    return OrderInPart("cancel", was=was, is_report=is_report, is_certain=is_certain)


def _later(part: str) -> str:
    """Write "push 30 min" as "push 30 min later". Leave a part without such an order unchanged."""
    words = {bare_word(word) for word in part.split()}
    return part if words.isdisjoint(_MOVES) else _LENGTH.sub(r"\1 later", part)


def _is_verb(part: Part, at: int) -> bool:
    token = part[at]
    if token.kind != "word":
        return False
    around = [part[at - 1].kind if at else "", part[at + 1].kind if part[at + 1 :] else ""]
    has_time = any(one.kind == "time" for one in part)
    is_named = has_time and around in (["name", "time"], ["name", ""])  # "thu alder off"
    is_off = token.text == "off" and (is_named or (at > 0 and part[at - 1].text in _OFF_AFTER))
    is_none = token.text == "no" and around == ["", "name"] and part[-1].kind == "time"
    return is_off or is_none or _falls_through(part, at) or token.text in _CANCELS | _MOVES


def _falls_through(part: Part, at: int) -> bool:
    """Check for "alder tomorrow fell through". Without a time, it may be about a deal."""
    is_call = any(one.kind == "time" or one.text in _OFF_CALL for one in part)
    following = part[at + 1].text if part[at + 1 :] else ""
    return is_call and part[at].text in _FALLS and following == "through"


def _fits(part: Part, at: int) -> bool:
    token: Token = part[at]
    known = token.kind != "word" or token.text in _BESIDE or _is_verb(part, at)
    before = part[at - 1].text if at else ""
    is_rest = token.text == "through" and at > 0 and _falls_through(part, at - 1)
    with_them = token.text == "them" and before == "with"
    return known or is_rest or with_them or (token.text == "called" and part[at + 1 : at + 2] != [])
