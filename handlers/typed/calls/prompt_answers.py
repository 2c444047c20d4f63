"""Recognise typed answers to Attune's questions: "no show", "it went well", "wait no". Pure."""

from typing import Literal

from handlers.typed.words import (
    bare_word,
    few_words_of,
    listed,
    without_apostrophes,
    without_exclaimed,
    without_leading,
    words_of,
)

# "yes" and "no" answer "Did you reach your goal?", the offer to keep a typed line, or "Shall I
# cancel your call?". "later" puts the question off.
PromptAnswer = Literal["missed", "good", "mixed", "bad", "yes", "no", "later"]
MAX_WORDS = 6  # how many words may confirm or stop a cancellation, or take back what was saved
_SAID: dict[PromptAnswer, str] = {
    "missed": (
        "no show\nno shows\nnoshow\nnobody came\nno one came\nnoone came\nnobody showed\n"
        "nobody showed up\nnoone showed\nnoone showed up\nno one showed\nno one showed up\n"
        "noone turned up\nno one turned up\nnobody joined\nno one joined\nnoone joined\n"
        "they didnt come\nthey did not come\nthey didnt show\n"
        "they didnt show up\nthey never came\nthey never showed up\nnobody turned up\n"
        "didnt come\ndidnt show\ndidnt show up\ndidnt turn up\nnever came\nnever showed\n"
        "never showed up\nnever turned up\nshe didnt come\nhe didnt come\nshe didnt show\n"
        "he didnt show\nshe didnt show up\nhe didnt show up\nshe never came\nhe never came\n"
        "stood me up\nthey stood me up\n"
        "it was a no show\nwas a no show\nthey no showed"
    ),
    "good": (
        "good\nwell\nwent well\nwent good\nwent great\nit went well\nit went good\n"
        "it went great\nvery good\nvery well\nfully\nall good"
    ),
    "mixed": (
        "mixed\nmeh\nso so\nsoso\npartly\nin part\nit was ok\nit went ok\nit was mixed\n"
        "half half\nnot great\nhalf\nhalfway\npartially\npartly reached\nhalf reached\n"
        "only partly\nonly half"
    ),
    "bad": "bad\nbadly\nit went badly\nwent badly\nit went bad\nwent bad\nit was bad\nterrible",
    "yes": "yes\nyep\nyeah\nyes i did\ni did\nyes please\nkeep it\nyes keep it",
    "no": "no\nnope\nnot really\nno i didnt\nnot reached\nno thanks\ndont\ndont keep it",
    "later": (
        "skip\nskip it\nskip this\nlater\nnot now\nask me later\nask later\nnothing new\n"
        "nothing to add\nno news"
    ),
}
# Answers to "Shall I cancel your call?": all words must be in the first set, and at least one in
# the second.
_KEEPS = (
    listed("no wait oh sorry actually hang hold on please pls then thanks it that the call dont do")
    | listed("not cancel as is yet just leave keep nah nope yes yep"),
    listed("no wait dont not hold hang leave keep nah nope"),
)
_NOT = listed("dont not")
_DECLINED = listed("move change plan book push them")  # only after "don't": "no dont move it"
_CANCELS = (
    listed("yes yep yeah yup sure please pls do it that go ahead the call correct right cancel"),
    listed("yes yep yeah yup sure do go correct right cancel"),
)
# Right after Attune has kept a note without asking, these lines take the note back.
_TAKES_BACK = (
    "no\nnope\nno no\nno dont\nno do not\ndont\nno wait\nwait no\nwait no dont\nno wait dont\n"
    "oh no\nactually no\ndont keep it\ndont keep that\ndo not keep it\ndo not keep that\n"
    "no dont keep it\nno dont keep that\nno undo\nno undo it\nno undo that\nundo please\n"
    "please undo\nundo the note\nundo that note\nnot a note\nno note\nno not a note\n"
    "thats not a note\nthat is not a note\nthat was not a note\nthat wasnt a note\n"
    "no thats not a note\nthis is not a note\nit was not a note\nwrong account\n"
    "no wrong account\nthe wrong account\nwrong account sorry\nsorry wrong account\n"
    "thats the wrong account\nthat is the wrong account\nthats wrong\nwrong customer\n"
    "wrong company\nwrong one\nnot that account\nnot that one\n"
    "oops\noops no\noops undo\noops wrong account\noops wrong one\noops wrong customer\n"
    "oops sorry\noops thats wrong\nsorry thats wrong\nsorry wrong one"
)
_WRONG = listed("wrong account note one")
_TAKEN_BACK = frozenset(_TAKES_BACK.split("\n"))
_ANSWERS = {said: answer for answer, lines in _SAID.items() for said in lines.split("\n")}

# How a call went, after the account's name: "alder call was good, they want pricing".
_HOW: dict[PromptAnswer, str] = {
    "good": (
        "went well\nwent good\nwent great\nwent fine\nwent really well\nwent very well\n"
        "went super well\nwas good\nwas great\nwas really good\nwas very good\nwas fine"
    ),
    "mixed": (
        "went ok\nwent okay\nwent so so\nwent alright\nwas ok\nwas okay\nwas meh\nwas mixed\n"
        "was so so\nwas alright"
    ),
    "bad": (
        "went badly\nwent bad\nwent poorly\nwent terribly\nwas bad\nwas terrible\n"
        "didnt go well\ndid not go well"
    ),
}
_WENT = {said: answer for answer, lines in _HOW.items() for said in lines.split("\n")}
_LONGEST_HOW = 4  # at most this many words say how the call went
_ABOUT = 6  # at most this many words before "went well"
_DASHES = listed("- – —")
# A message that is only one of these words doesn't answer the question. At the start of a longer
# line, as in "great. they want pricing", and in a correction, the word is an answer.
_ALSO_GOOD: dict[str, PromptAnswer] = {"great": "good", "fine": "good", "super": "good"}
# Words that say that the answer before was wrong: "no it was a yes", "change that to partly".
_CORRECTS = listed("actually sorry wait oops change make set was its is were meant mean rather a")
# All words that may come before the new answer.
_CORRECTING = _CORRECTS | listed("no nope nah oh it that this to an i more like say put should be")
MAX_CORRECTING = 8  # how many words may correct an answer
_YES_OR_NO: dict[str, PromptAnswer] = {
    **dict.fromkeys(("yes", "yep", "yeah", "yup"), "yes"),
    **dict.fromkeys(("no", "nope", "nah"), "no"),
}
_REPORT = 3  # after "yes" or "no", a report has at least this many words
# After "yes" or "no", these words correct something, or are said to Attune.
_NO_REPORT = listed(
    "thats that this its it those these not wait sorry i i'm im you u pls please undo thx thanks"
    " dont do keep leave just only but"
)
_CONJUNCTIONS = listed("but and so though although")
_CALL = listed("call meeting demo chat the my our todays yesterdays it that")


def how_it_went(text: str) -> tuple[str, PromptAnswer, str] | None:
    """Split "alder call was good, they want pricing" into "alder", "good" and "they want pricing".

    The first part is "" for "it went ok, but no decision". Return None for any other line, such as
    "northwind was good to us".
    """
    words = text.split()
    said = [bare_word(word) for word in words[: _ABOUT + _LONGEST_HOW]]
    for at in range(min(len(said), _ABOUT + 1)):
        for size in range(_LONGEST_HOW, 1, -1):
            answer = _WENT.get(" ".join(said[at : at + size]))
            if answer and (at + size >= len(words) or _stops(words, at + size)):
                about = [word for word in words[:at] if bare_word(word) not in _CALL]
                rest = words[at + size :]
                while rest and (not bare_word(rest[0]) or bare_word(rest[0]) in _CONJUNCTIONS):
                    rest = rest[1:]
                return " ".join(about), answer, " ".join(rest)
    return None


def answer_and_line(text: str) -> tuple[PromptAnswer, str] | None:
    """Split "good. irina said evenings are chaos" into "good" and the words after it.

    "Yes" and "no" count only before a full stop or an exclamation mark: "yes. irina told us".
    Return None for any other line, such as "well, irina wants Excel".
    """
    words = text.split()
    for size in range(1, min(_LONGEST_HOW, len(words) - 1) + 1):
        if words[size - 1][-1] in ".,;:!" or words[size] in _DASHES:
            said = " ".join(map(bare_word, words[:size]))
            answer = _ANSWERS.get(said) or _ALSO_GOOD.get(said)
            rest = words[size + (words[size] in _DASHES) :]
            is_answer = answer in ("good", "mixed", "bad") and said != "well"
            is_answer |= said in ("yes", "yep", "no", "nope") and words[size - 1][-1] in ".!"
            return (answer, " ".join(rest)) if answer and is_answer and rest else None
    return None


def yes_or_no_and_report(text: str) -> tuple[PromptAnswer, str] | None:
    """Split "no, mia wants a login first" into "no" and the words after it.

    Call this only if Attune has just asked whether a goal was reached. Return None if too few words
    follow for a report, or if these words correct something: "no, thats Nils Berg".
    """
    words = text.split()
    said = _YES_OR_NO.get(bare_word(words[0])) if words else None
    if said is None:
        return None
    # Without a mark, "no" may begin what the customer said: "no budget till may".
    marked = words[0][-1] in ".,;:!" or (words[1:2] != [] and words[1] in _DASHES)
    after = [word for word in words[1:] if word not in _DASHES]
    is_report = len(after) >= _REPORT and bare_word(after[0]) not in _NO_REPORT
    if not is_report or not (marked or said == "yes"):
        return None
    return said, " ".join(after)


def _stops(words: list[str], at: int) -> bool:
    """Check whether a new part of a sentence begins at this word."""
    return words[at - 1][-1] in ",.;:!" or bare_word(words[at]) in {"", *_CONJUNCTIONS}


def is_bare(text: str, answer: PromptAnswer) -> bool:
    """Return whether an answer means nothing without its question: "no", "meh", "later".

    "No show" and "it went well" say what happened, even if nobody asked.
    """
    return answer in ("yes", "no", "later") or (answer != "missed" and len(text.split()) == 1)


def prompt_answer(text: str) -> PromptAnswer | None:
    """Return how a line answers one of Attune's questions. Return None for any other line."""
    if len(text) > 40:
        return None
    words = [without_apostrophes(word).replace("-", " ") for word in words_of(text)]
    return _ANSWERS.get(" ".join(words)) or _ANSWERS.get(" ".join(without_exclaimed(words)))


def corrected_answer(text: str) -> PromptAnswer | None:
    """Return "yes" for "no it was a yes" and "bad" for "actually badly", or None.

    "Badly" alone is a correction too. "Yes" or "no" alone is not, because it may agree with the
    saved answer.
    """
    words = few_words_of(text, MAX_CORRECTING)
    bare = [without_apostrophes(word) for word in words]
    said = without_leading(bare, _CORRECTING) or bare[-1:]  # "actually a no"
    answer = _ANSWERS.get(" ".join(said)) or _ALSO_GOOD.get(" ".join(said))
    if answer in ("yes", "no"):
        return answer if not _CORRECTS.isdisjoint(bare[: len(bare) - len(said)]) else None
    return answer if answer in ("good", "mixed", "bad") else None


def takes_back(text: str) -> bool:
    """Check whether a line takes back what was just kept: "no don't", "wrong account"."""
    return " ".join(map(without_apostrophes, few_words_of(text, MAX_WORDS))) in _TAKEN_BACK


def says_wrong(text: str) -> bool:
    """Check whether a line says that what we just kept is wrong: "wrong account", "not a note"."""
    words = {without_apostrophes(word) for word in few_words_of(text, MAX_WORDS)}
    return takes_back(text) and not words.isdisjoint(_WRONG)


def says_undo(text: str) -> bool:
    """Check whether a line that takes something back has the word "undo": "oops undo"."""
    return "undo" in few_words_of(text, MAX_WORDS)


def cancel_answer(text: str) -> PromptAnswer | None:
    """Return "yes" for "do it", and "no" for "wait no dont", after a question about a call.

    Return None for any other line.
    """
    words = {without_apostrophes(word) for word in few_words_of(text, MAX_WORDS)}
    keeps = _KEEPS[0] | _DECLINED if not words.isdisjoint(_NOT) else _KEEPS[0]
    if words <= keeps and not words.isdisjoint(_KEEPS[1]):
        return "no"
    return "yes" if words <= _CANCELS[0] and not words.isdisjoint(_CANCELS[1]) else None
