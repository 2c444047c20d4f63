"""Find what the other side needs or suffers from, in their own words."""

import re

_REALLY = r"(?: (?:really|just|also|still|do|would|desperately|definitely|only|always|all))*"
_THEY = r"(?:i|we|they|our [\w'-]+|my [\w'-]+)"
_ANYBODY = rf"(?:{_THEY}|the [\w'-]+|everybody|everyone|nobody|it|that|people)"
_A_LOT = r"(?:forever|ages|hours|days|weeks|months|too|so|a lot|half|most|way)"
_TROUBLE = (
    r"(?:problem|issue|challenge|pain|pain point|bottleneck|concern|worry|obstacle|frustration"
    r"|difficulty|risk|gap)"
)
_LATELY = r"(?: (?:really|very|quite|a bit|also|still))*"
_FEELING = (
    r"(?:worried|afraid|concerned|scared|stuck|behind|overwhelmed|short of|short on|understaffed"
    r"|looking for|looking to|trying to|hoping to|under pressure|missing|drowning)"
)
_GOING = r"(?:jump|drop|go|run|leave|wrap|hop|stop|say|ask|thank|understand|know)"
_NOT_ABLE = r"(?:can't|cannot|couldn't|(?:aren't|isn't|wasn't|weren't|not) able to)"
_SMALL_TALK = (
    r"(?:hear|see (?:you|your|the screen)|complain|wait|believe|imagine|say|tell you|remember|think"
    r"|thank|speak for|promise|help but|find the (?:link|button|mute)|share"
    r"|talk(?! to (?:the|our|each|its?|their)\b)|look (?:right )?now|check (?:right )?now)"
)
_SIGNS = (
    # They want something.
    rf"(?:we|they|our [\w'-]+|my [\w'-]+)(?:'d)?{_REALLY} (?:needs?|wants?|lacks?|wish)"
    rf"(?! (?:to {_GOING}|to be honest|you to know|a (?:second|minute))\b)",
    rf"(?:he|she)(?:'ll| will)?{_REALLY} (?:needs?|wants?)(?! (?:to|you to|a (?:second|minute))\b)",
    rf"i(?:'d)?{_REALLY} (?:need|want|lack|wish)(?! (?:to|you to|a (?:second|minute|coffee))\b)",
    rf"what (?:i|we){_REALLY} need",
    r"(?:i|we) must (?:be able|have)",
    r"(?:we|i)(?:'d| would) (?:like|love|want|prefer) to"
    r"(?! (?:hear|see|understand|thank|ask|start)\b)",
    r"(?:we|i)(?:'d| would) (?:like|love|want|prefer|expect) (?:something|an?|it|our|your|the)",
    r"(?:the|our|my) (?:goal|aim|priority|priorities|objective) (?:is|are|was|for)",
    r"(?:important|critical|crucial|essential|key)(?: thing)? (?:for|to) (?:us|me)",
    r"(?:he|she) needs to (?:see|know|be sure|understand) (?:that|how|what|who|whether)",
    r"(?:the|our|my) (?:[\w'-]{1,20} ){1,3}(?:has|have|needs?) to be able to",
    r"(?:it|that|this) (?:has|needs|would have) to|(?:it|that|this)(?:'s| has) got to",
    r"without (?:[\w'-]{1,20} ){1,4}(?:there's|it's|there is|it is) no",
    r"must-haves?|no-go|deal[ -]?breakers?|knock-?out",
    # They can't do something.
    r"struggl(?:e|es|ed|ing)(?! to hear)",
    rf"{_ANYBODY}{_REALLY} {_NOT_ABLE}(?! {_SMALL_TALK}\b)",
    rf"{_THEY} (?:don't|doesn't|do not|does not) (?:have (?:an?|any|anyone|anybody|anything|enough"
    r"|the|time|people|visibility)|trust)",
    r"(?:we|they) (?:don't|do not|never) know (?:who|when|where|which|until|how many)",
    r"(?:hard|difficult|impossible|tough|tricky) (?:for (?:us|me|them|the|our) [\w' -]{0,20})?to"
    r"(?! (?:say|tell|hear|believe|imagine|know)\b)",
    r"(?:is|are|was|gets|that's|it's)(?: really| very| quite| a bit)? (?:difficult|tricky)"
    r"(?! (?:to|for (?:you|me))\b)",
    r"nobody (?:uses|knows|likes|trusts|owns)",
    # What a problem costs them.
    rf"takes? (?:us|me|them|him|her|my|our|you|{_A_LOT})",
    r"took (?:us|me|them)",
    r"costs? (?:us|me|them)",
    r"(?:we|i|they)(?:'re| are)? (?:losing|lose|lost|waste|wasting|wasted)",
    rf"(?:spend|spends|spending) (?:all|{_A_LOT})",
    # What goes wrong.
    rf"(?:the|our|my|one|a|biggest|main|real|big|huge|only|another) (?:[\w'-]+ )?{_TROUBLE}"
    r"(?! (?:at all|for (?:me|us)$|with that$))",
    r"frustrat(?:ed|es|ing)|annoy(?:ed|s|ing)|painful|nightmare|headaches?|tedious",
    r"(?:keeps?|kept) (?:breaking|failing|crashing|happening|changing|going down)",
    r"(?:too|so) (?:slow|long|expensive|complicated|complex|manual|late)",
    r"(?:too|so) many (?:errors|mistakes|steps|clicks|tools|systems|spreadsheets)",
    r"by hand|manually|on (?:a (?:piece|sheet|scrap) of )?paper|error-prone|outdated",
    r"(?:typed|entered|done|keyed) (?:it |that |in )?twice|keeps? (?:me|us|him|her) (?:up|awake)",
    r"cop(?:y|ies|ied|ying) (?:it|that|them|this|everything|all of it) (?:in|into|to|over|from)",
    r"into an? (?:[\w'-]+ )?(?:spreadsheet|excel)",
    r"(?:does|did|do)(?:n't| not) work(?! for me)|never (?:works|worked|arrives?|on time)",
    rf"(?:we|i|they)(?:'re| are|'m| am){_LATELY} {_FEELING}",
)
_NEED = re.compile(rf"(?<![\w'-])(?:{'|'.join(_SIGNS)})(?![\w'-])")
_NOT = r"(?:don't|doesn't|didn't|do not|won't|wouldn't|no longer|never|not)"
_NO_NEEDS = (
    rf"(?:no|(?:not|isn't|wasn't|never|without)(?: really)?(?: such)?(?: an?| any)?)"
    rf" (?:big |huge |real |major )?(?:{_TROUBLE}s?|headache|nightmare|worries)",
    rf"{_NOT} (?:really |even |actually )?(?:need|want|struggle|cost|take|lose|worry|bother)",
    # What they used before, not what they need now: "it was too slow on the tablets".
    r"(?:it|that|this|they) (?:was|were)(?: just| simply| always| way)? (?:too|so) [\w'-]+",
    # What is better than it was or could be: "less painful than I'd thought".
    r"(?:less|not as|nowhere near as|no longer) [\w'-]+",
    # What somebody else wants to sell them.
    r"(?:they|he|she|[\w'-]{1,20})(?: [\w'-]{1,20})?(?: just| really| also| only)? wants?"
    r" (?:to (?:sell|offer|pitch|push|charge) (?:us|me)|us to (?:buy|sign|pay|renew))",
    r"no need|(?:all|everything)(?: we need|'s fine| is fine| works)",
    r"(?:not|aren't|isn't|wasn't|never)(?: too| really| very)? (?:hard|difficult|worried|concerned"
    r"|frustrated|painful|slow|long|expensive|complicated)",
    r"(?:do|did|would|will) you need|you (?:can't|need)",
)
# Says that something is the problem, but not what.
_POINTS = re.compile(
    rf"(?:(?:because|so|and|but|well|yes|yeah|no),? )*(?:that|it|this)(?:'s| is| was)(?: exactly"
    rf"| really| always| just)? (?:the|a|our|my) (?:whole |main |real )?(?:{_TROUBLE}|mistake)"
)
_NO_NEED = re.compile(rf"(?<![\w'-])(?:{'|'.join(_NO_NEEDS)})(?![\w'-])")


def is_need(said: str, *, asks: bool = False) -> bool:
    """Check whether plain speech says what somebody needs, can't do, or suffers from.

    Return false for a question, and for "no problem".
    """
    if asks or _POINTS.fullmatch(said):
        return False
    return bool(_NEED.search(_NO_NEED.sub(" ", said)))
