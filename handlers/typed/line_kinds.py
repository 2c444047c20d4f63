"""Find out what kind of line somebody typed.

We offer to keep a line only if it is a "note" or a "quote" (a customer's words). Any other line
gets an answer and is not kept.
"""

from collections.abc import Collection
from typing import Literal

from handlers.typed import questions_to_attune
from handlers.typed.button_labels import label_in
from handlers.typed.calls.reports import tells_what_i_did
from handlers.typed.for_attune import is_for_attune
from handlers.typed.instructions import instructs
from handlers.typed.orders import VERBS, is_order
from handlers.typed.privacy.confidential import is_confidential
from handlers.typed.words import (
    AUXILIARIES,
    MAY,
    OPENERS,
    PRONOUNS,
    QUESTION_WORDS,
    SAID,
    STATES,
    THEY,
    WE,
    bare_words_of,
    listed,
    said_at,
    without_leading,
)

# "done" is a report of what the rep did: "I sent the pricing to Northwind". "crm" is a line about
# the CRM, and "label" is the label of a button.
LineKind = Literal["quote", "note", "question", "command", "done", "crm", "label"]

_CRM = listed("hubspot salesforce crm")
_AUXILIARIES = AUXILIARIES | listed("were had isnt arent wasnt werent doesnt didnt hasnt havent")
# "Would start in March" leaves out the subject, so it is a statement. "Would they start in March"
# has a subject, so it is a question.
_ELLIPTIC = listed("will would wont wouldnt")
_SUBJECTS = PRONOUNS | listed("you i this that these there the a an my your our their his")
# Before a colon, these words are labels instead of speakers: "note: …", "reminder: …".
_OUR_LABELS = listed("promise note todo task goal reminder me i we you attune")
_NOUNS = listed("news status sales steps deals calls promises notes")  # not verbs, despite the "s"
_NO = listed("no nope nah")
_ONLY = listed("not only just keep save")
_PARTS = listed("bit bits part parts sentence sentences line half")
_CHOICE = 9  # a line that chooses a part of another line has at most this many words
_NEGATED = listed("dont never")
# At the end of a line, after a comma, these make it a question: "so they start in march, right".
_TAGS = frozenset(("right", "or not", "correct", "yes", "no", "yeah", "innit", "true"))
_TAG_SUBJECTS = PRONOUNS | listed("you i that this there these those")
# Before "right" at the end of a line, these words make a statement: "that is right".
_NOT_ASKING_RIGHT = (
    PRONOUNS
    | STATES
    | listed("be been all the not its thats get got getting got do does did done just that this")
    | listed("hes shes theyre youre so about quite exactly who whos absolutely totally")
)
_GOT_RIGHT = listed("get gets got getting put do does did doing made")  # "they got it right"
_MAX_ANY = 4  # at most this many words come before "for" in "any insight for northwind"
_FOR_ANY = listed("for on from about at with w in yet")
_MAX_TAG_WORDS = 5  # at most this many words after the comma: "is that in there now"
_NOT_TO_DO = VERBS | listed("ask bother disturb contact track show record store use do")


def kind_of(text: str, colleagues: Collection[str] = ()) -> LineKind:
    """Return the kind of a line.

    - A confidential statement is a note, even in quotation marks or after a speaker's name.
    - A line for Attune is a command, even if it has a colon: "change the question to tomas: …".
    - Apart from such lines, words in quotation marks or after a speaker's name are a quote.
    - A line without words counts as a question, so that we don't keep it.

    `colleagues` are the names of people at the rep's company. With these names, we recognise
    questions about these people.
    """
    words = bare_words_of(text)
    if not words:
        return "question"
    if is_confidential(text) and not is_question(text, words):
        return "note"
    is_ours = is_for_attune(text) and not questions_to_attune.is_quoted(text)
    if not is_ours and _is_quote(text, words):
        return "quote"
    if label_in(text):
        return "label"
    kind: LineKind = "note"
    if is_ours or is_command(words) or instructs(text):
        kind = "command"
    elif questions_to_attune.asked(text, colleagues) == "question" or is_question(text, words):
        kind = "question"
    elif tells_what_i_did(words):
        kind = "done"
    if not _CRM.isdisjoint(words) and (kind != "note" or words[0] not in THEY):
        return "crm"
    return kind


def is_kept(text: str, colleagues: Collection[str] = ()) -> bool:
    """Check whether we may offer to keep a line, as a note or as somebody's words."""
    return kind_of(text, colleagues) in ("quote", "note")


def may_be_said_by(text: str, name: str) -> bool:
    """Check whether the person `name` may have said a line.

    - "I sent it" reports what the rep did, so return False.
    - For "Irina said …", return True only if "Irina" is a part of `name`.
    - For "they said …", return True for any name.
    """
    if kind_of(text) in ("done", "crm", "label"):
        return False
    words = bare_words_of(text)
    said = next(
        (at for at, word in enumerate(words[: questions_to_attune.LABEL]) if word in SAID), 0
    )
    return not said or not (THEY | {*bare_words_of(name)}).isdisjoint(words[:said])


def is_question(text: str, words: list[str]) -> bool:
    """Check whether a line asks something. The `words` are the bare words of the text."""
    words = without_leading(words, OPENERS)
    if not words:
        return False
    if text.rstrip(" *_~`)").endswith("?") and questions_to_attune.is_one_sentence(text):
        return True
    if _ends_with_tag(text) or _ends_with_right(words) or _asks_for_any(words):
        return True
    if words[0] in QUESTION_WORDS:
        return not (questions_to_attune.is_their_question(text) or _is_statement(text, words))
    if words[0] in _AUXILIARIES:
        return len(words) > 1
    return words[0] in _ELLIPTIC and words[1:2] != [] and words[1] in _SUBJECTS


def _ends_with_tag(text: str) -> bool:
    """Match "the rollout plan to northwind, is that in" and "they start in march, right"."""
    said, comma, last = text.rpartition(",")
    words = bare_words_of(last)
    if not comma or not said.strip() or not 0 < len(words) <= _MAX_TAG_WORDS:
        return False
    return " ".join(words) in _TAGS or (
        words[0] in _AUXILIARIES and words[1:2] != [] and words[1] in _TAG_SUBJECTS
    )


def _ends_with_right(words: list[str]) -> bool:
    """Match "northwind has 61k right", but not "that is right"."""
    asks = words[-2:-1] != [] and words[-2] not in _NOT_ASKING_RIGHT
    return len(words) > 2 and words[-1] == "right" and asks and _GOT_RIGHT.isdisjoint(words)


def _asks_for_any(words: list[str]) -> bool:
    """Match "any insight for northwind", but not "any delay costs them 2k"."""
    at = next((at for at, word in enumerate(words[: _MAX_ANY + 2]) if word in _FOR_ANY), 0)
    return words[0] == "any" and 1 < at <= _MAX_ANY and len(words) <= at + _MAX_TAG_WORDS


def is_command(words: list[str]) -> bool:
    """Check whether a line with these bare words tells somebody to do something."""
    words = without_leading(words, OPENERS)
    if _chooses_a_part(words):
        return True
    if words[:1] and words[0] in MAY and words[1:2] == ["you"]:
        words = without_leading(words[2:], OPENERS)
    if words[:2] == ["do", "not"]:
        words = ["dont", *words[2:]]
    if words[:1] and words[0] in _NEGATED:
        return words[1:2] != [] and words[1] in _NOT_TO_DO
    return is_order(words)


def _chooses_a_part(words: list[str]) -> bool:
    """Match "no not that, only the irina bit", which is about a line just kept or offered."""
    rest = without_leading(words, _NO)
    return len(words) <= _CHOICE and rest[:1] != [] and rest[0] in _ONLY and words[-1] in _PARTS


def _is_quote(text: str, words: list[str]) -> bool:
    """Match words in quotation marks, "jana: …", "jana said …" and "…, they said"."""
    if questions_to_attune.is_quoted(text) or questions_to_attune.ends_with_speaker(text):
        return True
    begun = text.split()[: questions_to_attune.LABEL]
    if any(word.endswith(":") for word in begun):
        is_order = words[0] in VERBS and not _CRM.isdisjoint(words[: len(begun)])
        return words[0] not in _OUR_LABELS and not is_order
    said = said_at(words[: len(begun) + 1]) or 0
    said = said if said < len(begun) else 0
    names_nobody = words[0] in QUESTION_WORDS | _AUXILIARIES | VERBS | _NEGATED | OPENERS
    return said > 0 and not names_nobody and WE.isdisjoint(words[:said])


def _is_statement(text: str, words: list[str]) -> bool:
    """Match statements that begin like a question.

    Examples are "what matters to them is the price", and "when this goes live, they …".
    """
    if len(words) < 4 or words[1] in STATES | _AUXILIARIES:  # "what is worse is that they wait"
        return "is that" in " ".join(words[3:])
    if "," in text and words[0] in ("when", "where", "how", "why", "what"):
        return True
    at = next((at for at, word in enumerate(words) if word in STATES), 0)
    is_verb = words[1].endswith("s") and words[1] not in _NOUNS
    goes_on = words[1] in PRONOUNS or is_verb or words[at - 1].endswith("s")
    return words[0] in ("what", "who") and at > 1 and goes_on
