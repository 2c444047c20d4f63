"""Find our side's questions, and tell which of them are open."""

import re
from collections.abc import Iterable, Iterator, Sequence, Set

from handlers.coaching.text.words import SMALL_WORDS, stems
from handlers.times.words import WEEKDAY
from handlers.transcripts.figures.asked_again import Asked, answers_itself, each_once, is_tagged
from handlers.transcripts.lines.line_checks import is_check
from handlers.transcripts.records import Questions
from handlers.transcripts.speech.days import names_day
from handlers.transcripts.speech.sentences import SpokenSentence
from handlers.transcripts.speech.speech import without_lead

MIN_WORDS = 3  # we count a shorter question, such as "who decides?", only if `_BRIEF` matches it
MARKED = 1000  # a file that marks questions has at least one question mark in this many words

_AUX = (
    r"(?:is|are|was|were|do|does|did|can|could|would|will|should|shall|have|has|had|isn't|aren't"
    r"|wasn't|weren't|don't|doesn't|didn't|can't|couldn't|wouldn't|won't|shouldn't|haven't|hasn't"
    r"|hadn't|am|might|may)"
)
_SUBJECT = (
    r"(?:you|we|they|he|she|it|i|that|this|there|these|those|your|the|anyone|anybody|anything"
    r"|somebody|someone|something|everyone|everybody|everything|people|any|my|our|their|his|her|its"
    r"|most|both)(?![\w'-])"
)
# Questions that ask for yes or no. The first word is not enough to recognise them, because "have a
# look", "do the numbers" and "was a good year" are not questions. So only certain words may follow.
_YES_NO = re.compile(
    r"(?:do|have|don't|haven't) (?:you|we|they|i|your|people|any|anyone|anybody|these|those|their"
    r"|most|both)(?![\w'-])"
    r"|(?:is|are|was|were|does|did|can|could|would|will|should|shall|has|had|isn't|aren't|wasn't"
    rf"|weren't|doesn't|didn't|can't|couldn't|wouldn't|won't|shouldn't|hasn't|am|may) {_SUBJECT}"
    rf"|(?:would|does|is) (?:{WEEKDAY}|tomorrow|next)\b|does (?!not\b)[\w'-]"
    r"|(?:any|anything|anyone|anybody) (?:else|questions?|thoughts?|ideas?|concerns?|chance)\b"
)
_ONE_PRONOUN = r"(?:i|we|you|they|he|she|it)\b"
_PRONOUN = (
    rf"(?:{_ONE_PRONOUN}|(?:that|this|the|there|people|your|my|our|their|his|her|a)(?![\w'-]))"
)
_WH = r"(?:what|how|why|who|whom|where|when)"
_SHORT = r"(?:'s|'re|'d|'ll|'ve|'m)"
# "How long it takes" and "what kind of feedback you got" are parts of statements.
_NO_STATEMENT = rf"(?!(?: (?!{_AUX}\b)[\w'-]+){{0,3}} (?:{_ONE_PRONOUN}|that\b))"
_WH_QUESTION = re.compile(
    # Matches "what do you think", "what's the", "what other systems do you use", "how well does
    # it".
    rf"(?!how (?:shall|should|can) i (?:say|put)){_WH}(?: exactly| else)? {_AUX} {_SUBJECT}"
    rf"|(?:what|how|why|who|where|when){_SHORT} {_SUBJECT}"
    rf"|(?:what|which|whose|how)(?! (?:{_PRONOUN}|{_AUX}\b|happen))"
    rf"(?: [\w'-]+){{1,4}}? {_AUX} {_SUBJECT}"
    # Matches "who decides", "what happens when", "what kind of".
    r"|who (?:else|would|will|decides?|decided|signs?|signed|owns?|runs?|handles?|makes?|uses?"
    r"|needs?|pays?|leads?|cares?)\b"
    r"|what (?:happens?|happened|matters|makes?|made|keeps?|drives?|drove|stops?|stopped|changed"
    r"|prompted|brought|got|led|caused|works?|worries|hurts?)\b(?! (?:is|was)\b)"
    r"|what (?:else|about|if)\b|(?:what|how|why|where|when) (?:do|does|did) (?!not\b)[\w'-]"
    r"|what (?:would|could|will|might) (?:have|need|make|help|happen|change|stop|convince)\b"
    r"|(?:what (?:kinds?|sorts?|types?|time|day|size|percentage|percent|parts?|number|year)"
    rf"|how (?:many|much|long|often|far|big|soon|old|fast|large|quickly))\b{_NO_STATEMENT}"
    r"|how (?:about|come)\b|why (?:not|now)\b|which (?:one|ones|of)\b"
)
_TO_US = r"(?:me|us)"
_SOME = r"(?:a (?:little|bit|little bit|bit more)|some|something|more|again)"
_AN_EXAMPLE = r"(?:an example|some examples|a sense|an idea|a feel|a picture)"
_ASKING = r"(?:what|how|why|who|where|when|which)"
# Requests that ask something: "Tell me about your week."
_REQUEST = re.compile(
    rf"(?:please |just )?tell {_TO_US} (?:{_SOME}\b|{_ASKING}\b|about (?!it\b))"
    rf"|(?:walk|talk|take|run) {_TO_US} through\b|help {_TO_US} understand\b"
    rf"|describe (?:your|how|what|the|for|a|to)\b|give {_TO_US} {_AN_EXAMPLE}\b"
    rf"|(?:show|explain to) {_TO_US} (?:how|what|where|why)\b|say {_SOME}\b"
    r"|(?:i'm|i am|i was|we're|we are) (?:just |also |really )?curious\b"
    r"|(?:i'd|we'd|i would) (?:love|like|be curious|be interested) to"
    rf" (?:hear|know|understand|learn) (?:{_ASKING}\b|more\b|a (?:bit|little)\b|about\b|your\b"
    r"|from you\b)"
    r"|(?:i wonder|(?:i'm|i am|i was|i've been|we were) (?:just )?wondering)"
    rf" (?:{_ASKING}|if|whether|about) you(?:r|'re)?\b"
)
_SOFTLY = r"(?: (?:please|maybe|just|briefly|also|perhaps|possibly|quickly))*"
_ASKED_TO_TELL = re.compile(
    rf"(?:can|could|would|will|can't|may) (?:you|i|we)(?: guys)?{_SOFTLY} "
    r"(?:ask you to |have you |get you to |mind )?"
    r"(?:(?:tell|walk|talk|describ|explain|elaborat|expand)(?:e|ing)?|tak(?:e|ing)"
    rf"|say {_SOME}|help {_TO_US} understand|give {_TO_US} {_AN_EXAMPLE}"
    rf"|share (?:{_SOME}|how|what)|show {_TO_US} (?:how|what|where))\b"
    rf"(?! {_TO_US} (?:if|whether|when|who|where|which)\b)"
)
_CLOSED_WORD = re.compile(
    r"(?:(?:and |but )?(?:who|whom|when|where|which|whose)\b"
    r"|how (?:many|much|long|often|far|big|soon|old|fast|large|quickly|likely)\b"
    r"|what (?:time|day|date|month|year|size|percentage|percent|number)\b"
    r"|what(?:'s| is| was) (?:your|the) (?:name|email|number|date|budget|headcount)\b)"
)
_OPEN_WORD = re.compile(r"(?:what|how|why)\b")
# Matches what stands between two parts of a question: "and" in "when was that, and what did you
# do?". It does not match in "and what, the Friday before?", where the speaker only hesitates.
_LATER = re.compile(
    r"(?:,|;|:|\band|\bbut|\bso|\bor|\blike) "
    r"(?=(?:what|how|why|who|where|when|which)\b(?!,))"
)
# The topic of a question. In "what about the old files, are they needed?", the words after the
# topic decide whether the question is open.
_TOPIC = re.compile(r"(?:what|how) about [^,]{1,80}, ")
# These questions are closed. The speaker offers an answer, or asks for a price or a day: "what is
# it, twenty thousand?", "what does it cost you?", "what about Thursday?".
_OFFERED = re.compile(rf"what(?:'s| is| was) (?:it|that|this), (?!{_WH}\b|which\b|{_WH}'s\b)")
_COST = re.compile(
    rf"(?:what|how much) (?:do|does|did|would|will) {_SUBJECT} costs?\b"
    r"(?!.{0,200}\b(?:if|when)\b)"
)
_ABOUT = re.compile(r"(?:what|how) about (?!the (?:last|first) )")
# Days and weeks that `names_day` sometimes misses.
_DAYS_BESIDE = re.compile(
    r"(?<![\w'-])(?:the (?:week|day) (?:before|after|of)|next week)(?![\w'-])"
)
# A topic before the question: "What Bengt knows, have you tried to write it down?"
_TELLS_WHAT = re.compile(rf"(?:what|how|why) (?!{_AUX}\b)[^,]{{1,80}}, (?=[\w'-])")
# Asks for the state of something: "where are you with that now?".
_STATE = re.compile(r"where(?:'s| is| are| do) (?:you|we|they|that|it|things) (?:with|on|stand)\b")
# The name of the person who is asked: "Fleur, could you tell me …".
_CALLED = re.compile(rf"(?!{_WH}\b|which\b|{_AUX}\b)[\w'-]{{2,20}}, (?={_WH}\b|which\b|{_AUX} )")
_MAY_I = re.compile(r"(?:^| )(?:can|could|may) (?:i|we) (?:just )?ask(?: you)? ")
_TAG = re.compile(
    r", (?:isn't|aren't|wasn't|don't|doesn't|didn't|won't|wouldn't|can't|haven't|hasn't) "
    r"(?:it|you|they|we|he|she|that|there)$"
)
# Questions in form only: "is that right", "do you really".
_ECHO = re.compile(
    rf"{_AUX} (?:you|they|he|she|it|we|that|this|i|there)"
    r"(?: (?:really|now|so|right|too|not|correct))*"
    r"|(?:do you |you )?know what i mean|you know what|guess what|how are you(?: doing)?(?: today)?"
    r"|how's it going|what's up|(?:you|are you) (?:serious|sure|kidding)"
)

# Questions of two words: "who decides?", "when's good?".
_BRIEF = re.compile(
    r"who (?!knows\b|cares\b|says\b)[a-z]{3,20}s|what time|(?:when|where|why)'s [a-z]{2,20}"
)

_ASKING_WORD = re.compile(rf"^{_AUX}\b|\b(?:{_WH}|which|whose)\b")


def _not_after(*words: str) -> str:
    return "".join(rf"(?<!\b{word} )" for word in words)


# After these words, no new question begins: "I know what you …", "tell me how it …".
_TOLD = _not_after("know", "see", "tell", "me", "asked", "of", "about", "is", "or", "wonder")
_ASKED = _not_after("what", "how", "why", "who", "where", "when", "which")
_YOU = r"(?:you|your|we|they|it|the)(?![\w'-])"
# A question may begin here within a line: "that makes sense so how is it", "hi Bo what do you …".
_PIECES = re.compile(
    r" (?=(?:so|and|but|okay|alright) |(?:can|could|may) (?:i|we) ask )"
    rf"| {_TOLD}(?={_WH} {_AUX} {_YOU})"
    rf"| {_TOLD}(?=(?:what|which|how)(?! {_PRONOUN})(?: [\w'-]{{1,20}}){{1,3}} {_AUX} {_YOU})"
    rf"| {_TOLD}{_ASKED}(?=(?:(?:do|did|have|are|can|could|would) you|does (?:that|it)|shall we)"
    r"(?![\w'-]))"
)
# `_PIECES` cuts some questions in two, as in "what other systems | do you use". This matches the
# first piece of such a question, so that we can join both again.
_UNFINISHED = re.compile(rf"(?:{_WH}|which|whose)(?! {_PRONOUN})(?: [\w'-]{{1,20}}){{0,3}}")
# Words that certainly begin a question, even within a line.
_INVERTED = re.compile(
    r"(?:can|could|may) (?:i|we) ask\b|who else\b|how (?:many|much|about|come)\b"
    r"|what (?:about|else|happens)\b(?! is\b)"
    rf"|(?:(?:{_WH}|which)(?: [\w'-]{{1,20}}){{0,3}} )?{_AUX}"
    r" (?:you|we|they|your|it|that)(?![\w'-])"
)


def questions_of(sentences: Sequence[SpokenSentence], words: int) -> Questions:
    """Find the questions of the rep and colleagues. `words` is the number of words in the call.

    A question has three words or more, or is a short one such as "who decides?". It ends with a
    question mark, or is a request such as "tell me about …". If a file has less than one question
    mark in a thousand words, we count sentences that begin like questions instead, and the number
    is rough.

    We leave out these questions:

    - questions in form only: "are you sure?"
    - statements that end with a tag such as "right?": "that's cancelled, right?"
    - questions about the meeting itself: "can you hear me?"
    - questions that repeat the other side's words: "they're not paid for that?"
    - questions that the speaker answers at once: "Why is that? Because …"
    - questions that only continue, reword or announce another question (see `each_once`). We count
      them if the number is rough.
    """
    marks = sum(sentence.asks for sentence in sentences)
    roughly = marks * MARKED < max(words, 1)
    found = [
        Asked(question, sentence.plain, sentence.turn, number, sentence.spot, is_open(question))
        for number, sentence, theirs in _ours(sentences)
        for question in (questions_in(sentence.plain) if roughly else _by_mark(sentence))
        if not _repeats(question, theirs)
        and not answers_itself(question, _after(sentences, number))
    ]
    asked = [one for one in found if not is_check(one.question)]
    counted = asked if roughly else each_once(asked)
    opened = sum(one.opens for one in counted)
    spots = tuple(sorted((one.spot for one in counted), key=lambda spot: spot.part))
    return Questions(opened, len(counted) - opened, spots, roughly, len(found) - len(asked))


def _after(sentences: Sequence[SpokenSentence], number: int) -> str:
    """Return what the speaker says next in the same turn, or ""."""
    after = sentences[number + 1 : number + 2]
    return after[0].plain if after and after[0].turn == sentences[number].turn else ""


def _ours(sentences: Iterable[SpokenSentence]) -> Iterator[tuple[int, SpokenSentence, Set[str]]]:
    """Yield each of our sentences, with its number and the stems of the other side's last turn."""
    theirs: set[str] = set()
    turn = -1
    for number, one in enumerate(sentences):
        if one.side == "theirs":
            if one.turn != turn:
                theirs, turn = set(), one.turn
            theirs.update(stems(one.plain))
        elif one.side in ("me", "colleague"):
            yield number, one, theirs


def _repeats(question: str, theirs: Set[str]) -> bool:
    """Check whether a question only repeats the other side: "they're not paid for that?"."""
    if _has_its_form(question) or _ASKING_WORD.search(question):
        return False
    said = set(stems(question))
    return (said - SMALL_WORDS or said) <= theirs


def is_open(question: str) -> bool:
    """Check whether a question asks for more than yes, no or one detail.

    The first words decide. What, how, why and "tell me" make a question open. How many, who, when,
    where, which and "do you" make a question closed. Open questions matter because their replies
    are more than twice as long as the replies to closed questions. If one part of a question is
    open, the question is open: "when was that, and what did you do?".
    """
    said = without_lead(_MAY_I.split(question)[-1])
    if called := _CALLED.match(said):
        said = said[called.end() :]
    topic = _TOPIC.match(said)
    if topic and _begins_closed(said[topic.end() :]):
        said = said[topic.end() :]
    if _REQUEST.match(said) or _ASKED_TO_TELL.match(said) or _STATE.match(said):
        return True
    first, *others = _LATER.split(said)
    if _asks_a_fact([first, *others][-1]):
        return False
    if any(_WH_QUESTION.match(part) and _opens(part) for part in others):
        return True
    if _CLOSED_WORD.match(first) or _YES_NO.match(first):
        return False
    return _opens(first) or (bool(others) and _opens(others[-1]))


def _asks_a_fact(said: str) -> bool:
    """Check whether a question that begins with "what" or "how" asks for only one detail."""
    if _OFFERED.match(said) or _COST.match(said):
        return True
    if _ABOUT.match(said):
        return names_day(said) or bool(_DAYS_BESIDE.search(said))
    told = None if _WH_QUESTION.match(said) else _TELLS_WHAT.match(said)
    return bool(told and _YES_NO.match(said[told.end() :]))


def _begins_closed(said: str) -> bool:
    return bool(_YES_NO.match(said) or _CLOSED_WORD.match(said))


def _opens(said: str) -> bool:
    return bool(_OPEN_WORD.match(said)) and not _CLOSED_WORD.match(said)


def questions_in(said: str) -> Iterator[str]:
    """Yield the questions in `said`, recognised by words alone. A line may have several.

    `said` is what `handlers.transcripts.speech.speech.plain_speech` returns.
    """
    first, *others = _in_pieces(said)
    if _asks(first):
        yield first
    for piece in others:
        if _asks(piece) and _INVERTED.match(without_lead(piece)):
            yield piece


def _in_pieces(said: str) -> list[str]:
    pieces: list[str] = []
    for piece in _PIECES.split(said):
        if pieces and _UNFINISHED.fullmatch(pieces[-1]):
            pieces[-1] += f" {piece}"
        else:
            pieces.append(piece)
    return pieces


def _asks(said: str) -> bool:
    said = without_lead(said)
    return _says_enough(said) and _has_its_form(said)


def _has_its_form(said: str) -> bool:
    return bool(
        _YES_NO.match(said) or _WH_QUESTION.match(said) or _REQUEST.match(said) or _TAG.search(said)
    )


def _by_mark(sentence: SpokenSentence) -> Iterator[str]:
    said = without_lead(sentence.plain)
    stated = is_tagged(said) and not _has_its_form(said)
    if (sentence.asks and _says_enough(said) and not stated) or _REQUEST.match(said):
        yield said


def _says_enough(said: str) -> bool:
    """Check that a question has enough words, and is more than a phrase such as "are you sure"."""
    bare = said.rstrip("?!. ")
    long = len(bare.split()) >= MIN_WORDS or _BRIEF.fullmatch(bare)
    return bool(long) and not _ECHO.fullmatch(bare)
