"""The brief: what a rep reads just before a call, on one phone screen. `card` is pure.

Everything else that we know is in `handlers.views.everything`.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Buttons,
    Card,
    Heading,
    Note,
    Paragraph,
    QuickForm,
    Strong,
    Text,
    link,
    spans,
    typed,
)
from handlers.coaching import goal_openings, goals, what_matters
from handlers.coaching.given_names import first_name
from handlers.coaching.listening import FilledLine
from handlers.coaching.what_matters import OnFile, Owed, Point, Said
from handlers.coaching.words import MAX_LINE, shortened
from handlers.knowledge import points, situations
from handlers.knowledge.facts import Facts
from handlers.knowledge.kept_promises import seemingly_kept
from handlers.knowledge.look_ups import LookUps
from handlers.playbook.loader import Playbook
from handlers.rhythm_settings import day_of
from handlers.times import format_absolute, format_distance
from handlers.times.formatting import format_moment
from handlers.views import buying_roles, corrections, promise_cards, questions
from handlers.views.dates import Dates
from storage.tables import Commitment, Contact

WORDS = 120  # fits on a phone's screen, without the labels of buttons
PEOPLE, PROMISES = 4, 2  # the most people, and the most promises of each side
WHEN = 9  # the most words that say when a call is
WHEN_PUSHED = 5  # the same in a `pushed` brief
LEAST = 10  # words for the points that matter, even if a goal or other text takes all the room
TYPED = 200  # the most characters of a goal, and of all guesses together


@dataclass(frozen=True)
class BriefLimits:
    """The most characters of each kind of words in a brief.

    - `noted`: of what somebody said, beside the name
    - `typed`: of a goal, and of all guesses together
    - `promise`: of a promise

    `promises` is the most promises of each side.
    """

    noted: int = what_matters.NOTED
    typed: int = TYPED
    promise: int = MAX_LINE
    promises: int = PROMISES


# Use the first of these limits that leaves room for the points that every brief must have.
LIMITS = (
    BriefLimits(),
    BriefLimits(what_matters.NOTED, 120, 60),
    BriefLimits(what_matters.NOTED, 80, 60),
    BriefLimits(what_matters.NOTED_SHORT, 80, 60),
    BriefLimits(what_matters.NOTED_SHORT, 60, 50, 1),
)


@dataclass(frozen=True)
class BriefContent:
    """The content of a brief. Each part reads it, so that the brief says nothing twice.

    - `dates`: how the brief names days
    - `last_words`: by contact id, what each person who is coming said last
    - `kept`: a promise of the buyer that seems to be kept
    - `left`: an open promise that a former colleague has left
    """

    dates: Dates
    known: OnFile
    last_words: dict[int, Said]
    points: Sequence[Point]
    kept: Commitment | None = None
    left: Commitment | None = None
    limits: BriefLimits = LIMITS[0]


def card(
    facts: Facts,
    playbook: Playbook,
    now: datetime,
    said: BriefContent,
    *,
    research: LookUps | None = None,
) -> Card:
    """Return the brief of a call. Most parts are left out if they are empty. `now` is in UTC.

    `said` is from `content`. If there is time to look something up, `research` has the questions.
    """
    starts_at, zone = facts.call.starts_at, facts.person.zone
    gap = when = format_absolute(starts_at, now=now, zone=zone, own=zone)
    if not said.dates.lasting:
        gap = when = format_moment(starts_at, now=now, zone=zone)
        if starts_at - now < timedelta(days=1):  # if the call is further ahead, the day is enough
            gap = format_distance(starts_at, now)
            when = f"{when}, {gap}"
    return Card(
        f"{facts.account.name}, {gap}",
        (
            Heading(facts.account.name),
            Paragraph(_when_and_kind(facts, playbook, when)),
            *_people(facts, playbook, said),
            *_points(said),
            *_promises(said),
            *_goal(facts, said.limits),
            *_risk(facts, playbook, said.known),
            *_opening(facts, playbook, said),
            *questions.ahead(research),
            corrections.kind(facts, playbook),
            _buttons(facts),
        ),
    )


def content(
    facts: Facts, playbook: Playbook, now: datetime, *, pushed: bool = False
) -> BriefContent:
    """Return the content of a brief, with as many points as fit. `now` is in UTC.

    People read a `pushed` brief on later days too, so it has dates instead of "tomorrow".
    """
    zone = facts.person.zone
    dates = Dates(zone, day_of(now, zone), lasting=pushed)
    known = points.on_file(facts, playbook, now, dates.said, dates.when)
    last_words = {
        contact.id: words
        for contact in facts.coming[:PEOPLE]
        if (words := what_matters.last_words(known.said, contact.name)) is not None
    }
    kept = seemingly_kept(facts, held=now >= facts.call.ends_at)
    left = next(filter(facts.is_left, facts.promises), None)
    told = replace(known, newcomers=())  # the lines about people say who is new
    line = Paragraph(_when_and_kind(facts, playbook, "- " * (WHEN_PUSHED if pushed else WHEN)))
    limits = iter(LIMITS)
    said = BriefContent(dates, known, last_words, (), kept, left, next(limits))
    while True:
        ordered = what_matters.points(told, said=said.last_words.values())
        room = WORDS - _length((line, *_without_points(facts, playbook, said)))
        if room >= what_matters.least_room(ordered) + _length(_opening(facts, playbook, said)):
            return _with_points(facts, playbook, said, ordered, room)
        if tighter := next(limits, None):
            said = replace(said, limits=tighter)
        elif any(not words.kept for words in said.last_words.values()):
            said = replace(said, last_words=_without_one(said.last_words))
        else:
            return _with_points(facts, playbook, said, ordered, room)


def _without_one(last_words: dict[int, Said]) -> dict[int, Said]:
    """Leave out the last person whose words were not kept of late."""
    others = [contact for contact, words in last_words.items() if not words.kept]
    return {contact: words for contact, words in last_words.items() if contact != others[-1]}


def _with_points(
    facts: Facts, playbook: Playbook, said: BriefContent, ordered: Sequence[Point], room: int
) -> BriefContent:
    """Add as many points as fit beside the question that opens the call.

    The points decide which question that is, and therefore its length. `room` is in words.
    """
    least = max(LEAST, what_matters.least_room(ordered))
    for left in range(room, least, -1):
        said = replace(said, points=what_matters.in_brief(ordered, left))
        if _length((*_points(said), *_opening(facts, playbook, said))) <= room:
            return said
    return replace(said, points=what_matters.in_brief(ordered, least))


def _without_points(facts: Facts, playbook: Playbook, said: BriefContent) -> Iterator[Block]:
    yield Heading(facts.account.name)
    yield from _people(facts, playbook, said)
    yield from _promises(said)
    yield from _goal(facts, said.limits)
    yield from _risk(facts, playbook, said.known)
    yield corrections.kind(facts, playbook)


def _length(blocks: Iterable[Block]) -> int:
    texts: list[Text] = []
    for block in blocks:
        match block:
            case Heading(text):
                texts.append(spans(text))
            case Paragraph(text) | Note(text):
                texts.append(text)
            case Bullets(items):
                texts += items
            case QuickForm(inputs=inputs):
                texts += [spans(each.label) for each in inputs]
    return sum(len(part.text.split()) for text in texts for part in text)


def _when_and_kind(facts: Facts, playbook: Playbook, when: str) -> Text:
    kind = points.phrase(situations.kind(facts, playbook), playbook)
    looks = f". Looks like {kind}." if facts.call.kind is None else f": {kind}."
    join = (" ", link("Join the call", facts.call.join_url)) if facts.call.join_url else ()
    first = " First meeting on file." if facts.coming and not facts.met_before else ""
    return spans(Strong(when[0].upper() + when[1:]), looks if kind else ".", first, *join)


def _people(facts: Facts, playbook: Playbook, said: BriefContent) -> Iterator[Block]:
    if facts.coming:
        people = [_person(contact, playbook, said) for contact in facts.coming[:PEOPLE]]
        if (more := len(facts.coming) - PEOPLE) > 0:
            people.append(spans(f"and {more} more"))
        yield Bullets(tuple(people))
    elif facts.may_come:
        yield corrections.who(facts.may_come, facts.call.id)
    else:
        yield Note(spans("Nothing on file about who is coming."))
    if facts.with_us:
        yield Note(spans("With you: ", typed(", ".join(facts.with_us)), "."))


def _person(contact: Contact, playbook: Playbook, said: BriefContent) -> Text:
    if contact.id in said.known.strangers:
        address = f", {contact.email}" if contact.email not in (None, contact.name) else ""
        return spans("New: ", Strong(contact.name, typed=True), typed(address))
    about = buying_roles.person(contact, playbook, guessed=False)
    new = ", for the first time" if contact.name in said.known.newcomers else ""
    note = ""
    if words := said.last_words.get(contact.id):
        note = f": {what_matters.short_note(words.words, said.limits.noted)} ({words.day})"
    return spans(Strong(contact.name, typed=True), typed(f"{about}{new}{note}"))


def _points(said: BriefContent) -> Iterator[Block]:
    if said.points:
        yield Paragraph(spans(typed(" ".join(point.text for point in said.points))))


def _promises(said: BriefContent) -> Iterator[Block]:
    """Show the open promises, ours before theirs, with overdue promises first.

    If a promise of the buyer seems to be kept, ask whether it is done. If a former colleague has
    left a promise, ask who takes it over.
    """
    below = {one.id for one in (said.kept, said.left) if one}
    owed = [one for one in what_matters.in_order(said.known.owed) if one.id not in below]
    lines = []
    for lead, side in (("We owe: ", "ours"), ("They owe: ", "theirs")):
        listed = [_promise(one, said) for one in owed if one.side == side]
        if (more := len(listed) - said.limits.promises) > 0:
            listed[-more:] = [f"and {more} more"]
        if listed:
            lines.append(spans(Strong(lead), typed("; ".join(listed))))
    if lines:
        yield Bullets(tuple(lines))
    if said.kept:
        yield from promise_cards.offer_done(said.kept)
    if said.left:
        yield from promise_cards.offer_left(said.left, said.known.today)


def _promise(owed: Owed, said: BriefContent) -> str:
    due = ""
    if owed.due is not None:
        day = "today" if owed.due == said.known.today else owed.day
        due = f" ({'overdue since' if owed.due < said.known.today else 'due'} {day})"
    return f"{shortened(owed.text, said.limits.promise)}{due}"


def _goal(facts: Facts, limits: BriefLimits) -> Iterator[Block]:
    goal = facts.seat.goal
    if goal:
        yield Paragraph(spans(Strong("Goal: "), typed(shortened(goal, limits.typed))))
        sharpen = goals.sharpen(goal)
        if sharpen:
            yield Note(spans(sharpen))
    if facts.guesses:
        guesses = "; ".join(guess.text for guess in facts.guesses)
        yield Paragraph(spans(Strong("Guess: "), typed(shortened(guesses, limits.typed))))


def _risk(facts: Facts, playbook: Playbook, known: OnFile) -> Iterator[Block]:
    """Show at most one warning: about the last call, or else about a pitch too early."""
    pitch = situations.pitch(facts, playbook)
    risk = what_matters.risk(known.own, pitch=pitch)
    if risk:
        yield Paragraph(spans(Strong("Watch: "), risk))
    elif pitch:
        lead = "Your goal is a pitch, and nothing is on file yet about what they need. "
        yield Paragraph(spans(lead, playbook.pitch.ask))


def _opening(facts: Facts, playbook: Playbook, said: BriefContent) -> Iterator[Block]:
    line = opening(facts, playbook, said)
    if line is not None:
        roles = {first_name(one.name): one.role for one in facts.coming if len(facts.coming) > 1}
        name = goal_openings.meant(facts.seat.goal, roles) if line.is_goal else None
        lead = f"Open with, to {name}: " if name else "Open with: "
        yield Paragraph(spans(Strong(lead), line.text))


def opening(facts: Facts, playbook: Playbook, said: BriefContent) -> FilledLine | None:
    """Return the question to open with. It repeats nothing from above in the brief."""
    now = situations.situation(facts, playbook)
    topics: Collection[str] = {point.topic for point in said.points}
    quoted = {words.id for words in said.last_words.values()}
    quoted |= {point.about for point in said.points if point.topic == "quote"}
    if now.quoted in quoted:
        now = replace(now, quote=None, quoted=None)
    now = replace(
        now,
        goal=None,
        guess=None,
        surprise=None if "surprise" in topics else now.surprise,
        next_step=None if "next_step" in topics else now.next_step,
    )
    return situations.opening(facts, playbook, now)


def _buttons(facts: Facts) -> Buttons:
    call_id, about = str(facts.call.id), facts.account.name
    return Buttons(
        (
            _goal_button(facts),
            Button("Change time or people", "call.edit", call_id, about=about),
            Button("Everything on file", "brief.everything", call_id, about=about),
        )
    )


def _goal_button(facts: Facts) -> Button:
    call_id, about, goal = str(facts.call.id), facts.account.name, facts.seat.goal
    if goal and facts.guesses:
        return Button("Change goal or guesses", "goal.open", call_id, about=about)
    missing = "goal and guesses" if not goal and not facts.guesses else "goal"
    missing = "guesses" if goal else missing
    return Button(f"Write your {missing}", "goal.open", call_id, "primary", about=about)
