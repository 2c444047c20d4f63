"""Find the customer's requests that we agree to: "Get it to me by Friday." "Sure." Pure."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile

from handlers.transcripts.promises.promises import promise_in
from handlers.transcripts.speech.days import names_day
from handlers.transcripts.speech.sentences import SpokenSentence
from handlers.transcripts.speech.speech import plain_speech, tidied, written

_OFTEN = r"(?: (?:please|also|just|maybe|quickly))*"
_VERB = r"(?:re-?send|send|e-?mail|forward|give|get|bring|share)"
_THING = r"(?:it|that|this|them|those|(?:the|your|an?|those) [\w'-]{1,20}(?: [\w'-]{1,20}){0,3})"
# "Send me the list", "get it to me by Friday". Without "me", as in "bring a panel", a request may
# be meant for anybody.
_ORDERS = re.compile(
    rf"(?:please )?(?P<what>{_VERB} (?:me|us)(?![\w'-]).*|{_VERB} {_THING} (?:over )?to (?:me|us)"
    r"(?![\w'-]).*)",
    re.IGNORECASE,
)
_ASKS = re.compile(
    rf"(?:can|could|would|will) you{_OFTEN} (?P<what>(?!you\b)[\w'-].*)", re.IGNORECASE
)
# Few sentences have one of these words. We clean up and look closely at only those sentences.
_MAY_ASK = re.compile(
    rf"(?:^|[,.] |(?:so|and|then|please|just) )(?:{_VERB}|\w{{3,5}} you)(?![\w'-])"
)
# People often check or confirm something at once, so a request with one of these verbs must name a
# day.
_AT_ONCE = re.compile(r"(?:check|find|confirm|look|review|let)(?![\w'-])", re.IGNORECASE)
# After the request, the same sentence may say what the other side will do: "and I'll sign it".
_THEIR_PART = re.compile(
    r",? (?:and|so|then|because|so that)(?: then)? (?:i|we)(?:['’]ll| will| can|['’]m|['’]re)?"
    r"(?![\w'-]).*",
    re.IGNORECASE,
)
_COURTESY = re.compile(r",? (?:please|if possible|if you can)$", re.IGNORECASE)
_TURNED = {"me": "you", "us": "you", "my": "your", "our": "your", "your": "our", "mine": "yours"}
_TURNS = re.compile(rf"(?<![\w'-])(?:{'|'.join(_TURNED)})(?![\w'-])", re.IGNORECASE)
_ME = re.compile(r"(?<![\w'-])(?:me|us)(?![\w'-])", re.IGNORECASE)
# A request that goes on with one of these words is too hard to reword: "send me what you have".
_OF_BOTH = re.compile(r"(?<![\w'’-])(?:i|we|you|yours)(?![\w-])", re.IGNORECASE)
_AGREES = re.compile(
    r"(?:(?:ha|oh|ok|okay|right|great|perfect|good|fine|yes|yeah)(?![\w'-]),? *)*"
    r"(?:sure|of course|will do|absolutely|certainly|definitely|gladly|no problem|with pleasure"
    r"|i will|we will|i'll do (?:that|it)|i can do that|you'll (?:have|get) it)(?![\w'-])"
)
_YES = re.compile(r"(?:yes|yeah|yep)(?:,? (?:yes|yeah|yep|okay|ok|please|good))*")
_HESITATES = re.compile(
    r"(?<![\w'-])(?:can't|cannot|couldn't|not|no(?! problem| worries)|don't|won't|but|if|unless"
    r"|depends|maybe|perhaps|let me (?:see|think|check|look|ask)"
    r"|i'll (?:see|try|look|check|ask)|have to)(?![\w'-])"
)
# This number limits two things:
#
# - After the request, the customer's turn may have at most this many more sentences. If the turn
#   has more, we do not look for our agreement.
# - We look for our agreement in at most this many sentences at the start of our turn.
_LOOKED_AT = 4


def with_requests(sentences: Sequence[SpokenSentence]) -> Iterator[SpokenSentence]:
    """Yield the sentences. A request that we agree to is replaced by our promise.

    We word the promise as our side would say it: "Get it to me by Friday" becomes "I'll get it to
    you by Friday". If our answer has a promise in our own words, we leave the request as it is,
    because our own words are clearer.

    In "get it to me by Friday and I'll look", Friday belongs only to "get it to me". If we don't
    replace such a sentence, we give it the side "nobody". If it kept the side "theirs", we would
    read "I'll look" as a promise of the customer that is due on Friday.
    """
    for at, one in enumerate(sentences):
        promised = _as_promise(one)
        reply = _reply(sentences[at + 1 : at + 1 + 4 * _LOOKED_AT], one.turn) if promised else ()
        if promised and reply and _agrees(reply):
            yield replace(
                one,
                words=promised,
                plain=plain_speech(promised),
                speaker=reply[0].speaker,
                side=reply[0].side,
                asks=False,
                asked_by=one.speaker,
            )
        elif promised and _has_only_our_day(one.plain):
            yield replace(one, side="nobody")
        else:
            yield one


def _has_only_our_day(said: str) -> bool:
    """Check whether only the request names a day: "get it to me by Friday and I'll have a look"."""
    theirs = _THEIR_PART.search(said)
    return bool(theirs) and names_day(said) and not names_day(theirs[0] if theirs else "")


def _as_promise(one: SpokenSentence) -> str | None:
    """Reword a request to us as our promise.

    Return None if the sentence does not ask us to do something later, or if it is too hard to
    reword.
    """
    if one.side != "theirs" or not _MAY_ASK.search(one.plain):
        return None
    said = written(tidied(one.words))
    found = _ASKS.match(said) if one.asks else _ORDERS.match(said)
    if found is None:
        return None
    what = _COURTESY.sub("", _THEIR_PART.sub("", found["what"]).rstrip(" ,.?"))
    what = what[:1].lower() + what[1:]
    if _OF_BOTH.search(what) or (_AT_ONCE.match(what) and not names_day(plain_speech(what))):
        return None
    for_later = promise_in(plain_speech(f"I'll {_ME.sub('you', what)}"))
    promised = f"I'll {_TURNS.sub(lambda word: _TURNED[word[0].lower()], what)}."
    return promised if for_later and promise_in(plain_speech(promised)) else None


def _reply(following: Sequence[SpokenSentence], turn: int) -> Sequence[SpokenSentence]:
    """Return the next turn if it is ours and comes soon after the request. Otherwise, return ()."""
    rest = [one for one in following if one.turn != turn]
    own = sum(one.turn == turn for one in following)
    if own > _LOOKED_AT or not rest or rest[0].side not in ("me", "colleague"):
        return ()
    return list(takewhile(lambda one: one.turn == rest[0].turn, rest))


def _agrees(reply: Sequence[SpokenSentence]) -> bool:
    if any(promise_in(one.plain, asks=one.asks) for one in reply):
        return False
    first = [one for one in reply[:_LOOKED_AT] if not one.asks]
    if any(_HESITATES.search(one.plain) for one in first[:2]):
        return False
    only_yes = len(reply) == 1 and _YES.fullmatch(reply[0].plain)
    return bool(only_yes) or any(_AGREES.match(one.plain) for one in first)
