"""Find patterns in a rep's own reflections, and count the rep's answers.

`choose` returns one pattern for the reply to a reflection. `figures` returns all figures. Only the
rep sees patterns and figures. We show counts and not rates, because a rate from so few calls would
not be reliable.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.choices import Built, FirstPrescribed, GuessOutcome, KeptFocus, NextStepBy, Talk

FROM_REFLECTIONS = 3  # we show no pattern until the rep has written this many reflections
# How many answers a pattern or a figure needs if all answers are the same, or if we only list them.
ALL_ALIKE = 3
# How many answers a pattern or a figure needs if the answers differ. Three are too few, because
# after "two of three" the next answer could end the majority.
MIXED = 4
RECURS = 2  # `Share.recurs` needs at least this many hits
NOT_AGAIN = timedelta(days=14)  # we do not show a pattern twice within this time
# The id of the question that we ask if the rep wrote the same next step or pitch for two accounts.
ECHO = "echo"
LATELY = 5  # a pattern or a list uses at most this many of the newest answers
# The name of the figure about who talked more. If the playbook has a published finding about the
# share of the talk, we show it with this figure.
TALK = "More talk"
_GUESSED = "By your own guess, "
IN_FIGURES = 10  # a figure uses at most this many of the newest answers


@dataclass(frozen=True)
class Reflected:
    """What we know about one call from its reflection and its transcript. A missing answer is None.

    A measurement from a transcript replaces the rep's answer. `called_at` is when the call began
    (aware).
    """

    called_at: datetime
    account: str
    guesses: tuple[GuessOutcome, ...] = ()
    talk: Talk | None = None
    first_prescribed: FirstPrescribed | None = None  # when the rep first pitched
    talk_measured: bool = False  # false if the rep guessed who talked more
    pitch_measured: bool = False
    built: Built | None = None
    next_step_by: NextStepBy | None = None
    focus_id: str | None = None
    kept_focus: KeptFocus | None = None


@dataclass(frozen=True)
class Pattern:
    """A sentence about several calls. `source` says what we counted: "your last 5 answers"."""

    id: str
    text: str
    source: str


@dataclass(frozen=True)
class Share:
    """How often a rep gave one answer to a question: `hits` times in `of` answers."""

    hits: int
    of: int

    @property
    def enough(self) -> bool:
        """Whether there are enough answers: four, or three if all three are hits."""
        return self.of >= MIXED or self.hits == self.of >= ALL_ALIKE

    @property
    def recurs(self) -> bool:
        """Whether there are enough answers and at least two hits."""
        return self.enough and self.hits >= RECURS

    def __str__(self) -> str:
        """Return "3 of 4"."""
        return f"{self.hits} of {self.of}"


@dataclass(frozen=True)
class Figure:
    """One of a rep's figures. `share` is None if the sentence only lists answers."""

    name: str
    sentence: str
    share: Share | None = None


def choose(
    newest_first: Sequence[Reflected], *, lately: Collection[str], turn: int
) -> Pattern | None:
    """Return the pattern for the reply to the newest reflection. Return None if there is none.

    `lately` has the ids of the patterns that the rep saw within `NOT_AGAIN`. We do not repeat these
    patterns. If there are several patterns, `turn` (such as the id of the call) decides which one
    we return.
    """
    if len(newest_first) < FROM_REFLECTIONS:
        return None
    found = [made for make in _PATTERNS if (made := make(newest_first))]
    found = [pattern for pattern in found if pattern.id not in lately]
    return found[turn % len(found)] if found else None


def times_kept(
    newest_first: Sequence[Reflected], focus_id: str | None, since: datetime | None
) -> int:
    """Count the calls in which the rep kept this focus. We skip calls before `since` (aware)."""
    if focus_id is None or since is None:
        return 0
    held = [x for x in newest_first if x.called_at >= since and x.focus_id == focus_id]
    return sum(call.kept_focus == "yes" for call in held)


def figures(newest_first: Sequence[Reflected]) -> tuple[Figure, ...]:
    """Return the figures that have enough answers."""
    found = (
        _figure("Wrong guesses", _guesses(newest_first), "wrong", "{} guesses turned out wrong"),
        _figure(
            "Early pitch",
            _pitched(newest_first),
            "first_third",
            "In {} calls, you pitched in the first third",
            _pitches_measured(newest_first),
        ),
        _figure(
            TALK,
            _talk(newest_first),
            "me",
            f"{_GUESSED}you talked more in {{}} calls",
            _talk_measured(newest_first),
        ),
        _figure(
            "Your idea",
            _answers(newest_first, lambda call: call.next_step_by),
            "ours",
            "The next step was your idea in {} calls",
        ),
        _figure("Focus kept", _focus(newest_first), "yes", "You kept your focus in {} calls"),
        _built_figure(newest_first),
    )
    return tuple(figure for figure in found if figure)


def too_few(newest_first: Sequence[Reflected]) -> str:
    """Return the text for a rep who has no figure yet."""
    missing = FROM_REFLECTIONS - len(newest_first)
    if missing <= 0:
        return (
            "There is nothing to show yet. Patterns come from the questions that “Add more” shows, "
            "once you have answered the same question for a few calls."
        )
    calls = "call" if missing == 1 else "calls"
    return f"Reflect on {missing} more {calls}, and your first patterns may show up here."


def _figure(
    name: str, answers: Sequence[str], counted: str, sentence: str, measured: Sequence[bool] = ()
) -> Figure | None:
    """Count how many answers equal `counted`. Return None if there are too few answers.

    The share replaces "{}" in `sentence`. `measured` says for each answer whether it was measured.
    """
    share = _share(answers[:IN_FIGURES], counted)
    if not share.enough:
        return None
    said = _as_known(sentence.format(share), measured[:IN_FIGURES])
    return Figure(name, f"{said} ({_counted(share, measured[:IN_FIGURES])}).", share)


def _as_known(sentence: str, measured: Sequence[bool]) -> str:
    """Remove "By your own guess" from a sentence if any of the answers was measured."""
    if not any(measured):
        return sentence
    said = sentence.removeprefix(_GUESSED)
    return f"{said[:1].upper()}{said[1:]}"


def _counted(share: Share, measured: Sequence[bool]) -> str:
    """Return "your last 5 answers", or "your last 5 calls, 3 of them measured"."""
    hits = sum(measured)
    if not hits:
        return f"your last {share.of} answers"
    known = "all measured" if hits == share.of else f"{hits} of them measured"
    return f"your last {share.of} calls, {known}"


def _built_figure(newest_first: Sequence[Reflected]) -> Figure | None:
    row = _answers(newest_first, lambda call: call.built)[:LATELY]
    if len(row) < ALL_ALIKE:
        return None
    said = f"What your last {len(row)} calls built, newest first: {', '.join(row)}."
    return Figure("What they built", said)


def _share(answers: Sequence[str], counted: str) -> Share:
    return Share(answers.count(counted), len(answers))


def _answers(calls: Sequence[Reflected], answer: Callable[[Reflected], str | None]) -> list[str]:
    return [given for call in calls if (given := answer(call)) is not None]


def _guesses(calls: Sequence[Reflected]) -> list[str]:
    return [each for call in calls for each in call.guesses if each != "never_asked"]


def _talk(calls: Sequence[Reflected]) -> list[str]:
    """Return who talked more in each call: "me", "them" or "even"."""
    return [answer.rpartition("_")[2] for answer in _answers(calls, lambda call: call.talk)]


def _talk_measured(calls: Sequence[Reflected]) -> list[bool]:
    return [call.talk_measured for call in calls if call.talk is not None]


def _pitched(calls: Sequence[Reflected]) -> list[str]:
    return _answers(calls, lambda call: call.first_prescribed)


def _pitches_measured(calls: Sequence[Reflected]) -> list[bool]:
    return [call.pitch_measured for call in calls if call.first_prescribed is not None]


def _focus(calls: Sequence[Reflected]) -> list[str]:
    """Return the answers to "did you keep your focus?", for the newest focus only."""
    newest = next((call.focus_id for call in calls if call.kept_focus), None)
    return _answers(calls, lambda call: call.kept_focus if call.focus_id == newest else None)


def _idea(calls: Sequence[Reflected]) -> Pattern | None:
    share = _share(_answers(calls, lambda call: call.next_step_by)[:LATELY], "ours")
    if not share.enough or share.hits * 2 <= share.of:
        return None
    if share.hits == share.of:
        said = f"The next step was your idea in all {share.of} calls."
        return _pattern("idea", said, share.of)
    return _pattern("idea", f"The next step was your idea in {share} calls.", share.of)


def _their_idea(calls: Sequence[Reflected]) -> Pattern | None:
    share = _share(_answers(calls, lambda call: call.next_step_by)[:LATELY], "theirs")
    if not share.enough or share.hits * 2 <= share.of:
        return None
    return _pattern("their_idea", f"The next step was their idea in {share} calls.", share.of)


def _pitch(calls: Sequence[Reflected]) -> Pattern | None:
    share = _share(_pitched(calls)[:LATELY], "first_third")
    if not share.recurs:
        return None
    said = f"In {share} calls, you pitched in the first third."
    return Pattern("pitch", said, _counted(share, _pitches_measured(calls)[:LATELY]))


def _more_talk(calls: Sequence[Reflected]) -> Pattern | None:
    share = _share(_talk(calls)[:LATELY], "me")
    if not share.recurs:
        return None
    measured = _talk_measured(calls)[:LATELY]
    said = _as_known(f"{_GUESSED}you talked more in {share} calls.", measured)
    return Pattern("talk", said, _counted(share, measured))


def _wrong(calls: Sequence[Reflected]) -> Pattern | None:
    share = _share(_guesses(calls)[:LATELY], "wrong")
    if not share.recurs:
        return None
    return _pattern("guesses", f"{share} guesses turned out wrong.", share.of)


def _kept(calls: Sequence[Reflected]) -> Pattern | None:
    share = _share(_focus(calls)[:LATELY], "yes")
    if not share.enough:
        return None
    return _pattern("focus", f"You kept your focus in {share} calls.", share.of)


def _built(calls: Sequence[Reflected]) -> Pattern | None:
    account = calls[0].account
    row = _answers(_with(account, calls), lambda call: call.built)[:LATELY]
    if len(row) < ALL_ALIKE:
        return None
    said = f"What your last {len(row)} calls with {account} built, newest first: {', '.join(row)}."
    return _pattern("built", said, len(row))


def _in_a_row(calls: Sequence[Reflected]) -> Pattern | None:
    """Return a pattern if the next steps from several calls in a row were the rep's own ideas.

    We look only at calls with the account of the newest call. At least the newest `ALL_ALIKE` of
    these calls must have had such a next step.
    """
    account, row = calls[0].account, 0
    for call in _with(account, calls)[:LATELY]:
        if call.next_step_by != "ours":
            break
        row += 1
    if row < ALL_ALIKE:
        return None
    said = f"The next step was your idea in each of your last {row} calls with {account}."
    return _pattern("in_a_row", said, row)


def _with(account: str, calls: Sequence[Reflected]) -> list[Reflected]:
    return [call for call in calls if call.account == account]


def _pattern(id_: str, text: str, answers: int) -> Pattern:
    return Pattern(id_, text, f"your last {answers} answers")


_PATTERNS = (_idea, _their_idea, _pitch, _in_a_row, _more_talk, _wrong, _built, _kept)
