"""Decide whether a quote is a promise, who made it, and when it is due. Pure.

We don't ask a model, because models turn "might" into "will", and report promises that nobody made.
"""

import re
from collections.abc import Iterable
from datetime import date

from handlers.coaching.text.german_days import in_english, is_german
from handlers.transcripts.speech.days import day_in, names_day
from handlers.transcripts.speech.speech import plain_speech

_ASKS_WHETHER = re.compile(
    r"(?<!\w)(?:check|checks|see|ask|asks|find out|know|confirm|look|tell you|clarify)"
    r"(?: [\w'-]{1,20}){0,3} if(?!\w)"
)
# Words that leave the speaker a way out: "might", "if", "would". A sentence with such a word is not
# a promise.
_HEDGE = re.compile(
    r"(?<![\w'-])(?:might|maybe|perhaps|possibly|probably|could|would|should|if|unless|provided"
    r"|assuming|depends|depending|ideally|hope|hopefully|hoping|try|trying|tries|i think|i guess"
    r"|i suppose|i believe|in theory|some ?day|at some point|not sure|no promises|wish|consider"
    r"|considering|thinking (?:about|of)|i'd|we'd|let's see|we'll see"
    r"|vielleicht|eventuell|evtl|möglicherweise|womöglich|wahrscheinlich|vermutlich|könnten?"
    r"|würden?|dürften?|sollten?|müssten?|hätten?|falls|wenn|sofern|soweit|hoffe|hoffen|hoffentlich"
    r"|versuche|versuchen|glaube|glauben|denke|denken|mal (?:sehen|schauen)|irgendwann|unter"
    r" umständen|kommt (?:drauf|darauf) an|theoretisch|überlege|überlegen|bei gelegenheit)"
    r"(?![\w'-])"
)
_MONTH_OF_MAY = re.compile(r"\bMay\b")
_MAY = re.compile(r"(?<![\w'-])(?:(?:i|we|they|he|she|you|it|that|this|[a-z]{2,15}) may(?! \d))\b")
_NEGATED = re.compile(
    r"(?<![\w'-])(?:won't|will not|shall not|'ll not|not going to|can't|cannot|can not|never"
    r"|don't (?:think|promise|expect|plan|want)|doubt|didn't|not (?:promise|commit)|nothing"
    r"|nobody will|wouldn't|couldn't"
    r"|(?:werden?|wird|kann|können|verspreche|versprechen|schicke|schicken|mache|machen|sende|gebe)"
    r"(?: [\w'-]{1,20}){0,5} (?:nicht|nichts|kein|keine|keinen|niemals|nie)|nie(?:mals)?|niemand)"
    r"(?![\w'-])"
)
# Words of a request to the other side: "please send me the list", "you should ask Tom".
_REQUEST = re.compile(
    r"(?<![\w'-])(?:please|bitte|(?:can|could|would|will) you|(?:können|könnten|würden|könnt) "
    r"(?:sie|ihr)|i (?:need|want|expect) you|you (?:must|have to|need to|should)"
    r"|(?:sie|ihr) (?:müssen|müsst|sollten|solltet))(?![\w'-])"
)
_PAST = re.compile(
    r"(?<![\w'-])(?:promised|last (?:week|month|year|time)|already (?:sent|did|done)|yesterday"
    r"|we sent|i sent|versprochen|schon geschickt|gestern|letzte (?:woche|mal)|habe (?:ich )?"
    r"(?:schon|bereits)|used to|said (?:that )?(?:he|she|they|you)|she said|he said|they said)"
    r"(?![\w'-])"
)
# Words about the future. An English sentence without these words is a promise only if we know who
# made it and if the sentence names a day.
_AHEAD = re.compile(
    r"(?<![\w'-])(?:will|i'll|we'll|he'll|she'll|they'll|you'll|it'll|shall|going to|gonna|let me"
    r"|(?:i|we) can|(?:i|we) (?:send|bring|call|write|e-?mail|book|prepare|give|ask)"
    r" (?:you|him|her|them|it|that|the|a|an|my|our|your))(?![\w-])"
)
_AHEAD_IN_GERMAN = re.compile(r"(?<!\w)(?:werde[nt]?|wird|bekommen|bekommt|kriegen|erhalten)(?!\w)")
_OURSELVES = re.compile(
    r"(?<![\w'-])(?:i|we|i'll|we'll|i'm|we're|let me|from (?:me|us)|my side|our side|ich|wir"
    r"|von (?:mir|uns))(?![\w-])"
)
_DOES = (
    r"(?:'ll|’ll|,? (?:will|is going to|can|sends?|wird|schickt|sendet|macht|meldet|kann))(?!\w)"
)
_CLOSING = "\"'”’»“) "


def is_promise(sentence: str, owner: str) -> bool:
    """Check whether a sentence promises something, that is, says what somebody will do.

    `owner` is the person whose promise it would be, or "" if unknown. A question, request, hedge,
    refusal or report about the past is not a promise. We recognise these in English and German.
    """
    if sentence.rstrip(_CLOSING).endswith("?"):
        return False
    said = _MONTH_OF_MAY.sub(" ", sentence.replace("’", "'")).lower()
    said = _ASKS_WHETHER.sub(" ", " ".join(said.split()))
    signs = (_HEDGE, _MAY, _NEGATED, _REQUEST, _PAST)
    if any(one.search(said) for one in signs):
        return False
    if is_german(sentence):
        return bool(owner or _AHEAD_IN_GERMAN.search(said))
    return bool(_AHEAD.search(said) or (owner and names_day(plain_speech(sentence))))


def owner(sentence: str, speaker: str, names: Iterable[str]) -> str:
    """Return who made a promise: a person whom the sentence names, or the speaker for "I" and "we".

    Return "" if the sentence doesn't say.
    """
    named = [one for one in dict.fromkeys(names) if one and _named(sentence, one)]
    does = [one for one in named if _named(sentence, one, _DOES)]
    if len(does) == 1:
        return does[0]
    if speaker and _OURSELVES.search(sentence.replace("’", "'").lower()):
        return speaker
    return named[0] if len(named) == 1 and not does else ""


def due(words: str, day: date) -> date | None:
    """Return the day on which a promise is due, or None if its words name no day.

    `words` are the quote. `day` is the day of the call, from which "tomorrow" counts.
    """
    said = in_english(words) if is_german(words) else words
    return day_in(plain_speech(said), day, due=True)


def _named(sentence: str, name: str, after: str = r"(?!\w)") -> bool:
    forms = {name, *name.split()[:1]}
    return any(re.search(rf"(?<!\w){re.escape(one)}{after}", sentence) for one in forms if one)
