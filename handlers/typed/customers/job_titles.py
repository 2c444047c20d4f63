"""Recognise job titles. Pure."""

from handlers.typed.words import bare_word, listed

_HEADS = listed(
    "head vp svp evp avp md director manager cfo ceo coo cto cio cmo cro cpo ciso cso cdo clo chro"
    " president chief officer lead leader engineer analyst buyer controller supervisor coordinator"
    " administrator assistant consultant architect developer owner founder cofounder treasurer"
    " planner dispatcher accountant lawyer counsel specialist scientist designer secretary chair"
    " chairman chairwoman gm pm executive purchaser recruiter principal"
)
ABBREVIATIONS = listed(
    "vp svp evp avp md cfo ceo coo cto cio cmo cro cpo ciso cso cdo clo chro gm pm hr it"
)
_NOT_IN_ROLES = listed(
    "a an the on this it that to with in at from today tomorrow not very so too still also only"
    " because but if when who our their his her my your is was they we he she you again"
)
# The name of a department counts as a job title ("procurement"), also before a word of `GUYS`
# ("legal guy").
_DEPARTMENTS = listed("procurement purchasing finance legal compliance facilities sourcing")
_ALSO_BEFORE_GUY = _DEPARTMENTS | listed("it hr")
# Each word may be part of a job title. Some are job titles only beside another word: "ops guy".
JOB_WORDS = (
    _HEADS
    | ABBREVIATIONS
    | _DEPARTMENTS
    | listed("ops operations it tech technical dev data logistics warehouse sales security support")
    | listed("product project account marketing night day shift senior junior deputy vice general")
    | listed("nurse ward fleet dispatch transport hr safety quality store regional customer plant")
)
GUYS = listed("guy woman lady man person contact girl lad")
_MAX_ROLE_WORDS = 6
# Beside one of these, "it" is the department: "it lead", "head of it", "vp it".
_OF_IT = _HEADS | listed("of")


def job_title(words: str) -> str:
    """Return a job title as we write it: "CFO" for "cfo", and "head of ops" unchanged.

    If the words are not a job title, return "".
    """
    said = _with_department(words.split())
    bare = [bare_word(word) for word in said]
    if not 0 < len(said) <= _MAX_ROLE_WORDS:
        return ""
    if not _NOT_IN_ROLES.isdisjoint(bare_word(word) for word in said if word != "IT"):
        return ""
    if department := _department(bare):
        return department
    if _HEADS.isdisjoint((bare[0], bare[-1], *bare[1:2])):
        return ""
    capital = (word.upper() if bare_word(word) in ABBREVIATIONS - {"it"} else word for word in said)
    return " ".join(capital)


def _with_department(said: list[str]) -> list[str]:
    """Return "IT lead" for "it lead", and "head of IT" for "head of it". Keep other words."""
    bare = [bare_word(word) for word in said]
    if len(bare) < 2 or bare.count("it") != 1:
        return said
    at = bare.index("it")
    first = at == 0 and bare[1] in _HEADS
    last = at == len(bare) - 1 and bare[0] in _HEADS and bare[at - 1] in _OF_IT
    return [*said[:at], "IT", *said[at + 1 :]] if first or last else said


def _department(words: list[str]) -> str:
    """Return "procurement" for "procurement guy" and "procurement", and "HR" for "hr lady"."""
    what, *guy = words
    known = _ALSO_BEFORE_GUY if guy else _DEPARTMENTS
    if what not in known or len(guy) > 1 or not GUYS.issuperset(guy):
        return ""
    return what.upper() if what in ABBREVIATIONS else what
