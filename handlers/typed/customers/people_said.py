"""Recognise what is said about a customer's people: a new contact, a role, who comes. Pure."""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from handlers.typed.customers.job_titles import job_title
from handlers.typed.plain_spelling import written_out
from handlers.typed.words import AUXILIARIES, PRONOUNS, QUESTION_WORDS, bare_word, listed

# What a line about a person asks us to do, or says:
# - "order": put the person on file.
# - "add": add the person to a call that the line mentions ("add tom to the demo").
# - "adds": add the person to a call that the line does not mention ("add tom too").
# - "news": the person's role.
# - "email": the person's address.
# - "coming": the person is coming to a call.
# - "joins": the person is also coming to the call that the last message was about.
# - "left": the person has left the account.
# - "answer": who has a role at the account that we just talked about ("its the cfo, jana vogel").
# - "correction": the person has one role and not another: "shes cfo, not ceo".
# - "successor": the person takes over at an account. The line gives no role.
# - "named": the name of the person whom the last message was about ("her name is …").
# - "role": the role of the person whom the last message was about.
SaidOfPerson = Literal[
    "order",
    "news",
    "email",
    "add",
    "coming",
    "joins",
    "left",
    "answer",
    "correction",
    "successor",
    "named",
    "role",
    "adds",
]

LONGEST = 160  # characters of a line about a person
_NAME = r"(?P<name>[^\W\d_][\w.'-]{0,30}(?: [^\W\d_][\w.'-]{0,30}){0,3}?)"
_ROLE = r"(?P<role>[^:;?!]{2,60}?)"
_ACCOUNT = r"(?P<account>[^:;?!,]{2,60}?)"
_OWNER = r"(?P<account>[^\W\d_][\w-]{2,30}?)'?s"
# In a line like "jana is the head of ops of northwind", the account has one or two words.
_SHORT_ACCOUNT = r"(?P<account>[^\s:;?!,]{2,40}(?: [^\s:;?!,]{2,40})?)"
_PERSON = r"(?P<name>[^:;?!]{2,80}?)"
_EMAIL = r"(?P<email>[^\s@]{1,60}@[^\s@]{3,60})"
_WEEKDAYS = (
    r"(?:mon|tues?|wed(?:s|nes)?|thu(?:rs?)?|fri|satur|sun)(?:day)?|morning|afternoon|evening"
)
_CALL = r"(?:call|meeting|demo|mtg|invite)"
_NEW = r"(?:(?:the|a|our|there'?s a) )?new (?:guy|girl|woman|man|lady|person|contact|one)"
_COMES = r"(?:(?:is|will be) (?:joining|coming)|(?:will )?joins?|will come)(?: us| me| along)?"
_TOO = r"(?:too|also|as well)"
# A "joins" line does not name an account, because it is about the call that the last message was
# about. It may name the day of the call.
_DAY = rf"(?: {_TOO})?(?P<when> (?:on |this )?(?:today|tomorrow|{_WEEKDAYS}))?(?: {_TOO})?"
_BRINGS = r"(?:(?:is|will be) (?:also )?bringing|(?:also )?brings|will (?:also )?bring)"
_THERE = r"(?:there|on it|with (?:her|him|them)|(?:on|in|at) (?:it|the call|the meeting|the demo))"
_IT_IS = r"(?:it|that)(?:'?s| is| would be|'?ll be)"
_SHE_IS = r"(?:she|he)(?:'?s| is)(?: now)?"
_THEIR = r"(?:(?:the|their|our)(?: new)? )?"
_PATTERNS: tuple[tuple[SaidOfPerson, str], ...] = (
    (
        "named",
        rf"(?:her|his) (?:full |real )?name(?:'?s| is) {_NAME}"
        rf"(?:(?:,| and|, and) (?:{_SHE_IS} )?{_THEIR}{_ROLE})?",
    ),
    ("role", rf"{_SHE_IS} {_THEIR}{_ROLE}(?: (?:there|now))?"),
    (
        "order",
        rf"(?:add )?(?:a )?new (?:contact|person) (?:at|for|from) {_ACCOUNT} ?[:,–-] {_PERSON}",
    ),
    ("order", rf"(?:add )?(?:a )?new (?:contact|person) (?:at|for|from) {_ACCOUNT} is {_PERSON}"),
    ("order", rf"(?:add )?(?:a )?(?:new )?contact[:,]? {_PERSON} (?:at|for|to) {_ACCOUNT}"),
    ("order", rf"add {_PERSON} as (?:a )?(?:new )?contact (?:at|for|to) {_ACCOUNT}"),
    ("order", rf"{_NEW} (?:at|for|from|in) {_ACCOUNT}(?: ?[:,–-]| is) {_PERSON}"),
    ("news", rf"{_OWNER} (?:new )?{_ROLE} is (?:called|named) {_NAME}(?:, new)?"),
    ("answer", rf"{_IT_IS} (?:the|their|our) {_ROLE}, {_NAME}"),
    ("answer", rf"{_IT_IS} {_NAME}, (?:{_SHE_IS} )?(?:(?:the|their|our) )?{_ROLE}"),
    ("answer", rf"(?:(?:the|their|our) )?{_ROLE} is (?:called|named) {_NAME}"),
    ("email", rf"{_NAME}(?:'?s)? (?:new )?(?:e-?mail|mail|address|e-?mail address) is {_EMAIL}"),
    (
        "add",
        rf"add {_PERSON} to (?:the |my |our )?{_ACCOUNT} {_CALL}(?P<when> [^,]{{2,40}})?, "
        rf"(?:(?:the|their|an?|as) )?{_ROLE}",
    ),
    ("add", rf"add {_PERSON} to (?:it|that|this|(?:the|that|this) {_CALL})"),
    ("add", rf"add {_PERSON} to (?:the |my |our )?{_CALL} with {_ACCOUNT}"),
    ("add", rf"add {_PERSON} to (?:the |my |our )?{_ACCOUNT} {_CALL}(?P<when> .{{2,40}})?"),
    ("order", rf"add {_PERSON} (?:to|at|from) {_ACCOUNT}(?:,| as) (?:(?:the|their|an?) )?{_ROLE}"),
    ("order", rf"add {_PERSON} (?:to|at|from) {_ACCOUNT}"),
    ("adds", rf"add {_PERSON}(?: {_TOO})?"),
    ("joins", rf"{_PERSON} {_COMES}{_DAY}"),
    ("joins", rf"{_PERSON} is also (?:joining|coming)(?: us| along)?"),
    (
        "joins",
        rf"[^\W\d_][\w.' -]{{1,60}}? {_BRINGS} {_PERSON}"
        rf"(?: along| with (?:him|her|them))?(?: {_TOO})?",
    ),
    ("joins", rf"{_NAME} will be {_THERE}(?:, {_SHE_IS} {_THEIR}{_ROLE})?(?: {_TOO})?"),
    (
        "joins",
        rf"[^\W\d_][\w.' -]{{1,60}}? (?:will have|has|will bring|brings|is bringing)"
        rf" (?:her|his|their) (?P<rest>boss|manager|colleague)(?: {_THERE}| along)?,? {_NAME}",
    ),
    (
        "coming",
        rf"{_PERSON} (?:(?:is|will be) (?:also )?(?:joining|coming)|(?:will )?joins?|will come)"
        rf"(?: us| me| along)?(?: (?:to|on|for|in))?(?: (?:the|my|our))?"
        rf"(?P<rest>(?: .{{2,60}}?)?)(?: {_TOO})?",
    ),
    ("news", rf"{_NAME} is (?:now )?(?:the|their|our) new {_ROLE} (?:at|for) {_ACCOUNT}(?: now)?"),
    ("news", rf"{_NAME} is (?:now )?(?:the|their|our) new {_ROLE} of {_ACCOUNT}"),
    ("news", rf"{_NAME} is (?:now )?the {_ROLE} of {_SHORT_ACCOUNT}(?: now)?"),
    ("news", rf"{_NAME} is now {_ROLE} (?:at|for) {_ACCOUNT}"),
    ("news", rf"{_NAME} is new {_ROLE} (?:at|for) {_ACCOUNT}"),
    ("news", rf"{_NAME} is (?:now )?{_ROLE} (?:at|for) {_ACCOUNT}(?: now)?"),
    ("news", rf"(?:the )?new {_ROLE} (?:at|of|for) {_ACCOUNT} is {_NAME}"),
    ("news", rf"{_ACCOUNT}s? new {_ROLE} is {_NAME}"),
    ("news", rf"{_NAME}(?:'?s)? (?:new )?(?:role|title|job title|position) is (?:now )?{_ROLE}"),
    ("news", rf"{_NAME} (?:got|was|is|has been) promoted to {_ROLE}"),
    ("news", rf"{_NAME} is (?:now )?(?:the )?new {_ROLE}"),
    ("news", rf"{_NAME} is (?:now )?{_ROLE}(?: now)?"),
    (
        "correction",
        rf"(?:(?:she|he)(?:'?s| is) )?{_ROLE},? not (?:the |an? )?(?P<rest>[^:;?!]{{2,60}})",
    ),
    (
        "successor",
        rf"{_NAME} (?:is taking over|takes over|took over|is (?:now )?our (?:new )?contact)"
        rf"(?: (?:from|for) [^\W\d_][\w.' -]{{1,40}}?)? (?:at|in) {_ACCOUNT}(?: now)?",
    ),
    ("left", rf"{_NAME} (?:has |just |has just )?left {_ACCOUNT}"),
    ("left", rf"{_NAME} is no longer (?:at|with) {_ACCOUNT}(?: any ?more)?"),
    (
        "left",
        rf"{_NAME} (?:no longer works|does ?n[o']?t work) (?:at|for) {_ACCOUNT}(?: any ?more)?",
    ),
)
_THERE_AFTER = re.compile(r" (?:there|here)$", re.IGNORECASE)
_ASKS = re.compile(
    r"^(?:please |and |can you |could you |(?:can|could) (?=[^,]{1,60} (?:join|come)\b)){1,3}",
    re.IGNORECASE,
)
_READ = tuple((what, re.compile(pattern, re.IGNORECASE)) for what, pattern in _PATTERNS)
# No person's name begins with one of these words.
NOBODYS_NAME = (
    QUESTION_WORDS
    | PRONOUNS
    | listed(
        "i you us them me that this there these those somebody nobody everybody anyone someone"
        " everyone the a an our their his her my your new old next and or not no yes if is are add"
        " contact call demo meeting nobody's price budget deal team who's"
    )
)
_BEGIN_QUESTIONS = QUESTION_WORDS | AUXILIARIES | listed("were had")
# These words may come before or after what is said.
_CHATTER = listed("btw fyi tho though wait no nope oh ah sorry actually")
_WITH_ROLE = ("news", "answer", "correction", "role")  # these lines have a job title
_AFTER_NAME = listed("to at from for as with")  # never part of a name: "add tom berg to …"
_JOINS = listed("and but n so")
_PARTICLES = listed("van von de der den da del la le di")


@dataclass(frozen=True)
class PersonSaid:
    """What a line says about a person.

    `name` is the person as typed, perhaps with a role. `account` names the account, or is "".

    Two sorts of lines are about the call that the last message was about:

    - every line of the kind "joins" or "adds"
    - a line of the kind "add" if it names no account

    `when` is the typed day of the call in a "joins" line. For the other kinds, it is "". `rest`
    depends on `what`:

    - for "coming", the words after the verb, which say which call
    - for "add", the typed time of the call
    - for "joins", the job title or a word such as "boss"
    - for "correction", the role that the person does not have
    """

    what: SaidOfPerson
    name: str
    role: str = ""
    email: str = ""
    account: str = ""
    rest: str = ""
    when: str = ""


def person_said(text: str) -> PersonSaid | None:
    """Return what a line says about a person, or None for any other line and for a question."""
    line = written_out(text.strip(" .!").replace("’", "'")) if len(text) <= LONGEST else ""
    line = _without_chatter(_ASKS.sub("", line).removesuffix(" please"))
    role, _, other = line.partition(" not ")
    line = role.rstrip(" ,") if job_title(other) and " is " in role else line
    line = line.replace(" = ", " is ", 1)
    if bare_word(line.partition(" ")[0]) in _BEGIN_QUESTIONS:
        return None  # "who did i say brings tom"
    said = _said(line)
    if said is None and ", " in line:  # "ines is head of ops at castell, met her at the fair"
        news = _said(line.partition(", ")[0])
        said = news if news and news.what == "news" and news.account else None
    return said


def _said(line: str) -> PersonSaid | None:
    for what, pattern in _READ:
        if (found := pattern.fullmatch(line)) and (said := _read(what, found.groupdict())):
            return said
    return None


def _without_chatter(line: str) -> str:
    """Return "jana is head of ops" for "oh, jana is head of ops btw"."""
    words = line.removesuffix("by the way").split()
    while words and bare_word(words[-1]) in _CHATTER:
        words.pop()
    while words and bare_word(words[0]) in _CHATTER:
        words = words[1:]
    return " ".join(words).rstrip(" ,")


def _read(what: SaidOfPerson, parts: dict[str, str | None]) -> PersonSaid | None:
    """Return what a match says. Return None if the matched name or job title can't be real."""
    named = {name: (value or "").strip(" ,") for name, value in parts.items()}
    role = _THERE_AFTER.sub("", named.get("role", ""))
    if (what in _WITH_ROLE or role) and not (role := job_title(role)):
        return None
    if _says_more(role):
        return None
    if what == "role":
        return PersonSaid(what, "", role)
    if what == "correction":
        old = job_title(named["rest"])
        return PersonSaid(what, "", role, rest=old) if old else None
    whole = what in ("add", "joins", "order") and role
    name = f"{named['name']}, {role}" if whole else named["name"]
    where = what in ("order", "adds") and _says_where(name)
    if where or not NOBODYS_NAME.isdisjoint(bare_word(word) for word in name.split()[:2]):
        return None
    account = named.get("account", "")
    account = "" if account.lower() in ("their", "the company", "their company") else account
    when = named.get("when", "") if what == "joins" else ""
    rest = ("" if when else named.get("when", "")) or named.get("rest", "")
    rest = rest or ("" if what == "add" else role)
    email = named.get("email", "")
    return PersonSaid(what, name, role, email, account.removesuffix("'"), rest, when)


def _says_more(role: str) -> bool:
    """Check whether another statement follows a job title: "CFO now and ruben left"."""
    words = [bare_word(word) for word in role.split()]
    return any(one == "now" and after in _JOINS for one, after in pairwise(words))


def _says_where(name: str) -> bool:
    """Check whether the words for a person also say where: "tom berg to northwind"."""
    return not _AFTER_NAME.isdisjoint(bare_word(word) for word in name.partition(",")[0].split())


def cased(name: str) -> str:
    """Return "Peter Hanks" for "peter hanks". Names with capitals stay as they are."""
    return " ".join(
        word if not word.islower() or word in _PARTICLES else f"{word[:1].upper()}{word[1:]}"
        for word in name.split()
    )
