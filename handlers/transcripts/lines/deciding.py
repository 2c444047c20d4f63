"""Find sentences about who decides on a purchase, how, and with what budget. Pure.

Plain speech is text in lower case, without hesitations, stammers and brackets.
"""

import re
from typing import Literal

from handlers.times.words import AMOUNT_WORD
from handlers.transcripts.speech.amounts import may_count

Deciding = Literal["decider", "budget"]

DIGITS = r"\d[\d.,]{0,12}"
_THOUSANDS = (
    rf"(?:{AMOUNT_WORD}(?:(?: and)? {AMOUNT_WORD})?|{DIGITS})(?: and a half)?"
    r" ?(?:thousand|million|k|grand)"
)
_CURRENCY = r"(?:euros?|dollars?|pounds?|francs?|kronor|crowns|bucks|quid)"
# An amount is no money if it counts things: "forty thousand members". "Forty thousand a year" is
# money.
_NOT_MONEY = rf"(?! (?!{_CURRENCY})[a-z-]{{2,20}}s(?<![aiu]s)(?<!ss)(?![\w']))"
_MONEY = (
    rf"(?:(?:{_THOUSANDS}|{DIGITS} {_CURRENCY}|{AMOUNT_WORD} {_CURRENCY})(?![\w-]){_NOT_MONEY}"
    rf"|[€$£] ?{DIGITS}k?)"
)
BODIES = (
    r"(?:board|trustees|shareholders|(?:works )?council|committee|management|procurement|legal"
    r"|purchasing|cfo|ceo|coo|cto|md|managing director|directors?|boss|owners?|founders?|partners"
    r"|investors|head ?office|headquarters|finance|chair|president|headmaster|ministry)"
)
_THEIR = r"(?:the |our |my |his |her |their |a )?(?:[\w'-]{1,20} )?"
_SIGNED = r"(?:it|them|everything|anything|that|this|all of (?:it|them)|the [\w'-]{1,20})"
_AGREE = r"(?:approve|sign|agree|say yes|give (?:his|her|their|the) (?:ok|okay|approval|blessing))"
_DECIDES = (
    # "My father decides", but not "he decides which way to go".
    r"(?:decides|decide (?:it|that|this|together|everything|all))"
    r"(?! (?:to|which|when|where|how|if|whether|what|against|for itself)\b)",
    r"(?:has|have|had|'s got|'ve got|gets?) (?:the|a) (?:last|final|casting)"
    r" (?:word|say|vote|decision)",
    r"makes? the (?:final )?(?:decision|call)|(?:is|are|'s|'m) the (?:one|person|people) who"
    r" (?:decides?|signs?|approves?|pays?)",
    rf"(?:has|have|needs?|must|would have|'ll have|will have|'ve got|'s got)(?: all| both)?"
    rf"(?: to)? {_AGREE}(?! (?:in|up|a|an) )",
    rf"signs? off|sign-?off|signs? {_SIGNED}|signs? (?:it |that |them )?(?:himself|herself"
    r"|myself|themselves|ourselves)|(?:he|she|who) signs",
    r"the (?:one|person|people) (?:you|we)(?:'ll|'d|'ve)? (?:need|have|got) to"
    r" (?:convince|persuade|win)",
    r"approves(?! of)|(?:can|could|will|may|might) (?:veto|approve|sign(?! up))|a veto|vetoes",
    rf"(?:go|goes|going|went|take|takes|bring|get|send)(?: (?:it|that|this|back|then|first"
    rf"|straight|over|up)){{0,2}} (?:to|past|before|through|by) {_THEIR}{BODIES}",
    rf"(?:with|without|needs?|get|until) {_THEIR}(?:approval|signature|sign-?off|blessing)",
    rf"(?:it|that|this)(?:'s| is| would be) (?:{_THEIR}(?:call|decision)"
    r"|up to (?:me|him|her|them|us|the))|decision[- ]makers?",
    r"decision(?:'s| is| lies| sits| rests)? (?:mine|ours|his|hers|theirs|with|made by|taken by"
    r"|by)",
    r"holds? the (?:budget|purse)|budget holders?",
    r"(?:need|get|must have|want|ask for|have to (?:get|have)) (?:to (?:get|have) )?(?:at least )?"
    r"(?:two|three|2|3|several) (?:offers|quotes|bids|tenders)|public tender|(?:a|the) tender",
)
_DECIDER = re.compile(rf"(?<![\w-])(?:{'|'.join(_DECIDES)})(?![\w-])")
# These words do not say who decides: "if she decides", "the system decides".
_NO_DECIDER = re.compile(
    r"(?<![\w'-])(?:(?:if|whether|until|unless|once|wherever|whatever) (?:[\w'-]{1,20} ){1,3}?"
    r"(?:decides?|signs?|approves?)|(?:system|software|tool|app|algorithm|computer|machine|program"
    r"|driver|planner|dispatcher|it|that|nobody|you) (?:decides?|signs?|approves?)"
    r"|signs? (?:up|in|out|on|of|for the (?:parcel|delivery|goods))"
    r"|(?:i'd|we'd|they'd|i would|we would|i'll|we'll) (?:[a-z]{2,12} )?(?:sign|approve)(?! off)"
    r"|(?:did|do|does|will|would) you (?:decide|sign|approve)|used to (?:decide|sign|approve))"
    r"(?![\w'-])"
)
# Things that are bought, or that a purchase needs.
_PURCHASE = (
    r"(?:it|this|that|these|tools?|software|systems?|vendors?|suppliers?|providers?|contracts?"
    r"|agreements?|offers?|quotes?|bids?|tenders?|orders?|price|pricing|purchases?|purchasing"
    r"|buying|budgets?|money|spend(?:ing)?|costs?|deals?|investments?|projects?|licen[cs]es?"
    r"|subscriptions?|pilots?|trials?|rollout|decisions?|thing|amounts?|invest|buy)"
)
# Decisions about other things: "he signs off the diesel", "she approves our holidays".
_ELSE = re.compile(
    r"(?<![\w'-])(?:signs? off|sign-?off|signs?|approves?|decides?|(?:say|word|vote|decision))"
    r"(?: (?:off|on|about|over|for|of)){0,2} (?:(?:all|every|each|half) (?:of )?)?"
    r"(?:(?:the|our|my|his|her|their|your|every|each|all) )"
    rf"(?!(?:[\w'-]{{1,20}} ){{0,3}}{_PURCHASE}(?![\w'-]))[\w'-]{{2,20}}"
)
# The amount above which somebody else decides: "above ten it's Rufus", "anything over fifty k needs
# …".
_LIMIT = re.compile(
    r"(?<![\w'-])(?:above|over|under|below|up to|beyond|more than|less than)"
    rf" (?:about |the )?(?:that|{_THOUSANDS}|{AMOUNT_WORD}|[€$£] ?{DIGITS}k?|{DIGITS}k?)"
    rf"(?: {_CURRENCY})?(?: an?| per| in the)?(?: year| month)?"
    r"(?=$|[,.;:]| (?:it|it's|i|i've|we|we've|he|she|they|that|that's|my|our|the|is|needs?|goes|has"
    r"|have|must|signs?|decides?|mrs?|ms|herr|frau|only)(?![\w'-]))"
)
_ABOVE_IT = re.compile(
    r"(?<![\w-])(?:signs?|decides?|approves?|approval|goes? (?:back )?to|(?:have|need|got) to"
    r" (?:go|ask|get|take)|needs?|myself|it's (?!not\b|a\b|too\b|about\b|like\b|more\b)"
    r"[\w'-]{2,20}|that's (?:him|her|them)|my own|board)(?![\w-])"
)
_BUDGETS = (
    r"(?:in|into|out of|from|under|within|outside) (?:the|our|my|this|next|last|an?|any|that)"
    r"(?: [\w'-]{1,20}){0,2} budget",
    r"(?:our|my|his|her|their|the|this year's|next year's) (?:[\w'-]{1,20} )?budgets?"
    r" (?:for|is|are|was|will|would|has|closes?|ends?|runs?|starts?|of|we|i|that|this|next)",
    r"(?:no|any|enough|much|some|left in the|little|a) budget(?! (?:airline|hotel|meeting))",
    r"budget(?:ed)?(?: [\w',-]{1,20}){0,5} " + _MONEY,
    _MONEY + r"(?: [\w',-]{1,20}){0,5} budget(?:ed)?",
    rf"(?:{AMOUNT_WORD}|{DIGITS}k?),? (?:for (?:the (?:first |whole |full )?year|year one"
    r"|this year|next year),? )?all in",
    r"in (?:the|our) (?:[\w'-]{1,20} )?plan(?: [\w'-]{1,20}){0,3} (?:is|are|we have|there are)"
    r" (?:about )?" + _MONEY,
    # "Three percent is the ceiling", "forty thousand's our limit".
    rf"(?:{AMOUNT_WORD}|{DIGITS}k?)(?: ?%| percent| per cent| thousand| {_CURRENCY}){{0,2}}"
    r"(?: is|'s| would be) (?:the|my|our) (?:ceiling|limit|maximum|cap|most)",
    r"budgeted (?:for|nothing|it)|not budgeted|no money left",
    r"(?:set aside|put aside|put in|earmarked|allocated|reserved|ring-?fenced|planned|plan for"
    r"|told the board|signed off|approved|ceiling is|limit is|maximum is|cap is|i've got|we've got"
    r"|i have got|we have got|i have|we have|(?:i|we|he|she|they)(?:'s|'ve| have| has)? put"
    r"|there's|there is|there are|more than|i can do|i could do|we can do|we could do|could go to"
    r"|can go to|go up to|i can't do|we can't do|can spend|could spend)"
    r"(?: (?!of\b|if\b|it\b|that\b)[\w',-]{1,20}){0,2}? "
    + _MONEY
    + r"(?! (?:late|more than|back)\b)",
    r"(?:you|we|the (?:price|offer|total)) (?:must|ha(?:s|ve) to|needs? to|should) (?:be|stay)"
    rf" (?:under|below|less (?:than|of)) (?:the )?(?:{_MONEY}|{AMOUNT_WORD}(?:[ -]{AMOUNT_WORD})?"
    rf"|{DIGITS}k?)",
    r"(?:comes?|came|come) out of (?!(?:the|a|our|my) (?:box|blue|door|yard|system|nowhere))(?:the"
    r"|our|my|this|next|another|a different|training|it)(?: [\w'-]{1,20}){0,2}",
    r"(?:a |the )?(?:different|separate|same|other|another) pot|in the pot",
)
# Whatever matches one of `_BUDGETS` has one of these words, or a number.
_OF_BUDGETS = ("budget", "pot", "out of", "money")
_BUDGET = re.compile(rf"(?<![\w'-])(?:{'|'.join(_BUDGETS)})(?![\w-])")
_MONEY_SAID = re.compile(
    rf"(?<![\w.,'-])(?:{_MONEY}|\d{{1,3}}(?:[.,]\d{{3}}){{1,3}}(?![\w-]){_NOT_MONEY})"
)
# These words do not say what may be spent: "we spent", "they quoted", "it's over budget".
_SPENT = re.compile(
    r"(?<![\w'-])(?:(?:on|over|under|your) budgets?|last year (?:we|it|they)|we (?:spent|paid)"
    r"|it cost|they (?:wanted|asked|quoted|offered)|turnover|revenue)(?![\w'-])"
)
_REFUSES = re.compile(
    r"(?<![\w'-])(?:i|we) (?:can't|cannot|couldn't|won't|don't) (?:do|go|pay|spend|get to|afford)"
    r"(?! (?:more|over|above|beyond)\b)(?![\w'-])"
)


def tells_who_decides(said: str) -> bool:
    """Check whether plain speech says who decides, signs or approves, or how people decide.

    Only decisions about a purchase count: "he signs off the contract" counts, but "he signs off the
    diesel" does not.
    """
    if tells_limit(said):
        return True
    # This first search saves time, because most sentences have no match.
    if not _DECIDER.search(said):
        return False
    return bool(_DECIDER.search(_ELSE.sub(" ", _NO_DECIDER.sub(" ", said))))


def tells_limit(said: str) -> bool:
    """Check whether plain speech says up to what amount somebody may decide alone."""
    limit = _LIMIT.search(said)
    return bool(limit and _ABOVE_IT.search(said[: limit.start()] + said[limit.end() :]))


def is_refusal(said: str) -> bool:
    """Check whether plain speech rules out an amount of money: "we can't do thirty thousand"."""
    return bool(_REFUSES.search(said)) and has_money(said)


def tells_budget(said: str) -> bool:
    """Check whether plain speech says something about what a customer may spend."""
    if not (any(word in said for word in _OF_BUDGETS) or may_count(said)):
        return False
    return bool(_BUDGET.search(said) and _BUDGET.search(_SPENT.sub(" ", said)))


def has_money(said: str) -> bool:
    """Check whether plain speech has an amount of money: "forty thousand" or "300 euros"."""
    return bool(_MONEY_SAID.search(said))
