"""The parts of a brief as blocks. Pure."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace

from handlers.cards import (
    Block,
    Bullets,
    Note,
    Paragraph,
    Strong,
    Text,
    link,
    spans,
    typed,
)
from handlers.coaching import what_matters
from handlers.coaching.goals import goal_openings, goals
from handlers.coaching.listening import FilledLine, Situation
from handlers.coaching.names.given_names import first_name
from handlers.coaching.text import the_point
from handlers.coaching.text.words import shortened
from handlers.coaching.what_matters import OnFile, Owed, Point, Said
from handlers.knowledge import points, situations
from handlers.knowledge.facts import Facts
from handlers.playbook.loader import Playbook
from handlers.views.briefs import buying_roles, corrections
from handlers.views.briefs.brief_limits import SHORT, BriefLimits
from handlers.views.briefs.met_words import met_words
from handlers.views.dates import Dates
from handlers.views.promises import promise_cards
from handlers.views.team import help_cards
from storage.tables import Commitment, Contact

_ASKED = 70  # characters of a question that a colleague has not answered yet


@dataclass(frozen=True)
class BriefContent:
    """The content of a brief. The parts share it, so that no part repeats another.

    - `dates`: how the brief names days
    - `known`: what is on file about the call
    - `situation`: the situation of the call, which decides the question to open with
    - `last_words`: by contact id, what each person who is coming said last
    - `points`: what is worth saying about the call, best first
    - `kept`: a promise that the buyer seems to have kept
    - `left`: an open promise of a former colleague, which nobody has taken over
    - `opens_with`: the question to open with (see `opening`)
    - `asks_for_help`: whether the brief has the button *Ask for help*
    - `limits`: how much each part may say
    """

    dates: Dates
    known: OnFile
    situation: Situation
    last_words: dict[int, Said]
    points: Sequence[Point]
    kept: Commitment | None = None
    left: Commitment | None = None
    opens_with: FilledLine | None = None
    asks_for_help: bool = False
    limits: BriefLimits = SHORT[0]


def when_and_kind(facts: Facts, playbook: Playbook, when: str) -> Text:
    """Say when the call is, what kind it is, and when the rep last met the buyer's people.

    Add the link to join.
    """
    kind = points.kind_in_words(situations.kind(facts, playbook), playbook)
    looks = f". Looks like {kind}." if facts.call.kind is None else f": {kind}."
    join = (" ", link("Join the call", facts.call.join_url)) if facts.call.join_url else ()
    first = " First meeting on file." if facts.coming and not facts.met_before else met_words(facts)
    return spans(Strong(when[0].upper() + when[1:]), looks if kind else ".", first, *join)


def who_comes(facts: Facts, playbook: Playbook, content: BriefContent) -> Iterator[Block]:
    most = content.limits.people
    if facts.coming:
        people = [_person(contact, playbook, content) for contact in facts.coming[:most]]
        if more := len(facts.coming) - len(people):
            people.append(spans(f"and {more} more" if people else f"{more} coming"))
        yield Bullets(tuple(people))
    elif facts.may_come:
        yield corrections.who(facts.may_come, facts.call.id)
    else:
        yield Note(spans("Nothing on file about who is coming."))
    if facts.with_us and most:
        names = [shortened(name, content.limits.name) for name in facts.with_us[:most]]
        more = len(facts.with_us) - len(names)
        others = f" and {more} more" if more else ""
        yield Note(spans("With you: ", typed(", ".join(names)), f"{others}."))


def _person(contact: Contact, playbook: Playbook, content: BriefContent) -> Text:
    name = shortened(contact.name, content.limits.name)
    if contact.id in content.known.strangers:
        address = f", {contact.email}" if contact.email not in (None, contact.name) else ""
        return spans("New: ", Strong(name, typed=True), typed(address))
    about = buying_roles.person(contact, playbook, guessed=False)
    if len(about) > content.limits.name:
        about = shortened(about, content.limits.name)
    new = ", for the first time" if contact.name in content.known.newcomers else ""
    note = ""
    if words := content.last_words.get(contact.id):
        note = f": {what_matters.short_note(words.words, content.limits.noted)} ({words.day})"
    return spans(Strong(name, typed=True), typed(f"{about}{new}{note}"))


def to_know(content: BriefContent) -> Iterator[Block]:
    """Show the points, each on its own line."""
    texts = [spans(typed(point.text)) for point in content.points]
    if texts:
        yield Bullets(tuple(texts)) if len(texts) > 1 else Paragraph(texts[0])


def promised(content: BriefContent) -> Iterator[Block]:
    """Show the open promises, ours before theirs.

    The limits say how many promises of each side are shown. If many of our promises are overdue,
    the limits may allow more of ours. Of the other promises, show only the number: "and 2 more".

    Also ask whether `content.kept` is done, and who takes over `content.left`.
    """
    below = {one.id for one in (content.kept, content.left) if one}
    owed = [one for one in what_matters.in_order(content.known.owed) if one.id not in below]
    lines = []
    for lead, side in (("We owe: ", "ours"), ("They owe: ", "theirs")):
        of_side = [one for one in owed if one.side == side]
        late = sum(_is_overdue(one, content) for one in of_side)
        room = content.limits.promises
        if side == "ours":
            room = max(room, min(late, content.limits.late))
        listed = [_promise(one, content) for one in of_side[:room]]
        if more := of_side[room:]:
            also_late = sum(_is_overdue(one, content) for one in more)
            overdue = f", {also_late} overdue" if also_late else ""
            count = f"and {len(more)} more" if listed else f"{len(more)} open"
            listed.append(f"{count}{overdue}")
        if listed:
            lines.append(spans(Strong(lead), typed("; ".join(listed))))
    if lines:
        yield Bullets(tuple(lines))
    if content.kept:
        yield from promise_cards.offer_done(content.kept)
    if content.left:
        yield from promise_cards.offer_left(content.left, content.known.today)


def _is_overdue(owed: Owed, content: BriefContent) -> bool:
    return owed.due is not None and owed.due < content.known.today


def _promise(owed: Owed, content: BriefContent) -> str:
    due = ""
    if owed.due is not None:
        day = "today" if owed.due == content.known.today else owed.day
        due = f" ({'overdue since' if owed.due < content.known.today else 'due'} {day})"
    return f"{the_point.shortened_promise(owed.text, content.limits.promise)}{due}"


def aim(facts: Facts, limits: BriefLimits) -> Iterator[Block]:
    """Show the rep's goal, how to make it more precise, and the rep's guesses."""
    goal = facts.seat.goal
    if goal and limits.goal:
        yield Paragraph(spans(Strong("Goal: "), typed(shortened(goal, limits.typed))))
        sharpen = goals.sharpen(goal)
        if sharpen and limits.sharpen:
            yield Note(spans(sharpen))
    if facts.guesses and limits.guess:
        guesses = "; ".join(guess.text for guess in facts.guesses)
        yield Paragraph(spans(Strong("Guess: "), typed(shortened(guesses, limits.typed))))


def helped(facts: Facts, limits: BriefLimits) -> Iterator[Block]:
    """Show what colleagues answered, and who has not answered yet.

    A brief with little room shows only the newest answer.
    """
    most = help_cards.SHOWN if limits.guess else 1
    asked = _ASKED if limits.sharpen else 0
    yield from help_cards.in_brief(
        facts.help, limits.typed, most, asked=asked if limits.goal else None
    )
    if limits.guess and help_cards.is_cut(facts.help, limits.typed, most):
        yield Note(spans("“Everything on file” has the whole answer."))


def warning(facts: Facts, playbook: Playbook, content: BriefContent) -> Iterator[Block]:
    """Warn of what was risky in the rep's last call.

    If nothing was risky, warn of pitching too early: the rep's goal is a pitch, and no words of the
    buyer are on file.
    """
    if not content.limits.warning:
        return
    pitch = situations.plans_pitch(facts, playbook)
    risk = what_matters.risk(content.known.own, pitch=pitch)
    if risk:
        yield Paragraph(spans(Strong("Watch: "), risk))
    elif pitch:
        lead = "Your goal is a pitch, and nothing is on file yet about what they need. "
        yield Paragraph(spans(lead, playbook.pitch.ask))


def to_open_with(facts: Facts, content: BriefContent) -> Iterator[Block]:
    line = content.opens_with
    if line is not None:
        roles = {first_name(one.name): one.role for one in facts.coming if len(facts.coming) > 1}
        name = goal_openings.person_meant(facts.seat.goal, roles) if line.is_goal else None
        lead = f"Open by asking {name}: " if name else "Open with: "
        yield Paragraph(spans(Strong(lead), line.text))


def opening(facts: Facts, playbook: Playbook, content: BriefContent) -> FilledLine | None:
    """Return the question to open with, or None if there is no room or no question fits.

    The question is not about a guess. It is also not about a quote, a surprise or a next step that
    another part of the brief shows.
    """
    if not content.limits.opening:
        return None
    now = content.situation
    topics: Collection[str] = {point.topic for point in content.points}
    quoted = {words.id for words in content.last_words.values()}
    quoted |= {point.about for point in content.points if point.topic == "quote"}
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
