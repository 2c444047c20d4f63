"""List everything worth saying about a call, best first. Pure."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from handlers.coaching.buyer_words.their_words import MARKS, SENTENCE_END
from handlers.coaching.text.words import joined
from handlers.coaching.what_matters.last_call import of_last_call, of_own_last_call
from handlers.coaching.what_matters.on_file import Found, OnFile, Owed, Said
from handlers.coaching.what_matters.point import OLD, Point, firmly, for_kind, new_point, recency
from handlers.coaching.what_matters.quoting import (
    NOTED_SHORT,
    SHORT,
    SHORTER,
    quoted,
    sentence,
    short_note,
    stopped,
)
from storage.choices import Built

CALLS_IN_ROW = 5  # at most this many of the last calls count when we say what they were about
LAST_WORDS = 20  # extra weight for the newest quote if we don't know who is coming
FIRM_QUOTES = 2  # at most this many quotes from the rep's newest note are firm (see `Point`)
NOTES = 2  # at most this many of the rep's own notes
FINDINGS = 2  # at most this many answers to research questions
ABOVE_NOTES = 3  # extra weight that lifts answers to research questions above notes
ASKED = 30  # at most this many characters of the rep's line that marketing answered
_BUILT: Mapping[Built, str] = {
    "relationship": "about the relationship",
    "solution": "about a solution",
    "neither": "about neither",
}


def points(on_file: OnFile, *, longest: int = SHORT, said: Collection[Said] = ()) -> list[Point]:
    """List everything worth saying about a call except open promises, best first.

    longest: the limit for somebody's own words in a sentence, in characters. Points with the topic
    "quote" have the limit `NOTED` instead (see `quoting`)
    said: words whose first line the brief already quotes
    """
    found = chain(
        _who(on_file),
        of_last_call(on_file, longest),
        of_own_last_call(on_file.own, on_file.last, longest),
        _answers(on_file, longest),
        _findings(on_file, longest),
        _quotes(on_file, said),
        _notes(on_file, longest),
        _pattern(on_file),
    )
    weighed = [for_kind(point, on_file) for point in found]
    return sorted(weighed, key=lambda point: -point.weight)


def is_told(answer: str, points: Collection[Point]) -> bool:
    """Check whether these points of a brief include this answer to a research question."""
    told = {stopped(short) for most in (SHORT, SHORTER) if (short := _content(answer, most))}
    return any(
        point.topic == "finding" and any(each in point.text for each in told) for point in points
    )


def last_words(said: Sequence[Said], who: str) -> Said | None:
    """Return the newest words of a person. Return None if the person has said nothing."""
    return next((one for one in said if one.who == who and one.words), None)


def in_order(owed: Sequence[Owed]) -> list[Owed]:
    """Sort open promises by due day. Promises without a day come last."""
    return sorted(owed, key=lambda one: one.due or date.max)


def row_in_words(built: Sequence[Built]) -> str:
    """List what each of the last calls was about: "about a solution, about the relationship".

    The newest call comes first.
    """
    return ", ".join(_BUILT[each] for each in built[:CALLS_IN_ROW])


def _who(on_file: OnFile) -> Iterator[Point]:
    """Yield a point if nobody came to the last calls, and a point about newcomers."""
    if on_file.missed:
        yield firmly(new_point("missed", f"Nobody came {on_file.missed}."))
    if on_file.newcomers:
        names = joined(on_file.newcomers)
        comes = "is coming" if len(on_file.newcomers) == 1 else "are coming"
        yield new_point("newcomer", f"{names} {comes} for the first time.")


def _answers(on_file: OnFile, longest: int) -> Iterator[Point]:
    """Yield marketing's newest answer. If it came after the last call, add a shorter form."""
    for answer in on_file.answers[:1]:
        words = sentence(answer.words, longest)
        if words:
            new = on_file.last is None or answer.days <= on_file.last.days
            lead = f"{answer.by} (marketing) answered you:"
            more = recency(answer.days) + (4 if new else -10)
            why = "new since your last call" if new else ""
            point = new_point("answer", f"{lead} {quoted(words)}", why, more=more, about=answer.id)
            asked = f"“{sentence(answer.to.strip(MARKS), ASKED).replace(',…', '…')}”"
            lead = f"{answer.by} answered {asked}:"
            point = replace(point, fuller=f"{lead} {quoted(words)}")
            yield _with_shorter(point, words) if new else point


def _with_shorter(point: Point, words: str) -> Point:
    """Add a shorter form to a point: the first sentence of the words that it quotes."""
    first = sentence(words, len(SENTENCE_END.split(words)[0]) + 1)
    return replace(point, shorter=point.text.replace(words, first))


def _findings(on_file: OnFile, longest: int) -> Iterator[Point]:
    """Yield what was looked up since the last call and within the last `OLD` days.

    If the rep also has new notes, these points are firm (see `Point`) and come before the notes, so
    that the notes do not push them out of the brief. When Attune saved an answer, it may have said
    that the brief would show it.
    """
    firm = any(_is_new(note.days, on_file) for note in on_file.notes)
    for number, found in enumerate(_new_findings(on_file)):
        if answer := _content(found.answer, longest):
            text = f"Looked up {found.when}: {stopped(answer)}"
            point = new_point("finding", text, more=ABOVE_NOTES - number if firm else -6 * number)
            short = f"Looked up {found.when}: {stopped(_content(found.answer, SHORTER))}"
            shorter = short if firm and short != text else ""
            yield replace(point, firm=firm, shorter=shorter)


def _new_findings(on_file: OnFile) -> list[Found]:
    return [found for found in on_file.found if _is_new(found.days, on_file)][:FINDINGS]


def _is_new(days: int, on_file: OnFile) -> bool:
    """Return whether something that is `days` days old is new.

    It must be at most `OLD` days old and, if there was a last call, no older than that call.
    """
    return days <= (min(on_file.last.days, OLD) if on_file.last else OLD)


def _content(answer: str, longest: int) -> str:
    """Return the answer. If it is longer than `longest`, return its quotation or its beginning."""
    before, opens, after = answer.partition("“")
    quote, closes, _ = after.partition("”")
    if len(answer) > longest and before and opens and closes and quote:
        return f"“{sentence(quote, longest)}”"
    return sentence(answer, longest)


def _quotes(on_file: OnFile, said: Collection[Said]) -> Iterator[Point]:
    """Yield quotes.

    At most `FIRM_QUOTES` of the kept quotes are firm (see `Said` and `Point`). Kept quotes in
    `said` count toward that number, because the brief already quotes their first lines.
    """
    firm = FIRM_QUOTES - sum(one.kept for one in said)
    for number, one in enumerate(_without_first_lines(on_file.said, said)):
        words = short_note(one.words or one.noted)
        if not words:
            continue
        noted = f"{'You' if one.own else 'A colleague'} noted"
        lead = f"{one.who} said" if one.words and one.who else noted
        text = f"{lead} {one.when}: {stopped(words)}"
        more = recency(one.days) + (8 if one.coming else 0) - 6 * number
        # Beside the name of somebody who is coming, the brief quotes that person. If we don't know
        # who is coming, there is no such quote. So the newest quote gets extra weight.
        if on_file.nobody_named and number == 0:
            more += LAST_WORDS
        point = new_point("quote", text, more=more, about=one.id)
        if one.kept and firm > 0:
            firm -= 1
            short = short_note(one.words or one.noted, NOTED_SHORT)
            shorter = f"{lead} {one.when}: {stopped(short)}" if short != words else ""
            point = replace(point, firm=True, shorter=shorter)
        yield point


def _without_first_lines(said: Sequence[Said], shown: Collection[Said]) -> Iterator[Said]:
    """Yield the quotes, without the first line of each quote in `shown`.

    A kept quote of several lines that is not in `shown` is yielded twice: whole, and without its
    first line. The reason: a point shows only the first line of what is yielded.
    """
    for one in said:
        rest = one.words.strip().partition("\n")[2]
        if one not in shown:
            yield one
        if rest and (one in shown or one.kept):
            yield replace(one, words=rest)


def _notes(on_file: OnFile, longest: int) -> Iterator[Point]:
    """Yield the rep's newest notes.

    Notes and looked-up answers together get at most `NOTES` firm points (see `Point`). New answers
    get them first. New notes get the rest.
    """
    firm = NOTES - len(_new_findings(on_file))
    for number, note in enumerate(on_file.notes[:NOTES]):
        text, short = (
            f"You noted {note.when}: {stopped(sentence(note.words, most))}"
            for most in (longest, SHORTER)
        )
        point = new_point("note", text, more=recency(note.days) - 6 * number)
        if number < firm and _is_new(note.days, on_file):
            point = replace(point, firm=True, shorter=short if short != text else "")
        yield point


def _pattern(on_file: OnFile) -> Iterator[Point]:
    row = on_file.built[:CALLS_IN_ROW]
    if len(row) >= 3 and "solution" not in row:
        text = f"None of the last {len(row)} calls moved a solution forward."
        yield new_point("pattern", text)
