"""Complete a promise from other sentences of the call. Pure.

Another sentence may say

- on which day the promise is due,
- what "that" stands for in the promise, or
- who "her" is.

"I'd do you a revised quote. You'll get that on Monday." is one promise: the first sentence says
what is promised, and the second sentence says the day.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace

from handlers.coaching.text.spelling import plain
from handlers.transcripts.promises.antecedents import points_back
from handlers.transcripts.promises.promises import promise_in
from handlers.transcripts.promises.who_is_meant import with_person
from handlers.transcripts.speech.corrected_days import corrections
from handlers.transcripts.speech.days import names_day, without_a_day
from handlers.transcripts.speech.sentences import SpokenSentence
from handlers.transcripts.speech.speech import tidied

# To find what "that" is or who "her" is, we go back from the promise until one limit is reached.
_TURNS_BACK = 3  # at most this many turns
_BACK = 12  # at most this many sentences
# If an offer and a promise together have more characters than this, keep only the offer's words.
_LONGEST = 200
_DETERMINER = r"(?:the|an?|our|my|your|some|these|those|both)"
_VERB = (
    r"(?:do|make|write|send|get|prepare|draft|set up|put together|pull|show|give|build|create"
    r"|forward|share|bring|record)"
)
# What the speaker offers, up to the end of the clause: "I'd do you a revised quote".
_OFFER = re.compile(
    rf"(?<![\w'’-])(?:I|we|We)(?:['’](?:ll|d)| will| would| can| could)(?: just| also| then)?"
    rf"(?: have to| need to)? (?P<did>{_VERB} (?:(?:you|them|him|her|us) )?{_DETERMINER}"
    r" [\w'’-]+(?: [\w'’-]+){0,12})"
)
# What the other side asks for.
_ASKED_FOR = re.compile(
    r"(?<![\w'’-])(?:(?:I|we|We)(?:['’]d| would)? (?:need|want)|(?:can|could|would|will) you"
    r"(?: please| also| just| maybe)* (?:send|share|give|forward|get|show)(?: (?:me|us))?"
    rf"|[Ss]end (?:me|us)) (?P<what>{_DETERMINER} [\w'’-]+(?: [\w'’-]+){{0,5}})"
)
_NEEDED = re.compile(
    rf"(?<![\w'’-])(?:[Hh]e|[Ss]he|[Tt]hey) needs? (?P<what>{_DETERMINER} [\w'’-]+"
    r"(?: [\w'’-]+){0,5})"
)
# What somebody asks about: "And the agreement, did the lawyer look at it?"
_TOPIC = re.compile(
    r"(?:(?:And|So|Then|Oh|Okay)[, ]+)*(?P<what>(?:the|The|your|Your|our|Our) [\w'’-]+"
    r"(?: [\w'’-]+){0,3}), (?:did|do|does|have|has|is|are|was|when|what|can|could|who|how)"
    r"(?![\w'’-])"
)
_MAKE = re.compile(r"do(?= (?:you|them|us)(?![\w'’-]))")
_NP_ENDS = re.compile(
    r" (?:and|so|but|because|when|that|which|who|is|are|was|were|will|can|could|would|for (?:you|me"
    r"|us)|now|then|today|tomorrow|tonight|next|this|first|please|if|to)(?![\w'’-]).*"
)
_IT = r"(?:it|that|this|them|those|both)"
_OTHERWISE = re.compile(r"(?<![\w'-])(?:otherwise|or else|at the latest|or) (?:by |on )?(?=[a-z])")
_IT_ENDS = r"(?![\w'’-])(?! (?:list|one|day|week|time|way|thing|question|point|as|up)\b)"
_GETS = re.compile(
    rf"(?<![\w'’-])(?:you|You)(?:['’](?:ll|d)| will| would| can)? (?:get|have|receive)"
    rf" {_IT}{_IT_ENDS}"
)
_DOES = re.compile(
    r"(?<![\w'’-])(?:I|we|We|he|she|He|She)(?:['’]ll| will| can)?(?: just| also| then)?"
    rf" (?:send|do|bring|share|forward|e-?mail|get|put|finish|give|hand)(?: you| them| us)?"
    rf" (?P<it>{_IT}){_IT_ENDS}"
)
_SEES = re.compile(
    r"(?:i'm|i am|we're|i|we) (?:seeing|see|meeting|meet|talking to|speaking to) (?:him|her|them)\b"
)
_ASKS_PERSON = re.compile(r"(?<![\w'-])(?:ask|tell|talk|speak|check|discuss|raise)(?![\w'-])")
_IS_THERE = re.compile(
    r"(?:(?:so|well|yes|okay) )?(?:i|we)(?: am|'m|'ll be| will be| are|'re| go)"
    r" (?:there|on site|back|in the office)(?![\w'-])"
)
_PEOPLE = frozenset(("him", "her", "he'll", "she'll", "he", "she"))
_THINGS = frozenset(("it", "that", "this", "them", "those", "both"))
_OUR = {"your": "our", "our": "your", "my": "your"}


def completed_promises(
    sentences: Sequence[SpokenSentence],
    gone: Collection[int] = (),
    step: SpokenSentence | None = None,
) -> list[SpokenSentence]:
    """Return the same sentences, in the same order, with their promises completed.

    If a sentence only completes a promise, the result gives this sentence the side "nobody", so
    that the draft of the reflection has no line for it.

    `gone` has the indexes of the promises that were taken back. `step` is the sentence with the
    next step. In the sentences of `gone` and in `step`, we only correct the due day.
    """
    speakers = frozenset(
        word for name in {one.speaker for one in sentences} for word in plain(name).split()
    )
    found = corrections(sentences)
    made = list(sentences)
    for at, (day, place) in found.days.items():
        one = made[at]
        words = f"{one.words} … {sentences[place].words}"
        promise = promise_in(one.plain, asks=one.asks)
        unclear = promise and points_back(one.plain, one.words, promise.begins)
        what = "" if unclear else without_a_day(tidied(one.words))
        made[at] = replace(one, words=words, what=what, due_said=day)
    for at in found.used:
        if not _is_step(sentences[at], step):
            made[at] = replace(made[at], side="nobody")
    for at, one in enumerate(sentences):
        if at in gone or at in found.used or one.side == "nobody" or _is_step(one, step):
            continue
        if _may_point_elsewhere(sentences, at) and promise_in(one.plain, asks=one.asks):
            _link(made, at, gone, speakers)
    return made


def _is_step(one: SpokenSentence, step: SpokenSentence | None) -> bool:
    return step is not None and (one.turn, one.plain) == (step.turn, step.plain)


def _may_point_elsewhere(sentences: Sequence[SpokenSentence], at: int) -> bool:
    """Check quickly whether another sentence may complete the promise in this sentence."""
    one = sentences[at]
    said = one.plain.replace(",", "").split()
    if not _PEOPLE.isdisjoint(said):
        return True
    if not _THINGS.isdisjoint(said) and (_GETS.search(one.words) or _DOES.search(one.words)):
        return True
    after, before = sentences[at + 1 : at + 2], sentences[max(0, at - 1) : at]
    return any(_SEES.match(one.plain) for one in after) or any(
        _IS_THERE.match(one.plain) for one in before
    )


def _link(
    made: list[SpokenSentence], at: int, gone: Collection[int], speakers: Collection[str]
) -> None:
    """Complete the promise in `made[at]`. This changes `made`."""
    one = made[at]
    words = tidied(one.words)
    if not names_day(one.plain) and not one.due_said:
        one = made[at] = _with_day_beside(made, at)
    if _GETS.search(words) or _DOES.search(words):
        _fill_thing(made, at, words, gone)
    elif (promise := promise_in(one.plain)) and points_back(one.plain, one.words, promise.begins):
        before = [made[place].words for place in _before(made, at, all_of_them=True)]
        if what := with_person(words, reversed(before), speakers):
            made[at] = replace(one, what=what)


def _fill_thing(made: list[SpokenSentence], at: int, words: str, gone: Collection[int]) -> None:
    """Find out what "it" is in the promise `made[at]`, and change `made`.

    We go back from the promise, and stop at the first sentence of one of these kinds:

    - An offer by the same side. If only the promise names a day, we join it with the offer.
      Otherwise, we change nothing.
    - A sentence in which the other side asks for a thing, or asks about a thing. This thing is
      "it".
    - A sentence that says that somebody needs a thing. This thing is "it".
    - A promise that was taken back. We change nothing.
    """
    one = made[at]
    for place in _before(made, at):
        before = made[place]
        same = (before.side == "theirs") == (one.side == "theirs")
        said = tidied(before.words)
        if place in gone:
            return
        if same and (offer := _OFFER.search(said)) and not before.asks:
            if _only_promise_has_day(before, one):
                _join(made, place, at, f"I'll {_MAKE.sub('make', offer['did'])}")
            return
        asked = _NEEDED.search(said)
        if not same:
            asked = asked or _ASKED_FOR.search(said) or _TOPIC.match(said)
        if asked:
            made[at] = replace(one, what=_with_thing(words, _thing(asked["what"], same=same)))
            return


def _with_day_beside(made: list[SpokenSentence], at: int) -> SpokenSentence:
    """Add the day to a promise if the sentence directly before or after it names the day.

    Two examples are "I'm on site tomorrow. I'll measure it" and "I'll ask our rep. I'm seeing her
    on Tuesday". The sentence with the day gets the side "nobody" in `made`. Return the promise with
    the day, or unchanged if neither sentence names the day.
    """
    one = made[at]
    for place, pattern in ((at + 1, _SEES), (at - 1, _IS_THERE)):
        beside = made[place] if 0 <= place < len(made) else one
        if beside.turn != one.turn or beside.asks or not names_day(beside.plain):
            continue
        if pattern.match(beside.plain) and (place < at or _ASKS_PERSON.search(one.plain)):
            made[place] = replace(beside, side="nobody")
            words = (one.words, beside.words) if place > at else (beside.words, one.words)
            return replace(
                one, words=" ".join(words), due_said=beside.plain, what=tidied(one.words)
            )
    return one


def _before(made: Sequence[SpokenSentence], at: int, *, all_of_them: bool = False) -> Iterator[int]:
    """Yield the indexes of the sentences shortly before a promise, the latest first.

    Sentences whose side is "nobody" are included only if `all_of_them` is true.
    """
    turn = made[at].turn
    for place in range(at - 1, max(-1, at - _BACK - 1), -1):
        if turn - made[place].turn > _TURNS_BACK:
            return
        if all_of_them or made[place].side != "nobody":
            yield place


def _only_promise_has_day(offer: SpokenSentence, one: SpokenSentence) -> bool:
    """Check whether the promise (`one`) names a day, and the offer before it names none."""
    return names_day(one.plain) and not names_day(offer.plain) and not offer.due_said


def _join(made: list[SpokenSentence], offer: int, at: int, what: str) -> None:
    """Add the promise at `at`, which names the day, to the offer. `what` says what is promised."""
    first, one = made[offer], made[at]
    apart = "" if one.turn == first.turn and at == offer + 1 else "… "
    whole = f"{first.words} {apart}{one.words}"
    words = whole if len(whole) <= _LONGEST else first.words
    day = one.due_said or _its_own_day(one.plain)
    made[offer] = replace(first, words=words, what=what, due_said=day)
    made[at] = replace(one, side="nobody")


def _its_own_day(said: str) -> str:
    """Return the part of a sentence that names the due day.

    In "I'm there on Monday, so you'd have it on Wednesday", this part is "you'd have it on
    Wednesday". In "this afternoon, otherwise tomorrow", it is "otherwise tomorrow". If a sentence
    has no such part, return the whole sentence.
    """
    for begins in (_GETS.search(said), _OTHERWISE.search(said)):
        if begins and names_day(said[begins.start() :]):
            return said[begins.start() :]
    return said


def _thing(words: str, *, same: bool) -> str:
    """Return a thing that somebody named, in the words of the side that promises it.

    If the other side named it (`same` is false), "your quote" becomes "our quote".
    """
    thing = _NP_ENDS.sub("", words)
    first, _, rest = thing.partition(" ")
    first = first.lower()
    return f"{first if same else _OUR.get(first, first)} {rest}"


def _with_thing(words: str, thing: str) -> str:
    if gets := _GETS.search(words):
        return f"I'll get you {thing}{words[gets.end() :]}"
    does = _DOES.search(words)
    return f"{words[: does.start('it')]}{thing}{words[does.end('it') :]}" if does else words
