"""Recognise typed answers to the question after a call: "no show", "it went well". Pure."""

from typing import Literal

from handlers.typed.words import without_apostrophes, words_of

# "yes" and "no" answer "Did you reach your goal?", or the offer to keep a typed line. "later" puts
# the question off.
PromptAnswer = Literal["missed", "good", "mixed", "bad", "yes", "no", "later"]
_SAID: dict[PromptAnswer, str] = {
    "missed": (
        "no show\nno shows\nnoshow\nnobody came\nno one came\nnoone came\nnobody showed\n"
        "nobody showed up\nthey didnt come\nthey did not come\nthey didnt show\n"
        "they didnt show up\nthey never came\nthey never showed up\nnobody turned up\n"
        "it was a no show\nwas a no show\nthey no showed"
    ),
    "good": (
        "good\nwell\nwent well\nwent good\nwent great\nit went well\nit went good\n"
        "it went great\nvery good\nvery well\nfully\nall good"
    ),
    "mixed": (
        "mixed\nmeh\nso so\nsoso\npartly\nin part\nit was ok\nit went ok\nit was mixed\n"
        "half half\nnot great"
    ),
    "bad": "bad\nbadly\nit went badly\nwent badly\nit went bad\nwent bad\nit was bad\nterrible",
    "yes": "yes\nyep\nyeah\nyes i did\ni did\nyes please\nkeep it\nyes keep it",
    "no": "no\nnope\nnot really\nno i didnt\nnot reached\nno thanks\ndont\ndont keep it",
    "later": (
        "skip\nskip it\nskip this\nlater\nnot now\nask me later\nask later\nnothing new\n"
        "nothing to add\nno news"
    ),
}
_ANSWERS = {said: answer for answer, lines in _SAID.items() for said in lines.split("\n")}


def is_bare(text: str, answer: PromptAnswer) -> bool:
    """Return whether an answer means nothing without its question: "no", "meh", "later".

    "No show" and "it went well" say what happened, even if nobody asked.
    """
    return answer in ("yes", "no", "later") or (answer != "missed" and len(text.split()) == 1)


def prompt_answer(text: str) -> PromptAnswer | None:
    """Return how a line answers the question after a call. Return None for any other line."""
    if len(text) > 40:
        return None
    words = [without_apostrophes(word).replace("-", " ") for word in words_of(text)]
    return _ANSWERS.get(" ".join(words))
