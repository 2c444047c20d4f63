"""What a rep's own reflections show: one pattern for a reply, and all of their figures.

They are for the rep alone. Each is a count of answers, never a verdict and never a rate: after so
few calls, the true share could be almost anything.
"""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from storage.choices import Built, FirstPrescribed, GuessOutcome, KeptFocus, NextStepBy, Talk

FROM_REFLECTIONS = 3  # the first reply with a pattern is that to the third reflection
ALL_ALIKE = 3  # answers needed if all are alike, or if the sentence lists them
MIXED = 4  # answers needed if they differ: a majority of 3 could be gone with the next answer
RECURS = 2  # times that something must have happened to be a pattern
NOT_AGAIN = timedelta(days=14)  # in which a rep is shown no pattern twice
ECHO = "echo"  # the id of the sentence about a step that several accounts got
LATELY = 5  # newest answers that a pattern counts
TALK = "More talk"  # the name of the figure that can be compared with a published one
_GUESSED = "By your own guess, "
IN_FIGURES = 10  # newest answers that a figure counts


@dataclass(frozen=True)
class Reflected:
    """One reflection on one call; an answer that its author left blank is None.

    What was measured in the call counts instead of the answer. `called_at` is when the call began
    (aware).
    """

    called_at: datetime
    account: str
    guesses: tuple[GuessOutcome, ...] = ()
    talk: Talk | None = None
    first_prescribed: FirstPrescribed | None = None
    talk_measured: bool = False  # rather than guessed
    pitch_measured: bool = False
    built: Built | None = None
    next_step_by: NextStepBy | None = None
    focus_id: str | None = None
    kept_focus: KeptFocus | None = None


@dataclass(frozen=True)
class Pattern:
    """A sentence about several calls, and the answers that it counts: "your last 5 answers"."""

    id: str
    text: str
    source: str


@dataclass(frozen=True)
class Share:
    """How many of the answers to one question are of one kind."""

    hits: int
    of: int

    @property
    def enough(self) -> bool:
        """Whether there are enough answers to say it: four, or three that are all of the kind."""
        return self.of >= MIXED or self.hits == self.of >= ALL_ALIKE

    @property
    def recurs(self) -> bool:
        """Whether there are enough answers, and more than one is of the kind."""
        return self.enough and self.hits >= RECURS

    def __str__(self) -> str:
        """In plain words: "3 of 4"."""
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
    """The pattern for the reply to the newest reflection; None if there is none worth a sentence.

    `lately` are the ids of the patterns that the rep was shown in the time of `NOT_AGAIN`: they are
    not shown again. Among the others `turn` decides: any number that differs from call to call.
    """
    if len(newest_first) < FROM_REFLECTIONS:
        return None
    found = [made for make in _PATTERNS if (made := make(newest_first))]
    found = [pattern for pattern in found if pattern.id not in lately]
    return found[turn % len(found)] if found else None


def built_row(answers: Sequence[Built]) -> str:
    """What the calls with an account built, as a row of words: "relationship, neither"."""
    return ", ".join(answers[:LATELY])


def times_kept(
    newest_first: Sequence[Reflected], focus_id: str | None, since: datetime | None
) -> int:
    """In how many calls the rep kept this focus since they chose it; `since` is aware."""
    if focus_id is None or since is None:
        return 0
    held = [x for x in newest_first if x.called_at >= since and x.focus_id == focus_id]
    return sum(call.kept_focus == "yes" for call in held)


def figures(newest_first: Sequence[Reflected]) -> tuple[Figure, ...]:
    """The figures for which there are enough answers."""
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
            "By your own guess, you talked more in {} calls",
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
    """What to say if there is no figure yet."""
    missing = FROM_REFLECTIONS - len(newest_first)
    if missing <= 0:
        return (
            "There is nothing to show yet. Patterns come from the questions behind Add more, once "
            "you have answered the same one for a few calls."
        )
    calls = "call" if missing == 1 else "calls"
    return f"Reflect on {missing} more {calls}, and your first patterns may show here."


def _figure(
    name: str, answers: Sequence[str], counted: str, sentence: str, measured: Sequence[bool] = ()
) -> Figure | None:
    """A figure on how many of these answers are `counted`; None if there are too few answers.

    `sentence` has "{}" for that share. `measured` says for each answer whether it was measured.
    """
    share = _share(answers[:IN_FIGURES], counted)
    if not share.enough:
        return None
    said = _as_known(sentence.format(share), measured[:IN_FIGURES])
    return Figure(name, f"{said} ({_counted(share, measured[:IN_FIGURES])}).", share)


def _as_known(sentence: str, measured: Sequence[bool]) -> str:
    """The sentence without "by your own guess", if some of what it counts was measured."""
    if not any(measured):
        return sentence
    said = sentence.removeprefix(_GUESSED)
    return f"{said[:1].upper()}{said[1:]}"


def _counted(share: Share, measured: Sequence[bool]) -> str:
    """ "Your last 5 answers"; "your last 5 calls, 3 of them measured"."""
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
    """The answers to one question, newest first, without the blanks."""
    return [given for call in calls if (given := answer(call)) is not None]


def _guesses(calls: Sequence[Reflected]) -> list[str]:
    """What became of the guesses that were tested."""
    return [each for call in calls for each in call.guesses if each != "never_asked"]


def _talk(calls: Sequence[Reflected]) -> list[str]:
    """Who talked more, as measured or by the rep's own guess: "me", "them" or "even"."""
    return [answer.rpartition("_")[2] for answer in _answers(calls, lambda call: call.talk)]


def _talk_measured(calls: Sequence[Reflected]) -> list[bool]:
    return [call.talk_measured for call in calls if call.talk is not None]


def _pitched(calls: Sequence[Reflected]) -> list[str]:
    return _answers(calls, lambda call: call.first_prescribed)


def _pitches_measured(calls: Sequence[Reflected]) -> list[bool]:
    return [call.pitch_measured for call in calls if call.first_prescribed is not None]


def _focus(calls: Sequence[Reflected]) -> list[str]:
    """The answers whether the rep kept the focus, for the focus of the newest such answer."""
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


# Each makes its pattern from a rep's reflections, newest first, or returns None if they show none.
_PATTERNS = (_idea, _their_idea, _pitch, _in_a_row, _more_talk, _wrong, _built, _kept)
