"""Find promises that people make aloud: "I'll send you the list by Friday".

Speech is plain here (see `plain_speech`): in lower case, without hesitations, stammers and notes
such as "[laughs]".
"""

import re
from dataclasses import dataclass

from handlers.times.words import NUMBER_WORD
from handlers.transcripts.speech.days import names_day, without_days, without_days_of_things
from handlers.transcripts.speech.speech import without_lead

# Words that may come between "I'll" and the verb.
_OFTEN = (
    r"(?: (?:just|also|then|definitely|certainly|go ahead and|try to|try and|make sure to|quickly"
    r"|personally|probably|be happy to|be able to|gladly|still|have to|need to))*"
)
_WILL = (
    r"(?:(?:i|we)(?:'ll| will| shall)|(?:i'm|we're|i am|we are) (?:going to|gonna|happy to)"
    r"|(?:i'd|we'd|i would|we would) be happy to)"
)
_OTHERS_WILL = (
    r"(?:[\w'-]{2,20}(?<!you)(?<!it)(?<!that)(?<!this)(?<!what)(?<!which) will|(?:he|she|they)'ll)"
)
_THEM = r"(?:you|him|her|them|us|me|it|that|this|those|these)"
_PUT_INTO = (
    rf"(?:put|add|include) {_THEM} (?:in with|(?:in|into|to|on)) (?:the|my|our|your|an?) "
    r"(?:[\w'-]{1,20} )?(?:quote|offer|proposal|agenda|contract|calendar|list|plan|invite"
    r"|calculation|order|movements|rest|others)"
)
# "Put a promotion case in the sandbox", but not "put a stop to it".
_PUT_THING = (
    r"(?:put|add|include) (?:an?|the|your|some) (?!stop\b|end\b|question\b|slide\b|link\b)"
    r"(?:[\w'-]{1,20} ){1,4}(?:in|into) (?:the|my|our|your) [\w'-]{2,20}"
)
# Verbs for things that people do after the call, such as sending a file or asking a colleague.
_DONE = (
    r"(?:re)?send|e-?mail|forward|share|submit|upload|provide|deliver",
    r"prepare|draft|review|sign|order",
    r"confirm|find out|look into|look (?:that|this|it) up",
    r"ask(?! (?:you|everyone|everybody|a|another)\b)",
    r"check(?! (?:in|out)\b)|(?:talk|speak) (?:to|with)(?! you)",
    r"discuss (?:it|this|that) (?:with|internally)",
    r"take (?:it|this|that) (?:to|back|up)|raise (?:it|this|that)",
    r"(?:get|come|circle|report) back|follow up|reach out|ping|update you",
    r"let (?:you|them|him|her) know|dig (?:out|up)|(?:text|message) (?:you|them|him|her)",
    rf"{_PUT_INTO}|{_PUT_THING}",
    r"(?:get|have|ask) (?:(?:one|some) of (?:the|my|our) [\w'-]{1,20}|somebody|someone) to"
    r" (?:take|send|make|look|check|do|prepare|write|call)",
    r"schedule|book|arrange|organi[sz]e|introduce|connect|invite|loop|add you|drop you",
    rf"(?:set|write|draw|put|pull) (?:{_THEM} )?(?:up|together)",
    r"(?:call|write) (?:to|you|him|her|them)",
    r"have (?:it|that|this|these|those|them|(?:the|an?|our|my) [\w'-]{1,20}) ready",
    r"stop (?:the|those|these|sending) (?:[\w'-]{1,20} ){0,2}"
    r"(?:e?-?mails?|messages|newsletters?|reminders|calls)",
    r"bring(?! (?:up|it up|that up|this up|us back)\b)",
    r"give (?:you|him|her|them) (?:a call|a ring|access|the)",
    r"give (?:you|him|her|them) an? (?:answer|update|date|price|quote)",
    r"get (?:you|him|her|them)|get (?:it|that|this|(?:an?|the|our|my|those) (?:[\w'-]{1,20} ){1,3})"
    r"(?:over )?(?:to|for) (?:you|him|her|them)",
)
_DOES = rf"(?:{'|'.join(_DONE)})(?![\w'-])"
_DOES_FOR_THEM = (
    r"(?:get|send|e-?mail|share|give|arrange|set|organi[sz]e|book|prepare|forward|introduce|connect"
    r"|schedule|put|provide|offer)(?![\w'-])(?: (?!you\b)[\w'-]+){0,3} you(?:r)?(?![\w'-])"
)
# What a third person does after the call: "Jana will send you the list".
_ELSEWHERE = (
    r"(?:send|e-?mail|forward|call|ring|phone|contact|share|get back to|reach out to)"
    r" (?:you|us|me)\b"
)
_LET_ME = (
    r"let me (?:just |also )?(?:check with|ask (?!you\b|a\b|this\b|that\b|it\b|another\b)"
    rf"|{_PUT_INTO}|get (?:you|them|him|her)(?! (?:up|started|to|back|going)\b)|dig (?:out|up)"
    r"|(?:get|come|circle) back|find out|send|talk (?:to|with)|speak (?:to|with)|follow up"
    r"|look into|confirm|forward|e-?mail|set up|take (?:it|this|that) (?:to|back))(?![\w'-])"
)
_MUST_ASK = (
    # "I'd have to check" is not a promise if the clause ends there.
    r"(?!(?:i|we)(?:'d| would) (?:need|have|still have|still need) to"
    r" (?:check|ask|confirm|find out)(?: (?:it|that|this|first))? ?(?:$|[,.;:!?…–—]))"
    r"(?:i|we)(?:'ll|'d| would)? (?:need|have|still have|still need) to"
    # "I have to ask, …" only announces a question.
    r" (?:ask(?! ?[,:;?!…–—]| (?:it|this|that|one|another|something|(?:a|one more) question|why"
    r"|what|how|who|where|when|which|is|are|do|does|did|was|were|about (?:it|this|that))(?![\w'-]))"
    r"|check|talk to|talk with|find out"
    r"|speak to|speak with|confirm|clear (?:it|this|that) with)(?! you)(?![\w'-])"
)
# "I can ask accounting" is a promise, but "I can ask you" is not.
_CAN = (
    rf"(?:i|we) can (?:just |also )?(?:{_PUT_INTO}|find out"
    r"|(?:check|talk|speak) with (?!you\b)|ask (?!you\b|an?\b|th(?:is|at|ese|ose)\b|it\b|for\b"
    r"|another\b|questions\b|whether\b|if\b))"
)
# Many people promise in the present tense: "I send the template today".
_I = r"(?<!if )(?<!when )(?<!every )i(?: also| just| then)?"
_SENDS = (
    rf"{_I} (?:(?:send|e-?mail|forward|bring|prepare|book|call|write)"
    r" (?:you|him|her|them|it|that|to|the|an?|my|our|your)"
    r"|give (?:you|him|her|them) (?:the|an?|my|our|your)"
    r"|put (?:it|that|this|them) (?:in|into|on) the)(?![\w'-])"
)
_INVITES = rf"{_I} send (?:(?:you|out|over) )?(?:the|an?) invit(?:ation|e)s?(?![\w'-])"
_AT_ANY_PLACE = r"(?:^|(?<= ))"
_PROMISE = re.compile(
    rf"{_AT_ANY_PLACE}(?:{_WILL}{_OFTEN} {_DOES}|(?:i|we) can{_OFTEN} {_DOES_FOR_THEM}|{_LET_ME}"
    rf"|{_MUST_ASK}|{_CAN}|{_OTHERS_WILL}{_OFTEN} {_ELSEWHERE}|{_INVITES})"
)
# After "I'll", these verbs are a promise only if the sentence names a day:
# - "I'll have the figures by Friday" is a promise.
# - "I'll have a look at it" is not.
_DONE_BY_DAY = (
    r"(?:have|finish|get|start|come|be in touch|be back|load|run|put|repair|fix|test|try|build|show"
    r"|pull|sort|fill|write|work (?:out|through)|look (?:at|into)|add|switch|turn|clear|clean"
    r"|count|measure|calculate|compare|collect|export|import|upload|translate|go (?:through|over)"
    r"|update|close|hand|drop|take|make|complete|answer|return|summari[sz]e|list|note|give|stop"
    r"|cancel)(?![\w'-])"
)
_HABIT = re.compile(r"\b(?:every|each|always|usually|normally|often|sometimes|(?:\w{3,6}days))\b")
_TELLS = r"(?:tell|show|write to|update|answer|call|message) (?:you|him|her|them|your [\w'-]{1,20})"
_WITH_DAY = re.compile(
    rf"{_AT_ANY_PLACE}(?:you(?:'ll| will) (?:get|have|receive|hear)\b"
    r"|you get (?:the|an?|your|both|all) (?:[\w'-]{1,20} ){1,8}on\b"
    r"|you (?:get|have) (?:[\w'-]{1,20} ){1,6}by\b|you (?:can )?have (?:[\w'-]{1,20} ){1,3}by\b"
    r"|from (?:me|us|my side|our side):? (?:the|an?|our|your)\b"
    rf"|(?:i|we) can{_OFTEN} {_DOES}|(?:i|we)(?:'ll| will){_OFTEN} {_DONE_BY_DAY}"
    rf"|i(?:'ll| will){_OFTEN} do (?:you|it|that|this|them)(?![\w'-])"
    rf"|(?:i|we) can{_OFTEN} (?:do (?:it|this|that|the)|have|finish|get|be in touch"
    r"|be back)\b"
    rf"|(?:i|we)(?:'ll| will)(?: [\w'-]{{1,20}}){{0,8}}? {_TELLS}(?![\w'-])"
    rf"|{_SENDS})"
)
_PRESENT = re.compile(_SENDS)
# What people do during the call ("share my screen"), and phrases ("connect the dots").
_AT_ONCE = (
    r"(?:my|the|your) (?:screen|slides?)|right now|real quick|in the chat|here in chat",
    r"(?:hand|turn|pass|give)(?: [\w']{1,12}){0,2} over to you",
    r"(?:for|in|give me|just) (?:a|one|half a) (?:sec|second|minute|moment|bit)",
    r"(?:get|come|circle|go) back to (?:that|it|this|the (?:slides?|point|question|demo))",
    r"(?:ask|share|send|put) (?:you )?(?:a|one|some|another|my|the) (?:more )?(?:quick |other )?"
    r"(?:questions?|link here|thoughts?|observations?|story)",
    r"share (?:something|with you|a bit|a little|what|how|why|an example)",
    r"check (?:the time|(?:if|whether|that) you can|my (?:notes|watch|phone))",
    r"if you can (?:hear|see)",
    r"call you (?:right )?back(?=$| if (?:i|we|the))",
    r"get (?:it|that|this|the (?:point|idea|picture)|an idea|a sense|a feel|a feeling)"
    r"(?=$|[,.;]| (?:and|of)\b)",
    r"get (?:into|to) (?:it|that|this)|let you (?:go|finish|talk|speak|continue)",
    r"(?:confirm|check) (?:that )?i (?:understood|got)|connect the dots",
)
_IN_THE_CALL = re.compile(rf"(?<![\w'-])(?:{'|'.join(_AT_ONCE)})(?![\w'-])")
# People send an invitation or an email after the call, even if they say "in a minute".
_SENT_SOON = re.compile(
    r"(?<![\w'-])(?:send|e-?mail|forward) (?:[\w'-]{1,12} ){0,3}?"
    r"(?:invit(?:e|es|ation|ations)|e-?mail|mail|contract|offer|quote|minutes)"
    r" in (?:a|one) (?:minute|moment|sec|second)(?![\w'-])"
)
# Pitches are not promises. "We can have it running in a week" only says how soon the product would
# run.
_PITCHED = re.compile(
    r"(?:i|we)(?: can|'ll| will) (?:[\w'-]{1,20} ){0,3}(?:have|get|be|go|start)"
    r"(?: [\w'-]{1,20}){0,3}"
    r" (?:running|up and running|live|going|rolled out|in (?:[\w'-]{1,12} ){0,2}depots?)(?![\w'-])"
    r"|(?<![\w'-])the (?:price|cost) (?:is|would be)(?![\w'-])"
)
_WITHOUT_WHAT = re.compile(
    r"^(?:[\w'-]{1,20},? ){0,3}(?:(?:i|we)(?:'ll| will)|let me)(?: [\w'-]{1,20}){0,2}"
    r" (?:(?:get|come|circle) back to you|let you know|check|ask|find out|follow up|confirm)$"
)
_TRAILING = re.compile(r"\s(?:by|on|until|till|before|about (?:it|that|this)|on (?:it|that))$")
# A request before the promise: "get it to me by Friday and". A day in the request is not the day of
# the promise.
_ASKED_BY = re.compile(
    r"^(?:(?:so|and|but|okay|well|please|just|then|no|yes)[, ]+)*(?:get|send|give|bring|show|let)"
    r" (?:it|that|this|them|me|us)(?![\w'-])[\w' ,-]{0,60}? and (?=(?:i|we)(?:'ll| will)(?![\w'-]))"
)
# A day in these words belongs to the condition: "if you sign by Friday then I'll load it".
_IF_THEN = re.compile(r"(?<![\w'-])if [\w' -]{1,60}? then(?![\w'-])")
_REPORTED = re.compile(
    r"\b(?:said|says|say|told|tells|tell|thought|promised|goes|went|like|asked|claimed|think|hope"
    r"|wish|not|never|whether|what|where|when|why|how|which|than|everything|all|things?"
    r"|something|anything|nothing|questions?)"
    r"(?: (?:me|us|him|her|them|you|that|to me|to us|okay|well))*[,:]? ?$"
)
_LONGEST_REPORT = 30  # a report ("he said") is looked for in this many characters before a promise
# Here "if" does not make the promise conditional: "I'll check if it fits", "if you like".
_NO_CONDITION = re.compile(
    r"\b(?:check|ask|asks|see|find out|know|confirm|wonder|tell|look|say|sure)"
    r"(?: (?!(?:if|whether)\b)[\w'-]+){0,4} (?:if|whether)\b"
    r"|\bif (?:possible|you (?:like|want|wish|don't mind)|that's (?:ok|okay|fine|alright|all right)"
    r"|that (?:works|helps|is (?:ok|okay|fine|alright)))"
)
_CONDITION = re.compile(
    r"\b(?:if|unless|provided|assuming|as long as|in case|once (?:you|we|they|he|she|the|it|i)"
    r"|as soon as|when you(?:'ve| have| are|'re| sign| send| decide| get)|depending on"
    r"|subject to)\b"
)

# How a clause begins if it is a question: "is there something I can send".
_ASKS = re.compile(
    r"(?:is|are|was|do|does|did|would|could|should|shall|may|will)(?:n't)? "
    r"(?:i|we|you|he|she|they|it|that|this|there|the|your|our)(?![\w'-])"
)
_CLAUSE_ENDS = re.compile(r"[,;:.!?…–—]")
# The beginning of a question after the promise: "…, and could you", "…, right", "…, okay".
_ASKS_AFTER = re.compile(
    r"[,;.!…–—] *(?:(?:and|but|so|or|then|if) )?(?:[\w'-]{1,20},? )?"
    r"(?:is|are|do|does|did|would|could|should|shall|may|will|can|have|has|what|how|who|when|where"
    r"|which|why|right|okay|ok|yes|yeah|if|that's|alright|all right|any)(?:n't)?(?![\w'-])"
)

# "I can give you fifty" does not say fifty of what.
_ONLY_A_NUMBER = re.compile(
    r"(?:i|we)(?:'ll| will| can| could) (?:give|get|send|bring|show|do) (?:(?:you|them) )?"
    rf"(?:about |maybe |around |up to )?(?:\d+|{NUMBER_WORD})(?: of (?:them|those|these))?$"
)


@dataclass(frozen=True)
class SpokenPromise:
    """A promise within a sentence. `begins` is the place of its first character, counted from 0.

    `conditional` is true if the promise depends on something: "if you sign, I'll …".
    """

    conditional: bool
    begins: int = 0


def says_no_what(said: str) -> bool:
    """Check whether a promise does not say what is promised: "I'll get back to you"."""
    return bool(_WITHOUT_WHAT.match(_TRAILING.sub("", without_days(said).rstrip()).strip(" ,.;")))


def promise_in(said: str, *, asks: bool = False) -> SpokenPromise | None:
    """Return the promise in plain speech. Return None if there is none.

    `asks` is true if the speech ends with a question mark. A question is not a promise. If a
    question follows a promise, return the promise: "I'll send it on Monday, is that okay?"

    In a promise, the speaker says that their side will do something for the other side, or will
    find something out. The verb may be "send", "ask", "check" or "come back", for example. What
    people do during the call is not a promise ("I'll share my screen"). A report of what somebody
    else promised is not a promise either ("he said he'll send it").
    """
    found = _PROMISE.search(said)
    if found is None and (found := _WITH_DAY.search(said)) and not _has_its_day(said):
        return None
    if found is None or _IN_THE_CALL.search(_SENT_SOON.sub(" ", said[found.start() :])):
        return None
    if _ONLY_A_NUMBER.match(said.rstrip(" ,.;"), found.start()):
        return None
    if _WITH_DAY.match(said, found.start()) and _PITCHED.search(said, found.start()):
        return None
    before = said[max(0, found.start() - _LONGEST_REPORT) : found.start()]
    often = _PRESENT.match(said, found.start()) and is_habit(said)
    if often or _REPORTED.search(before) or _is_asked(said, found.start(), asks=asks):
        return None
    return SpokenPromise(bool(_CONDITION.search(_NO_CONDITION.sub(" ", said))), found.start())


def is_habit(said: str) -> bool:
    """Check whether plain speech says what somebody often does: "we send invoices on fridays"."""
    return _HABIT.search(said) is not None


def _has_its_day(said: str) -> bool:
    """Check whether speech names a day that can be the day of the promise.

    In "get it to me by Friday and I'll look", the other side has until Friday. In "a credit for
    Friday", Friday only says which credit is meant. Neither is the day of a promise.
    """
    return names_day(_IF_THEN.sub(" ", _ASKED_BY.sub(" ", without_days_of_things(said))))


def _is_asked(said: str, begins: int, *, asks: bool) -> bool:
    """Check whether the clause with the promise is a question: "is there something I can send"."""
    clause = _CLAUSE_ENDS.split(said[:begins])[-1].lstrip()
    if _ASKS.match(without_lead(clause)):
        return True
    return asks and not _ASKS_AFTER.search(said, begins)
