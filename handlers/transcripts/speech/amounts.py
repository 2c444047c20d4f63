"""Find amounts in what people say: "forty seats", "two hours every day"."""

import re

from handlers.times.words import AMOUNT_WORD, LATE_TENS, NUMBERS

_MORE = r"(?:(?: and)?[ -](?:a )?(?:hundred|thousand|million|billion|half))*"
_NUMBER = (
    rf"(?:\d[\d.,]*(?: ?[km]\b)?{_MORE}|{AMOUNT_WORD}{_MORE}(?:(?: and)? {AMOUNT_WORD})?"
    r"|an? (?:hundred|thousand|million|dozen)|half an?|a couple of|several)"
)
_UNIT = (
    r"(?:%|percent|per cent|euros?|dollars?|pounds?|francs?|grand|cents|minutes?|hours?|days?"
    r"|weeks?|months?|years?|quarters?|k|km|miles|people|times|person|head)(?![\w'-])"
)
# A number is not an amount if one of these words follows it: "four was", "ten questions". Most of
# these words end in "s", so without this list, they would look like things that are counted.
_NOT_COUNTED = (
    r"(?:us|this|these|those|was|is|has|does|as|yes|its|plus|less|always|perhaps|things|questions"
    r"|points|options|ways|words|seconds|slides|guys|reasons|examples|sides|of|thanks|parts)"
    r"(?![\w'-])"
)
# If one of these words comes between a number and a noun, the number does not count the noun: in
# "at four with pallets", "four" is a time.
_JOINS = (
    r"(?:the|a|an|at|in|on|by|to|for|from|with|without|and|or|but|then|so|because|that|which|our"
    r"|your|my|their|his|her|its|we|they|you|i|it|he|she|not|no|after|before|when|if)(?![\w'-])"
)
_PAID = r"(?:sign|signs|spend|spent|spending|pay|paid|paying|costs?|budget|worth|over|under)"
_LARGE = rf"(?:\d[\d.,]* ?k\b|(?:{AMOUNT_WORD}|\d[\d.,]*) (?:hundred|thousand|million|k)(?![\w'-]))"
_EACH = (
    r" (?:an?|per) (?:hour|day|week|month|year|quarter|seat|person|user|head|unit|piece)(?![\w'-])"
)
_ROUGHLY = (
    r"(?:at least|about|around|roughly|up to|more than|less than|below|under|nearly|almost"
    r"|more like|close to|something like)"
)
_COUNTED = rf"(?!{_NOT_COUNTED})[a-z-]{{2,20}}(?<![su])s(?![\w'])"
# `_BUDGET` finds money without a word such as "dollars": "forty thousand, Canadian", "sixty for the
# first year, all in".
_HAVE = (
    r"(?:(?:i've|we've|i have|we have) got|set aside|budget(?: is| of)?|told the board|approved"
    r"|signed off|ceiling is|limit is)"
)
_TEN_OR_MORE = (
    r"(?!(?:one|two|three|four|five|six|seven|eight|nine|an?|half|several|\d)(?![\w.,-]"
    rf"| (?:hundred|thousand|million))){_NUMBER}"
)
_BUDGET = (
    rf"(?:{_TEN_OR_MORE}(?: {AMOUNT_WORD})?,?"
    r" (?:canadian|american|australian|swiss|sterling|us)(?![\w'-])"
    rf"|{_TEN_OR_MORE},?"
    r" (?:for (?:the (?:first |whole |full )?year|year one|this year|next year)|all in)"
    rf"(?![\w'-])|{_HAVE}(?: [\w',-]{{1,20}}){{0,3}} {_LARGE})"
)
_AMOUNT = re.compile(
    rf"(?<![\w'.,-])(?:{_NUMBER}[ -]?{_UNIT}|{_BUDGET}"
    rf"|(?!one |\d+\.\d){_NUMBER} (?:(?!{_NOT_COUNTED}|{_JOINS})[a-z'-]{{1,20}} )?{_COUNTED}"
    rf"|[€$£] ?\d[\d.,]*|{_PAID}(?: [\w',-]{{1,20}}){{0,3}} {_LARGE}"
    rf"|(?:went|goes|dropped|fell|rose|grew|jumped|down|up) from {_NUMBER} to {_NUMBER}(?![\w'-])"
    rf"|(?:one|two|three|\d{{1,2}}) (?:in|out of) (?:every )?(?!one\b){AMOUNT_WORD}"
    r"(?=$|[,.;]| (?!of |o'clock|minutes|hours|days|weeks|months|years)[a-z])"
    rf"|{_LARGE}{_EACH}|{_ROUGHLY} {_LARGE}"
    rf"|{_NUMBER},? (?:give or take|in total)(?![\w'-])"
    r"|(?:half|a third|a quarter|two thirds|three quarters) (?:of )?(?:the|our|my)\b)"
)
# Each amount has one of these words, a digit or a currency sign.
_COUNTS = frozenset((*NUMBERS, *LATE_TENS)) | {
    *("hundred", "thousand", "million", "billion", "dozen", "half", "third", "thirds"),
    *("quarter", "quarters", "couple", "several"),
}
_LETTERS = re.compile(r"[a-z]+")
_DIGIT = re.compile(r"[\d€$£]")
# Money, and time that somebody spends. "In three weeks" and "two years ago" are not costs.
_COST = re.compile(
    rf"(?<![\w'.,-]){_NUMBER}[ -]?(?:hours?|minutes?|euros?|dollars?|pounds?|francs?|grand|cents|k"
    rf"|full-time|people who)(?![\w'-])|[€$£] ?\d|{_PAID}(?: [\w',-]{{1,20}}){{0,3}} {_LARGE}"
    rf"|{_BUDGET}|takes?(?: [\w',-]{{1,20}}){{0,3}} {_NUMBER}[ -](?:days|weeks|months)(?![\w'-])"
)
# Phrases that say nothing about the buyer's work: minutes of the call ("give me two minutes", "I
# have five minutes left"), "one second" and "one day".
_OF_THE_CALL = re.compile(
    r"\b(?:give me|in|another|have|only have|got|take|last|next|just) (?:about |the |like )?"
    rf"{_NUMBER} (?:more )?minutes?\b|\b(?:one|a) (?:second|minute|moment)\b|\bone (?:day|time)\b"
)
_LENGTH = re.compile(
    rf"(?:{_NUMBER}[ -]?(?:minutes?|hours?|days?|weeks?|months?|years?)|half an hour)(?![\w'-])"
)
_AT_WORK = re.compile(
    r"(?<![\w'-])(?:takes?|took|taken|spends?|spent|spending|los(?:e|es|t|ing)|wast(?:e|es|ed|ing)"
    r"|waits?|waiting|late|delay(?:s|ed)?|behind|costs?|needs?|overtime|every|each|per|(?:an?"
    r"|the) (?:day|week"
    r"|month|year|night|shift|morning)|down|offline|until|notice|ahead)(?![\w'-])"
)
# A frequency alone says nothing about the buyer's business: "it goes every ten minutes".
_HOW_OFTEN = re.compile(rf"(?<![\w'-])(?:every|each) {_LENGTH.pattern}")
# Words about somebody's private life, the weather, the journey to the office, or the screen.
_PRIVATE = re.compile(
    r"(?<![\w'-])(?:kids?|child|children|daughters?|sons?|wife|husband|grandchildren|grandma|dogs?"
    r"|cats?|birthdays?|wedding|coffees?|espressos?|cups? of|cake|beers?|wine|lunch|breakfast"
    r"|dinner|degrees|celsius|minus|snow|rain(?:ed|ing)?|weather|sunshine|gym|marathon|football"
    r"|golf|match|goals?|holidays?|vacation|garden|my (?:train|flight|car|bike|house|flat)"
    r"|years old|in my (?:life|career)|i(?:'ve| have) been (?:here|doing|with)|screens?|tabs?"
    r"|slides?)(?![\w'-])"
)
# A number is about the buyer's business if the sentence also has a cost, "%", or a match of this
# pattern.
_BUSINESS = re.compile(
    r"(?<![\w'-])(?:we|we've|we're|we'd|us|our|ours|they|they've|they're|their|my (?:team|people"
    r"|drivers|colleagues|boss)|there(?:'s| is| are| were| was)|every|each|per|daily|weekly"
    r"|monthly|(?:a|the) (?:day|week|month|year|night|shift|head|piece|stop|customer)|people|staff"
    r"|employees|heads|(?:the|all|of) [\w'-]{3,20}s)(?![\w-])"
)


def may_count(said: str) -> bool:
    """Check whether plain speech has a digit, a currency sign or a number word.

    Most sentences have none of these. This check is much faster than the patterns for amounts.
    """
    return bool(_DIGIT.search(said)) or not _COUNTS.isdisjoint(_LETTERS.findall(said))


def has_amount(said: str) -> bool:
    """Check whether plain speech has an amount, such as a number with a unit.

    A number alone does not count: "one fifty" may be 150 or 1.50.
    """
    return may_count(said) and bool(_AMOUNT.search(_OF_THE_CALL.sub(" ", said)))


def has_cost(said: str) -> bool:
    """Check whether plain speech has an amount of money or of time that somebody spends."""
    return may_count(said) and bool(_COST.search(_OF_THE_CALL.sub(" ", said)))


def has_figure(said: str) -> bool:
    """Check whether plain speech has a number about how people work or what something costs.

    A length of time counts only with a word such as "takes" or "late". For example, "it takes us
    two hours" counts, and "in about half an hour" does not. A number in speech about somebody's
    private life does not count: "I've had four coffees". A frequency ("every ten minutes") counts
    only if the other words are about the buyer's business: "we get a call every ten minutes".
    """
    said = _OF_THE_CALL.sub(" ", said)
    else_said = _HOW_OFTEN.sub(" ", said)
    theirs = _COST.search(else_said) or _BUSINESS.search(else_said) or "%" in said
    if _PRIVATE.search(said) or not theirs:
        return False
    if not _AT_WORK.search(said):
        said = _LENGTH.sub(" ", said)
    return bool(_AMOUNT.search(said))
