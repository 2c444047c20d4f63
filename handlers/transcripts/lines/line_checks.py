"""Recognise questions about the meeting itself, not about its subject.

They ask about the sound, the screen, who is there, whether to begin or record, and whether the
others can follow: "does that make sense so far?".
"""

import re

from handlers.transcripts.speech.speech import without_lead

_YOU_ALL = r"(?:you|everybody|everyone)(?: (?:guys|all|both|two|still|actually))*"
_WHOSE_SCREEN = r"(?:me|us|that|this|it|him|her|(?:my|the) (?:screen|slides?|picture|page|map))"
_FOR_YOU = r"(?: (?:for|with|by) (?:you|everybody|everyone)(?: (?:guys|all|both|two))?)?"
_TO_THEM = r"(?:(?: (?:okay|well|all right|alright|now|yet|properly|at all|too|clearly|here))*)"
_GREETING = re.compile(r"(?:good (?:morning|afternoon|evening)|hello|[\w'-]{1,20},) ")
_CHECK = re.compile(
    rf"(?:can|do|could) {_YOU_ALL} (?:hear|see) {_WHOSE_SCREEN}{_TO_THEM}"
    r"|(?:is|are) (?:that|this|it|you)(?: (?:all|still))?"
    r" (?:okay|ok|fine|alright|all right|good|clear|there"
    rf"|with me|audible|on mute|muted)(?: (?:so far|if (?:i|we) [\w' -]{{1,60}}))?{_FOR_YOU}"
    rf"|(?:does|did) (?:that|this|it) (?:make sense|work{_FOR_YOU}|sound (?:good|okay|fine))"
    rf"(?: so far)?{_FOR_YOU}"
    rf"|(?:are you|am i|you're) (?:still )?(?:there|on mute|muted|audible|breaking up|frozen)"
    rf"|(?:can|could|may|shall|should) (?:i|we) (?:just |quickly )?(?:share (?:my|the) screen|start"
    rf"|begin|go on|continue|record(?: (?:this|it|the call))?)(?: now)?"
    r"|is (?:it|this) just us(?:$| or [\w' -]{1,40})"
    r"|(?:are|is) (?:we|everybody|everyone|anybody|anyone) (?:waiting for|missing|here|complete"
    r"|still joining|joining)(?: [\w'-]{1,20}){0,3}"
)
# "I'll hold the tablet up to the camera, is it sharp?"
_SCREEN_CHECK = re.compile(
    r"(?:^|, )(?:(?:can|do|could) (?:you|everybody|everyone) (?:all |both |still )?see"
    r" (?:an?|the|my|our) (?:[\w'-]{1,20} )?(?:screen|slides?|picture|page|map|window|tab|table"
    r"|dashboard|cursor|mouse|browser|video|demo)"
    r"|(?:is|are) (?:it|that|this|the (?:picture|screen|map|text|font|sound)) (?:sharp|readable"
    r"|visible|legible|audible|loud enough|big enough|large enough|blurry|blurred|frozen|loading"
    r"|still loading))(?: (?:now|yet|already|for you|enough))*$"
)


def is_check(question: str) -> bool:
    """Check whether a question is about the meeting itself, such as the sound or the screen."""
    said = without_lead(question).rstrip("?!. ")
    return bool(_CHECK.fullmatch(_GREETING.sub("", said)) or _SCREEN_CHECK.search(said))
