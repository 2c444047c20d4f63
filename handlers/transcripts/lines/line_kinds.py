"""Decide what kind of line a sentence gives, and how much weight the line has. Pure."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from handlers.transcripts.lines.deciding import (
    Deciding,
    has_money,
    tells_budget,
    tells_who_decides,
)
from handlers.transcripts.lines.line_context import MIN_WORDS
from handlers.transcripts.lines.line_words import (
    line_of,
    words_are_need,
    words_are_promise,
    words_have_amount,
    words_name_day,
    words_tell_budget,
    words_tell_who_decides,
)
from handlers.transcripts.lines.needs import is_need, is_stated, is_wanted
from handlers.transcripts.lines.next_steps import ahead_in
from handlers.transcripts.promises.promises import SpokenPromise, promise_in
from handlers.transcripts.records import DraftLine
from handlers.transcripts.speech.amounts import has_amount, has_cost, has_figure
from handlers.transcripts.speech.days import day_in, is_soon, names_day
from handlers.transcripts.speech.people_named import names_a_role
from handlers.transcripts.speech.sentences import SpokenSentence

MAX_PROMISES = 15
MAX_OF_A_KIND = 4  # at most this many lines of each kind that has no limit of its own
# At most this many lines with needs. A need that does not say what somebody wants is chosen only as
# one of the first `MAX_OF_A_KIND` needs.
MAX_NEEDS = 6
# At most this many lines of each of these kinds: who decides, the budget, the day of a decision.
MAX_DECIDING = 2
# A promise, or a line about who decides, must have at least this many words: "I'll send invites".
_MIN_IN_PROMISE = 3
_USUAL_WORDS = 25  # a longer sentence gets less weight
_WANTED = 6  # additional weight of a need if it says what somebody wants
_STATED = 8  # additional weight of "I need …"
_STRESSED = 10  # additional weight of a need if its speaker stresses it
_DECIDES = 8  # additional weight of a line about who decides, the budget or the day of a decision
_FIRST = 20  # weight of the next step, so that it is one of the first lines to be chosen
# What we add to a short answer: a reader of the draft would not understand "Eighty-five." alone.
_ASKED: Mapping[Deciding, str] = {"decider": "who decides", "budget": "the budget"}
# A short answer that begins with one of these words is a whole sentence, so we add nothing.
_WHOLE = ("it", "that", "this", "there", "i", "we", "he", "she", "they")
_SMALL_TALK = re.compile(
    r"\b(?:see you|talk to you|speak to you|have a (?:good|great|nice|lovely)|happy (?:fri|mon)day"
    r"|good (?:morning|afternoon|evening)|weekend|holidays?|thank(?:s| you)|nice to (?:meet|see)"
    r"|how are you|bye"
    r"|works? for (?:me|us)|suits (?:me|us)"
    r"|(?:is|'s|would be) (?:good|fine|okay|ok|great|perfect|better|possible)"
    r"(?= for (?:me|us)| with (?:me|us)|$))\b"
)
# With one of these words, a day is worth noting, because something is decided or ends on that day.
_DEADLINE = re.compile(
    r"(?<![\w'-])(?:decid(?:e|es|ed|ing)|decisions?|deadlines?|due|approv(?:e|es|ed|al)|budgets?"
    r"|board|sign(?:s|ed|ing)?|contracts?|renew(?:s|al)?|notice|expir(?:e|es|ed)|ends?|runs? out"
    r"|go(?:es)? live|at the latest|no later|not (?:in|before|until)|only (?:after|from))(?![\w'-])"
)
# A price that somebody, perhaps a competitor, has named.
_PRICE = re.compile(
    r"(?<![\w'-])(?:offer|quote|price|charge|licen[cs]e|pay|invoice)(?:s|d|ed)?(?![\w'-])"
)
# "It must be decided by March" is a line about a day, and not about a need.
_DECIDED_BY = re.compile(
    r"(?<![\w'-])(?:must|has to|have to|needs to|should|will) be (?:decided|signed|approved)"
    r"(?![\w'-])"
)
_SIGNS = re.compile(r"(?<![\w'-])(?:signs?|decides?|approves?)(?![\w'-])")
# A document that somebody needs from us by a certain day is not a business need: "I need the
# offer by Friday".
_PAPER = re.compile(r"(?<![\w'-])(?:offer|quote|proposal|contract|invoice|invitation)(?![\w'-])")
_THEIR_OWN = re.compile(r"\b(?:we|us|our|my|me)\b")


@dataclass(frozen=True)
class PossibleLine:
    """A line that a draft may contain. A line with more `weight` is chosen before others."""

    line: DraftLine
    weight: int
    # If there are this many better lines of the same kind, we leave this line out.
    limit: int = MAX_OF_A_KIND
    names_rival: bool = False

    @property
    def is_telling(self) -> bool:
        """Whether the line is chosen before the strongest need of each person.

        Telling lines are about the next step, who decides, the budget, a competitor, or the day of
        a decision.
        """
        decides = self.line.kind in ("decider", "budget", "date") and self.limit == MAX_DECIDING
        return decides or self.names_rival or self.line.kind == "step"


def possible_lines(
    sentence: SpokenSentence,
    today: date,
    step: SpokenSentence | None,
    answer: Deciding | None = None,
    *,
    stressed: bool = False,
    names_rival: bool = False,
) -> Iterator[PossibleLine]:
    """Yield the line that a sentence gives, if it gives one.

    A sentence with a promise gives only the promise.

    A sentence with the day of a decision may give its line twice. The first one counts as a line
    about a decision. The second one counts as a line about a day, and has less weight. A draft that
    has no room for the first one may have room for the second one.

    `today` is the day of the call. `step` is the sentence with the next step of the call. `answer`
    says what our question was about, if the sentence answers a question. `stressed` is true if the
    sentence is a need that its speaker stresses. `names_rival` is true if the sentence names a
    competitor.
    """
    if sentence.side == "nobody":
        return
    is_next = (
        step is not None and sentence.turn == step.turn and sentence.plain.startswith(step.plain)
    )
    promise = promise_in(sentence.plain, asks=sentence.asks)
    if sentence.what:
        promise = promise or SpokenPromise(conditional=False)
    if _is_too_short(sentence.plain, answer, promises=promise is not None) and not is_next:
        return
    if promise:
        yield _promise_line(sentence, promise, today, is_next=is_next)
    elif step is not None and is_next:
        yield _step_line(sentence, step, today)
    elif sentence.side == "theirs" and not sentence.asks:
        found = tuple(_theirs(sentence, today, answer, stressed=stressed))
        if names_rival and not found:
            found = (PossibleLine(line_of(sentence, "rival", bool), 3 + _bonus_if_short(sentence)),)
        yield from (replace(one, names_rival=names_rival) for one in found)


def _promise_line(
    sentence: SpokenSentence, promise: SpokenPromise, today: date, *, is_next: bool
) -> PossibleLine:
    due = day_in(sentence.due_said, today, due=True) if sentence.due_said else None
    due = due or day_in(sentence.plain, today, due=True)
    due = due or (today if is_soon(sentence.plain) else None)
    line = line_of(sentence, "promise", words_are_promise, due=due, conditional=promise.conditional)
    weight = 5 + 2 * bool(due) - 2 * promise.conditional + _FIRST * is_next
    weight += _bonus_if_short(sentence) - bool(sentence.before)
    line = replace(
        line,
        is_next=is_next,
        before=sentence.before,
        what=sentence.what,
        before_is_own=sentence.before_is_own,
        asked_by=sentence.asked_by,
    )
    return PossibleLine(line, weight, MAX_PROMISES)


def _step_line(sentence: SpokenSentence, step: SpokenSentence, today: date) -> PossibleLine:
    due = day_in(step.due_said or ahead_in(sentence.plain), today)
    line = line_of(sentence, "step", words_name_day, due=due)
    return PossibleLine(replace(line, is_next=True, around=step.around), _FIRST)


def _is_too_short(said: str, answer: Deciding | None, *, promises: bool) -> bool:
    """Check whether `said` has too few words for a line. An answer may be one word."""
    words = len(said.split())
    if answer or words >= MIN_WORDS:
        return False
    return words < _MIN_IN_PROMISE or not (promises or tells_who_decides(said))


def _theirs(
    sentence: SpokenSentence, today: date, answer: Deciding | None, *, stressed: bool
) -> Iterator[PossibleLine]:
    """Yield the line of a buyer's sentence, such as a need, a date or the budget."""
    said = sentence.plain
    amount, day = has_amount(said), names_day(said, later=True)
    name = names_a_role(sentence.words)
    weight = amount + 2 * day + name + bool(_THEIR_OWN.search(said)) + _bonus_if_short(sentence)
    weight += (4 + bool(_PRICE.search(said))) * has_cost(said)
    decided = day and bool(_DEADLINE.search(said))
    weight += 5 * decided
    if kind := _deciding(said, answer, decided=decided):
        weight += 3 * (amount and bool(_SIGNS.search(said)))
        due = day_in(said, today) if decided else None
        yield _deciding_line(sentence, kind, answer, weight, due)
    elif decided and _DECIDED_BY.search(said):
        line = line_of(sentence, "date", words_name_day, due=day_in(said, today))
        yield PossibleLine(line, weight + _DECIDES, MAX_DECIDING)
    elif is_need(said):
        weight += _STRESSED * stressed
        yield _need_line(sentence, weight, with_day=day)
    elif decided and not _SMALL_TALK.search(said):
        line = line_of(sentence, "date", words_name_day, due=day_in(said, today))
        if line.due:
            yield PossibleLine(line, weight + _DECIDES, MAX_DECIDING)
        yield PossibleLine(line, weight)
    elif name:
        yield PossibleLine(line_of(sentence, "name", names_a_role), 3 + weight)
    elif _SMALL_TALK.search(said):
        return
    elif amount and has_figure(said):
        yield PossibleLine(line_of(sentence, "number", words_have_amount), 1 + weight)
    elif day:
        due = day_in(said, today)
        yield PossibleLine(line_of(sentence, "date", words_name_day, due=due), weight + bool(due))


def _deciding_line(
    sentence: SpokenSentence, kind: Deciding, answer: Deciding | None, weight: int, due: date | None
) -> PossibleLine:
    said = sentence.plain
    rule = words_tell_budget if kind == "budget" else words_tell_who_decides
    weight += _DECIDES + 2 * (kind == answer) + 3 * rule(said)
    line = line_of(sentence, kind, rule, due=due)
    return PossibleLine(_with_what_we_asked(line, said, answer), weight, MAX_DECIDING)


def _need_line(sentence: SpokenSentence, weight: int, *, with_day: bool) -> PossibleLine:
    wanted = is_wanted(sentence.plain)
    stated = is_stated(sentence.plain) and not (with_day and _PAPER.search(sentence.plain))
    weight += 3 + _WANTED * wanted + _STATED * stated
    limit = MAX_NEEDS if wanted else MAX_OF_A_KIND
    return PossibleLine(line_of(sentence, "need", words_are_need), weight, limit)


def _with_what_we_asked(line: DraftLine, said: str, answer: Deciding | None) -> DraftLine:
    """Complete an answer of a few words with the subject of our question.

    "Eighty-five." → "Eighty-five (the budget)"
    """
    words = said.split()
    if answer is None or len(words) >= MIN_WORDS or words[0].partition("'")[0] in _WHOLE:
        return line
    return replace(line, words=f"{line.words.rstrip('.')} ({_ASKED[answer]})")


def _deciding(said: str, answer: Deciding | None, *, decided: bool) -> Deciding | None:
    """Return "decider" if a sentence says who decides, "budget" if it names the budget, or None.

    `decided` is true if the sentence names the day on which something is decided or ends.
    """
    who = tells_who_decides(said)
    names_money = has_amount(said) or has_money(said)
    if tells_budget(said) and names_money and not who:
        return "budget"
    if answer or who:
        return answer or "decider"
    # "The budget is decided on the fifteenth" is a line about a day.
    return "budget" if tells_budget(said) and not decided else None


def _bonus_if_short(sentence: SpokenSentence) -> int:
    return int(len(sentence.plain.split()) <= _USUAL_WORDS)
