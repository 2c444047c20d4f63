"""Find what the other side needs or suffers from, in their own words."""

import re
from functools import lru_cache

_REALLY = r"(?: (?:really|just|also|still|do|would|desperately|definitely|only|always|all))*"
_THEY = r"(?:i|we|they|our [\w'-]+|my [\w'-]+)"
_ANYBODY = rf"(?:{_THEY}|the [\w'-]+|everybody|everyone|nobody|it|that|people)"
_A_LOT = r"(?:forever|ages|hours|days|weeks|months|too|so|a lot|half|most|way)"
_TROUBLE = (
    r"(?:problem|issue|challenge|pain|pain point|bottleneck|concern|worry|obstacle|frustration"
    r"|difficulty|risk|gap|fear|weakness|hassle)"
)
_VERY = r"(?: (?:really|very|quite|a bit|also|still))*"
_FEELING = (
    r"(?:worried|afraid|concerned|scared|stuck|behind|overwhelmed|short of|short on|understaffed"
    r"|looking for|looking to|trying to|hoping to|under pressure|missing|drowning)"
)
# Verbs after "need to" or "want to" that are not about a need: "we need to jump".
_GOING = r"(?:jump|drop|go|run|leave|wrap|hop|stop|say|ask|thank|understand|know)"
_NOT_ABLE = r"(?:can't|cannot|couldn't|(?:aren't|isn't|wasn't|weren't|not) able to)"
# Verbs after "can't" that are not about a need: "I can't hear you".
_SMALL_TALK = (
    r"(?:hear|see (?:you|your|the (?:screen|chat|slides?|picture|video|button))|complain|wait"
    r"|believe|imagine|say|tell you|remember|think"
    r"|thank|speak for|promise|help but|find the (?:link|button|mute)|share"
    r"|talk(?! to (?:the|our|each|its?|their)\b)|look (?:right )?now|check (?:right )?now)"
)
# Verbs for what somebody does in the call. They are not about a need: "I want to ask".
_OF_THE_TALK = (
    r"(?:say|ask|thank|talk|speak|start|come back|stop(?=$|[,.]| (?:here|there|now|in|at|you"
    r"|soon))|jump|drop|leave|run|wrap|hop|head|hang up"
    r"|be (?:really |very |quite )?(?:honest|open|clear|fair|careful|frank)"
    r"|look(?! after)|check|think|add|mention|tell"
    r"|clarify|confirm|hear|discuss|wait|move on|admit|apologi[sz]e|interrupt|share|introduce|call"
    r"|write|meet|send|bring (?!\S+ \S+ (?:down|under|below))|decide|catch|understand (?:you"
    r"|that)|find out|get (?:going|back|to)"
    r"|go(?=$|[,.]| (?:now|soon|in|at|back|ahead|and|to))|see (?:if|whether)|make sure i|do that"
    r"|remember|imagine|believe|laugh|agree|approve|sign|vote|show you|know you|give you|do with"
    r"|point out|take (?:this|that|it|another) (?:call|offline|away|back)|disappoint|sell|offer"
    r"|pitch|push|charge)"
)
_OF_THEIRS = (  # verbs for what somebody does in the call, or for how people decide
    r"(?:say|ask|admit|go(?=$|[,.])|run|leave|sign|approve|agree|decide|vote|look|think|check"
    r"|confirm"
    r"|do with|talk|speak|apologi[sz]e|call|leave)"
)
_SOMEBODY = r"(?:the|our|my|their|your|every|each|all|both|any|no) (?:[\w'-]{1,20} ){1,4}?"
_NOT_YOU = r"(?<!you )(?<!you'll )(?<!you'd )(?<!i )"
_WANTED = (
    # What somebody wants, or what has to happen.
    rf"(?:i|we)(?:'d| would)?{_REALLY} (?:need|want|like|love|prefer) to (?!{_OF_THE_TALK}\b)"
    r"(?!(?:hear|see|understand|thank) you)(?!pay tribute)",
    rf"we(?:'ve| have)(?: got)?{_REALLY} to (?!{_OF_THE_TALK}\b)",
    rf"{_SOMEBODY}(?:needs?|wants?)(?![\w'-]| (?:to (?:{_OF_THE_TALK}|go)|us to|me to|you to)\b)",
    r"(?:[\w'-]{3,20}(?<!ss)s) need (?!to (?:say|go|be honest)\b)(?!for\b)",
    rf"(?:he|she|they)(?:'d)?{_REALLY} (?:needs?|wants?)(?: to (?!{_OF_THE_TALK}\b)|"
    r" (?:one|an?|the|more|less|something|their|his|her)\b)",
    rf"{_NOT_YOU}(?:has|needs) to (?!{_OF_THEIRS}\b)",
    rf"{_NOT_YOU}(?:have|need) to be (?!(?:honest|fair|open|clear|careful)\b)",
    r"(?:has|have|needs?|must) (?:to )?be able to",
    r"(?:it|that|this|they|there|we|nobody|everything|everybody|everyone|[\w'-]{1,20}s?)"
    r" (?:mustn't|must not|must)(?! (?:say|admit|have (?!an?\b|the\b|one\b|at least)|go\b|run"
    r"|apologi|be (?:a|hard|nice|joking"
    r"|difficult|said|honest))\b)",
    r"(?:no|not one|not a single) [\w'-]{1,20}(?: [\w'-]{1,20})? (?:should|must|may|can|wants?)",
    r"(?:nobody|no one|no-one) (?:should|must|may)",
    r"what (?:i|we|they|he|she)(?:'d| would) (?:really |also |actually )?(?:like|love|prefer|need"
    r"|want)",
    r"what (?:i|we|they|he|she)(?: really| also| actually)? (?:needs?|wants?|miss|lack|can't have"
    r"|don't want|hope for|expect|look for)(?![\w'-])",
    r"what (?:matters|counts|helps|would help)(?: most)? (?:is|to (?:us|me)|for (?:us"
    r"|me))(?![\w'-])",
    r"(?:i|we) (?:don't|do not|never)(?: ever)? want(?: to)?"
    rf"(?! (?:to )?(?:{_OF_THE_TALK}|keep you|rush|waste|be rude|bore|promise|hold"
    r"|take (?:up|your|that|it)"
    r"|sound)\b)",
    r"if (?:it|that|this|they|somebody|someone|anybody|the (?:[\w'-]{1,20} ){1,3}?"
    r"|your [\w'-]{1,20}"
    r"|you|i|we|there)(?: (?:just|only|also))? could"
    r"(?! (?:ask|talk|meet|move|have a (?:look|chat)|do that|say|send|come|start|just)\b)",
    r"(?:i|we)(?:'d| would) (?:give a lot|pay|kill|be happy|be glad) (?:for|to have|if)",
    r"ideally|in an ideal world|i wish|we wish|if only|it would (?:help|save|be (?:great|nice"
    r"|good))"
    r" (?:us|me|if|to have)|(?:a|the|our|my) (?:condition|requirement|wish|must|minimum)\b"
    r"(?! (?:say|have|be)\b)",
)
_SIGNS = (
    # Somebody wants something.
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
    # Somebody can't do something, or is unhappy with something.
    r"struggl(?:e|es|ed|ing)(?! to hear)",
    rf"{_ANYBODY}{_REALLY} {_NOT_ABLE}(?! {_SMALL_TALK}\b)",
    rf"{_THEY} (?:don't|doesn't|do not|does not) (?:have (?:an?|any|anyone|anybody|anything|enough"
    r"|the|time|people|visibility)|trust)",
    r"(?:we|they) (?:don't|do not|never) know (?:who|when|where|which|until|how many)",
    r"(?:hard|difficult|impossible|tough|tricky) (?:for (?:us|me|them|the|our) [\w' -]{0,20})?to"
    r"(?! (?:say|tell|hear|believe|imagine|know)\b)",
    r"(?:is|are|was|gets|that's|it's)(?: really| very| quite| a bit)? (?:difficult|tricky)"
    r"(?! (?:to|for (?:you|me))\b)",
    r"(?:nobody|no one|no-one|hardly anybody) (?:uses|knows?|knew|likes|trusts|owns|can|could|tells"
    r"|told|wants|looks|reads|seems|seemed|has (?:time|the time|any)|ever|notices|sees|checks|picks"
    r"|answers|has)(?! (?:said|idea)\b)",
    r"(?:the|our|my|their) (?:[\w'-]{1,20} ){1,3}?(?:hate|complain|refuse|moan|grumble|give up"
    r"|ignore|forget|quit|are (?:angry|fed up|annoyed|unhappy|furious|confused|leaving|late))s?",
    r"(?:the|our|my|their) (?:[\w'-]{1,20} ){1,3}?(?:doesn't|does not|don't|won't|didn't|never)"
    r" (?:know|talk to|show|tell|sync|match|fit|understand|update|warn|notice|see|arrive|reach|help"
    r"|print|load|scan|send|get|come|use|work|answer|agree|add up|have)",
    r"(?:we|i)(?:'ve| have) been (?:burned|burnt|let down|bitten|caught)|we got (?:burned|burnt)",
    r"(?:bothers|worries|scares|bugs|kills|annoys|frustrates|hurts) (?:me|us)",
    r"(?:it's|it is|that's|is|was)(?: just| really| all| always| a bit)* (?:an? )?(?:complete |real"
    r" |total |bit of a |proper )?(?:mess|chaos|carnage|shambles|disaster|pain|hell|joke|struggle"
    r"|guesswork|guessing|embarrassing|gamble|lottery|blind spot|bottleneck)",
    # What a problem costs.
    rf"takes? (?:us|me|them|him|her|my|our|you|{_A_LOT})",
    r"costs (?:us|me|them)|(?:will|would|'ll|could|can) cost (?:us|me|them)",
    r"(?:we|i|they)(?:'re| are)? (?:losing|lose|waste|wasting)",
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
    rf"(?:we|i|they)(?:'re| are|'m| am){_VERY} {_FEELING}",
)
_NEED = re.compile(rf"(?<![\w'-])(?:{'|'.join(_SIGNS)})(?![\w'-])")
_WANT = re.compile(rf"(?<![\w'-])(?:{'|'.join(_WANTED)})")
# The most common words of `_SIGNS` that say what somebody wants or what has to happen.
_WANTS = re.compile(
    r"(?<![\w'-])(?:(?:i|we|they)(?:'d| would)?(?: really| also| just)* (?:need|want)"
    r"|(?:it|that|this) (?:has|needs) to|must-haves?|deal[ -]?breakers?)(?![\w'-])"
)
# Somebody says what they themselves need, or what has to happen.
_STATED = re.compile(
    rf"(?<![\w'-])(?:(?:i|we)(?:'d| would)?{_REALLY} (?:need|want)(?! to (?:{_OF_THE_TALK})\b)"
    rf"|(?:i|we)(?:'ve| have)(?: got)?{_REALLY} to(?! (?:{_OF_THE_TALK})\b)"
    r"|what (?:i|we)(?:'d| would)?(?: really| also)* (?:need|want|like|miss|can't have|don't want)"
    r"|what (?:matters|counts))(?![\w'-])"
)
_REASON = re.compile(r"(?:and |but |so )?because(?![\w'-])")
_NOT = r"(?:don't|doesn't|didn't|do not|won't|wouldn't|no longer|never|not)"
_NO_NEEDS = (
    rf"(?:no|(?:not|isn't|wasn't|never|without)(?: really)?(?: such)?(?: an?| any)?)"
    rf" (?:big |huge |real |major )?(?:{_TROUBLE}s?|headache|nightmare|worries)",
    rf"{_NOT} (?:really |even |actually )?(?:need|struggle|cost|take|lose|worry|bother)",
    r"(?:doesn't|didn't|wouldn't|(?:they|he|she) don't) (?:really |even )?want",
    # What others, such as a competitor, want the buyer to do.
    r"(?:they|he|she|[\w'-]{1,20})(?:'d| would)? (?:like|love|wants?|need) (?:us|me|you)\b",
    r"they want,|(?:from your side|your [\w'-]{1,20}) (?:has|have|needs?) to",
    r"used to be (?:an? )?[\w'-]+",
    # A refusal, which says nothing about what they would want.
    r"(?:i|we|they) (?:don't|do not|never)(?: really| ever)? want (?:to|it|that|this|them|those|one"
    r"|any|anything)(?: (?:now|yet|today|any ?more|again|at all|here|either|please|right now))*"
    r"(?= ?(?:$|[,.;:]|(?:if|because|and|but|so)(?![\w'-])))",
    # A guess: "he must think that I'm an idiot".
    r"(?:he|she|they|you|it|that|people) must (?:think|have (?:been|thought|known|felt)|feel|know"
    r"|be (?:thinking|joking|mad|tired|proud))",
    r"what (?:i|we|they|he|she)(?:'d| would)?(?: really| just)? (?:wants?|needs?|like) to"
    r" (?:say|ask|tell|add|mention|show you)",
    # They mention that they need something, but not what: "if you ask what I need".
    r"(?:ask|asks|asked|knows?|knew|understand|heard|say|said|tell you|told you) (?:me |us )?what"
    r" (?:i|we|they|he|she)(?:'d| would)?(?: really)? (?:needs?|wants?|like)",
    r"(?:that|this|it)(?:'s| is| was)(?: exactly| really| just| all| about)* (?:what|all)"
    r" (?:i|we|they|he|she)(?:'d| would)?(?: really)? (?:needs?|wants?|like)",
    # "I don't think we need it", "it doesn't have to be big".
    r"(?:i|we) (?:don't|didn't|do not) (?:think|believe|say|know)(?: [\w'-]{1,20}){0,5} (?:i|we)"
    r" (?:need|want)",
    rf"{_NOT} (?:have|has) to",
    # Polite phrases, and phrases that only look like a need.
    r"(?:i|we) have to (?:say|admit|laugh|go)|have to look|has to do with",
    # About a thing that they used before, not about a need now: "it was too slow on the tablets".
    r"(?:it|that|this|they) (?:was|were)(?: just| simply| always| way)? (?:too|so) [\w'-]+",
    # About a thing that is better than expected or than before: "less painful than I'd thought".
    r"(?:less|not as|nowhere near as|no longer) [\w'-]+",
    # What somebody else wants to sell them.
    r"(?:they|he|she|[\w'-]{1,20})(?: [\w'-]{1,20})?(?: just| really| also| only)? wants?"
    r" (?:to (?:sell|offer|pitch|push|charge) (?:us|me)|us to (?:buy|sign|pay|renew))",
    r"no need|(?:all|everything)(?: we need|'s fine| is fine| works)",
    r"(?:not|aren't|isn't|wasn't|never)(?: too| really| very)? (?:hard|difficult|worried|concerned"
    r"|frustrated|painful|slow|long|expensive|complicated)",
    r"(?:do|did|would|will) you need|you (?:can't|need)",
)
# The speaker says that there is a problem, but not which problem.
_POINTS = re.compile(
    rf"(?:(?:because|so|and|but|well|yes|yeah|no),? )*(?:that|it|this)(?:'s| is| was)(?: exactly"
    rf"| really| always| just)? (?:the|a|our|my) (?:whole |main |real )?(?:{_TROUBLE}|mistake)"
)
_NO_NEED = re.compile(rf"(?<![\w'-])(?:{'|'.join(_NO_NEEDS)})(?![\w'-])")


@lru_cache(maxsize=1)  # the checks below look at the same sentence, one after the other
def _without_no_needs(said: str) -> str:
    """Remove words that look like a need but are not, such as "no problem"."""
    return _NO_NEED.sub(" ", said)


def is_need(said: str, *, asks: bool = False) -> bool:
    """Check whether a sentence says what somebody needs, can't do, or suffers from.

    `said` comes from `plain_speech`. Return false for a question (`asks`), for "no problem", and
    for "that's the problem", which doesn't say what the problem is.
    """
    # Removing words is slow. Most sentences have no words about needs, so we search first.
    if asks or not (_WANT.search(said) or _NEED.search(said)) or _POINTS.fullmatch(said):
        return False
    said = _without_no_needs(said)
    return bool(_WANT.search(said) or _NEED.search(said))


def is_wanted(said: str) -> bool:
    """Check whether a sentence about a need says what somebody wants or what has to happen.

    Other such sentences only say what is bad now.
    """
    said = _without_no_needs(said)
    return bool(_WANT.search(said) or _WANTS.search(said))


def is_stated(said: str) -> bool:
    """Check whether somebody says outright what they need: "I need …", "what matters is …".

    A sentence that only gives a reason ("because then we have to …") does not count.
    """
    return not _REASON.match(said) and bool(_STATED.search(_without_no_needs(said)))
