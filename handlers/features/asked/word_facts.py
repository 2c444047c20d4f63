"""Answer questions about an account: what was said, what is new, and what the rep's goal is."""

from collections.abc import Sequence
from dataclasses import replace

from handlers.cards import (
    Block,
    Bullets,
    Button,
    Card,
    Note,
    Paragraph,
    Span,
    Text,
    is_web_address,
    link,
    spans,
    typed,
)
from handlers.coaching.names.spelled import spelled_as_on_file
from handlers.coaching.promises.promise_signs import share_said
from handlers.coaching.research import is_stale
from handlers.coaching.text.words import shortened
from handlers.features.asked import ahead_facts, answered, anywhere, noted
from handlers.features.asked.noted import names_any
from handlers.features.asked.on_account import OnAccount
from handlers.features.asked.quotes import HeardLine, about, quotes, shows, unattributed
from handlers.features.asked.subject import Subject, is_quotable
from handlers.features.calls import named_call
from handlers.features.crm import asked as crm_asked
from handlers.features.promises import promise_list
from handlers.features.team.asking_help import ask_button
from handlers.knowledge import matches
from handlers.rhythm_settings import day_of
from handlers.times import format_absolute, format_short
from handlers.typed.line_kinds import is_question
from handlers.typed.team.direct_question import direct_question
from handlers.typed.words import bare_words_of, listed, without_leading, words_of
from handlers.views.promises import promise_lines
from storage.tables import Commitment, Finding

SHOWN = 3
SET_GOAL = "You set the goal. For example, type “goal northwind: get the pilot signed”."
LONGEST = 300
NUMBERS = listed("one two three four five six seven eight nine ten 1 2 3 4 5 6 7 8 9 10")

_STATES_OF_PEOPLE = listed("back out away in around here available free off ill sick well busy")
_OUR = listed("i we our us")
_DAYS = listed(
    "yesterday earlier morning afternoon monday tuesday wednesday thursday friday saturday sunday"
)


async def said(on: OnAccount, subject: Subject) -> Card:
    """Answer "what did jana say about pricing" with the quotes and notes on file that fit best."""
    if not subject.people and names_day(subject) and (card := _of_day(on)):
        return card
    if not subject.topic:
        return _all_said(on, subject)
    of_them = quotes(on, people=subject.people)
    topic = " ".join(subject.topic)
    # "Two" in "which two names" is not part of the topic.
    subject = replace(subject, topic=without_leading([*subject.topic], NUMBERS) or subject.topic)
    own = noted.blocks(on, noted.about(on, subject.topic, subject.people))
    found = about(on, of_them, subject.topic)[:SHOWN]
    promised = _promises(on, subject.topic)
    # "which names did jana send": if no quote fits, show what the customer's side promised.
    if subject.people:
        promised = [one for one in promised if one.side == "theirs" and not found]
    answers = await answered.blocks(on, subject.topic)
    known = [*answers, *_steps(on, topic), *_promised(on, promised), *_findings(on, subject.topic)]
    if found or known or own:
        lead = f"On file about “{shortened(topic, 60)}” at {on.name}:"
        shown = (*shows(on, found), *promise_list.shows(promised))
        return on.card(lead, *own, *(one.block for one in found), *known, shows=shown)
    if names_day(subject):  # "what did i tell you about northwind yesterday"
        return _all_said(on, subject)
    if on.guessed and (elsewhere := await anywhere.answer(on.turn, subject.topic)):
        return elsewhere
    return _nothing_about(on, subject, topic)


def names_day(subject: Subject) -> bool:
    """Check whether a question has no topic, or only a day: "what did kestrel say yesterday"."""
    return _DAYS.issuperset(subject.topic)


def _all_said(on: OnAccount, subject: Subject) -> Card:
    """Show what was said, newest first, and the rep's own notes.

    If the question names people:

    - If lines that they said are on file, leave out the notes.
    - Otherwise, show the notes that name one of these people. Also show the lines without a speaker
      that name one of them, such as 'mia wants a pilot, she said "…"'.
    """
    of_them = quotes(on, people=subject.people)
    who = _whom_asked(on, subject)
    own = [] if subject.people and of_them else noted.about(on, (), subject.people)
    if not of_them and (heard := _naming(on, subject)):
        blocks = (*(one.block for one in heard), *noted.blocks(on, own))
        return on.card(f"On file about {who}:", *blocks, shows=shows(on, heard))
    if not of_them and not own:
        nothing = f"{on.name}: nothing that {who} said is on file."
        return on.card(
            nothing if subject.people else f"No notes on {who} are on file.", *_known(on)
        )
    found = of_them[:SHOWN]
    lead = f"Notes on {who}, newest first:"
    if subject.people:
        lead = f"What {who} said, newest first:" if of_them else f"What you noted about {who}:"
    shown = (*noted.blocks(on, own), *(one.block for one in found))
    return on.card(lead, *shown, shows=shows(on, found))


def _naming(on: OnAccount, subject: Subject) -> list[HeardLine]:
    """Return the newest lines without a speaker that name one of the people in a question."""
    found = (one for one in unattributed(on) if names_any(one.part.note, subject.people))
    return [*found][:SHOWN]


def _nothing_about(on: OnAccount, subject: Subject, topic: str) -> Card:
    """Say that nothing is on file about a topic. Show what was said last."""
    named = f"“{shortened(topic, 60)}”" if is_quotable(topic) else "that"
    lead = f"Nothing on file about {named} at {on.name}."
    if _STATES_OF_PEOPLE.issuperset(subject.topic):  # "is jana back yet"
        lead = f"Nothing on file at {on.name} says that."
    of_them = quotes(on, people=subject.people)
    last = [one for one in of_them if one.part.is_quote][:1]
    newest = (Note(spans("What was said last:")),) if last else ()
    own: list[Block] = []
    if subject.people and (about_them := noted.about(on, (), subject.people)):
        noted_about = Note(spans(typed(f"What you noted about {_whom_asked(on, subject)}:")))
        own = [noted_about, *noted.blocks(on, about_them)]
    shown = (*own, *newest, *(one.block for one in last))
    return on.card(lead, *shown, *_known(on), shows=shows(on, last), also=_ask(on))


def _ask(on: OnAccount) -> tuple[Button, ...]:
    """Offer to ask a colleague what the rep may do, or how the rep's company does something."""
    text = on.turn.text
    is_own = not _OUR.isdisjoint(words_of(text)) and is_question(text, bare_words_of(text))
    if on.ahead is None or not is_own:
        return ()
    names = [one.name for one in on.people]
    return (
        ask_button(on.ahead, spelled_as_on_file(direct_question(text), on.account.name, names)),
    )


def _whom_asked(on: OnAccount, subject: Subject) -> str:
    return " or ".join(shortened(one.name) for one in subject.people) or on.name


def _of_day(on: OnAccount) -> Card | None:
    """Answer "what did i note on northwind today" with the notes and quotes of today.

    Return None if the question names no day, or if there are no notes of the named day.
    """
    day = noted.day_asked(on)
    own = noted.of_day(on, day) if day else []
    if day is None or not own:
        return None
    zone = on.turn.person.zone
    heard = [one for one in quotes(on) if day_of(one.row.called_at, zone) == day]
    lead = f"Notes on {on.name} from {on.dates.said(day)}, newest first:"
    shown = noted.blocks(on, own, noted.SHOWN_OF_A_DAY)
    return on.card(lead, *shown, *(one.block for one in heard), shows=shows(on, heard))


def knows(on: OnAccount, topic: Sequence[str]) -> bool:
    """Check whether a quote, a promise or a finding on file is about a topic.

    Also check the rep's next step after the last call. Leave out dropped promises.
    """
    said = about(on, quotes(on), topic) or _steps(on, " ".join(topic))
    return bool(said or _promises(on, topic) or _findings(on, topic))


def _steps(on: OnAccount, words: str) -> list[Block]:
    """Show the rep's own next step after the last call, if it has some of these words."""
    own = [row for row in on.facts.reflections if row.author_id == on.turn.person.id]
    step = own[0].next_step if own else ""
    if not step or not share_said(step, words):
        return []
    said = f"Your next step after the call on {on.dates.of(own[0].called_at)}: “{step}”"
    return [Note(spans(typed(shortened(said, LONGEST))))]


async def news(on: OnAccount, _subject: Subject) -> Card:
    """Answer "any news on northwind" with the latest findings and the insight that fits best."""
    lines = [_finding(on, one) for one in on.facts.findings[:SHOWN]]
    fitting = await matches.fitting(on.turn.session, on.facts, on.turn.playbook, on.turn.now)
    lines += [
        spans("From marketing: ", typed(f"{shortened(insight.headline)} ({match.reason})"))
        for insight, match in fitting[:1]
    ]
    if not lines:
        return _latest(on, f"No news about {on.name} is on file.")
    return on.card(f"News on file about {on.name}:", Bullets(tuple(lines)))


async def on_file(on: OnAccount, _subject: Subject) -> Card:
    """Answer "whats up w northwind" with the newest note and quote, and how much is on file."""
    known = quotes(on) or on.facts.notes or on.ahead or on.held or _known(on)
    if not (known or on.people):
        return on.card(f"Nothing about {on.name} is on file yet.")
    return _latest(on, f"This is what I have on {on.name}:", await ahead_facts.blocks(on))


def _latest(on: OnAccount, lead: str, ready: Sequence[Block] = ()) -> Card:
    """Show the times of calls, the rep's newest note, the newest quote, and the open promises.

    Also say how much is on file. The blocks in `ready` come after the times of the calls.
    """
    last = quotes(on)[:1]
    still_open = [one for one in on.facts.promises if one.state == "open"][:SHOWN]
    blocks = (*_calls(on), *ready, *_newest(on), *(one.block for one in last))
    shown = (*shows(on, last), *promise_list.shows(still_open))
    return on.card(lead, *blocks, *_promised(on, still_open), *_known(on), shows=shown)


def _newest(on: OnAccount) -> list[Block]:
    return noted.blocks(on, on.facts.notes[:1])


def _calls(on: OnAccount) -> list[Block]:
    """Say when the rep's next and last call with the account are."""
    zone, now = on.turn.person.zone, on.turn.now
    said = []
    if on.ahead:
        said.append(f"Your next call: {format_short(on.ahead.call.starts_at, now=now, zone=zone)}.")
    if on.held:
        when = format_absolute(on.held.call.starts_at, now=now, zone=zone, own=zone)
        said.append(f"Your last call: {when}.")
    return [Note(spans(" ".join(said)))] if said else []


async def standing(on: OnAccount, _subject: Subject) -> Card:
    """Answer "where are we with northwind": the last call, what was noted last, and the deal."""
    card = await crm_asked.on_deal(on.turn, on.account)
    said = f"You haven't had a call with {on.name} yet."
    if on.held is not None:
        zone = on.turn.person.zone
        when = format_absolute(on.held.call.starts_at, now=on.turn.now, zone=zone, own=zone)
        said = f"Your last call with {on.name}: {when}."
    newest = quotes(on)[:1]
    last = (Paragraph(spans(typed(said))), *_newest(on), *(one.block for one in newest))
    blocks = (*last, *_known(on), *card.blocks)
    return replace(card, summary=said, blocks=blocks, shows=(*card.shows, *shows(on, newest)))


async def goal(on: OnAccount, subject: Subject) -> Card:
    """Answer "my goal for northwind wed" with the goal that the rep set for the call."""
    then = await named_call.find(on.turn, on.account, subject.time) if subject.time else None
    ahead = (then.only if then else None) or on.ahead
    if ahead is None:
        return on.card(f"You have no call with {on.name} planned.")
    call, zone = ahead.call, on.turn.person.zone
    when = format_short(call.starts_at, now=on.turn.now, zone=zone)
    own = ahead.seat.goal
    if not own:
        return on.card(f"{on.name}, {when}: no goal set yet.", Note(spans(SET_GOAL)))
    return on.card(f"Your goal for {on.name}, {when}: {shortened(own, LONGEST)}")


def _known(on: OnAccount) -> list[Block]:
    """Say in one line how much is on file."""
    counts = {
        "note": len(quotes(on)) + len(on.facts.notes),
        "open promise": sum(one.state == "open" for one in on.facts.promises),
        "finding": len(on.facts.findings),
    }
    said = [f"{n} {what}{'' if n == 1 else 's'}" for what, n in counts.items() if n]
    return [Note(spans(f"On file: {', '.join(said)}."))] if said else []


def _promises(on: OnAccount, topic: Sequence[str]) -> list[Commitment]:
    words = " ".join(topic)
    known = [one for one in on.facts.promises if one.state != "dropped"]
    return [one for one in known if share_said(one.text, words)][:SHOWN]


def _promised(on: OnAccount, found: Sequence[Commitment]) -> list[Block]:
    return [Bullets(tuple(spans(typed(_promise(on, one))) for one in found))] if found else []


def _promise(on: OnAccount, one: Commitment) -> str:
    """Return "You promised: pricing for 40 seats by Thursday 3 December"."""
    who = "They" if one.side == "theirs" else on.facts.whose(one) or "You"
    if one.state == "done":
        return f"{shortened(who)} promised, and that is done: {shortened(one.text)}"
    return f"{shortened(who)} promised: {promise_lines.shown(one.text, one.due_on, on.dates.today)}"


def _findings(on: OnAccount, topic: Sequence[str]) -> list[Block]:
    words = " ".join(topic)
    found = [one for one in on.facts.findings if share_said(one.text, words)][:SHOWN]
    return [Bullets(tuple(_finding(on, one) for one in found))] if found else []


def _finding(on: OnAccount, one: Finding) -> Text:
    question = on.turn.playbook.question(one.question_id)
    stale = question is not None and is_stale(question, one.found_at, on.turn.now)
    day = f"{on.dates.of(one.found_at)}{', may be out of date' if stale else ''}"
    source: tuple[str | Span, ...] = ()
    if is_web_address(one.source):
        source = (", ", link("source", one.source))
    elif one.source:
        source = (typed(f", source: {shortened(one.source)}"),)
    return spans(typed(shortened(one.text, LONGEST)), f" ({day}", *source, ")")
