"""Find when our side first proposed something."""

import re
from collections.abc import Sequence
from itertools import groupby

from handlers.coaching.goals.intents import intent
from handlers.coaching.text.words import stemmed, stems
from handlers.playbook.word_lists import Pitch
from handlers.times.words import NUMBER_WORD
from handlers.transcripts.records import Spot
from handlers.transcripts.speech.sentences import SpokenSentence

MIN_WORDS = 15  # a turn with fewer words is more likely an answer than a proposal
_PRICES = stemmed(
    """
    price prices pricing cost costs charge fee discount euro euros dollar dollars pound pounds
    license licence subscription package plan pilot trial
    """
)
_WHAT_FOLLOWS = (
    r"(?:show|demo|present|offer|propose|suggest|recommend|walk|give|send|do|make|get|start|set|run"
    r"|build|help|solve|fix|handle|take|bring|provide|put|add|include|cover|quote|upgrade|sign"
    r"|close|explain|tell|highlight|share|introduce|go)(?![\w'-])"
)
# An offer is "we can", "I'd" or "let me", followed by one of the verbs in `_WHAT_FOLLOWS`.
_OFFER = re.compile(
    r"(?<![\w'-])(?:(?:i|we)(?:'d| would|'ll| will| can| could| want to| wanted to| might)"
    r"(?: (?:like|love|be happy) to)?|let me|let us|let's|(?:i'm|we're) going to)"
    r"(?: (?:just|also|maybe|actually|quickly|briefly|definitely|then|now|do is|is))* "
    rf"(?={_WHAT_FOLLOWS})"
)
_CLAUSE_END = re.compile(r"[,;:]| (?:and|so|because|but) ")
_WHAT_WE_SELL = (
    r"(?:product|platform|tool|module|solution|software|system|service|app|team|planner|engine"
    r"|package|offer)s?"
)
_OURS = re.compile(
    rf"(?<![\w'-])our (?:[\w'-]{{1,20}} )?{_WHAT_WE_SELL} (?:can|does|will|would|lets?|helps?"
    r"|handles?|gives?|shows?|makes?|takes?|solves?|do)(?![\w'-])"
)
# These words announce what comes later, so the sentence is not a proposal: "later I'll show you".
_AGENDA = re.compile(
    r"(?<![\w'-])(?:later|in a (?:minute|moment|bit|second)|(?:at|towards) the end|afterwards"
    r"|after that|agenda|before (?:i|we)|the plan for today|for today|today (?:i|we)|first (?:i|we)"
    r"|to start with|(?:a )?few words about|(?:i|we) thought (?:i|we)"
    r"|what (?:i|we)(?:'ve| have)? planned"
    r"|(?:then|and) (?:i|we) (?:go|come|hand|move) over to you(?:rs?)?"
    r"|next (?:time|week)|(?:over|in) the next"
    r"|by the end of (?:the|this) (?:call|hour|meeting))(?![\w'-])"
)


# After "let me", these words make no offer: "let me share my screen".
_SCREEN = re.compile(r"(?:share|show)(?: you)? (?:my|the|this) (?:screen|slides?|window)(?![\w'-])")


# "Let me show you the module now" begins a proposal if the next words say what the product can do
# or what it costs.
_SHOWS = re.compile(
    r"(?<![\w'-])(?:let me|let's|i(?:'ll| will|'d like to| would like to| want to| wanted to| can)"
    r"|i'm going to)(?: (?:just|quickly|briefly|now|actually|also))* (?:show|demo|present|walk)"
    r"(?! (?:(?:you|it) )?(?:my|the|that|this|a) (?:screen|slides?|agenda|article|picture|photo)"
    r"|(?: you)? (?:how (?:i|you)|what (?:i|you)|something|around))(?![\w'-])"
)
_CAN_DO = re.compile(
    r"(?<![\w'-])(?:we|you|it|this|that|our [\w'-]{1,20}|the [\w'-]{1,20}) (?:can|could|lets?)"
    r"(?! (?:see|hear|start|begin|talk|discuss|stop|ask|read|tell|imagine|you)(?![\w'-]))"
    r"(?![\w'-])"
)
_COSTS = re.compile(
    r"(?:[€$£] ?\d|(?:price|costs?|euros?|dollars?|pounds?|licen[cs]es?)(?![\w'-]))"
)
# Words about something built or new: "that's what we've rebuilt", "our new module".
_ALSO = r"(?: (?:also|now|just|completely|actually|recently|since))*"
_NEW = (
    r"(?:brand[ -])?new (?:[\w'-]{1,20} )?(?:version|release|mode|feature|module|product|tool|app"
    r"|dashboard|integration|interface|planner|view|way)"
)
_TOLD = re.compile(
    rf"(?<![\w'-])(?:we(?:'ve| have){_ALSO}"
    r" (?:rebuilt|redesigned|rewritten|built|developed|launched)"
    r"(?! (?:up|ourselves|internally|(?:an?|our|this|the) (?:[\w'-]{1,20} )?(?:team|company|office"
    r"|relationship|list|deck|slides?|agenda))(?![\w'-]))"
    rf"|we(?:'ve| have)(?: got)?{_ALSO} (?:this|an?|the) {_NEW}s?|our {_NEW}s?"
    r"|what we do, (?:[\w' -]{1,40}, )?we(?! (?:ask|listen|talk|start|begin|hear)(?![\w'-]))"
    r"|what we do(?: now)? is(?!(?: [\w'-]{1,20}){0,4} (?:agenda|ask|hear|listen|questions?|talk"
    r"|start|begin|introduc\w{1,9}|go)(?![\w'-]))"
    r"|with us,? you(?:'d| would|'ll| will) (?:have|get|see|be able)"
    r"|(?:with us,? )?the way (?:it|that|this) works(?: with us| for us)? is)(?![\w'-])"
)
# "We have a module that's called", "there's a connection for ships that we built".
_PART = (
    r"(?:product|module|feature|function|tool|connection|connector|integration|interface|app|report"
    r"|planner|package|add-on|extension|version|dashboard|option)"
)
_HAS = re.compile(
    rf"(?<![\w'-])(?:we(?:'ve| have)(?: got)?(?: also)? (?:an?|this) (?:[\w'-]{{1,20}} )?{_PART}"
    r" (?:called|for|that(?:'s)?|which)"
    rf"|there(?:'s| is) (?:an?|this) (?:[\w'-]{{1,20}} )?{_PART} (?:[\w'-]{{1,20}} ){{0,4}}"
    r"(?:that |which )?we(?:'ve| have)? (?:built|made|developed|offer|sell|have))(?![\w'-])"
)
# The demo has begun: "so here you have", "I press on calculate".
_DEMO = re.compile(
    r"(?<![\w'-])(?:(?:so|and|okay|now),? here you(?:'ve)? (?:have|got|see|can see|get)"
    r"|on (?:the|your) (?:left|right) you (?:have|see|can see)"
    r"|i (?:now |just )?(?:press|click|drag) (?:on (?!with )|here|the |this |it ))"
)
# Our own price: "I can go to thirty seven", "it's twelve euros a month".
_MONEY = r"(?:euros?|pounds?|dollars?|kronor|crowns|francs|quid)"
_PRICE = re.compile(
    r"(?<![\w'-])(?:(?:i|we) (?:can|could|would|will) (?:go (?:down |up )?to|come down to|do it for"
    r"|offer(?: you)?|make it) (?:(?:about|around|only) )?"
    rf"(?:[€$£] ?\d{{1,6}}|{NUMBER_WORD}|\d{{1,6}})(?! ?(?:o'clock|am|pm|thirty)\b)"
    rf"|(?:[€$£] ?\d[\d.,]{{0,10}}|{_MONEY}) (?:a|per|each) (?:month|year|seat|user|vehicle|head"
    r"|person|driver|licen[cs]e|truck|van|employee|site))(?![\w'-])"
)
_THEIR_COSTS = re.compile(
    r"(?<![\w'-])(?:you(?:'re| are)? (?:now )?(?:pay|paying|spend|spending|said|have|lose|losing)"
    r"|they|your (?:costs?|budget|bill))(?![\w'-])"
)
_NEXT = 4  # we look at this many of our sentences after "show you"


def first_proposal(sentences: Sequence[SpokenSentence], pitch: Pitch) -> Spot | None:
    """Return where our side first proposed something. Return None if it proposed nothing.

    In a turn of fifteen words or more, these sentences propose something:

    - A sentence about what we built or what we do: "that's what we've rebuilt", "our new module",
      "with us you'd have".
    - An offer that `intents.intent` calls a pitch: "let me demo the planner".
    - Any other offer ("we can", "let me") in a turn that names our product or a price. An offer to
      ask something does not count.
    - "Our platform can" and the like, if the turn has a price or a word that names our product.
    - A sentence with a part of the product ("we have a module that's called") or with our price
      ("I can go to thirty").
    - The beginning of a demo: "so here you have".

    The words that name our product are `pitch.nouns` and `pitch.materials`.

    In a turn of any length, "let me show you" is a proposal if we then name a price or say what
    the product can do.

    Questions do not count, and neither do sentences about what comes later in the call ("later I'll
    show you").
    """
    named = _PRICES | stemmed(" ".join((*pitch.nouns, *pitch.materials)))
    ours = [one for one in sentences if one.side in ("me", "colleague")]
    shown = [one.spot for at, one in enumerate(ours) if _shows(one, ours[at + 1 : at + 1 + _NEXT])]
    found = shown + [
        place
        for _, turn in groupby(ours, key=lambda one: one.turn)
        if (place := _in_turn(list(turn), pitch, named))
    ]
    return min(found, key=lambda spot: spot.part, default=None)


def _shows(sentence: SpokenSentence, after: Sequence[SpokenSentence]) -> bool:
    """Check for "let me show you", followed by a price or by what the product can do.

    `after` are our next sentences after this one.
    """
    said = sentence.plain
    found = None if sentence.asks or _AGENDA.search(said) else _SHOWS.search(said)
    if found is None:
        return False
    follows = [said[found.end() :], *(one.plain for one in after if not one.asks)]
    return any(_CAN_DO.search(one) or _COSTS.search(one) for one in follows)


def _in_turn(turn: Sequence[SpokenSentence], pitch: Pitch, named: frozenset[str]) -> Spot | None:
    if sum(len(sentence.plain.split()) for sentence in turn) < MIN_WORDS:
        return None
    words = {stem for sentence in turn for stem in stems(sentence.plain)}
    offers = (one for one in turn if _offers(one, pitch, names=bool(words & named)))
    offer = next(offers, None)
    return offer.spot if offer else None


def _offers(sentence: SpokenSentence, pitch: Pitch, *, names: bool) -> bool:
    """Check whether a sentence proposes something.

    `names` is true if the turn names our product or a price.
    """
    said = sentence.plain
    if sentence.asks or _AGENDA.search(said):
        return False
    if _TOLD.search(said) or (names and _OURS.search(said)) or _names_product(said):
        return True
    found = _OFFER.search(said)
    if found is None:
        return False
    if _SCREEN.match(said[found.end() :]):
        return False
    offered = _CLAUSE_END.split(said[found.end() :], 1)[0]
    meant = intent(offered, pitch)
    return meant == "pitch" or (names and meant == "neither")


def _names_product(said: str) -> bool:
    """Check whether a sentence names a part of the product or our price, or begins a demo."""
    if _HAS.search(said) or _DEMO.search(said):
        return True
    return bool(_PRICE.search(said)) and not _THEIR_COSTS.search(said)
