"""Reading input from people, feeds and platforms takes time proportional to its length.

Each function that uses a regular expression is run on input of maximal length that is hard for such
patterns. The time is compared with that of an eighth of the length: 8 times as long is linear, 64
times is quadratic.
"""

import re
from collections.abc import Callable
from itertools import pairwise
from time import thread_time

import pytest

from tests.linear import (
    calendars,
    names_and_titles,
    platforms,
    promises,
    said_in_calls,
    sources,
    times,
    transcript_files,
    typed,
)
from tests.linear.exercise import Exercise
from tests.patterns import in_the_source

PART = 8  # the shorter text is this part of the longer
SQUARE = 24  # times as long, or more, is nearer to the square of the length (64) than to it (8)
QUICK = 0.002  # seconds of a core at the limit, in which no harm is done
# Runs of each kind of character, separators within separators, and beginnings without an end.
ATOMS = [
    *(
        "a",
        "A",
        "1",
        " ",
        "\t",
        "\n",
        "\u00a0",
        ".",
        "-",
        "_",
        "@",
        "/",
        ":",
        ",",
        "'",
        '"',
        "(",
        "[",
    ),
    *(
        "{",
        "{{",
        "<",
        ">",
        "|",
        "&",
        "=",
        "*",
        "é",
        "e\u0301",
        "王",
        "\u200b",
        "\u2011",
        "’",
        "“",
        "🚚",
    ),
    *(
        "a.",
        "a-",
        "a--",
        "a'",
        "a, ",
        "a b ",
        "1.",
        "1 ",
        "1-",
        "1:",
        "a@",
        "a=",
        "a:",
        "aa ",
        "a/",
    ),
]

ALL = (
    calendars,
    names_and_titles,
    platforms,
    promises,
    said_in_calls,
    sources,
    times,
    transcript_files,
    typed,
)
EXERCISES = {name: one for part in ALL for name, one in part.EXERCISES.items()}
# Patterns that see nothing that people, feeds or platforms send, and why.
ELSEWHERE = {
    "storage.rights.erasure.transcripts.rename_in_transcripts()": "one name between two words",
    "handlers.features.promises.promise_reworded._replaced()": "a few plain words",
    "bot.slack.manifest_command.run()": "what the operator types",
    "bot.settings.Settings.command_prefix": "the operator's settings",
    "bot.settings.Settings.slack_oauth_client_id": "the operator's settings",
    "bot.settings.TEAM": "the operator's settings",
    "bot.settings.WebAddress": "the operator's settings",
    "bot.base.public_url.PUBLIC": "the operator's settings",
    "bot.doctor.said_once.BEGINNING": "doctor's own sentences",
    "bot.doctor.said_once.MISSING": "doctor's own sentences",
    "bot.slack.check._check_secret_format()": "the operator's settings",
    "bot.settings.GUID": "the operator's settings",
    "bot.settings.Settings.model_url": "the operator's settings",
    "bot.settings.Settings.hubspot_api": "the operator's settings",
    "bot.settings.Settings.salesforce_url": "the operator's settings",
    "bot.doctor.access.IN_A_HEADER": "the operator's settings",
    "bot.calendars.providers.GOOGLE_ID": "the operator's settings",
    "bot.calendars.providers.ON_THIS_MACHINE": "the operator's settings",
    "bot.calendars.providers.VISIBLE": "the operator's settings",
    "bot.platform.oauth_errors.ERROR_CODE": "Google's and Microsoft's sign-in",
    "bot.slack.member_ids.MEMBER_ID": "the operator's settings",
    "bot.slack.check.BOT_TOKEN": "the operator's settings",
    "bot.slack.check.APP_TOKEN": "the operator's settings",
    "bot.teams.check.ADDRESS": "the operator's settings",
    "bot.teams.manifest.NUMBERS": "our own version",
    "bot.slack.listeners.ANYTHING": "empty: it looks at nothing",
    "bot.transcripts.sources.graph.ID": "Microsoft's ids of meetings",
    "bot.transcripts.sources.graph.THREAD": "Microsoft's ids of meetings",
    "bot.transcripts.sources.meet.RECORD": "Google's ids of meetings",
    "bot.transcripts.sources.meet.TRANSCRIPT": "Google's ids of meetings",
    "bot.playground.pictures.SIZE": "our own drawings",
    "bot.playground.reader.ActionId": "pydantic's patterns go by an engine that is linear",
    "handlers.playbook.conditions.PLACEHOLDER": "the playbook's templates",
    "handlers.playbook.checks._misuses()": "the playbook",
    "handlers.playbook.schema.Choice.id": "the playbook",
    "handlers.playbook.base_model.Id": "the playbook",
    "handlers.playbook.base_model.OneWord": "the playbook",
    "handlers.playbook.schema.ReflectionField.id": "the playbook",
    "handlers.playbook.shape._allowed()": "our own schema",
}


def test_every_pattern_in_the_source_is_run_here_or_sees_nothing_typed() -> None:
    """Add a new pattern to an exercise, or to the list of those that need none, with the reason."""
    run = {name for exercise in EXERCISES.values() for name in exercise.patterns}
    assert in_the_source() == run | ELSEWHERE.keys()


@pytest.mark.parametrize("name", EXERCISES)
def test_the_time_is_as_the_length(name: str) -> None:
    exercise = EXERCISES[name]
    runs = [(atom, "!") for atom in (*ATOMS, *exercise.atoms)]
    for atom, end in (*runs, *((atom, "") for atom in exercise.atoms)):
        assert not _takes_the_square(exercise, atom, end), f"{atom!r} again and again, {end!r}"


def test_it_would_be_seen_if_it_were_the_square() -> None:
    square = Exercise(re.compile(r"(?:a\.)+b").search, 3_000, ())
    assert _takes_the_square(square, "a.", "")


def _takes_the_square(exercise: Exercise, atom: str, end: str) -> bool:
    """Whether it takes quadratic time. Shorter texts first, so that the test itself stays quick."""
    sizes = (exercise.limit // PART**2, exercise.limit // PART, exercise.limit)
    # Whole atoms only: a cut one can take another path, which is quicker or slower by itself.
    texts = [atom * ((size - len(end)) // len(atom)) + end for size in sizes]
    return any(_grows(exercise.run, *pair) for pair in pairwise(texts))


def _grows(run: Callable[[str], object], short: str, long: str) -> bool:
    for repeats in (1, 3, 5):  # one of them is undisturbed by other work on the machine
        taken = min(_seconds(run, long) for _ in range(repeats))
        if taken < QUICK or taken < SQUARE * min(_seconds(run, short) for _ in range(repeats)):
            return False
    return True


def _seconds(run: Callable[[str], object], text: str) -> float:
    """Seconds of processor time, which other processes do not change."""
    began = thread_time()
    run(text)
    return thread_time() - began
