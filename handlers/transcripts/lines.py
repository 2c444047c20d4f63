"""Choose sentences of a call that may belong in the rep's reflection."""

import re
from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from handlers.coaching.the_point import around
from handlers.coaching.words import shortened, stems
from handlers.transcripts.amounts import has_amount, has_cost, has_figure
from handlers.transcripts.antecedents import points_back
from handlers.transcripts.days import day_in, names_day
from handlers.transcripts.deciding import (
    Deciding,
    answers,
    has_money,
    tells_budget,
    tells_who_decides,
)
from handlers.transcripts.draft_order import in_order
from handlers.transcripts.needs import is_need, is_wanted
from handlers.transcripts.next_steps import ahead_in
from handlers.transcripts.people_named import names_a_role, tells_who
from handlers.transcripts.promise_clauses import from_promise, is_near, says_more
from handlers.transcripts.promises import promise_in, says_no_what
from handlers.transcripts.records import DraftLine, DraftLineKind
from handlers.transcripts.sentences import SpokenSentence
from handlers.transcripts.speech import plain_speech, tidied

MOST = 12  # at most this many lines
MOST_WITH_PROMISES = 17  # lines beyond `MOST` must be promises
MOST_PROMISES = 10
MOST_OF_A_KIND = 4  # at most this many lines of each other kind
MOST_NEEDS = 6  # lines beyond `MOST_OF_A_KIND` must say what somebody wants
MOST_DECIDING = 2  # at most this many lines about who decides, and about the budget
LONGEST = 200  # in characters
_FEWEST_WORDS = 4
# In an answer, and in a promise that we show with the sentence before: "I'll ask him".
_FEWEST_AS_ANSWER = 3
_NEAR = 4  # we look at this many sentences to find the one that explains a promise
_USUAL_WORDS = 25  # a longer sentence gets less weight
_WANTED = 6  # additional weight of a need that says what somebody wants
_DECIDES = 8  # additional weight of who decides and of the budget
_FIRST = 20  # weight of the next step, which is more than all other weights together
_COUNTED = 20  # we count at most this many promises beyond those that we show
_CUT = "…"
_CLAUSES = re.compile(r"(?<=[,;:])\s+|\s+(?=(?:and|but|so|because|which|then)\s)")
_SMALL_TALK = re.compile(
    r"\b(?:see you|talk to you|speak to you|have a (?:good|great|nice|lovely)|happy (?:fri|mon)day"
    r"|good (?:morning|afternoon|evening)|weekend|holidays?|thank(?:s| you)|nice to (?:meet|see)"
    r"|how are you|bye"
    r"|works? for (?:me|us)|suits (?:me|us)"
    r"|(?:is|'s|would be) (?:good|fine|okay|ok|great|perfect|better|possible)"
    r"(?= for (?:me|us)| with (?:me|us)|$))\b"
)

# A day is worth noting if something is decided or ends then.
_DEADLINE = re.compile(
    r"(?<![\w'-])(?:decid(?:e|es|ed|ing)|decisions?|deadlines?|due|approv(?:e|es|ed|al)|budgets?"
    r"|board|sign(?:s|ed|ing)?|contracts?|renew(?:s|al)?|notice|expir(?:e|es|ed)|ends?|runs? out"
    r"|go(?:es)? live|at the latest|no later|not (?:in|before|until)|only (?:after|from))(?![\w'-])"
)
# A price that somebody, perhaps a competitor, has named.
_PRICE = re.compile(
    r"(?<![\w'-])(?:offer|quote|price|charge|licen[cs]e|pay|invoice)(?:s|d|ed)?(?![\w'-])"
)
_THEIR_OWN = re.compile(r"\b(?:we|us|our|my|me)\b")

# Sentences that need the sentence before: "He has to decide by then", "so that's seven hours each".
_REFERS_BACK = re.compile(
    r"(?:(?:and|so|but|well|yes|yeah|no|because|then) )?(?:he|she|they|so say|that's|that is"
    r"|that was|it was|it's|which is|in other words|that makes)(?![\w-])"
)
_BACK = 2  # we put at most this many sentences before a sentence that refers back

# Checks whether words are a need, a number, a day or another kind of line.
_Rule = Callable[[str], bool]


@dataclass(frozen=True)
class _Candidate:
    line: DraftLine
    weight: int
    # If there are this many better lines of the same kind, we do not show this line.
    most: int = MOST_OF_A_KIND


@dataclass(frozen=True)
class DraftLines:
    """The lines of a draft, and more promises that we recognised."""

    shown: tuple[DraftLine, ...]
    more: tuple[DraftLine, ...]


def draft_lines(
    sentences: Sequence[SpokenSentence], today: date, step: SpokenSentence | None = None
) -> DraftLines:
    """Return at most twelve lines, plus up to five more promises, in the order of `in_order`.

    The most specific lines are chosen. Equally specific lines keep the order of the call. A line
    counts for more if it says who decides or what the budget is, names a day on which something is
    decided, or says what costs time or money. Promises may be by either side. All other lines must
    come from the other side. Each sentence gives one line at most, and no two lines say the same.
    `today` is the day of the call, from which we count "by Friday".
    """
    answered = answers(sentences)
    found = [
        candidate
        for at, sentence in enumerate(_with_what(sentences))
        for candidate in _candidates(sentence, today, step, answered.get(at))
    ]
    found.sort(key=lambda one: (-one.weight, one.line.spot.part))
    chosen: list[DraftLine] = []
    kinds: Counter[DraftLineKind] = Counter()
    more: list[DraftLine] = []  # promises
    for candidate in found:
        line = candidate.line
        is_promise = line.kind == "promise"
        most = candidate.most
        room = MOST_WITH_PROMISES if is_promise else MOST
        full = len(chosen) >= room or kinds[line.kind] >= most
        if full and not (is_promise and len(more) < _COUNTED):
            continue
        line = _from_promise(line, today)
        if any(_is_there(line, lines) for lines in (chosen, more)):
            continue
        if full:
            more.append(line)
        else:
            chosen.append(line)
            kinds[line.kind] += 1
    return DraftLines(tuple(in_order(chosen)), tuple(more))


def _with_what(sentences: Iterable[SpokenSentence]) -> Iterator[SpokenSentence]:
    """Yield the sentences. If a sentence is unclear alone, add the sentences before it.

    A sentence such as "She runs IT" gets the earlier sentences at its beginning, up to `LONGEST`
    characters in all. Some promises do not say what is promised ("I'll get back to you", "I'll send
    you that"). For these, we put the previous sentence into `before`, whoever said it.
    """
    before: list[SpokenSentence] = []  # the last sentences of the same turn
    near: deque[SpokenSentence] = deque(maxlen=_NEAR)
    for one in sentences:
        if _is_unclear_promise(one):
            said = (it for it in reversed(near) if len(it.plain.split()) >= _FEWEST_WORDS)
            last = next(said, None)
            own = last is not None and (last.side == "theirs") == (one.side == "theirs")
            words = shortened(last.words, LONGEST) if last else ""
            yield replace(one, before=words, before_is_own=own)
            near.append(one)
            before = [*before[1 - _BACK :], one]
            continue
        near.append(one)
        before = before if before and before[-1].turn == one.turn else []
        whole = one
        for earlier in before[: -_needed_before(one, before) - 1 : -1]:
            words = f"{earlier.words} {whole.words}"
            if len(words) > LONGEST:
                break
            whole = replace(whole, words=words, spot=earlier.spot)
        yield whole
        before = [*before[1 - _BACK :], one]


def _needed_before(one: SpokenSentence, before: Sequence[SpokenSentence]) -> int:
    if not before:
        return 0
    if tells_who(before[-1].words, one.words):
        return 1
    if one.side != "theirs" or not _REFERS_BACK.match(one.plain):
        return 0
    if not (has_amount(one.plain) or names_day(one.plain, later=True)):
        return 0
    return 2 if _REFERS_BACK.match(before[-1].plain) else 1


def _is_unclear_promise(one: SpokenSentence) -> bool:
    promise = promise_in(one.plain)
    if promise is None:
        return False
    return says_no_what(one.plain) or points_back(one.plain, one.words, promise.begins)


def _candidates(
    sentence: SpokenSentence,
    today: date,
    step: SpokenSentence | None,
    answer: Deciding | None = None,
) -> Iterator[_Candidate]:
    """Yield the line that a sentence gives, if any. A promise comes before other kinds.

    `answer` is the kind of our question that the sentence answers.
    """
    if sentence.side == "nobody":
        return
    is_next = step is not None and sentence.turn == step.turn and sentence.plain == step.plain
    fewest = _FEWEST_AS_ANSWER if sentence.before or answer else _FEWEST_WORDS
    if len(sentence.plain.split()) < fewest and not is_next:
        return
    if promise := promise_in(sentence.plain):
        due = day_in(sentence.plain, today, due=True)
        line = _line(sentence, "promise", _is_promise, due=due, conditional=promise.conditional)
        weight = 5 + 2 * bool(due) - 2 * promise.conditional + _FIRST * is_next
        weight += _extra(sentence) - bool(sentence.before)
        line = replace(line, is_next=is_next, before=sentence.before)
        line = replace(line, before_is_own=sentence.before_is_own)
        yield _Candidate(line, weight, MOST_PROMISES)
    elif is_next:
        line = _line(sentence, "step", _names_day, due=day_in(ahead_in(sentence.plain), today))
        yield _Candidate(replace(line, is_next=True), _FIRST)
    elif sentence.side == "theirs" and not sentence.asks:
        yield from _theirs(sentence, today, answer)


def _from_promise(line: DraftLine, today: date) -> DraftLine:
    """Cut a promise to its clause. If the promise is also the next step, keep all its words."""
    if line.kind != "promise" or line.is_next:
        return line
    return replace(line, words=from_promise(line.words, today))


def _theirs(sentence: SpokenSentence, today: date, answer: Deciding | None) -> Iterator[_Candidate]:
    said = sentence.plain
    amount, day = has_amount(said), names_day(said, later=True)
    name = names_a_role(sentence.words)
    weight = amount + 2 * day + name + bool(_THEIR_OWN.search(said)) + _extra(sentence)
    weight += (4 + bool(_PRICE.search(said))) * has_cost(said)
    decided = day and bool(_DEADLINE.search(said))
    weight += 5 * decided
    if kind := _deciding(said, answer, decided=decided):
        rule = _tells_budget if kind == "budget" else _tells_who_decides
        due = day_in(said, today) if decided else None
        weight += _DECIDES + 2 * (kind == answer) + 3 * rule(said)
        yield _Candidate(_line(sentence, kind, rule, due=due), weight, MOST_DECIDING)
    elif is_need(said):
        wanted = is_wanted(said)
        most = MOST_NEEDS if wanted else MOST_OF_A_KIND
        yield _Candidate(_line(sentence, "need", _is_need), 3 + _WANTED * wanted + weight, most)
    elif decided and not _SMALL_TALK.search(said):
        line = _line(sentence, "date", _names_day, due=day_in(said, today))
        yield _Candidate(line, weight)
    elif name:
        yield _Candidate(_line(sentence, "name", names_a_role), 3 + weight)
    elif _SMALL_TALK.search(said):
        return
    elif amount and has_figure(said):
        yield _Candidate(_line(sentence, "number", _has_amount), 1 + weight)
    elif day:
        due = day_in(said, today)
        yield _Candidate(_line(sentence, "date", _names_day, due=due), weight + bool(due))


def _deciding(said: str, answer: Deciding | None, *, decided: bool) -> Deciding | None:
    who = tells_who_decides(said)
    names_money = has_amount(said) or has_money(said)
    if tells_budget(said) and names_money and not who:
        return "budget"
    if answer or who:
        return answer or "decider"
    # "The budget is decided on the fifteenth" is a day.
    return "budget" if tells_budget(said) and not decided else None


def _extra(sentence: SpokenSentence) -> int:
    return int(len(sentence.plain.split()) <= _USUAL_WORDS)


def _line(
    sentence: SpokenSentence,
    kind: DraftLineKind,
    rule: _Rule,
    *,
    due: date | None = None,
    conditional: bool = False,
) -> DraftLine:
    words = _within_limit(tidied(sentence.words), rule)
    return DraftLine(kind, words, sentence.speaker, sentence.side, sentence.spot, due, conditional)


def _is_promise(words: str) -> bool:
    return promise_in(plain_speech(words)) is not None


def _is_need(words: str) -> bool:
    return is_need(plain_speech(words))


def _tells_who_decides(words: str) -> bool:
    return tells_who_decides(plain_speech(words))


def _tells_budget(words: str) -> bool:
    return tells_budget(plain_speech(words))


def _has_amount(words: str) -> bool:
    return has_amount(plain_speech(words))


def _names_day(words: str) -> bool:
    return names_day(plain_speech(words), later=True)


def _within_limit(sentence: str, rule: _Rule) -> str:
    """Cut a sentence that is too long to the first clause that the rule recognises.

    We keep as many of the clauses beside this clause as fit.
    """
    if len(sentence) <= LONGEST:
        return sentence
    clauses = _CLAUSES.split(sentence)
    first = next((at for at, clause in enumerate(clauses) if rule(clause)), 0)
    room = LONGEST - 2 * len(f"{_CUT} ")
    chosen = around(clauses, first, room)
    words = shortened(" ".join(clauses[chosen]), room)
    before = f"{_CUT} " if chosen.start else ""
    return f"{before}{words}{_after(words, chosen.stop < len(clauses))}"


def _after(words: str, cut: bool) -> str:
    return f" {_CUT}" if cut and not words.endswith(_CUT) else ""


def _is_there(line: DraftLine, lines: list[DraftLine]) -> bool:
    """Check whether one of the lines says the same as `line`.

    If `line` says it better, put `line` in the place of the other. A promise is better if it is
    fuller or later. A line of another kind is better if it has the words of the other, and more.
    """
    for at, one in enumerate(lines):
        if not (goes_on := _goes_on(line, one)) and not _says_same(line, one):
            continue
        if goes_on or (line.kind == "promise" == one.kind and says_more(line, one)):
            lines[at] = line
        return True
    return False


def _goes_on(one: DraftLine, other: DraftLine) -> bool:
    """Check whether a line begins with all the words of the other line, and has more words."""
    together = "promise" not in (one.kind, other.kind) and not other.is_next
    return together and one.spot == other.spot and one.words.startswith(f"{other.words} ")


def _says_same(one: DraftLine, other: DraftLine) -> bool:
    if one.kind == "promise" == other.kind:
        return is_near(one, other)
    return one.words in other.words or stems(one.words) == stems(other.words)
