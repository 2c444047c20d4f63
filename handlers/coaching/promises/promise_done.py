"""Recognise a line about something already done: "the NDA went out this morning". Pure."""

import re

from handlers.coaching.text.words import stemmed, stems

_SENT = r"(?:sent|mailed|e-?mailed|forwarded)"
_DID = (
    rf"(?:{_SENT}|shared|shipped|delivered|signed|submitted|posted|paid|finished|completed|booked"
    r"|introduced|done|gone out)"
)
_WHEN = r"(?:already|yesterday|earlier|just now|this (?:morning|afternoon)|last (?:night|week))"
_PAST = rf"(?:\s+{_WHEN}){{0,3}}"
# Each pattern matches a whole line. None matches "signed NDA" or "report shared Friday", which may
# be promises.
_DONE = (
    re.compile(r".*\bwent (?:out|off|over)\b.*"),
    re.compile(
        r".*\b(?:was|were|been|has|have|already|just|(?:i|we|they)'ve)\s+"
        rf"(?:(?:all|already|just|been)\s+){{0,3}}{_DID}\b.*"
    ),
    re.compile(r".*\b(?:is|are|'s|all) (?:already )?done\b.*"),
    re.compile(rf"(?:i|we|they|she|he)\s+(?!done){_DID}\b.*"),
    re.compile(rf"{_SENT}\b.*"),
    re.compile(rf".*\b(?<!they )(?<!you )(?<!we )(?<!i )(?:{_SENT}|delivered|done){_PAST}"),
    re.compile(r"(?:already\s+)?done\b.*"),
)
# In "sent the NDA to Karl", "to" says who got it. In "sent it to be signed", it does not.
_TO_WHOM = re.compile(
    rf"^((?:(?:i|we|they|she|he)(?:'ve|'s|\s+have|\s+has)?\s+)?(?:(?:already|just)\s+)?{_SENT}\b[^,;]*?)"
    r"\sto\s(?!(?:be|get|have|make|do|sign|see|ask)\b)"
)
# A line with one of these words may be about something that is still to be done.
_STILL_TO_DO = stemmed(
    """
    to will ll shall must need want wait not t no never if when once until till unless before after
    by get let make ensure which who that what whether remind
    """
)
# A line that begins with one of these verbs says what to do: "Send the NDA we have signed".
_ASKS = stemmed(
    """
    ask book bring call chase check confirm draft find follow forward give have introduce invite
    mail email pass prepare resend see send set share show talk tell test try update write
    """
)


def tells_done(line: str) -> bool:
    """Check whether a line says that something is already done. If in doubt, return False."""
    said = " ".join(line.lower().replace("’", "'").split()).strip(" .!")
    words = stems(_TO_WHOM.sub(r"\1 ", said, count=1))
    if not words or _STILL_TO_DO & set(words):
        return False
    return words[0] not in _ASKS and any(each.fullmatch(said) for each in _DONE)
