"""Recognise lines that tell somebody to do something: "send her the deck", "let mia know". Pure."""

from collections.abc import Collection

from handlers.typed.words import (
    OPENERS,
    STATES,
    bare_words_of,
    first_name,
    listed,
    without_leading,
)

VERBS = listed(
    "send resend update stop remove delete erase push move show list open add change put write save"
    " keep look find search give tell export import copy undo cancel drop skip pause snooze mute"
    " unmute turn switch connect disconnect sync share remind plan prep book read log note mark"
    " email mail check create forward reopen edit translate summarise summarize explain draft help"
    " rename merge assign schedule reschedule postpone set clear wipe forget ignore hide print"
    " download upload publish submit compare calculate count call ring text message invite join"
    " leave close refresh reload restart fetch pull chase ping notify swap arrange organise"
    " organize prepare archive approve"
)
# Each key begins an order only if one of the words in its value follows: "make sure", "reply to".
_WITH_NEXT = {
    "make": listed("sure"),
    "reply": listed("to"),
    "respond": listed("to"),
    "answer": listed("them him her"),
    "order": listed("the a an some more us"),
    "get": listed("the me us them him her a an"),
}
_LET_KNOW = 6  # "know" must be among the first words of the order: "let the two of them know"
_FOLLOW_UP = listed("with on")  # "follow up" begins an order only if one of these words follows
_OF_WRITING = listed(
    "send resend email mail message text tell remind invite forward ping chase notify share let"
    " reply respond answer write"
)
_OF_SENDING = listed("send resend email mail forward share write draft prepare")
_COLLEAGUES = listed("marketing mktg manager boss team colleague colleagues")
_OF_ATTUNE = listed("me brief briefs agenda nudge nudges reminder reminders")


def is_order(words: list[str]) -> bool:
    """Check whether these bare words begin like an order: "chase them", "make sure they sign".

    "Book is full" is not an order, although an order may begin with "book".
    """
    first, following = words[:1], words[1:2]
    if not first or following[:1] == ["of"] or not STATES.isdisjoint(following):
        return False
    if first[0] in VERBS:
        return True
    if first == ["let"]:
        return "know" in words[2:_LET_KNOW]
    if words[:2] == ["follow", "up"]:
        return not _FOLLOW_UP.isdisjoint(words[2:3])
    if following and following[0][0].isdecimal():
        return first == ["order"]  # "order 40 seats"
    return not _WITH_NEXT.get(first[0], frozenset()).isdisjoint(following)


def asks_for_something(text: str) -> bool:
    """Check whether a line is an order of two or more words.

    A line of one word does not count, because it may be a mistyped command.
    """
    words = without_leading(bare_words_of(text), OPENERS)
    return len(words) > 1 and is_order(words)


def asks_to_write(text: str) -> bool:
    """Check whether an order asks for a message to somebody: "tell ruben", "send mia the deck".

    "Send me the brief again" does not count, because it asks for one of Attune's own messages.
    """
    words = without_leading(bare_words_of(text), OPENERS)
    return is_order(words) and words[0] in _OF_WRITING and _OF_ATTUNE.isdisjoint(words)


def names_colleague(text: str, colleagues: Collection[str]) -> bool:
    """Check whether a line has a colleague's first name, or "marketing", "my boss" or the like.

    `colleagues` are full names.
    """
    words = {*bare_words_of(text)}
    return bool(words & (_COLLEAGUES | {first_name(name) for name in colleagues}))


def asks_to_send(text: str) -> bool:
    """Check whether an order names something to send: "send mia the deck", "draft a quote"."""
    words = without_leading(bare_words_of(text), OPENERS)
    return is_order(words) and words[0] in _OF_SENDING and _OF_ATTUNE.isdisjoint(words)
