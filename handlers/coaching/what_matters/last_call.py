"""Make points from the last calls with an account: surprise, next step, goal, guess. Pure."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from handlers.coaching.step_words import as_noted, with_its_day
from handlers.coaching.text.the_point import to_the_point
from handlers.coaching.what_matters.on_file import LastCall, OnFile, OwnLastCall
from handlers.coaching.what_matters.point import Point, firmly, new_point, promised, recency
from handlers.coaching.what_matters.quoting import (
    SHORTER,
    capital,
    comparable,
    in_marks,
    quoted,
    sentence,
    stopped,
)
from storage.choices import GoalReached

_REACHED: Mapping[GoalReached, str] = {
    "yes": "You got what you wanted",
    "partly": "You got only part of what you wanted",
    "no": "You didn't get what you wanted",
}


def of_last_call(on_file: OnFile, longest: int) -> Iterator[Point]:
    """Yield the surprise and the next step of the last call.

    Leave out the surprise if the same words are in `on_file.said`, and the next step if the same
    words are in `on_file.owed`.
    """
    last = on_file.last
    if last is None:
        return
    recent = recency(last.days)
    heard = {comparable(one.words or one.noted) for one in on_file.said}
    owed = {comparable(one.text) for one in on_file.owed}
    surprise = sentence(last.surprise, longest)
    if surprise and comparable(last.surprise) not in heard:
        who = "you" if last.own else "a colleague"
        why = f"{last.spoke} is coming" if last.spoke else ""
        text = f"{capital(last.when)} {who} learned: {quoted(surprise)}"
        point = new_point("surprise", text, why, more=recent + (10 if last.spoke else 0))
        yield promised(point, last.surprise) if last.own and last.in_next_brief else point
    # If the step is too long, its end is cut off. Its day is kept, unless the step is the call that
    # this brief is for: the reader knows when that call is.
    told = sentence if last.is_next_step else _shortened_step
    said = as_noted(last.next_step)
    step = told(said, longest)
    if step and comparable(last.next_step) not in owed:
        point = new_point("next_step", f"{_suggested(last)}: {stopped(step)}", more=recent)
        short = told(said, SHORTER)
        shorter = point.text.replace(step, short) if short != step else ""
        yield replace(point, firm=True, shorter=shorter) if last.own else point


def _shortened_step(said: str, longest: int) -> str:
    """Shorten a step to `longest` characters, but keep its day.

    If the step names no day, keep its exact details, such as an amount.
    """
    return with_its_day(said, longest) or to_the_point(said, longest)


def _suggested(last: LastCall) -> str:
    """Say whose idea the next step was."""
    step = "this call" if last.is_next_step else "the next step"
    one_of_us = "You" if last.own else "A colleague"
    if last.next_step_by == "theirs":
        return f"{capital(step)} was their idea"
    if last.next_step_by == "ours":
        return f"{one_of_us} suggested {step}"
    if last.next_step_by == "together":
        agreed = "arranged this call" if last.is_next_step else "worked out the next step"
        return f"{one_of_us} {agreed} with them"
    return "This call is the next step" if last.is_next_step else "The next step is"


def of_own_last_call(own: OwnLastCall, last: LastCall | None, longest: int) -> Iterator[Point]:
    """Yield what the rep learned, whether the rep reached the goal, and the first wrong guess.

    `own` is the rep's own last call. `last` may be another call, such as a colleague's (see
    `LastCall`). `longest` is in characters.
    """
    recent = recency(last.days) if last else 0
    learned = sentence(own.surprise, longest)
    if learned:
        text = f"{capital(own.surprised)} you learned: {quoted(learned)}"
        yield promised(new_point("surprise", text, more=4), own.surprise)
    goal = sentence(own.goal, longest)
    if goal and own.goal_reached:
        # If `last` is the rep's own call and has a surprise, `of_last_call` already names its day.
        same_day = last is not None and last.own and last.surprise
        when = "" if same_day else f" {own.when}"
        text = f"{_REACHED[own.goal_reached]}{when}: {quoted(goal)}"
        if own.goal_reached == "yes":
            yield new_point("goal", text, more=-42)
        else:
            more = recent + (4 if own.goal_reached == "no" else 0)
            yield firmly(new_point("goal", text, "you still need it", more=more))
    for guess in filter(None, (sentence(each, longest) for each in own.wrong_guesses[:1])):
        text = f"You expected {in_marks(guess)}. That was wrong."
        said = own.surprise or (last is not None and last.own and last.surprise)
        point = new_point("guess", text, more=recent + (0 if said else 12))
        yield promised(point, own.wrong_guesses[0]) if own.in_next_brief and not said else point
